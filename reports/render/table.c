/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "reports/render/table.h"

#include "reports/render/markup.h"
#include "sim/failure.h"
#include "sim/memory.h"

#include <stdbool.h>
#include <stdlib.h>
#include <string.h>

enum { INDENT = 2, GAP = 2, CELL_COLUMNS = 56 };

struct report_table {
    char **cells; /* cells[n_rows][n] */
    size_t n, n_keys, n_cells, room;
    bool is_last_left; /* the last column starts at the left, like a key */
};

report_table *report_table_new(size_t n, size_t n_keys)
{
    report_table *table = sim_alloc(1, sizeof *table, "a table");
    *table = (report_table){.n = n, .n_keys = n_keys};
    return table;
}

void report_table_left(report_table *table)
{
    table->is_last_left = true;
}

static bool begins_character(char byte)
{
    return ((unsigned char)byte & 0xC0) != 0x80;
}

size_t report_table_width(const char *text)
{
    size_t width = 0;
    for (; *text; text++)
        width += begins_character(*text);
    return width;
}

void report_table_cut(char *text, size_t most)
{
    if (report_table_width(text) <= most)
        return;
    size_t seen = 0;
    char *at = text;
    while (seen + 2 < most || !begins_character(*at))
        seen += begins_character(*++at);
    memcpy(at, "..", 3);
}

void report_table_add(report_table *table, const char *text)
{
    if (table->n_cells == table->room) {
        table->room = 2 * table->room + 64;
        table->cells = sim_realloc(table->cells, table->room, sizeof *table->cells, "a table");
    }
    table->cells[table->n_cells] = sim_copy(text);
    report_table_cut(table->cells[table->n_cells++], CELL_COLUMNS);
}

static size_t column_width(const report_table *table, size_t column)
{
    size_t widest = 0;
    for (size_t i = column; i < table->n_cells; i += table->n) {
        size_t width = report_table_width(table->cells[i]);
        widest = width > widest ? width : widest;
    }
    return widest;
}

static void pad(size_t n, FILE *out)
{
    fprintf(out, "%*s", (int)n, "");
}

static bool is_left(const report_table *table, size_t column)
{
    return column < table->n_keys || (column + 1 == table->n && table->is_last_left);
}

static void write_cell(const report_table *table, const size_t *widths, size_t row,
                       size_t column, FILE *out)
{
    const char *text = table->cells[row * table->n + column];
    const bool is_last = column + 1 == table->n, begins_left = is_left(table, column);
    const size_t spare = widths[column] - report_table_width(text);
    if (is_last && !*text)
        return;
    pad(column == 0 ? INDENT : GAP, out);
    if (!begins_left)
        pad(spare, out);
    fputs(text, out);
    if (begins_left && !is_last)
        pad(spare, out);
}

/* The keys and the columns [from, to). */
static void write_block(const report_table *table, const size_t *widths, size_t from, size_t to,
                        FILE *out)
{
    for (size_t row = 0; row < table->n_cells / table->n; row++) {
        for (size_t column = 0; column < table->n_keys; column++)
            write_cell(table, widths, row, column, out);
        for (size_t column = from; column < to; column++)
            write_cell(table, widths, row, column, out);
        fputc('\n', out);
    }
}

/* The first column from here on that no longer fits beside the keys; one always does. */
static size_t fitting(const report_table *table, const size_t *widths, size_t from)
{
    size_t width = 0, to = from;
    for (size_t i = 0; i < table->n_keys; i++)
        width += widths[i] + GAP;
    while (to < table->n && (width += widths[to] + GAP) <= REPORT_PAGE_COLUMNS)
        to++;
    return to > from ? to : from + 1;
}

static void free_table(report_table *table)
{
    for (size_t i = 0; i < table->n_cells; i++)
        free(table->cells[i]);
    free(table->cells);
    free(table);
}

void report_table_write(report_table *table, FILE *out)
{
    sim_require(table->n_cells % table->n == 0);
    size_t *widths = sim_alloc(table->n, sizeof *widths, "a table");
    for (size_t i = 0; i < table->n; i++)
        widths[i] = column_width(table, i);
    for (size_t from = table->n_keys, to; from < table->n; from = to) {
        to = fitting(table, widths, from);
        if (from > table->n_keys)
            fputc('\n', out);
        write_block(table, widths, from, to, out);
    }
    free(widths);
    free_table(table);
}

void report_table_write_markdown(report_table *table, FILE *out)
{
    sim_require(table->n_cells % table->n == 0);
    for (size_t i = 0; i < table->n_cells; i++) {
        const bool is_last = (i + 1) % table->n == 0;
        fputs("| ", out);
        report_markup_text(table->cells[i], out);
        fputs(is_last ? " |\n" : " ", out);
        for (size_t k = 0; i + 1 == table->n && k < table->n; k++)
            fprintf(out, "| %s%s",
                    is_left(table, k) ? "--- " : "---: ", k + 1 == table->n ? "|\n" : "");
    }
    free_table(table);
}

/* Bytes of the next word; a percent sign stays with its number. */
static size_t word_bytes(const char *text)
{
    size_t bytes = strcspn(text, " \n");
    while (text[bytes] == ' ' && text[bytes + 1] == '%')
        bytes += 1 + strcspn(text + bytes + 1, " \n");
    return bytes;
}

static size_t word_width(const char *text, size_t bytes)
{
    size_t width = 0;
    for (size_t i = 0; i < bytes; i++)
        width += begins_character(text[i]);
    return width;
}

void report_table_wrap(const char *text, size_t indent, FILE *out)
{
    size_t column = indent;
    for (bool is_first = true; *text; is_first = false) {
        const size_t bytes = word_bytes(text), width = word_width(text, bytes);
        if (!is_first && column + 1 + width > REPORT_PAGE_COLUMNS) {
            fputc('\n', out);
            pad(indent, out);
            column = indent;
        } else if (!is_first) {
            fputc(' ', out);
            column++;
        }
        fwrite(text, 1, bytes, out);
        column += width;
        text += bytes + (text[bytes] != '\0');
    }
    fputc('\n', out);
}

void report_table_title(const char *of, const char *what, const char *unit, FILE *out)
{
    char title[1024];
    snprintf(title, sizeof title, "%s: %s, %s", of, what, unit);
    fputc('\n', out);
    report_table_wrap(title, 0, out);
}
