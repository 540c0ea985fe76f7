/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "sim/sketch.h"

#include <math.h>

double sim_sketch_middle(size_t bucket)
{
    if (bucket == 0)
        return 0;
    size_t step = (bucket - 1) & ((1U << SIM_SKETCH_BITS) - 1);
    int exponent = (int)((bucket - 1) >> SIM_SKETCH_BITS) + SIM_SKETCH_LOWEST;
    return ldexp(1 + ((double)step + 0.5) / (1 << SIM_SKETCH_BITS), exponent);
}

void sim_sketch_merge(sim_sketch *into, const sim_sketch *other)
{
    for (size_t i = 0; i < SIM_SKETCH_BUCKETS; i++)
        into->counts[i] += other->counts[i];
}

uint64_t sim_sketch_count(const sim_sketch *sketch)
{
    uint64_t n = 0;
    for (size_t i = 0; i < SIM_SKETCH_BUCKETS; i++)
        n += sketch->counts[i];
    return n;
}

double sim_sketch_quantile(const sim_sketch *sketch, double p)
{
    uint64_t n = sim_sketch_count(sketch), seen = 0;
    double rank = p * (double)n;
    for (size_t i = 0; n && i < SIM_SKETCH_BUCKETS; i++) {
        seen += sketch->counts[i];
        if (sketch->counts[i] && (double)seen >= rank)
            return sim_sketch_middle(i);
    }
    return NAN;
}
