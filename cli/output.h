/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * From a results file to what a person or a program reads on standard output.
 */
#ifndef CLI_OUTPUT_H
#define CLI_OUTPUT_H

#include "reports/renderer.h"

/* Analyses results and writes them; file names them (NULL: none). Returns the exit status. */
int cli_output_write(const report_results *results, const report_renderer *renderer,
                     const char *file);

/* Reads a results file and writes it. */
int cli_output_file(const char *path, const report_renderer *renderer);

/* Reads a results file and writes it to a file, which is there as a whole or not at all. */
int cli_output_into(const char *path, const report_renderer *renderer, const char *file);

/* The same as a workbook. */
int cli_output_workbook(const char *path, const char *file);

/* A file under way: written beside its place, then put there. What stands there and is no
 * file, such as a device, a pipe or a link, is written to, not replaced. */
typedef struct cli_draft {
    FILE *out;
    const char *path;
    char *beside;
    bool is_straight; /* beside is the place itself */
} cli_draft;

/* false when it has complained; path must outlive the draft. */
bool cli_output_begin(cli_draft *draft, const char *path);

/* Puts the file in its place; if not everything could be written, says so and removes it.
   Returns the exit status. */
int cli_output_end(cli_draft *draft);

/* How the page is to look: the file named, plain ASCII unless the locale is UTF-8. */
report_page cli_output_page(const char *file);

/* Whether standard output took everything; says so if not. Returns the exit status. */
int cli_output_close(void);

#endif
