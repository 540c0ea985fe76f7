/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "reports/render/figure.h"
#include "reports/render/table.h"
#include "reports/render/text_parts.h"

#include <string.h>

enum { SENTENCES_BYTES = 2048, BUDGETS_NAMED = 4 };

static void say(const report_sheet *sheet, const char *sentence)
{
    fputs("  ", sheet->out);
    report_table_wrap(sentence, 2, sheet->out);
}

static void say_cost(const report_sheet *sheet, const report_option *option)
{
    const report_header *header = &sheet->results->header;
    const report_cost *cost = &option->cost;
    char text[SENTENCES_BYTES];
    fprintf(sheet->out, "%s\n", option->name);
    snprintf(text, sizeof text, "%s expected for %s%s%s.",
             report_figure_spelt(cost->mean, sheet->currency).text, header->month_names[0],
             header->n_months > 1 ? " to " : "",
             header->n_months > 1 ? header->month_names[header->n_months - 1] : "");
    say(sheet, text);
    if (!(cost->sd > 0))
        return;
    snprintf(text, sizeof text, "1 in 20 futures costs more than %s, 1 in 100 more than %s.",
             report_figure_money(cost->p95, sheet->currency).text,
             report_figure_money(cost->p99, sheet->currency).text);
    say(sheet, text);
}

/* A budget of several periods is broken if any of them is. */
static void say_overrun(const report_sheet *sheet, const report_overrun *overrun)
{
    char text[SENTENCES_BYTES];
    snprintf(text, sizeof text, "Chance of breaking budget %s (%s %s%s%s)%s: %s.",
             overrun->budget, report_figure_exact(overrun->amount).text, sheet->currency,
             overrun->is_any ? "" : ", ", overrun->is_any ? "" : overrun->period,
             overrun->is_any ? " in at least one period" : "",
             report_figure_percent(overrun->probability).text);
    say(sheet, text);
}

static void say_overruns(const report_sheet *sheet, const report_option *option)
{
    size_t said = 0;
    for (size_t i = 0; i < option->n_overruns && said < BUDGETS_NAMED; i++) {
        const report_overrun *now = &option->overruns[i];
        const report_overrun *next = i + 1 < option->n_overruns ? now + 1 : NULL;
        const report_overrun *last = i > 0 ? now - 1 : NULL;
        bool is_single = !now->is_any && !(next && next->budget == now->budget) &&
                         !(last && last->budget == now->budget);
        if (now->is_any || is_single) {
            say_overrun(sheet, now);
            said++;
        }
    }
}

/* The same difference seen from the other side. */
static report_estimate negated(report_estimate x)
{
    return (report_estimate){-x.value, {-x.ci95.high, -x.ci95.low}};
}

void report_text_comparison(const report_sheet *sheet, const report_comparison *comparison,
                            char *text, size_t size)
{
    const report_estimate d = comparison->difference;
    const bool is_a_cheaper = d.value<0, is_clear = d.ci95.low> 0 || d.ci95.high < 0;
    const report_estimate apart = is_a_cheaper ? negated(d) : d;
    const char *cheaper = is_a_cheaper ? comparison->a : comparison->b;
    const char *dearer = is_a_cheaper ? comparison->b : comparison->a;
    snprintf(text, size, "%s%s %s %s by %s; %s costs less in %s of the futures.",
             is_clear ? "" : "No clear difference: ", cheaper,
             is_clear ? "is cheaper than" : "is below", dearer,
             report_figure_money(apart, sheet->currency).text, comparison->a,
             report_figure_percent(comparison->p_cheaper).text);
}

/* "GPT-4: reranked" is of the group "GPT-4"; names without a colon are of one group. */
static size_t group_length(const char *name)
{
    const char *colon = strstr(name, ": ");
    return colon ? (size_t)(colon - name) : 0;
}

static bool is_same_group(const char *a, const char *b)
{
    const size_t length = group_length(a);
    return length == group_length(b) && memcmp(a, b, length) == 0;
}

/* The cheapest of a name's group, or of all where there is no name. */
static const char *cheapest(const report_answer *answer, const char *of)
{
    const report_option *best = NULL;
    for (size_t i = 0; i < answer->n_options; i++) {
        const report_option *option = &answer->options[i];
        if ((!of || is_same_group(option->name, of)) &&
            (!best || option->cost.mean.value < best->cost.mean.value))
            best = option;
    }
    return best ? best->name : "";
}

/* The cheapest of each group against the others of it; the cheapest of all against those of the
   other groups. */
static bool is_said(const report_answer *answer, const report_comparison *comparison)
{
    const char *a = comparison->a, *b = comparison->b;
    const char *best_a = cheapest(answer, a), *best_b = cheapest(answer, b);
    const char *best = cheapest(answer, NULL);
    if (is_same_group(a, b))
        return a == best_a || b == best_a;
    return a == best_a && b == best_b && (a == best || b == best);
}

static void say_comparisons(const report_sheet *sheet)
{
    const report_answer *answer = sheet->answer;
    char text[SENTENCES_BYTES];
    if (answer->n_comparisons == 0)
        return;
    fputc('\n', sheet->out);
    for (size_t i = 0; i < answer->n_comparisons; i++)
        if (is_said(answer, &answer->comparisons[i])) {
            report_text_comparison(sheet, &answer->comparisons[i], text, sizeof text);
            report_table_wrap(text, 2, sheet->out);
        }
}

void report_text_status(const report_sheet *sheet)
{
    const char *status = sheet->results->status;
    char text[SENTENCES_BYTES], open[REPORT_OPEN_BYTES];
    if (sheet->answer->n == 0)
        return;
    if (strcmp(status, "complete") != 0) {
        snprintf(text, sizeof text, "%s the first %s replications.",
                 strcmp(status, "limit") == 0
                     ? "The precision asked for was not reached; this is the answer of"
                     : "Interrupted: this is the answer of",
                 report_figure_number((double)sheet->results->n, 0).text);
        report_table_wrap(text, 0, sheet->out);
    }
    if (report_answer_say_unanswered(sheet->results, open, sizeof open)) {
        snprintf(text, sizeof text, "%s.", open);
        report_table_wrap(text, 0, sheet->out);
    }
}

void report_text_headline(const report_sheet *sheet,
                          void (*more)(const report_sheet *sheet, const report_option *option))
{
    const report_answer *answer = sheet->answer;
    if (answer->n == 0) {
        fprintf(sheet->out, "No replication of %s was finished: there is nothing to report.\n",
                sheet->results->header.scenario);
        return;
    }
    for (size_t i = 0; i < answer->n_options; i++) {
        say_cost(sheet, &answer->options[i]);
        say_overruns(sheet, &answer->options[i]);
        if (more)
            more(sheet, &answer->options[i]);
    }
    say_comparisons(sheet);
    report_text_break_evens(sheet);
    report_text_maps(sheet);
    report_text_sensitivities(sheet);
}
