/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "models/burst.h"
#include "tests/suite.h"

#include <math.h>
#include <string.h>

enum { STEPS = 40000 };

static const model_burst_shape cases[] = {
    {0.23, 0.8, 30}, {1.1, 0, 60}, {0.4, 0.995, 300}, {0.7, 0.05, 7}, {0, 0.5, 30},
};
enum { CASES = sizeof cases / sizeof *cases };

static model_burst burst_of(size_t which, uint64_t seed, uint64_t client, sim_arena *arena)
{
    model_burst burst;
    model_burst_init(&burst, cases[which], sim_stream_make(seed, 3, sim_stream_source("burst")),
                     client, arena);
    return burst;
}

static double *sequence(size_t which, uint64_t client, sim_arena *arena)
{
    double *factor = sim_arena_alloc(arena, STEPS, sizeof *factor);
    model_burst burst = burst_of(which, 1913, client, arena);
    model_burst_fill(&burst, 0, STEPS, factor);
    return factor;
}

/* Windows in any order, from one generator (that stands somewhere) and from fresh ones. */
TEST(any_window_is_the_same_alone_as_in_sequence)
{
    static const struct {
        int64_t first;
        size_t n;
    } windows[] = {{0, 1},        {17, 3000},  {2880, 2883}, {5760, 2883}, {8640, 2883},
                   {39999, 1},    {1, 1},      {2, 511},     {514, 509},   {1023, 2000},
                   {20000, 9999}, {29999, 40}, {0, STEPS}};
    double part[STEPS];
    for (size_t which = 0; which < CASES; which++) {
        sim_arena *arena = sim_arena_new();
        const double *all = sequence(which, 5, arena);
        model_burst going = burst_of(which, 1913, 5, arena);
        for (size_t i = 0; i < sizeof windows / sizeof *windows; i++) {
            model_burst fresh = burst_of(which, 1913, 5, arena);
            size_t bytes = windows[i].n * sizeof *part;
            model_burst_fill(&fresh, windows[i].first, windows[i].n, part);
            ck_assert_int_eq(memcmp(part, all + windows[i].first, bytes), 0);
            model_burst_fill(&going, windows[i].first, windows[i].n, part);
            ck_assert_int_eq(memcmp(part, all + windows[i].first, bytes), 0);
        }
        sim_arena_free(arena);
    }
}

TEST(clients_have_bursts_of_their_own)
{
    sim_arena *arena = sim_arena_new();
    const double *one = sequence(0, 0, arena), *other = sequence(0, 1, arena);
    double covariance = 0;
    for (size_t i = 0; i < STEPS; i++)
        covariance += log(one[i]) * log(other[i]) / STEPS;
    /* Of independent AR(1) the sum of squared correlations is (1 + r^2) / (1 - r^2). */
    const double variance = 0.23 * 0.23, r = 0.8;
    const double mean_product = variance * variance / 4;
    double error = variance * sqrt((1 + r * r) / (1 - r * r) / STEPS) +
                   variance * 0.23 * sqrt((1 + r) / (1 - r) / STEPS);
    ck_assert_double_lt(fabs(covariance - mean_product), 5 * error);
    sim_arena_free(arena);
}

/* Long means of an AR(1) of correlation r with variance v have variance v (1 + r) / (1 - r) /
   n; of a function of it at most that of the function's own variance. */
static double standard_error(double variance, double r)
{
    return sqrt(variance * (1 + r) / (1 - r) / STEPS);
}

TEST(the_mean_factor_is_one_and_the_log_has_its_sd_and_correlation)
{
    for (size_t which = 0; which < CASES; which++) {
        sim_arena *arena = sim_arena_new();
        const double sd = cases[which].sd, r = cases[which].correlation;
        const double *factor = sequence(which, 2, arena), variance = sd * sd;
        double mean = 0, squares = 0, products = 0;
        for (size_t i = 0; i < STEPS; i++) {
            double x = log(factor[i]) + variance / 2;
            mean += factor[i] / STEPS;
            squares += x * x / STEPS;
            products += i ? x * (log(factor[i - 1]) + variance / 2) / (STEPS - 1) : 0;
        }
        const double k = 5, tiny = 1e-11;
        ck_assert_double_le(fabs(mean - 1), k * standard_error(expm1(variance), r) + tiny);
        /* x^2 has variance 2 v^2 and correlation r^2; x x' has variance (1 + r^2) v^2. */
        double error = standard_error(2 * variance * variance, r * r);
        ck_assert_double_le(fabs(squares - variance), k * error + tiny);
        double lag = standard_error((1 + r * r) * variance * variance, fmax(r * r, r));
        ck_assert_double_le(fabs(products - r * variance), k * lag + tiny);
        if (sd > 0) { /* Bartlett: the sample's lag-1 correlation has variance (1 - r^2) / n. */
            double bartlett = sqrt((1 - r * r) / STEPS);
            ck_assert_double_le(fabs(products / squares - r), k * bartlett + 2.0 / STEPS);
        }
        sim_arena_free(arena);
    }
}

/* Many replications of one step, also of a step at the start of everything. */
TEST(the_first_step_is_stationary)
{
    enum { REPLICATIONS = 20000 };
    for (size_t which = 0; which < 3; which++) {
        double sum = 0, squares = 0;
        for (uint64_t i = 0; i < REPLICATIONS; i++) {
            sim_arena *arena = sim_arena_new();
            model_burst burst = burst_of(which, i, 0, arena);
            double factor;
            model_burst_fill(&burst, 0, 1, &factor);
            double x = log(factor) + cases[which].sd * cases[which].sd / 2;
            sum += x;
            squares += x * x;
            sim_arena_free(arena);
            i += which == 2 ? 9 : 0; /* a long memory is slow to start */
        }
        double n = which == 2 ? REPLICATIONS / 10 : REPLICATIONS, sd = cases[which].sd;
        ck_assert_double_lt(fabs(sum / n), 5 * sd / sqrt(n));
        ck_assert_double_lt(fabs(squares / n - sd * sd), 5 * sd * sd * sqrt(2 / n));
    }
}

/* ---- hours instead of steps ---- */

TEST(steps_of_an_hour_stay_as_they_are)
{
    const model_burst_shape shape = {0.4, 0.6, 3600}, day = {0.2, 0.9, 86400};
    const model_burst_shape hourly = model_burst_hourly(shape, 1);
    ck_assert_double_eq_tol(hourly.sd, 0.4, 1e-12);
    ck_assert_double_eq_tol(hourly.correlation, 0.6, 1e-9);
    ck_assert(hourly.step_s == 3600);
    ck_assert(model_burst_hourly(day, 1).step_s == 86400);
    ck_assert_double_eq_tol(model_burst_hourly(day, 1).correlation, 0.9, 1e-9);
    const model_burst_shape none = {0, 0.8, 30};
    ck_assert(model_burst_hourly(none, 1).sd == 0);
}

/* Independent steps: an hour is the mean of 60 of variance e^0.25 - 1, and hours stay
   independent. Four equal clients have a quarter of the variance. */
TEST(an_hour_of_independent_steps_has_a_sixtieth_of_their_variance)
{
    const model_burst_shape shape = {0.5, 0, 60};
    const model_burst_shape one = model_burst_hourly(shape, 1);
    ck_assert_double_eq_tol(expm1(one.sd * one.sd), expm1(0.25) / 60, 1e-15);
    ck_assert_double_eq_tol(one.correlation, 0, 1e-9);
    const model_burst_shape four = model_burst_hourly(shape, 0.25);
    ck_assert_double_eq_tol(expm1(four.sd * four.sd), expm1(0.25) / 240, 1e-15);
}

/* The mean of four days of steps and of hours, in many replications: the same variance. A
   sample variance has relative error sqrt(2 / n). */
TEST(days_of_hours_vary_like_days_of_steps)
{
    enum { REPLICATIONS = 1000, HOURS = 96 };
    const model_burst_shape minutes = {0.6, 0.99, 60}, hourly = model_burst_hourly(minutes, 1);
    const model_burst_shape shapes[] = {minutes, hourly};
    double variance[2] = {0}, factor[HOURS * 60];
    for (int which = 0; which < 2; which++)
        for (uint64_t i = 0; i < REPLICATIONS; i++) {
            sim_arena *arena = sim_arena_new();
            const size_t steps = which == 0 ? HOURS * 60 : HOURS;
            model_burst burst;
            model_burst_init(&burst, shapes[which],
                             sim_stream_make(7, i, sim_stream_source("days")), 0, arena);
            model_burst_fill(&burst, 0, steps, factor);
            double sum = 0;
            for (size_t k = 0; k < steps; k++)
                sum += factor[k] - 1;
            variance[which] += sum / (double)steps * sum / (double)steps / REPLICATIONS;
            sim_arena_free(arena);
        }
    ck_assert_double_eq_tol(variance[1] / variance[0], 1, 5 * sqrt(4.0 / REPLICATIONS));
}

SUITE("burst", any_window_is_the_same_alone_as_in_sequence, clients_have_bursts_of_their_own,
      the_mean_factor_is_one_and_the_log_has_its_sd_and_correlation,
      the_first_step_is_stationary, steps_of_an_hour_stay_as_they_are,
      an_hour_of_independent_steps_has_a_sixtieth_of_their_variance,
      days_of_hours_vary_like_days_of_steps)
