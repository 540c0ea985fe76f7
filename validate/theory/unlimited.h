/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * Infinitely many servers. The number present is Poisson, of mean lambda E S in the long run.
 */
#ifndef VALIDATE_THEORY_UNLIMITED_H
#define VALIDATE_THEORY_UNLIMITED_H

/* P(S > t) of a service law with two numbers. */
typedef double validate_survival(double first, double second, double t);
validate_survival validate_survival_exponential, /* mean, - */
    validate_survival_constant,                  /* value, - */
    validate_survival_uniform,                   /* low, high */
    validate_survival_weibull,                   /* shape, scale */
    validate_survival_lognormal;                 /* mu, sigma */

/* M/G/infinity from empty: E N(t) = lambda int_0^t P(S > u) du. (Takacs 1962; Mirasol 1963) */
double validate_filling(double arrival, validate_survival *survival, double first,
                        double second, double t);

/* Correlation of the number present at two times so far apart, in the long run: 1 - filling /
 * L. */
double validate_memory(validate_survival *survival, double first, double second, double mean,
                       double lag);

/* M_t/M/infinity with rate average + amplitude sin(2 pi t / period), in its periodic regime:
   m(t) = average / mu + amplitude (mu sin wt - w cos wt) / (mu^2 + w^2). (10, 5, 24, 1), t = 6:
   14.679286742839662. (Eick, Massey & Whitt 1993) */
double validate_sine(double average, double amplitude, double period, double service, double t);

/* M/M/infinity with set-up times: lambda / mu are busy, and the number being started has
   P(J = j) ~ prod_{i <= j} lambda / (lambda + i alpha). (10, 0.1): 7.7656516911363240. (Gandhi,
   Harchol-Balter & Adan 2010) */
double validate_starting_unlimited(double arrival, double setup);

#endif
