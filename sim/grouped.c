/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "sim/grouped.h"

#include <gsl/gsl_cdf.h>
#include <math.h>

enum { LEAST_GROUPS = 10 };

/* The groups, and what is asked of them. */
typedef struct grouped {
    const sim_sketch *groups;
    size_t n, stride;
    double confidence;
    size_t n_filled; /* groups with events */
    uint64_t events;
} grouped;

static uint64_t up_to(const sim_sketch *sketch, size_t bucket)
{
    uint64_t count = 0;
    for (size_t i = 0; i <= bucket; i++)
        count += sketch->counts[i];
    return count;
}

/* The share of events in buckets up to this one, with its interval. */
static sim_interval share_up_to(const grouped *of, size_t bucket)
{
    uint64_t below = 0;
    for (size_t i = 0; i < of->n; i++)
        below += up_to(&of->groups[i * of->stride], bucket);
    const double share = (double)below / (double)of->events;
    double squares = 0;
    for (size_t i = 0; i < of->n; i++) {
        const sim_sketch *group = &of->groups[i * of->stride];
        const double rest =
            (double)up_to(group, bucket) - share * (double)sim_sketch_count(group);
        squares += rest * rest;
    }
    const double n = (double)of->n_filled;
    const double t = gsl_cdf_tdist_Qinv((1 - of->confidence) / 2, n - 1);
    const double half = t * sqrt(n / (n - 1) * squares) / (double)of->events;
    const sim_interval apart = sim_interval_probability(below, of->events, of->confidence);
    return (sim_interval){fmin(share - half, apart.low), fmax(share + half, apart.high)};
}

static double low_end(sim_interval share)
{
    return share.low;
}

static double high_end(sim_interval share)
{
    return share.high;
}

/* The first bucket up to which an end of the share's interval reaches p; SIM_SKETCH_BUCKETS if
   none does. */
static size_t first_bucket(const grouped *of, double p, double (*end)(sim_interval share))
{
    size_t low = 0, high = SIM_SKETCH_BUCKETS;
    while (low < high) {
        const size_t middle = low + (high - low) / 2;
        if (end(share_up_to(of, middle)) >= p)
            high = middle;
        else
            low = middle + 1;
    }
    return low;
}

/* The smallest number in a bucket: buckets divide the numbers from a power of 2 to the next. */
static double edge(size_t bucket)
{
    if (bucket == 0)
        return 0;
    const size_t step = bucket - 1, parts = (size_t)1 << SIM_SKETCH_BITS;
    return ldexp(1 + (double)(step % parts) / (double)parts,
                 SIM_SKETCH_LOWEST + (int)(step / parts));
}

sim_interval sim_grouped_quantile(const sim_sketch *groups, size_t n, size_t stride, double p,
                                  double confidence)
{
    grouped of = {groups, n, stride, confidence, 0, 0};
    for (size_t i = 0; i < n; i++) {
        const uint64_t events = sim_sketch_count(&groups[i * stride]);
        of.n_filled += events > 0;
        of.events += events;
    }
    if (of.n_filled < LEAST_GROUPS)
        return (sim_interval){(double)NAN, (double)NAN};
    const size_t low = first_bucket(&of, p, high_end), high = first_bucket(&of, p, low_end);
    return (sim_interval){edge(low), high < SIM_SKETCH_BUCKETS ? edge(high + 1) : (double)NAN};
}
