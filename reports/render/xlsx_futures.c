/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * The futures themselves, a sheet for each architecture, and formulas over them.
 */
#include "reports/estimate.h"
#include "reports/render/utf8.h"
#include "reports/render/xlsx_parts.h"

#include <math.h>
#include <stdlib.h>
#include <string.h>

/* Rows before the first future. */
enum { HEAD_ROWS = 3, MOST_NAME = 31 };

/* A name that a sheet may have: at most 31 characters, none of []:*?/\ and '. */
static void name_sheet(report_xlsx_book *book, size_t i, char *name, size_t size)
{
    const char *text = report_xlsx_clean(book, book->answer->options[i].name);
    size_t used = book->answer->n_options > 1
                      ? (size_t)snprintf(name, size, "Futures %zu ", i + 1)
                      : (size_t)snprintf(name, size, "Futures ");
    /* Counted as the format does: in UTF-16. */
    for (size_t letters = used; *text;) {
        const size_t bytes = report_utf8_bytes(text);
        letters += bytes > 3 ? 2 : 1;
        if (letters > MOST_NAME)
            break;
        memcpy(name + used, text, bytes);
        if (strchr("[]:*?/\\'", *text))
            name[used] = '-';
        used += bytes;
        text += bytes;
    }
    name[used] = '\0';
}

static bool is_same(const report_xlsx_path *path, const double *cost, size_t n)
{
    for (size_t i = 0; i < n; i++)
        if (path->cost[i * path->step] < cost[i] || path->cost[i * path->step] > cost[i])
            return false;
    return true;
}

static size_t path_of(const report_xlsx_futures *futures, const double *cost, size_t n)
{
    size_t i = 0;
    while (i < futures->n_paths && !is_same(&futures->paths[i], cost, n))
        i++;
    return i;
}

/* Total, months, and periods of budgets that are neither. */
static void plan_paths(report_xlsx_book *book, size_t which)
{
    const report_option *option = &book->answer->options[which];
    const report_header *header = &book->results->header;
    report_xlsx_futures *futures = &book->futures[which];
    futures->paths = sim_arena_alloc(book->arena, 1 + header->n_months + option->n_overruns,
                                     sizeof *futures->paths);
    futures->paths[futures->n_paths++] = (report_xlsx_path){"whole horizon", option->total, 1};
    for (size_t i = 0; i < header->n_months; i++)
        futures->paths[futures->n_paths++] =
            (report_xlsx_path){header->month_names[i], option->paths + i, header->n_months};
    for (size_t i = 0; i < option->n_overruns; i++) {
        const report_overrun *overrun = &option->overruns[i];
        char name[160];
        if (path_of(futures, overrun->cost, book->n_listed) < futures->n_paths)
            continue;
        snprintf(name, sizeof name, overrun->is_any ? "dearest period of %.100s" : "%.100s",
                 overrun->is_any ? overrun->budget : overrun->period);
        futures->paths[futures->n_paths++] =
            (report_xlsx_path){sim_arena_copy(book->arena, name), overrun->cost, 1};
    }
}

void report_xlsx_plan_futures(report_xlsx_book *book)
{
    book->futures =
        sim_arena_alloc(book->arena, book->answer->n_options, sizeof *book->futures);
    for (size_t i = 0; i < book->answer->n_options; i++) {
        name_sheet(book, i, book->futures[i].sheet, sizeof book->futures[i].sheet);
        plan_paths(book, i);
    }
}

static void put_heads(report_xlsx_sheet *sheet, const report_xlsx_futures *futures)
{
    const report_header *header = &sheet->book->results->header;
    const size_t n = 1 + futures->n_paths + header->n_unknowns;
    report_xlsx_column *columns = sim_arena_alloc(sheet->book->arena, n, sizeof *columns);
    size_t used = 0;
    columns[used++] = (report_xlsx_column){"future", 9};
    for (size_t i = 0; i < futures->n_paths; i++)
        columns[used++] = (report_xlsx_column){futures->paths[i].name, 16};
    for (size_t i = 0; i < header->n_unknowns; i++)
        columns[used++] = (report_xlsx_column){header->unknown_names[i], 14};
    report_xlsx_heads(sheet, columns, n);
}

static void list(report_xlsx_book *book, size_t which)
{
    const report_xlsx_futures *futures = &book->futures[which];
    const size_t n_unknowns = book->results->header.n_unknowns;
    char about[192];
    report_xlsx_sheet sheet =
        report_xlsx_open(book, futures->sheet, book->answer->options[which].name);
    snprintf(about, sizeof about,
             "What each future costs, %.16s, and the unknowns that were drawn for it: %zu of "
             "%zu futures.",
             book->currency, book->n_listed, book->answer->n);
    report_xlsx_text(&sheet, REPORT_XLSX_SOFT, about);
    report_xlsx_next(&sheet);
    put_heads(&sheet, futures);
    for (size_t i = 0; i < book->n_listed; i++) {
        report_xlsx_number(&sheet, REPORT_XLSX_COUNT, (double)i);
        for (size_t k = 0; k < futures->n_paths; k++)
            report_xlsx_number(&sheet, REPORT_XLSX_MONEY,
                               futures->paths[k].cost[i * futures->paths[k].step]);
        for (size_t k = 0; k < n_unknowns; k++)
            report_xlsx_number(&sheet, REPORT_XLSX_NUMBER,
                               book->results->unknowns[i * n_unknowns + k]);
        report_xlsx_next(&sheet);
    }
}

void report_xlsx_list_futures(report_xlsx_book *book)
{
    for (size_t i = 0; i < book->answer->n_options; i++)
        list(book, i);
}

/* ---- formulas ---- */

const char *report_xlsx_range(report_xlsx_book *book, size_t option, const double *of)
{
    const report_xlsx_futures *futures = &book->futures[option];
    const size_t path = of ? path_of(futures, of, book->n_listed) : 0;
    char first[LXW_MAX_CELL_NAME_LENGTH], last[LXW_MAX_CELL_NAME_LENGTH], text[256];
    lxw_rowcol_to_cell_abs(first, HEAD_ROWS, (lxw_col_t)(1 + path), true, true);
    lxw_rowcol_to_cell_abs(last, (lxw_row_t)(HEAD_ROWS + book->n_listed - 1),
                           (lxw_col_t)(1 + path), true, true);
    snprintf(text, sizeof text, "'%s'!%s:%s", futures->sheet, first, last);
    return sim_arena_copy(book->arena, text);
}

void report_xlsx_chance(report_xlsx_sheet *sheet, const char *range, const double *cost,
                        report_xlsx_amount amount)
{
    const size_t n = sheet->book->n_listed;
    char over[LXW_MAX_CELL_NAME_LENGTH];
    size_t k = 0;
    for (size_t i = 0; i < n; i++)
        k += cost[i] > amount.value;
    const report_estimate chance = report_estimate_probability(k, n);
    lxw_rowcol_to_cell(over, sheet->row, sheet->column);
    report_xlsx_formula(sheet, REPORT_XLSX_COUNT, (double)k, "=COUNTIF(%s,\">\"&(%s))", range,
                        amount.formula);
    report_xlsx_formula(sheet, REPORT_XLSX_PERCENT, chance.value, "=%s/ROWS(%s)", over, range);
    report_xlsx_formula(sheet, REPORT_XLSX_PERCENT, chance.ci95.low,
                        "=IF(%s=0,0,_xlfn.BETA.INV(0.025,%s,ROWS(%s)-%s+1))", over, over, range,
                        over);
    report_xlsx_formula(sheet, REPORT_XLSX_PERCENT, chance.ci95.high,
                        "=IF(%s=ROWS(%s),1,_xlfn.BETA.INV(0.975,%s+1,ROWS(%s)-%s))", over,
                        range, over, range, over);
}

void report_xlsx_quantile(report_xlsx_sheet *sheet, const char *range, const double *cost,
                          report_xlsx_amount p, const char *then)
{
    const size_t n = sheet->book->n_listed;
    const double *sorted = report_estimate_sorted(sheet->book->arena, n, cost);
    report_xlsx_formula(sheet, *then ? REPORT_XLSX_AMOUNT : REPORT_XLSX_MONEY,
                        report_estimate_quantile(n, sorted, p.value).value,
                        "=SMALL(%s,MAX(1,ROUNDUP(ROUND(ROWS(%s)*%s,9),0)))%s", range, range,
                        p.formula, then);
}
