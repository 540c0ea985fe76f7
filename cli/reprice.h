/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * A results file under another price book: new rates for the lines it counted.
 */
#ifndef CLI_REPRICE_H
#define CLI_REPRICE_H

#include "reports/change.h"

/* Reads the results and the book, re-rates, and says what changed on standard output, by a
   writer of change.h. Returns the exit status. */
int cli_reprice(const char *results_path, const char *book_path, report_change_writer *write);

#endif
