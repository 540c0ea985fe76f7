/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "reports/sweep.h"

#include "reports/estimate.h"

#include <math.h>
#include <string.h>

/* The overrun that stands for a budget: that of any period, or of its only one. */
static const report_overrun *first_budget(const report_option *option)
{
    for (size_t i = 0; i < option->n_overruns; i++) {
        const report_overrun *overrun = &option->overruns[i];
        if (strcmp(overrun->budget, option->overruns[0].budget) == 0 && overrun->is_any)
            return overrun;
    }
    return option->n_overruns ? &option->overruns[0] : NULL;
}

static double *counted(const report_sweep *sweep, size_t point, size_t option,
                       model_counter counter)
{
    const report_results *results = sweep->points[point].results;
    const uint64_t *counters = results->architectures[option].counters;
    double *x = sim_arena_alloc(sweep->arena, results->n, sizeof *x);
    for (size_t i = 0; i < results->n; i++)
        x[i] = (double)counters[i * MODEL_COUNTERS + (size_t)counter];
    return x;
}

static double sum_of(const double *x, size_t n)
{
    double sum = 0;
    for (size_t i = 0; i < n; i++)
        sum += x[i];
    return sum;
}

/* Replications that both points have. */
static size_t in_common(const report_sweep *sweep, size_t a, size_t b)
{
    const size_t n = sweep->points[a].results->n, other = sweep->points[b].results->n;
    return n < other ? n : other;
}

/* The mean of a - b over the replications of both. */
static report_estimate paired(const report_sweep *sweep, size_t n, const double *a,
                              const double *b)
{
    double *less = sim_arena_alloc(sweep->arena, n, sizeof *less);
    for (size_t i = 0; i < n; i++)
        less[i] = a[i] - b[i];
    return report_estimate_mean(n, less);
}

static report_swept_point point_of(const report_sweep *sweep, size_t point, size_t option)
{
    const report_option *of = &sweep->points[point].answer->options[option];
    const report_option *first = &sweep->points[0].answer->options[option];
    const report_overrun *overrun = first_budget(of);
    const size_t n = sweep->points[point].results->n;
    return (report_swept_point){
        .mean = of->cost.mean,
        .p95 = of->cost.p95,
        .chance = overrun ? overrun->probability : report_estimate_none,
        .success = report_estimate_ratio(n, counted(sweep, point, option, MODEL_SUCCESSES),
                                         counted(sweep, point, option, MODEL_JUDGED)),
        .lost = report_estimate_none,
        .per_success = of->unit.per_success,
        .difference = paired(sweep, in_common(sweep, point, 0), of->total, first->total),
        .e2e_p95_s = {of->service.e2e_s.p95, report_estimate_none.ci95},
    };
}

/* Successes fewer than at the point where they are most. */
static void add_lost(const report_sweep *sweep, report_swept *swept, size_t option)
{
    size_t best = 0;
    double **successes = sim_arena_alloc(sweep->arena, sweep->n, sizeof *successes);
    for (size_t i = 0; i < sweep->n; i++) {
        successes[i] = counted(sweep, i, option, MODEL_SUCCESSES);
        const size_t n = in_common(sweep, i, best);
        best = sum_of(successes[i], n) > sum_of(successes[best], n) ? i : best;
    }
    for (size_t i = 0; i < sweep->n; i++) {
        const size_t n = in_common(sweep, i, best);
        double *fewer = sim_arena_alloc(sweep->arena, n, sizeof *fewer);
        for (size_t k = 0; k < n; k++)
            fewer[k] = successes[best][k] - successes[i][k];
        swept->points[i].lost =
            report_estimate_ratio(n, fewer, counted(sweep, i, option, MODEL_JUDGED));
    }
}

/* Whether a is at least as good as b, and better in something. */
static bool dominates(const report_swept *swept, size_t a, size_t b)
{
    const report_swept_point *x = &swept->points[a], *y = &swept->points[b];
    const double first_x = swept->succeeds ? x->lost.value : x->mean.value;
    const double first_y = swept->succeeds ? y->lost.value : y->mean.value;
    return first_x <= first_y && x->p95.value <= y->p95.value &&
           (first_x < first_y || x->p95.value < y->p95.value);
}

static void mark_efficient(const report_sweep *sweep, report_swept *swept)
{
    for (size_t i = 0; i < sweep->n; i++) {
        bool is_efficient = true;
        for (size_t k = 0; k < sweep->n && is_efficient; k++)
            is_efficient = !dominates(swept, k, i);
        swept->points[i].is_efficient = is_efficient;
    }
}

static bool depends(const report_sweep *sweep, size_t option)
{
    const double *first = sweep->points[0].answer->options[option].total;
    for (size_t i = 1; i < sweep->n; i++) {
        const double *other = sweep->points[i].answer->options[option].total;
        for (size_t k = 0; k < in_common(sweep, i, 0); k++)
            if (other[k] < first[k] || other[k] > first[k])
                return true;
    }
    return false;
}

static void sweep_option(const report_sweep *sweep, size_t option)
{
    report_swept *swept = &sweep->options[option];
    swept->name = sweep->points[0].answer->options[option].name;
    swept->depends = depends(sweep, option);
    swept->points = sim_arena_alloc(sweep->arena, sweep->n, sizeof *swept->points);
    for (size_t i = 0; i < sweep->n; i++) {
        swept->points[i] = point_of(sweep, i, option);
        swept->succeeds |= isfinite(swept->points[i].success.value);
        swept->has_latency |= isfinite(swept->points[i].e2e_p95_s.value);
    }
    if (swept->succeeds)
        add_lost(sweep, swept, option);
    mark_efficient(sweep, swept);
}

report_sweep *report_sweep_new(const char *const *axes, size_t n_axes,
                               const report_point *points, size_t n, bool is_partial)
{
    sim_arena *arena = sim_arena_new();
    report_sweep *sweep = sim_arena_alloc(arena, 1, sizeof *sweep);
    *sweep = (report_sweep){
        .header = &points[0].results->header,
        .status = is_partial ? "partial" : "complete",
        .axes = axes,
        .n_axes = n_axes,
        .points = points,
        .n = n,
        .n_options = points[0].results->n_architectures,
        .arena = arena,
    };
    sweep->options = sim_arena_alloc(arena, sweep->n_options, sizeof *sweep->options);
    const report_overrun *overrun =
        sweep->n_options ? first_budget(&points[0].answer->options[0]) : NULL;
    if (overrun) {
        sweep->budget = overrun->budget;
        sweep->period = overrun->period;
        sweep->amount = overrun->amount;
    }
    for (size_t i = 0; i < sweep->n_options; i++)
        sweep_option(sweep, i);
    return sweep;
}

void report_sweep_free(report_sweep *sweep)
{
    if (sweep)
        sim_arena_free(sweep->arena);
}
