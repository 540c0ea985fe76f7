/* SPDX-License-Identifier: GPL-3.0-or-later */
/* The sensitivities of a results file: what was played, by point. */
#ifndef REPORTS_STORE_SENSITIVITY_H
#define REPORTS_STORE_SENSITIVITY_H

#include "reports/store_read.h"

/* Adds the sensitivities of results to a file that is closed; false on failure. */
bool report_store_add_sensitivities(const char *path, const report_results *results);

/* Reads them; none if the file has none. */
bool report_store_get_sensitivities(const report_reader *reader, report_results *into);

#endif
