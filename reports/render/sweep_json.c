/* SPDX-License-Identifier: GPL-3.0-or-later */
/* A sweep for programs. */
#include "reports/estimate.h"
#include "reports/render/json_writer.h"
#include "reports/sweep.h"

static void put_chances(report_json_writer *json, const report_sweep *sweep,
                        const report_swept_point *point)
{
    report_json_open(json, "overruns", '[');
    for (size_t i = 0; i < sweep->n_budgets; i++) {
        report_json_open(json, NULL, '{');
        report_json_text(json, "budget", sweep->budgets[i].budget);
        report_json_estimate(json, "probability", point->chances[i]);
        report_json_close(json, '}');
    }
    report_json_close(json, ']');
}

static void put_point(report_json_writer *json, const report_sweep *sweep,
                      const report_swept *swept, size_t which)
{
    const report_swept_point *point = &swept->points[which];
    report_json_open(json, NULL, '{');
    report_json_open(json, "values", '[');
    for (size_t i = 0; i < sweep->n_axes; i++)
        report_json_text(json, NULL, sweep->points[which].values[i]);
    report_json_close(json, ']');
    report_json_count(json, "efficient", point->verdict == REPORT_EFFICIENT);
    report_json_text(json, "verdict", report_verdict_names[point->verdict]);
    report_json_estimate(json, "mean", point->mean);
    report_json_estimate(json, "p95", point->p95);
    report_json_estimate(json, "p99", point->p99);
    report_json_estimate(json, "cvar95", point->cvar95);
    report_json_estimate(json, "overrun",
                         sweep->n_budgets ? point->chances[0] : report_estimate_none);
    put_chances(json, sweep, point);
    report_json_estimate(json, "stopped", point->stopped);
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
    report_json_open(json, "frontier", '[');
    for (size_t i = 0; i < swept->n_goals; i++)
        report_json_text(json, NULL, report_goal_names[swept->goals[i]]);
    report_json_close(json, ']');
    report_json_open(json, "points", '[');
    for (size_t i = 0; i < sweep->n; i++)
        put_point(json, sweep, swept, i);
    report_json_close(json, ']');
    report_json_close(json, '}');
}

static void put_budget(report_json_writer *json, const char *key,
                       const report_swept_budget *budget)
{
    report_json_open(json, key, '{');
    report_json_text(json, "budget", budget->budget);
    report_json_text(json, "period", budget->period);
    report_json_number(json, "amount", budget->amount);
    report_json_close(json, '}');
}

static void put_budgets(report_json_writer *json, const report_sweep *sweep)
{
    if (sweep->n_budgets)
        put_budget(json, "budget", &sweep->budgets[0]);
    else
        report_json_null(json, "budget");
    report_json_open(json, "budgets", '[');
    for (size_t i = 0; i < sweep->n_budgets; i++)
        put_budget(json, NULL, &sweep->budgets[i]);
    report_json_close(json, ']');
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
    put_budgets(&json, sweep);
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
