/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "reports/break_even_map.h"
#include "sim/stream.h"
#include "tests/suite.h"

#include <gsl/gsl_cdf.h>
#include <math.h>
#include <string.h>

enum { REPEATS = 200, FUTURES = 20 };

/* A standard normal of a future: the same at every point. */
static double noise(uint64_t seed, size_t future)
{
    const double u = sim_stream_uniform(sim_stream_make(seed, future, 1), 0, 0);
    return gsl_cdf_ugaussian_Pinv(fmin(fmax(u, 1e-12), 1 - 1e-12));
}

/* Two designs: the first costs 1000; the second so much at a point, in a future of noise z. */
typedef struct designs {
    double (*second)(double x, double y, double z);
    uint64_t seed;
    double refused; /* across from here on nothing can be played; 0: all can */
} designs;

static bool play(void *owner, report_map_point at, size_t n, double *first, double *second,
                 sim_failure *why)
{
    const designs *d = owner;
    if (d->refused > 0 && at.across >= d->refused)
        return sim_fail(why, "%g is refused", at.across);
    for (size_t i = 0; i < n; i++) {
        first[i] = 1000;
        second[i] = d->second(at.x, at.across, noise(d->seed, i));
    }
    return true;
}

static report_map_wish wish_of(designs *d)
{
    return (report_map_wish){
        .along = {.axis = {.path = "x", .unit = "", .from = 10, .to = 1000, .is_log = true},
                  .precision = 0.05,
                  .replications = FUTURES,
                  .limit = 4000,
                  .most = 120},
        .across = {.path = "y", .unit = "", .from = 2, .to = 50, .is_log = true},
        .most_rows = REPORT_MAP_USUAL,
        .play = play,
        .owner = d};
}

static report_map find(const report_map_wish *wish, sim_arena *arena)
{
    sim_failure why = {""};
    report_map out = {.between = "first"};
    ck_assert_msg(report_map_find(wish, arena, &out, &why), "%s", why.text);
    return out;
}

/* 1 for each of x, y times: as dear as the first where x y = 1000. */
static double product(double x, double y, double z)
{
    (void)z;
    return x * y;
}

/* The same, but for a future's factor of mean 1 and standard deviation 0.3. */
static double noisy_product(double x, double y, double z)
{
    return x * y * (1 + 0.3 * z);
}

/* As dear as the first where x (11.2 - y) = 1000: beyond y = 10.2 only above the range. */
static double fading(double x, double y, double z)
{
    (void)z;
    return x * fmax(11.2 - y, 0);
}

static double only_along(double x, double y, double z)
{
    (void)y, (void)z;
    return 10 * x;
}

static double only_across(double x, double y, double z)
{
    (void)x, (void)z;
    return 20 * y;
}

/* Crossed at x = 100 - y and x = 100 + y, where y is above 0: a wedge. */
static double wedge(double x, double y, double z)
{
    (void)z;
    return 1000 + y - fabs(x - 100);
}

static report_side side_of(double second)
{
    return second > 1000 ? REPORT_SIDE_FIRST : REPORT_SIDE_SECOND;
}

TEST(an_exact_hyperbola_is_bracketed_in_every_row)
{
    sim_arena *arena = sim_arena_new();
    designs d = {.second = product, .seed = 1};
    const report_map_wish wish = wish_of(&d);
    const report_map out = find(&wish, arena);
    /* x = 1000 / y goes from 500 to 20 as y goes from 2 to 50: log 25 / log 100 = 0.70 of the
       range, 0.17 of it between the first five rows, which is more than a sixth, and 0.09
       between nine. */
    ck_assert_uint_eq(out.n_rows, 9);
    for (size_t i = 0; i < out.n_rows; i++) {
        if (i > 0)
            ck_assert_double_eq_tol(report_map_moves(&out, i - 1), log(25) / log(100) / 8,
                                    0.02);
        const report_break_even *row = &out.rows[i].along;
        const double at = 1000 / out.rows[i].across;
        ck_assert_uint_eq(row->n_crossings, 1);
        ck_assert_double_le(row->crossings[0].ci95.low, at * (1 + 1e-6));
        ck_assert_double_ge(row->crossings[0].ci95.high, at * (1 - 1e-6));
        ck_assert(row->crossings[0].is_precise);
        ck_assert_int_eq(row->below, REPORT_SIDE_SECOND);
        ck_assert_int_eq(row->above, REPORT_SIDE_FIRST);
    }
    sim_arena_free(arena);
}

TEST(nodes_have_the_side_of_the_closed_form)
{
    sim_arena *arena = sim_arena_new();
    designs d = {.second = product, .seed = 1};
    const report_map_wish wish = wish_of(&d);
    const report_map out = find(&wish, arena);
    for (size_t i = 0; i < out.n_rows; i++)
        for (size_t k = 0; k < REPORT_BREAK_EVEN_SCAN; k++) {
            const double x = report_map_node(&out, k), cost = x * out.rows[i].across;
            if (fabs(cost / 1000 - 1) > 1e-4)
                ck_assert_int_eq(report_map_side(&out.rows[i], x), side_of(cost));
        }
    /* Between nodes too, outside of the bracket: 1000 / 10 = 100. */
    ck_assert_double_eq_tol(out.rows[4].across, 10, 1e-9);
    ck_assert_int_eq(report_map_side(&out.rows[4], 92), REPORT_SIDE_SECOND);
    ck_assert_int_eq(report_map_side(&out.rows[4], 108), REPORT_SIDE_FIRST);
    ck_assert_double_eq(report_map_node(&out, 0), 10);
    ck_assert_double_eq_tol(report_map_node(&out, 4), 100, 1e-9);
    ck_assert_double_eq(report_map_node(&out, 8), 1000);
    sim_arena_free(arena);
}

/* Whether any value that was tried has a side that is not the true one. */
static bool is_wrong_somewhere(const report_map *out)
{
    for (size_t i = 0; i < out->n_rows; i++)
        for (size_t k = 0; k < out->rows[i].along.n_trials; k++) {
            const report_trial *trial = &out->rows[i].along.trials[k];
            const report_side told = report_break_even_tried(trial);
            if (told != REPORT_SIDE_NONE && told != side_of(trial->x * out->rows[i].across))
                return true;
        }
    return false;
}

TEST(intervals_of_a_row_cover_and_all_sides_are_right_at_once)
{
    size_t covered = 0, wrong = 0;
    for (uint64_t seed = 1; seed <= REPEATS; seed++) {
        sim_arena *arena = sim_arena_new();
        designs d = {.second = noisy_product, .seed = seed};
        const report_map_wish wish = wish_of(&d);
        const report_map out = find(&wish, arena);
        for (size_t i = 0; i < out.n_rows; i++) {
            const report_break_even *row = &out.rows[i].along;
            if (fabs(out.rows[i].across - 10) > 1e-9)
                continue;
            ck_assert_uint_eq(row->n_crossings, 1);
            covered += row->crossings[0].ci95.low <= 100 && row->crossings[0].ci95.high >= 100;
        }
        wrong += is_wrong_somewhere(&out);
        sim_arena_free(arena);
    }
    const double slack = 4 * sqrt(0.95 * 0.05 / REPEATS);
    ck_assert_double_ge((double)covered / REPEATS, 0.95 - slack);
    ck_assert_double_le((double)covered / REPEATS, 0.95 + slack);
    ck_assert_double_le((double)wrong / REPEATS, 0.05 + slack);
}

TEST(where_a_frontier_ends_is_enclosed_between_two_rows)
{
    sim_arena *arena = sim_arena_new();
    designs d = {.second = fading, .seed = 1};
    report_map_wish wish = wish_of(&d);
    wish.across = (report_axis){.path = "y", .unit = "", .from = 0, .to = 16};
    const report_map out = find(&wish, arena);
    size_t n = 0;
    for (size_t i = 0; i + 1 < out.n_rows; i++) {
        if (report_map_is_alike(&out, i))
            continue;
        n++;
        ck_assert_double_le(out.rows[i].across, 10.2);
        ck_assert_double_ge(out.rows[i + 1].across, 10.2);
        /* A quarter of the range, halved three times. */
        ck_assert_double_le(out.rows[i + 1].across - out.rows[i].across, 0.5);
        ck_assert_double_eq(report_map_moves(&out, i), 1);
    }
    ck_assert_uint_eq(n, 1);
    ck_assert(!out.is_spent);
    const report_break_even *last = &out.rows[out.n_rows - 1].along;
    ck_assert_uint_eq(last->n_crossings, 0);
    ck_assert_int_eq(last->below, REPORT_SIDE_SECOND);
    sim_arena_free(arena);
}

TEST(a_frontier_with_two_branches_has_two_crossings_a_row)
{
    sim_arena *arena = sim_arena_new();
    designs d = {.second = wedge, .seed = 1};
    report_map_wish wish = wish_of(&d);
    wish.along.axis = (report_axis){.path = "x", .unit = "", .from = 0, .to = 220};
    wish.across = (report_axis){.path = "y", .unit = "", .from = 35, .to = 85};
    wish.along.precision = 0.01;
    const report_map out = find(&wish, arena);
    for (size_t i = 0; i < out.n_rows; i++) {
        const report_break_even *row = &out.rows[i].along;
        ck_assert_uint_eq(row->n_crossings, 2);
        ck_assert_double_eq_tol(row->crossings[0].at, 100 - out.rows[i].across, 0.5);
        ck_assert_double_eq_tol(row->crossings[1].at, 100 + out.rows[i].across, 0.5);
        ck_assert_int_eq(row->below, REPORT_SIDE_SECOND);
        ck_assert_int_eq(row->above, REPORT_SIDE_SECOND);
        ck_assert_int_eq(report_map_side(&out.rows[i], 101), REPORT_SIDE_FIRST);
    }
    sim_arena_free(arena);
}

TEST(an_axis_that_changes_one_cost_or_none_is_known)
{
    sim_arena *arena = sim_arena_new();
    designs d = {.second = only_along, .seed = 1};
    report_map_wish wish = wish_of(&d);
    const report_map along = find(&wish, arena);
    ck_assert(!along.over_changes[0] && along.over_changes[1]);
    ck_assert(!along.across_changes[0] && !along.across_changes[1]);
    ck_assert_uint_eq(along.n_rows, REPORT_MAP_ROWS);
    d.second = only_across;
    const report_map across = find(&wish, arena);
    ck_assert(!across.over_changes[0] && !across.over_changes[1]);
    ck_assert(!across.across_changes[0] && across.across_changes[1]);
    sim_arena_free(arena);
}

TEST(rows_of_whole_numbers_are_whole)
{
    sim_arena *arena = sim_arena_new();
    designs d = {.second = product, .seed = 1};
    report_map_wish wish = wish_of(&d);
    wish.across = (report_axis){.path = "y", .unit = "", .from = 1, .to = 4, .is_whole = true};
    const report_map out = find(&wish, arena);
    ck_assert_uint_le(out.n_rows, 4);
    for (size_t i = 0; i < out.n_rows; i++)
        ck_assert_double_eq(out.rows[i].across, round(out.rows[i].across));
    sim_arena_free(arena);
}

TEST(a_map_ends_at_its_last_row)
{
    sim_arena *arena = sim_arena_new();
    designs d = {.second = product, .seed = 1};
    report_map_wish wish = wish_of(&d);
    wish.most_rows = 6;
    const report_map out = find(&wish, arena);
    ck_assert(out.is_spent);
    ck_assert_uint_eq(out.n_rows, 6);
    sim_arena_free(arena);
}

/* Rows come from both ends inwards: 2, 50, 10 and between. */
TEST(a_point_that_cannot_be_played_leaves_the_rows_before_it)
{
    sim_arena *arena = sim_arena_new();
    designs d = {.second = product, .seed = 1, .refused = 50};
    const report_map_wish wish = wish_of(&d);
    report_map out = {.between = "first"};
    sim_failure why = {""};
    ck_assert(!report_map_find(&wish, arena, &out, &why));
    ck_assert_ptr_nonnull(strstr(why.text, "50 is refused"));
    ck_assert_uint_eq(out.n_rows, 1);
    ck_assert_double_eq(out.rows[0].across, 2);
    sim_arena_free(arena);
}

SUITE("break_even_map", an_exact_hyperbola_is_bracketed_in_every_row,
      nodes_have_the_side_of_the_closed_form,
      intervals_of_a_row_cover_and_all_sides_are_right_at_once,
      where_a_frontier_ends_is_enclosed_between_two_rows,
      a_frontier_with_two_branches_has_two_crossings_a_row,
      an_axis_that_changes_one_cost_or_none_is_known, rows_of_whole_numbers_are_whole,
      a_map_ends_at_its_last_row, a_point_that_cannot_be_played_leaves_the_rows_before_it)
