/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * A workbook under way, for the files that write its sheets: each sheet is a function here and
 * a row in the table of xlsx.c.
 */
#ifndef REPORTS_RENDER_XLSX_PARTS_H
#define REPORTS_RENDER_XLSX_PARTS_H

#include "reports/render/text_parts.h"
#include "reports/render/xlsx.h"

#include <xlsxwriter.h>

/* How a cell looks. */
typedef enum report_xlsx_kind {
    REPORT_XLSX_TITLE,
    REPORT_XLSX_SOFT,
    REPORT_XLSX_NONE, /* where there is no number */
    REPORT_XLSX_HEAD,
    REPORT_XLSX_TEXT,
    REPORT_XLSX_LINE, /* of equally wide letters */
    REPORT_XLSX_MONEY,
    REPORT_XLSX_PRICE,  /* money, to a millionth */
    REPORT_XLSX_AMOUNT, /* in the reader's money */
    REPORT_XLSX_NUMBER,
    REPORT_XLSX_COUNT,
    REPORT_XLSX_PERCENT,
    REPORT_XLSX_TOTAL_TEXT,
    REPORT_XLSX_TOTAL,
    REPORT_XLSX_TOTAL_PERCENT,
    REPORT_XLSX_GIVEN_AMOUNT, /* cells that the reader may change */
    REPORT_XLSX_GIVEN_NUMBER,
    REPORT_XLSX_GIVEN_PERCENT,
    REPORT_XLSX_KINDS
} report_xlsx_kind;

/* A column of the sheets of futures. */
typedef struct report_xlsx_path {
    const char *name;
    const double *cost; /* cost[n], by future, step apart; borrowed from the answer */
    size_t step;
} report_xlsx_path;

/* The sheet that lists an architecture's futures. */
typedef struct report_xlsx_futures {
    char sheet[128]; /* its name */
    report_xlsx_path *paths;
    size_t n_paths;
} report_xlsx_futures;

typedef struct report_xlsx_book {
    lxw_workbook *workbook;
    lxw_format *formats[REPORT_XLSX_KINDS];
    const report_answer *answer;
    const report_results *results;
    const char *currency;
    size_t n_listed;              /* futures that are listed */
    report_xlsx_futures *futures; /* futures[n_options] */
    sim_arena *arena;
} report_xlsx_book;

/* A sheet, and the cell that is written next. */
typedef struct report_xlsx_sheet {
    report_xlsx_book *book;
    lxw_worksheet *leaf;
    const char *name;
    lxw_row_t row;
    lxw_col_t column;
} report_xlsx_sheet;

typedef struct report_xlsx_column {
    const char *name;
    double width; /* in digits */
} report_xlsx_column;

/* ---- cells, from left to right ---- */

/* A new sheet with its question, ready to print. */
report_xlsx_sheet report_xlsx_open(report_xlsx_book *book, const char *name,
                                   const char *question);

/* The heads of a table, which stay in sight; n of columns. */
void report_xlsx_heads(report_xlsx_sheet *sheet, const report_xlsx_column *columns, size_t n);

/* To the beginning of the next row. */
void report_xlsx_next(report_xlsx_sheet *sheet);

void report_xlsx_text(report_xlsx_sheet *sheet, report_xlsx_kind kind, const char *text);

/* "n/a" where there is no number. */
void report_xlsx_number(report_xlsx_sheet *sheet, report_xlsx_kind kind, double x);

/* Three cells: value, lower and upper limit. */
void report_xlsx_estimate(report_xlsx_sheet *sheet, report_xlsx_kind kind, report_estimate x);

/* A formula and what it comes to. */
void report_xlsx_formula(report_xlsx_sheet *sheet, report_xlsx_kind kind, double value,
                         const char *format, ...) __attribute__((format(printf, 4, 5)));

/* A text of which every program makes a cell: UTF-8, no control characters, not too long. */
const char *report_xlsx_clean(report_xlsx_book *book, const char *text);

/* ---- formulas over futures ---- */

/* Where costs by future stand: "'Futures'!$B$5:$B$1004". Of the total: of == NULL. */
const char *report_xlsx_range(report_xlsx_book *book, size_t option, const double *of);

/* An amount that costs are held against: a formula, and what it comes to. */
typedef struct report_xlsx_amount {
    const char *formula;
    double value;
} report_xlsx_amount;

/* Four cells: how many futures cost more, their share, and its limits (Clopper & Pearson 1934
   by quantiles of the beta distribution). */
void report_xlsx_chance(report_xlsx_sheet *sheet, const char *range, const double *cost,
                        report_xlsx_amount amount);

/* What the share p of futures costs at most: the order statistic of rank ceil(n p), as
   sim_interval_quantile_value has it. then: "", or REPORT_XLSX_OWN if it is to be
   in the reader's money. */
void report_xlsx_quantile(report_xlsx_sheet *sheet, const char *range, const double *cost,
                          report_xlsx_amount p, const char *then);

/* From the report's money to the reader's, by the cells of the sheet "What if". */
#define REPORT_XLSX_OWN "*exchange*(1-discount)"

/* ---- charts ---- */

/* Cells of a sheet: a column from one row to another. */
typedef struct report_xlsx_cells {
    lxw_col_t column;
    lxw_row_t first, last;
} report_xlsx_cells;

/* A chart that stands at the sheet's cell, so many pixels wide and high. */
typedef struct report_xlsx_place {
    lxw_row_t row;
    lxw_col_t column;
} report_xlsx_place;

typedef struct report_xlsx_titles {
    const char *chart, *x, *y;
} report_xlsx_titles;

lxw_chart *report_xlsx_chart(report_xlsx_sheet *sheet, uint8_t type,
                             const report_xlsx_titles *titles);
lxw_chart_series *report_xlsx_series(report_xlsx_sheet *sheet, lxw_chart *chart,
                                     const char *name, report_xlsx_cells categories,
                                     report_xlsx_cells values);
void report_xlsx_place_chart(report_xlsx_sheet *sheet, lxw_chart *chart,
                             report_xlsx_place place);

/* ---- sheets ---- */

void report_xlsx_answer(report_xlsx_book *book);
void report_xlsx_what_if(report_xlsx_book *book);
void report_xlsx_months(report_xlsx_book *book);
void report_xlsx_sums(report_xlsx_book *book);
void report_xlsx_budgets(report_xlsx_book *book);
void report_xlsx_breaches(report_xlsx_book *book);
void report_xlsx_breakdown(report_xlsx_book *book);
void report_xlsx_splits(report_xlsx_book *book);
void report_xlsx_comparison(report_xlsx_book *book);
void report_xlsx_differences(report_xlsx_book *book);
void report_xlsx_unknowns(report_xlsx_book *book);
void report_xlsx_sensitivity(report_xlsx_book *book);
void report_xlsx_words(report_xlsx_book *book);
void report_xlsx_notes(report_xlsx_book *book);

/* Names the sheets of futures and their columns, before any formula is written; writes them. */
void report_xlsx_plan_futures(report_xlsx_book *book);
void report_xlsx_list_futures(report_xlsx_book *book);

/* ---- the file ---- */

/* Whether the file is a whole package: every part of it inflates to its recorded size and is
   XML that ends with the tag it began with. The library does not notice a full disk. */
bool report_xlsx_is_whole(const char *path);

#endif
