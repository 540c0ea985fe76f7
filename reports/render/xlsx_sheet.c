/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * Sheets and cells.
 */
#include "reports/render/utf8.h"
#include "reports/render/xlsx_parts.h"

#include <math.h>
#include <stdarg.h>
#include <string.h>

enum {
    MOST_FROZEN = 12,
    MOST_TEXT = 32000,
    MOST_FORMULA = 4096,
    CHART_WIDTH = 760,
    CHART_HEIGHT = 380
};

const char *report_xlsx_clean(report_xlsx_book *book, const char *text)
{
    const size_t length = strnlen(text, MOST_TEXT);
    char *clean = sim_arena_alloc(book->arena, length + 1, 1);
    for (size_t i = 0, used = 0; i < length;) {
        const size_t bytes = report_utf8_bytes(text + i);
        if (bytes > 0 && i + bytes > length)
            break;
        if (bytes > 0)
            memcpy(clean + used, text + i, bytes);
        else
            clean[used] = (unsigned char)text[i] < ' ' ? ' ' : '?';
        used += bytes ? bytes : 1;
        i += bytes ? bytes : 1;
    }
    return clean;
}

report_xlsx_sheet report_xlsx_open(report_xlsx_book *book, const char *name,
                                   const char *question)
{
    report_xlsx_sheet sheet = {
        .book = book, .leaf = workbook_add_worksheet(book->workbook, name), .name = name};
    worksheet_set_landscape(sheet.leaf);
    worksheet_set_paper(sheet.leaf, 9); /* A4 */
    worksheet_fit_to_pages(sheet.leaf, 1, 0);
    worksheet_set_footer(sheet.leaf, "&L&F: &A&Rpage &P of &N");
    report_xlsx_text(&sheet, REPORT_XLSX_TITLE, question);
    report_xlsx_next(&sheet);
    return sheet;
}

void report_xlsx_heads(report_xlsx_sheet *sheet, const report_xlsx_column *columns, size_t n)
{
    for (size_t i = 0; i < n; i++) {
        worksheet_set_column(sheet->leaf, (lxw_col_t)i, (lxw_col_t)i, columns[i].width, NULL);
        report_xlsx_text(sheet, REPORT_XLSX_HEAD, columns[i].name);
    }
    worksheet_repeat_rows(sheet->leaf, sheet->row, sheet->row);
    report_xlsx_next(sheet);
    if (sheet->row <= MOST_FROZEN)
        worksheet_freeze_panes(sheet->leaf, sheet->row, 1);
}

void report_xlsx_next(report_xlsx_sheet *sheet)
{
    sheet->row++;
    sheet->column = 0;
}

void report_xlsx_text(report_xlsx_sheet *sheet, report_xlsx_kind kind, const char *text)
{
    worksheet_write_string(sheet->leaf, sheet->row, sheet->column++,
                           report_xlsx_clean(sheet->book, text), sheet->book->formats[kind]);
}

void report_xlsx_number(report_xlsx_sheet *sheet, report_xlsx_kind kind, double x)
{
    if (isfinite(x))
        worksheet_write_number(sheet->leaf, sheet->row, sheet->column++, x,
                               sheet->book->formats[kind]);
    else
        report_xlsx_text(sheet, REPORT_XLSX_NONE, "n/a");
}

void report_xlsx_estimate(report_xlsx_sheet *sheet, report_xlsx_kind kind, report_estimate x)
{
    report_xlsx_number(sheet, kind, x.value);
    report_xlsx_number(sheet, kind, x.ci95.low);
    report_xlsx_number(sheet, kind, x.ci95.high);
}

void report_xlsx_formula(report_xlsx_sheet *sheet, report_xlsx_kind kind, double value,
                         const char *format, ...)
{
    char text[MOST_FORMULA];
    va_list arguments;
    va_start(arguments, format);
    vsnprintf(text, sizeof text, format, arguments);
    va_end(arguments);
    if (isfinite(value))
        worksheet_write_formula_num(sheet->leaf, sheet->row, sheet->column++, text,
                                    sheet->book->formats[kind], value);
    else
        report_xlsx_text(sheet, REPORT_XLSX_NONE, "n/a");
}

lxw_chart *report_xlsx_chart(report_xlsx_sheet *sheet, uint8_t type,
                             const report_xlsx_titles *titles)
{
    lxw_chart *chart = workbook_add_chart(sheet->book->workbook, type);
    chart_title_set_name(chart, report_xlsx_clean(sheet->book, titles->chart));
    chart_axis_set_name(chart->x_axis, titles->x);
    chart_axis_set_name(chart->y_axis, titles->y);
    chart_legend_set_position(chart, LXW_CHART_LEGEND_BOTTOM);
    return chart;
}

lxw_chart_series *report_xlsx_series(report_xlsx_sheet *sheet, lxw_chart *chart,
                                     const char *name, report_xlsx_cells categories,
                                     report_xlsx_cells values)
{
    lxw_chart_series *series = chart_add_series(chart, NULL, NULL);
    chart_series_set_name(series, report_xlsx_clean(sheet->book, name));
    chart_series_set_categories(series, sheet->name, categories.first, categories.column,
                                categories.last, categories.column);
    chart_series_set_values(series, sheet->name, values.first, values.column, values.last,
                            values.column);
    return series;
}

void report_xlsx_place_chart(report_xlsx_sheet *sheet, lxw_chart *chart,
                             report_xlsx_place place)
{
    /* Of a chart of the default size, 480 by 288. */
    lxw_chart_options options = {.x_scale = CHART_WIDTH / 480.0,
                                 .y_scale = CHART_HEIGHT / 288.0};
    worksheet_insert_chart_opt(sheet->leaf, place.row, place.column, chart, &options);
}
