/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Sensitivity for people: what drives a quantity, then every input with a bar. */
#include "reports/render/sensitivity_say.h"
#include "reports/render/table.h"

#include <math.h>
#include <string.h>

enum { SENTENCE_BYTES = 2048, BAR_COLUMNS = 24 };

typedef struct paper {
    const report_sensitivity_plays *plays;
    const report_page *page;
    FILE *out;
} paper;

/* The quantity in its unit: money, or a probability. */
static report_figure figure_of(const paper *sheet, const report_sensed *sensed,
                               report_estimate estimate)
{
    return sensed->quantity->kind == REPORT_QUANTITY_OVERRUN
               ? report_figure_percent(estimate)
               : report_figure_money(estimate, sheet->plays->currency);
}

/* An unknown's value, in four significant digits: a growth of 1.012 is not one of 1.01. */
static report_figure value_of(double x)
{
    const double digits = fabs(x) > 0 ? 3 - floor(log10(fabs(x))) : 0;
    return report_figure_number(x, (int)fmin(fmax(digits, 0), 9));
}

static report_figure percentile(double share)
{
    report_figure out;
    snprintf(out.text, sizeof out.text, "%.4g %%", 100 * share);
    return out;
}

/* ---- sentences ---- */

static void say(const paper *sheet, const char *text)
{
    fputs("  ", sheet->out);
    report_table_wrap(text, 2, sheet->out);
}

/* "Alone, from its 10 % to its 90 % percentile (0.91 to 1.45), verbosity moves it by
   111,000 USD (110,500..111,700)." */
static void say_lever(const paper *sheet, const report_sensed *sensed)
{
    const report_lever *lever = &sensed->levers[0];
    char text[SENTENCE_BYTES];
    if (sheet->plays->n_levers == 0 || sheet->plays->n_pairs == 0)
        return;
    if (!(fabs(lever->effect.value) > 0)) {
        say(sheet, "One at a time no unknown moves it.");
        return;
    }
    snprintf(text, sizeof text,
             "One at a time %s does most: from its %s percentile, %s, to its %s percentile, "
             "%s, it moves it by %s.",
             report_sensitivity_name(lever->name).text, percentile(sheet->plays->low).text,
             value_of(lever->low).text, percentile(sheet->plays->high).text,
             value_of(lever->high).text, figure_of(sheet, sensed, lever->effect).text);
    say(sheet, text);
}

/* ---- tables ---- */

static void add_row(report_table *table, const char *const *cells, size_t n)
{
    for (size_t i = 0; i < n; i++)
        report_table_add(table, cells[i]);
}

static void write_indices(const paper *sheet, const report_sensed *sensed, const char *what)
{
    static const char *const heads[] = {"input", "total index", "first index", "total"};
    if (sheet->plays->n_points == 0 || !isfinite(sensed->indices[0].total.value))
        return;
    report_table *table = report_table_new(4, 1);
    report_table_left(table);
    add_row(table, heads, 4);
    for (size_t i = 0; i < sheet->plays->n_inputs; i++) {
        const report_index *index = &sensed->indices[i];
        const report_figure bar =
            report_figure_bar(index->total.value, BAR_COLUMNS, sheet->page->is_utf8);
        const report_figure total = report_figure_estimate(index->total);
        const report_figure first = report_figure_estimate(index->first);
        const char *const cells[] = {index->input->name, total.text, first.text, bar.text};
        add_row(table, cells, 4);
    }
    report_table_title(what, "what its variance comes from", "as shares of it", sheet->out);
    report_table_write(table, sheet->out);
}

static void write_levers(const paper *sheet, const report_sensed *sensed, const char *what)
{
    const bool is_share = sensed->quantity->kind == REPORT_QUANTITY_OVERRUN;
    char low[40], high[40];
    snprintf(low, sizeof low, "low (%.24s)", percentile(sheet->plays->low).text);
    snprintf(high, sizeof high, "high (%.24s)", percentile(sheet->plays->high).text);
    const char *const heads[] = {"unknown",         low, high, "at low", "at high", "effect",
                                 "rank correlation"};
    if (sheet->plays->n_levers == 0 || sheet->plays->n_pairs == 0)
        return;
    report_table *table = report_table_new(7, 1);
    add_row(table, heads, 7);
    for (size_t i = 0; i < sheet->plays->n_levers; i++) {
        const report_lever *lever = &sensed->levers[i];
        report_figure (*figure)(report_estimate) =
            is_share ? report_figure_percent : report_figure_estimate;
        const report_figure values[] = {
            value_of(lever->low),   value_of(lever->high), figure(lever->at_low),
            figure(lever->at_high), figure(lever->effect), report_figure_estimate(lever->rank)};
        report_table_add(table, lever->name);
        for (size_t k = 0; k < sizeof values / sizeof *values; k++)
            report_table_add(table, values[k].text);
    }
    report_table_title(what, "each unknown alone, the others at their medians",
                       is_share ? "probability" : sheet->plays->currency, sheet->out);
    report_table_write(table, sheet->out);
}

/* ---- what a reader has to know ---- */

static void note(const paper *sheet, const char *text)
{
    fputc('\n', sheet->out);
    report_table_wrap(text, 0, sheet->out);
}

static void say_correlated(const paper *sheet)
{
    for (size_t i = 0; i < sheet->plays->n_inputs; i++) {
        const report_input *input = &sheet->plays->inputs[i];
        char text[SENTENCE_BYTES];
        if (input->n_members < 2)
            continue;
        snprintf(text, sizeof text,
                 "%.400s are correlated: Sobol' indices assume independence, so they are one "
                 "input with one index. One at a time each moves without the others; rank "
                 "correlations have them move together.",
                 input->name);
        note(sheet, text);
    }
}

/* Points are cheap to add: an interval half as wide takes four times as many. */
static void say_width(const report_sensitivity *sensitivity, const paper *sheet)
{
    double widest = 0;
    for (size_t i = 0; i < sheet->plays->n_quantities; i++)
        for (size_t k = 0; k < sheet->plays->n_inputs; k++) {
            const sim_interval total = sensitivity->sensed[i].indices[k].total.ci95;
            widest = fmax(widest, isfinite(total.high) ? total.high - total.low : 0);
        }
    if (widest > 0.2)
        note(sheet, "Intervals of indices are wide: take four times the points (-n) for half "
                    "the width or less.");
}

static void say_notes(const report_sensitivity *sensitivity, const paper *sheet)
{
    const report_sensitivity_plays *plays = sheet->plays;
    char text[SENTENCE_BYTES];
    say_correlated(sheet);
    say_width(sensitivity, sheet);
    for (size_t i = 0; i < plays->n_warnings; i++)
        note(sheet, plays->warnings[i]);
    if (strcmp(plays->status, "partial") == 0) {
        snprintf(text, sizeof text,
                 "Interrupted: this is what %zu of %zu points and %zu replications of one at a "
                 "time say.",
                 plays->n_points, plays->asked_points, plays->n_pairs);
        note(sheet, text);
    }
    note(sheet, "Total index: the share of the variance that would be left if all but this "
                "input were known. First index: the share that would go if only it were known. "
                "Where inputs interact, totals add up to more than 1 and firsts to less.");
    snprintf(text, sizeof text,
             "outlay %s, %.80s, seed %llu, %zu points in %zu scrambled Sobol' sequences, %zu "
             "replications of one at a time. (a..b): 95 %% interval.",
             plays->version, plays->scenario, (unsigned long long)plays->seed, plays->n_points,
             plays->n_blocks, plays->n_pairs);
    note(sheet, text);
}

void report_sensitivity_write_text(const report_sensitivity *sensitivity,
                                   const report_page *page, FILE *out)
{
    const report_sensitivity_plays *plays = sensitivity->plays;
    const paper sheet = {plays, page, out};
    char what[512], driver[SENTENCE_BYTES];
    for (size_t i = 0; i < plays->n_quantities; i++) {
        const report_sensed *sensed = &sensitivity->sensed[i];
        report_quantity_say(sensed->quantity, what, sizeof what);
        fprintf(out, "%s%s: %s\n", i > 0 ? "\n" : "", what,
                figure_of(&sheet, sensed, plays->n_points ? sensed->mean : sensed->at_medians)
                    .text);
        if (plays->n_points > 0) {
            report_sensitivity_say(sensitivity, sensed, driver, sizeof driver);
            say(&sheet, driver);
        }
        say_lever(&sheet, sensed);
        write_indices(&sheet, sensed, what);
        write_levers(&sheet, sensed, what);
    }
    say_notes(sensitivity, &sheet);
}
