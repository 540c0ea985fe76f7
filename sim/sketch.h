/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * A mergeable quantile sketch of non-negative numbers with a known relative error.
 *
 * Buckets are the leading bits of the number itself: its exponent and the first 6 bits of its
 * mantissa, so adding is a shift and an increment. A bucket is at most 1/64 wide; its middle
 * is within 1/128 = 0.78 % of all it holds. Zero has a bucket; numbers below 2^-40 count as
 * 2^-40, above 2^40 as 2^40.
 */
#ifndef SIM_SKETCH_H
#define SIM_SKETCH_H

#include <stddef.h>
#include <stdint.h>
#include <string.h>

enum {
    SIM_SKETCH_BITS = 6,
    SIM_SKETCH_LOWEST = -40,
    SIM_SKETCH_HIGHEST = 40,
    SIM_SKETCH_BUCKETS =
        ((SIM_SKETCH_HIGHEST - SIM_SKETCH_LOWEST) << SIM_SKETCH_BITS) + 1 /* [0] is zero */
};

typedef struct sim_sketch {
    uint64_t counts[SIM_SKETCH_BUCKETS];
} sim_sketch;

/* The bucket of a number >= 0. */
static inline size_t sim_sketch_bucket(double x)
{
    const double least = 0x1p-40, most = 0x1.ffffffp39;
    if (!(x > 0))
        return 0;
    x = x < least ? least : x > most ? most : x;
    uint64_t bits;
    memcpy(&bits, &x, sizeof bits);
    const uint64_t first = (uint64_t)(1023 + SIM_SKETCH_LOWEST) << SIM_SKETCH_BITS;
    return (size_t)((bits >> (52 - SIM_SKETCH_BITS)) - first) + 1;
}

static inline void sim_sketch_add(sim_sketch *sketch, double x)
{
    sketch->counts[sim_sketch_bucket(x)]++;
}

/* The middle of a bucket: the number it stands for. */
double sim_sketch_middle(size_t bucket);

void sim_sketch_merge(sim_sketch *into, const sim_sketch *other);
uint64_t sim_sketch_count(const sim_sketch *sketch);

/* The p-quantile, within 0.78 %; NAN of an empty sketch. */
double sim_sketch_quantile(const sim_sketch *sketch, double p);

#endif
