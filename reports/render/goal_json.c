/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Where a budget is kept, or one of two costs less often enough, for programs. Keys stay once
 * they are here; new ones may come. */
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

/* Keys of what holds below and above. */
typedef struct keys {
    const char *below, *above, *chance;
} keys;

static const keys keys_of_budget = {"kept_below", "kept_above", "overrun"};
static const keys keys_of_share = {"reached_below", "reached_above", "cheaper"};

static void put_crossing(writer *json, const keys *as, const report_crossing *crossing)
{
    report_json_open(json, NULL, '{');
    report_json_crossing(json, crossing);
    put_kept(json, as->above, crossing->above);
    report_json_close(json, '}');
}

static void put_sides(writer *json, const report_break_even *of)
{
    report_json_text(json, of->budget ? "architecture" : "between", of->between);
    report_json_text(json, of->budget ? "budget" : "and", of->budget ? of->budget : of->and);
    report_json_number(json, of->budget ? "confidence" : "share", of->confidence);
}

static void put_goal(writer *json, const report_break_even *of)
{
    const keys *as = of->budget ? &keys_of_budget : &keys_of_share;
    report_json_open(json, NULL, '{');
    put_sides(json, of);
    report_json_axis(json, &of->axis);
    report_json_number(json, "precision", of->precision);
    report_json_open(json, "crossings", '[');
    for (size_t i = 0; i < of->n_crossings; i++)
        put_crossing(json, as, &of->crossings[i]);
    report_json_close(json, ']');
    put_kept(json, as->below, of->below);
    put_kept(json, as->above, of->above);
    report_json_count(json, "evaluations", of->n_plays);
    report_json_count(json, "replications", of->replications);
    report_json_open(json, "points", '[');
    for (size_t i = 0; i < of->n_trials; i++) {
        report_json_open(json, NULL, '{');
        report_json_number(json, "at", of->trials[i].x);
        report_json_count(json, "replications", of->trials[i].n);
        report_json_estimate(json, as->chance, report_break_even_chance(of, &of->trials[i]));
        report_json_close(json, '}');
    }
    report_json_close(json, ']');
    report_json_close(json, '}');
}

void report_json_goals(writer *json, const char *key, const report_break_even *items, size_t n)
{
    report_json_open(json, key, '[');
    for (size_t i = 0; i < n; i++)
        if (report_break_even_is_chance(&items[i]))
            put_goal(json, &items[i]);
    report_json_close(json, ']');
}

void report_goal_write_json(const report_break_evens *all, const report_page *page, FILE *out)
{
    (void)page;
    writer json = {.out = out};
    report_json_open(&json, NULL, '{');
    report_json_text(&json, "version", all->version);
    report_json_text(&json, "scenario", all->scenario);
    report_json_count(&json, "seed", all->seed);
    report_json_goals(&json, all->n > 0 && !all->items[0].budget ? "share_seek" : "goal_seek",
                      all->items, all->n);
    report_json_close(&json, '}');
}
