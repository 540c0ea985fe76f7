/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * Budgets: how likely each is overrun in each of its periods, by how much, and what would be
 * enough.
 */
#include "reports/ranged.h"

/* As played, and as pilots of sums may move it. */
enum { AT, LOW, HIGH, SIDES };

/* By replication: cost, and what of it exceeds the budget; the first n_sides. */
typedef struct spending {
    double *cost[SIDES], *excess[SIDES];
    size_t n_sides;
} spending;

static report_ranged ranged(size_t n, double *const sides[SIDES])
{
    return (report_ranged){n, sides[AT], sides[LOW], sides[HIGH]};
}

/* An excess is never below nothing, nor is its mean. */
static report_estimate excess_of(report_ranged excess)
{
    report_estimate mean = report_ranged_mean(excess);
    mean.ci95.low = mean.ci95.low < 0 ? 0 : mean.ci95.low;
    return mean;
}

/* Of a period, or of all of them, whose spending is kept. */
static report_overrun overrun(const report_analysis *analysis, const report_budget *budget,
                              const spending *of)
{
    const report_ranged cost = ranged(analysis->results->n, of->cost);
    const report_ranged sorted = report_ranged_sorted(analysis->arena, cost);
    return (report_overrun){
        .budget = budget->name,
        .amount = budget->amount,
        .probability = report_ranged_above(cost, budget->amount),
        .expected_excess = excess_of(ranged(cost.n, of->excess)),
        .needed_p90 = report_ranged_quantile(sorted, 0.90),
        .needed_p95 = report_ranged_quantile(sorted, 0.95),
        .needed_p99 = report_ranged_quantile(sorted, 0.99),
        .cost = of->cost[AT],
    };
}

static spending new_spending(const report_analysis *analysis, bool is_moved)
{
    const size_t n = analysis->results->n;
    spending out = {{NULL}, {NULL}, is_moved ? SIDES : LOW};
    for (size_t side = AT; side < out.n_sides; side++) {
        out.cost[side] = sim_arena_alloc(analysis->arena, n, sizeof(double));
        out.excess[side] = sim_arena_alloc(analysis->arena, n, sizeof(double));
    }
    return out;
}

/* The months [from, to). */
static spending spend(const report_analysis *analysis, const report_option *option,
                      double amount, size_t from, size_t to)
{
    static const double signs[SIDES] = {[LOW] = -1, [HIGH] = 1};
    const report_picked all = report_analysis_all(analysis);
    const double *doubt = report_ranged_doubt(analysis, all, from, to);
    const spending out = new_spending(analysis, option->doubt);
    for (size_t side = AT; side < out.n_sides; side++) {
        report_analysis_cost(analysis, all, from, to, out.cost[side]);
        for (size_t i = 0; i < analysis->results->n; i++) {
            double *cost = &out.cost[side][i];
            *cost += doubt ? signs[side] * doubt[i] : 0;
            out.excess[side][i] = *cost > amount ? *cost - amount : 0;
        }
    }
    return out;
}

/* Over the periods so far: the dearest one's cost, the excesses summed. */
static void gather(size_t n, const spending *period, bool is_first, spending *any)
{
    for (size_t side = AT; side < any->n_sides; side++) {
        const double *cost = period->cost[side], *excess = period->excess[side];
        for (size_t i = 0; i < n; i++) {
            any->excess[side][i] += excess[i];
            if (is_first || cost[i] > any->cost[side][i])
                any->cost[side][i] = cost[i];
        }
    }
}

static void add_budget(const report_analysis *analysis, const report_budget *budget,
                       report_option *option)
{
    const size_t n = analysis->results->n;
    spending any = new_spending(analysis, option->doubt);
    for (size_t i = 0; i < budget->n_periods; i++) {
        const spending period = spend(analysis, option, budget->amount, budget->first_month[i],
                                      budget->first_month[i + 1]);
        gather(n, &period, i == 0, &any);
        option->overruns[option->n_overruns] = overrun(analysis, budget, &period);
        option->overruns[option->n_overruns++].period = budget->period_names[i];
    }
    if (budget->n_periods < 2)
        return;
    report_overrun *into = &option->overruns[option->n_overruns++];
    *into = overrun(analysis, budget, &any);
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
