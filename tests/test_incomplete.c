/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "sim/laws/families.h"
#include "tests/suite.h"

#include <math.h>

static void close_to(double value, double expected, double error, const char *what)
{
    ck_assert_msg(fabs(value - expected) <= error * fabs(expected), "%s: %.17g is not %.17g",
                  what, value, expected);
}

/* The sum of x^k e^-x / k! over k in [from, to), in long double. */
static double poisson_sum(double x, int from, int to)
{
    long double sum = 0;
    for (int k = from; k < to; k++)
        sum += expl((long double)k * logl(x) - (long double)x - lgammal((long double)k + 1));
    return (double)sum;
}

/* Q(n, x) is the chance of fewer than n Poisson events of mean x. */
TEST(integer_gammas_are_poisson_sums)
{
    static const double ratios[] = {0.02, 0.37, 0.96, 1, 1.04, 1.9, 4.3};
    for (int n = 1; n < 400; n += 7)
        for (size_t i = 0; i < sizeof ratios / sizeof *ratios; i++) {
            const double x = n * ratios[i];
            close_to(sim_law_gamma_above(n, x), poisson_sum(x, 0, n), 1e-11, "above");
            close_to(sim_law_gamma_below(n, x), poisson_sum(x, n, 8 * n + 100), 1e-11, "below");
        }
}

/* On both sides of where another method takes over, four to eight deviations off. */
TEST(large_gammas_are_poisson_sums)
{
    static const int shapes[] = {49990, 50010, 300000};
    for (size_t i = 0; i < sizeof shapes / sizeof *shapes; i++) {
        const int a = shapes[i], far = (int)(40 * sqrt(a));
        const double sd = sqrt(a);
        for (double z = -8; z < 0; z += 1.3) {
            const double low = sim_law_gamma_below(a, a + z * sd);
            const double high = sim_law_gamma_above(a, a - z * sd);
            close_to(low, poisson_sum(a + z * sd, a, a + far), 1e-10, "below");
            close_to(high, poisson_sum(a - z * sd, a - far, a), 1e-10, "above");
        }
    }
}

/* P(a, a) = 1/2 + (1/3 + 1/(540 a)) / sqrt(2 pi a) + ... (Temme 1979). */
TEST(huge_gammas_are_just_above_a_half_at_their_mean)
{
    for (double a = 1e5; a < 1e13; a *= 10) {
        const double excess = (1.0 / 3 + 1 / (540 * a)) / sqrt(2 * acos(-1) * a);
        close_to(sim_law_gamma_below(a, a), 0.5 + excess, 1e-14, "below");
        close_to(sim_law_gamma_above(a, a), 0.5 - excess, 1e-14, "above");
    }
}

TEST(betas_with_a_closed_form_are_right)
{
    static const double xs[] = {1e-200, 3e-17, 0.004, 0.31, 0.5, 0.83, 0.999};
    static const double shapes[] = {0.005, 0.3, 1, 2.75, 61, 4e4};
    for (size_t i = 0; i < sizeof xs / sizeof *xs; i++) {
        const double x = xs[i];
        close_to(sim_law_beta_below(0.5, 0.5, x), 2 / acos(-1) * asin(sqrt(x)), 1e-13, "arc");
        for (size_t k = 0; k < sizeof shapes / sizeof *shapes; k++) {
            const double a = shapes[k], power = pow(x, a);
            if (power > 1e-290)
                close_to(sim_law_beta_below(a, 1, x), power, 2e-12, "x^a");
            const double rest = exp(a * log1p(-x));
            if (rest > 1e-290)
                close_to(sim_law_beta_above(1, a, x), rest, 2e-12, "(1 - x)^b");
        }
    }
}

TEST(equal_betas_are_a_half_in_the_middle)
{
    for (double a = 1e-3; a < 2e9; a *= 7) {
        close_to(sim_law_beta_below(a, a, 0.5), 0.5, 1e-12, "below");
        close_to(sim_law_beta_above(a, a, 0.5), 0.5, 1e-12, "above");
    }
}

/* I_p(k, n - k + 1) is the chance of at least k successes in n. */
TEST(integer_betas_are_binomial_sums)
{
    const int n = 250;
    for (int k = 1; k <= n; k += 13)
        for (double p = 0.02; p < 1; p += 0.11) {
            long double sum = 0;
            for (int i = k; i <= n; i++)
                sum += expl(lgammal(n + 1) - lgammal(i + 1) - lgammal(n - i + 1) + i * logl(p) +
                            (n - i) * log1pl(-(long double)p));
            close_to(sim_law_beta_below(k, n - k + 1, p), (double)sum, 1e-11, "at least");
        }
}

SUITE("incomplete", integer_gammas_are_poisson_sums, large_gammas_are_poisson_sums,
      huge_gammas_are_just_above_a_half_at_their_mean, betas_with_a_closed_form_are_right,
      equal_betas_are_a_half_in_the_middle, integer_betas_are_binomial_sums)
