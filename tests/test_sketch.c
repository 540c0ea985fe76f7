/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "sim/sketch.h"
#include "sim/stream.h"
#include "tests/suite.h"

#include <math.h>

static const double ERROR = 1.0 / 128;

TEST(the_middle_of_a_bucket_is_near_all_it_holds)
{
    const sim_stream stream = sim_stream_make(1, 0, sim_stream_source("sketch"));
    for (uint64_t i = 0; i < 100000; i++) {
        const double x = exp2(80 * sim_stream_uniform(stream, i, 0) - 40);
        const size_t bucket = sim_sketch_bucket(x);
        ck_assert_uint_lt(bucket, SIM_SKETCH_BUCKETS);
        ck_assert_double_le(fabs(sim_sketch_middle(bucket) / x - 1), ERROR);
    }
}

TEST(buckets_rise_with_their_numbers)
{
    size_t last = 0;
    for (double x = 0x1p-40; x < 0x1p40; x *= 1 + 1.0 / 64) {
        const size_t bucket = sim_sketch_bucket(x);
        ck_assert(bucket > last && bucket <= last + 2);
        last = bucket;
    }
    for (size_t bucket = 0; bucket < SIM_SKETCH_BUCKETS; bucket++)
        ck_assert_uint_eq(sim_sketch_bucket(sim_sketch_middle(bucket)), bucket);
}

TEST(zero_and_the_extremes_have_their_buckets)
{
    ck_assert_uint_eq(sim_sketch_bucket(0), 0);
    ck_assert_uint_eq(sim_sketch_bucket(-1), 0);
    ck_assert_double_eq(sim_sketch_middle(0), 0);
    ck_assert_uint_eq(sim_sketch_bucket(1e-300), 1);
    ck_assert_uint_eq(sim_sketch_bucket(0x1p-40), 1);
    ck_assert_uint_eq(sim_sketch_bucket(0x1p40), SIM_SKETCH_BUCKETS - 1);
    ck_assert_uint_eq(sim_sketch_bucket((double)INFINITY), SIM_SKETCH_BUCKETS - 1);
    ck_assert_double_eq_tol(sim_sketch_middle(SIM_SKETCH_BUCKETS - 1), 0x1p40, 0x1p40 * ERROR);
}

TEST(quantiles_are_within_the_error)
{
    static sim_sketch sketch;
    for (int i = 1; i <= 1000; i++)
        sim_sketch_add(&sketch, 0.37 * i);
    ck_assert_uint_eq(sim_sketch_count(&sketch), 1000);
    for (int i = 1; i <= 1000; i++) {
        /* Half a rank above (i - 1)/1000: the i-th number. */
        const double x = sim_sketch_quantile(&sketch, (i - 0.5) / 1000);
        ck_assert_double_eq_tol(x, 0.37 * i, 0.37 * i * ERROR);
    }
    ck_assert_double_eq_tol(sim_sketch_quantile(&sketch, 0), 0.37, 0.37 * ERROR);
    ck_assert_double_eq_tol(sim_sketch_quantile(&sketch, 1), 370, 370 * ERROR);
}

TEST(an_empty_sketch_has_no_quantile)
{
    static const sim_sketch empty;
    ck_assert_uint_eq(sim_sketch_count(&empty), 0);
    ck_assert_double_nan(sim_sketch_quantile(&empty, 0.5));
}

TEST(zeros_count_as_zeros)
{
    static sim_sketch sketch;
    for (int i = 0; i < 10; i++)
        sim_sketch_add(&sketch, i < 6 ? 0 : 5);
    ck_assert_double_eq(sim_sketch_quantile(&sketch, 0.6), 0);
    ck_assert_double_eq_tol(sim_sketch_quantile(&sketch, 0.61), 5, 5 * ERROR);
}

TEST(merged_sketches_are_the_sketch_of_all)
{
    static sim_sketch all, parts[3], merged;
    const sim_stream stream = sim_stream_make(2, 0, sim_stream_source("merge"));
    for (uint64_t i = 0; i < 3000; i++) {
        const double x = -log1p(-sim_stream_uniform(stream, i, 0));
        sim_sketch_add(&all, x);
        sim_sketch_add(&parts[i % 3], x);
    }
    for (int part = 2; part >= 0; part--)
        sim_sketch_merge(&merged, &parts[part]);
    ck_assert_mem_eq(&merged, &all, sizeof all);
}

SUITE("sketch", the_middle_of_a_bucket_is_near_all_it_holds, buckets_rise_with_their_numbers,
      zero_and_the_extremes_have_their_buckets, quantiles_are_within_the_error,
      an_empty_sketch_has_no_quantile, zeros_count_as_zeros,
      merged_sketches_are_the_sketch_of_all)
