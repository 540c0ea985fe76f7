/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * The quantity of an expectation in one architecture: read from results in every replication,
 * and estimated with an interval at any confidence.
 */
#ifndef REPORTS_QUANTITY_H
#define REPORTS_QUANTITY_H

#include "reports/analysis.h"
#include "scenarios/scenario.h"

/* An expectation bound to what results hold. */
typedef struct report_subject {
    const scenario_expectation *of;
    size_t architecture;
    size_t other;                 /* the one compared with; REPORT_NO_OTHER: none */
    report_picked lines, others;  /* what `of` names in both */
    size_t from_month, end_month; /* of costs */
    size_t budget, from_period, end_period;
    size_t outcome;
} report_subject;

#define REPORT_NO_OTHER SIZE_MAX

/* Finds what the expectation names in results, or in their shape before anything was played.
   False and a sentence if they do not have it. */
bool report_quantity_bind(const report_results *shape, const scenario_expectation *of,
                          size_t architecture, sim_arena *arena, report_subject *out,
                          sim_failure *why);

/* What was read, by replication. */
typedef struct report_sample {
    const report_subject *subject;
    size_t n;
    double *top, *bottom;              /* bottom NULL: none */
    double *other_top, *other_bottom;  /* of the architecture compared with; NULL: none */
    double *moved[2], *other_moved[2]; /* the tops, were they moved by pilots of sums, down and
                                          up, by their 95 % bounds (ranged.h); NULL: none */
    double amount;                     /* of the budget */
    const report_architecture *of;
    sim_arena *arena;
} report_sample;

/* Reads the first n replications, in the arena. */
report_sample report_quantity_read(const report_subject *subject, const report_results *results,
                                   size_t n, sim_arena *arena);

/* The estimate with its interval at a confidence (in ci95, whatever the confidence). */
report_estimate report_quantity_estimate(const report_sample *sample, double confidence);

/* The change from a baseline that met the same futures, both samples of n: relative to it, or
   in points of a share or a probability. Of means, ratios and overruns. From 0 to something is
   infinite. */
report_estimate report_quantity_change(const report_sample *now, const report_sample *before,
                                       double confidence);

/* Whether changes are in points. */
bool report_quantity_in_points(const scenario_quantity *quantity);

/* sim_interval_skewness of a mean; 0 of what is none. */
double report_quantity_skewness(const report_sample *sample);

/* Replications that are enough for an interval that could satisfy the limits at all, were every
   future as it should be; SIZE_MAX: none are. */
size_t report_quantity_least(const scenario_expectation *of, double confidence);

#endif
