/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * Where the money goes: by component and meter, and by what costs are tagged with.
 */
#include "reports/render/xlsx_parts.h"

#include <math.h>
#include <stdlib.h>

enum { MOST_CHARTS = 6, MOST_BARS = 15, CHART_ROWS = 20, COST = 7 };

/* A cell's share of the sum of its block. */
static void put_share(report_xlsx_sheet *sheet, double part, double whole,
                      report_xlsx_cells block)
{
    char cell[LXW_MAX_CELL_NAME_LENGTH], from[LXW_MAX_CELL_NAME_LENGTH],
        to[LXW_MAX_CELL_NAME_LENGTH];
    lxw_rowcol_to_cell(cell, sheet->row, block.column);
    lxw_rowcol_to_cell_abs(from, block.first, block.column, true, false);
    lxw_rowcol_to_cell_abs(to, block.last, block.column, true, false);
    report_xlsx_formula(sheet, REPORT_XLSX_PERCENT, whole > 0 ? part / whole : (double)NAN,
                        "=%s/SUM(%s:%s)", cell, from, to);
}

/* The dearest first, without those that are not used. */
static report_use *used(const report_option *option, size_t *n)
{
    report_use *uses = report_text_dearest(option);
    size_t kept = 0;
    for (size_t i = 0; i < option->n_uses; i++)
        if (uses[i].quantity.value > 0 || uses[i].mean.value > 0)
            uses[kept++] = uses[i];
    *n = kept;
    return uses;
}

/* Its share is of the cells. */
static void put_use(report_xlsx_sheet *sheet, const report_option *option,
                    const report_use *use, report_xlsx_cells block)
{
    double whole = 0;
    for (size_t i = 0; i < option->n_uses; i++)
        whole += option->uses[i].mean.value;
    report_xlsx_text(sheet, REPORT_XLSX_TEXT, option->name);
    report_xlsx_text(sheet, REPORT_XLSX_TEXT, use->component);
    report_xlsx_text(sheet, REPORT_XLSX_TEXT, model_meter_names[use->meter]);
    report_xlsx_estimate(sheet, REPORT_XLSX_NUMBER, use->quantity);
    report_xlsx_text(sheet, REPORT_XLSX_TEXT, model_meter_shown[use->meter]);
    report_xlsx_estimate(sheet, REPORT_XLSX_MONEY, use->mean);
    put_share(sheet, use->mean.value, whole, block);
    report_xlsx_next(sheet);
}

static void put_total(report_xlsx_sheet *sheet, const report_option *option, lxw_row_t first)
{
    char from[LXW_MAX_CELL_NAME_LENGTH], to[LXW_MAX_CELL_NAME_LENGTH];
    lxw_rowcol_to_cell(from, first, COST);
    lxw_rowcol_to_cell(to, sheet->row - 1, COST);
    report_xlsx_text(sheet, REPORT_XLSX_TOTAL_TEXT, option->name);
    report_xlsx_text(sheet, REPORT_XLSX_TOTAL_TEXT, "all");
    sheet->column = COST;
    report_xlsx_formula(sheet, REPORT_XLSX_TOTAL, option->cost.mean.value, "=SUM(%s:%s)", from,
                        to);
    report_xlsx_next(sheet);
}

/* The rows of an architecture in the table. */
typedef struct block {
    lxw_row_t first;
    size_t n;
} block;

static void draw(report_xlsx_sheet *sheet, const report_option *option, block rows,
                 report_xlsx_place place)
{
    const size_t bars = rows.n < MOST_BARS ? rows.n : MOST_BARS;
    const lxw_row_t last = rows.first + (lxw_row_t)bars - 1;
    const report_xlsx_titles titles = {option->name, sheet->book->currency, ""};
    lxw_chart *chart = report_xlsx_chart(sheet, LXW_CHART_BAR, &titles);
    lxw_chart_series *series = chart_add_series(chart, NULL, NULL);
    chart_series_set_name(series, "mean cost");
    chart_series_set_categories(series, sheet->name, rows.first, 1, last, 2);
    chart_series_set_values(series, sheet->name, rows.first, COST, last, COST);
    chart_axis_set_reverse(chart->y_axis);
    chart_legend_set_position(chart, LXW_CHART_LEGEND_NONE);
    report_xlsx_place_chart(sheet, chart, place);
}

static block put_option(report_xlsx_sheet *sheet, const report_option *option)
{
    block rows = {sheet->row, 0};
    report_use *uses = used(option, &rows.n);
    const report_xlsx_cells cells = {COST, rows.first, rows.first + (lxw_row_t)rows.n - 1};
    for (size_t k = 0; k < rows.n; k++)
        put_use(sheet, option, &uses[k], cells);
    if (rows.n > 0)
        put_total(sheet, option, rows.first);
    free(uses);
    return rows;
}

void report_xlsx_breakdown(report_xlsx_book *book)
{
    static const report_xlsx_column columns[] = {
        {"design", 26},    {"component", 24}, {"what", 20},  {"quantity", 18},
        {"95 % from", 18}, {"to", 18},        {"unit", 16},  {"mean cost", 16},
        {"95 % from", 16}, {"to", 16},        {"share", 10},
    };
    report_xlsx_sheet sheet = report_xlsx_open(book, "Breakdown", "Where does the money go?");
    block *rows = sim_arena_alloc(book->arena, book->answer->n_options, sizeof *rows);
    report_xlsx_text(&sheet, REPORT_XLSX_SOFT, "Means over the futures, the dearest first.");
    report_xlsx_next(&sheet);
    report_xlsx_heads(&sheet, columns, sizeof columns / sizeof *columns);
    for (size_t i = 0; i < book->answer->n_options; i++)
        rows[i] = put_option(&sheet, &book->answer->options[i]);
    for (size_t i = 0; i < book->answer->n_options && i < MOST_CHARTS; i++)
        if (rows[i].n > 0)
            draw(&sheet, &book->answer->options[i], rows[i],
                 (report_xlsx_place){sheet.row + 1 + (lxw_row_t)(i / 2) * CHART_ROWS,
                                     i % 2 ? 6 : 0});
}

static void put_shares(report_xlsx_sheet *sheet, const report_option *option,
                       report_split split)
{
    const report_shares *shares = &option->by[split];
    const report_xlsx_cells cells = {3, sheet->row, sheet->row + (lxw_row_t)shares->n - 1};
    double whole = 0;
    for (size_t i = 0; i < shares->n; i++)
        whole += shares->rows[i].mean.value;
    for (size_t i = 0; i < shares->n; i++) {
        const char *name = shares->rows[i].name;
        report_xlsx_text(sheet, REPORT_XLSX_TEXT, option->name);
        report_xlsx_text(sheet, REPORT_XLSX_TEXT, report_split_names[split]);
        report_xlsx_text(sheet, *name ? REPORT_XLSX_TEXT : REPORT_XLSX_SOFT,
                         *name ? name : "(none)");
        report_xlsx_estimate(sheet, REPORT_XLSX_MONEY, shares->rows[i].mean);
        put_share(sheet, shares->rows[i].mean.value, whole, cells);
        report_xlsx_next(sheet);
    }
}

/* Whether a split says more than that there is one of it. */
static bool tells(const report_shares *shares)
{
    return shares->n > 1 || (shares->n == 1 && *shares->rows[0].name);
}

void report_xlsx_splits(report_xlsx_book *book)
{
    static const report_xlsx_column columns[] = {
        {"design", 26},    {"by", 14}, {"name", 30},  {"mean cost", 16},
        {"95 % from", 16}, {"to", 16}, {"share", 10},
    };
    report_xlsx_sheet sheet = report_xlsx_open(book, "Who", "Whose money is it?");
    report_xlsx_text(&sheet, REPORT_XLSX_SOFT,
                     "All of the cost, split by one tag at a time: filter the column \"by\".");
    report_xlsx_next(&sheet);
    report_xlsx_heads(&sheet, columns, sizeof columns / sizeof *columns);
    const lxw_row_t head = sheet.row - 1;
    for (size_t i = 0; i < book->answer->n_options; i++)
        for (report_split split = 0; split < REPORT_SPLITS; split++)
            if (tells(&book->answer->options[i].by[split]))
                put_shares(&sheet, &book->answer->options[i], split);
    if (sheet.row > head + 1)
        worksheet_autofilter(sheet.leaf, head, 0, sheet.row - 1,
                             sizeof columns / sizeof *columns - 1);
}
