/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "sim/tally.h"

#include <math.h>

void sim_tally_add(sim_tally *tally, double x)
{
    tally->n++;
    const double off = x - tally->mean;
    tally->mean += off / (double)tally->n;
    tally->m2 += off * (x - tally->mean);
}

/* Chan, Golub & LeVeque, "Updating formulae and a pairwise algorithm for computing sample
   variances" (1979). */
void sim_tally_merge(sim_tally *into, const sim_tally *other)
{
    if (other->n == 0)
        return;
    const double a = (double)into->n, b = (double)other->n;
    const double off = other->mean - into->mean;
    into->mean += off * (b / (a + b));
    into->m2 += other->m2 + off * off * (a * b / (a + b));
    into->n += other->n;
}

double sim_tally_variance(const sim_tally *tally)
{
    return tally->n < 2 ? (double)NAN : tally->m2 / (double)(tally->n - 1);
}

double sim_tally_sd(const sim_tally *tally)
{
    return sqrt(sim_tally_variance(tally));
}

double sim_moments_mean(const sim_moments *moments)
{
    return moments->n ? moments->shift + moments->sum / (double)moments->n : (double)NAN;
}

sim_tally sim_moments_tally(const sim_moments *moments)
{
    if (moments->n == 0)
        return (sim_tally){0};
    const double about = moments->sum * (moments->sum / (double)moments->n);
    return (sim_tally){.n = moments->n,
                       .mean = sim_moments_mean(moments),
                       .m2 = fmax(moments->square - about, 0)};
}
