/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Where policies sent sessions. */
#include "reports/analysis.h"

#include <string.h>

/* A counter's mean over the horizon, and its share of the sessions. */
static void count(const report_analysis *analysis, model_counter counter,
                  const double *sessions, report_estimate *mean, report_estimate *share)
{
    const size_t n = analysis->results->n;
    const double *counted = report_analysis_counted(analysis, counter);
    *mean = report_estimate_mean(n, counted);
    *share = report_estimate_ratio(n, counted, sessions);
}

/* ---- who answered ---- */

static bool is_answering(const report_analysis *analysis, size_t line)
{
    const size_t n_lines = analysis->of->n_lines;
    const size_t n_cells = analysis->results->n * analysis->results->header.n_months;
    if (analysis->of->lines[line].meter != MODEL_REQUESTS)
        return false;
    for (size_t i = 0; i < n_cells; i++)
        if (analysis->of->usage[i * n_lines + line] > 0)
            return true;
    return false;
}

/* Whether the calls of some workload were answered at several endpoints. */
static bool are_several(const report_analysis *analysis, const bool *answers)
{
    const model_line *lines = analysis->of->lines;
    const size_t n = analysis->of->n_lines;
    for (size_t i = 0; i < n; i++)
        for (size_t k = i + 1; answers[i] && k < n; k++)
            if (answers[k] && strcmp(lines[i].workload, lines[k].workload) == 0 &&
                strcmp(lines[i].component, lines[k].component) != 0)
                return true;
    return false;
}

/* counts[n]: calls of an endpoint, NULL: of all. */
static double *calls_of(const report_analysis *analysis, const char *endpoint)
{
    const size_t n = analysis->results->n, n_lines = analysis->of->n_lines;
    const size_t n_cells = analysis->results->header.n_months * n_lines;
    double *calls = sim_arena_alloc(analysis->arena, n, sizeof *calls);
    for (size_t i = 0; i < n; i++)
        for (size_t k = 0; k < n_cells; k++) {
            const model_line *line = &analysis->of->lines[k % n_lines];
            if (line->meter == MODEL_REQUESTS &&
                (!endpoint || strcmp(line->component, endpoint) == 0))
                calls[i] += (double)analysis->of->usage[i * n_cells + k];
        }
    return calls;
}

static void find_served(const report_analysis *analysis, report_policy *policy)
{
    const size_t n_lines = analysis->of->n_lines;
    bool *answers = sim_arena_alloc(analysis->arena, n_lines, sizeof *answers);
    for (size_t i = 0; i < n_lines; i++)
        answers[i] = is_answering(analysis, i);
    if (!are_several(analysis, answers))
        return;
    const double *all = calls_of(analysis, NULL);
    policy->served = sim_arena_alloc(analysis->arena, n_lines, sizeof *policy->served);
    for (size_t i = 0; i < n_lines; i++) {
        const char *endpoint = analysis->of->lines[i].component;
        bool is_known = !answers[i];
        for (size_t k = 0; k < policy->n_served; k++)
            is_known |= strcmp(policy->served[k].endpoint, endpoint) == 0;
        if (!is_known)
            policy->served[policy->n_served++] = (report_served){
                endpoint,
                report_estimate_ratio(analysis->results->n, calls_of(analysis, endpoint), all)};
    }
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
        any |= counters[MODEL_ESCALATED] | counters[MODEL_REMEMBERED] |
               counters[MODEL_BELOW_FLOOR];
        any |= option->agents.has_any ? 0 : counters[MODEL_HANDED_OVER];
    }
    find_served(analysis, policy);
    policy->has_any = any > 0 || policy->n_served > 0;
    if (!policy->has_any)
        return;
    report_estimate unused;
    count(analysis, MODEL_REMEMBERED, sessions, &unused, &policy->remembered);
    count(analysis, MODEL_BELOW_FLOOR, sessions, &unused, &policy->below_floor);
    count(analysis, MODEL_MISTAKEN, sessions, &unused, &policy->mistaken);
    count(analysis, MODEL_ESCALATED, sessions, &policy->escalated_sessions, &policy->escalated);
    count(analysis, MODEL_HANDED_OVER, sessions, &policy->handed_over_sessions,
          &policy->handed_over);
}
