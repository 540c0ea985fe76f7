/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "sim/warmup.h"

#include "sim/tally.h"

#include <math.h>

enum { FEWEST_GROUPS = 10 };

static double group_mean(const double *x, size_t group)
{
    double sum = 0;
    for (size_t i = 0; i < SIM_WARMUP_GROUP; i++)
        sum += x[group * SIM_WARMUP_GROUP + i];
    return sum / SIM_WARMUP_GROUP;
}

bool sim_warmup_mser5(size_t n, const double *x, size_t *cut, sim_failure *why)
{
    const size_t groups = n / SIM_WARMUP_GROUP;
    if (groups < FEWEST_GROUPS)
        return sim_fail(why, "%zu observations are too few to find the end of the start", n);
    sim_tally rest = {0};
    double best = HUGE_VAL;
    size_t best_group = 0;
    for (size_t d = groups; d-- > 0;) { /* the rest grows from the end to the start */
        sim_tally_add(&rest, group_mean(x, d));
        const double size = (double)rest.n, error = rest.m2 / (size * size);
        if (rest.n >= FEWEST_GROUPS / 2 && error <= best) {
            best = error;
            best_group = d;
        }
    }
    if (2 * best_group > groups)
        return sim_fail(why,
                        "the run is too short: its start seems to last for %zu of %zu "
                        "observations",
                        best_group * SIM_WARMUP_GROUP, n);
    *cut = best_group * SIM_WARMUP_GROUP;
    return true;
}
