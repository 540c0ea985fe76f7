/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "sim/select.h"
#include "sim/stream.h"
#include "tests/oracle.h"

enum { K = 3, N = 400, RACES = 1000 };

TEST(kim_and_nelsons_constants_are_those_published)
{
    oracle t;
    if (!oracle_open(&t, "kn_constants"))
        return;
    for (size_t i = 0; i < t.n_rows; i++) {
        const double n0 = oracle_number(&t, i, "n0"), k = oracle_number(&t, i, "k");
        const double h2 = sim_select_kn((size_t)k, (size_t)n0, oracle_number(&t, i, "alpha"));
        oracle_agrees(&t, i, "h2", h2, 1e-9);
        oracle_agrees(&t, i, "eta_bonferroni", h2 / (2 * (n0 - 1)), 1e-9);
    }
}

TEST(rinotts_constants_are_those_published)
{
    oracle t;
    if (!oracle_open(&t, "rinott_h"))
        return;
    for (size_t i = 0; i < t.n_rows; i++)
        oracle_agrees(&t, i, "h",
                      sim_select_rinott((size_t)oracle_number(&t, i, "k"),
                                        (size_t)oracle_number(&t, i, "n0"),
                                        oracle_number(&t, i, "Pstar")),
                      1e-8);
    oracle_is_used(&t);
}

TEST(shares_of_replications_are_those_published)
{
    oracle t;
    if (!oracle_open(&t, "ocba"))
        return;
    for (size_t i = 0; i < t.n_rows; i++) {
        double means[8], sds[8], shares[8];
        const size_t k = oracle_list(&t, i, "means", means);
        oracle_list(&t, i, "sds", sds);
        ck_assert(sim_select_ocba(k, means, sds, shares));
        oracle_agrees(&t, i, "fraction", shares[(size_t)oracle_number(&t, i, "design") - 1],
                      1e-9);
    }
}

/* Two designs: proportional to their standard deviations. */
TEST(two_designs_share_by_their_spread)
{
    double shares[2];
    ck_assert(sim_select_ocba(2, (double[]){0, 1}, (double[]){1, 3}, shares));
    ck_assert_double_eq_tol(shares[0], 0.25, 1e-12);
}

TEST(designs_that_cost_the_same_share_alike)
{
    double shares[2];
    ck_assert(!sim_select_ocba(2, (double[]){1, 1}, (double[]){1, 3}, shares));
    ck_assert_double_eq(shares[0], 0.5);
    ck_assert(!sim_select_ocba(2, (double[]){1, 2}, (double[]){0, 3}, shares));
}

/* Means 0, delta, delta: the hardest case of the procedure. Normal by the sum of twelve
   uniforms, of which eleven are common. */
static sim_selection race(uint64_t number, double delta, bool left[K])
{
    static double x[N * K];
    const sim_stream stream = sim_stream_make(3, number, sim_stream_source("race"));
    for (uint64_t i = 0; i < N; i++)
        for (uint64_t d = 0; d < K; d++) {
            double sum = d > 0 ? delta : 0;
            for (uint64_t u = 0; u < 12; u++)
                sum += sim_stream_uniform(stream, i * 16 + (u < 6 ? 15 : d), u) - 0.5;
            x[i * K + d] = sum;
        }
    return sim_select_least(K, N, x, (sim_select_wish){20, delta, 0.05}, left);
}

TEST(the_least_is_picked_as_often_as_stated)
{
    size_t right = 0, made = 0;
    bool left[K];
    for (uint64_t i = 0; i < RACES; i++) {
        const sim_selection pick = race(i, 0.5, left);
        made += pick.left == 1;
        right += pick.left == 1 && pick.best == 0;
    }
    ck_assert_uint_gt(made, RACES * 9 / 10);
    ck_assert_double_ge((double)right / (double)made, 0.95 - 4 * sqrt(0.95 * 0.05 / RACES));
}

TEST(a_clear_difference_takes_the_first_replications_only)
{
    bool left[2];
    double x[2 * N];
    for (size_t i = 0; i < N; i++) {
        x[2 * i] = (double)(i % 7);
        x[2 * i + 1] = (double)(i % 7) - 5 + 0.01 * (double)(i % 3);
    }
    const sim_selection pick =
        sim_select_least(2, N, x, (sim_select_wish){20, 0.1, 0.05}, left);
    ck_assert_uint_eq(pick.best, 1);
    ck_assert_uint_eq(pick.left, 1);
    ck_assert_uint_eq(pick.used, 20);
    ck_assert(left[1] && !left[0]);
}

/* S^2 = 1 of differences that alternate by +-1 about 0 (n / (n - 1) of it): h^2 S^2 / delta^2,
   h^2 = 19 (0.1^(-2/19) - 1) = 5.2106 for two designs. */
TEST(too_few_replications_leave_it_open_and_say_how_many_are_enough)
{
    bool left[2];
    double x[2 * N];
    for (size_t i = 0; i < N; i++) {
        x[2 * i] = i % 2 ? 1 : -1;
        x[2 * i + 1] = 0;
    }
    const sim_selection pick =
        sim_select_least(2, N, x, (sim_select_wish){20, 0.01, 0.05}, left);
    ck_assert_uint_eq(pick.left, 2);
    ck_assert_uint_eq(pick.used, N);
    const double h2 = 19 * (pow(0.1, -2.0 / 19) - 1);
    ck_assert_double_eq_tol(pick.needed, floor(h2 * 20 / 19 / 1e-4) + 1, 1);
}

SUITE("select", kim_and_nelsons_constants_are_those_published,
      rinotts_constants_are_those_published, shares_of_replications_are_those_published,
      two_designs_share_by_their_spread, designs_that_cost_the_same_share_alike,
      the_least_is_picked_as_often_as_stated,
      a_clear_difference_takes_the_first_replications_only,
      too_few_replications_leave_it_open_and_say_how_many_are_enough)
