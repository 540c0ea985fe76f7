/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * What a reader has to know, and where the figures come from.
 */
#include "reports/render/xlsx_parts.h"

static void put_fact(report_xlsx_sheet *sheet, const char *name, const char *text)
{
    report_xlsx_text(sheet, REPORT_XLSX_TEXT, name);
    report_xlsx_text(sheet, REPORT_XLSX_TEXT, text);
    report_xlsx_next(sheet);
}

static void put_number(report_xlsx_sheet *sheet, const char *name, double x)
{
    report_xlsx_text(sheet, REPORT_XLSX_TEXT, name);
    report_xlsx_number(sheet, REPORT_XLSX_COUNT, x);
    report_xlsx_next(sheet);
}

static void put_run(report_xlsx_sheet *sheet)
{
    const report_results *results = sheet->book->results;
    const report_header *header = &results->header;
    char seed[32];
    snprintf(seed, sizeof seed, "%llu", (unsigned long long)header->seed);
    put_fact(sheet, "program", "outlay");
    put_fact(sheet, "version", header->version);
    put_fact(sheet, "scenario", header->scenario);
    put_fact(sheet, "command line", header->command_line);
    put_fact(sheet, "seed", seed);
    put_number(sheet, "futures", (double)results->n);
    put_number(sheet, "of them listed", (double)sheet->book->n_listed);
    put_fact(sheet, "status", results->status);
    put_fact(sheet, "currency", header->currency);
    put_fact(sheet, "horizon's start", header->start);
    put_number(sheet, "its months", (double)header->n_months);
    for (size_t i = 0; i < header->n_files; i++)
        put_fact(sheet, header->files[i].role, header->files[i].path);
}

void report_xlsx_notes(report_xlsx_book *book)
{
    static const char *const reading[] = {
        "A future is one replication: its unknowns are drawn once, the rest by chance.",
        "\"95 % from .. to\" is the interval of the estimate; more futures make it narrower.",
        "Quantiles are order statistics, of rank n p rounded up.",
        "Limits of chances are Clopper and Pearson's.",
        "Formulas work on the futures listed. Stored values are the program's own.",
    };
    static const report_xlsx_column columns[] = {{"what", 22}, {"is", 110}};
    report_xlsx_sheet sheet = report_xlsx_open(book, "Notes", "Notes, and where this is from");
    report_xlsx_next(&sheet);
    report_xlsx_heads(&sheet, columns, sizeof columns / sizeof *columns);
    for (size_t i = 0; i < book->answer->n_warnings; i++)
        put_fact(&sheet, "note", book->answer->warnings[i]);
    for (size_t i = 0; i < sizeof reading / sizeof *reading; i++)
        put_fact(&sheet, "how to read", reading[i]);
    put_run(&sheet);
}
