/* SPDX-License-Identifier: GPL-3.0-or-later */
/* A sweep for programs. */
#include "reports/render/json_writer.h"
#include "reports/sweep.h"

static void put_point(report_json_writer *json, const report_sweep *sweep,
                      const report_swept *swept, size_t which)
{
    const report_swept_point *point = &swept->points[which];
    report_json_open(json, NULL, '{');
    report_json_open(json, "values", '[');
    for (size_t i = 0; i < sweep->n_axes; i++)
        report_json_text(json, NULL, sweep->points[which].values[i]);
    report_json_close(json, ']');
    report_json_count(json, "efficient", point->is_efficient);
    report_json_estimate(json, "mean", point->mean);
    report_json_estimate(json, "p95", point->p95);
    report_json_estimate(json, "overrun", point->chance);
    report_json_estimate(json, "success", point->success);
    report_json_estimate(json, "lost", point->lost);
    report_json_estimate(json, "per_success", point->per_success);
    report_json_estimate(json, "difference", point->difference);
    report_json_number(json, "e2e_p95_s", point->e2e_p95_s.value);
    report_json_close(json, '}');
}

static void put_option(report_json_writer *json, const report_sweep *sweep,
                       const report_swept *swept)
{
    report_json_open(json, NULL, '{');
    report_json_text(json, "name", swept->name);
    report_json_count(json, "depends", swept->depends);
    report_json_open(json, "points", '[');
    for (size_t i = 0; i < sweep->n; i++)
        put_point(json, sweep, swept, i);
    report_json_close(json, ']');
    report_json_close(json, '}');
}

static void put_budget(report_json_writer *json, const report_sweep *sweep)
{
    if (!sweep->budget) {
        report_json_null(json, "budget");
        return;
    }
    report_json_open(json, "budget", '{');
    report_json_text(json, "budget", sweep->budget);
    report_json_text(json, "period", sweep->period);
    report_json_number(json, "amount", sweep->amount);
    report_json_close(json, '}');
}

void report_sweep_write_json(const report_sweep *sweep, const report_page *page, FILE *out)
{
    (void)page;
    report_json_writer json = {.out = out};
    report_json_open(&json, NULL, '{');
    report_json_text(&json, "version", sweep->header->version);
    report_json_text(&json, "scenario", sweep->header->scenario);
    report_json_text(&json, "status", sweep->status);
    report_json_count(&json, "seed", sweep->header->seed);
    report_json_count(&json, "replications", sweep->points[0].results->n);
    report_json_text(&json, "currency", sweep->header->currency);
    put_budget(&json, sweep);
    report_json_open(&json, "over", '[');
    for (size_t i = 0; i < sweep->n_axes; i++)
        report_json_text(&json, NULL, sweep->axes[i]);
    report_json_close(&json, ']');
    report_json_open(&json, "architectures", '[');
    for (size_t i = 0; i < sweep->n_options; i++)
        put_option(&json, sweep, &sweep->options[i]);
    report_json_close(&json, ']');
    report_json_close(&json, '}');
}
