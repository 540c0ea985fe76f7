/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * Budgets: how likely each breaks in each of its periods, whatever amount the reader gives it;
 * when it first breaks, and how deep.
 */
#include "reports/render/xlsx_parts.h"

#include <string.h>

enum { FIRST_BUDGET = 3, MOST_CHARTS = 6, CHART_ROWS = 20 };

/* Their amounts, each in a cell that the reader may change: from row FIRST_BUDGET on. */
static void put_amounts(report_xlsx_sheet *sheet)
{
    const report_header *header = &sheet->book->results->header;
    report_xlsx_text(sheet, REPORT_XLSX_HEAD, "budget");
    report_xlsx_text(sheet, REPORT_XLSX_HEAD, "amount, in your money");
    report_xlsx_next(sheet);
    for (size_t i = 0; i < header->n_budgets; i++) {
        report_xlsx_text(sheet, REPORT_XLSX_TEXT, header->budgets[i].name);
        report_xlsx_number(sheet, REPORT_XLSX_GIVEN_AMOUNT, header->budgets[i].amount);
        report_xlsx_next(sheet);
    }
    report_xlsx_next(sheet);
}

static size_t budget_of(const report_header *header, const report_overrun *overrun)
{
    size_t i = 0;
    while (i + 1 < header->n_budgets && strcmp(header->budgets[i].name, overrun->budget) != 0)
        i++;
    return i;
}

/* The mean excess: of the dearest of several periods it would not be the sum over them. */
static void put_excess(report_xlsx_sheet *sheet, const report_overrun *overrun,
                       const char *range, const char *threshold)
{
    const size_t n = sheet->book->n_listed;
    double sum = 0;
    for (size_t i = 0; i < n; i++)
        sum += overrun->cost[i] > overrun->amount ? overrun->cost[i] - overrun->amount : 0;
    if (overrun->is_any)
        report_xlsx_number(sheet, REPORT_XLSX_AMOUNT, overrun->expected_excess.value);
    else
        report_xlsx_formula(sheet, REPORT_XLSX_AMOUNT, sum / (double)n,
                            "=SUMPRODUCT((%s>%s)*(%s-%s))/ROWS(%s)" REPORT_XLSX_OWN, range,
                            threshold, range, threshold, range);
}

static void put_overrun(report_xlsx_sheet *sheet, size_t i, const report_overrun *overrun)
{
    static const report_xlsx_amount shares[] = {{"0.9", 0.9}, {"0.95", 0.95}, {"0.99", 0.99}};
    const size_t budget = budget_of(&sheet->book->results->header, overrun);
    const char *range = report_xlsx_range(sheet->book, i, overrun->cost);
    char given[LXW_MAX_CELL_NAME_LENGTH], threshold[96];
    lxw_rowcol_to_cell_abs(given, (lxw_row_t)(FIRST_BUDGET + budget), 1, true, true);
    snprintf(threshold, sizeof threshold, "%s/(exchange*(1-discount))", given);
    report_xlsx_text(sheet, REPORT_XLSX_TEXT, sheet->book->answer->options[i].name);
    report_xlsx_text(sheet, REPORT_XLSX_TEXT, overrun->budget);
    report_xlsx_text(sheet, REPORT_XLSX_TEXT, overrun->period);
    report_xlsx_formula(sheet, REPORT_XLSX_AMOUNT, overrun->amount, "=%s", given);
    report_xlsx_chance(sheet, range, overrun->cost,
                       (report_xlsx_amount){threshold, overrun->amount});
    put_excess(sheet, overrun, range, threshold);
    for (size_t k = 0; k < sizeof shares / sizeof *shares; k++)
        report_xlsx_quantile(sheet, range, overrun->cost, shares[k], REPORT_XLSX_OWN);
    report_xlsx_next(sheet);
}

static void draw(report_xlsx_sheet *sheet, const report_option *option, lxw_row_t first,
                 report_xlsx_place place)
{
    const report_xlsx_titles titles = {option->name, "", "chance of breaking a budget"};
    const lxw_row_t last = first + (lxw_row_t)option->n_overruns - 1;
    lxw_chart *chart = report_xlsx_chart(sheet, LXW_CHART_COLUMN, &titles);
    report_xlsx_series(sheet, chart, "chance", (report_xlsx_cells){2, first, last},
                       (report_xlsx_cells){5, first, last});
    chart_axis_set_min(chart->y_axis, 0);
    chart_axis_set_num_format(chart->y_axis, "0%");
    chart_legend_set_position(chart, LXW_CHART_LEGEND_NONE);
    report_xlsx_place_chart(sheet, chart, place);
}

void report_xlsx_budgets(report_xlsx_book *book)
{
    static const report_xlsx_column columns[] = {
        {"design", 26},
        {"budget", 22},
        {"period", 14},
        {"amount", 16},
        {"futures above", 12},
        {"chance of breaking it", 12},
        {"95 % from", 12},
        {"to", 12},
        {"mean excess over all futures", 18},
        {"enough in 9 of 10 futures", 16},
        {"in 19 of 20", 16},
        {"in 99 of 100", 16},
    };
    if (book->results->header.n_budgets == 0)
        return;
    report_xlsx_sheet sheet = report_xlsx_open(book, "Budgets", "Will we break the budget?");
    report_xlsx_text(
        &sheet, REPORT_XLSX_SOFT,
        "Change a yellow amount to see how likely it breaks. Period \"any\": at "
        "least one of them; its excess is the sum over them, for the amount of the "
        "scenario.");
    report_xlsx_next(&sheet);
    put_amounts(&sheet);
    report_xlsx_heads(&sheet, columns, sizeof columns / sizeof *columns);
    lxw_row_t first = sheet.row;
    for (size_t i = 0; i < book->answer->n_options; i++)
        for (size_t k = 0; k < book->answer->options[i].n_overruns; k++)
            put_overrun(&sheet, i, &book->answer->options[i].overruns[k]);
    for (size_t i = 0; i < book->answer->n_options && i < MOST_CHARTS; i++) {
        const report_option *option = &book->answer->options[i];
        draw(&sheet, option, first,
             (report_xlsx_place){sheet.row + 1 + (lxw_row_t)(i / 2) * CHART_ROWS,
                                 i % 2 ? 6 : 0});
        first += (lxw_row_t)option->n_overruns;
    }
}

/* ---- when it breaks, and how deep ---- */

static void put_breach(report_xlsx_sheet *sheet, const report_option *option,
                       const report_breach *breach)
{
    const report_header *header = &sheet->book->results->header;
    report_xlsx_text(sheet, REPORT_XLSX_TEXT, option->name);
    report_xlsx_text(sheet, REPORT_XLSX_TEXT, breach->budget);
    report_xlsx_text(sheet, REPORT_XLSX_TEXT, "any");
    report_xlsx_estimate(sheet, REPORT_XLSX_PERCENT, breach->probability);
    report_xlsx_estimate(sheet, REPORT_XLSX_MONEY, breach->depth);
    report_xlsx_estimate(sheet, REPORT_XLSX_MONEY, breach->worst);
    report_xlsx_next(sheet);
    for (size_t i = 0; i < header->n_months; i++) {
        report_xlsx_text(sheet, REPORT_XLSX_TEXT, option->name);
        report_xlsx_text(sheet, REPORT_XLSX_TEXT, breach->budget);
        report_xlsx_text(sheet, REPORT_XLSX_TEXT, header->month_names[i]);
        report_xlsx_estimate(sheet, REPORT_XLSX_PERCENT, breach->first[i]);
        report_xlsx_next(sheet);
    }
}

void report_xlsx_breaches(report_xlsx_book *book)
{
    static const report_xlsx_column columns[] = {
        {"design", 26},
        {"budget", 22},
        {"first broken in", 14},
        {"chance", 12},
        {"95 % from", 12},
        {"to", 12},
        {"mean excess where it breaks", 16},
        {"95 % from", 16},
        {"to", 16},
        {"mean excess in the worst 5 % of futures", 18},
        {"95 % from", 16},
        {"to", 16},
    };
    if (book->results->header.n_budgets == 0)
        return;
    report_xlsx_sheet sheet =
        report_xlsx_open(book, "When budgets break", "When does a budget break, and how deep?");
    report_xlsx_text(&sheet, REPORT_XLSX_SOFT,
                     "For the amounts of the scenario, counted from the start of each period.");
    report_xlsx_next(&sheet);
    report_xlsx_heads(&sheet, columns, sizeof columns / sizeof *columns);
    for (size_t i = 0; i < book->answer->n_options; i++)
        for (size_t k = 0; k < book->answer->options[i].n_breaches; k++)
            put_breach(&sheet, &book->answer->options[i],
                       &book->answer->options[i].breaches[k]);
}
