/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * Text and tables of a page that is HTML and well-formed XML at once.
 */
#ifndef REPORTS_RENDER_HTML_WRITER_H
#define REPORTS_RENDER_HTML_WRITER_H

#include "reports/answer.h"

#include <stdio.h>

/* Writes a text: <, >, &, " and ' as references; control characters, U+FFFE, U+FFFF and bytes
   that are not UTF-8 become U+FFFD. Good in elements and in quoted attributes. */
void report_html_text(const char *text, FILE *out);

/* The same of a format as of printf; the result is cut at 2,000 bytes. */
void report_html_print(FILE *out, const char *format, ...)
    __attribute__((format(printf, 2, 3)));

/* An estimate as people read it, its value in full as programs do; what: a figure of it, such
   as report_figure_money(). The interval, if any, is set smaller. */
void report_html_figure(const char *what, double value, FILE *out);

/* A table that scrolls if it is too wide. A row is opened by its first cell, which is its
   heading, and closed by the next row or the end. Names and texts are cut at 60 columns. */
typedef struct report_html_table {
    FILE *out;
    bool is_open;                           /* a row is */
    const char *const *heads, *const *head; /* of cards: all, and the next cell's; else NULL */
} report_html_table;

/* heads: texts, NULL after the last. */
report_html_table report_html_table_open(const char *caption, const char *const *heads,
                                         FILE *out);

/* The same, but on a narrow screen rows become cards, in which each figure has its head. */
report_html_table report_html_cards_open(const char *caption, const char *const *heads,
                                         FILE *out);

void report_html_table_row(report_html_table *table, const char *name);
void report_html_table_cell(report_html_table *table, const char *what, double value);
void report_html_table_text(report_html_table *table, const char *text);
void report_html_table_close(report_html_table *table);

#endif
