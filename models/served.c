/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "models/served.h"

#include <math.h>

model_served *model_served_new(size_t endpoint, size_t n_months, sim_arena *arena)
{
    model_served *served = sim_arena_alloc(arena, 1, sizeof *served);
    *served = (model_served){.endpoint = endpoint,
                             .months = sim_arena_alloc(arena, n_months, sizeof *served->months),
                             .n_months = n_months,
                             .arena = arena};
    return served;
}

void model_served_open(model_served *served, size_t n_levels)
{
    served->n_levels = n_levels;
    served->counted_s = sim_arena_alloc(served->arena, n_levels, sizeof(double));
    for (size_t i = 0; i < served->n_months; i++)
        served->months[i].level_s = sim_arena_alloc(served->arena, n_levels, sizeof(double));
}

void model_served_count(model_served *served, size_t month, const double *level_s)
{
    for (size_t i = 0; i < served->n_levels; i++) {
        served->months[month].level_s[i] += level_s[i] - served->counted_s[i];
        served->counted_s[i] = level_s[i];
    }
}

double model_served_quantile(const sim_sketch *answered, uint64_t unanswered, double p)
{
    const double n = (double)sim_sketch_count(answered), all = n + (double)unanswered;
    if (!(all > 0))
        return (double)NAN;
    if (p * all > n)
        return HUGE_VAL;
    return sim_sketch_quantile(answered, p * all / n);
}
