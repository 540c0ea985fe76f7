/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * Sums of many independent vectors of one law, drawn at once instead of added up.
 *
 * The law is known from a sample: sums of groups of so many vectors. The sum of N is then drawn
 * with the sample's mean N m, covariance N C and, along axes, its skewness / sqrt(N):
 *
 *     sum = N m + sqrt(N) F w,   F F' = C,   w = (z + g (z^2 - 1) / 6) / sqrt(1 + g^2 / 18),
 *
 * z standard normals, g the skewness along the axis over sqrt(N): the first terms of Cornish &
 * Fisher's expansion (Revue de l'Institut International de Statistique 5, 1938). The axes come
 * from the eigenvectors of the correlations, so that columns that are sums of each other stay
 * so, turned until weighted sums of the columns that matter (what a vector costs) lie along the
 * first of them: the first such sum has its skewness, the others have part of theirs.
 */
#ifndef SIM_SUMS_H
#define SIM_SUMS_H

#include "sim/memory.h"

#include <stddef.h>

typedef struct sim_sums {
    size_t n_columns, rank;
    double *mean;   /* mean[n_columns] of a vector */
    double *factor; /* factor[rank][n_columns] */
    double *skew;   /* skew[rank] of a vector along each axis */
} sim_sums;

/* Sums of groups of vectors: the first n_columns of sums[n_groups][stride], n_groups at least
   2; and weights[n_weights][n_columns] of the sums that matter. */
typedef struct sim_sums_sample {
    const double *sums;
    size_t n_groups, stride, n_columns;
    double group_size;
    const double *weights;
    size_t n_weights;
} sim_sums_sample;

/* The arena owns the law. */
void sim_sums_fit(const sim_sums_sample *sample, sim_arena *arena, sim_sums *out);

/* The sum of n > 0 vectors, sum[n_columns], from standard normals z[rank]. Where scale[] is
   given, column i of every vector is scale[i] times as large. */
void sim_sums_draw(const sim_sums *law, const double *scale, double n, const double *z,
                   double *sum);

#endif
