/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * Simulated months as rows of FOCUS, the FinOps Open Cost and Usage Specification: what tools
 * that read bills can read, forecast and actual side by side.
 *
 * A row is a line of an architecture in a month. Each architecture is a billing account of its
 * own. Rows of the mean future hold means over the replications, which add up to the expected
 * bill; rows of one replication add up to that replication's. Every cost is the same: prices of
 * the scenario, discounts made; what a list would have asked is not kept.
 */
#ifndef REPORTS_FOCUS_H
#define REPORTS_FOCUS_H

#include "reports/renderer.h"

typedef struct report_focus_wish {
    bool is_1_2;        /* else 1.4 */
    const char *month;  /* "2027-03"; NULL: all */
    const char *future; /* "mean", a replication's number from 0, or "p95": the replication
                           whose cost is that quantile; NULL: mean */
} report_focus_wish;

/* False if there is no such month or future. */
bool report_focus_write(const report_results *results, const report_focus_wish *wish, FILE *out,
                        sim_failure *why);

#endif
