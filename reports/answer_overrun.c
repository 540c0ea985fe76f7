/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * Budgets: how likely each is overrun in each of its periods, by how much, and what would be
 * enough.
 */
#include "reports/analysis.h"

static report_estimate overrun_probability(size_t n, const double *cost, double amount)
{
    size_t over = 0;
    for (size_t i = 0; i < n; i++)
        over += cost[i] > amount;
    return report_estimate_probability(over, n);
}

/* Of the period whose cost by replication is given, and kept; excess[n] of it. */
static report_overrun overrun(const report_analysis *analysis, const report_budget *budget,
                              const double *cost, const double *excess)
{
    const size_t n = analysis->results->n;
    const double *sorted = report_estimate_sorted(analysis->arena, n, cost);
    return (report_overrun){
        .budget = budget->name,
        .amount = budget->amount,
        .probability = overrun_probability(n, cost, budget->amount),
        .expected_excess = report_estimate_mean(n, excess),
        .needed_p90 = report_estimate_quantile(n, sorted, 0.90),
        .needed_p95 = report_estimate_quantile(n, sorted, 0.95),
        .needed_p99 = report_estimate_quantile(n, sorted, 0.99),
        .cost = cost,
    };
}

/* Over the periods so far, by replication. */
typedef struct worst {
    double *cost, *excess; /* the dearest period; the excesses summed */
} worst;

static void add_period(const report_analysis *analysis, const report_budget *budget,
                       report_picked all, size_t period, worst *any, report_overrun *into)
{
    const size_t n = analysis->results->n;
    double *cost = sim_arena_alloc(analysis->arena, n, sizeof *cost);
    double *excess = sim_arena_alloc(analysis->arena, n, sizeof *excess);
    report_analysis_cost(analysis, all, budget->first_month[period],
                         budget->first_month[period + 1], cost);
    for (size_t i = 0; i < n; i++) {
        excess[i] = cost[i] > budget->amount ? cost[i] - budget->amount : 0;
        any->excess[i] += excess[i];
        any->cost[i] = period == 0 || cost[i] > any->cost[i] ? cost[i] : any->cost[i];
    }
    *into = overrun(analysis, budget, cost, excess);
    into->period = budget->period_names[period];
}

static void add_budget(const report_analysis *analysis, const report_budget *budget,
                       report_option *option)
{
    const size_t n = analysis->results->n;
    report_picked all = report_analysis_all(analysis);
    worst any = {sim_arena_alloc(analysis->arena, n, sizeof(double)),
                 sim_arena_alloc(analysis->arena, n, sizeof(double))};
    for (size_t i = 0; i < budget->n_periods; i++)
        add_period(analysis, budget, all, i, &any, &option->overruns[option->n_overruns++]);
    if (budget->n_periods < 2)
        return;
    report_overrun *into = &option->overruns[option->n_overruns++];
    *into = overrun(analysis, budget, any.cost, any.excess);
    into->period = "any";
    into->is_any = true;
}

void report_analysis_overruns(const report_analysis *analysis, report_option *option)
{
    const report_header *header = &analysis->results->header;
    size_t most = 0;
    for (size_t i = 0; i < header->n_budgets; i++)
        most += header->budgets[i].n_periods + 1;
    option->overruns = sim_arena_alloc(analysis->arena, most, sizeof *option->overruns);
    for (size_t i = 0; i < header->n_budgets; i++)
        add_budget(analysis, &header->budgets[i], option);
}
