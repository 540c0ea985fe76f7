/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * What the unknowns do to the cost: rank correlations, and the futures in which an unknown was
 * low or high. Nothing is played again; unknowns that are correlated move together here.
 */
#include "reports/analysis.h"

#include <math.h>
#include <stdlib.h>

/* Fewer replications tell nothing of tenths of them. */
enum { LEAST_REPLICATIONS = 40, PARTS = 10 };

/* A replication with what an unknown was in it. */
typedef struct future {
    double unknown, cost;
} future;

static int lower_first(const void *a, const void *b)
{
    const double x = ((const future *)a)->unknown, y = ((const future *)b)->unknown;
    return (x > y) - (x < y);
}

/* Mean cost of n futures. */
static report_estimate mean_cost(const report_analysis *analysis, const future *futures,
                                 size_t n)
{
    double *cost = sim_arena_alloc(analysis->arena, n, sizeof *cost);
    for (size_t i = 0; i < n; i++)
        cost[i] = futures[i].cost;
    return report_estimate_mean(n, cost);
}

static report_influence influence_of(const report_analysis *analysis, size_t which,
                                     const double *total)
{
    const report_results *results = analysis->results;
    const size_t n = results->n, tenth = n / PARTS;
    double *unknown = sim_arena_alloc(analysis->arena, n, sizeof *unknown);
    future *futures = sim_arena_alloc(analysis->arena, n, sizeof *futures);
    for (size_t i = 0; i < n; i++) {
        unknown[i] = results->unknowns[i * results->header.n_unknowns + which];
        futures[i] = (future){unknown[i], total[i]};
    }
    qsort(futures, n, sizeof *futures, lower_first);
    return (report_influence){
        .name = results->header.unknown_names[which],
        .rank = report_estimate_rank(analysis->arena, n, unknown, total),
        .low = futures[tenth - 1].unknown,
        .high = futures[n - tenth].unknown,
        .cost_low = mean_cost(analysis, futures, tenth),
        .cost_high = mean_cost(analysis, futures + n - tenth, tenth),
    };
}

static double strength(const report_influence *influence)
{
    return isfinite(influence->rank.value) ? fabs(influence->rank.value) : -1;
}

static int strongest_first(const void *a, const void *b)
{
    const double x = strength(a), y = strength(b);
    return (x < y) - (x > y);
}

void report_analysis_influences(const report_analysis *analysis, report_option *option)
{
    const report_results *results = analysis->results;
    if (results->n < LEAST_REPLICATIONS || results->header.n_unknowns == 0)
        return;
    option->n_influences = results->header.n_unknowns;
    option->influences =
        sim_arena_alloc(analysis->arena, option->n_influences, sizeof *option->influences);
    for (size_t i = 0; i < option->n_influences; i++)
        option->influences[i] = influence_of(analysis, i, option->total);
    qsort(option->influences, option->n_influences, sizeof *option->influences,
          strongest_first);
}
