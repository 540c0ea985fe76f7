/* SPDX-License-Identifier: GPL-3.0-or-later */
/* The maps of break-evens of a results file. */
#ifndef REPORTS_STORE_MAP_H
#define REPORTS_STORE_MAP_H

#include "reports/store_read.h"

/* Adds the maps of results to a file that is closed; false on failure. */
bool report_store_add_maps(const char *path, const report_results *results);

/* Reads them; none if the file has none. */
bool report_store_get_maps(const report_reader *reader, report_results *into);

#endif
