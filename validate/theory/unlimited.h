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

/* The p-quantile of a Poisson number of that mean: the least n with P(N <= n) >= p. 15 for (10,
   0.95). */
double validate_poisson_quantile(double mean, double p);

/* M/G/infinity from empty: E N(t) = lambda int_0^t P(S > u) du. Exponential of mean 1 at 10: 10
   (1
   - e^-t). (Takacs 1962; Mirasol 1963) */
double validate_filling(double arrival, validate_survival *survival, double first,
                        double second, double t);

/* Correlation of the numbers present at two times so far apart, in the long run:
   int_lag^inf P(S > u) du / E S. */
double validate_memory(validate_survival *survival, double first, double second, double mean,
                       double lag);

/* M_t/M/infinity with rate average + amplitude sin(2 pi t / period), in its periodic regime:
   m(t) = average / mu + amplitude (mu sin wt - w cos wt) / (mu^2 + w^2), a sine that is late by
   atan(w / mu) / w. (10, 5, 24, 1), t = 6: 14.679286742839662; swing 4.83698601550576, late by
   0.9780495368354237. (Eick, Massey & Whitt 1993) */
double validate_sine(double average, double amplitude, double period, double service, double t);
double validate_sine_swing(double amplitude, double period, double service);
double validate_sine_lag(double period, double service);

/* M/M/infinity with set-up times: lambda / mu are busy, and the number being started has P(J =
   j) ~ prod_{i <= j} lambda / (lambda + i alpha), whatever mu. (10, 0.1):
   mean 7.7656516911363240, P(J = 0) 0.07765651691136324, q95 20. (Gandhi, Harchol-Balter & Adan
   2010) */
double validate_starting(double arrival, double setup, unsigned n);
double validate_starting_mean(double arrival, double setup);
double validate_starting_variance(double arrival, double setup);
unsigned validate_starting_quantile(double arrival, double setup, double p);

#endif
