/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * Reading parts of a results file without trusting it: every type and extent is checked
 * against what the file can hold before memory is taken for it.
 */
#ifndef REPORTS_STORE_READ_H
#define REPORTS_STORE_READ_H

#include "reports/store_file.h"

typedef struct report_reader {
    const char *path;
    hid_t file;
    uint64_t most_bytes; /* no dataset of this file can hold more */
    sim_arena *arena;
    sim_failure *why;
} report_reader;

/* The sentence that the file is damaged; what was being read. */
bool report_reader_damaged(const report_reader *reader, const char *what);

/* Attributes: one text, one number. */
bool report_reader_text(const report_reader *reader, hid_t at, const char *name,
                        const char **out);
bool report_reader_count(const report_reader *reader, hid_t at, const char *name,
                         uint64_t *out);
bool report_reader_size(const report_reader *reader, hid_t at, const char *name, size_t *out);
bool report_reader_flag(const report_reader *reader, hid_t at, const char *name, bool *out);
bool report_reader_number(const report_reader *reader, hid_t at, const char *name, double *out);

/* A dataset of texts, of any length; one text that is a dataset. */
bool report_reader_texts(const report_reader *reader, hid_t at, const char *name, size_t *n,
                         const char *const **out);
bool report_reader_long_text(const report_reader *reader, hid_t at, const char *name,
                             const char **out);

/* The extents of a dataset of numbers, of that rank. */
bool report_reader_extents(const report_reader *reader, hid_t at, const char *name, int rank,
                           hsize_t *dims);

/* Numbers of 8 bytes: the first dims[0] rows of a dataset, whose other dimensions must be
   these. */
typedef struct report_rows {
    const char *name;
    bool is_count; /* uint64, else double */
    int rank;
    const hsize_t *dims;
    bool is_single; /* 4 bytes in the file */
} report_rows;

/* Reads them into the arena. */
bool report_reader_rows(const report_reader *reader, hid_t at, const report_rows *rows,
                        void **out);

/* How many numbered groups a group has; opens the i-th. */
bool report_reader_groups(const report_reader *reader, const char *name, size_t *n);
hid_t report_reader_group(const report_reader *reader, const char *name, size_t i);

#endif
