/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * Estimates from samples that all futures err in alike.
 *
 * A workload that is summed has its law from a pilot (models/summed.h), whose own error is the
 * same in every future: more of them do not reduce it, and what they scatter by does not show
 * it. The pilot moves what the workload costs by some share, in all futures at once. So a
 * sample is kept three times: as it is, and were it moved down or up by the 95 % bound of that
 * share. By how much an estimate differs then is its own bound. The replications' error and
 * the pilots' are independent, so that their variances add (JCGM 100:2008, 5.1.2): each side of
 * an interval is
 *
 *     sqrt(own^2 + moved^2).
 *
 * Pilots of several workloads are independent of each other, and add likewise; lines of one
 * workload are moved together, in full.
 */
#ifndef REPORTS_RANGED_H
#define REPORTS_RANGED_H

#include "reports/analysis.h"

/* A sample over n replications; low and high are NULL where no pilot is in it. */
typedef struct report_ranged {
    size_t n;
    const double *at, *low, *high;
} report_ranged;

/* By how much pilots may move at least one in 20 times what the picked lines cost in the months
   [from, to), by replication, in the arena; NULL: none does. */
double *report_ranged_doubt(const report_analysis *analysis, report_picked picked, size_t from,
                            size_t to);

/* x[n] that may be moved by doubt[n], NULL: nothing; x is borrowed. */
report_ranged report_ranged_new(sim_arena *arena, size_t n, const double *x,
                                const double *doubt);

/* The same, each in ascending order. */
report_ranged report_ranged_sorted(sim_arena *arena, report_ranged of);

/* What an option costs in all, sorted. */
report_ranged report_ranged_total(const report_option *option, size_t n);

/* The doubt of a difference in a replication, from those of two architectures, either NULL:
   none. Their pilots play the same sessions, whose lengths make either dear or cheap: such
   errors cancel for the most part. How much of them does is not known, so that none is taken to
   cancel. */
double report_ranged_both(const double *a, const double *b, size_t i);

/* The total of an option less that of another, n replications of both, in the arena. */
report_ranged report_ranged_less(sim_arena *arena, const report_option *a,
                                 const report_option *b, size_t n);

/* An estimate of a sample as it is, and what would be estimated were it moved either way. */
report_estimate report_ranged_widen(report_estimate of, double one, double other);

/* As report_estimate_ of the same name; quantiles and CVaR of sorted ones. */
report_estimate report_ranged_mean(report_ranged of);
report_estimate report_ranged_quantile(report_ranged sorted, double p);
report_estimate report_ranged_cvar(report_ranged sorted, double p);
report_estimate report_ranged_ratio(report_ranged y, const double *x);

/* sum(y) / sum(x) of two whose doubts are apart. */
report_estimate report_ranged_share(report_ranged y, report_ranged x);

/* The probability of more than an amount, or of less. */
report_estimate report_ranged_above(report_ranged of, double amount);
report_estimate report_ranged_below(report_ranged of, double amount);

#endif
