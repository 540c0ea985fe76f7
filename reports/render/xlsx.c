/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "reports/render/xlsx_parts.h"

#include <errno.h>
#include <fcntl.h>
#include <libgen.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

/* A format: money and price have the currency for a unit. */
typedef struct look {
    const char *number;
    bool has_currency, is_bold, is_given, wraps, is_mono, is_right;
    lxw_color_t ink, ground; /* 0: the usual */
    double size;             /* 0: the usual */
} look;

enum { GREY = 0x595959, DEEP = 0x1F3864, PALE = 0xDDE6F3, YELLOW = 0xFFF6C8 };

static const look looks[REPORT_XLSX_KINDS] = {
    [REPORT_XLSX_TITLE] = {.is_bold = true, .ink = DEEP, .size = 16},
    [REPORT_XLSX_SOFT] = {.ink = GREY},
    [REPORT_XLSX_NONE] = {.ink = GREY, .is_right = true},
    [REPORT_XLSX_HEAD] = {.is_bold = true, .ink = DEEP, .ground = PALE, .wraps = true},
    [REPORT_XLSX_TEXT] = {.number = NULL},
    [REPORT_XLSX_LINE] = {.is_mono = true},
    [REPORT_XLSX_MONEY] = {.number = "#,##0.00", .has_currency = true},
    [REPORT_XLSX_PRICE] = {.number = "#,##0.000000", .has_currency = true},
    [REPORT_XLSX_AMOUNT] = {.number = "#,##0.00"},
    [REPORT_XLSX_NUMBER] = {.number = "#,##0.0###"},
    [REPORT_XLSX_COUNT] = {.number = "#,##0"},
    [REPORT_XLSX_PERCENT] = {.number = "0.00%"},
    [REPORT_XLSX_TOTAL_TEXT] = {.is_bold = true},
    [REPORT_XLSX_TOTAL] = {.number = "#,##0.00", .has_currency = true, .is_bold = true},
    [REPORT_XLSX_TOTAL_PERCENT] = {.number = "0.00%", .is_bold = true},
    [REPORT_XLSX_GIVEN_AMOUNT] = {.number = "#,##0.00", .is_given = true},
    [REPORT_XLSX_GIVEN_NUMBER] = {.number = "#,##0.0###", .is_given = true},
    [REPORT_XLSX_GIVEN_PERCENT] = {.number = "0.00%", .is_given = true},
};

static void set_number(const report_xlsx_book *book, lxw_format *format, const look *as)
{
    char text[64];
    snprintf(text, sizeof text, as->has_currency ? "%s\" %.16s\"" : "%s", as->number,
             book->currency);
    format_set_num_format(format, text);
}

static lxw_format *format_of(const report_xlsx_book *book, const look *as)
{
    lxw_format *format = workbook_add_format(book->workbook);
    if (as->number)
        set_number(book, format, as);
    if (as->is_bold)
        format_set_bold(format);
    if (as->ink)
        format_set_font_color(format, as->ink);
    if (as->size > 0)
        format_set_font_size(format, as->size);
    if (as->ground || as->is_given)
        format_set_bg_color(format, as->is_given ? YELLOW : as->ground);
    if (as->is_given)
        format_set_border(format, LXW_BORDER_THIN);
    if (as->wraps)
        format_set_text_wrap(format);
    if (as->is_right)
        format_set_align(format, LXW_ALIGN_RIGHT);
    if (as->is_mono)
        format_set_font_name(format, "Courier New");
    return format;
}

/* Currencies are words, but a scenario may say what it likes. */
static const char *currency_of(report_xlsx_book *book)
{
    char *text =
        sim_arena_copy(book->arena, report_xlsx_clean(book, book->results->header.currency));
    for (char *c = text; *c; c++)
        if (*c == '"' || *c == '\\')
            *c = ' ';
    return text;
}

static void begin(report_xlsx_book *book)
{
    book->currency = currency_of(book);
    for (size_t i = 0; i < REPORT_XLSX_KINDS; i++)
        book->formats[i] = format_of(book, &looks[i]);
    book->n_listed =
        book->answer->n < REPORT_XLSX_MOST_FUTURES ? book->answer->n : REPORT_XLSX_MOST_FUTURES;
    /* The package dates its parts 1980-01-01, and so do we: results carry no date. */
    lxw_doc_properties about = {
        .title = sim_arena_copy(book->arena,
                                report_xlsx_clean(book, book->results->header.scenario)),
        .author = sim_arena_copy(book->arena, "outlay"),
        .created = 315532800,
    };
    workbook_set_properties(book->workbook, &about);
}

/* In the order in which they stand. */
static void (*const sheets[])(report_xlsx_book *book) = {
    report_xlsx_answer,      report_xlsx_what_if,      report_xlsx_months,
    report_xlsx_sums,        report_xlsx_budgets,      report_xlsx_breaches,
    report_xlsx_breakdown,   report_xlsx_splits,       report_xlsx_comparison,
    report_xlsx_differences, report_xlsx_unknowns,     report_xlsx_sensitivity,
    report_xlsx_words,       report_xlsx_list_futures, report_xlsx_notes,
};

/*
 * The library tells the user of failures itself, in its own words; we tell them in ours, so
 * that standard error is put aside for as long as it works.
 */
static lxw_error close_quietly(lxw_workbook *workbook)
{
    fflush(stderr);
    const int kept = dup(STDERR_FILENO), nowhere = open("/dev/null", O_WRONLY);
    if (kept >= 0 && nowhere >= 0)
        dup2(nowhere, STDERR_FILENO);
    const lxw_error error = workbook_close(workbook);
    const int reason = errno;
    fflush(stderr);
    if (kept >= 0 && nowhere >= 0)
        dup2(kept, STDERR_FILENO);
    if (kept >= 0)
        close(kept);
    if (nowhere >= 0)
        close(nowhere);
    errno = reason;
    return error;
}

static bool finish(lxw_workbook *workbook, const char *path, const char *shown,
                   sim_failure *why)
{
    errno = 0;
    const lxw_error error = close_quietly(workbook);
    if (error != LXW_NO_ERROR)
        return sim_fail(why, "cannot write %s: %s", shown,
                        errno ? strerror(errno) : lxw_strerror(error));
    return report_xlsx_is_whole(path) ||
           sim_fail(why, "cannot write %s: the disk is full, or a file may not grow so large",
                    shown);
}

bool report_xlsx_write(const report_answer *answer, const report_results *results,
                       const char *path, const char *shown, sim_failure *why)
{
    sim_arena *arena = sim_arena_new();
    lxw_workbook_options options = {.tmpdir = dirname(sim_arena_copy(arena, path))};
    report_xlsx_book book = {.workbook = workbook_new_opt(path, &options),
                             .answer = answer,
                             .results = results,
                             .arena = arena};
    begin(&book);
    report_xlsx_plan_futures(&book);
    for (size_t i = 0; i < sizeof sheets / sizeof *sheets; i++)
        sheets[i](&book);
    const bool is_written = finish(book.workbook, path, shown, why);
    sim_arena_free(arena);
    return is_written;
}
