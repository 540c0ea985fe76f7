/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * The parts of tables for spreadsheets: RFC 4180, but lines end as they do here.
 */
#ifndef REPORTS_RENDER_CSV_WRITER_H
#define REPORTS_RENDER_CSV_WRITER_H

#include "models/ledger.h"

#include <stdio.h>

/* A field, quoted if it must be. */
void report_csv_text(const char *text, FILE *out);

/* The shortest decimal that reads back to the same bits; nothing for NAN and infinity. */
void report_csv_number(double x, FILE *out);

/* fields[n], a comma after each. */
void report_csv_fields(const char *const *fields, size_t n, FILE *out);

/* The names of the columns that report_csv_line writes, a comma after each. */
#define REPORT_CSV_LINE                                                                        \
    "architecture,month,component,meter,workload,app,team,model,prompt,tier,"                  \
    "user_class,intent,"

/* What a line of an architecture is, in a month. */
void report_csv_line(const char *architecture, const char *month, const model_line *line,
                     FILE *out);

#endif
