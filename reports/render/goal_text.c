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
            of->budget ? of->budget : of->and, of->axis.path);
    report_break_even_say_range(of, out);
}

/* What is to hold. */
static void say_claim(const report_break_even *of, FILE *out)
{
    if (of->budget)
        fprintf(out, "It is kept with %.4g %% or more", 100 * of->confidence);
    else
        fprintf(out, "%s costs less in %.4g %% of the futures or more", of->between,
                100 * of->confidence);
}

static void say_throughout(const report_break_even *of, FILE *out)
{
    if (of->below == REPORT_SIDE_NONE) {
        fprintf(out, "Nowhere is it sure whether %s so often, ",
                of->budget ? "it is kept" : "the first costs less");
    } else {
        say_claim(of, out);
        fputs(of->below == REPORT_SIDE_FIRST ? " everywhere " : " nowhere ", out);
    }
    report_break_even_say_range(of, out);
    fputc('.', out);
}

/* A crossing ends what began with the one before, or with the range. */
static void say_goal(const report_break_even *of, FILE *out)
{
    if (of->n_crossings == 0) {
        say_throughout(of, out);
        return;
    }
    say_claim(of, out);
    for (size_t i = 0; i < of->n_crossings; i++) {
        const report_crossing *crossing = &of->crossings[i];
        const bool begins = crossing->above == REPORT_SIDE_FIRST;
        fprintf(out, "%s%s ", i > 0 && begins ? ", and" : "", begins ? " from" : " up to");
        report_break_even_say_crossing(of, crossing, out);
    }
    fputc('.', out);
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

void report_goal_write_text(const report_break_evens *all, const report_page *page, FILE *out)
{
    (void)page;
    for (size_t i = 0; i < all->n; i++) {
        const report_break_even *of = &all->items[i];
        if (i > 0)
            fputc('\n', out);
        report_break_even_paragraph(say_headline, of, 0, out);
        report_break_even_paragraph(say_goal, of, 2, out);
        report_break_even_paragraph(report_break_even_say_limits, of, 2, out);
        fputc('\n', out);
        write_table(of, out);
        fputc('\n', out);
        report_break_even_paragraph(report_break_even_say_effort, of, 2, out);
    }
    write_foot(all, out);
}
