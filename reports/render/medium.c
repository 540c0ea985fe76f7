/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "reports/render/medium.h"

#include "reports/render/markup.h"

static void put_headline(const char *text, FILE *out)
{
    report_table_wrap(text, 2, out);
}

static void put_paragraph(const char *text, FILE *out)
{
    fputs("  ", out);
    report_table_wrap(text, 2, out);
}

static void put_note(const char *text, FILE *out)
{
    fputs("  - ", out);
    report_table_wrap(text, 4, out);
}

static void put_end(const char *text, FILE *out)
{
    fputc('\n', out);
    report_table_wrap(text, 0, out);
}

const report_medium report_medium_text = {
    put_headline, put_paragraph, report_table_title, report_table_write, "\nNotes\n",
    put_note,     put_end};

static void mark_headline(const char *text, FILE *out)
{
    fputs("### ", out);
    report_markup_text(text, out);
    fputs("\n\n", out);
}

static void mark_item(const char *text, FILE *out)
{
    fputs("- ", out);
    report_markup_text(text, out);
    fputc('\n', out);
}

static void mark_title(const char *of, const char *what, const char *unit, FILE *out)
{
    fputs("\n**", out);
    report_markup_text(of, out);
    fputs("**: ", out);
    report_markup_text(what, out);
    fputs(", ", out);
    report_markup_text(unit, out);
    fputs("\n\n", out);
}

static void mark_end(const char *text, FILE *out)
{
    fputc('\n', out);
    report_markup_text(text, out);
    fputc('\n', out);
}

const report_medium report_medium_markdown = {
    mark_headline,     mark_item, mark_title, report_table_write_markdown,
    "\n**Notes**\n\n", mark_item, mark_end};
