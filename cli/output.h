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

/* How the page is to look: the file named, plain ASCII unless the locale is UTF-8. */
report_page cli_output_page(const char *file);

/* Whether standard output took everything; says so if not. Returns the exit status. */
int cli_output_close(void);

#endif
