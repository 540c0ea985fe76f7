/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "reports/sweep.h"

#include "reports/estimate.h"

#include <math.h>
#include <string.h>

/* Each budget once: in any period, or in its only one. */
static void find_budgets(report_sweep *sweep, const report_option *option)
{
    sweep->budgets = sim_arena_alloc(sweep->arena, option->n_overruns, sizeof *sweep->budgets);
    for (size_t i = 0; i < option->n_overruns; i++) {
        const report_overrun *overrun = &option->overruns[i];
        report_swept_budget *last =
            sweep->n_budgets ? &sweep->budgets[sweep->n_budgets - 1] : NULL;
        const bool is_new = !last || strcmp(last->budget, overrun->budget) != 0;
        if (is_new)
            last = &sweep->budgets[sweep->n_budgets++];
        if (is_new || overrun->is_any)
            *last = (report_swept_budget){overrun->budget, overrun->period, overrun->amount, i};
    }
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
    const size_t n = sweep->points[point].results->n;
    report_estimate *chances = sim_arena_alloc(sweep->arena, sweep->n_budgets, sizeof *chances);
    for (size_t i = 0; i < sweep->n_budgets; i++)
        chances[i] = of->overruns[sweep->budgets[i].overrun].probability;
    return (report_swept_point){
        .mean = of->cost.mean,
        .p95 = of->cost.p95,
        .p99 = of->cost.p99,
        .cvar95 = of->cost.cvar95,
        .chances = chances,
        .stopped = of->agents.stopped,
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

/* broken[n]: 1 in futures that break the first budget in any of its periods. */
static double *broken(const report_sweep *sweep, size_t point, size_t option)
{
    const report_results *results = sweep->points[point].results;
    const report_architecture *of = &results->architectures[option];
    const size_t n_months = results->header.n_months;
    double *out = sim_arena_alloc(sweep->arena, results->n, sizeof *out);
    const report_budget *budget = results->header.budgets;
    for (size_t i = 0; results->header.n_budgets && i < results->n; i++)
        for (size_t k = 0; k < budget->n_periods; k++) {
            const double *cost = of->cost + i * n_months * of->n_lines;
            const size_t from = budget->first_month[k] * of->n_lines;
            const size_t to = budget->first_month[k + 1] * of->n_lines;
            out[i] = out[i] > 0 || sum_of(cost + from, to - from) > budget->amount;
        }
    return out;
}

static void choose_goals(report_swept *swept, const report_sweep_wish *wish)
{
    const report_goal usual[] = {swept->succeeds ? REPORT_GOAL_LOST : REPORT_GOAL_MEAN,
                                 REPORT_GOAL_P95};
    const bool is_usual = wish->n_goals == 0;
    swept->n_goals = is_usual ? sizeof usual / sizeof *usual : wish->n_goals;
    memcpy(swept->goals, is_usual ? usual : wish->goals, swept->n_goals * sizeof *usual);
}

static void judge(const report_sweep *sweep, report_swept *swept, size_t option)
{
    report_futures *points = sim_arena_alloc(sweep->arena, sweep->n, sizeof *points);
    report_verdict *verdicts = sim_arena_alloc(sweep->arena, sweep->n, sizeof *verdicts);
    size_t n = sweep->points[0].results->n;
    for (size_t i = 0; i < sweep->n; i++) {
        n = n < in_common(sweep, i, 0) ? n : in_common(sweep, i, 0);
        points[i] = (report_futures){sweep->points[i].answer->options[option].total,
                                     broken(sweep, i, option),
                                     counted(sweep, i, option, MODEL_SUCCESSES),
                                     counted(sweep, i, option, MODEL_JUDGED)};
    }
    report_frontier_judge(sweep->n, points, n, swept->n_goals, swept->goals, verdicts);
    for (size_t i = 0; i < sweep->n; i++)
        swept->points[i].verdict = verdicts[i];
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

static void sweep_option(const report_sweep *sweep, const report_sweep_wish *wish,
                         size_t option)
{
    report_swept *swept = &sweep->options[option];
    swept->name = sweep->points[0].answer->options[option].name;
    swept->depends = depends(sweep, option);
    swept->points = sim_arena_alloc(sweep->arena, sweep->n, sizeof *swept->points);
    for (size_t i = 0; i < sweep->n; i++) {
        swept->points[i] = point_of(sweep, i, option);
        swept->succeeds |= isfinite(swept->points[i].success.value);
        swept->has_latency |= isfinite(swept->points[i].e2e_p95_s.value);
        swept->has_agents |= isfinite(swept->points[i].stopped.value);
    }
    if (swept->succeeds)
        add_lost(sweep, swept, option);
    choose_goals(swept, wish);
    judge(sweep, swept, option);
}

report_sweep *report_sweep_new(const report_sweep_wish *wish, const report_point *points,
                               size_t n)
{
    sim_arena *arena = sim_arena_new();
    report_sweep *sweep = sim_arena_alloc(arena, 1, sizeof *sweep);
    *sweep = (report_sweep){
        .header = &points[0].results->header,
        .status = wish->is_partial ? "partial" : "complete",
        .axes = wish->axes,
        .n_axes = wish->n_axes,
        .points = points,
        .n = n,
        .n_options = points[0].results->n_architectures,
        .arena = arena,
    };
    sweep->options = sim_arena_alloc(arena, sweep->n_options, sizeof *sweep->options);
    if (sweep->n_options)
        find_budgets(sweep, &points[0].answer->options[0]);
    for (size_t i = 0; i < sweep->n_options; i++)
        sweep_option(sweep, wish, i);
    return sweep;
}

void report_sweep_free(report_sweep *sweep)
{
    if (sweep)
        sim_arena_free(sweep->arena);
}
