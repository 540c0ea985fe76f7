/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "sim/interval.h"
#include "sim/law.h"
#include "sim/stream.h"
#include "tests/suite.h"

#include <gsl/gsl_cdf.h>
#include <math.h>
#include <string.h>

static const double Z975 = 1.9599639845400543;

static void close_to(double x, double expected, double relative)
{
    ck_assert_msg(fabs(x - expected) <= relative * fabs(expected), "%.17g is not %.17g", x,
                  expected);
}

static sim_tally tally_of(size_t n, const double *x)
{
    sim_tally tally = {0};
    for (size_t i = 0; i < n; i++)
        sim_tally_add(&tally, x[i]);
    return tally;
}

/* ---- means ---- */

/* Student (1908): hours of sleep gained with the second drug over the first. */
static const double sleep_gain[] = {1.2, 2.4, 1.3, 1.3, 0.0, 1.0, 1.8, 0.8, 4.6, 1.4};

TEST(a_mean_has_students_interval)
{
    const sim_tally tally = tally_of(10, sleep_gain);
    const sim_interval at = sim_interval_mean(&tally, 0.95);
    close_to(tally.mean, 1.58, 1e-14);
    close_to(sim_tally_sd(&tally), 1.2299955, 1e-7);
    close_to(at.low, 0.7001142, 1e-7);
    close_to(at.high, 2.4598858, 1e-7);
}

TEST(merged_tallies_are_the_tally_of_all)
{
    for (size_t first = 0; first <= 10; first++) {
        sim_tally a = tally_of(first, sleep_gain);
        const sim_tally b = tally_of(10 - first, sleep_gain + first);
        sim_tally_merge(&a, &b);
        ck_assert_uint_eq(a.n, 10);
        close_to(a.mean, 1.58, 1e-14);
        close_to(sim_tally_variance(&a), 13.616 / 9, 1e-14); /* by hand */
    }
    sim_tally nothing = {0};
    sim_tally_merge(&nothing, &(sim_tally){0});
    ck_assert(nothing.n == 0 && nothing.mean == 0 && nothing.m2 == 0);
}

TEST(a_tally_keeps_small_differences_of_large_numbers)
{
    const double x[] = {1e9 + 4, 1e9 + 7, 1e9 + 13, 1e9 + 16};
    const sim_tally tally = tally_of(4, x);
    ck_assert_double_eq(sim_tally_variance(&tally), 30);
}

TEST(one_number_has_no_spread)
{
    const double x = 7.25;
    const sim_tally tally = tally_of(1, &x);
    const sim_interval at = sim_interval_mean(&tally, 0.95);
    ck_assert_double_nan(sim_tally_variance(&tally));
    ck_assert_double_nan(sim_tally_sd(&tally));
    ck_assert(isnan(at.low) && isnan(at.high));
    const sim_interval cvar = sim_interval_cvar(1, &x, 0.95, 0.95);
    ck_assert(isnan(cvar.low) && isnan(cvar.high));
    ck_assert_double_eq(sim_interval_cvar_value(1, &x, 0.95), 7.25);
}

/* Of n tries with success share s: (1 - 2 s) / sqrt(s (1 - s)). */
TEST(skewness_is_measured_against_the_sample_size)
{
    const double one_of_four[] = {0, 0, 1, 0}, mirrored[] = {9, 9, 8, 9}, even[] = {1, 2, 3};
    close_to(sim_interval_skewness(4, one_of_four), 1 / sqrt(3), 1e-14);
    close_to(sim_interval_skewness(4, mirrored), 1 / sqrt(3), 1e-14);
    ck_assert(sim_interval_skewness(3, even) < 1e-15);
    ck_assert_double_eq(sim_interval_skewness(1, even), 0);
    double same[300];
    for (size_t i = 0; i < 300; i++)
        same[i] = 0.064; /* which rounding makes no mean of */
    ck_assert_double_eq(sim_interval_skewness(300, same), 0);
}

/* ---- quantiles ---- */

TEST(a_quantile_is_the_first_value_with_that_share)
{
    double x[100];
    for (size_t i = 0; i < 100; i++)
        x[i] = (double)i + 1;
    for (size_t percent = 1; percent <= 100; percent++)
        ck_assert_double_eq(sim_interval_quantile_value(100, x, (double)percent / 100),
                            (double)percent);
    ck_assert_double_eq(sim_interval_quantile_value(100, x, 0), 1);
    ck_assert_double_eq(sim_interval_quantile_value(100, x, 0.0701), 8);
    ck_assert_double_eq(sim_interval_quantile_value(3, x, 0.5), 2);
    ck_assert_double_eq(sim_interval_quantile_value(4, x, 0.5), 2);
    ck_assert_double_nan(sim_interval_quantile_value(0, x, 0.5));
}

typedef struct ranks_case {
    size_t n;
    double p, confidence;
    size_t l, u;
} ranks_case;

/* Binomial sums by hand, and with 50 digits for the longer ones. */
static const ranks_case ranks_cases[] = {
    {1, 0.5, 0.95, 0, 2},
    {5, 0.5, 0.95, 0, 6}, /* 1/32 > 0.025 */
    {6, 0.5, 0.95, 1, 6},
    {20, 0.5, 0.95, 6, 15}, /* 1/64 < 0.025 */
    {100, 0.5, 0.95, 40, 61},
    {59, 0.95, 0.95, 52, 60},
    {1000, 0.99, 0.99, 981, 998},
    {10000, 0.99, 0.95, 9880, 9920},
    {10000, 0.999, 0.95, 9983, 9997},
};

static void check_ranks(const ranks_case *about)
{
    size_t l, u;
    sim_interval_quantile_ranks(about->n, about->p, about->confidence, &l, &u);
    ck_assert_msg(l == about->l && u == about->u, "n %zu p %g: ranks %zu, %zu", about->n,
                  about->p, l, u);
}

TEST(ranks_cover_a_quantile_with_binomial_probability)
{
    for (size_t i = 0; i < sizeof ranks_cases / sizeof *ranks_cases; i++)
        check_ranks(&ranks_cases[i]);
}

TEST(ranks_of_large_samples_are_nearly_normal)
{
    for (size_t n = 1000000; n <= 1000000000; n *= 10) {
        size_t l, u;
        sim_interval_quantile_ranks(n, 0.95, 0.95, &l, &u);
        const double mean = 0.95 * (double)n, half = Z975 * sqrt(0.05 * mean);
        /* Edgeworth: (z^2 - 1) (1 - 2 p) / 6, half a rank of rounding each way, and one. */
        ck_assert_double_eq_tol((double)l, mean - half, 2.5);
        ck_assert_double_eq_tol((double)u, mean + half, 2.5);
    }
}

TEST(a_small_sample_does_not_limit_a_tail)
{
    const double x[] = {1, 2, 3, 4, 5, 6, 7, 8, 9, 10};
    const sim_interval high = sim_interval_quantile(10, x, 0.95, 0.95);
    ck_assert_double_eq(high.low, 8); /* P(B < 8) = 0.0115, P(B < 9) = 0.086 */
    ck_assert_double_nan(high.high);
    const sim_interval low = sim_interval_quantile(10, x, 0.05, 0.95);
    ck_assert_double_nan(low.low);
    ck_assert_double_eq(low.high, 3);
}

/* ---- conditional value at risk ---- */

/* Of 1..100 the quantile is 95 and the excesses are 1..5, over 0.05: sum 300, squares 22000. */
TEST(cvar_is_the_mean_of_the_tail)
{
    double x[100];
    for (size_t i = 0; i < 100; i++)
        x[i] = (double)i + 1;
    const double half = Z975 * sqrt((22000.0 - 100 * 9) / 99) / 10;
    const sim_interval at = sim_interval_cvar(100, x, 0.95, 0.95);
    close_to(sim_interval_cvar_value(100, x, 0.95), 98, 1e-13);
    close_to(at.low, 98 - half, 1e-12);
    close_to(at.high, 98 + half, 1e-12);
    ck_assert_double_nan(sim_interval_cvar_value(0, x, 0.95));
}

/* ---- probabilities ---- */

typedef struct share_case {
    size_t k, n;
    double confidence, low, high;
} share_case;

/* Beta quantiles with 50 digits. */
static const share_case share_cases[] = {
    {0, 100, 0.95, 0, 0.03621669264517642},
    {1, 100, 0.95, 0.0002531460329774206, 0.05445938539208066},
    {5, 50, 0.90, 0.04023659040211458, 0.1988330025164185},
    {100, 200, 0.99, 0.407351897498054, 0.592648102501946},
    {200, 200, 0.95, 0.9817246596448638, 1},
    {37, 10000, 0.999, 0.002020375480968848, 0.006152876496406234},
    {0, 0, 0.95, 0, 1},
};

static void check_share(const share_case *about)
{
    const sim_interval at = sim_interval_probability(about->k, about->n, about->confidence);
    close_to(at.low, about->low, 1e-11);
    close_to(at.high, about->high, 1e-11);
}

TEST(a_probability_has_exact_limits)
{
    for (size_t i = 0; i < sizeof share_cases / sizeof *share_cases; i++)
        check_share(&share_cases[i]);
}

TEST(limits_are_symmetric_in_success_and_failure)
{
    for (size_t k = 0; k <= 40; k++) {
        const sim_interval a = sim_interval_probability(k, 40, 0.95);
        const sim_interval b = sim_interval_probability(40 - k, 40, 0.95);
        ck_assert_double_eq_tol(a.low, 1 - b.high, 1e-13);
        ck_assert_double_eq_tol(a.high, 1 - b.low, 1e-13);
        ck_assert(a.low <= (double)k / 40 && (double)k / 40 <= a.high);
    }
}

/* One success: P(B >= 1) = 1 - (1 - p)^n = 0.025 solved by hand; many: nearly normal. */
TEST(limits_hold_for_large_samples)
{
    for (size_t n = 1000000; n <= 1000000000; n *= 10) {
        const sim_interval rare = sim_interval_probability(1, n, 0.95);
        close_to(rare.low, -expm1(log1p(-0.025) / (double)n), 1e-9);
        const sim_interval even = sim_interval_probability(n / 2, n, 0.95);
        close_to(even.high - even.low, Z975 / sqrt((double)n), 2 / sqrt((double)n));
    }
}

/* ---- variances ---- */

/* F's quantiles at 0.975 (Pearson & Hartley, table 18): 2.7737 of 10 and 20 degrees of freedom,
   3.4185 of 20 and 10. With ever more replications it becomes chi-square, of 10
   degrees 3.246973 and 20.483177 (table 8). */
TEST(a_share_of_noise_has_the_limits_of_f)
{
    const sim_interval at = sim_interval_noise_share(0.2, 10, 21, 0.95);
    close_to(at.low, 0.2 / 2.7737, 2e-5);
    close_to(at.high, 0.2 * 3.4185, 2e-5);
    const sim_interval known = sim_interval_noise_share(0.2, 10, 2000000001, 0.95);
    close_to(known.low, 2 / 20.483177, 1e-6);
    close_to(known.high, 2 / 3.246973, 1e-6);
    const sim_interval none = sim_interval_noise_share(0.2, 0, 10, 0.95);
    ck_assert(isnan(none.low) && isnan(none.high));
    ck_assert(isnan(sim_interval_noise_share(0.2, 3, 1, 0.95).low));
}

/* ---- coverage ---- */

enum { SAMPLES = 2000, SIZE = 100 };

/* How many of SAMPLES intervals cover, less the mean, in standard errors. */
static double excess(size_t covered, double probability)
{
    return ((double)covered - SAMPLES * probability) /
           sqrt(SAMPLES * probability * (1 - probability));
}

TEST(intervals_cover_as_often_as_theory_says)
{
    const sim_stream stream = sim_stream_make(20261, 0, sim_stream_source("coverage"));
    size_t means = 0, medians = 0;
    for (size_t s = 0; s < SAMPLES; s++) {
        double u[SIZE];
        sim_tally tally = {0};
        for (size_t i = 0; i < SIZE; i++) {
            u[i] = sim_stream_uniform(stream, s, i);
            sim_tally_add(&tally, gsl_cdf_ugaussian_Pinv(u[i] + 0x1p-54));
        }
        double *sorted = u;
        for (size_t i = 1; i < SIZE; i++)
            for (size_t k = i; k > 0 && sorted[k - 1] > sorted[k]; k--) {
                const double x = sorted[k];
                sorted[k] = sorted[k - 1], sorted[k - 1] = x;
            }
        const sim_interval mean = sim_interval_mean(&tally, 0.95);
        const sim_interval median = sim_interval_quantile(SIZE, sorted, 0.5, 0.95);
        means += mean.low <= 0 && 0 <= mean.high;
        medians += median.low <= 0.5 && 0.5 <= median.high;
    }
    ck_assert_double_eq_tol(excess(means, 0.95), 0, 5);
    /* P(40 <= B < 61) of a binomial(100, 1/2) */
    ck_assert_double_eq_tol(excess(medians, 0.9647997997822952), 0, 5);
}

SUITE("interval", a_mean_has_students_interval, merged_tallies_are_the_tally_of_all,
      a_tally_keeps_small_differences_of_large_numbers, one_number_has_no_spread,
      skewness_is_measured_against_the_sample_size,
      a_quantile_is_the_first_value_with_that_share,
      ranks_cover_a_quantile_with_binomial_probability,
      ranks_of_large_samples_are_nearly_normal, a_small_sample_does_not_limit_a_tail,
      cvar_is_the_mean_of_the_tail, a_probability_has_exact_limits,
      limits_are_symmetric_in_success_and_failure, limits_hold_for_large_samples,
      a_share_of_noise_has_the_limits_of_f, intervals_cover_as_often_as_theory_says)
