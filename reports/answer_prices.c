/* SPDX-License-Identifier: GPL-3.0-or-later */
/* How much it matters what becomes of prices. */
#include "reports/analysis.h"

#include <math.h>

/* A replication's usage at the prices of the book; what no model's tariff prices as it was
 * paid. */
static double listed(const report_analysis *analysis, size_t replication)
{
    const report_architecture *of = analysis->of;
    const size_t n_months = analysis->results->header.n_months;
    const uint64_t *usage = of->usage + replication * n_months * of->n_lines;
    const double *cost = of->cost + replication * n_months * of->n_lines;
    double sum = 0;
    for (size_t month = 0; month < n_months; month++)
        for (size_t i = 0; i < of->n_lines; i++) {
            const uint64_t used = usage[month * of->n_lines + i];
            sum += model_line_is_hosted(&of->lines[i]) ? cost[month * of->n_lines + i]
                   : used                              ? (double)used * of->lines[i].rate[month]
                                                       : 0;
        }
    return sum;
}

void report_analysis_prices(const report_analysis *analysis, report_option *option)
{
    static const double rounding = 1e-9; /* of a sum in another order */
    const size_t n = analysis->results->n;
    report_prices_ahead *ahead = &option->prices_ahead;
    double *cost = sim_arena_alloc(analysis->arena, n, sizeof *cost);
    double *effect = sim_arena_alloc(analysis->arena, n, sizeof *effect);
    size_t n_dearer = 0;
    for (size_t i = 0; i < n; i++) {
        cost[i] = listed(analysis, i);
        effect[i] = option->total[i] - cost[i];
        n_dearer += effect[i] > rounding * cost[i];
        ahead->has_any |= fabs(effect[i]) > rounding * cost[i];
    }
    if (!ahead->has_any)
        return;
    ahead->listed = report_estimate_mean(n, cost);
    ahead->effect = report_estimate_mean(n, effect);
    ahead->dearer = report_estimate_probability(n_dearer, n);
    const double *sorted = report_estimate_sorted(analysis->arena, n, cost);
    ahead->listed_p95 = report_estimate_quantile(n, sorted, 0.95);
    sorted = report_estimate_sorted(analysis->arena, n, effect);
    ahead->effect_p05 = report_estimate_quantile(n, sorted, 0.05);
    ahead->effect_p95 = report_estimate_quantile(n, sorted, 0.95);
}
