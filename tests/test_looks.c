/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "sim/looks.h"
#include "tests/suite.h"

#include <math.h>

TEST(a_verdict_takes_the_whole_interval)
{
    static const struct {
        sim_interval interval;
        sim_limits limits;
        sim_verdict wanted;
    } cases[] = {
        {{1, 2}, {(double)NAN, 3}, SIM_MET},
        {{1, 2}, {(double)NAN, 2}, SIM_UNDECIDED}, /* 2 is not below 2 */
        {{1, 2}, {(double)NAN, 1.5}, SIM_UNDECIDED},
        {{1, 2}, {(double)NAN, 1}, SIM_MISSED}, /* nothing of it is below 1 */
        {{1, 2}, {(double)NAN, 0}, SIM_MISSED},
        {{1, 2}, {0, (double)NAN}, SIM_MET},
        {{1, 2}, {1, (double)NAN}, SIM_UNDECIDED},
        {{1, 2}, {2, (double)NAN}, SIM_MISSED},
        {{1, 2}, {0, 3}, SIM_MET},
        {{1, 2}, {1.5, 3}, SIM_UNDECIDED},
        {{1, 2}, {2, 3}, SIM_MISSED},
        {{2, 2}, {(double)NAN, 2}, SIM_MISSED}, /* exact, and not below */
        {{1, (double)NAN}, {(double)NAN, 3}, SIM_UNDECIDED},
        {{1, (double)NAN}, {0, (double)NAN}, SIM_MET},
        {{1, (double)NAN}, {(double)NAN, 1}, SIM_MISSED},
        {{(double)NAN, (double)NAN}, {0, 3}, SIM_UNDECIDED},
    };
    for (size_t i = 0; i < sizeof cases / sizeof *cases; i++)
        ck_assert_msg(sim_looks_verdict(cases[i].interval, cases[i].limits) == cases[i].wanted,
                      "case %zu", i);
}

/* 100, 150, 225, 338, 507, 760, 1000: ceil(100 x 1.5^k). */
TEST(looks_are_the_checkpoints)
{
    ck_assert_uint_eq(sim_looks_count(100, 1000), 7);
    ck_assert_uint_eq(sim_looks_count(100, 100), 1);
    ck_assert_uint_eq(sim_looks_count(100, 101), 2);
    ck_assert_uint_eq(sim_looks_count(100, 150), 2);
    ck_assert_uint_eq(sim_looks_count(100, 151), 3);
}

/* 1/2, 1/6, 1/12 and what is left of 1, 1/4. */
TEST(looks_share_the_error)
{
    ck_assert_double_eq_tol(sim_looks_share(1, 4), 1.0 / 2, 1e-15);
    ck_assert_double_eq_tol(sim_looks_share(2, 4), 1.0 / 6, 1e-15);
    ck_assert_double_eq_tol(sim_looks_share(3, 4), 1.0 / 12, 1e-15);
    ck_assert_double_eq_tol(sim_looks_share(4, 4), 1.0 / 4, 1e-15);
    for (size_t looks = 1; looks < 30; looks++) {
        double sum = 0;
        for (size_t k = 1; k <= looks; k++)
            sum += sim_looks_share(k, looks);
        ck_assert_double_eq_tol(sum, 1, 1e-14);
    }
}

SUITE("looks", a_verdict_takes_the_whole_interval, looks_are_the_checkpoints,
      looks_share_the_error)
