/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * Tables of text, aligned and never wider than the page: columns that do not fit follow below,
 * with the key columns before them again.
 */
#ifndef REPORTS_RENDER_TABLE_H
#define REPORTS_RENDER_TABLE_H

#include <stddef.h>
#include <stdio.h>

enum { REPORT_PAGE_COLUMNS = 96 };

typedef struct report_table report_table;

/* A table of n columns, the first n_keys of them keys: left-aligned. */
report_table *report_table_new(size_t n, size_t n_keys);

/* Adds a cell, row by row; the first row is the heading. Longer than 56 columns is cut: a
   million millions with its interval is not. */
void report_table_add(report_table *table, const char *text);

/* Has the last column start at the left; the others that are no keys end at the right. */
void report_table_left(report_table *table);

/* Writes the table, indented by two, and frees it. */
void report_table_write(report_table *table, FILE *out);

/* Writes the table in Markdown, and frees it. */
void report_table_write_markdown(report_table *table, FILE *out);

/* Columns that a UTF-8 text takes. */
size_t report_table_width(const char *text);

/* Cuts a text to at most that many columns, the last two of them dots. */
void report_table_cut(char *text, size_t most);

/* Writes an empty line and "OF: WHAT, UNIT", wrapped. */
void report_table_title(const char *of, const char *what, const char *unit, FILE *out);

/* Writes a text wrapped at spaces, all lines but the first indented by that much; the cursor
   is taken to stand there already. Ends the line. */
void report_table_wrap(const char *text, size_t indent, FILE *out);

#endif
