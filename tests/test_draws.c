/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "sim/draws.h"
#include "sim/exponential.h"
#include "sim/logarithm.h"
#include "tests/laws.h"
#include "tests/suite.h"

#include <gsl/gsl_cdf.h>
#include <math.h>

enum { N = 100000, SEVERAL_BLOCKS = 3 * SIM_DRAWS_BLOCK + 7 };

static const sim_stream key = {.key = {0x5eed, 0xf00d}};
static const uint64_t who = UINT64_C(0x123456789abcdef0);

static sim_draws_law sampled(sim_arena *arena)
{
    const sim_law law = law_of(&(law_case){"weibull", {"shape", "scale"}, {0.7, 30}});
    return (sim_draws_law){.kind = &sim_draws_sampled, .sampler = sim_sampler_new(&law, arena)};
}

/* Numbers that every kind but the sampled can do with. */
static sim_draws_law law_of_kind(const sim_draws_kind *kind, sim_arena *arena)
{
    return kind == &sim_draws_sampled ? sampled(arena)
                                      : (sim_draws_law){kind, {1.25, 3.5}, NULL};
}

/* ---- where they come from ---- */

/* The header's addresses, one by one. */
static double uniform_number(uint64_t i)
{
    uint32_t w[4];
    const uint64_t block = i / 256, within = i % 256;
    sim_stream_words(key, who, 128 * block + within % 128, w);
    return within < 128 ? sim_stream_unit(w[0], w[1]) : sim_stream_unit(w[2], w[3]);
}

TEST(uniforms_are_those_of_the_stream)
{
    sim_arena *arena = sim_arena_new();
    const sim_draws_law law = {&sim_draws_uniform, {0, 1}, NULL};
    sim_draws *draws = sim_draws_new(key, who, law, arena);
    for (uint64_t i = 0; i < SEVERAL_BLOCKS; i++)
        ck_assert(sim_draws_next(draws) == uniform_number(i));
    sim_arena_free(arena);
}

/* Compiled here for one instruction set, there for several: the bits are the same. */
TEST(variates_are_the_formulas_to_the_last_bit)
{
    sim_arena *arena = sim_arena_new();
    const sim_sampler *z = sim_sampler_normal();
    sim_draws *uniform =
        sim_draws_new(key, who, (sim_draws_law){&sim_draws_uniform, {-2, 5}, NULL}, arena);
    sim_draws *exponential =
        sim_draws_new(key, who, (sim_draws_law){&sim_draws_exponential, {4.75}, NULL}, arena);
    sim_draws *normal =
        sim_draws_new(key, who, (sim_draws_law){&sim_draws_normal, {-3, 2.5}, NULL}, arena);
    sim_draws *lognormal =
        sim_draws_new(key, who, (sim_draws_law){&sim_draws_lognormal, {5, 0.75}, NULL}, arena);
    for (uint64_t i = 0; i < SEVERAL_BLOCKS; i++) {
        const double u = uniform_number(i);
        ck_assert(sim_draws_next(uniform) == -2 + 7 * u);
        ck_assert(sim_draws_next(exponential) == 4.75 * (0 - sim_logarithm(1 - u)));
        ck_assert(sim_draws_next(normal) == -3 + 2.5 * sim_sampler_draw(z, u));
        ck_assert(sim_draws_next(lognormal) ==
                  sim_exponential(5 + 0.75 * sim_sampler_draw(z, u)));
    }
    sim_arena_free(arena);
}

TEST(every_variate_can_be_had_by_its_number)
{
    sim_arena *arena = sim_arena_new();
    for (size_t k = 0; sim_draws_kinds[k]; k++) {
        const sim_draws_law law = law_of_kind(sim_draws_kinds[k], arena);
        sim_draws *draws = sim_draws_new(key, who, law, arena);
        for (uint64_t i = 0; i < SEVERAL_BLOCKS; i++)
            ck_assert(sim_draws_at(draws, i) == sim_draws_next(draws));
    }
    sim_arena_free(arena);
}

TEST(a_sampler_is_drawn_from_as_it_is)
{
    sim_arena *arena = sim_arena_new();
    const sim_draws_law law = sampled(arena);
    sim_draws *draws = sim_draws_new(key, who, law, arena);
    for (uint64_t i = 0; i < SEVERAL_BLOCKS; i++)
        ck_assert(sim_draws_next(draws) == sim_sampler_draw(law.sampler, uniform_number(i)));
    sim_arena_free(arena);
}

TEST(draws_do_not_depend_on_each_other)
{
    sim_arena *arena = sim_arena_new();
    const sim_draws_law law = {&sim_draws_exponential, {1}, NULL};
    sim_draws *alone = sim_draws_new(key, 1, law, arena);
    double expected[SEVERAL_BLOCKS];
    for (int i = 0; i < SEVERAL_BLOCKS; i++)
        expected[i] = sim_draws_next(alone);
    sim_draws *here = sim_draws_new(key, 1, law, arena);
    sim_draws *there = sim_draws_new(key, 2, law, arena);
    for (int i = 0; i < SEVERAL_BLOCKS; i++) {
        ck_assert(sim_draws_next(here) == expected[i]);
        if (i % 3 == 0)
            ck_assert(sim_draws_next(there) != expected[i / 3]);
    }
    sim_arena_free(arena);
}

/* ---- what they are ---- */

/* Kolmogorov's distance and the law's own distribution function; law_distance sorts. */
static void check_law(const law_case *about, const sim_draws_kind *expected)
{
    static double x[N];
    sim_arena *arena = sim_arena_new();
    const sim_law law = law_of(about);
    const sim_draws_law how = sim_draws_law_of(&law, arena);
    ck_assert_ptr_eq(how.kind, expected);
    sim_draws *draws = sim_draws_new(key, 77, how, arena);
    double sum = 0;
    for (size_t i = 0; i < N; i++)
        sum += x[i] = sim_draws_next(draws);
    ck_assert_double_eq_tol(sum / N, sim_law_mean(&law), 5 * sqrt(sim_law_variance(&law) / N));
    ck_assert_double_lt(law_distance(&law, N, x), law_distance_limit(N));
    sim_arena_free(arena);
}

TEST(laws_are_drawn_by_their_own_kind_where_there_is_one)
{
    check_law(&(law_case){"exponential", {"mean"}, {12.5}}, &sim_draws_exponential);
    check_law(&(law_case){"normal", {"mean", "sd"}, {-4, 0.3}}, &sim_draws_normal);
    check_law(&(law_case){"lognormal", {"mean", "sd"}, {90, 70}}, &sim_draws_lognormal);
    check_law(&(law_case){"gamma", {"mean", "cv"}, {7, 0.6}}, &sim_draws_sampled);
    check_law(&(law_case){"uniform", {"min", "max"}, {1, 4}}, &sim_draws_sampled);
}

TEST(a_clipped_or_scaled_law_is_sampled)
{
    sim_arena *arena = sim_arena_new();
    sim_law law = law_of(&(law_case){"exponential", {"mean"}, {10}});
    law.maximum = 25;
    sim_draws *draws = sim_draws_new(key, 5, sim_draws_law_of(&law, arena), arena);
    double most = 0;
    for (int i = 0; i < 10000; i++)
        most = fmax(most, sim_draws_next(draws));
    ck_assert(most == 25);
    law.maximum = HUGE_VAL, law.scale = 2;
    ck_assert_ptr_eq(sim_draws_law_of(&law, arena).kind, &sim_draws_sampled);
    sim_arena_free(arena);
}

/* -ln(1 - u) and Phi^-1(u) from elsewhere. */
TEST(inversion_is_exact)
{
    sim_arena *arena = sim_arena_new();
    sim_draws *exponential =
        sim_draws_new(key, who, (sim_draws_law){&sim_draws_exponential, {1}, NULL}, arena);
    sim_draws *normal =
        sim_draws_new(key, who, (sim_draws_law){&sim_draws_normal, {0, 1}, NULL}, arena);
    for (uint64_t i = 0; i < 20000; i++) {
        const double u = uniform_number(i), z = gsl_cdf_ugaussian_Pinv(u);
        const double exact = (double)-log1pl(-(long double)u);
        ck_assert_double_eq_tol(sim_draws_next(exponential), exact, 3e-16 * exact);
        ck_assert_double_eq_tol(sim_draws_next(normal), z, 3e-7);
    }
    sim_arena_free(arena);
}

/* ---- antithetic ---- */

/* cov(F^-1(U), F^-1(1 - U)) of the exponential is 1 - pi^2 / 6 = -0.645 variances; the sum of
   a pair then has variance 2 (1 - 0.645) = 0.710. Normal pairs sum to twice the mean. */
TEST(the_mirrored_stream_gives_antithetic_variates)
{
    sim_arena *arena = sim_arena_new();
    const sim_draws_law exponential = {&sim_draws_exponential, {1}, NULL};
    const sim_draws_law normal = {&sim_draws_normal, {10, 2}, NULL};
    sim_draws *e[2], *z[2];
    for (int side = 0; side < 2; side++) {
        const sim_stream stream = side ? sim_stream_mirrored(key) : key;
        e[side] = sim_draws_new(stream, 9, exponential, arena);
        z[side] = sim_draws_new(stream, 9, normal, arena);
    }
    double sum = 0, square = 0;
    for (int i = 0; i < N; i++) {
        const double pair = sim_draws_next(e[0]) + sim_draws_next(e[1]) - 2;
        sum += pair, square += pair * pair;
        ck_assert_double_eq_tol(sim_draws_next(z[0]) + sim_draws_next(z[1]), 20, 1e-9);
    }
    const double variance = square / N, expected = 2 * (2 - 1.6449340668482264);
    ck_assert_double_eq_tol(sum / N, 0, 5 * sqrt(expected / N));
    /* The fourth moment of the pair's sum is below 12 of its variance squared. */
    ck_assert_double_eq_tol(variance, expected, 5 * expected * sqrt(11.0 / N));
    sim_arena_free(arena);
}

SUITE("draws", uniforms_are_those_of_the_stream, variates_are_the_formulas_to_the_last_bit,
      every_variate_can_be_had_by_its_number, a_sampler_is_drawn_from_as_it_is,
      draws_do_not_depend_on_each_other, laws_are_drawn_by_their_own_kind_where_there_is_one,
      a_clipped_or_scaled_law_is_sampled, inversion_is_exact,
      the_mirrored_stream_gives_antithetic_variates)
