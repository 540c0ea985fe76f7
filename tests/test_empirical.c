/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "scenarios/empirical.h"
#include "tests/suite.h"

TEST(measured_values_become_exact_steps)
{
    double values[] = {7, 3, 3, 11}, p[8], x[8];
    const double p_wanted[] = {0, 0.5, 0.5, 0.75, 0.75, 1}, x_wanted[] = {3, 3, 7, 7, 11, 11};
    ck_assert_uint_eq(scenario_empirical_table(4, values, p, x), 6);
    for (size_t i = 0; i < 6; i++) {
        ck_assert_double_eq(p[i], p_wanted[i]);
        ck_assert_double_eq(x[i], x_wanted[i]);
    }
}

TEST(one_value_is_one_atom)
{
    double value = 5, p[2], x[2];
    ck_assert_uint_eq(scenario_empirical_table(1, &value, p, x), 2);
    ck_assert_double_eq(p[0], 0);
    ck_assert_double_eq(p[1], 1);
    ck_assert_double_eq(x[1], 5);
}

TEST(many_different_values_are_thinned_to_quantiles)
{
    enum { N = 100001 };
    double *values = malloc(N * sizeof *values), *p = malloc(2 * N * sizeof *p),
           *x = malloc(2 * N * sizeof *x);
    ck_assert(values && p && x);
    for (size_t i = 0; i < N; i++)
        values[i] = (double)((i * 7919) % N); /* 7919 is prime: a permutation */
    const size_t n = scenario_empirical_table(N, values, p, x);
    ck_assert_uint_eq(n, 4096);
    for (size_t i = 0; i < n; i++)
        ck_assert_double_eq_tol(x[i], p[i] * (N - 1), 0.5 + 1e-6);
    ck_assert_double_eq(x[0], 0);
    ck_assert_double_eq(x[n - 1], N - 1);
    free(values), free(p), free(x);
}

SUITE("empirical", measured_values_become_exact_steps, one_value_is_one_atom,
      many_different_values_are_thinned_to_quantiles)
