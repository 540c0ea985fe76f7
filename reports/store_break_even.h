/* SPDX-License-Identifier: GPL-3.0-or-later */
/* The break-evens of a results file. */
#ifndef REPORTS_STORE_BREAK_EVEN_H
#define REPORTS_STORE_BREAK_EVEN_H

#include "reports/store_read.h"

struct report_break_even;

/* A search in a group of its own, without its currency. */
bool report_store_put_search(hid_t group, const struct report_break_even *of);
bool report_store_get_search(const report_reader *reader, hid_t group,
                             struct report_break_even *into);

/* Adds the break-evens of results to a file that is closed; false on failure. */
bool report_store_add_break_evens(const char *path, const report_results *results);

/* Reads them; none if the file has none. */
bool report_store_get_break_evens(const report_reader *reader, report_results *into);

#endif
