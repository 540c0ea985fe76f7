/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * Queues with phases: the number present (the level) goes up or down by one, and a phase of up
 * to some dozens changes along. From a level on the rates no longer depend on it: a
 * quasi-birth-death process, solved by logarithmic reduction and, below that level, by
 * elimination. (Latouche & Ramaswami 1993; Neuts 1981)
 */
#ifndef VALIDATE_THEORY_LEVELS_H
#define VALIDATE_THEORY_LEVELS_H

#include <stddef.h>

/* The rate from one phase to another while the level changes by step (-1, 0, 1); the
   diagonal of step 0 is not asked. */
typedef struct validate_levels {
    size_t phases;
    size_t homogeneous; /* from this level on rates are the same, >= 1 */
    double (*rate)(const void *owner, size_t level, size_t from, size_t to, int step);
    const void *owner;
} validate_levels;

/* Sums f(owner, level, phase) over the stationary law. Beyond the homogeneous level f must be
   linear in the level. */
typedef double validate_level_function(const void *owner, double level, size_t phase);

/* The stationary means of n functions, into mean[n]. Returns the factor by which a high level
   is rarer than the one below, the spectral radius of R. The process must be stable. */
double validate_levels_solve(const validate_levels *q, size_t n,
                             validate_level_function *const *functions, double *mean);

/* MMPP(2)/M/c: arrivals at rate arrival[i] in phase i, change[i] out of it. p_wait is that of
   arrivals, decay the ratio of probabilities of high numbers. (2, 0.2; 0.1, 0.1; 1.5, 1): L =
   9.568687932741144, P(wait) = 0.8936393729580051, decay 0.9262101366816458. */
typedef struct validate_mmpp_queue {
    double p_empty, p_wait, present, waiting, decay;
} validate_mmpp_queue;
validate_mmpp_queue validate_mmpp(const double arrival[2], const double change[2],
                                  double service, unsigned servers);

/* Its arrivals: their rate, and the limit of var N(t) / E N(t), 1 + 2 (l_1 - l_2)^2 r_1 r_2 /
   ((r_1 + r_2)^2 (l_1 r_2 + l_2 r_1)). 1.1 and 8.363636. (Heffes & Lucantoni 1986) */
double validate_mmpp_rate(const double arrival[2], const double change[2]);
double validate_mmpp_dispersion(const double arrival[2], const double change[2]);

/* M/M/k whose servers are started when needed (rate setup each) and shut down after an
   exponential idle time of rate idle (HUGE_VAL: at once). (10; 5, 1, 0.1, at once): E N =
   13.316748137598090, starting 3.6351627418441381. (Gandhi, Doroudi, Harchol-Balter &
   Scheller-Wolf 2013) */
typedef struct validate_setup {
    double present, waiting, starting, on, idle, p_wait;
} validate_setup;
validate_setup validate_mmk_setup(unsigned servers, double arrival, double service,
                                  double setup, double idle);

/* M/M/1 whose server breaks at rate failure and is repaired at rate repair whether or not it
   serves: mean number present. (White & Christie 1958) */
double validate_breaking(double arrival, double service, double failure, double repair);

#endif
