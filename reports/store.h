/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * The results file (HDF5). While a run is under way it stands beside its final name as
 * NAME.partial, in a state that stays readable if the program is killed; when the run ends it
 * is renamed into place.
 */
#ifndef REPORTS_STORE_H
#define REPORTS_STORE_H

#include "reports/results.h"

typedef struct report_store report_store;

/* Creates PATH.partial with the header and the architectures' lines (n and the arrays over
   replications are not read). False, with nothing left behind, if it cannot be written. */
bool report_store_create(const char *path, const report_results *shape, report_store **out,
                         sim_failure *why);

/* The same, beginning with the replications that are there, of a results file that has that
   header and these architectures; theirs are all the arrays, sketches too. */
bool report_store_continue(const char *path, const report_results *shape,
                           const report_results *there, report_store **out, sim_failure *why);

/* Appends the replications [first, first + n) that follow those stored so far: unknowns,
   usage, cost, counters and value of them, indexed from 0 in block. Twins: appends
   block->n_twins of them. Sketches are those of all replications so far. On return the
   operating system has them: they survive the end of the program, however it comes. After a
   failure only report_store_abandon is of use. */
bool report_store_append(report_store *store, const report_results *block, sim_failure *why);

/* Writes sketches, status, timing, break-evens, maps and sensitivities of the finished results,
   closes, renames into place. The store is gone on return; after a failure PATH.partial stays.
 */
bool report_store_finish(report_store *store, const report_results *results, sim_failure *why);

/* Closes without finishing; removes PATH.partial unless replications were stored in it. */
void report_store_abandon(report_store *store);

/* Whether a program that is still running writes that file (PATH.partial). */
bool report_store_is_busy(const char *path);

/* Reads a results file, finished or left by a killed run (status "partial"). NULL and a
   sentence if it is no results file, of another version, or cut short. */
report_results *report_store_read(const char *path, sim_failure *why);
void report_results_free(report_results *results);

#endif
