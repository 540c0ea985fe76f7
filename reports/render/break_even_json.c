/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Break-evens for programs. Keys stay once they are here; new ones may come. */
#include "reports/break_even_map.h"
#include "reports/render/json_parts.h"

typedef report_json_writer writer;

static void put_side(writer *json, const char *key, const report_break_even *of,
                     report_side side)
{
    const char *name = report_break_even_side(of, side);
    if (name)
        report_json_text(json, key, name);
    else
        report_json_null(json, key);
}

void report_json_crossing(writer *json, const report_crossing *crossing)
{
    report_json_number(json, "at", crossing->at);
    report_json_interval(json, "ci95", crossing->ci95);
    report_json_text(json, "interval", crossing->is_bracket ? "bracket" : "test inversion");
    report_json_count(json, "precise", crossing->is_precise);
    report_json_count(json, "replications", crossing->n);
}

static void put_crossing(writer *json, const report_break_even *of,
                         const report_crossing *crossing)
{
    report_json_open(json, NULL, '{');
    report_json_crossing(json, crossing);
    put_side(json, "cheaper_above", of, crossing->above);
    report_json_close(json, '}');
}

static void put_undecided(writer *json, const report_break_even *of)
{
    report_json_open(json, "undecided", '[');
    for (size_t i = 0; i < of->n_undecided; i++)
        report_json_interval(json, NULL,
                             (sim_interval){of->undecided[i].from, of->undecided[i].to});
    report_json_close(json, ']');
}

static void put_points(writer *json, const report_break_even *of)
{
    report_json_open(json, "points", '[');
    for (size_t i = 0; i < of->n_trials; i++) {
        const report_trial *trial = &of->trials[i];
        report_json_open(json, NULL, '{');
        report_json_number(json, "at", trial->x);
        report_json_count(json, "replications", trial->n);
        put_side(json, "cheaper", of, report_break_even_tried(trial));
        report_json_estimate(json, "cost_between", trial->first);
        report_json_estimate(json, "cost_and", trial->second);
        report_json_estimate(json, "difference", trial->less);
        report_json_close(json, '}');
    }
    report_json_close(json, ']');
}

void report_json_axis(writer *json, const report_axis *axis)
{
    report_json_text(json, "over", axis->path);
    report_json_text(json, "label", report_axis_name(axis));
    report_json_text(json, "unit", axis->unit);
    report_json_number(json, "from", axis->from);
    report_json_number(json, "to", axis->to);
    report_json_text(json, "scale", axis->is_log ? "log" : "linear");
    report_json_count(json, "whole_numbers", axis->is_whole);
}

void report_json_search(writer *json, const report_break_even *of)
{
    report_json_open(json, "crossings", '[');
    for (size_t i = 0; i < of->n_crossings; i++)
        put_crossing(json, of, &of->crossings[i]);
    report_json_close(json, ']');
    put_side(json, "cheaper_below", of, of->below);
    put_side(json, "cheaper_above", of, of->above);
    put_undecided(json, of);
    report_json_number(json, "nearest", of->nearest);
    report_json_number(json, "resolution", of->resolution);
    report_json_count(json, "exhausted", of->is_spent);
    report_json_count(json, "evaluations", of->n_plays);
    report_json_count(json, "replications", of->replications);
    put_points(json, of);
}

static void put_break_even(writer *json, const report_break_even *of)
{
    report_json_open(json, NULL, '{');
    report_json_text(json, "between", of->between);
    report_json_text(json, "and", of->and);
    report_json_axis(json, &of->axis);
    report_json_number(json, "precision", of->precision);
    report_json_search(json, of);
    report_json_close(json, '}');
}

void report_json_break_evens(writer *json, const report_break_even *items, size_t n)
{
    report_json_open(json, "break_even", '[');
    for (size_t i = 0; i < n; i++)
        if (!report_break_even_is_chance(&items[i]))
            put_break_even(json, &items[i]);
    report_json_close(json, ']');
    report_json_goals(json, "share_seek", items, n);
}

void report_break_even_write_json(const report_break_evens *all, const report_page *page,
                                  FILE *out)
{
    (void)page;
    writer json = {.out = out};
    report_json_open(&json, NULL, '{');
    report_json_text(&json, "version", all->version);
    report_json_text(&json, "scenario", all->scenario);
    report_json_count(&json, "seed", all->seed);
    report_json_text(&json, "currency",
                     all->n        ? all->items[0].currency
                     : all->n_maps ? all->maps[0].currency
                                   : "");
    report_json_break_evens(&json, all->items, all->n);
    report_json_maps(&json, all->maps, all->n_maps);
    report_json_close(&json, '}');
}
