/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Break-evens for people: the answer, then the values it comes from. */
#include "reports/break_even.h"
#include "reports/render/break_even_say.h"
#include "reports/render/figure.h"
#include "reports/render/map_say.h"
#include "reports/render/table.h"

#include <math.h>
#include <stdlib.h>

static void say_headline(const report_break_even *of, FILE *out)
{
    fprintf(out, "%s or %s, along %s ", of->between, of->and, report_axis_name(&of->axis));
    report_break_even_say_range(of, out);
}

static void say_dependence(const report_break_even *of, FILE *out)
{
    if (of->depends_first != of->depends_second)
        fprintf(out, "Only the cost of %s changes along it.",
                of->depends_first ? of->between : of->and);
}

static void add_estimate(report_table *table, report_estimate estimate)
{
    report_table_add(table, report_figure_estimate(estimate).text);
}

static void write_table(const report_break_even *of, FILE *out)
{
    report_table *table = report_table_new(5, 1);
    char head[64];
    report_table_add(table, "at");
    report_table_add(table, of->between);
    report_table_add(table, of->and);
    snprintf(head, sizeof head, "difference, %.8s", of->currency);
    report_table_add(table, head);
    report_table_add(table, "futures");
    for (size_t i = 0; i < of->n_trials; i++) {
        const report_trial *trial = &of->trials[i];
        char *at = report_break_even_text_of_value(of, trial->x);
        report_table_add(table, at);
        free(at);
        report_table_add(table, report_figure_rough(trial->first.value).text);
        report_table_add(table, report_figure_rough(trial->second.value).text);
        add_estimate(table, trial->less);
        report_table_add(table, report_figure_number((double)trial->n, 0).text);
    }
    report_table_write(table, out);
}

static void write_foot(const report_break_evens *all, FILE *out)
{
    char text[600];
    snprintf(
        text, sizeof text,
        "outlay %.40s, %.80s, seed %llu; the same futures at every value. The interval of a "
        "crossing holds all values where the 95 %% interval of the difference contains 0; "
        "\"between\" brackets a change that chance does not hide.",
        all->version, all->scenario, (unsigned long long)all->seed);
    fputc('\n', out);
    report_table_wrap(text, 0, out);
}

static void write_one(const report_break_even *of, FILE *out)
{
    report_break_even_paragraph(say_headline, of, 0, out);
    report_break_even_paragraph(report_break_even_say, of, 2, out);
    report_break_even_paragraph(report_break_even_say_limits, of, 2, out);
    report_break_even_paragraph(say_dependence, of, 2, out);
    fputc('\n', out);
    write_table(of, out);
    fputc('\n', out);
    report_break_even_paragraph(report_break_even_say_effort, of, 2, out);
}

void report_break_even_write_text(const report_break_evens *all, const report_page *page,
                                  FILE *out)
{
    (void)page;
    for (size_t i = 0; i < all->n + all->n_maps; i++) {
        if (i > 0)
            fputc('\n', out);
        if (i < all->n && report_break_even_is_chance(&all->items[i]))
            report_goal_text(&all->items[i], out);
        else if (i < all->n)
            write_one(&all->items[i], out);
        else
            report_map_text(&all->maps[i - all->n], out);
    }
    write_foot(all, out);
}
