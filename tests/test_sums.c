/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "sim/sampler.h"
#include "sim/stream.h"
#include "sim/sums.h"
#include "tests/suite.h"

#include <math.h>
#include <string.h>

/* Vectors (a, b, a + b, 7, 0) with a exponential of mean 2 and b = a / 2 + an exponential of
   mean 3: variances 4 and 1 + 9, covariance 2, third moments about the mean 16 and 2 + 54. */
enum { COLUMNS = 5, STRIDE = 7, GROUP = 8, GROUPS = 40000, N = 50, DRAWS = 40000 };

static double exponential(sim_stream stream, uint64_t entity, uint64_t index, double mean)
{
    return -mean * log1p(-sim_stream_uniform(stream, entity, index));
}

static double *groups_of_vectors(sim_arena *arena)
{
    const sim_stream stream = sim_stream_make(11, 0, sim_stream_source("vectors"));
    double *sums = sim_arena_alloc(arena, (size_t)GROUPS * STRIDE, sizeof *sums);
    for (uint64_t g = 0; g < GROUPS; g++) {
        double *row = sums + g * STRIDE;
        for (uint64_t i = 0; i < GROUP; i++) {
            const double a = exponential(stream, g, 2 * i, 2);
            const double b = a / 2 + exponential(stream, g, 2 * i + 1, 3);
            row[0] += a;
            row[1] += b;
            row[2] += a + b;
            row[3] += 7;
        }
        row[COLUMNS] = NAN; /* beyond the columns: not looked at */
    }
    return sums;
}

static sim_sums fitted(sim_arena *arena)
{
    static const double weights[COLUMNS] = {2, 1};
    const sim_sums_sample sample = {
        groups_of_vectors(arena), GROUPS, STRIDE, COLUMNS, GROUP, weights, 1};
    sim_sums law;
    sim_sums_fit(&sample, arena, &law);
    return law;
}

static void draw(const sim_sums *law, const double *scale, double n, uint64_t i, double *sum)
{
    const sim_stream stream = sim_stream_make(12, 0, sim_stream_source("sums"));
    double z[COLUMNS];
    for (uint64_t k = 0; k < law->rank; k++)
        z[k] = sim_sampler_draw(sim_sampler_normal(), sim_stream_uniform(stream, i, k));
    sim_sums_draw(law, scale, n, z, sum);
}

TEST(a_law_has_the_sample_s_mean_and_as_many_axes_as_columns_that_vary_on_their_own)
{
    sim_arena *arena = sim_arena_new();
    const sim_sums law = fitted(arena);
    const double vectors = (double)GROUPS * GROUP;
    ck_assert_uint_eq(law.rank, 2);
    ck_assert_double_eq_tol(law.mean[0], 2, 5 * sqrt(4 / vectors));
    ck_assert_double_eq_tol(law.mean[1], 4, 5 * sqrt(10 / vectors));
    ck_assert_double_eq_tol(law.mean[3], 7, 1e-12);
    ck_assert(law.mean[4] == 0);
    sim_arena_free(arena);
}

/* Sums of N have N times the moments about the mean. A sample variance of near normal draws
   has relative error sqrt(2 / n); the fitted law's comes on top, from GROUPS groups. */
TEST(sums_have_mean_and_covariance_of_so_many_vectors)
{
    sim_arena *arena = sim_arena_new();
    const sim_sums law = fitted(arena);
    double sum[COLUMNS], m[2] = {0}, square[2] = {0}, product = 0;
    for (uint64_t i = 0; i < DRAWS; i++) {
        draw(&law, NULL, N, i, sum);
        const double off[2] = {sum[0] - 2.0 * N, sum[1] - 4.0 * N};
        for (int k = 0; k < 2; k++) {
            m[k] += off[k] / DRAWS;
            square[k] += off[k] * off[k] / DRAWS;
        }
        product += off[0] * off[1] / DRAWS;
    }
    const double variance[2] = {4.0 * N, 10.0 * N}, both = 1.0 / DRAWS + 1.0 / GROUPS;
    for (int k = 0; k < 2; k++) {
        const double of_mean = N * sqrt(variance[k] / N / GROUPS / GROUP);
        ck_assert_double_eq_tol(m[k], 0, 5 * hypot(sqrt(variance[k] / DRAWS), of_mean));
        ck_assert_double_eq_tol(square[k] / variance[k], 1, 5 * sqrt(3 * both));
    }
    const double error = sqrt(variance[0] * variance[1] * 2 * both) / (2.0 * N);
    ck_assert_double_eq_tol(product / (2.0 * N), 1, 5 * error);
    sim_arena_free(arena);
}

/* 2 a + b = 2.5 a + an exponential of mean 3: variance 25 + 9, third moment 250 + 54. A
   sample's skewness has the standard error sqrt(6 / n), the groups' own another. */
TEST(the_sum_that_matters_has_its_skewness)
{
    sim_arena *arena = sim_arena_new();
    const sim_sums law = fitted(arena);
    double sum[COLUMNS], square = 0, cube = 0;
    for (uint64_t i = 0; i < DRAWS; i++) {
        draw(&law, NULL, N, i, sum);
        const double off = 2 * (sum[0] - N * law.mean[0]) + sum[1] - N * law.mean[1];
        square += off * off / DRAWS;
        cube += off * off * off / DRAWS;
    }
    const double skewness = 304.0 / pow(34, 1.5) / sqrt(N);
    const double error = sqrt(6.0 / DRAWS + 10.0 / GROUPS * GROUP / N);
    ck_assert_double_eq_tol(cube / pow(square, 1.5), skewness, 5 * error);
    sim_arena_free(arena);
}

TEST(what_is_the_sum_of_others_stays_so_and_what_is_constant_too)
{
    sim_arena *arena = sim_arena_new();
    const sim_sums law = fitted(arena);
    double sum[COLUMNS];
    for (uint64_t i = 0; i < 100; i++) {
        draw(&law, NULL, 1000, i, sum);
        ck_assert_double_eq_tol(sum[2], sum[0] + sum[1], 1e-6 * sum[2]);
        ck_assert_double_eq_tol(sum[3], 7000, 1e-6);
        ck_assert(sum[4] == 0);
    }
    sim_arena_free(arena);
}

TEST(a_scale_is_that_of_every_vector)
{
    sim_arena *arena = sim_arena_new();
    const sim_sums law = fitted(arena);
    const double scale[COLUMNS] = {1, 2, 0.5, 0, 1};
    double plain[COLUMNS], scaled[COLUMNS];
    draw(&law, NULL, 64, 3, plain);
    draw(&law, scale, 64, 3, scaled);
    for (int i = 0; i < COLUMNS; i++)
        ck_assert(scaled[i] == plain[i] * scale[i]);
    sim_arena_free(arena);
}

TEST(a_law_of_nothing_is_one)
{
    sim_arena *arena = sim_arena_new();
    const double nothing[2] = {0, 0};
    sim_sums law;
    sim_sums_sample sample = {nothing, 2, 1, 0, 1, NULL, 0};
    sim_sums_fit(&sample, arena, &law);
    ck_assert_uint_eq(law.rank, 0);
    sample.n_columns = 1;
    sim_sums_fit(&sample, arena, &law);
    ck_assert_uint_eq(law.rank, 0);
    double sum[1] = {5};
    sim_sums_draw(&law, NULL, 9, NULL, sum);
    ck_assert(sum[0] == 0);
    sim_arena_free(arena);
}

SUITE("sums", a_law_has_the_sample_s_mean_and_as_many_axes_as_columns_that_vary_on_their_own,
      sums_have_mean_and_covariance_of_so_many_vectors, the_sum_that_matters_has_its_skewness,
      what_is_the_sum_of_others_stays_so_and_what_is_constant_too,
      a_scale_is_that_of_every_vector, a_law_of_nothing_is_one)
