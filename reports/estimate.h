/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * Estimates with 95 % intervals from samples over replications.
 */
#ifndef REPORTS_ESTIMATE_H
#define REPORTS_ESTIMATE_H

#include "reports/answer.h"

#define REPORT_CONFIDENCE 0.95

/* No estimate, no interval. */
extern const report_estimate report_estimate_none;

/* The mean of x[n] with Student's interval; none of an empty sample. */
report_estimate report_estimate_mean(size_t n, const double *x);

/* The p-quantile of a sorted sample with its order statistic interval. */
report_estimate report_estimate_quantile(size_t n, const double *sorted, double p);

/* CVaR_p of a sorted sample; no interval with fewer than 100 points in the tail, where the
   normal interval is far too narrow. */
report_estimate report_estimate_cvar(size_t n, const double *sorted, double p);

/* A probability from k of n. */
report_estimate report_estimate_probability(size_t k, size_t n);

/*
 * sum(y) / sum(x) with the jackknife's interval: pseudo-values n r - (n - 1) r_(i), where r_(i)
 * leaves out replication i, are averaged like a mean (Law 2015, 9.4). None if sum(x) is 0; no
 * interval if all of x is in one replication.
 */
report_estimate report_estimate_ratio(size_t n, const double *y, const double *x);

/*
 * Spearman's correlation of x[n] and y[n] with Fisher's interval, whose standard error is
 * sqrt((1 + r^2 / 2) / (n - 3)) (Bonett & Wright, Psychometrika 65, 2000); none if x or y never
 * varies, no interval of three or fewer. A perfect correlation has one limit below 1: of four,
 * -0.73.
 */
report_estimate report_estimate_rank(sim_arena *arena, size_t n, const double *x,
                                     const double *y);

/* The same sample in ascending order. */
double *report_estimate_sorted(sim_arena *arena, size_t n, const double *x);

/* Makes x[n] equal where they are but for the last bits: machine time that is split otherwise
   between busy and idle sums to the same money, and that is no spread. */
void report_estimate_level(size_t n, double *x);

#endif
