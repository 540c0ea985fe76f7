/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * The mean of one long, correlated run with its error: batch means.
 *
 * Observations are summed in batches of equal size; when 64 batches are full, pairs are merged
 * and the size doubles, so that 32 to 63 of them hold a stream of any length. If batches are
 * long against the correlation, their means are nearly independent, and Student's interval of
 * the mean of batch means holds. Whether they are is judged by von Neumann's ratio. (Conway
 * 1963; Law 2015, Simulation Modeling and Analysis, 9.5.3)
 */
#ifndef SIM_BATCHES_H
#define SIM_BATCHES_H

#include "sim/interval.h"

#include <stdint.h>

enum { SIM_BATCHES_MOST = 64 };

/* All zero is an empty one. */
typedef struct sim_batches {
    double sum[SIM_BATCHES_MOST]; /* sum[n]: of full batches */
    uint32_t n;
    uint64_t size;    /* observations in a batch; 0: 1 */
    double part;      /* sum of the batch under way */
    uint64_t in_part; /* observations in it */
    uint64_t n_observations;
} sim_batches;

void sim_batches_add(sim_batches *batches, double x);

/* Mean of all observations; NAN of none. */
double sim_batches_mean(const sim_batches *batches);

/* Student's interval from the full batches; NAN with fewer than two. */
sim_interval sim_batches_interval(const sim_batches *batches, double confidence);

/*
 * Correlation of neighbouring batches, from von Neumann's ratio of the mean squared successive
 * difference to the variance: 1 - ratio / 2. Its standard error for independent batches is
 * about 1 / sqrt(n): above twice that the interval is too narrow. (von Neumann 1941)
 */
double sim_batches_correlation(const sim_batches *batches);

#endif
