/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "reports/render/scale.h"
#include "tests/suite.h"

#include <math.h>

TEST(steps_are_round_and_no_smaller_than_asked)
{
    const struct {
        double asked, round;
    } cases[] = {{1, 1},     {1.01, 2},    {2.4, 2.5}, {2.6, 5},        {5.1, 10},
                 {137, 200}, {0.03, 0.05}, {7e6, 1e7}, {2.5e-9, 2.5e-9}};
    for (size_t i = 0; i < sizeof cases / sizeof *cases; i++)
        ck_assert_double_eq_tol(report_scale_step(cases[i].asked), cases[i].round,
                                1e-9 * cases[i].round);
}

/* 130 to 870 in about 5 steps: 740 / 5 = 148, so 200; outwards to 0 and 1,000, six marks. */
TEST(a_scale_goes_outwards_to_whole_steps)
{
    const report_scale scale = report_scale_laid(report_scale_over(130, 870, 5), 50, 550);
    ck_assert_double_eq(scale.step, 200);
    ck_assert_double_eq(scale.from, 0);
    ck_assert_double_eq(scale.to, 1000);
    ck_assert_uint_eq(report_scale_marks(&scale), 6);
    ck_assert_double_eq(report_scale_mark(&scale, 3), 600);
    ck_assert_double_eq(report_scale_at(&scale, 600), 350);
    ck_assert_double_eq(report_scale_at(&scale, -1), 50);
    ck_assert_double_eq(report_scale_at(&scale, 1e9), 550);
}

/* Upwards on the page is downwards in pixels. */
TEST(a_scale_may_run_backwards)
{
    const report_scale scale = report_scale_laid(report_scale_over(0, 100, 5), 300, 40);
    ck_assert_double_eq(report_scale_at(&scale, 0), 300);
    ck_assert_double_eq(report_scale_at(&scale, 25), 235);
    ck_assert_double_eq(report_scale_at(&scale, 100), 40);
}

/* One value is given a tenth of itself on both sides: 900..1,100 in steps of 50; zero 1. */
TEST(a_single_value_gets_room)
{
    const report_scale around = report_scale_over(1000, 1000, 4);
    const report_scale zero = report_scale_over(0, 0, 4);
    ck_assert_double_eq(around.from, 900);
    ck_assert_double_eq(around.to, 1100);
    ck_assert_double_eq(report_scale_over(1000, nextafter(1000, 2000), 4).from, 900);
    ck_assert_double_eq(zero.from, -1);
    ck_assert_double_eq(zero.to, 1);
}

TEST(marks_are_written_short)
{
    const struct {
        double least, most, x;
        const char *text;
    } cases[] = {
        {0, 1000, 600, "600"},
        {0, 5000, 3000, "3,000"},
        {0, 40000, 20000, "20\xc2\xa0k"},
        {0, 12000, 2500, "2.5\xc2\xa0k"},
        {0, 2e6, 1.5e6, "1.5\xc2\xa0M"},
        {0, 4e9, 2e9,
         "2\xc2\xa0"
         "bn"},
        {0, 4e9, 0, "0"},
        {0, 0.5, 0.1, "0.1"},
        {-40000, 0, -20000, "-20\xc2\xa0k"},
    };
    for (size_t i = 0; i < sizeof cases / sizeof *cases; i++) {
        const report_scale scale = report_scale_over(cases[i].least, cases[i].most, 5);
        ck_assert_str_eq(report_scale_label(&scale, cases[i].x).text, cases[i].text);
    }
}

SUITE("scale", steps_are_round_and_no_smaller_than_asked, a_scale_goes_outwards_to_whole_steps,
      a_scale_may_run_backwards, a_single_value_gets_room, marks_are_written_short)
