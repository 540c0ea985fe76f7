/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "reports/answer.h"

#include "reports/ranged.h"
#include "reports/sensitivity.h"

#include <math.h>

report_picked report_analysis_all(const report_analysis *analysis)
{
    const size_t n = analysis->of->n_lines;
    size_t *all = sim_arena_alloc(analysis->arena, n, sizeof *all);
    for (size_t i = 0; i < n; i++)
        all[i] = i;
    return (report_picked){all, n};
}

void report_analysis_cost(const report_analysis *analysis, report_picked picked, size_t from,
                          size_t to, double *out)
{
    const size_t n_lines = analysis->of->n_lines;
    const size_t n_cells = analysis->results->header.n_months * n_lines;
    for (size_t i = 0; i < analysis->results->n; i++) {
        const double *cost = analysis->of->cost + i * n_cells;
        double sum = 0;
        for (size_t month = from; month < to; month++)
            for (size_t k = 0; k < picked.n; k++)
                sum += cost[month * n_lines + picked.lines[k]];
        out[i] = sum;
    }
}

static double sd(size_t n, const double *x)
{
    sim_tally tally = {0};
    for (size_t i = 0; i < n; i++)
        sim_tally_add(&tally, x[i]);
    return n > 1 ? sim_tally_sd(&tally) : (double)NAN;
}

static report_cost distribution(report_ranged total, report_ranged sorted)
{
    return (report_cost){
        .mean = report_ranged_mean(total),
        .sd = sd(total.n, total.at),
        .p05 = report_ranged_quantile(sorted, 0.05),
        .p50 = report_ranged_quantile(sorted, 0.50),
        .p95 = report_ranged_quantile(sorted, 0.95),
        .p99 = report_ranged_quantile(sorted, 0.99),
        .cvar95 = report_ranged_cvar(sorted, 0.95),
    };
}

/* What stands in the sample: the cost of all lines in the months [from, to). */
static report_ranged sampled(const report_analysis *analysis, size_t from, size_t to)
{
    return report_ranged_new(
        analysis->arena, analysis->results->n, analysis->sample,
        report_ranged_doubt(analysis, report_analysis_all(analysis), from, to));
}

static void add_months(const report_analysis *analysis, report_option *option)
{
    const report_header *header = &analysis->results->header;
    const size_t n = analysis->results->n;
    report_picked all = report_analysis_all(analysis);
    option->months = sim_arena_alloc(analysis->arena, header->n_months, sizeof *option->months);
    option->paths =
        sim_arena_alloc(analysis->arena, n * header->n_months, sizeof *option->paths);
    for (size_t i = 0; i < header->n_months; i++) {
        report_analysis_cost(analysis, all, i, i + 1, analysis->sample);
        for (size_t k = 0; k < n; k++)
            option->paths[k * header->n_months + i] = analysis->sample[k];
        const report_ranged month = sampled(analysis, i, i + 1);
        const report_ranged sorted = report_ranged_sorted(analysis->arena, month);
        option->months[i] = (report_month){
            .name = header->month_names[i],
            .mean = report_ranged_mean(month),
            .p05 = report_ranged_quantile(sorted, 0.05),
            .p50 = report_ranged_quantile(sorted, 0.50),
            .p95 = report_ranged_quantile(sorted, 0.95),
        };
    }
}

/* Quantiles of paths, never sums of quantiles. */
static void add_sums(const report_analysis *analysis, report_option *option)
{
    const size_t n = analysis->results->n;
    const report_picked all = report_analysis_all(analysis);
    for (size_t i = 0; i < analysis->results->header.n_months; i++) {
        report_month *month = &option->months[i];
        report_analysis_cost(analysis, all, 0, i + 1, analysis->sample);
        report_estimate_level(n, analysis->sample);
        const report_ranged sorted =
            report_ranged_sorted(analysis->arena, sampled(analysis, 0, i + 1));
        month->sum_p05 = report_ranged_quantile(sorted, 0.05);
        month->sum_p50 = report_ranged_quantile(sorted, 0.50);
        month->sum_p95 = report_ranged_quantile(sorted, 0.95);
    }
}

static void add_option(report_answer *answer, const report_results *results, size_t i)
{
    report_option *option = &answer->options[i];
    report_analysis analysis = {
        .results = results, .of = &results->architectures[i], .arena = answer->arena};
    const size_t n = results->n;
    analysis.sample = sim_arena_alloc(answer->arena, n, sizeof *analysis.sample);
    option->name = analysis.of->name;
    option->total = sim_arena_alloc(answer->arena, n, sizeof *option->total);
    report_analysis_cost(&analysis, report_analysis_all(&analysis), 0, results->header.n_months,
                         option->total);
    report_estimate_level(n, option->total);
    option->doubt = report_ranged_doubt(&analysis, report_analysis_all(&analysis), 0,
                                        results->header.n_months);
    const report_ranged total =
        report_ranged_new(answer->arena, n, option->total, option->doubt);
    const report_ranged sorted = report_ranged_sorted(answer->arena, total);
    option->sorted = sorted.at;
    option->sorted_low = sorted.low;
    option->sorted_high = sorted.high;
    option->cost = distribution(total, sorted);
    add_months(&analysis, option);
    add_sums(&analysis, option);
    report_analysis_splits(&analysis, option);
    report_analysis_overruns(&analysis, option);
    report_analysis_breaches(&analysis, option);
    report_analysis_units(&analysis, option);
    report_analysis_service(&analysis, option);
    report_analysis_agents(&analysis, option);
    report_analysis_limits(&analysis, option);
    report_analysis_documents(&analysis, option);
    report_analysis_policy(&analysis, option);
    report_analysis_training(&analysis, option);
    report_analysis_prices(&analysis, option);
    report_analysis_watches(&analysis, option);
    report_analysis_influences(&analysis, option);
    report_analysis_variance(&analysis, option);
}

static void add_sensitivities(report_answer *answer, const report_results *results)
{
    answer->n_sensitivities = results->n_sensitivities;
    answer->sensitivities =
        sim_arena_alloc(answer->arena, answer->n_sensitivities, sizeof *answer->sensitivities);
    for (size_t i = 0; i < answer->n_sensitivities; i++)
        answer->sensitivities[i] =
            report_sensitivity_new(&results->sensitivities[i], answer->arena);
}

report_answer *report_answer_new(const report_results *results)
{
    sim_arena *arena = sim_arena_new();
    report_answer *answer = sim_arena_alloc(arena, 1, sizeof *answer);
    answer->arena = arena;
    answer->n = results->n;
    answer->n_options = results->n_architectures;
    answer->options = sim_arena_alloc(arena, answer->n_options, sizeof *answer->options);
    for (size_t i = 0; i < answer->n_options; i++)
        add_option(answer, results, i);
    report_analysis_comparisons(answer);
    add_sensitivities(answer, results);
    report_analysis_warnings(results, answer);
    return answer;
}

void report_answer_free(report_answer *answer)
{
    if (answer)
        sim_arena_free(answer->arena);
}

const report_option *report_answer_cheapest(const report_answer *answer)
{
    const report_option *best = &answer->options[0];
    for (size_t i = 1; i < answer->n_options; i++)
        if (answer->options[i].cost.mean.value < best->cost.mean.value)
            best = &answer->options[i];
    return best;
}
