/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "sim/indices.h"
#include "sim/points.h"
#include "tests/suite.h"

#include <math.h>

typedef double function(const double *x);

/* ---- all points of a small space: estimates are expectations ---- */

enum { SIGNS = 16 };

/* Row i has x of A and B from -1 and 1, in all 16 ways. */
static void signs(size_t row, double a[2], double b[2])
{
    a[0] = row & 1 ? 1 : -1;
    a[1] = row & 2 ? 1 : -1;
    b[0] = row & 4 ? 1 : -1;
    b[1] = row & 8 ? 1 : -1;
}

static sim_indices of_signs(function *f, size_t input)
{
    double ya[SIGNS], yb[SIGNS], mixed[SIGNS];
    for (size_t i = 0; i < SIGNS; i++) {
        double a[2], b[2];
        signs(i, a, b);
        ya[i] = f(a);
        yb[i] = f(b);
        a[input] = b[input];
        mixed[i] = f(a);
    }
    return sim_indices_of(&(sim_indices_rows){SIGNS, SIGNS, ya, yb}, mixed, 0.95);
}

static double sum(const double *x)
{
    return 1e6 + x[0] + 2 * x[1];
}

static double product(const double *x)
{
    return 1e6 + x[0] * x[1];
}

/* Variances 1 and 4 of 5. */
TEST(a_sum_has_its_parts_however_large_its_constant)
{
    const double wanted[] = {0.2, 0.8};
    for (size_t i = 0; i < 2; i++) {
        ck_assert_double_eq_tol(of_signs(sum, i).first.value, wanted[i], 1e-9);
        ck_assert_double_eq_tol(of_signs(sum, i).total.value, wanted[i], 1e-9);
    }
}

/* E(x0 x1 | x0) = 0. */
TEST(a_product_is_interaction_alone)
{
    for (size_t i = 0; i < 2; i++) {
        ck_assert_double_eq_tol(of_signs(product, i).first.value, 0, 1e-9);
        ck_assert_double_eq_tol(of_signs(product, i).total.value, 1, 1e-9);
    }
}

static double constant(const double *x)
{
    (void)x;
    return 0.1;
}

TEST(what_never_varies_has_no_indices)
{
    ck_assert(isnan(of_signs(constant, 0).first.value));
    ck_assert(isnan(of_signs(constant, 0).total.value));
}

TEST(an_input_without_effect_has_exactly_none)
{
    const double a[] = {1, 5, 2, 7}, b[] = {3, 1, 8, 2};
    const sim_indices of = sim_indices_of(&(sim_indices_rows){4, 2, a, b}, a, 0.95);
    ck_assert_double_eq(of.first.value, 0);
    ck_assert_double_eq(of.total.value, 0);
    ck_assert_double_eq(of.total.interval.low, 0);
    ck_assert_double_eq(of.total.interval.high, 0);
}

/*
 * Blocks {row 0} and {row 1}: a = 0, 2; b = 2, 0; ab = 2, 3. Mean 1, V = 1; total
 * = (4 + 1) / 2 / 2 = 1.25. Without block 0: mean 1, V = 1, total 1 / 2; without block 1: 4 / 2
 * = 2. Pseudo-values 2 x 1.25 - 0.5 = 2 and 0.5: sd 1.06066, t(0.975, 1) = 12.7062, half
 * 12.7062 x 1.06066 / sqrt(2) = 9.529653.
 * First, for the total is above 1/2: 1 - (0 + 9) / 2 / 2 = -1.25.
 */
TEST(intervals_are_the_jackknifes_over_blocks)
{
    const double a[] = {0, 2}, b[] = {2, 0}, ab[] = {2, 3};
    const sim_indices of = sim_indices_of(&(sim_indices_rows){2, 2, a, b}, ab, 0.95);
    ck_assert_double_eq_tol(of.total.value, 1.25, 1e-12);
    ck_assert_double_eq_tol(of.total.interval.low, 1.25 - 9.529653, 1e-5);
    ck_assert_double_eq_tol(of.total.interval.high, 1.25 + 9.529653, 1e-5);
    ck_assert_double_eq_tol(of.first.value, -1.25, 1e-12);
    const sim_indices one = sim_indices_of(&(sim_indices_rows){2, 1, a, b}, ab, 0.95);
    ck_assert(isnan(one.total.interval.low));
}

/* Blocks have means 1 and 1 + (3 + 5 - 2) / 2 = 4: mean 2.5, half 12.7062 x 3 / sqrt(2) /
   sqrt(2) = 19.0593. Variance of 0, 2, 3, 5: 3.25. */
TEST(the_mean_has_an_interval_over_blocks)
{
    double variance;
    const double a[] = {0, 3}, b[] = {2, 5};
    const sim_index mean = sim_indices_mean(&(sim_indices_rows){2, 2, a, b}, 0.95, &variance);
    ck_assert_double_eq_tol(mean.value, 2.5, 1e-12);
    ck_assert_double_eq_tol(mean.interval.high, 2.5 + 19.0593, 1e-3);
    ck_assert_double_eq_tol(variance, 3.25, 1e-12);
}

/* ---- Ishigami & Homma (1990), a = 7, b = 0.1: closed form ---- */

static double ishigami(const double *u)
{
    double x[3];
    for (size_t i = 0; i < 3; i++)
        x[i] = 3.14159265358979324 * (2 * u[i] - 1);
    return sin(x[0]) + 7 * pow(sin(x[1]), 2) + 0.1 * pow(x[2], 4) * sin(x[0]);
}

enum { POINTS = 4096, INPUTS = 3 };

static double coordinate(uint64_t point, size_t dimension)
{
    return sim_points_sobol.uniform((sim_points_address){11, point, dimension, dimension});
}

/* 16 scrambles of 256 points; 5 standard errors as the jackknife estimates them, t(0.975, 15)
   = 2.131 of which are half an interval. */
TEST(the_indices_of_ishigami_and_homma_are_theirs)
{
    static double ya[POINTS], yb[POINTS], mixed[INPUTS][POINTS];
    const double first[] = {0.3139051911, 0.4424111448, 0},
                 total[] = {0.5575888552, 0.4424111448, 0.2436836641};
    for (size_t i = 0; i < POINTS; i++) {
        double a[INPUTS], b[INPUTS];
        for (size_t d = 0; d < INPUTS; d++) {
            a[d] = coordinate(i, d);
            b[d] = coordinate(i, d + INPUTS);
        }
        ya[i] = ishigami(a);
        yb[i] = ishigami(b);
        for (size_t d = 0; d < INPUTS; d++) {
            const double own = a[d];
            a[d] = b[d];
            mixed[d][i] = ishigami(a);
            a[d] = own;
        }
    }
    const sim_indices_rows rows = {POINTS, SIM_POINTS_SCRAMBLES, ya, yb};
    for (size_t d = 0; d < INPUTS; d++) {
        const sim_indices of = sim_indices_of(&rows, mixed[d], 0.95);
        const double se_first = (of.first.interval.high - of.first.value) / 2.131,
                     se_total = (of.total.interval.high - of.total.value) / 2.131;
        ck_assert_double_lt(fabs(of.first.value - first[d]), 5 * se_first);
        ck_assert_double_lt(fabs(of.total.value - total[d]), 5 * se_total);
        ck_assert_double_lt(se_first, 0.02);
        ck_assert_double_lt(se_total, 0.02);
    }
}

SUITE("indices", a_sum_has_its_parts_however_large_its_constant, a_product_is_interaction_alone,
      what_never_varies_has_no_indices, an_input_without_effect_has_exactly_none,
      intervals_are_the_jackknifes_over_blocks, the_mean_has_an_interval_over_blocks,
      the_indices_of_ishigami_and_homma_are_theirs)
