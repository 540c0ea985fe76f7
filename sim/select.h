/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * Picking the least of several means with a stated probability, and where to spend further
 * replications. Designs are 0..k-1; x[i * k + design] is what a design came to in replication
 * i, where designs may have met the same chance.
 */
#ifndef SIM_SELECT_H
#define SIM_SELECT_H

#include <stdbool.h>
#include <stddef.h>

/*
 * Kim & Nelson's h^2 = 2 eta (n0 - 1), eta = ((2 alpha / (k - 1))^(-2 / (n0 - 1)) - 1) / 2, for
 * k designs at the error alpha, with variances from the first n0 replications.
 * k = 2, n0 = 10, alpha = 0.05: 6.0129.
 */
double sim_select_kn(size_t k, size_t n0, double alpha);

/* Rinott's constant h: each design needs (h s / delta)^2 replications. k = 2, n0 = 20, 0.95:
   2.4525. */
double sim_select_rinott(size_t k, size_t n0, double probability);

/* The shares of further replications that most raise the chance of picking the least mean
   (OCBA; Chen et al. 2000), of designs that meet chance of their own. False, with equal shares,
   if a mean equals the least or a design has no spread. */
bool sim_select_ocba(size_t k, const double *means, const double *sds, double *shares);

typedef struct sim_select_wish {
    size_t n0;    /* replications that variances come from: > 1 */
    double delta; /* a difference of no account: > 0 */
    double alpha; /* chance of a pick that is worse by more */
} sim_select_wish;

typedef struct sim_selection {
    size_t best;   /* the least mean of those that are left */
    size_t left;   /* designs that were not excluded: 1 when the pick is made */
    size_t used;   /* replications that the pick took */
    double needed; /* replications that are enough in any case */
} sim_selection;

/*
 * Kim & Nelson's procedure (2001) over n replications, as they come: a design is excluded when
 * another one is less by more than the variance of their difference lets chance explain. The
 * pick is the least mean, or within delta of it, with probability 1 - alpha. left[k] tells
 * which designs remain. n >= n0.
 */
sim_selection sim_select_least(size_t k, size_t n, const double *x, sim_select_wish wish,
                               bool *left);

#endif
