/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "sim/copula.h"
#include "sim/stream.h"
#include "tests/laws.h"
#include "tests/suite.h"

#include <math.h>
#include <string.h>

enum { N = 50000 };

static double u1[N], u2[N], u3[N];

static void uniforms(const char *source, double *u)
{
    const sim_stream stream = sim_stream_make(2026, 0, sim_stream_source(source));
    for (size_t i = 0; i < N; i++)
        u[i] = sim_stream_uniform(stream, i, 0);
}

/* Spearman's rank correlation of uniforms is the mean of 12 (u - 1/2)(v - 1/2): as many
   standard errors off what is expected. */
static double rank_excess(const double *u, const double *v, double expected)
{
    double sum = 0, squares = 0;
    for (size_t i = 0; i < N; i++) {
        const double product = 12 * (u[i] - 0.5) * (v[i] - 0.5);
        sum += product, squares += product * product;
    }
    const double mean = sum / N;
    return (mean - expected) / sqrt((squares / N - mean * mean) / N);
}

/* The share of concordant pairs is (1 + tau) / 2, Kendall's tau of a normal pair of Pearson
   correlation r is 2 / pi asin(r). */
static double concordance_excess(const double *u, const double *v, double r)
{
    const double expected = 0.5 + asin(r) / 3.141592653589793;
    double concordant = 0;
    for (size_t i = 0; i + 1 < N; i += 2)
        concordant += (u[i] < u[i + 1]) == (v[i] < v[i + 1]);
    return (concordant - N / 2 * expected) / sqrt(N / 2 * expected * (1 - expected));
}

/* Margins stay uniform. */
static void check_margin(const double *u)
{
    static double sorted[N];
    const sim_law uniform = law_of(&(law_case){"uniform", {"min", "max"}, {0, 1}});
    memcpy(sorted, u, sizeof sorted);
    ck_assert_double_lt(law_distance(&uniform, N, sorted), law_distance_limit(N));
    ck_assert(sorted[0] >= 0 && sorted[N - 1] < 1);
}

static const double correlations[] = {-0.99, -0.6, 0, 0.4825837395309975, 0.95};

enum { CORRELATIONS = sizeof correlations / sizeof *correlations };

TEST(pairs_have_the_rank_correlation_asked_for)
{
    for (size_t i = 0; i < CORRELATIONS; i++) {
        const double rank = correlations[i], r = 2 * sin(3.141592653589793 * rank / 6);
        uniforms("one", u1);
        uniforms("two", u2);
        sim_copula_pairs(rank, N, u1, u2);
        check_margin(u2);
        ck_assert_double_eq_tol(rank_excess(u1, u2, rank), 0, 5);
        ck_assert_double_eq_tol(concordance_excess(u1, u2, r), 0, 5);
    }
}

static sim_copula copula_of(size_t n, const double *rank, sim_arena *arena)
{
    sim_copula copula;
    sim_failure why = {""};
    ck_assert_msg(sim_copula_init(&copula, n, rank, arena, &why), "%s", why.text);
    return copula;
}

TEST(three_sources_have_all_three_correlations)
{
    const double rank[] = {1, 0.7, -0.3, 0.7, 1, 0.2, -0.3, 0.2, 1};
    sim_arena *arena = sim_arena_new();
    const sim_copula copula = copula_of(3, rank, arena);
    uniforms("one", u1);
    uniforms("two", u2);
    uniforms("three", u3);
    for (size_t i = 0; i < N; i++) {
        double u[] = {u1[i], u2[i], u3[i]};
        sim_copula_mix(&copula, u, u);
        u1[i] = u[0], u2[i] = u[1], u3[i] = u[2];
    }
    check_margin(u1);
    check_margin(u2);
    check_margin(u3);
    ck_assert_double_eq_tol(rank_excess(u1, u2, 0.7), 0, 5);
    ck_assert_double_eq_tol(rank_excess(u1, u3, -0.3), 0, 5);
    ck_assert_double_eq_tol(rank_excess(u2, u3, 0.2), 0, 5);
    sim_arena_free(arena);
}

TEST(without_correlation_nothing_changes)
{
    const double rank[] = {1, 0, 0, 1};
    sim_arena *arena = sim_arena_new();
    const sim_copula copula = copula_of(2, rank, arena);
    uniforms("one", u1);
    for (size_t i = 0; i + 1 < 1000; i += 2) {
        double u[2];
        sim_copula_mix(&copula, u1 + i, u);
        ck_assert_double_eq_tol(u[0], u1[i], 1e-14);
        ck_assert_double_eq_tol(u[1], u1[i + 1], 1e-14);
    }
    copula_of(0, NULL, arena);
    sim_arena_free(arena);
}

TEST(extreme_uniforms_stay_within_0_and_1)
{
    const double rank[] = {1, 0.999, 0.999, 1};
    const double extremes[] = {0, 0x1p-53, 0.5, 1 - 0x1p-53};
    sim_arena *arena = sim_arena_new();
    const sim_copula copula = copula_of(2, rank, arena);
    for (size_t i = 0; i < 16; i++) {
        double u[] = {extremes[i / 4], extremes[i % 4]};
        double pair = u[1];
        sim_copula_pairs(0.999, 1, u, &pair);
        sim_copula_mix(&copula, u, u);
        ck_assert(u[0] >= 0 && u[0] < 1 && u[1] >= 0 && u[1] < 1);
        ck_assert(pair >= 0 && pair < 1);
    }
    sim_arena_free(arena);
}

TEST(correlations_that_contradict_each_other_are_refused)
{
    const double impossible[] = {1, 0.9, 0.9, 0.9, 1, -0.9, 0.9, -0.9, 1};
    const double opposed[] = {1, -0.6, -0.6, -0.6, 1, -0.6, -0.6, -0.6, 1};
    sim_arena *arena = sim_arena_new();
    sim_copula copula;
    sim_failure why = {""};
    ck_assert(!sim_copula_init(&copula, 3, impossible, arena, &why));
    ck_assert(strstr(why.text, "the rank correlations contradict each other") != NULL);
    ck_assert(!sim_copula_init(&copula, 3, opposed, arena, &why));
    ck_assert(strstr(why.text, "not positive definite") != NULL);
    sim_arena_free(arena);
}

SUITE("copula", pairs_have_the_rank_correlation_asked_for,
      three_sources_have_all_three_correlations, without_correlation_nothing_changes,
      extreme_uniforms_stay_within_0_and_1, correlations_that_contradict_each_other_are_refused)
