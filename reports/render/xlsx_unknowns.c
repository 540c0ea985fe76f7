/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * What the unknowns do to the cost.
 */
#include "reports/render/xlsx_parts.h"

enum { MOST_CHARTS = 6, MOST_BARS = 12, CHART_ROWS = 20 };

static void put_influence(report_xlsx_sheet *sheet, const report_option *option,
                          const report_influence *influence)
{
    report_xlsx_text(sheet, REPORT_XLSX_TEXT, option->name);
    report_xlsx_text(sheet, REPORT_XLSX_TEXT, influence->name);
    report_xlsx_estimate(sheet, REPORT_XLSX_NUMBER, influence->rank);
    report_xlsx_number(sheet, REPORT_XLSX_NUMBER, influence->low);
    report_xlsx_number(sheet, REPORT_XLSX_NUMBER, influence->high);
    report_xlsx_estimate(sheet, REPORT_XLSX_MONEY, influence->cost_low);
    report_xlsx_estimate(sheet, REPORT_XLSX_MONEY, influence->cost_high);
    report_xlsx_next(sheet);
}

/* A tornado: bars on both sides of the expected cost. */
static void draw(report_xlsx_sheet *sheet, const report_option *option, lxw_row_t first,
                 report_xlsx_place place)
{
    const size_t bars = option->n_influences < MOST_BARS ? option->n_influences : MOST_BARS;
    const lxw_row_t last = first + (lxw_row_t)bars - 1;
    const report_xlsx_titles titles = {option->name, sheet->book->currency, ""};
    const report_xlsx_cells names = {1, first, last};
    lxw_chart *chart = report_xlsx_chart(sheet, LXW_CHART_BAR, &titles);
    report_xlsx_series(sheet, chart, "cost where it is low", names,
                       (report_xlsx_cells){7, first, last});
    report_xlsx_series(sheet, chart, "cost where it is high", names,
                       (report_xlsx_cells){10, first, last});
    chart_set_series_overlap(chart, 100);
    chart_axis_set_reverse(chart->y_axis);
    chart_axis_set_label_position(chart->y_axis, LXW_CHART_AXIS_LABEL_POSITION_LOW);
    chart_axis_set_crossing(chart->x_axis, option->cost.mean.value);
    report_xlsx_place_chart(sheet, chart, place);
}

void report_xlsx_unknowns(report_xlsx_book *book)
{
    static const report_xlsx_column columns[] = {
        {"design", 26},
        {"unknown", 26},
        {"rank correlation with the cost", 14},
        {"95 % from", 12},
        {"to", 12},
        {"low: a tenth is no higher", 14},
        {"high: a tenth is no lower", 14},
        {"mean cost where it is low", 16},
        {"95 % from", 16},
        {"to", 16},
        {"mean cost where it is high", 16},
        {"95 % from", 16},
        {"to", 16},
    };
    size_t n = 0;
    for (size_t i = 0; i < book->answer->n_options; i++)
        n += book->answer->options[i].n_influences;
    if (n == 0)
        return;
    report_xlsx_sheet sheet = report_xlsx_open(book, "Unknowns", "What drives it?");
    report_xlsx_text(&sheet, REPORT_XLSX_SOFT,
                     "The strongest first. Unknowns that are correlated move together.");
    report_xlsx_next(&sheet);
    report_xlsx_heads(&sheet, columns, sizeof columns / sizeof *columns);
    lxw_row_t first = sheet.row;
    for (size_t i = 0; i < book->answer->n_options; i++)
        for (size_t k = 0; k < book->answer->options[i].n_influences; k++)
            put_influence(&sheet, &book->answer->options[i],
                          &book->answer->options[i].influences[k]);
    for (size_t i = 0; i < book->answer->n_options && i < MOST_CHARTS; i++) {
        const report_option *option = &book->answer->options[i];
        if (option->n_influences > 0)
            draw(&sheet, option, first,
                 (report_xlsx_place){sheet.row + 1 + (lxw_row_t)(i / 2) * CHART_ROWS,
                                     i % 2 ? 6 : 0});
        first += (lxw_row_t)option->n_influences;
    }
}
