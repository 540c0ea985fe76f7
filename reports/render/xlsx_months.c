/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * Month by month: each alone, and what has been spent by its end.
 */
#include "reports/render/xlsx_parts.h"

enum { MOST_CHARTS = 6, CHART_ROWS = 20 };

static void put_month(report_xlsx_sheet *sheet, const report_option *option,
                      const report_month *month)
{
    report_xlsx_text(sheet, REPORT_XLSX_TEXT, option->name);
    report_xlsx_text(sheet, REPORT_XLSX_TEXT, month->name);
    report_xlsx_estimate(sheet, REPORT_XLSX_MONEY, month->mean);
    report_xlsx_estimate(sheet, REPORT_XLSX_MONEY, month->p05);
    report_xlsx_estimate(sheet, REPORT_XLSX_MONEY, month->p50);
    report_xlsx_estimate(sheet, REPORT_XLSX_MONEY, month->p95);
    report_xlsx_next(sheet);
}

static void put_total(report_xlsx_sheet *sheet, const report_option *option, lxw_row_t first)
{
    double sum = 0;
    for (lxw_row_t i = first; i < sheet->row; i++)
        sum += option->months[i - first].mean.value;
    char from[LXW_MAX_CELL_NAME_LENGTH], to[LXW_MAX_CELL_NAME_LENGTH];
    lxw_rowcol_to_cell(from, first, 2);
    lxw_rowcol_to_cell(to, sheet->row - 1, 2);
    report_xlsx_text(sheet, REPORT_XLSX_TOTAL_TEXT, option->name);
    report_xlsx_text(sheet, REPORT_XLSX_TOTAL_TEXT, "all");
    report_xlsx_formula(sheet, REPORT_XLSX_TOTAL, sum, "=SUM(%s:%s)", from, to);
    report_xlsx_next(sheet);
}

/* Below the table, which is wide. */
static void draw(report_xlsx_sheet *sheet, const report_option *option, lxw_row_t first,
                 report_xlsx_place place)
{
    const lxw_row_t last = first + (lxw_row_t)sheet->book->results->header.n_months - 1;
    const report_xlsx_titles titles = {option->name, "", sheet->book->currency};
    const report_xlsx_cells months = {1, first, last};
    lxw_chart *chart = report_xlsx_chart(sheet, LXW_CHART_LINE, &titles);
    report_xlsx_series(sheet, chart, "1 in 20 costs less", months,
                       (report_xlsx_cells){5, first, last});
    report_xlsx_series(sheet, chart, "mean", months, (report_xlsx_cells){2, first, last});
    report_xlsx_series(sheet, chart, "1 in 20 costs more", months,
                       (report_xlsx_cells){11, first, last});
    report_xlsx_place_chart(sheet, chart, place);
}

void report_xlsx_months(report_xlsx_book *book)
{
    static const report_xlsx_column columns[] = {
        {"design", 26},    {"month", 10}, {"mean", 16},
        {"95 % from", 16}, {"to", 16},    {"1 in 20 costs less", 16},
        {"95 % from", 16}, {"to", 16},    {"1 in 2 costs more", 16},
        {"95 % from", 16}, {"to", 16},    {"1 in 20 costs more", 16},
        {"95 % from", 16}, {"to", 16},
    };
    const size_t n_months = book->results->header.n_months;
    report_xlsx_sheet sheet = report_xlsx_open(book, "Months", "What will each month cost?");
    report_xlsx_text(&sheet, REPORT_XLSX_SOFT,
                     "Means add up. Quantiles do not: see the sheet From the start.");
    report_xlsx_next(&sheet);
    report_xlsx_heads(&sheet, columns, sizeof columns / sizeof *columns);
    const lxw_row_t top = sheet.row;
    for (size_t i = 0; i < book->answer->n_options; i++) {
        const report_option *option = &book->answer->options[i];
        const lxw_row_t first = sheet.row;
        for (size_t k = 0; k < n_months; k++)
            put_month(&sheet, option, &option->months[k]);
        put_total(&sheet, option, first);
    }
    for (size_t i = 0; i < book->answer->n_options && i < MOST_CHARTS; i++)
        draw(&sheet, &book->answer->options[i], top + (lxw_row_t)(i * (n_months + 1)),
             (report_xlsx_place){sheet.row + 1 + (lxw_row_t)(i / 2) * CHART_ROWS,
                                 i % 2 ? 6 : 0});
}

/* Quantiles of paths, never sums of quantiles. */
void report_xlsx_sums(report_xlsx_book *book)
{
    static const report_xlsx_column columns[] = {
        {"design", 26},
        {"by the end of", 14},
        {"1 in 20 has spent less", 16},
        {"95 % from", 16},
        {"to", 16},
        {"1 in 2 more", 16},
        {"95 % from", 16},
        {"to", 16},
        {"1 in 20 more", 16},
        {"95 % from", 16},
        {"to", 16},
    };
    report_xlsx_sheet sheet =
        report_xlsx_open(book, "From the start", "How much is spent by the end of each month?");
    report_xlsx_next(&sheet);
    report_xlsx_heads(&sheet, columns, sizeof columns / sizeof *columns);
    for (size_t i = 0; i < book->answer->n_options; i++)
        for (size_t k = 0; k < book->results->header.n_months; k++) {
            const report_month *month = &book->answer->options[i].months[k];
            report_xlsx_text(&sheet, REPORT_XLSX_TEXT, book->answer->options[i].name);
            report_xlsx_text(&sheet, REPORT_XLSX_TEXT, month->name);
            report_xlsx_estimate(&sheet, REPORT_XLSX_MONEY, month->sum_p05);
            report_xlsx_estimate(&sheet, REPORT_XLSX_MONEY, month->sum_p50);
            report_xlsx_estimate(&sheet, REPORT_XLSX_MONEY, month->sum_p95);
            report_xlsx_next(&sheet);
        }
}
