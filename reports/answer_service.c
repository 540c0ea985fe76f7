/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * How hosted machines served: what of their time was used, and what clients saw.
 */
#include "reports/analysis.h"

#include <math.h>
#include <string.h>

bool report_analysis_is_of_fleet(const model_line *line)
{
    return model_meter_is_machine(line->meter) && strcmp(line->service, "standing") != 0 &&
           strcmp(line->service, "service") != 0 && strcmp(line->service, "training") != 0;
}

/* sample[n]: instance-hours of the machine meters from first to last. */
static double *machine_hours(const report_analysis *analysis, model_meter first,
                             model_meter last)
{
    const size_t n = analysis->results->n, n_lines = analysis->of->n_lines;
    const size_t n_cells = analysis->results->header.n_months * n_lines;
    double *hours = sim_arena_alloc(analysis->arena, n, sizeof *hours);
    for (size_t i = 0; i < n; i++)
        for (size_t k = 0; k < n_cells; k++) {
            const model_line *line = &analysis->of->lines[k % n_lines];
            const model_meter meter = line->meter;
            if (report_analysis_is_of_fleet(line) && meter >= first && meter <= last)
                hours[i] +=
                    (double)analysis->of->usage[i * n_cells + k] / model_meter_size(meter);
        }
    return hours;
}

double *report_analysis_gauged(const report_analysis *analysis, model_gauge gauge)
{
    const size_t n = analysis->results->n;
    double *values = sim_arena_alloc(analysis->arena, n, sizeof *values);
    for (size_t i = 0; i < n; i++)
        values[i] = analysis->of->gauges[i * MODEL_GAUGES + (size_t)gauge];
    return values;
}

/* Calls answered elsewhere than they were asked first, of all. */
static report_estimate fallen_share(const report_analysis *analysis)
{
    const size_t n = analysis->results->n;
    double *calls = sim_arena_alloc(analysis->arena, n, sizeof *calls);
    for (size_t i = 0; i < n; i++)
        calls[i] = (double)analysis->of->counters[i * MODEL_COUNTERS + MODEL_CALLS];
    return report_estimate_ratio(n, report_analysis_counted(analysis, MODEL_FELL_BACK), calls);
}

static report_estimate good_share(const report_analysis *analysis)
{
    const size_t n = analysis->results->n;
    double *all = sim_arena_alloc(analysis->arena, n, sizeof *all);
    for (size_t i = 0; i < n; i++) {
        const uint64_t *counters = analysis->of->counters + i * MODEL_COUNTERS;
        all[i] =
            (double)(counters[MODEL_HOSTED] + counters[MODEL_LATE] + counters[MODEL_REFUSED]);
    }
    return report_estimate_ratio(n, report_analysis_counted(analysis, MODEL_GOOD), all);
}

/* Cost of all machine lines, by replication. */
static double *machine_cost(const report_analysis *analysis)
{
    const size_t n = analysis->results->n, n_lines = analysis->of->n_lines;
    const size_t n_cells = analysis->results->header.n_months * n_lines;
    double *cost = sim_arena_alloc(analysis->arena, n, sizeof *cost);
    for (size_t i = 0; i < n; i++)
        for (size_t k = 0; k < n_cells; k++)
            if (report_analysis_is_of_fleet(&analysis->of->lines[k % n_lines]))
                cost[i] += analysis->of->cost[i * n_cells + k];
    return cost;
}

static double *million_hosted_outputs(const report_analysis *analysis)
{
    const size_t n = analysis->results->n, n_lines = analysis->of->n_lines;
    const size_t n_cells = analysis->results->header.n_months * n_lines;
    double *tokens = sim_arena_alloc(analysis->arena, n, sizeof *tokens);
    for (size_t i = 0; i < n; i++)
        for (size_t k = 0; k < n_cells; k++) {
            const model_line *line = &analysis->of->lines[k % n_lines];
            if ((line->meter == MODEL_OUTPUT || line->meter == MODEL_REASONING) &&
                model_line_is_hosted(line))
                tokens[i] += (double)analysis->of->usage[i * n_cells + k] / 1e6;
        }
    return tokens;
}

static bool has_any(const report_analysis *analysis, model_counter counter)
{
    for (size_t i = 0; i < analysis->results->n; i++)
        if (analysis->of->counters[i * MODEL_COUNTERS + (size_t)counter] > 0)
            return true;
    return false;
}

static bool is_hosted(const report_architecture *of)
{
    for (size_t i = 0; i < of->n_lines; i++)
        if (report_analysis_is_of_fleet(&of->lines[i]))
            return true;
    return false;
}

void report_analysis_service(const report_analysis *analysis, report_option *option)
{
    const size_t n = analysis->results->n;
    report_service *service = &option->service;
    service->is_hosted = n > 0 && is_hosted(analysis->of);
    service->ttft_s = report_analysis_quantiles(analysis->of->ttft_s);
    service->tpot_s = report_analysis_quantiles(analysis->of->tpot_s);
    service->e2e_s = report_analysis_quantiles(analysis->of->e2e_s);
    service->has_latency = n > 0 && has_any(analysis, MODEL_HOSTED);
    if (!service->has_latency && !service->is_hosted)
        return;
    service->good_share = good_share(analysis);
    service->late = report_estimate_mean(n, report_analysis_counted(analysis, MODEL_LATE));
    service->throttled =
        report_estimate_mean(n, report_analysis_counted(analysis, MODEL_THROTTLED));
    service->failed =
        report_estimate_mean(n, report_analysis_counted(analysis, MODEL_FAILED_ATTEMPTS));
    service->fell_back = fallen_share(analysis);
    if (!service->is_hosted)
        return;
    const double *paid = machine_hours(analysis, MODEL_MACHINE_BUSY, MODEL_MACHINE_BOOT);
    const double *busy = machine_hours(analysis, MODEL_MACHINE_BUSY, MODEL_MACHINE_BUSY);
    const double *busy_s = report_analysis_gauged(analysis, MODEL_REPLICA_BUSY_S);
    const double *up_s = report_analysis_gauged(analysis, MODEL_REPLICA_UP_S);
    service->paid_hours = report_estimate_mean(n, paid);
    service->busy_share = report_estimate_ratio(n, busy, paid);
    service->batch =
        report_estimate_ratio(n, report_analysis_gauged(analysis, MODEL_SEQUENCE_S), busy_s);
    service->kv_share =
        report_estimate_ratio(n, report_analysis_gauged(analysis, MODEL_KV_S), up_s);
    service->refused =
        report_estimate_mean(n, report_analysis_counted(analysis, MODEL_REFUSED));
    service->preemptions =
        report_estimate_mean(n, report_analysis_counted(analysis, MODEL_PREEMPTED));
    service->launches =
        report_estimate_mean(n, report_analysis_counted(analysis, MODEL_LAUNCHES));
    service->interruptions =
        report_estimate_mean(n, report_analysis_counted(analysis, MODEL_TAKEN_AWAY));
    service->per_mtok_output =
        report_estimate_ratio(n, machine_cost(analysis), million_hosted_outputs(analysis));
}
