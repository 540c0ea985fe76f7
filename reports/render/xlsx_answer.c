/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * The first sheet: what each architecture costs, and the answer in words.
 */
#include "reports/render/figure.h"
#include "reports/render/xlsx_parts.h"

#include <math.h>
#include <stddef.h>
#include <stdlib.h>
#include <string.h>

static void say_run(report_xlsx_sheet *sheet)
{
    const report_results *results = sheet->book->results;
    const report_header *header = &results->header;
    char text[512];
    snprintf(text, sizeof text,
             "%.200s, %s to %s, in %.16s: %s futures, seed %llu%s. Each figure comes with its "
             "95 %% interval, which is of the estimate, not of the future.",
             header->scenario, header->n_months ? header->month_names[0] : header->start,
             header->n_months ? header->month_names[header->n_months - 1] : header->start,
             sheet->book->currency, report_figure_number((double)results->n, 0).text,
             (unsigned long long)header->seed,
             strcmp(results->status, "partial") == 0 ? ", interrupted" : "");
    report_xlsx_text(sheet, REPORT_XLSX_SOFT, text);
    report_xlsx_next(sheet);
}

/* A figure of an architecture: of the whole, or a quantile of the future costs. */
typedef struct figure {
    const char *name;
    report_xlsx_kind kind;
    size_t offset;               /* of its estimate in report_option */
    bool is_mean;                /* of the futures' costs */
    report_xlsx_amount quantile; /* of this share; formula NULL: it is none */
} figure;

static const figure figures[] = {
    {"expected", REPORT_XLSX_MONEY, offsetof(report_option, cost.mean), true, {0}},
    {"1 in 20 costs more than",
     REPORT_XLSX_MONEY,
     offsetof(report_option, cost.p95),
     false,
     {"0.95", 0.95}},
    {"1 in 100 costs more than",
     REPORT_XLSX_MONEY,
     offsetof(report_option, cost.p99),
     false,
     {"0.99", 0.99}},
    {"1 in 2 costs more than",
     REPORT_XLSX_MONEY,
     offsetof(report_option, cost.p50),
     false,
     {"0.5", 0.5}},
    {"1 in 20 costs less than",
     REPORT_XLSX_MONEY,
     offsetof(report_option, cost.p05),
     false,
     {"0.05", 0.05}},
    {"mean of the dearest 5 %",
     REPORT_XLSX_MONEY,
     offsetof(report_option, cost.cvar95),
     false,
     {0}},
    {"of the variance, from unknowns",
     REPORT_XLSX_PERCENT,
     offsetof(report_option, variance.unknowns),
     false,
     {0}},
    {"per call", REPORT_XLSX_PRICE, offsetof(report_option, unit.per_call), false, {0}},
    {"per session", REPORT_XLSX_PRICE, offsetof(report_option, unit.per_session), false, {0}},
    {"per 1,000 output tokens",
     REPORT_XLSX_PRICE,
     offsetof(report_option, unit.per_1k_output_tokens),
     false,
     {0}},
    {"per success", REPORT_XLSX_PRICE, offsetof(report_option, unit.per_success), false, {0}},
    {"margin per success",
     REPORT_XLSX_PRICE,
     offsetof(report_option, unit.margin_per_success),
     false,
     {0}},
    {"of the cost, for sessions without success",
     REPORT_XLSX_PERCENT,
     offsetof(report_option, unit.wasted_share),
     false,
     {0}},
    {"sessions", REPORT_XLSX_COUNT, offsetof(report_option, outcomes.sessions), false, {0}},
    {"calls", REPORT_XLSX_COUNT, offsetof(report_option, outcomes.calls), false, {0}},
    {"successes", REPORT_XLSX_COUNT, offsetof(report_option, outcomes.successes), false, {0}},
};
enum { FIGURES = sizeof figures / sizeof *figures };

static report_estimate estimate_of(const report_option *option, const figure *of)
{
    report_estimate estimate;
    memcpy(&estimate, (const char *)option + of->offset, sizeof estimate);
    return estimate;
}

/* Where all futures are listed, the mean and quantiles are formulas. */
static void put_figure(report_xlsx_sheet *sheet, const figure *of, size_t i)
{
    const report_xlsx_book *book = sheet->book;
    const report_option *option = &book->answer->options[i];
    const report_estimate estimate = estimate_of(option, of);
    const bool is_live = book->n_listed == book->answer->n;
    const char *range = report_xlsx_range(sheet->book, i, NULL);
    report_xlsx_text(sheet, REPORT_XLSX_TEXT, of->name);
    report_xlsx_text(sheet, REPORT_XLSX_TEXT, option->name);
    if (is_live && of->is_mean)
        report_xlsx_formula(sheet, of->kind, estimate.value, "=AVERAGE(%s)", range);
    else if (is_live && of->quantile.formula)
        report_xlsx_quantile(sheet, range, option->total, of->quantile, "");
    else
        report_xlsx_number(sheet, of->kind, estimate.value);
    report_xlsx_number(sheet, of->kind, estimate.ci95.low);
    report_xlsx_number(sheet, of->kind, estimate.ci95.high);
    report_xlsx_next(sheet);
}

static bool is_known(const report_answer *answer, const figure *of)
{
    bool is_any = false;
    for (size_t i = 0; i < answer->n_options; i++)
        is_any = is_any || isfinite(estimate_of(&answer->options[i], of).value);
    return is_any;
}

/* The expectation stands first, then what 1 in 20 exceeds: a row for each architecture. */
static void draw(report_xlsx_sheet *sheet, lxw_row_t first)
{
    const lxw_row_t n = (lxw_row_t)sheet->book->answer->n_options;
    const report_xlsx_titles titles = {"What each design costs", "", sheet->book->currency};
    lxw_chart *chart = report_xlsx_chart(sheet, LXW_CHART_COLUMN, &titles);
    for (lxw_row_t i = 0; i < 2; i++)
        report_xlsx_series(sheet, chart, figures[i].name,
                           (report_xlsx_cells){1, first + i * n, first + i * n + n - 1},
                           (report_xlsx_cells){2, first + i * n, first + i * n + n - 1});
    chart_axis_set_min(chart->y_axis, 0);
    report_xlsx_place_chart(sheet, chart, (report_xlsx_place){first, 6});
}

void report_xlsx_answer(report_xlsx_book *book)
{
    static const report_xlsx_column columns[] = {
        {"figure", 38}, {"design", 26}, {"estimate", 20}, {"95 % from", 20}, {"to", 20}};
    report_xlsx_sheet sheet = report_xlsx_open(book, "Answer", "What will it cost?");
    say_run(&sheet);
    report_xlsx_heads(&sheet, columns, sizeof columns / sizeof *columns);
    const lxw_row_t first = sheet.row;
    for (size_t k = 0; k < FIGURES; k++)
        for (size_t i = 0; is_known(book->answer, &figures[k]) && i < book->answer->n_options;
             i++)
            put_figure(&sheet, &figures[k], i);
    draw(&sheet, first);
}

/* The whole report as text, a line in a row. */
void report_xlsx_words(report_xlsx_book *book)
{
    const report_page page = {.file = NULL, .is_utf8 = true};
    char *text = NULL;
    size_t size = 0;
    report_xlsx_sheet sheet = report_xlsx_open(book, "In words", "The answer in words");
    worksheet_set_column(sheet.leaf, 0, 0, 110, NULL);
    FILE *out = open_memstream(&text, &size);
    if (out) {
        report_full.write(book->answer, book->results, &page, out);
        fclose(out);
    }
    for (char *line = text, *rest = NULL; line && *line; line = rest) {
        const size_t length = strcspn(line, "\n");
        rest = line + length + (line[length] == '\n');
        line[length] = '\0';
        if (length > 0)
            report_xlsx_text(&sheet, REPORT_XLSX_LINE, line);
        report_xlsx_next(&sheet);
    }
    free(text);
}
