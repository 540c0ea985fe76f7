/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * Sobol' indices: how much of the variance of y = f(x[0], x[1], ...) each of its independent
 * inputs explains.
 *
 * A row has two points, A and B, whose inputs are drawn independently, and for each input the
 * point AB, which is A but for that input, taken from B. With V the variance of y and c its
 * mean,
 *
 *     total = E (y_A - y_AB)^2 / (2 V)         with all its interactions (Jansen 1999)
 *     first = E (y_B - c)(y_AB - y_A) / V      by this input alone (Saltelli et al. 2010)
 *           = 1 - E (y_B - y_AB)^2 / (2 V)     the same (Jansen 1999)
 *
 * Of the last two the former has the smaller error where little depends on the input, the
 * latter where much does: it is taken if the total index is above 1/2. Centring matters:
 * without c a constant cost drowns the first index. (Saltelli, Annoni, Azzini, Campolongo,
 * Ratto & Tarantola, Computer Physics Communications 181, 2010, table 2.) Inputs that depend on
 * each other have no indices: take them as one.
 */
#ifndef SIM_INDICES_H
#define SIM_INDICES_H

#include "sim/interval.h"

typedef struct sim_index {
    double value; /* NAN where y never varies */
    sim_interval interval;
} sim_index;

typedef struct sim_indices {
    sim_index first, total;
} sim_indices;

/* Rows that are not independent of each other belong to a block: row i to i % blocks. A row of
   independent points is a block of its own: blocks = n. */
typedef struct sim_indices_rows {
    size_t n, blocks;    /* n: a multiple of blocks */
    const double *a, *b; /* y_A[n], y_B[n] */
} sim_indices_rows;

/*
 * From ab[n], y at the points AB. Intervals are the jackknife's over blocks, with Student's
 * quantile; they are NAN with fewer than two blocks. Neither values nor limits are cut to 0..1.
 * y = x0 + 2 x1 of independent x of equal variance: 0.2 and 0.8, first and total.
 */
sim_indices sim_indices_of(const sim_indices_rows *rows, const double *ab, double confidence);

/* Mean and variance of y over the points A and B, with the interval of the mean over blocks. */
sim_index sim_indices_mean(const sim_indices_rows *rows, double confidence, double *variance);

#endif
