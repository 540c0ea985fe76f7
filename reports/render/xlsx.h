/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * The report as a workbook (Office Open XML), for those who go on reckoning: a sheet for each
 * question, charts, and every future. Yellow cells are the reader's to change; what depends on
 * them is a formula over the futures, whose stored value is what the program itself found. The
 * same results give the same bytes.
 */
#ifndef REPORTS_RENDER_XLSX_H
#define REPORTS_RENDER_XLSX_H

#include "reports/renderer.h"
#include "sim/failure.h"

/* So many futures are listed at most; formulas work on these. */
enum { REPORT_XLSX_MOST_FUTURES = 10000 };

/* Writes the workbook over the file at path, with temporary files in its directory. False and a
   sentence that names shown, the path that people know, if it cannot all be written. */
bool report_xlsx_write(const report_answer *answer, const report_results *results,
                       const char *path, const char *shown, sim_failure *why);

#endif
