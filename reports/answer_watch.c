/* SPDX-License-Identifier: GPL-3.0-or-later */
/* What watches on the rate of spend found, and what it cost until they did. */
#include "reports/analysis.h"

/* [n]: a figure of a watch by replication, times a factor. */
static double *figure(const report_analysis *analysis, size_t watch, model_watched figure,
                      double factor)
{
    const size_t n = analysis->results->n, n_watches = analysis->of->n_watches;
    double *x = sim_arena_alloc(analysis->arena, n, sizeof *x);
    for (size_t i = 0; i < n; i++)
        x[i] = factor *
               analysis->of->watched[(i * n_watches + watch) * MODEL_WATCHED + (size_t)figure];
    return x;
}

static report_estimate mean(const report_analysis *analysis, size_t watch, model_watched what,
                            double factor)
{
    return report_estimate_mean(analysis->results->n, figure(analysis, watch, what, factor));
}

static report_watch look_at(const report_analysis *analysis, size_t watch)
{
    const size_t n = analysis->results->n;
    const double months = (double)analysis->results->header.n_months;
    const double *detected = figure(analysis, watch, MODEL_WATCHED_DETECTED, 1);
    const double *incidents = figure(analysis, watch, MODEL_WATCHED_INCIDENTS, 1);
    const double *hours = figure(analysis, watch, MODEL_WATCHED_DELAY_S, 1 / 3600.0);
    return (report_watch){
        .name = analysis->of->watch_names[watch],
        .alarms = mean(analysis, watch, MODEL_WATCHED_ALARMS, 1 / months),
        .false_alarms = mean(analysis, watch, MODEL_WATCHED_FALSE, 1 / months),
        .incidents = mean(analysis, watch, MODEL_WATCHED_INCIDENTS, 1 / months),
        .detected = report_estimate_ratio(n, detected, incidents),
        .delay_h = report_estimate_ratio(n, hours, detected),
        .runaway = mean(analysis, watch, MODEL_WATCHED_RUNAWAY, 1),
        .lost = mean(analysis, watch, MODEL_WATCHED_LOST, 1),
        .stoppable = mean(analysis, watch, MODEL_WATCHED_STOPPED, 1),
    };
}

void report_analysis_watches(const report_analysis *analysis, report_option *option)
{
    option->n_watches = analysis->of->n_watches;
    option->watches =
        sim_arena_alloc(analysis->arena, option->n_watches, sizeof *option->watches);
    for (size_t i = 0; i < option->n_watches; i++)
        option->watches[i] = look_at(analysis, i);
}
