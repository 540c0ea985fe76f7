/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "reports/render/chart.h"
#include "reports/render/html_parts.h"
#include "reports/render/html_writer.h"
#include "reports/render/sensitivity_say.h"

#include <math.h>
#include <stdlib.h>
#include <string.h>

enum { MOST_CARDS = 24 }; /* of designs at a glance: more are only scrolled */

/* ---- what is said of ---- */

/* The row that stands for a budget as a whole: "any" of its periods, or its only one. */
static const report_overrun *budget_row(const report_option *option, const char *budget)
{
    const report_overrun *row = NULL;
    for (size_t i = 0; i < option->n_overruns; i++) {
        const report_overrun *overrun = &option->overruns[i];
        if (strcmp(overrun->budget, budget) == 0 && (!row || overrun->is_any))
            row = overrun;
    }
    return row;
}

/* Of the scenario's first budget; NULL if it has none. */
static const report_overrun *main_budget(const report_sheet *sheet, const report_option *option)
{
    const report_header *header = &sheet->results->header;
    return header->n_budgets > 0 ? budget_row(option, header->budgets[0].name) : NULL;
}

/* How much dearer `other` is than `option`, in the same futures. */
static report_estimate dearer_by(const report_answer *answer, const report_option *option,
                                 const report_option *other)
{
    for (size_t i = 0; i < answer->n_comparisons; i++) {
        const report_comparison *pair = &answer->comparisons[i];
        const report_estimate d = pair->difference;
        if (pair->a == other->name && pair->b == option->name)
            return d;
        if (pair->a == option->name && pair->b == other->name)
            return (report_estimate){-d.value, {-d.ci95.high, -d.ci95.low}};
    }
    return (report_estimate){(double)NAN, {(double)NAN, (double)NAN}};
}

/* The cheapest of the others; NULL if there is none. */
static const report_option *runner_up(const report_answer *answer, const report_option *best)
{
    const report_option *next = NULL;
    for (size_t i = 0; i < answer->n_options; i++) {
        const report_option *option = &answer->options[i];
        if (option != best && (!next || option->cost.mean.value < next->cost.mean.value))
            next = option;
    }
    return next;
}

static report_figure label(const char *name)
{
    return report_chart_label(name, REPORT_NAME_COLUMNS);
}

/* ---- cards ---- */

static void open_card(const report_sheet *sheet, const char *title)
{
    fprintf(sheet->out, "<section class=\"card\"><h2>%s</h2>\n", title);
}

static void close_card(const report_sheet *sheet)
{
    fputs("</section>\n", sheet->out);
}

/* The figure alone, its interval in words below it. */
static void put_big(const report_sheet *sheet, report_figure figure, double value)
{
    char *interval = strstr(figure.text, " (");
    const bool has_limits = interval && strstr(interval, "..");
    if (interval)
        *interval = '\0';
    fputs("<p class=\"big\">", sheet->out);
    report_html_figure(figure.text, value, sheet->out);
    if (has_limits) {
        fputs(" <span class=\"ci\">", sheet->out);
        report_html_print(sheet->out, "95 %% interval %.*s", (int)strcspn(interval + 2, ")"),
                          interval + 2);
        fputs("</span>", sheet->out);
    }
    fputs("</p>\n", sheet->out);
}

static void card_cost(const report_sheet *sheet, const report_option *best)
{
    const report_cost *cost = &best->cost;
    open_card(sheet, "What will it cost?");
    put_big(sheet, report_figure_money(cost->mean, sheet->currency), cost->mean.value);
    fputs("<p>", sheet->out);
    report_html_print(sheet->out, "expected over the horizon with %s%s.",
                      label(best->name).text,
                      sheet->answer->n_options > 1 ? ", the cheapest design" : "");
    if (cost->sd > 0)
        report_html_print(sheet->out, " 1 in 20 futures costs more than %s.",
                          report_figure_money(cost->p95, sheet->currency).text);
    fputs("</p>\n", sheet->out);
    close_card(sheet);
}

/* A probability in a word, with a sign for those who do not see colours. */
static const struct grade {
    double below;
    const char *name, *sign, *word;
} grades[] = {
    {0.05, "good", "\xe2\x97\x8f", "unlikely"},
    {0.2, "fair", "\xe2\x97\x86", "possible"},
    {0.5, "poor", "\xe2\x96\xb2", "a real risk"},
    {(double)INFINITY, "bad", "\xe2\x96\xa0", "more likely than not"},
};

/* How deep, and when: of the futures that break it. */
static void say_breach(const report_sheet *sheet, const report_option *option,
                       const char *budget)
{
    const report_header *header = &sheet->results->header;
    for (size_t i = 0; i < option->n_breaches; i++) {
        const report_breach *breach = &option->breaches[i];
        if (strcmp(breach->budget, budget) != 0 || !isfinite(breach->depth.value))
            continue;
        size_t likeliest = 0;
        for (size_t m = 1; m < header->n_months; m++)
            if (breach->first[m].value > breach->first[likeliest].value)
                likeliest = m;
        report_html_print(sheet->out,
                          " Where it breaks, it does so by %s on average, most often "
                          "first in %s.",
                          report_figure_money(breach->depth, sheet->currency).text,
                          header->month_names[likeliest]);
    }
}

/* The budget that breaks most often, if it is not that of the card. */
static void say_likelier(const report_sheet *sheet, const report_option *best,
                         const report_overrun *shown)
{
    const report_header *header = &sheet->results->header;
    const report_overrun *most = shown;
    for (size_t i = 0; i < header->n_budgets; i++) {
        const report_overrun *row = budget_row(best, header->budgets[i].name);
        if (row && row->probability.value > most->probability.value)
            most = row;
    }
    if (most != shown)
        report_html_print(sheet->out, " Budget %s (%s %s%s) breaks more often: in %s.",
                          label(most->budget).text, report_figure_exact(most->amount).text,
                          sheet->currency, most->is_any ? ", in at least one period" : "",
                          report_figure_percent(most->probability).text);
}

static void card_chance(const report_sheet *sheet, const report_option *best)
{
    const report_overrun *row = main_budget(sheet, best);
    open_card(sheet, "Will it break the budget?");
    if (!row) {
        put_big(sheet, report_figure_money(best->cost.p95, sheet->currency),
                best->cost.p95.value);
        fputs("<p>holds in 19 of 20 futures. The scenario states no budget.</p>\n", sheet->out);
        close_card(sheet);
        return;
    }
    const struct grade *grade = grades;
    while (!(row->probability.value < grade->below))
        grade++;
    put_big(sheet, report_figure_percent(row->probability), row->probability.value);
    fprintf(sheet->out,
            "<p><strong class=\"%s\"><span aria-hidden=\"true\">%s</span> %s</strong>: ",
            grade->name, grade->sign, grade->word);
    report_html_print(
        sheet->out, "the share of futures in which %s breaks budget %s (%s %s%s).",
        label(best->name).text, label(row->budget).text, report_figure_exact(row->amount).text,
        sheet->currency, row->is_any ? ", in at least one period" : "");
    say_breach(sheet, best, row->budget);
    say_likelier(sheet, best, row);
    fputs("</p>\n", sheet->out);
    close_card(sheet);
}

static void say_dearest(const report_sheet *sheet, const report_option *best)
{
    report_use *uses = report_text_dearest(best);
    if (best->n_uses > 0 && best->cost.mean.value > 0)
        report_html_print(sheet->out, " %.0f %% of the cost is %s %s.",
                          100 * uses[0].mean.value / best->cost.mean.value,
                          label(uses[0].component).text, model_meter_names[uses[0].meter]);
    free(uses);
}

static void say_spread(const report_sheet *sheet, const report_option *best)
{
    if (isfinite(best->variance.unknowns.value) && !best->variance.is_exact)
        report_html_print(sheet->out,
                          " Of the spread, %s comes from unknowns, the rest from chance.",
                          report_figure_percent(best->variance.unknowns).text);
}

/* What the scenario asked about, if it did. */
static void put_indices(const report_sheet *sheet, const report_option *best,
                        const report_index *index)
{
    report_html_text(label(index->input->name).text, sheet->out);
    fputs("</p>\n<p>", sheet->out);
    report_html_print(
        sheet->out, "moves it most: %s of the spread of %s is due to it, alone or with others.",
        report_figure_percent(index->total).text, label(best->name).text);
}

/* No unknown is known to move it: for there is none, or for it takes more futures to tell. */
static void put_no_driver(const report_sheet *sheet, const report_option *best)
{
    const bool is_told = best->variance.is_exact || best->n_influences > 0;
    const char *const nothing[] = {"Nothing", "moves it: all futures cost the same."};
    const char *const chance[] = {"Chance", "alone: no unknown is seen to move the cost."};
    const char *const open[] = {
        "Not known yet", "from so few futures: which unknown moves it takes 40 to tell."};
    const char *const *words = best->cost.sd > 0 ? is_told ? chance : open : nothing;
    report_html_text(words[0], sheet->out);
    fputs("</p>\n<p>", sheet->out);
    report_html_text(words[1], sheet->out);
}

static void card_driver(const report_sheet *sheet, const report_option *best)
{
    const report_influence *influence = best->n_influences > 0 ? best->influences : NULL;
    const report_sensed *sensed = report_sensitivity_of(sheet->answer, best->name);
    open_card(sheet, "What drives it?");
    fputs("<p class=\"big words\">", sheet->out);
    if (sensed) {
        put_indices(sheet, best, &sensed->indices[0]);
    } else if (influence && isfinite(influence->rank.value)) {
        report_html_text(label(influence->name).text, sheet->out);
        fputs("</p>\n<p>", sheet->out);
        report_html_print(
            sheet->out,
            "moves it most%s: in the tenth of futures where it is lowest %s costs "
            "%s, where it is highest %s.",
            best->n_influences > 1 ? " of all unknowns" : "", label(best->name).text,
            report_figure_money(influence->cost_low, sheet->currency).text,
            report_figure_money(influence->cost_high, sheet->currency).text);
    } else {
        put_no_driver(sheet, best);
    }
    say_dearest(sheet, best);
    say_spread(sheet, best);
    fputs("</p>\n", sheet->out);
    close_card(sheet);
}

static void recommend_design(const report_sheet *sheet, const report_option *best,
                             const report_option *next)
{
    const report_estimate apart = dearer_by(sheet->answer, best, next);
    const report_figure a = label(best->name), b = label(next->name);
    fputs("<p class=\"big words\">", sheet->out);
    if (apart.ci95.low > 0)
        report_html_print(sheet->out, "Choose %s", a.text);
    else
        report_html_print(sheet->out, "%s or %s", a.text, b.text);
    fputs("</p>\n<p>", sheet->out);
    report_html_print(sheet->out,
                      apart.ci95.low > 0 ? "%s costs %s more in the same futures."
                                         : "%s costs %s more: too close to call; choose by "
                                           "latency and success, or play more futures.",
                      b.text, report_figure_money(apart, sheet->currency).text);
}

/* Whether a budget holds in 19 of 20 futures. */
typedef enum verdict { HOLDS, SEEMS_TO_HOLD, BREAKS } verdict;

static verdict verdict_of(const report_overrun *row)
{
    if (row->probability.ci95.high <= 0.05)
        return HOLDS;
    return row->probability.value <= 0.05 ? SEEMS_TO_HOLD : BREAKS;
}

static void recommend_budget(const report_sheet *sheet, const report_overrun *row)
{
    const verdict is = verdict_of(row);
    const report_figure name = label(row->budget);
    if (is == HOLDS)
        report_html_print(sheet->out,
                          " Budget %s is enough: it holds in more than 19 of 20 futures.",
                          name.text);
    else if (is == SEEMS_TO_HOLD)
        report_html_print(sheet->out,
                          " Budget %s seems enough; play more futures to be sure that it holds "
                          "in 19 of 20.",
                          name.text);
    else
        report_html_print(sheet->out,
                          " For a budget %s that holds in 19 of 20 futures allow %s%s.",
                          name.text, report_figure_money(row->needed_p95, sheet->currency).text,
                          row->is_any ? " a period" : "");
}

static void card_recommendation(const report_sheet *sheet, const report_option *best)
{
    const report_option *next = runner_up(sheet->answer, best);
    const report_overrun *row = main_budget(sheet, best);
    open_card(sheet, "What to do?");
    if (next)
        recommend_design(sheet, best, next);
    else if (row)
        fprintf(sheet->out, "<p class=\"big words\">%s</p>\n<p>",
                verdict_of(row) == BREAKS ? "Allow more" : "Keep the budget");
    else
        fputs("<p class=\"big words\">Set a budget</p>\n<p>", sheet->out);
    if (row)
        recommend_budget(sheet, row);
    else if (best->cost.sd > 0)
        report_html_print(sheet->out, " A budget of %s holds in 19 of 20 futures.",
                          report_figure_money(best->cost.p95, sheet->currency).text);
    fputs("</p>\n", sheet->out);
    close_card(sheet);
}

/* ---- all architectures ---- */

static void put_glance(const report_sheet *sheet)
{
    const report_answer *answer = sheet->answer;
    const report_header *header = &sheet->results->header;
    const bool has_budget = header->n_budgets > 0;
    char breaks[256] = "";
    if (has_budget)
        snprintf(breaks, sizeof breaks, "breaks budget %s",
                 label(header->budgets[0].name).text);
    const char *const with_budget[] = {"architecture", "expected",    "1 in 20 futures above",
                                       breaks,         "per session", NULL};
    const char *const without[] = {"architecture", "expected", "1 in 20 futures above",
                                   "per session", NULL};
    char caption[96];
    snprintf(caption, sizeof caption, "Designs at a glance, %.16s, with 95 %% intervals",
             sheet->currency);
    report_html_table table =
        (answer->n_options <= MOST_CARDS ? report_html_cards_open : report_html_table_open)(
            caption, has_budget ? with_budget : without, sheet->out);
    for (size_t i = 0; i < answer->n_options && i < REPORT_MOST_ROWS; i++) {
        const report_option *option = &answer->options[i];
        const report_overrun *row = main_budget(sheet, option);
        report_html_table_row(&table, option->name);
        report_html_table_cell(&table, report_figure_estimate(option->cost.mean).text,
                               option->cost.mean.value);
        report_html_table_cell(&table, report_figure_estimate(option->cost.p95).text,
                               option->cost.p95.value);
        if (row)
            report_html_table_cell(&table, report_figure_percent(row->probability).text,
                                   row->probability.value);
        report_html_table_cell(&table, report_figure_estimate(option->unit.per_session).text,
                               option->unit.per_session.value);
    }
    report_html_table_close(&table);
}

void report_html_summary(const report_sheet *sheet)
{
    const report_option *best = report_answer_cheapest(sheet->answer);
    fputs("<div class=\"cards\">\n", sheet->out);
    card_cost(sheet, best);
    card_chance(sheet, best);
    card_driver(sheet, best);
    card_recommendation(sheet, best);
    fputs("</div>\n", sheet->out);
    put_glance(sheet);
}
