/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * Earlier results of the same scenario, to be held against new ones: same seed, same futures,
 * so that a change is known far better than the cost. And where a change comes from: other
 * prices, other assumptions, another program.
 */
#ifndef REPORTS_BASELINE_H
#define REPORTS_BASELINE_H

#include "reports/estimate.h"
#include "scenarios/differences.h"
#include "scenarios/scenario.h"

typedef struct report_baseline {
    const char *path;
    report_results *results;
    double tolerance; /* of the mean cost of each architecture */
} report_baseline;

enum { REPORT_BASELINE_LEAST = 20 }; /* replications */

/* Whether it can be held against results of this shape; a sentence if not. */
bool report_baseline_fits(const report_baseline *baseline, const report_results *shape,
                          sim_failure *why);

/* How the mean cost of an architecture changed, over the replications that both have; 95 %
   intervals, paired. */
typedef struct report_cause {
    const char *name; /* the architecture's */
    report_estimate before, change;
    report_estimate by_prices; /* the baseline's usage at the new prices, less its cost; none if
                                  that could not be told */
    report_estimate by_rest;   /* what is left */
} report_cause;

typedef struct report_causes {
    const report_baseline *baseline;
    size_t n_replications; /* that were compared */
    report_cause *rows;    /* rows[n] */
    size_t n;
    scenario_differences prices;      /* of the price books */
    scenario_differences assumptions; /* of the scenario, what it includes, hardware, --set */
    const char *unrated; /* why the new book cannot rate the old usage; NULL: it can */
    const char *version; /* of this program, if the baseline's is another; else NULL */
} report_causes;

/* In the arena. book: that of the new results. */
report_causes *report_causes_new(const report_baseline *baseline, const report_results *now,
                                 const model_price_book *book, sim_arena *arena);

#endif
