/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * Where the money goes: by component and meter, and by every tag of the lines.
 */
#include "reports/ranged.h"

#include <stddef.h>
#include <string.h>

const char *const report_split_names[REPORT_SPLITS] = {
    [REPORT_BY_APP] = "app",
    [REPORT_BY_TEAM] = "team",
    [REPORT_BY_MODEL] = "model",
    [REPORT_BY_PROMPT] = "prompt",
    [REPORT_BY_USER_CLASS] = "user_class",
    [REPORT_BY_INTENT] = "intent",
    [REPORT_BY_COMPONENT] = "component",
    [REPORT_BY_OUTCOME] = "outcome",
};

const char *report_analysis_tag(const model_line *line, report_split split)
{
    const char *const tags[REPORT_SPLITS] = {
        [REPORT_BY_APP] = line->app,
        [REPORT_BY_TEAM] = line->team,
        [REPORT_BY_MODEL] = line->model,
        [REPORT_BY_PROMPT] = line->prompt,
        [REPORT_BY_USER_CLASS] = line->user_class,
        [REPORT_BY_INTENT] = line->intent,
        [REPORT_BY_COMPONENT] = line->component,
    };
    return tags[split];
}

static bool same_tag(const model_line *a, const model_line *b, size_t split)
{
    return strcmp(report_analysis_tag(a, (report_split)split),
                  report_analysis_tag(b, (report_split)split)) == 0;
}

static bool same_use(const model_line *a, const model_line *b, size_t unused)
{
    (void)unused;
    return a->meter == b->meter && strcmp(a->component, b->component) == 0;
}

report_picked report_analysis_alike(const report_analysis *analysis, size_t like,
                                    report_analysis_agree *agree, size_t which)
{
    const model_line *lines = analysis->of->lines;
    const size_t n = analysis->of->n_lines;
    for (size_t i = 0; i < like; i++)
        if (agree(&lines[i], &lines[like], which))
            return (report_picked){NULL, 0};
    size_t *picked = sim_arena_alloc(analysis->arena, n, sizeof *picked), found = 0;
    for (size_t i = like; i < n; i++)
        if (agree(&lines[i], &lines[like], which))
            picked[found++] = i;
    return (report_picked){picked, found};
}

static report_estimate mean_cost(const report_analysis *analysis, report_picked picked,
                                 const double *doubt)
{
    report_analysis_cost(analysis, picked, 0, analysis->results->header.n_months,
                         analysis->sample);
    return report_ranged_mean(
        report_ranged_new(analysis->arena, analysis->results->n, analysis->sample, doubt));
}

static double *doubt_of(const report_analysis *analysis, report_picked picked)
{
    return report_ranged_doubt(analysis, picked, 0, analysis->results->header.n_months);
}

static report_estimate mean_quantity(const report_analysis *analysis, report_picked picked)
{
    const size_t n_lines = analysis->of->n_lines;
    const size_t n_months = analysis->results->header.n_months, n = analysis->results->n;
    for (size_t i = 0; i < n; i++) {
        const uint64_t *usage = analysis->of->usage + i * n_months * n_lines;
        uint64_t sum = 0;
        for (size_t month = 0; month < n_months; month++)
            for (size_t k = 0; k < picked.n; k++)
                sum += usage[month * n_lines + picked.lines[k]];
        analysis->sample[i] =
            (double)sum / model_meter_size(analysis->of->lines[picked.lines[0]].meter);
    }
    return report_estimate_mean(n, analysis->sample);
}

/* What stands in the sample, for good. */
static double *kept(const report_analysis *analysis)
{
    const size_t n = analysis->results->n;
    double *copy = sim_arena_alloc(analysis->arena, n, sizeof *copy);
    for (size_t i = 0; i < n; i++)
        copy[i] = analysis->sample[i];
    return copy;
}

static void add_uses(const report_analysis *analysis, report_option *option)
{
    const size_t n_lines = analysis->of->n_lines;
    option->uses = sim_arena_alloc(analysis->arena, n_lines, sizeof *option->uses);
    for (size_t i = 0; i < n_lines; i++) {
        const model_line *line = &analysis->of->lines[i];
        report_picked picked = report_analysis_alike(analysis, i, same_use, 0);
        if (picked.n == 0)
            continue;
        report_use *use = &option->uses[option->n_uses++];
        double *doubt = doubt_of(analysis, picked);
        *use = (report_use){.component = line->component,
                            .meter = line->meter,
                            .quantity = mean_quantity(analysis, picked),
                            .mean = mean_cost(analysis, picked, doubt),
                            .doubt = doubt};
        use->cost = kept(analysis);
    }
}

static report_shares split_by(const report_analysis *analysis, report_split split)
{
    const size_t n_lines = analysis->of->n_lines;
    report_shares shares = {sim_arena_alloc(analysis->arena, n_lines, sizeof *shares.rows), 0};
    for (size_t i = 0; i < n_lines; i++) {
        report_picked picked = report_analysis_alike(analysis, i, same_tag, split);
        if (picked.n > 0)
            shares.rows[shares.n++] =
                (report_share){report_analysis_tag(&analysis->of->lines[i], split),
                               mean_cost(analysis, picked, doubt_of(analysis, picked))};
    }
    return shares;
}

/* By how sessions came out; what is no session's (machines, stores, standing costs) has no
   name. */
static report_shares split_by_outcome(const report_analysis *analysis)
{
    const size_t n = analysis->results->n;
    report_shares shares = {
        sim_arena_alloc(analysis->arena, MODEL_ENDINGS + 1, sizeof *shares.rows), 0};
    const double least = 1e-6; /* of all cost: below, it is rounding, or that of sums */
    double *rest = sim_arena_alloc(analysis->arena, n, sizeof *rest), others = 0;
    double *all = sim_arena_alloc(analysis->arena, n, sizeof *all);
    report_analysis_cost(analysis, report_analysis_all(analysis), 0,
                         analysis->results->header.n_months, all);
    memcpy(rest, all, n * sizeof *rest);
    for (size_t k = 0; k < MODEL_ENDINGS; k++) {
        const double *cost =
            report_analysis_gauged(analysis, (model_gauge)(MODEL_ENDING_COST + k));
        const report_estimate mean = report_estimate_mean(n, cost);
        if (!(mean.value > 0))
            continue;
        shares.rows[shares.n++] = (report_share){model_ending_names[k], mean};
        for (size_t i = 0; i < n; i++)
            rest[i] -= cost[i];
    }
    for (size_t i = 0; i < n; i++) {
        rest[i] = rest[i] < least * all[i] ? 0 : rest[i];
        others += rest[i];
    }
    if (others > 0)
        shares.rows[shares.n++] = (report_share){"", report_estimate_mean(n, rest)};
    return shares;
}

void report_analysis_splits(const report_analysis *analysis, report_option *option)
{
    add_uses(analysis, option);
    for (report_split split = 0; split < REPORT_BY_OUTCOME; split++)
        option->by[split] = split_by(analysis, split);
    option->by[REPORT_BY_OUTCOME] = split_by_outcome(analysis);
}
