/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * Unit economics, outcomes, and what explains the spread.
 */
#include "reports/ranged.h"

#include <math.h>

const double *report_analysis_counted(const report_analysis *analysis, model_counter counter)
{
    for (size_t i = 0; i < analysis->results->n; i++)
        analysis->sample[i] =
            (double)analysis->of->counters[i * MODEL_COUNTERS + (size_t)counter];
    return analysis->sample;
}

/* sample[n]: thousands of output tokens, hidden ones too. */
static const double *thousand_outputs(const report_analysis *analysis)
{
    const size_t n_lines = analysis->of->n_lines;
    const size_t n_cells = analysis->results->header.n_months * n_lines;
    for (size_t i = 0; i < analysis->results->n; i++) {
        uint64_t tokens = 0;
        for (size_t k = 0; k < n_cells; k++) {
            model_meter meter = analysis->of->lines[k % n_lines].meter;
            if (meter == MODEL_OUTPUT || meter == MODEL_REASONING)
                tokens += analysis->of->usage[i * n_cells + k];
        }
        analysis->sample[i] = (double)tokens / 1000;
    }
    return analysis->sample;
}

static uint64_t count_all(const report_analysis *analysis, model_counter counter)
{
    uint64_t sum = 0;
    for (size_t i = 0; i < analysis->results->n; i++)
        sum += analysis->of->counters[i * MODEL_COUNTERS + (size_t)counter];
    return sum;
}

/* A constant less an estimate. */
static report_estimate less(double from, report_estimate x)
{
    return (report_estimate){from - x.value, {from - x.ci95.high, from - x.ci95.low}};
}

static report_ranged total_of(const report_analysis *analysis, const report_option *option)
{
    return report_ranged_new(analysis->arena, analysis->results->n, option->total,
                             option->doubt);
}

/* What the successes of each replication are worth[n], less all cost, per success. */
static report_estimate gain(const report_analysis *analysis, const report_option *option,
                            const double *worth, const double *successes)
{
    const size_t n = analysis->results->n;
    double *rest = sim_arena_alloc(analysis->arena, n, sizeof *rest);
    for (size_t i = 0; i < n; i++)
        rest[i] = worth[i] - option->total[i];
    return report_ranged_ratio(report_ranged_new(analysis->arena, n, rest, option->doubt),
                               successes);
}

static void add_success_share(const report_analysis *analysis, report_option *option)
{
    const size_t n = analysis->results->n;
    double *successes = sim_arena_alloc(analysis->arena, n, sizeof *successes);
    const double *counted = report_analysis_counted(analysis, MODEL_SUCCESSES);
    for (size_t i = 0; i < n; i++)
        successes[i] = counted[i];
    option->unit.success_share =
        report_estimate_ratio(n, successes, report_analysis_counted(analysis, MODEL_JUDGED));
}

static void add_per_success(const report_analysis *analysis, report_option *option)
{
    const double *successes = report_analysis_counted(analysis, MODEL_SUCCESSES);
    report_unit *unit = &option->unit;
    unit->per_success = report_ranged_ratio(total_of(analysis, option), successes);
    if (analysis->of->states_human_cost)
        unit->saving_per_success = gain(analysis, option, analysis->of->human_cost, successes);
    unit->margin_per_success = unit->saving_per_success;
    if (analysis->of->states_value)
        unit->margin_per_success = gain(analysis, option, analysis->of->value, successes);
}

static void add_wasted(const report_analysis *analysis, report_option *option)
{
    const size_t n = analysis->results->n;
    const double *wasted = report_analysis_gauged(analysis, MODEL_WASTED);
    double sum = 0;
    for (size_t i = 0; i < n; i++)
        sum += wasted[i];
    if (!(sum > 0))
        return; /* nothing failed, or sessions have no cost of their own */
    option->unit.wasted = report_estimate_mean(n, wasted);
    option->unit.wasted_share = report_estimate_ratio(n, wasted, option->total);
}

report_quantiles report_analysis_quantiles(const sim_sketch *sketch)
{
    if (!sketch)
        return (report_quantiles){(double)NAN, (double)NAN, (double)NAN};
    return (report_quantiles){sim_sketch_quantile(sketch, 0.50),
                              sim_sketch_quantile(sketch, 0.95),
                              sim_sketch_quantile(sketch, 0.99)};
}

void report_analysis_units(const report_analysis *analysis, report_option *option)
{
    const size_t n = analysis->results->n;
    const report_ranged total = total_of(analysis, option);
    report_unit *unit = &option->unit;
    report_outcomes *outcomes = &option->outcomes;
    unit->per_call = report_ranged_ratio(total, report_analysis_counted(analysis, MODEL_CALLS));
    outcomes->calls = report_estimate_mean(n, report_analysis_counted(analysis, MODEL_CALLS));
    unit->per_session =
        report_ranged_ratio(total, report_analysis_counted(analysis, MODEL_SESSIONS));
    outcomes->sessions =
        report_estimate_mean(n, report_analysis_counted(analysis, MODEL_SESSIONS));
    unit->per_1k_output_tokens = report_ranged_ratio(total, thousand_outputs(analysis));
    unit->per_success = unit->margin_per_success = report_estimate_none;
    unit->success_share = report_estimate_none;
    unit->saving_per_success = outcomes->successes = report_estimate_none;
    unit->wasted = unit->wasted_share = report_estimate_none;
    if (count_all(analysis, MODEL_JUDGED) > 0) {
        outcomes->successes =
            report_estimate_mean(n, report_analysis_counted(analysis, MODEL_SUCCESSES));
        add_success_share(analysis, option);
        add_per_success(analysis, option);
        add_wasted(analysis, option);
    }
    option->session_cost = report_analysis_quantiles(analysis->of->session_cost);
    option->call_cost = report_analysis_quantiles(analysis->of->call_cost);
}

static double clip(double share)
{
    return share < 0 ? 0 : share > 1 ? 1 : share;
}

/* Replication i and its twin share the unknowns, so half their mean squared difference is the
   variance that noise brings, and the rest of the total's variance is the unknowns'. */
static report_estimate noise_share(const report_analysis *analysis, const report_option *option)
{
    const size_t pairs = analysis->results->n_twins;
    const double variance = option->cost.sd * option->cost.sd;
    if (pairs < 2 || !analysis->of->twin || !(variance > 0))
        return report_estimate_none;
    double noise = 0;
    for (size_t i = 0; i < pairs; i++) {
        double difference = option->total[i] - analysis->of->twin[i];
        noise += difference * difference / 2 / (double)pairs;
    }
    const sim_interval limits = sim_interval_noise_share(
        noise / variance, pairs, analysis->results->n, REPORT_CONFIDENCE);
    return (report_estimate){clip(noise / variance), {clip(limits.low), clip(limits.high)}};
}

void report_analysis_variance(const report_analysis *analysis, report_option *option)
{
    report_variance *variance = &option->variance;
    if (analysis->results->header.n_unknowns == 0 && analysis->results->n > 0 &&
        analysis->results->n_twins == 0) {
        variance->is_exact = true;
        variance->noise = (report_estimate){1, {1, 1}};
    } else {
        variance->noise = noise_share(analysis, option);
    }
    variance->unknowns = less(1, variance->noise);
}
