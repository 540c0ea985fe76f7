/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "sim/association.h"

#include "sim/memory.h"

#include <gsl/gsl_cdf.h>
#include <math.h>
#include <stdlib.h>

static const sim_association unknown = {(double)NAN, {(double)NAN, (double)NAN}};

static double quantile(double confidence)
{
    return gsl_cdf_ugaussian_Qinv((1 - confidence) / 2);
}

/* ---- ranks ---- */

typedef struct place {
    double x;
    size_t at;
} place;

static int ascending(const void *a, const void *b)
{
    const place *x = a, *y = b;
    return (x->x > y->x) - (x->x < y->x);
}

void sim_association_ranks(size_t n, const double *x, double *ranks)
{
    place *places = sim_alloc(n + 1, sizeof *places, "ranks");
    for (size_t i = 0; i < n; i++)
        places[i] = (place){x[i], i};
    qsort(places, n, sizeof *places, ascending);
    for (size_t i = 0, end; i < n; i = end) {
        for (end = i + 1; end < n && !(places[end].x > places[i].x);)
            end++;
        for (size_t k = i; k < end; k++)
            ranks[places[k].at] = (double)(i + 1 + end) / 2;
    }
    free(places);
}

/* ---- two groups ---- */

/* The ranks of a group among themselves, at the places of its members. */
static size_t ranks_within(size_t n, const double *x, const bool *in_group, bool which,
                           double *ranks)
{
    double *some = sim_alloc(2 * n + 1, sizeof *some, "ranks");
    size_t size = 0;
    for (size_t i = 0; i < n; i++)
        if (in_group[i] == which)
            some[size++] = x[i];
    sim_association_ranks(size, some, some + n);
    for (size_t i = 0, k = 0; i < n; i++)
        if (in_group[i] == which)
            ranks[i] = some[n + k++];
    free(some);
    return size;
}

/* In the scale of the logit, where the estimate is nearer to normal (Pepe 2003, 5.2.5). */
static sim_interval around(double area, double half)
{
    const double at = log(area / (1 - area)), off = half / (area * (1 - area));
    return (sim_interval){1 / (1 + exp(off - at)), 1 / (1 + exp(-off - at))};
}

/* Disjoint pairs are independent: in all of them, or in none, the one in the group is higher.
 */
static sim_interval apart(double area, double smaller_group, double confidence)
{
    const size_t pairs = (size_t)smaller_group;
    return sim_interval_probability(area > 0.5 ? pairs : 0, pairs, confidence);
}

/* How many of the other group are below each member, ties as half, as a share: their means
   over a group are the area and one less the area, their variances make up its error. */
static sim_association area_of(size_t n, const bool *in_group, const double *all,
                               const double *within, double others[2], double confidence)
{
    sim_tally placed[2] = {{0}, {0}};
    for (size_t i = 0; i < n; i++)
        sim_tally_add(&placed[in_group[i]], (all[i] - within[i]) / others[in_group[i]]);
    sim_association out = unknown;
    out.value = placed[1].mean;
    if (placed[0].n < 2 || placed[1].n < 2)
        return out;
    const double error = sqrt(sim_tally_variance(&placed[0]) / (double)placed[0].n +
                              sim_tally_variance(&placed[1]) / (double)placed[1].n);
    const double half = quantile(confidence) * error;
    if (half > 0 && out.value > 0 && out.value < 1)
        out.interval = around(out.value, half);
    else if (fabs(out.value - 0.5) > 0.25)
        out.interval = apart(out.value, fmin(others[0], others[1]), confidence);
    return out;
}

sim_association sim_association_area(size_t n, const double *x, const bool *in_group,
                                     double confidence)
{
    double *ranks = sim_alloc(2 * n + 1, sizeof *ranks, "ranks");
    sim_association_ranks(n, x, ranks);
    const size_t n_in = ranks_within(n, x, in_group, true, ranks + n);
    ranks_within(n, x, in_group, false, ranks + n);
    double others[2] = {(double)n_in, (double)(n - n_in)};
    sim_association out = n_in > 0 && n_in < n
                              ? area_of(n, in_group, ranks, ranks + n, others, confidence)
                              : unknown;
    free(ranks);
    return out;
}

sim_association sim_association_shift(size_t n, const double *x, const bool *in_group,
                                      double confidence)
{
    sim_tally of[2] = {{0}, {0}};
    for (size_t i = 0; i < n; i++)
        sim_tally_add(&of[in_group[i]], x[i]);
    if (n < 3 || of[0].n == 0 || of[1].n == 0 || !(of[0].m2 + of[1].m2 > 0))
        return unknown;
    const double sd = sqrt((of[0].m2 + of[1].m2) / (double)(n - 2));
    const double d = (of[1].mean - of[0].mean) / sd;
    const double error =
        sqrt((double)n / ((double)of[0].n * (double)of[1].n) + d * d / (2 * (double)n));
    const double half = quantile(confidence) * error;
    return (sim_association){d, {d - half, d + half}};
}
