/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "models/price_future.h"
#include "tests/suite.h"
#include "validate/made.h"

#include <math.h>

enum { MONTHS = 24, FUTURES = 4000 };

static const model_calendar *two_years(void)
{
    static double month_s[MONTHS + 1];
    static model_calendar calendar = {.n_months = MONTHS, .month_s = month_s};
    for (size_t i = 0; i <= MONTHS; i++)
        month_s[i] = (double)i * 365.25 * 86400 / 12;
    return &calendar;
}

static model_future future_at(uint64_t replication, uint64_t noise, sim_arena *arena)
{
    return (model_future){
        .seed = 3, .noise = noise, .replication = replication, .arena = arena};
}

/* factor[MONTHS] of a model in a future. */
static void factors(const model_price_jumps *jumps, const char *model, uint64_t replication,
                    uint64_t noise, double *factor)
{
    sim_arena *arena = sim_arena_new();
    const model_price_futures futures = {.jumps = jumps, .n_jumps = 1};
    const model_future future = future_at(replication, noise, arena);
    sim_failure why;
    ck_assert(model_price_future_factors(&futures, model, two_years(), &future, factor, &why));
    sim_arena_free(arena);
}

TEST(the_usual_size_is_a_cut_or_a_rise_about_its_median)
{
    ck_assert_double_eq_tol(model_price_future_usual_size(0.3, 0.5), exp(-0.62), 1e-9);
    ck_assert_double_eq_tol(model_price_future_usual_size(0.8, 0.5), exp(0.50), 1e-9);
    /* 0.975 is 1.959964 standard deviations above. */
    ck_assert_double_eq_tol(model_price_future_usual_size(0.3, 0.975),
                            exp(-0.62 + 0.51 * 1.959964), 1e-6);
}

/* Jumps halve prices: E 0.5^N = exp(-rate t / 2), of the first of a month t years from now. */
TEST(halvings_at_a_rate_have_their_mean)
{
    const model_price_jumps jumps = {
        .model = "a/b", .per_year = 0.7, .size = made_law("constant", 0, 0.5, 0)};
    double sum = 0, factor[MONTHS];
    for (uint64_t i = 0; i < FUTURES; i++) {
        factors(&jumps, "a/b", i, i, factor);
        ck_assert_double_eq(factor[0], 1);
        sum += factor[18];
    }
    const double mean = exp(-0.7 * 1.5 / 2), square = exp(-0.7 * 1.5 * 3 / 4);
    ck_assert_double_eq_tol(sum / FUTURES, mean, 5 * sqrt((square - mean * mean) / FUTURES));
}

TEST(prices_are_the_same_in_a_twin_and_others_in_another_replication)
{
    const model_price_jumps jumps = {.model = "a/b", .per_year = 5};
    double one[MONTHS], twin[MONTHS], other[MONTHS];
    factors(&jumps, "a/b", 7, 7, one);
    factors(&jumps, "a/b", 7, 1007, twin);
    factors(&jumps, "a/b", 8, 8, other);
    ck_assert_mem_eq(one, twin, sizeof one);
    ck_assert_double_ne(one[MONTHS - 1], other[MONTHS - 1]);
}

TEST(a_provider_changes_the_prices_of_its_models_together_and_of_no_other)
{
    const model_price_jumps jumps = {.provider = "acme", .per_year = 5};
    double one[MONTHS], two[MONTHS], other[MONTHS];
    factors(&jumps, "acme/small", 2, 2, one);
    factors(&jumps, "acme/large", 2, 2, two);
    factors(&jumps, "acmes/small", 2, 2, other);
    ck_assert_mem_eq(one, two, sizeof one);
    ck_assert_double_ne(one[MONTHS - 1], 1);
    ck_assert_double_eq(other[MONTHS - 1], 1);
}

/* P(retired by the first of month k) = 1 - exp(-rate k / 12). */
TEST(random_retirements_have_their_rate)
{
    const model_retirement retirement = {
        .model = "a/b", .successor = "a/c", .on_s = NAN, .per_year = 0.24};
    size_t gone = 0;
    for (uint64_t i = 0; i < FUTURES; i++) {
        const model_future future = future_at(i, i, NULL);
        gone += model_price_future_month(&retirement, two_years(), &future) <= 12;
    }
    const double p = 1 - exp(-0.24);
    ck_assert_double_eq_tol((double)gone / FUTURES, p, 5 * sqrt(p * (1 - p) / FUTURES));
}

TEST(a_date_within_a_month_holds_from_the_next_one_on)
{
    model_retirement retirement = {.model = "a/b", .successor = "a/c"};
    const model_future future = future_at(0, 0, NULL);
    const double month_s = 365.25 * 86400 / 12;
    retirement.on_s = 3 * month_s;
    ck_assert_uint_eq(model_price_future_month(&retirement, two_years(), &future), 3);
    retirement.on_s = 3 * month_s + 86400;
    ck_assert_uint_eq(model_price_future_month(&retirement, two_years(), &future), 4);
    retirement.on_s = 30 * month_s;
    ck_assert_uint_eq(model_price_future_month(&retirement, two_years(), &future), MONTHS);
}

SUITE("price_future", the_usual_size_is_a_cut_or_a_rise_about_its_median,
      halvings_at_a_rate_have_their_mean,
      prices_are_the_same_in_a_twin_and_others_in_another_replication,
      a_provider_changes_the_prices_of_its_models_together_and_of_no_other,
      random_retirements_have_their_rate, a_date_within_a_month_holds_from_the_next_one_on)
