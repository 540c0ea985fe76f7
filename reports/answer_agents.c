/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * What became of agents' sessions, what those that came to nothing cost, and what spend limits
 * did.
 */
#include "reports/analysis.h"

#include <math.h>

/* [n]: agents' sessions that ended in one of the ways from first to last. */
static double *ended_sessions(const report_analysis *analysis, model_outcome first,
                              model_outcome last)
{
    const size_t n = analysis->results->n;
    double *sum = sim_arena_alloc(analysis->arena, n, sizeof *sum);
    for (size_t i = 0; i < n; i++) {
        const uint64_t *counters = analysis->of->counters + i * MODEL_COUNTERS;
        for (size_t k = first; k <= last; k++)
            sum[i] += (double)counters[MODEL_ENDED + k];
    }
    return sum;
}

static double sum_of(size_t n, const double *x)
{
    double sum = 0;
    for (size_t i = 0; i < n; i++)
        sum += x[i];
    return sum;
}

static double total(const report_analysis *analysis, model_counter counter)
{
    return sum_of(analysis->results->n, report_analysis_counted(analysis, counter));
}

static report_estimate share(const report_analysis *analysis, model_counter counter,
                             const double *of)
{
    return report_estimate_ratio(analysis->results->n,
                                 report_analysis_counted(analysis, counter), of);
}

static double *copied(const report_analysis *analysis, const double *x)
{
    double *copy = sim_arena_alloc(analysis->arena, analysis->results->n, sizeof *copy);
    for (size_t i = 0; i < analysis->results->n; i++)
        copy[i] = x[i];
    return copy;
}

/* The share solved, of the tasks that were judged. */
static report_estimate solved(const report_analysis *analysis)
{
    const double *tasks = copied(analysis, report_analysis_counted(analysis, MODEL_TASKS));
    return share(analysis, MODEL_SOLVED, tasks);
}

void report_analysis_agents(const report_analysis *analysis, report_option *option)
{
    const size_t n = analysis->results->n;
    report_agents *agents = &option->agents;
    const double *sessions =
        ended_sessions(analysis, MODEL_OUTCOME_FINISHED, MODEL_OUTCOMES - 1);
    agents->has_any = sum_of(n, sessions) > 0;
    if (!agents->has_any)
        return;
    const double *calls = copied(analysis, report_analysis_counted(analysis, MODEL_CALLS));
    for (size_t k = 0; k < MODEL_OUTCOMES; k++)
        agents->ended[k] = share(analysis, (model_counter)(MODEL_ENDED + k), sessions);
    agents->stopped = report_estimate_ratio(
        n, ended_sessions(analysis, MODEL_OUTCOME_CALLS, MODEL_OUTCOMES - 1), sessions);
    agents->solved = solved(analysis);
    agents->lost = share(analysis, MODEL_LOST, sessions);
    agents->handed_over = total(analysis, MODEL_HANDED_OVER) > 0
                              ? share(analysis, MODEL_HANDED_OVER, sessions)
                              : report_estimate_none;
    agents->repeated = share(analysis, MODEL_REPEATED, calls);
    agents->compactions =
        report_estimate_mean(n, report_analysis_counted(analysis, MODEL_COMPACTIONS));
    const double *dearest = report_analysis_gauged(analysis, MODEL_DEAREST);
    agents->dearest_mean = report_estimate_mean(n, dearest);
    agents->dearest_p95 =
        report_estimate_quantile(n, report_estimate_sorted(analysis->arena, n, dearest), 0.95);
}

void report_analysis_limits(const report_analysis *analysis, report_option *option)
{
    const size_t n = analysis->results->n;
    report_limits *limits = &option->limits;
    const double *overshoot = report_analysis_gauged(analysis, MODEL_OVERSHOOT);
    limits->has_any =
        total(analysis, MODEL_BLOCKED_SESSIONS) + total(analysis, MODEL_DOWNGRADED_CALLS) +
                total(analysis, MODEL_DEFERRED_CALLS) + total(analysis, MODEL_ALERTS) >
            0 ||
        sum_of(n, overshoot) > 0;
    if (!limits->has_any)
        return;
    const double *calls = copied(analysis, report_analysis_counted(analysis, MODEL_CALLS));
    const double *sessions =
        copied(analysis, report_analysis_counted(analysis, MODEL_SESSIONS));
    limits->ended = share(analysis, MODEL_BLOCKED_SESSIONS, sessions);
    limits->downgraded = share(analysis, MODEL_DOWNGRADED_CALLS, calls);
    limits->deferred = share(analysis, MODEL_DEFERRED_CALLS, calls);
    limits->alerts = report_estimate_mean(n, report_analysis_counted(analysis, MODEL_ALERTS));
    limits->overshoot = report_estimate_mean(n, overshoot);
    limits->lost_value =
        report_estimate_mean(n, report_analysis_gauged(analysis, MODEL_LOST_VALUE));
}
