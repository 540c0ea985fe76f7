/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "reports/change.h"

#include "reports/ranged.h"

#include <math.h>
#include <stdlib.h>
#include <string.h>

/* An architecture's costs by replication, before and after. */
typedef struct pair {
    report_analysis before, after;
    double *x, *y, *difference; /* [n] each */
} pair;

static bool same_model_and_meter(const model_line *a, const model_line *b, size_t unused)
{
    (void)unused;
    return a->meter == b->meter && strcmp(a->model, b->model) == 0;
}

static void cost_pair(const pair *of, report_picked picked)
{
    const size_t n_months = of->before.results->header.n_months;
    report_analysis_cost(&of->before, picked, 0, n_months, of->x);
    report_analysis_cost(&of->after, picked, 0, n_months, of->y);
    report_estimate_level(of->before.results->n, of->x);
    report_estimate_level(of->before.results->n, of->y);
    for (size_t i = 0; i < of->before.results->n; i++)
        of->difference[i] = of->y[i] - of->x[i];
}

/* The mean of x[n], what some lines cost over the horizon. */
static report_estimate mean_of(const report_analysis *side, report_picked picked,
                               const double *x)
{
    const double *doubt = report_ranged_doubt(side, picked, 0, side->results->header.n_months);
    return report_ranged_mean(report_ranged_new(side->arena, side->results->n, x, doubt));
}

static report_estimate less_one(report_estimate ratio)
{
    return (report_estimate){ratio.value - 1, {ratio.ci95.low - 1, ratio.ci95.high - 1}};
}

static void add_total(const pair *of, report_changed *changed)
{
    const size_t n = of->before.results->n;
    const report_picked all = report_analysis_all(&of->before);
    cost_pair(of, all);
    changed->name = of->before.of->name;
    changed->before = mean_of(&of->before, all, of->x);
    changed->after = mean_of(&of->after, all, of->y);
    changed->difference = report_estimate_mean(n, of->difference);
    changed->relative = less_one(report_estimate_ratio(n, of->y, of->x));
}

static int largest_first(const void *a, const void *b)
{
    const report_mover *x = a, *y = b;
    const double by = fabs(x->difference.value), than = fabs(y->difference.value);
    if (by > than || by < than)
        return by > than ? -1 : 1;
    int by_name = strcmp(x->model, y->model);
    return by_name ? by_name : (int)x->meter - (int)y->meter;
}

static void add_movers(const pair *of, report_changed *changed)
{
    const size_t n_lines = of->before.of->n_lines, n = of->before.results->n;
    changed->movers = sim_arena_alloc(of->before.arena, n_lines, sizeof *changed->movers);
    for (size_t i = 0; i < n_lines; i++) {
        const model_line *line = &of->before.of->lines[i];
        report_picked picked = report_analysis_alike(&of->before, i, same_model_and_meter, 0);
        if (picked.n == 0)
            continue;
        cost_pair(of, picked);
        changed->movers[changed->n_movers++] = (report_mover){
            .model = line->model,
            .meter = line->meter,
            .before = mean_of(&of->before, picked, of->x),
            .after = mean_of(&of->after, picked, of->y),
            .difference = report_estimate_mean(n, of->difference),
        };
    }
    qsort(changed->movers, changed->n_movers, sizeof *changed->movers, largest_first);
}

/* The overruns of both analyses come in the same order: the budgets are the same. */
static void add_odds(const pair *of, report_changed *changed)
{
    report_option before = {0}, after = {0};
    const size_t n_months = of->before.results->header.n_months;
    const report_picked all = report_analysis_all(&of->before);
    before.doubt = report_ranged_doubt(&of->before, all, 0, n_months);
    after.doubt = report_ranged_doubt(&of->after, all, 0, n_months);
    report_analysis_overruns(&of->before, &before);
    report_analysis_overruns(&of->after, &after);
    changed->n_odds = before.n_overruns;
    changed->odds = sim_arena_alloc(of->before.arena, before.n_overruns, sizeof *changed->odds);
    for (size_t i = 0; i < before.n_overruns; i++)
        changed->odds[i] = (report_odds){
            .budget = before.overruns[i].budget,
            .period = before.overruns[i].period,
            .amount = before.overruns[i].amount,
            .before = before.overruns[i].probability,
            .after = after.overruns[i].probability,
        };
}

static report_analysis analysis_of(const report_results *results, size_t which,
                                   sim_arena *arena)
{
    return (report_analysis){
        .results = results,
        .of = &results->architectures[which],
        .arena = arena,
        .sample = sim_arena_alloc(arena, results->n, sizeof(double)),
    };
}

report_change *report_change_new(const report_results *before, const report_results *after)
{
    sim_require(before->n == after->n && before->n_architectures == after->n_architectures);
    sim_arena *arena = sim_arena_new();
    report_change *change = sim_arena_alloc(arena, 1, sizeof *change);
    *change = (report_change){.before = before, .after = after, .arena = arena};
    change->n_options = before->n_architectures;
    change->options = sim_arena_alloc(arena, change->n_options, sizeof *change->options);
    for (size_t i = 0; i < change->n_options; i++) {
        pair of = {analysis_of(before, i, arena), analysis_of(after, i, arena), NULL, NULL,
                   NULL};
        of.x = sim_arena_alloc(arena, before->n, sizeof(double));
        of.y = sim_arena_alloc(arena, before->n, sizeof(double));
        of.difference = sim_arena_alloc(arena, before->n, sizeof(double));
        add_total(&of, &change->options[i]);
        add_movers(&of, &change->options[i]);
        add_odds(&of, &change->options[i]);
    }
    return change;
}

void report_change_free(report_change *change)
{
    if (change)
        sim_arena_free(change->arena);
}
