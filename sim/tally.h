/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * Mean and standard deviation of observations, one by one and merged. A sim_tally is stable
 * for any numbers and costs a division per observation; sim_moments does without, for the
 * paths where that counts, and becomes a tally at the end.
 */
#ifndef SIM_TALLY_H
#define SIM_TALLY_H

#include <stddef.h>
#include <stdint.h>

/* By Welford's updates. All zero is an empty one. */
typedef struct sim_tally {
    size_t n;
    double mean, m2; /* m2: sum of squared deviations from the mean */
} sim_tally;

void sim_tally_add(sim_tally *tally, double x);
void sim_tally_merge(sim_tally *into, const sim_tally *other);
double sim_tally_variance(const sim_tally *tally); /* n - 1 in the denominator; n < 2: NAN */
double sim_tally_sd(const sim_tally *tally);

/*
 * Sums about the first observation: sum (x - s), sum (x - s)^2. With s within some standard
 * deviations of the mean, as an observation is, the squared deviations lose no more than a few
 * of their 53 bits; a sample around 1e9 with standard deviation 1 keeps its variance to 1e-9
 * and better. All zero is an empty one.
 */
typedef struct sim_moments {
    uint64_t n;
    double shift, sum, square;
    double least, most;
} sim_moments;

static inline void sim_moments_add(sim_moments *moments, double x)
{
    if (moments->n++ == 0)
        moments->shift = moments->least = moments->most = x;
    const double off = x - moments->shift;
    moments->sum += off;
    moments->square += off * off;
    moments->least = x < moments->least ? x : moments->least;
    moments->most = x > moments->most ? x : moments->most;
}

sim_tally sim_moments_tally(const sim_moments *moments);

/* Mean; NAN of none. */
double sim_moments_mean(const sim_moments *moments);

#endif
