/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Batch means, the end of the start, levels, tallies and histograms. */
#include "sim/batches.h"
#include "sim/draws.h"
#include "sim/histogram.h"
#include "sim/level.h"
#include "sim/warmup.h"
#include "tests/suite.h"

#include <math.h>
#include <string.h>

static sim_draws *normals(uint64_t replication, sim_arena *arena)
{
    const sim_stream stream = sim_stream_make(20261126, replication, 7);
    return sim_draws_new(stream, 0, (sim_draws_law){&sim_draws_normal, {0, 1}, NULL}, arena);
}

/* ---- tallies and levels ---- */

/* A sample around 1e9 with standard deviation 1, against sums in more digits. */
TEST(moments_without_divisions_keep_mean_and_variance)
{
    enum { N = 100000 };
    static double x[N];
    sim_arena *arena = sim_arena_new();
    sim_draws *draws = normals(0, arena);
    sim_moments moments = {0};
    long double sum = 0, square = 0;
    for (int i = 0; i < N; i++) {
        x[i] = 1e9 + sim_draws_next(draws);
        sim_moments_add(&moments, x[i]);
        sum += x[i] - 1e9L;
    }
    for (int i = 0; i < N; i++) {
        const long double off = x[i] - 1e9L - sum / N;
        square += off * off;
    }
    const sim_tally tally = sim_moments_tally(&moments);
    ck_assert_uint_eq(tally.n, N);
    ck_assert_double_eq_tol(tally.mean - 1e9, (double)(sum / N), 2e-7); /* a unit of 1e9 */
    ck_assert_double_eq_tol(sim_tally_variance(&tally), (double)(square / (N - 1)), 1e-9);
    ck_assert_double_ge(moments.most, 1e9 + 3);
    ck_assert_double_nan(sim_moments_mean(&(sim_moments){0}));
    sim_arena_free(arena);
}

TEST(a_level_is_averaged_over_time)
{
    /* 0 until 2, 3 until 5, 1 until 10: area 9 + 5 = 14; squares 27 + 5 = 32. */
    sim_level level = {0};
    sim_level_set(&level, 2, 3);
    sim_level_add(&level, 5, -2);
    ck_assert_double_eq_tol(sim_level_mean(&level, 10), 1.4, 1e-15);
    ck_assert_double_eq_tol(sim_level_variance(&level, 10), 3.2 - 1.96, 1e-14);
    ck_assert_double_eq(level.most, 3);
    sim_level_restart(&level, 10);
    sim_level_set(&level, 12, 0);
    ck_assert_double_eq_tol(sim_level_mean(&level, 14), 0.5, 1e-15); /* 1 for 2 of 4 s */
    ck_assert_double_nan(sim_level_mean(&(sim_level){0}, 0));
}

/* ---- batches ---- */

TEST(batches_merge_in_pairs_and_keep_the_mean)
{
    sim_batches batches = {0};
    double sum = 0;
    for (int i = 1; i <= 1000; i++) {
        sim_batches_add(&batches, i * 0.5);
        sum += i * 0.5;
    }
    ck_assert_double_eq_tol(sim_batches_mean(&batches), sum / 1000, 1e-10);
    ck_assert_uint_eq(batches.size,
                      16); /* 64 batches of 8 = 512 were merged, 62 of 16 are full */
    ck_assert_uint_eq(batches.n, 62);
    ck_assert_double_eq(batches.sum[0], 0.5 * 136); /* 1 + .. + 16 */
    /* A straight line: neighbouring batches differ by 8 units, far less than they spread. */
    ck_assert_double_gt(sim_batches_correlation(&batches), 0.99);
    ck_assert_double_nan(sim_batches_mean(&(sim_batches){0}));
}

/* Of a stationary AR(1) with coefficient f and innovations of variance 1 the variance of the
   mean of n is v/n ((1 + f)/(1 - f) - 2f (1 - f^n) / (n (1 - f)^2)), v = 1/(1 - f^2). (Law
   2015) */
TEST(the_error_of_a_correlated_mean_is_that_of_theory)
{
    enum { RUNS = 400, N = 40000 };
    const double f = 0.9, v = 1 / (1 - f * f);
    const double of_mean =
        v / N * ((1 + f) / (1 - f) - 2 * f * (1 - pow(f, N)) / (N * (1 - f) * (1 - f)));
    sim_tally variance = {0};
    int covered = 0;
    for (uint64_t run = 0; run < RUNS; run++) {
        sim_arena *arena = sim_arena_new();
        sim_draws *draws = normals(run + 1, arena);
        sim_batches batches = {0};
        double x = sqrt(v) * sim_draws_next(draws);
        for (int i = 0; i < N; i++, x = f * x + sim_draws_next(draws))
            sim_batches_add(&batches, x);
        const sim_interval interval = sim_batches_interval(&batches, 0.95);
        const double half = (interval.high - interval.low) / 2;
        sim_tally_add(&variance, half * half);
        covered += interval.low <= 0 && 0 <= interval.high;
        ck_assert_double_lt(fabs(sim_batches_correlation(&batches)), 5 / sqrt(32));
        sim_arena_free(arena);
    }
    /* The mean squared half width is t^2 times the variance of the mean; t of 38 degrees of
       freedom (39 batches of 1,024) is 2.024. Batches of 1,024 leave a bias below 1 %. */
    ck_assert_double_eq_tol(variance.mean / (2.024394 * 2.024394 * of_mean), 1,
                            5 * sim_tally_sd(&variance) / sqrt(RUNS) / variance.mean + 0.02);
    /* 95 % but for 5 standard errors. */
    ck_assert_double_eq_tol((double)covered / RUNS, 0.95, 5 * sqrt(0.95 * 0.05 / RUNS));
}

/* ---- the start ---- */

TEST(mser5_cuts_what_is_off_and_no_more)
{
    enum { N = 1000 };
    double x[N];
    sim_arena *arena = sim_arena_new();
    sim_draws *draws = normals(9, arena);
    sim_failure why;
    size_t cut = 1;
    for (int i = 0; i < N; i++)
        x[i] = sim_draws_next(draws) + (i < 100 ? 50 : 0);
    ck_assert(sim_warmup_mser5(N, x, &cut, &why));
    ck_assert_uint_ge(cut, 100); /* what is off is 50 standard deviations off */
    ck_assert_uint_lt(cut, N / 2);
    ck_assert_uint_eq(cut % 5, 0);
    /* By hand, in groups: 9, 1, 2, 1, 2, ... (fives of equal numbers): leaving out the 9 leaves
       the least error. */
    for (int i = 0; i < 100; i++)
        x[i] = i < 5 ? 9 : 1 + i / 5 % 2;
    ck_assert(sim_warmup_mser5(100, x, &cut, &why));
    ck_assert_uint_eq(cut, 5);
    sim_arena_free(arena);
}

TEST(mser5_refuses_a_run_that_is_too_short)
{
    double x[200];
    sim_failure why;
    size_t cut;
    for (int i = 0; i < 200; i++)
        x[i] = i < 150 ? i : 150; /* rises for three quarters */
    ck_assert(!sim_warmup_mser5(200, x, &cut, &why));
    ck_assert_str_eq(why.text, "the run is too short: its start seems to last for 150 of 200 "
                               "observations");
    ck_assert(!sim_warmup_mser5(49, x, &cut, &why));
    ck_assert_str_eq(why.text, "49 observations are too few to find the end of the start");
}

/* ---- histograms ---- */

TEST(a_histogram_counts_in_its_cells_and_outside)
{
    sim_arena *arena = sim_arena_new();
    sim_histogram plain, other, log;
    sim_histogram_init(&plain, 0, 10, 5, false, arena);
    sim_histogram_init(&other, 0, 10, 5, false, arena);
    const double x[] = {-0.1, 0, 1.999, 2, 9.999, 10, 1e300};
    for (int i = 0; i < 7; i++)
        sim_histogram_add(i % 2 ? &plain : &other, x[i]);
    sim_histogram_merge(&plain, &other);
    const uint64_t counts[] = {2, 1, 0, 0, 1};
    ck_assert_mem_eq(plain.counts, counts, sizeof counts);
    ck_assert_uint_eq(plain.below, 1);
    ck_assert_uint_eq(plain.above, 2);
    ck_assert_uint_eq(sim_histogram_count(&plain), 7);
    sim_histogram_init(&log, 0.01, 100, 4, true, arena);
    sim_histogram_add(&log, 0.05);
    sim_histogram_add(&log, 99);
    ck_assert_uint_eq(log.counts[0], 1);
    ck_assert_uint_eq(log.counts[3], 1);
    ck_assert_double_eq_tol(sim_histogram_edge(&log, 2), 1, 1e-12);
    char text[512] = "";
    FILE *out = fmemopen(text, sizeof text, "w");
    sim_histogram_write(&plain, 4, out);
    fclose(out);
    ck_assert_ptr_nonnull(strstr(text, "           0            2 ####\n"));
    ck_assert_ptr_nonnull(strstr(text, "           2            1 ##\n"));
    ck_assert_ptr_nonnull(strstr(text, "       above            2\n"));
    sim_arena_free(arena);
}

TEST(a_number_that_is_none_is_not_counted)
{
    sim_histogram plain;
    sim_histogram_init(&plain, 0, 10, 5, false, sim_arena_new());
    sim_histogram_add(&plain, (double)NAN);
}

int main(void)
{
    const TTest *const breaches[] = {a_number_that_is_none_is_not_counted};
    const TTest *const tests[] = {moments_without_divisions_keep_mean_and_variance,
                                  a_level_is_averaged_over_time,
                                  batches_merge_in_pairs_and_keep_the_mean,
                                  the_error_of_a_correlated_mean_is_that_of_theory,
                                  mser5_cuts_what_is_off_and_no_more,
                                  mser5_refuses_a_run_that_is_too_short,
                                  a_histogram_counts_in_its_cells_and_outside};
    return suite_run_both("batches", tests, sizeof tests / sizeof *tests, breaches, 1);
}
