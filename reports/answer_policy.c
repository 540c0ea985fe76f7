/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Where policies sent sessions. */
#include "reports/analysis.h"

/* A counter's mean over the horizon, and its share of the sessions. */
static void count(const report_analysis *analysis, model_counter counter,
                  const double *sessions, report_estimate *mean, report_estimate *share)
{
    const size_t n = analysis->results->n;
    const double *counted = report_analysis_counted(analysis, counter);
    *mean = report_estimate_mean(n, counted);
    *share = report_estimate_ratio(n, counted, sessions);
}

void report_analysis_policy(const report_analysis *analysis, report_option *option)
{
    const size_t n = analysis->results->n;
    report_policy *policy = &option->policy;
    double *sessions = sim_arena_alloc(analysis->arena, n, sizeof *sessions);
    const double *counted = report_analysis_counted(analysis, MODEL_SESSIONS);
    uint64_t any = 0;
    for (size_t i = 0; i < n; i++) {
        const uint64_t *counters = analysis->of->counters + i * MODEL_COUNTERS;
        sessions[i] = counted[i];
        any |= counters[MODEL_ESCALATED] | counters[MODEL_REMEMBERED];
        any |= option->agents.has_any ? 0 : counters[MODEL_HANDED_OVER];
    }
    policy->has_any = any > 0;
    if (!policy->has_any)
        return;
    report_estimate unused;
    count(analysis, MODEL_REMEMBERED, sessions, &unused, &policy->remembered);
    count(analysis, MODEL_MISTAKEN, sessions, &unused, &policy->mistaken);
    count(analysis, MODEL_ESCALATED, sessions, &policy->escalated_sessions, &policy->escalated);
    count(analysis, MODEL_HANDED_OVER, sessions, &policy->handed_over_sessions,
          &policy->handed_over);
}
