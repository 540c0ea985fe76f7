/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "sim/association.h"
#include "sim/stream.h"
#include "tests/suite.h"

#include <math.h>

enum { N = 200 };

TEST(equal_numbers_share_the_mean_of_their_ranks)
{
    const double x[] = {5, 1, 5, 3, 5}, wanted[] = {4, 1, 4, 2, 4};
    double ranks[5];
    sim_association_ranks(5, x, ranks);
    for (size_t i = 0; i < 5; i++)
        ck_assert_double_eq(ranks[i], wanted[i]);
}

/* {3, 4} against {1, 2, 3}: 3 is above two and ties one, 4 is above three. Placements are
   2.5/3 and 1 (variance 1/72), and 1, 1, 3/4 of the others (variance 1/48). */
TEST(the_area_of_five_by_hand_has_delongs_interval)
{
    const double x[] = {3, 1, 4, 2, 3};
    const bool in[] = {true, false, true, false, false};
    const sim_association area = sim_association_area(5, x, in, 0.95);
    /* 1.959964 sqrt(1/72/2 + 1/48/3) = 0.230984, over 11/12 of 1/12 3.023787 about the logit
       ln 11 = 2.397895. */
    ck_assert_double_eq_tol(area.value, 5.5 / 6, 1e-12);
    ck_assert_double_eq_tol(area.interval.low, 1 / (1 + exp(3.023787 - 2.397895)), 1e-5);
    ck_assert_double_eq_tol(area.interval.high, 1 / (1 + exp(-3.023787 - 2.397895)), 1e-5);
}

/* Two disjoint pairs of two: 0.025^(1/2). */
TEST(groups_wholly_apart_have_an_area_of_one_and_the_interval_of_their_pairs)
{
    const double x[] = {1, 2, 3, 4};
    const bool in[] = {false, false, true, true}, none[] = {false, false, false, false};
    ck_assert_double_eq(sim_association_area(4, x, in, 0.95).value, 1);
    ck_assert_double_eq_tol(sim_association_area(4, x, in, 0.95).interval.low, sqrt(0.025),
                            1e-9);
    ck_assert_double_eq(sim_association_area(4, x, in, 0.95).interval.high, 1);
    const double falling[] = {4, 3, 2, 1}, flat[] = {1, 1, 1, 1};
    ck_assert_double_eq(sim_association_area(4, falling, in, 0.95).interval.low, 0);
    ck_assert_double_eq_tol(sim_association_area(4, falling, in, 0.95).interval.high,
                            1 - sqrt(0.025), 1e-9);
    ck_assert_double_nan(sim_association_area(4, flat, in, 0.95).interval.low);
    ck_assert_double_nan(sim_association_area(4, x, none, 0.95).value);
}

/* Means 3.5 and 1.5, squares 0.5 + 0.5 over 2 degrees: sd 0.707107, d 2.828427; error
   sqrt(4 / 4 + 8 / 8). */
TEST(a_shift_is_in_pooled_standard_deviations)
{
    const double x[] = {1, 2, 3, 4};
    const bool in[] = {false, false, true, true};
    const sim_association shift = sim_association_shift(4, x, in, 0.95);
    ck_assert_double_eq_tol(shift.value, 2 * sqrt(2), 1e-12);
    ck_assert_double_eq_tol(shift.interval.high - shift.value, 1.959964 * sqrt(2), 1e-6);
}

/* Two thousand samples whose groups are drawn from one law: the area is 1/2. The count of
   intervals that cover is binomial; four standard errors, and a point for n = 200. */
TEST(intervals_of_areas_cover_as_often_as_they_say)
{
    enum { SAMPLES = 2000 };
    const sim_stream stream = sim_stream_make(11, 0, sim_stream_source("association"));
    size_t covered = 0;
    for (uint64_t s = 0; s < SAMPLES; s++) {
        double x[N];
        bool in[N];
        for (uint64_t i = 0; i < N; i++) {
            x[i] = sim_stream_uniform(stream, s * N + i, 0);
            in[i] = sim_stream_uniform(stream, s * N + i, 1) < 0.2;
        }
        const sim_interval area = sim_association_area(N, x, in, 0.95).interval;
        covered += area.low <= 0.5 && area.high >= 0.5;
    }
    ck_assert_double_gt((double)covered / SAMPLES, 0.94 - 4 * sqrt(0.95 * 0.05 / SAMPLES));
}

SUITE("association", equal_numbers_share_the_mean_of_their_ranks,

      the_area_of_five_by_hand_has_delongs_interval,
      groups_wholly_apart_have_an_area_of_one_and_the_interval_of_their_pairs,
      a_shift_is_in_pooled_standard_deviations, intervals_of_areas_cover_as_often_as_they_say)
