/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * Tables of the optional reference data: CSV with one header line, without quotes.
 */
#ifndef TESTS_ORACLE_H
#define TESTS_ORACLE_H

#include "tests/suite.h"

#include <math.h>
#include <stdbool.h>
#include <string.h>

enum { ORACLE_ROWS = 64, ORACLE_COLUMNS = 40, ORACLE_BYTES = 1 << 16 };

typedef struct oracle {
    char bytes[ORACLE_BYTES];
    const char *header[ORACLE_COLUMNS];
    const char *cells[ORACLE_ROWS][ORACLE_COLUMNS];
    bool is_read[ORACLE_COLUMNS];
    size_t n_columns, n_rows;
} oracle;

static inline size_t oracle_split(char *line, const char **cells)
{
    size_t n = 0;
    line[strcspn(line, "\r\n")] = 0;
    for (char *cell = line; cell && n < ORACLE_COLUMNS; n++) {
        char *comma = strchr(cell, ',');
        cells[n] = cell;
        if (comma)
            *comma++ = 0;
        cell = comma;
    }
    return n;
}

/* Reads data/oracles/NAME.csv; false, with a remark, where there is none. */
static inline bool oracle_open(oracle *table, const char *name)
{
    char file[256];
    snprintf(file, sizeof file, "data/oracles/%s.csv", name);
    FILE *in = suite_reference(file);
    if (!in)
        return false;
    memset(table, 0, sizeof *table);
    char *at = table->bytes;
    while (fgets(at, (int)(table->bytes + sizeof table->bytes - at), in)) {
        const size_t size = strlen(at) + 1;
        if (table->n_columns == 0)
            table->n_columns = oracle_split(at, table->header);
        else
            oracle_split(at, table->cells[table->n_rows++]);
        at += size;
    }
    fclose(in);
    ck_assert_uint_gt(table->n_rows, 0);
    return true;
}

static inline const char *oracle_text(oracle *table, size_t row, const char *column)
{
    for (size_t i = 0; i < table->n_columns; i++)
        if (strcmp(table->header[i], column) == 0) {
            table->is_read[i] = true;
            return table->cells[row][i] ? table->cells[row][i] : "";
        }
    ck_abort_msg("no column %s", column);
}

static inline bool oracle_has(oracle *table, size_t row, const char *column)
{
    const char *text = oracle_text(table, row, column);
    return *text && strcmp(text, "unstable") != 0;
}

static inline double oracle_number(oracle *table, size_t row, const char *column)
{
    const char *text = oracle_text(table, row, column);
    return strcmp(text, "inf") == 0 ? HUGE_VAL : strtod(text, NULL);
}

/* numbers[n] of a cell like "0.3:0.5"; returns n. */
static inline size_t oracle_list(oracle *table, size_t row, const char *column, double *numbers)
{
    const char *text = oracle_text(table, row, column);
    size_t n = 0;
    for (char *end; *text; text = *end ? end + 1 : end)
        numbers[n++] = strtod(text, &end);
    return n;
}

/* A value agrees with the column, relative to it; with a zero to 1e-12. */
static inline void oracle_agrees(oracle *table, size_t row, const char *column, double value,
                                 double error)
{
    const double wanted = oracle_number(table, row, column);
    const double most = wanted == 0 ? 1e-12 : error * fabs(wanted);
    ck_assert_msg(fabs(value - wanted) <= most, "row %zu, %s: %.17g is not %.17g", row + 1,
                  column, value, wanted);
}

/* Every column but the case number was compared or used. */
static inline void oracle_is_used(const oracle *table)
{
    for (size_t i = 0; i < table->n_columns; i++)
        ck_assert_msg(table->is_read[i] || strcmp(table->header[i], "case") == 0,
                      "nothing is compared with %s", table->header[i]);
}

#endif
