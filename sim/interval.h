/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * Estimates with their errors: means, quantiles, conditional value at risk, probabilities.
 * All intervals are two-sided at the given confidence (0.95).
 */
#ifndef SIM_INTERVAL_H
#define SIM_INTERVAL_H

#include "sim/tally.h"

#include <stddef.h>

typedef struct sim_interval {
    double low, high; /* NAN where the sample allows none */
} sim_interval;

/* Student's t interval of the mean. Skewed samples undercover: see sim_interval_skewness. */
sim_interval sim_interval_mean(const sim_tally *tally, double confidence);

/* |skewness| / sqrt(n) of a sample x[n]; above 0.1 the t interval is worth a warning. */
double sim_interval_skewness(size_t n, const double *x);

/* The p-quantile of a sorted sample: smallest x with share >= p, i.e. rank ceil(n p). */
double sim_interval_quantile_value(size_t n, const double *sorted, double p);

/* Ranks l < u (from 1; 0 or n + 1 where no finite limit exists) of the order statistics that
   cover the p-quantile: the largest l with P(B < l) <= a/2 and the smallest u with
   P(B >= u) <= a/2, B binomial(n, p), a = 1 - confidence (David & Nagaraja 2003, 7.1). */
void sim_interval_quantile_ranks(size_t n, double p, double confidence, size_t *l, size_t *u);

/* The distribution-free interval of the p-quantile of a sorted sample. */
sim_interval sim_interval_quantile(size_t n, const double *sorted, double p, double confidence);

/* CVaR_p = q + mean((x - q)^+) / (1 - p), and its normal interval with
   SE = sd(q + (x - q)^+ / (1 - p)) / sqrt(n) (Trindade et al. 2007; Hong, Hu & Liu 2014). */
double sim_interval_cvar_value(size_t n, const double *sorted, double p);
sim_interval sim_interval_cvar(size_t n, const double *sorted, double p, double confidence);

/* Clopper & Pearson's exact interval of a probability from k successes in n trials. */
sim_interval sim_interval_probability(size_t k, size_t n, double confidence);

/*
 * The share of a variance that noise has: share is half the mean squared difference within
 * pairs with the same unknowns, over the variance of n. Its ratio to the truth has F's law with
 * pairs and n - 1 degrees of freedom if both are normal and independent; where the pairs are
 * among the n, both err together, and the interval is rather too wide. NAN without pairs or
 * with n < 2.
 */
sim_interval sim_interval_noise_share(double share, size_t pairs, size_t n, double confidence);

#endif
