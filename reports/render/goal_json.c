/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Where a budget is kept, for programs. Keys stay once they are here; new ones may come. */
#include "reports/break_even.h"
#include "reports/render/json_parts.h"

typedef report_json_writer writer;

static void put_kept(writer *json, const char *key, report_side side)
{
    if (side == REPORT_SIDE_NONE)
        report_json_null(json, key);
    else
        report_json_count(json, key, side == REPORT_SIDE_FIRST);
}

static void put_crossing(writer *json, const report_crossing *crossing)
{
    report_json_open(json, NULL, '{');
    report_json_crossing(json, crossing);
    put_kept(json, "kept_above", crossing->above);
    report_json_close(json, '}');
}

static void put_goal(writer *json, const report_break_even *of)
{
    report_json_open(json, NULL, '{');
    report_json_text(json, "architecture", of->between);
    report_json_text(json, "budget", of->budget);
    report_json_number(json, "confidence", of->confidence);
    report_json_axis(json, &of->axis);
    report_json_number(json, "precision", of->precision);
    report_json_open(json, "crossings", '[');
    for (size_t i = 0; i < of->n_crossings; i++)
        put_crossing(json, &of->crossings[i]);
    report_json_close(json, ']');
    put_kept(json, "kept_below", of->below);
    put_kept(json, "kept_above", of->above);
    report_json_count(json, "evaluations", of->n_plays);
    report_json_count(json, "replications", of->replications);
    report_json_open(json, "points", '[');
    for (size_t i = 0; i < of->n_trials; i++) {
        report_json_open(json, NULL, '{');
        report_json_number(json, "at", of->trials[i].x);
        report_json_count(json, "replications", of->trials[i].n);
        report_json_estimate(json, "overrun", of->trials[i].first);
        report_json_close(json, '}');
    }
    report_json_close(json, ']');
    report_json_close(json, '}');
}

void report_goal_write_json(const report_break_evens *all, const report_page *page, FILE *out)
{
    (void)page;
    writer json = {.out = out};
    report_json_open(&json, NULL, '{');
    report_json_text(&json, "version", all->version);
    report_json_text(&json, "scenario", all->scenario);
    report_json_count(&json, "seed", all->seed);
    report_json_open(&json, "goal_seek", '[');
    for (size_t i = 0; i < all->n; i++)
        put_goal(&json, &all->items[i]);
    report_json_close(&json, ']');
    report_json_close(&json, '}');
}
