/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "models/profile.h"
#include "tests/suite.h"
#include "validate/made.h"

#include <math.h>

enum { PIECES = 700, SHARES = 20000 };

/* Random pieces with gaps; the profile must grow past its first room. */
static void fill_random(model_profile *profile, uint64_t *state, size_t n)
{
    double at = 86400 * 3;
    for (size_t i = 0; i < n; i++) {
        at += made_uniform(state) < 0.3 ? 40 * made_uniform(state) : 0;
        double to = at + 60 * made_uniform(state);
        double rate = made_uniform(state) < 0.2 ? 0 : pow(10, 4 * made_uniform(state) - 2);
        model_profile_add(profile, at, to, rate);
        at = to;
    }
    model_profile_close(profile);
}

/* The integral of the rate up to a time; in_gap: whether no piece holds the time. */
static double integral(const model_profile *profile, double time_s, bool *in_gap)
{
    double sum = 0;
    *in_gap = true;
    for (size_t i = 0; i < profile->n && profile->from_s[i] <= time_s; i++) {
        sum += profile->rate[i] * (fmin(time_s, profile->to_s[i]) - profile->from_s[i]);
        *in_gap = *in_gap && time_s > profile->to_s[i];
    }
    return sum;
}

TEST(times_are_the_inverse_of_the_integral)
{
    uint64_t state = 4711;
    for (size_t n = 1; n <= PIECES; n = 3 * n + 1) {
        sim_arena *arena = sim_arena_new();
        model_profile profile;
        model_profile_init(&profile, arena);
        fill_random(&profile, &state, n + 3);
        double total = model_profile_expected(&profile), share[SHARES], time_s[SHARES];
        for (size_t i = 0; i < SHARES; i++)
            share[i] = i < 2 ? (double)i * 0x1.fffffffffffffp-1 : made_uniform(&state);
        model_profile_times(&profile, SHARES, share, time_s);
        for (size_t i = 0; i < SHARES; i++) {
            bool in_gap;
            double back = integral(&profile, time_s[i], &in_gap);
            ck_assert(!in_gap);
            ck_assert_double_lt(fabs(back / total - share[i]), 1e-9);
        }
        sim_arena_free(arena);
    }
}

TEST(times_can_take_the_place_of_shares)
{
    uint64_t state = 12;
    sim_arena *arena = sim_arena_new();
    model_profile profile;
    model_profile_init(&profile, arena);
    fill_random(&profile, &state, 100);
    double share[500], time_s[500];
    for (size_t i = 0; i < 500; i++)
        share[i] = made_uniform(&state);
    model_profile_times(&profile, 500, share, time_s);
    model_profile_times(&profile, 500, share, share);
    for (size_t i = 0; i < 500; i++)
        ck_assert(share[i] == time_s[i]);
    sim_arena_free(arena);
}

TEST(pieces_without_rate_or_length_are_left_out)
{
    sim_arena *arena = sim_arena_new();
    model_profile profile;
    model_profile_init(&profile, arena);
    model_profile_add(&profile, 0, 10, 0);
    model_profile_add(&profile, 10, 10, 5);
    model_profile_add(&profile, 20, 30, 2);
    model_profile_add(&profile, 30, 29, 2);
    model_profile_close(&profile);
    ck_assert_uint_eq(profile.n, 1);
    ck_assert(model_profile_expected(&profile) == 20);
    model_profile_clear(&profile);
    model_profile_close(&profile);
    ck_assert(model_profile_expected(&profile) == 0);
    sim_arena_free(arena);
}

/* 2/s over [0, 10), nothing for 90 s, 6/s over [100, 105): 20 and 30 of 50. */
TEST(a_gap_is_jumped_over)
{
    const double share[] = {0, 0.2, 0.4, 0.7, 0.999999};
    const double expected[] = {0, 5, 100, 102.5, 104.99999166666667};
    double time_s[5];
    sim_arena *arena = sim_arena_new();
    model_profile profile;
    model_profile_init(&profile, arena);
    model_profile_add(&profile, 0, 10, 2);
    model_profile_add(&profile, 100, 105, 6);
    model_profile_close(&profile);
    model_profile_times(&profile, 5, share, time_s);
    for (size_t i = 0; i < 5; i++)
        ck_assert_double_eq_tol(time_s[i], expected[i], 1e-9);
    sim_arena_free(arena);
}

SUITE("profile", times_are_the_inverse_of_the_integral, times_can_take_the_place_of_shares,
      pieces_without_rate_or_length_are_left_out, a_gap_is_jumped_over)
