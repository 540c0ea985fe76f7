/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "reports/sensitivity.h"
#include "tests/suite.h"

#include <math.h>
#include <string.h>

enum { POINTS = 16, PAIRS = 4 };

static const report_quantity quantities[] = {
    {REPORT_QUANTITY_COST, "api", NULL, NULL},
    {REPORT_QUANTITY_OVERRUN, "api", NULL, "year"},
};
static const size_t first_member[] = {0}, second_member[] = {1};
static const report_input inputs[] = {{REPORT_INPUT_UNKNOWN, "growth", first_member, 1},
                                      {REPORT_INPUT_UNKNOWN, "length", second_member, 1},
                                      {REPORT_INPUT_CHANCE, "chance", NULL, 0}};
static const char *const names[] = {"growth", "length"};
static const size_t levers[] = {0, 1};
static const double values[] = {-1, 0, 1, -2, 0, 2};

/* All 16 ways of signs of growth and length at A and B; the cost is 100 + growth + 2 length,
   and the budget breaks where length is high. */
static double points[POINTS][5][2], drawn[POINTS][2][2];
/* Medians 100; growth 99 and 101, and one more in every other replication; length 90, 110. The
   budget breaks in one of four where growth is high, in all where length is. */
static double alone[PAIRS][5][2];

static double cost(const double *x)
{
    return 100 + x[0] + 2 * x[1];
}

static void put(double out[2], const double *x)
{
    out[0] = cost(x);
    out[1] = x[1] > 0;
}

static void make_points(void)
{
    for (size_t i = 0; i < POINTS; i++) {
        double *a = drawn[i][0], *b = drawn[i][1];
        for (size_t k = 0; k < 4; k++)
            (k < 2 ? a : b)[k % 2] = i >> k & 1 ? 1 : -1;
        put(points[i][0], a);
        put(points[i][1], b);
        put(points[i][2], (const double[]){b[0], a[1]});
        put(points[i][3], (const double[]){a[0], b[1]});
        put(points[i][4], a);
    }
}

static void make_alone(void)
{
    for (size_t i = 0; i < PAIRS; i++) {
        const double costs[] = {100, 99, 101 + (double)(i % 2), 90, 110};
        const double breaks[] = {0, 0, i == 0, 0, 1};
        for (size_t k = 0; k < 5; k++) {
            alone[i][k][0] = costs[k];
            alone[i][k][1] = breaks[k];
        }
    }
}

static report_sensitivity_plays plays_made(void)
{
    make_points();
    make_alone();
    return (report_sensitivity_plays){
        .version = "0.1.0",
        .scenario = "made",
        .currency = "USD",
        .status = "complete",
        .quantities = quantities,
        .n_quantities = 2,
        .inputs = inputs,
        .n_inputs = 3,
        .unknown_names = names,
        .n_unknowns = 2,
        .n_points = POINTS,
        .n_blocks = 4,
        .asked_points = POINTS,
        .points = &points[0][0][0],
        .drawn = &drawn[0][0][0],
        .low = 0.1,
        .high = 0.9,
        .n_pairs = PAIRS,
        .alone = &alone[0][0][0],
        .levers = levers,
        .values = values,
        .n_levers = 2,
    };
}

TEST(inputs_come_with_their_shares_the_largest_first)
{
    sim_arena *arena = sim_arena_new();
    const report_sensitivity_plays plays = plays_made();
    const report_sensed *sensed = report_sensitivity_new(&plays, arena)->sensed;
    ck_assert_double_eq_tol(sensed->mean.value, 100, 1e-9);
    ck_assert_double_eq_tol(sensed->sd, sqrt(5), 1e-9);
    ck_assert_str_eq(sensed->indices[0].input->name, "length");
    ck_assert_double_eq_tol(sensed->indices[0].total.value, 0.8, 1e-9);
    ck_assert_double_eq_tol(sensed->indices[0].first.value, 0.8, 1e-9);
    ck_assert_str_eq(sensed->indices[1].input->name, "growth");
    ck_assert_double_eq_tol(sensed->indices[1].total.value, 0.2, 1e-9);
    ck_assert_str_eq(sensed->indices[2].input->name, "chance");
    ck_assert_double_eq(sensed->indices[2].total.value, 0);
    for (size_t i = 0; i < 3; i++) {
        ck_assert_double_ge(sensed->indices[i].total.ci95.low, 0);
        ck_assert_double_le(sensed->indices[i].total.ci95.high, 1);
    }
    sim_arena_free(arena);
}

/* Growth: differences 2, 3, 2, 3: mean 2.5, sd 0.57735, t(0.975, 3) = 3.182446, half
   0.918693. Length: 20 in all of them. */
TEST(effects_are_differences_in_the_same_futures)
{
    sim_arena *arena = sim_arena_new();
    const report_sensitivity_plays plays = plays_made();
    const report_sensed *sensed = report_sensitivity_new(&plays, arena)->sensed;
    const report_lever *length = &sensed->levers[0], *growth = &sensed->levers[1];
    ck_assert_str_eq(length->name, "length");
    ck_assert_double_eq(length->low, -2);
    ck_assert_double_eq(length->high, 2);
    ck_assert_double_eq(length->effect.value, 20);
    ck_assert_double_eq(length->effect.ci95.low, 20);
    ck_assert_double_eq_tol(growth->effect.value, 2.5, 1e-12);
    ck_assert_double_eq_tol(growth->effect.ci95.low, 2.5 - 0.918693, 1e-5);
    ck_assert_double_eq_tol(growth->at_high.value, 101.5, 1e-12);
    ck_assert_double_eq(sensed->at_medians.value, 100);
    sim_arena_free(arena);
}

/*
 * Of 4 replications one breaks only where growth is high, none only where it is low. At 97.5 %
 * each: Clopper & Pearson of 1 in 4 is 1 - (1 - 0.0125)^(1/4) = 0.0031397 to above, of 0 in 4
 * 0 to 1 - 0.0125^(1/4) = 0.6656299. The low limit is 0.0031397 - 0.6656299.
 */
TEST(a_change_of_a_chance_has_an_exact_interval)
{
    sim_arena *arena = sim_arena_new();
    const report_sensitivity_plays plays = plays_made();
    const report_sensed *sensed = &report_sensitivity_new(&plays, arena)->sensed[1];
    const report_lever *growth = &sensed->levers[1];
    ck_assert_str_eq(growth->name, "growth");
    ck_assert_double_eq(growth->effect.value, 0.25);
    ck_assert_double_eq_tol(growth->effect.ci95.low, 0.0031397 - 0.6656299, 1e-6);
    ck_assert_double_eq(sensed->levers[0].effect.value, 1);
    ck_assert_double_eq_tol(sensed->mean.value, 0.5, 1e-12);
    ck_assert_str_eq(sensed->indices[0].input->name, "length");
    ck_assert_double_eq_tol(sensed->indices[0].total.value, 1, 1e-12);
    sim_arena_free(arena);
}

/* The 32 costs by growth: Spearman's of {-1, 1} against 97, 99, 101, 103, each four times of a
   sign: mean ranks of growth 8.5 and 24.5, of cost 4.5, 12.5, 20.5, 28.5; covariance (all about
   16.5) 8 (12 + 4 - 4 + ...): by hand r = 0.4472136, that of 1 / sqrt(5). */
TEST(ranks_are_taken_over_both_points)
{
    sim_arena *arena = sim_arena_new();
    const report_sensitivity_plays plays = plays_made();
    const report_sensed *sensed = report_sensitivity_new(&plays, arena)->sensed;
    ck_assert_double_eq_tol(sensed->levers[1].rank.value, 1 / sqrt(5), 1e-9);
    ck_assert_double_eq_tol(sensed->levers[0].rank.value, 2 / sqrt(5), 1e-9);
    sim_arena_free(arena);
}

TEST(what_was_interrupted_before_its_points_has_no_indices)
{
    sim_arena *arena = sim_arena_new();
    report_sensitivity_plays plays = plays_made();
    plays.n_points = 0;
    plays.status = "partial";
    const report_sensitivity *made = report_sensitivity_new(&plays, arena);
    ck_assert(isnan(made->sensed->indices[0].total.value));
    ck_assert(isnan(made->sensed->levers[0].rank.value));
    ck_assert_double_eq(made->sensed->levers[0].effect.value, 20);
    char *text;
    size_t size;
    FILE *out = open_memstream(&text, &size);
    ck_assert_ptr_nonnull(out);
    report_sensitivity_write_text(made, &(report_page){NULL, false}, out);
    fclose(out);
    ck_assert_ptr_nonnull(strstr(text, "0 of 16 points and 4 replications"));
    free(text);
    sim_arena_free(arena);
}

/* What an estimate says of a share that it puts beyond 1: a = 0, 2; b = 2, 0; AB = 2, 3 has a
   total of 1.25 with 9.53 to either side (tests/test_indices.c). */
TEST(a_share_beyond_one_is_put_there_without_certainty)
{
    sim_arena *arena = sim_arena_new();
    const double two[2][3] = {{0, 2, 2}, {2, 0, 3}}, drawn_by_two[4] = {0};
    report_sensitivity_plays plays = plays_made();
    plays.n_quantities = plays.n_inputs = plays.n_unknowns = 1;
    plays.n_levers = plays.n_pairs = 0;
    plays.n_points = plays.n_blocks = 2;
    plays.points = &two[0][0];
    plays.drawn = drawn_by_two;
    const report_estimate total =
        report_sensitivity_new(&plays, arena)->sensed->indices[0].total;
    ck_assert_double_eq(total.value, 1);
    ck_assert_double_eq(total.ci95.low, 0);
    ck_assert_double_eq(total.ci95.high, 1);
    /* Wholly beyond: 1.02 and 1.05 about 1.035 in two blocks becomes some room below 1. */
    const double beyond[4][3] = {{0, 2, 2}, {2, 0, 0}, {0, 2, 2}, {2, 0, -0.1}};
    plays.n_points = 4;
    plays.points = &beyond[0][0];
    const report_estimate second =
        report_sensitivity_new(&plays, arena)->sensed->indices[0].total;
    ck_assert_double_eq(second.value, 1);
    ck_assert_double_lt(second.ci95.low, 1);
    sim_arena_free(arena);
}

/* 1e-13 of the cost is what another order of the same sums leaves. */
TEST(the_dust_of_sums_is_no_effect)
{
    sim_arena *arena = sim_arena_new();
    report_sensitivity_plays plays = plays_made();
    for (size_t i = 0; i < POINTS; i++)
        for (size_t k = 0; k < 5; k++)
            points[i][k][0] = 5000 * (1 + 1e-15 * (double)((i + k) % 5));
    for (size_t i = 0; i < PAIRS; i++)
        for (size_t k = 0; k < 5; k++)
            alone[i][k][0] = 5000 * (1 + 1e-15 * (double)((i + k) % 5));
    const report_sensitivity *made = report_sensitivity_new(&plays, arena);
    ck_assert(isnan(made->sensed->indices[0].total.value));
    ck_assert_double_eq(made->sensed->sd, 0);
    ck_assert_double_eq(made->sensed->levers[0].effect.value, 0);
    ck_assert_double_eq(made->sensed->levers[0].effect.ci95.high, 0);
    sim_arena_free(arena);
}

SUITE("sensitivity", inputs_come_with_their_shares_the_largest_first,
      effects_are_differences_in_the_same_futures, a_change_of_a_chance_has_an_exact_interval,
      ranks_are_taken_over_both_points, what_was_interrupted_before_its_points_has_no_indices,
      a_share_beyond_one_is_put_there_without_certainty, the_dust_of_sums_is_no_effect)
