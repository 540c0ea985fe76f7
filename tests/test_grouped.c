/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "sim/grouped.h"
#include "sim/stream.h"
#include "tests/suite.h"

#include <math.h>

enum { GROUPS = 32, EVENTS = 40, SEEDS = 200 };

static sim_sketch groups[GROUPS];

/* Half of the groups have exponential events of mean 1, half of mean 3: events of a group are
   alike, so that they tell less than as many independent ones. */
static void fill(uint64_t seed)
{
    memset(groups, 0, sizeof groups);
    const sim_stream stream = sim_stream_make(seed, 0, sim_stream_source("grouped"));
    for (uint64_t g = 0; g < GROUPS; g++) {
        const double mean = sim_stream_uniform(stream, g, 0) < 0.5 ? 1 : 3;
        for (uint64_t i = 1; i <= EVENTS; i++)
            sim_sketch_add(&groups[g], -mean * log1p(-sim_stream_uniform(stream, g, i)));
    }
}

/* (exp(-q) + exp(-q / 3)) / 2 = 1 - p, by halving. */
static double truth(double p)
{
    double low = 0, high = 100;
    for (int i = 0; i < 100; i++) {
        const double q = (low + high) / 2;
        if ((exp(-q) + exp(-q / 3)) / 2 > 1 - p)
            low = q;
        else
            high = q;
    }
    return low;
}

/* 95 % less three standard errors of 200 trials; above, the edges of buckets widen it. */
TEST(intervals_cover_although_events_depend_on_each_other)
{
    static const double shares[] = {0.5, 0.9};
    for (size_t k = 0; k < 2; k++) {
        const double q = truth(shares[k]);
        int covered = 0;
        for (uint64_t seed = 0; seed < SEEDS; seed++) {
            fill(seed);
            const sim_interval x = sim_grouped_quantile(groups, GROUPS, 1, shares[k], 0.95);
            covered += x.low <= q && q <= x.high;
        }
        ck_assert_msg(covered >= SEEDS * (0.95 - 3 * sqrt(0.95 * 0.05 / SEEDS)),
                      "p %g: %d of %d", shares[k], covered, SEEDS);
    }
}

TEST(what_does_not_vary_is_known_to_a_bucket)
{
    memset(groups, 0, sizeof groups);
    for (size_t g = 0; g < GROUPS; g++)
        for (int i = 0; i < EVENTS; i++)
            sim_sketch_add(&groups[g], 0.4);
    const sim_interval x = sim_grouped_quantile(groups, GROUPS, 1, 0.5, 0.999);
    ck_assert(x.low <= 0.4 && 0.4 < x.high && x.high < 0.4 * (1 + 1.0 / 32));
}

TEST(too_few_tell_nothing)
{
    memset(groups, 0, sizeof groups);
    for (size_t g = 0; g < 9; g++)
        sim_sketch_add(&groups[g], 1);
    ck_assert_double_nan(sim_grouped_quantile(groups, GROUPS, 1, 0.5, 0.95).low);
    for (size_t g = 9; g < GROUPS; g++)
        sim_sketch_add(&groups[g], 1);
    const sim_interval x = sim_grouped_quantile(groups, GROUPS, 1, 0.99, 0.95);
    ck_assert_double_nan(x.high); /* 32 events do not limit a p99 from above */
    ck_assert(x.low <= 1);
}

SUITE("grouped", intervals_cover_although_events_depend_on_each_other,
      what_does_not_vary_is_known_to_a_bucket, too_few_tell_nothing)
