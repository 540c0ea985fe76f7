/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Where a budget is kept, or one of two costs less often enough, for people: the answer, then
 * the values it comes from. */
#include "reports/break_even.h"
#include "reports/render/break_even_say.h"
#include "reports/render/figure.h"
#include "reports/render/table.h"

#include <stdlib.h>

static void say_headline(const report_break_even *of, FILE *out)
{
    fprintf(out, "%s %s %s, along %s ", of->between, of->budget ? "and budget" : "or",
            of->budget ? of->budget : of->and, report_axis_name(&of->axis));
    report_break_even_say_range(of, out);
}

static void write_table(const report_break_even *of, FILE *out)
{
    report_table *table = report_table_new(3, 1);
    report_table_add(table, "at");
    report_table_add(table, of->budget ? "chance of breaking it" : "the first costs less in");
    report_table_add(table, "futures");
    for (size_t i = 0; i < of->n_trials; i++) {
        const report_trial *trial = &of->trials[i];
        char *at = report_break_even_text_of_value(of, trial->x);
        report_table_add(table, at);
        report_table_add(table,
                         report_figure_percent(report_break_even_chance(of, trial)).text);
        report_table_add(table, report_figure_number((double)trial->n, 0).text);
        free(at);
    }
    report_table_write(table, out);
}

static void write_foot(const report_break_evens *all, FILE *out)
{
    char text[600];
    snprintf(
        text, sizeof text,
        "outlay %.40s, %.80s, seed %llu; the same futures at every value. The interval holds "
        "all values where the 95 %% interval of the chance (Clopper & Pearson) contains the "
        "one that is asked for; \"between\" brackets a change that chance does not hide.",
        all->version, all->scenario, (unsigned long long)all->seed);
    fputc('\n', out);
    report_table_wrap(text, 0, out);
}

void report_goal_text(const report_break_even *of, FILE *out)
{
    report_break_even_paragraph(say_headline, of, 0, out);
    report_break_even_paragraph(report_break_even_say, of, 2, out);
    report_break_even_paragraph(report_break_even_say_limits, of, 2, out);
    fputc('\n', out);
    write_table(of, out);
    fputc('\n', out);
    report_break_even_paragraph(report_break_even_say_effort, of, 2, out);
}

void report_goal_write_text(const report_break_evens *all, const report_page *page, FILE *out)
{
    (void)page;
    for (size_t i = 0; i < all->n; i++) {
        if (i > 0)
            fputc('\n', out);
        report_goal_text(&all->items[i], out);
    }
    write_foot(all, out);
}
