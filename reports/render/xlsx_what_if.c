/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * What if: a discount, another currency, any amount and any confidence, held against the
 * futures by formulas; and the exceedance curve.
 */
#include "reports/render/scale.h"
#include "reports/render/xlsx_parts.h"

#include <math.h>

enum { POINTS = 40 };

/* The cells that the reader may change, by name. */
typedef struct given {
    const char *name, *label;
    report_xlsx_kind kind;
    double value;
} given;

/* The first budget of the whole horizon; else what 1 in 20 futures of the first design exceeds.
 */
static double amount_of(const report_xlsx_book *book)
{
    const report_header *header = &book->results->header;
    for (size_t i = 0; i < header->n_budgets; i++) {
        const report_budget *budget = &header->budgets[i];
        if (budget->n_periods == 1 && budget->first_month[0] == 0 &&
            budget->first_month[1] == header->n_months)
            return budget->amount;
    }
    return book->answer->options[0].cost.p95.value;
}

static void put_given(report_xlsx_sheet *sheet, const given *cell)
{
    char where[64], address[LXW_MAX_CELL_NAME_LENGTH];
    report_xlsx_text(sheet, REPORT_XLSX_TEXT, cell->label);
    lxw_rowcol_to_cell_abs(address, sheet->row, sheet->column, true, true);
    snprintf(where, sizeof where, "='%s'!%s", sheet->name, address);
    workbook_define_name(sheet->book->workbook, cell->name, where);
    report_xlsx_number(sheet, cell->kind, cell->value);
    report_xlsx_next(sheet);
}

static void put_all_given(report_xlsx_sheet *sheet, double amount)
{
    char exchange[96];
    snprintf(exchange, sizeof exchange, "your money for 1 %.16s", sheet->book->currency);
    const given cells[] = {
        {"discount", "a discount on everything", REPORT_XLSX_GIVEN_PERCENT, 0},
        {"exchange", exchange, REPORT_XLSX_GIVEN_NUMBER, 1},
        {"amount", "an amount, in your money", REPORT_XLSX_GIVEN_AMOUNT, amount},
        {"confidence", "to be enough in this share of futures", REPORT_XLSX_GIVEN_PERCENT,
         0.95},
    };
    report_xlsx_text(sheet, REPORT_XLSX_SOFT,
                     "Change the yellow cells; the rest follows, here and under Budgets.");
    report_xlsx_next(sheet);
    for (size_t i = 0; i < sizeof cells / sizeof *cells; i++)
        put_given(sheet, &cells[i]);
    if (sheet->book->n_listed < sheet->book->answer->n)
        report_xlsx_text(sheet, REPORT_XLSX_SOFT,
                         "Only the first 10,000 futures are listed: formulas work on these.");
    report_xlsx_next(sheet);
}

static void put_option(report_xlsx_sheet *sheet, size_t i, double amount)
{
    const report_option *option = &sheet->book->answer->options[i];
    const char *range = report_xlsx_range(sheet->book, i, NULL);
    double sum = 0;
    for (size_t k = 0; k < sheet->book->n_listed; k++)
        sum += option->total[k];
    report_xlsx_text(sheet, REPORT_XLSX_TEXT, option->name);
    report_xlsx_formula(sheet, REPORT_XLSX_AMOUNT, sum / (double)sheet->book->n_listed,
                        "=AVERAGE(%s)" REPORT_XLSX_OWN, range);
    report_xlsx_quantile(sheet, range, option->total, (report_xlsx_amount){"0.95", 0.95},
                         REPORT_XLSX_OWN);
    report_xlsx_quantile(sheet, range, option->total, (report_xlsx_amount){"confidence", 0.95},
                         REPORT_XLSX_OWN);
    report_xlsx_chance(sheet, range, option->total,
                       (report_xlsx_amount){"amount/(exchange*(1-discount))", amount});
    report_xlsx_next(sheet);
}

/* Round amounts from what nearly all futures cost to what nearly none does. */
static report_scale amounts_of(const report_xlsx_book *book)
{
    double least = INFINITY, most = -INFINITY;
    for (size_t i = 0; i < book->answer->n_options; i++) {
        const double *sorted = book->answer->options[i].sorted;
        least = fmin(least, sorted[0]);
        most = fmax(most, sorted[book->answer->n - 1]);
    }
    return report_scale_over(least, most, POINTS);
}

static void put_curve(report_xlsx_sheet *sheet, const report_scale *amounts)
{
    const report_answer *answer = sheet->book->answer;
    report_xlsx_text(sheet, REPORT_XLSX_HEAD, "chance of costing more than");
    for (size_t i = 0; i < answer->n_options; i++)
        report_xlsx_text(sheet, REPORT_XLSX_HEAD, answer->options[i].name);
    report_xlsx_next(sheet);
    for (size_t k = 0; k < report_scale_marks(amounts); k++) {
        char cell[LXW_MAX_CELL_NAME_LENGTH];
        const double amount = report_scale_mark(amounts, k);
        lxw_rowcol_to_cell(cell, sheet->row, 0);
        report_xlsx_number(sheet, REPORT_XLSX_AMOUNT, amount);
        for (size_t i = 0; i < answer->n_options; i++) {
            const char *range = report_xlsx_range(sheet->book, i, NULL);
            size_t over = 0;
            for (size_t j = 0; j < sheet->book->n_listed; j++)
                over += answer->options[i].total[j] > amount;
            report_xlsx_formula(
                sheet, REPORT_XLSX_PERCENT, (double)over / (double)sheet->book->n_listed,
                "=COUNTIF(%s,\">\"&(%s/(exchange*(1-discount))))/ROWS(%s)", range, cell, range);
        }
        report_xlsx_next(sheet);
    }
}

static void draw(report_xlsx_sheet *sheet, lxw_row_t first)
{
    const report_xlsx_titles titles = {"Chance of costing more than so much", "your money",
                                       "share of futures"};
    lxw_chart *chart = report_xlsx_chart(sheet, LXW_CHART_SCATTER_STRAIGHT, &titles);
    for (size_t i = 0; i < sheet->book->answer->n_options; i++)
        report_xlsx_series(sheet, chart, sheet->book->answer->options[i].name,
                           (report_xlsx_cells){0, first, sheet->row - 1},
                           (report_xlsx_cells){(lxw_col_t)(1 + i), first, sheet->row - 1});
    chart_axis_set_min(chart->y_axis, 0);
    chart_axis_set_max(chart->y_axis, 1);
    chart_axis_set_num_format(chart->y_axis, "0%");
    report_xlsx_place_chart(
        sheet, chart,
        (report_xlsx_place){first, (lxw_col_t)(2 + sheet->book->answer->n_options)});
}

void report_xlsx_what_if(report_xlsx_book *book)
{
    static const report_xlsx_column columns[] = {
        {"design, in your money", 34},
        {"expected", 16},
        {"1 in 20 costs more", 18},
        {"enough with your confidence", 18},
        {"futures above the amount", 14},
        {"chance", 12},
        {"95 % from", 12},
        {"to", 12},
    };
    const double amount = amount_of(book);
    report_xlsx_sheet sheet = report_xlsx_open(book, "What if", "What if it were otherwise?");
    put_all_given(&sheet, amount);
    report_xlsx_heads(&sheet, columns, sizeof columns / sizeof *columns);
    for (size_t i = 0; i < book->answer->n_options; i++)
        put_option(&sheet, i, amount);
    report_xlsx_next(&sheet);
    const report_scale amounts = amounts_of(book);
    const lxw_row_t first = sheet.row + 1;
    put_curve(&sheet, &amounts);
    draw(&sheet, first);
}
