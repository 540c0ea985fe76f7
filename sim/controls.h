/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * Control variates: a sample whose rows come with controls, numbers whose expectation is known
 * to be 0, is reweighted so that the controls' weighted means are 0. The weighted mean of
 * anything else then lacks the part of its error that the controls explain.
 *
 *     w[g] = 1/n - cm' S^-1 (c[g] - cm),   cm the mean of c, S the sum of (c - cm)(c - cm)':
 *
 * sum w y is the regression estimate ym - b' cm. (Lavenberg & Welch, Management Science 27(3),
 * 1981.)
 */
#ifndef SIM_CONTROLS_H
#define SIM_CONTROLS_H

#include <stddef.h>

enum { SIM_CONTROLS_MOST = 12 };

/* weights[n] from controls[n][n_controls], n_controls <= SIM_CONTROLS_MOST < n. Controls that
   do not vary are left out. */
void sim_controls_weights(const double *controls, size_t n, size_t n_controls, double *weights);

/* The standard error of the weighted mean of y[n]: of what the controls do not explain. */
double sim_controls_error(const double *controls, size_t n, size_t n_controls, const double *y);

/* How y[n] grows with each control, the others as they are: slopes[n_controls]. */
void sim_controls_slopes(const double *controls, size_t n, size_t n_controls, const double *y,
                         double *slopes);

#endif
