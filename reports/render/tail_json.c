/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Rare events for programs. */
#include "reports/render/json_writer.h"
#include "reports/tail.h"

static void put_rare(report_json_writer *json, const report_rare *rare, bool is_session)
{
    report_json_open(json, NULL, '{');
    report_json_number(json, "over", rare->amount);
    report_json_estimate(json, "probability", rare->probability);
    report_json_number(json, "relative_error", rare->relative_error);
    report_json_number(json, "effective_replications", rare->effective);
    if (is_session)
        report_json_estimate(json, "per_horizon", rare->per_horizon);
    report_json_estimate(json, "plain", rare->plain);
    report_json_close(json, '}');
}

void report_tail_write_json(const report_tail *tail, const report_page *page, FILE *out)
{
    (void)page;
    report_json_writer json = {.out = out};
    report_json_open(&json, NULL, '{');
    report_json_text(&json, "version", tail->version);
    report_json_text(&json, "scenario", tail->scenario);
    report_json_text(&json, "architecture", tail->architecture);
    report_json_count(&json, "seed", tail->seed);
    report_json_count(&json, "replications", tail->n);
    report_json_text(&json, "currency", tail->currency);
    report_json_number(&json, "sessions_per_horizon", tail->sessions);
    report_json_open(&json, "sessions", '[');
    for (size_t i = 0; i < tail->n_sessions; i++)
        put_rare(&json, &tail->rare[i], true);
    report_json_close(&json, ']');
    report_json_open(&json, "horizon", '[');
    for (size_t i = 0; i < tail->n_totals; i++)
        put_rare(&json, &tail->rare[tail->n_sessions + i], false);
    report_json_close(&json, ']');
    report_json_open(&json, "levels", '[');
    for (size_t i = 0; i < tail->n_levels; i++)
        report_json_number(&json, NULL, tail->levels[i]);
    report_json_close(&json, ']');
    report_json_count(&json, "copies", tail->copies);
    report_json_count(&json, "plain_steps", tail->plain_steps);
    report_json_count(&json, "tree_steps", tail->tree_steps);
    report_json_close(&json, '}');
}
