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

/*
 * A Poisson count from one uniform, monotone in both, exact up to a mean of 256; above it by
 * Cornish & Fisher's expansion of the quantile, rounded:
 *
 *     m + sqrt(m) z + (z^2 - 1) / 6 + (z - z^3) / (72 sqrt(m)),
 *
 * off by one in places: at 256, where it is worst, for 2 in 100 of the uniforms.
 */
double sim_count_poisson_wide(double mean, double u);

#endif
