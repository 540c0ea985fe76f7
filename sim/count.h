/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * Counts by inversion, monotone in the mean: two variants with different rates and the same
 * address differ as little as they can.
 */
#ifndef SIM_COUNT_H
#define SIM_COUNT_H

#include "sim/stream.h"

/* The smallest k with P(N <= k) > u for N Poisson of that mean, 0 <= mean <= 1024. */
uint64_t sim_count_poisson_quantile(double mean, double u);

/* A Poisson count of any mean: whole parts of mean 512 and the rest, each by inversion with
   the uniform at (entity, part). */
uint64_t sim_count_poisson(double mean, sim_stream stream, uint64_t entity);

#endif
