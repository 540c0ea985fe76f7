/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * Budgets over all their periods: when each breaks first, how deep, and what sets the futures
 * in which it does apart from the others.
 */
#include "reports/analysis.h"
#include "sim/association.h"

#include <math.h>
#include <stdlib.h>

enum { LEAST_APART = 5 };

/* A budget in every replication. */
typedef struct path {
    bool *is_broken;
    size_t *first;   /* month in which spending first passes the amount; n_months: never */
    double *excess;  /* summed over the periods */
    double *dearest; /* cost of the dearest period */
} path;

/* Spending month by month, from 0 in each period. */
static void follow(const report_analysis *analysis, const report_budget *budget, size_t i,
                   const double *months, path *into)
{
    const size_t n_months = analysis->results->header.n_months;
    into->first[i] = n_months;
    for (size_t k = 0; k < budget->n_periods; k++) {
        double spent = 0;
        for (size_t m = budget->first_month[k]; m < budget->first_month[k + 1]; m++) {
            spent += months[m];
            if (spent > budget->amount && into->first[i] == n_months)
                into->first[i] = m;
        }
        into->excess[i] += fmax(0, spent - budget->amount);
        into->dearest[i] = k == 0 ? spent : fmax(into->dearest[i], spent);
        into->is_broken[i] = into->is_broken[i] || spent > budget->amount;
    }
}

static path follow_all(const report_analysis *analysis, const report_budget *budget)
{
    const size_t n = analysis->results->n, n_lines = analysis->of->n_lines;
    const size_t n_months = analysis->results->header.n_months;
    double *months = sim_arena_alloc(analysis->arena, n_months, sizeof *months);
    path p = {sim_arena_alloc(analysis->arena, n, sizeof *p.is_broken),
              sim_arena_alloc(analysis->arena, n, sizeof *p.first),
              sim_arena_alloc(analysis->arena, n, sizeof *p.excess),
              sim_arena_alloc(analysis->arena, n, sizeof *p.dearest)};
    for (size_t i = 0; i < n; i++) {
        const double *cost = analysis->of->cost + i * n_months * n_lines;
        for (size_t m = 0; m < n_months; m++) {
            months[m] = 0;
            for (size_t k = 0; k < n_lines; k++)
                months[m] += cost[m * n_lines + k];
        }
        follow(analysis, budget, i, months, &p);
    }
    return p;
}

/* ---- what sets them apart ---- */

static report_mark mark(const double *x, const path *p, size_t n)
{
    const sim_association area = sim_association_area(n, x, p->is_broken, REPORT_CONFIDENCE);
    const sim_association shift = sim_association_shift(n, x, p->is_broken, REPORT_CONFIDENCE);
    return (report_mark){.area = {area.value, area.interval},
                         .shift = {shift.value, shift.interval}};
}

static int clearest_first(const void *a, const void *b)
{
    const report_mark *x = a, *y = b;
    const double of_x = fabs(x->area.value - 0.5), of_y = fabs(y->area.value - 0.5);
    return (of_x < of_y) - (of_x > of_y);
}

/* sample[n]: an unknown, by replication. */
static const double *unknown(const report_analysis *analysis, size_t which)
{
    const report_results *results = analysis->results;
    for (size_t i = 0; i < results->n; i++)
        analysis->sample[i] = results->unknowns[i * results->header.n_unknowns + which];
    return analysis->sample;
}

static void add_marks(const report_analysis *analysis, const report_option *option,
                      const path *p, report_breach *breach)
{
    const report_header *header = &analysis->results->header;
    const size_t n = analysis->results->n;
    breach->marks = sim_arena_alloc(analysis->arena, header->n_unknowns + option->n_uses,
                                    sizeof *breach->marks);
    for (size_t i = 0; i < header->n_unknowns; i++) {
        report_mark *into = &breach->marks[breach->n_marks++];
        *into = mark(unknown(analysis, i), p, n);
        into->name = header->unknown_names[i];
        into->is_unknown = true;
    }
    for (size_t i = 0; i < option->n_uses; i++) {
        report_mark *into = &breach->marks[breach->n_marks++];
        *into = mark(option->uses[i].cost, p, n);
        into->name = option->uses[i].component;
        into->meter = option->uses[i].meter;
    }
    qsort(breach->marks, breach->n_marks, sizeof *breach->marks, clearest_first);
}

/* ---- the whole ---- */

static void add_months(const report_analysis *analysis, const path *p, report_breach *breach)
{
    const size_t n = analysis->results->n, n_months = analysis->results->header.n_months;
    size_t *count = sim_arena_alloc(analysis->arena, n_months + 1, sizeof *count), so_far = 0;
    breach->first = sim_arena_alloc(analysis->arena, n_months, sizeof *breach->first);
    breach->passed = sim_arena_alloc(analysis->arena, n_months, sizeof *breach->passed);
    for (size_t i = 0; i < n; i++)
        count[p->first[i]]++;
    for (size_t m = 0; m < n_months; m++) {
        so_far += count[m];
        breach->first[m] = report_estimate_probability(count[m], n);
        breach->passed[m] = report_estimate_probability(so_far, n);
    }
}

/* The chance that a budget is ever broken, with the interval of all its periods together, which
   come last. */
static report_estimate ever(const report_option *option, const report_budget *budget,
                            report_estimate counted)
{
    for (size_t i = option->n_overruns; i-- > 0;)
        if (strcmp(option->overruns[i].budget, budget->name) == 0) {
            counted.ci95 = option->overruns[i].probability.ci95;
            break;
        }
    return counted;
}

static void add_breach(const report_analysis *analysis, const report_budget *budget,
                       report_option *option)
{
    const size_t n = analysis->results->n;
    const path p = follow_all(analysis, budget);
    size_t broken = 0;
    for (size_t i = 0; i < n; i++)
        if (p.is_broken[i])
            analysis->sample[broken++] = p.excess[i];
    report_breach *breach = &option->breaches[option->n_breaches++];
    *breach = (report_breach){
        .budget = budget->name,
        .amount = budget->amount,
        .probability = ever(option, budget, report_estimate_probability(broken, n)),
        .depth = report_estimate_mean(broken, analysis->sample),
        .worst =
            report_estimate_cvar(n, report_estimate_sorted(analysis->arena, n, p.excess), 0.95),
        .dearest = report_estimate_sorted(analysis->arena, n, p.dearest),
    };
    add_months(analysis, &p, breach);
    if (broken >= LEAST_APART && n - broken >= LEAST_APART)
        add_marks(analysis, option, &p, breach);
}

void report_analysis_breaches(const report_analysis *analysis, report_option *option)
{
    const report_header *header = &analysis->results->header;
    option->breaches =
        sim_arena_alloc(analysis->arena, header->n_budgets, sizeof *option->breaches);
    for (size_t i = 0; i < header->n_budgets; i++)
        add_breach(analysis, &header->budgets[i], option);
}
