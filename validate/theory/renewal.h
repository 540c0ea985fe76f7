/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * GI/M/1: arrivals with independent gaps, exponential service. An arrival finds n customers
 * with probability (1 - sigma) sigma^n, where sigma = A*(mu (1 - sigma)) is the root below 1
 * and A* the Laplace transform of a gap. Constant gaps of 1.25, mu 1: sigma =
 * 0.62862979649694673. (Kleinrock 1975, 6)
 */
#ifndef VALIDATE_THEORY_RENEWAL_H
#define VALIDATE_THEORY_RENEWAL_H

/* The transform of a gap of that mean at s; shape is what the law needs: the stages of an
   Erlang law, the half width of a uniform one as a share of its mean, the squared coefficient
   of variation of a balanced hyperexponential. */
typedef double validate_transform(double mean, double shape, double s);

validate_transform validate_transform_constant, validate_transform_erlang,
    validate_transform_uniform, validate_transform_h2;

/* The root sigma; NAN if the queue is unstable. */
double validate_gim1_sigma(validate_transform *gap, double mean, double shape, double service);

/* From sigma: means over customers, and over time of the number present. */
double validate_gim1_wait(double sigma, double service);
double validate_gim1_stay(double sigma, double service);
double validate_gim1_present(double sigma, double service, double mean_gap);
/* P(Wq > t) = sigma e^(-mu (1 - sigma) t); P(T > t) without the factor. And the p-quantiles: of
   the wait 0 where sigma <= 1 - p. */
double validate_gim1_wait_tail(double sigma, double service, double t);
double validate_gim1_wait_quantile(double sigma, double service, double p);
double validate_gim1_stay_quantile(double sigma, double service, double p);

#endif
