/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * Results of a run under way, kept in memory: for what is decided while it runs. The results
 * file is for what is decided later.
 */
#ifndef REPORTS_GATHER_H
#define REPORTS_GATHER_H

#include "reports/results.h"

typedef struct report_gather report_gather;

/* Of results with a header and the architectures' lines (shape), which must outlive it. */
report_gather *report_gather_new(const report_results *shape);
void report_gather_free(report_gather *gather);

/* Adds the replications that follow, as report_store_append takes them. */
void report_gather_add(report_gather *gather, const report_results *block);

/* All so far: usage, cost, counters, gauges, worth of successes; sketches are the shape's. No
   twins, unknowns, days and watches. Valid until the next report_gather_add. */
const report_results *report_gather_all(const report_gather *gather);

#endif
