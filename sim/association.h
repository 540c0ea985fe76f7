/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * What sets two groups of a sample apart. Limits are NAN where the sample allows none.
 */
#ifndef SIM_ASSOCIATION_H
#define SIM_ASSOCIATION_H

#include "sim/interval.h"

#include <stdbool.h>

typedef struct sim_association {
    double value;
    sim_interval interval;
} sim_association;

/* ranks[n] of x[n] from 1; equal numbers share the mean of their ranks. */
void sim_association_ranks(size_t n, const double *x, double *ranks);

/*
 * P(x of one in the group > x of another one) with ties as half: the area under the ROC curve.
 * 1/2: x does not tell them apart. DeLong's interval (1988), of the logit; of groups wholly
 * apart, which leave it no width, Clopper & Pearson's of as many pairs as the smaller group has
 * members, none of them in two; none with fewer than 2 in a group or where all are equal. {3,
 * 4} against {1, 2, 3}: (2.5 + 3) / 6.
 */
sim_association sim_association_area(size_t n, const double *x, const bool *in_group,
                                     double confidence);

/* Mean of the group less mean of the others, in standard deviations pooled over both, with the
   normal interval of Hedges & Olkin (1985): variance n / (n1 n0) + d^2 / (2 n). */
sim_association sim_association_shift(size_t n, const double *x, const bool *in_group,
                                      double confidence);

#endif
