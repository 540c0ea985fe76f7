/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Budgets for people: what happens to each, then when, in which periods, and in which futures.
 */
#include "reports/budgets.h"
#include "reports/render/figure.h"
#include "reports/render/table.h"
#include "reports/render/text_parts.h"

#include <math.h>
#include <string.h>

enum { SENTENCE_BYTES = 2048, BAR_COLUMNS = 24, MOST_MARKS = 12 };

/* A budget of an architecture, being told. */
typedef struct told {
    const report_budgets *budgets;
    const report_sheet *sheet;
    const report_option *option;
    const report_breach *breach;
    size_t n_periods;
} told;

static void say(const told *t, const char *text)
{
    fputs("  ", t->sheet->out);
    report_table_wrap(text, 2, t->sheet->out);
}

static bool has_broken(const told *t)
{
    return isfinite(t->breach->depth.value);
}

/* "managed: budget fy27 of 250,000 USD in 2027 breaks in 18 % (16..21 %) of the futures." */
static void say_chance(const told *t)
{
    const report_breach *breach = t->breach;
    char text[SENTENCE_BYTES], periods[80];
    snprintf(periods, sizeof periods, " in at least one of its %zu periods", t->n_periods);
    snprintf(text, sizeof text,
             "Budget %.200s of %s %s breaks%s in %s of the futures; it is enough in %s.",
             breach->budget, report_figure_exact(breach->amount).text, t->sheet->currency,
             t->n_periods > 1 ? periods : "", report_figure_percent(breach->probability).text,
             report_figure_percent(report_budgets_holds(breach)).text);
    say(t, text);
}

static size_t likeliest_month(const told *t)
{
    size_t at = 0;
    for (size_t m = 1; m < t->sheet->results->header.n_months; m++)
        if (t->breach->first[m].value > t->breach->first[at].value)
            at = m;
    return at;
}

/* "Where it breaks, it does so by 23,400 USD (...) on average; ..." */
static void say_depth(const told *t)
{
    const char *currency = t->sheet->currency;
    const size_t at = likeliest_month(t);
    char text[SENTENCE_BYTES];
    if (!has_broken(t))
        return;
    snprintf(
        text, sizeof text,
        "Where it breaks, it does so by %s on average; in the worst 5 %% of all futures by "
        "%s. The money is gone first in %s most often, in %s of the futures.",
        report_figure_money(t->breach->depth, currency).text,
        report_figure_money(t->breach->worst, currency).text,
        t->sheet->results->header.month_names[at],
        report_figure_percent(t->breach->first[at]).text);
    say(t, text);
}

static void say_enough(const told *t)
{
    const report_estimate enough = report_budgets_enough(t->budgets, t->breach);
    char text[SENTENCE_BYTES];
    snprintf(text, sizeof text, "%s%s would be enough in %.6g %% of the futures%s.",
             report_figure_money(enough, t->sheet->currency).text,
             t->n_periods > 1 ? " for each period" : "", 100 * t->budgets->confidence,
             isfinite(enough.ci95.high) ? "" : " (? where it takes more replications to tell)");
    say(t, text);
}

/* The clearest mark that is an unknown, or a line; NULL if there is none. */
static const report_mark *clearest(const told *t, bool is_unknown)
{
    for (size_t i = 0; i < t->breach->n_marks; i++)
        if (t->breach->marks[i].is_unknown == is_unknown &&
            isfinite(t->breach->marks[i].area.ci95.low))
            return &t->breach->marks[i];
    return NULL;
}

/* "Of the unknowns verbosity sets such futures apart most clearly: in 97 % (95..99 %) of the
   pairs of one that breaks it and one that does not it is higher in the former." */
static void say_mark(const told *t, bool is_unknown)
{
    const report_mark *mark = clearest(t, is_unknown);
    char text[SENTENCE_BYTES];
    if (!mark)
        return;
    const bool is_lower = mark->area.value < 0.5;
    const report_estimate lower = {1 - mark->area.value,
                                   {1 - mark->area.ci95.high, 1 - mark->area.ci95.low}};
    snprintf(
        text, sizeof text,
        "Of the %s %.200s%s%s sets such futures apart most clearly: it is %s in one of them "
        "than in another with probability %s.",
        is_unknown ? "unknowns" : "costs", mark->name, is_unknown ? "" : ", ",
        is_unknown ? "" : model_meter_names[mark->meter], is_lower ? "lower" : "higher",
        report_figure_percent(is_lower ? lower : mark->area).text);
    say(t, text);
}

/* ---- tables ---- */

static void write_months(const told *t)
{
    static const char *const heads[] = {"month", "in this month", "by its end", "by its end"};
    const report_header *header = &t->sheet->results->header;
    if (!has_broken(t))
        return;
    report_table *table = report_table_new(4, 1);
    report_table_left(table);
    for (size_t i = 0; i < 4; i++)
        report_table_add(table, heads[i]);
    for (size_t m = 0; m < header->n_months; m++) {
        report_table_add(table, header->month_names[m]);
        report_table_add(table, report_figure_percent(t->breach->first[m]).text);
        report_table_add(table, report_figure_percent(t->breach->passed[m]).text);
        report_table_add(table, report_figure_bar(t->breach->passed[m].value, BAR_COLUMNS,
                                                  t->sheet->page->is_utf8)
                                    .text);
    }
    char what[300];
    snprintf(what, sizeof what, "%.200s, when it breaks", t->breach->budget);
    report_table_title(t->option->name, what, "share of the futures", t->sheet->out);
    report_table_write(table, t->sheet->out);
}

static void write_marks(const told *t)
{
    static const char *const heads[] = {"unknown or line", "higher where it breaks", "shift"};
    if (t->breach->n_marks == 0)
        return;
    report_table *table = report_table_new(3, 1);
    for (size_t i = 0; i < 3; i++)
        report_table_add(table, heads[i]);
    for (size_t i = 0; i < t->breach->n_marks && i < MOST_MARKS; i++) {
        const report_mark *mark = &t->breach->marks[i];
        char name[300];
        if (!isfinite(mark->area.ci95.low))
            continue; /* it never varies */
        snprintf(name, sizeof name, "%.200s%s%s", mark->name, mark->is_unknown ? "" : ": ",
                 mark->is_unknown ? "" : model_meter_names[mark->meter]);
        report_table_add(table, name);
        report_table_add(table, report_figure_percent(mark->area).text);
        report_table_add(table, report_figure_estimate(mark->shift).text);
    }
    char what[300];
    snprintf(what, sizeof what, "%.200s, in which futures it breaks", t->breach->budget);
    report_table_title(t->option->name, what, "shift in standard deviations", t->sheet->out);
    report_table_write(table, t->sheet->out);
}

/* ---- the whole ---- */

static told about(const report_budgets *budgets, const report_sheet *sheet, size_t option,
                  size_t budget)
{
    const report_option *of = &budgets->answer->options[option];
    return (told){budgets, sheet, of, &of->breaches[budget],
                  budgets->results->header.budgets[budget].n_periods};
}

static void write_option(const report_budgets *budgets, const report_sheet *sheet, size_t i)
{
    const report_option *option = &budgets->answer->options[i];
    fprintf(sheet->out, "%s%s\n", i > 0 ? "\n" : "", option->name);
    for (size_t k = 0; k < option->n_breaches; k++) {
        const told t = about(budgets, sheet, i, k);
        say_chance(&t);
        say_depth(&t);
        say_enough(&t);
        say_mark(&t, true);
        say_mark(&t, false);
    }
    for (size_t k = 0; k < option->n_breaches; k++) {
        const told t = about(budgets, sheet, i, k);
        write_months(&t);
        write_marks(&t);
    }
    report_text_overruns(sheet, option);
}

void report_budgets_write_text(const report_budgets *budgets, const report_page *page,
                               FILE *out)
{
    const report_header *header = &budgets->results->header;
    const report_sheet sheet = {budgets->answer, budgets->results, page, header->currency, out};
    char text[SENTENCE_BYTES];
    report_text_status(&sheet);
    for (size_t i = 0; i < budgets->answer->n_options; i++)
        write_option(budgets, &sheet, i);
    snprintf(
        text, sizeof text,
        "outlay %s, %.80s, seed %llu, %zu replications. (a..b): 95 %% interval. When: spending "
        "counted from the start of a period passes the amount for the first time. Higher: "
        "probability that it is higher in a future that breaks the budget than in one that "
        "does not; 50 %% tells nothing. A mark is no cause.",
        header->version, header->scenario, (unsigned long long)header->seed,
        budgets->answer->n);
    fputc('\n', out);
    report_table_wrap(text, 0, out);
}
