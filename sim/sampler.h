/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * Fast sampling of any law from one uniform each, by inversion of tabulated quantiles.
 *
 * A smooth law becomes cubic pieces over min(u, 1 - u), cut at every power of two down to
 * 2^-54 and evenly within: both tails are as fine as the middle. The pieces are refined until
 * the error is below 1e-5 of the value plus 1e-6 of the interquartile range; where 1024 to the
 * octave do not suffice, that is for quantiles that leap, they are straight. The mean is within
 * 1e-6 of the law's. Tables with atoms
 * and counts become exact pieces found through a guide table; counts of more than 4096 values
 * are smooth ones rounded up, and one off where u is that close to a step. Mixtures pick a
 * part with the same uniform and use the rest of it. sim_law_quantile is the slow twin.
 */
#ifndef SIM_SAMPLER_H
#define SIM_SAMPLER_H

#include "sim/law.h"
#include "sim/memory.h"

typedef struct sim_sampler sim_sampler;

/* A sampler of the law, in the arena's memory. The law must have passed sim_law_check and
   need not outlive the call. Costs some 2000 quantiles for a smooth law; for one made from the
   normal less than 0.1 ms. */
const sim_sampler *sim_sampler_new(const sim_law *law, sim_arena *arena);

/* One variate from a uniform in [0, 1): scaled and clipped as the law says. */
double sim_sampler_draw(const sim_sampler *sampler, double u);

/* n variates; x may be u. The same as sim_sampler_draw one by one, to the last bit. */
void sim_sampler_fill(const sim_sampler *sampler, size_t n, const double *u, double *x);

/* Bounds of what the sampler can return. */
double sim_sampler_minimum(const sim_sampler *sampler);
double sim_sampler_maximum(const sim_sampler *sampler);

/* Mean of what the sampler returns, from its pieces. */
double sim_sampler_mean(const sim_sampler *sampler);

/* The standard normal's sampler: one for all, built at the first call. */
const sim_sampler *sim_sampler_normal(void);

#endif
