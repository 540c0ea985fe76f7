/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "sim/count.h"
#include "tests/suite.h"

#include <gsl/gsl_cdf.h>
#include <gsl/gsl_randist.h>
#include <math.h>

/* ---- one count ---- */

static const double means[] = {1e-9, 0.03, 0.5, 1, 7.25, 42, 99.9, 100.1, 511, 512, 1024};

enum { MEANS = sizeof means / sizeof *means };

/* The smallest k with P(N <= k) > u, but for rounding: the first term of the sum comes from
   logarithms up to 1024 ln 1024 = 7100, whose last bit is 1e-12. */
static void check_quantile(double mean, double u)
{
    const uint64_t k = sim_count_poisson_quantile(mean, u);
    const double dust = 2e-12;
    ck_assert_msg(gsl_cdf_poisson_P((unsigned)k, mean) > u - dust, "%g of %g", u, mean);
    if (k > 0)
        ck_assert_msg(gsl_cdf_poisson_P((unsigned)k - 1, mean) <= u + dust, "%g of %g", u,
                      mean);
}

TEST(a_count_is_the_quantile_of_poisson)
{
    for (size_t i = 0; i < MEANS; i++)
        for (double u = 0; u < 1; u += 0x1p-9)
            check_quantile(means[i], u);
}

TEST(tails_are_counted_too)
{
    for (size_t i = 0; i < MEANS; i++)
        for (int bits = 2; bits <= 40; bits++) {
            check_quantile(means[i], ldexp(1, -bits));
            check_quantile(means[i], 1 - ldexp(1, -bits));
        }
}

TEST(the_last_uniform_gives_a_count_and_no_mean_none)
{
    for (size_t i = 0; i < MEANS; i++) {
        const double most = means[i] + 20 + 12 * sqrt(means[i]);
        ck_assert_double_lt((double)sim_count_poisson_quantile(means[i], 1 - 0x1p-53), most);
    }
    ck_assert_uint_eq(sim_count_poisson_quantile(0, 0), 0);
    ck_assert_uint_eq(sim_count_poisson_quantile(0, 1 - 0x1p-53), 0);
}

/* ---- by address ---- */

TEST(counts_rise_with_the_mean)
{
    const sim_stream stream = sim_stream_make(1, 0, sim_stream_source("rise"));
    for (uint64_t entity = 0; entity < 50; entity++) {
        uint64_t last = 0;
        for (double mean = 0; mean < 1600; mean += 3.7) {
            const uint64_t n = sim_count_poisson(mean, stream, entity);
            ck_assert_uint_ge(n, last);
            last = n;
        }
    }
}

TEST(a_small_count_has_the_law_of_poisson)
{
    enum { N = 100000, CELLS = 12 };
    const sim_stream stream = sim_stream_make(2, 0, sim_stream_source("small"));
    const double mean = 3.7;
    double counts[CELLS] = {0}, chi_square = 0;
    for (uint64_t entity = 0; entity < N; entity++) {
        const uint64_t k = sim_count_poisson(mean, stream, entity);
        counts[k < CELLS - 1 ? k : CELLS - 1]++;
    }
    for (unsigned k = 0; k < CELLS; k++) {
        const double share =
            k < CELLS - 1 ? gsl_ran_poisson_pdf(k, mean) : gsl_cdf_poisson_Q(CELLS - 2, mean);
        chi_square += (counts[k] - N * share) * (counts[k] - N * share) / (N * share);
    }
    ck_assert_double_gt(gsl_cdf_chisq_Q(chi_square, CELLS - 1), 1e-6);
}

/* Mean and variance of a Poisson law are equal; a sample's variance has the standard error
   mean sqrt(2 / n + 1 / (n mean)). */
static void check_moments(double mean, size_t n, const char *name)
{
    const sim_stream stream = sim_stream_make(3, 0, sim_stream_source(name));
    double sum = 0, squares = 0;
    for (uint64_t entity = 0; entity < n; entity++) {
        const double off = (double)sim_count_poisson(mean, stream, entity) - mean;
        sum += off, squares += off * off;
    }
    const double size = (double)n;
    ck_assert_double_eq_tol(sum / size, 0, 5 * sqrt(mean / size));
    ck_assert_double_eq_tol(squares / size / mean, 1, 5 * sqrt(2 / size + 1 / (size * mean)));
}

TEST(a_large_count_has_the_moments_of_poisson)
{
    check_moments(511.5, 20000, "below a part");
    check_moments(1000, 20000, "two parts");
    check_moments(123456.7, 400, "many parts");
}

TEST(counts_of_different_entities_differ)
{
    const sim_stream stream = sim_stream_make(4, 0, sim_stream_source("differ"));
    size_t equal = 0;
    for (uint64_t entity = 0; entity < 100; entity++)
        equal += sim_count_poisson(1e5, stream, entity) ==
                 sim_count_poisson(1e5, stream, entity + 1);
    /* Two counts of sd 316 are equal once in 1121 times. */
    ck_assert_uint_le(equal, 3);
}

/* ---- of any mean, from one uniform ---- */

TEST(a_wide_count_is_exact_where_means_are_small)
{
    for (double mean = 0; mean <= 256; mean += 12.8)
        for (double u = 0; u < 1; u += 0x1p-7)
            ck_assert(sim_count_poisson_wide(mean, u) ==
                      (double)sim_count_poisson_quantile(mean, u));
}

/* Off by one at most within seven standard deviations, and that seldom. */
TEST(a_wide_count_is_nearly_the_quantile_of_poisson)
{
    for (double mean = 257; mean < 1e5; mean *= 7.3) {
        unsigned off = 0;
        for (double u = 0x1p-12; u < 1; u += 0x1p-11) {
            const unsigned k = (unsigned)sim_count_poisson_wide(mean, u);
            off += gsl_cdf_poisson_P(k, mean) <= u || gsl_cdf_poisson_P(k - 1, mean) > u;
            ck_assert_double_gt(gsl_cdf_poisson_P(k + 1, mean), u);
            ck_assert_double_le(gsl_cdf_poisson_P(k - 2, mean), u);
        }
        ck_assert_uint_le(off, 2048 / 50);
    }
}

SUITE("count", a_count_is_the_quantile_of_poisson, tails_are_counted_too,
      the_last_uniform_gives_a_count_and_no_mean_none, counts_rise_with_the_mean,
      a_wide_count_is_exact_where_means_are_small,
      a_wide_count_is_nearly_the_quantile_of_poisson, a_small_count_has_the_law_of_poisson,
      a_large_count_has_the_moments_of_poisson, counts_of_different_entities_differ)
