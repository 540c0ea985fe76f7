/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * Gaussian copulas: dependence by rank correlation. Users mean ranks when they say
 * correlation; a normal pair of Pearson correlation 2 sin(pi r / 6) has rank correlation r
 * (Kruskal 1958).
 */
#ifndef SIM_COPULA_H
#define SIM_COPULA_H

#include "sim/failure.h"
#include "sim/memory.h"

typedef struct sim_copula {
    size_t n;
    const double *factor; /* factor[n][n]: lower triangle of Cholesky */
} sim_copula;

/* rank[n][n]: symmetric, ones on the diagonal, others within (-1, 1). False if the matrix is
   not positive definite. */
bool sim_copula_init(sim_copula *copula, size_t n, const double *rank, sim_arena *arena,
                     sim_failure *why);

/* dependent[n] from independent uniforms; they may be the same array. */
void sim_copula_mix(const sim_copula *copula, const double *independent, double *dependent);

/* Makes u2[n], independent of u1[n] before, depend on it with that rank correlation, from -1
   to 1. */
void sim_copula_pairs(double rank, size_t n, const double *u1, double *u2);

#endif
