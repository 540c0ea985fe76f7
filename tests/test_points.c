/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "sim/points.h"
#include "sim/tally.h"
#include "tests/suite.h"

#include <math.h>
#include <string.h>

static double at(const sim_points_design *design, uint64_t replication, size_t dimension)
{
    return design->uniform((sim_points_address){.seed = 7,
                                                .replication = replication,
                                                .source = 100 + dimension,
                                                .dimension = dimension});
}

TEST(the_independent_design_is_the_stream_of_the_source)
{
    for (uint64_t i = 0; i < 100; i++)
        ck_assert_double_eq(at(&sim_points_independent, i, 3),
                            sim_stream_uniform(sim_stream_make(7, i, 103), 0, 0));
}

TEST(antithetic_pairs_mirror_each_other_to_the_last_bit)
{
    for (uint64_t i = 0; i < 1000; i += 2) {
        const double u = at(&sim_points_antithetic, i, 1);
        ck_assert_double_eq(u, at(&sim_points_independent, i, 1));
        ck_assert_double_eq(at(&sim_points_antithetic, i + 1, 1), (1 - 0x1p-53) - u);
        ck_assert(at(&sim_points_antithetic, i + 1, 1) >= 0);
    }
}

/* In the order of the Gray code, the origin first (Antonov & Saleev 1979). */
TEST(the_plain_sequence_is_that_of_sobol)
{
    const double first[] = {0, 0.5, 0.75, 0.25, 0.375, 0.875, 0.625, 0.125};
    const double second[] = {0, 0.5, 0.25, 0.75, 0.375, 0.875, 0.125, 0.625};
    for (uint32_t i = 0; i < 8; i++) {
        ck_assert_double_eq(sim_points_sobol_integer(i, 0) / 65536.0, first[i]);
        ck_assert_double_eq(sim_points_sobol_integer(i, 1) / 65536.0, second[i]);
    }
}

TEST(every_scramble_has_one_point_in_each_interval_of_each_dimension)
{
    enum { N = 1024 };
    for (uint64_t which = 0; which < SIM_POINTS_SCRAMBLES; which++)
        for (size_t d = 0; d < SIM_POINTS_DIMENSIONS; d++)
            for (size_t n = 16; n <= N; n *= 8) {
                bool is_taken[N] = {false};
                for (uint64_t i = 0; i < n; i++) {
                    const double u = at(&sim_points_sobol, i * SIM_POINTS_SCRAMBLES + which, d);
                    ck_assert(u >= 0 && u < 1);
                    const size_t interval = (size_t)(u * (double)n);
                    ck_assert_msg(!is_taken[interval], "dimension %zu, %zu points", d, n);
                    is_taken[interval] = true;
                }
            }
}

/* The first two dimensions are a (0, m, 2)-net: any 2^a x 2^b boxes with a + b = m hold one. */
TEST(two_dimensions_are_a_net_of_boxes)
{
    for (uint64_t which = 0; which < SIM_POINTS_SCRAMBLES; which++)
        for (int a = 0; a <= 6; a++) {
            bool is_taken[64] = {false};
            for (uint64_t i = 0; i < 64; i++) {
                const uint64_t r = i * SIM_POINTS_SCRAMBLES + which;
                const size_t row = (size_t)(at(&sim_points_sobol, r, 0) * (1 << a));
                const size_t column = (size_t)(at(&sim_points_sobol, r, 1) * (64 >> a));
                const size_t box = row * (size_t)(64 >> a) + column;
                ck_assert(!is_taken[box]);
                is_taken[box] = true;
            }
        }
}

/* The variance over scrambles of the mean of e^(sum of u) over n points. */
static double variance_of_mean(uint64_t n)
{
    sim_tally tally = {0};
    for (uint64_t seed = 0; seed < 8; seed++)
        for (uint64_t which = 0; which < SIM_POINTS_SCRAMBLES; which++) {
            double sum = 0;
            for (uint64_t i = 0; i < n; i++) {
                double u = 0;
                for (size_t d = 0; d < 3; d++)
                    u += sim_points_sobol.uniform((sim_points_address){
                        seed, i * SIM_POINTS_SCRAMBLES + which, 100 + d, d});
                sum += exp(u);
            }
            sim_tally_add(&tally, sum / (double)n);
        }
    /* E e^(u1 + u2 + u3) = (e - 1)^3: 5 standard errors. */
    ck_assert_double_lt(fabs(tally.mean - pow(exp(1) - 1, 3)),
                        5 * sim_tally_sd(&tally) / sqrt((double)tally.n));
    return sim_tally_variance(&tally);
}

/* Independent points would give a slope of -1. 128 scrambles know each variance within a factor
   of exp(5 sqrt(2 / 127)) = 1.87, and the slope over a factor of 64 in n within 0.3. */
TEST(the_variance_of_a_smooth_mean_falls_like_the_cube)
{
    const double slope = log(variance_of_mean(1024) / variance_of_mean(16)) / log(64);
    ck_assert_msg(slope < -2.2, "slope %g", slope);
}

TEST(points_come_in_powers_of_two)
{
    static const struct {
        uint64_t n;
        const char *says;
    } cases[] = {{64, NULL},
                 {128, NULL},
                 {1048576, NULL},
                 {32, "32 points are too few"},
                 {63, "are too few"},
                 {100, "take 64 or 128"},
                 {1000000, "take 524288 or 1048576"},
                 {2097152, "are too many: a power of two from 64 to 1048576"}};
    for (size_t i = 0; i < sizeof cases / sizeof *cases; i++) {
        sim_failure why = {""};
        ck_assert_int_eq(sim_points_suffice(cases[i].n, &why), cases[i].says == NULL);
        ck_assert_msg(!cases[i].says || strstr(why.text, cases[i].says), "%s", why.text);
    }
}

TEST(more_points_than_there_are_is_a_breach)
{
    at(&sim_points_sobol, sim_points_sobol.most_replications, 0);
}

int main(void)
{
    const TTest *const breaches[] = {more_points_than_there_are_is_a_breach};
    const TTest *const tests[] = {
        the_independent_design_is_the_stream_of_the_source,
        antithetic_pairs_mirror_each_other_to_the_last_bit,
        the_plain_sequence_is_that_of_sobol,
        every_scramble_has_one_point_in_each_interval_of_each_dimension,
        two_dimensions_are_a_net_of_boxes,
        the_variance_of_a_smooth_mean_falls_like_the_cube,
        points_come_in_powers_of_two};
    return suite_run_both("points", tests, sizeof tests / sizeof *tests, breaches, 1);
}
