/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "reports/break_even.h"
#include "sim/stream.h"
#include "tests/suite.h"

#include <gsl/gsl_cdf.h>
#include <math.h>
#include <string.h>

enum { REPEATS = 300, FUTURES = 40 };

/* A standard normal of a future: the same at every value. */
static double noise(uint64_t seed, size_t future)
{
    const double u = sim_stream_uniform(sim_stream_make(seed, future, 1), 0, 0);
    return gsl_cdf_ugaussian_Pinv(fmin(fmax(u, 1e-12), 1 - 1e-12));
}

/* Two designs: what each costs at a value in a future of noise z. */
typedef struct designs {
    double (*first)(double x, double z);
    double (*second)(double x, double z);
    uint64_t seed;
    double refused; /* values from here on cannot be played; 0: all can */
} designs;

static bool play(void *owner, double x, size_t n, double *first, double *second,
                 sim_failure *why)
{
    const designs *d = owner;
    if (d->refused > 0 && x >= d->refused)
        return sim_fail(why, "%g is refused", x);
    for (size_t i = 0; i < n; i++) {
        const double z = noise(d->seed, i);
        first[i] = d->first(x, z);
        second[i] = d->second(x, z);
    }
    return true;
}

static report_break_even_wish wish_of(designs *d, double from, double to, bool is_log)
{
    return (report_break_even_wish){
        .axis = {.path = "x", .unit = "", .from = from, .to = to, .is_log = is_log},
        .precision = 0.05,
        .replications = FUTURES,
        .limit = 100000,
        .most = 400,
        .play = play,
        .owner = d};
}

static report_break_even find(const report_break_even_wish *wish, sim_arena *arena)
{
    sim_failure why = {""};
    report_break_even out = {.between = "first"};
    ck_assert_msg(report_break_even_find(wish, arena, &out, &why), "%s", why.text);
    return out;
}

static double fixed(double x, double z)
{
    (void)x, (void)z;
    return 1000;
}

/* 2 for each, but for a future's factor of mean 1 and standard deviation 0.3. */
static double each(double x, double z)
{
    return 2 * x * (1 + 0.3 * z);
}

static double each_exactly(double x, double z)
{
    (void)z;
    return 2 * x;
}

/* F / p = 1000 / 2. */
TEST(a_line_crosses_a_fixed_cost_at_their_ratio)
{
    sim_arena *arena = sim_arena_new();
    designs d = {.first = fixed, .second = each_exactly};
    const report_break_even_wish wish = wish_of(&d, 10, 100000, true);
    const report_break_even out = find(&wish, arena);
    ck_assert_uint_eq(out.n_crossings, 1);
    ck_assert_double_eq_tol(out.crossings[0].at, 500, 25);
    ck_assert(out.crossings[0].ci95.low <= 500 && out.crossings[0].ci95.high >= 500);
    ck_assert(out.crossings[0].is_bracket && out.crossings[0].is_precise);
    ck_assert_int_eq(out.crossings[0].above, REPORT_SIDE_FIRST);
    ck_assert_int_eq(out.below, REPORT_SIDE_SECOND);
    ck_assert_int_eq(out.above, REPORT_SIDE_FIRST);
    ck_assert(!out.depends_first && out.depends_second);
    ck_assert_uint_le(out.n_plays, 30);
    sim_arena_free(arena);
}

/* The difference is 1000 - 2 x (1 + 0.3 z): its interval's root at 500 inverts a test of level
   5 %, so that it covers 95 % of the time; the band is 4 standard errors of 300 repeats. */
TEST(intervals_of_a_noisy_root_cover_as_often_as_they_say)
{
    size_t covered = 0, precise = 0;
    for (uint64_t seed = 1; seed <= REPEATS; seed++) {
        sim_arena *arena = sim_arena_new();
        designs d = {.first = fixed, .second = each, .seed = seed};
        report_break_even_wish wish = wish_of(&d, 10, 100000, true);
        wish.limit = FUTURES;
        const report_break_even out = find(&wish, arena);
        ck_assert_uint_eq(out.n_crossings, 1);
        const report_crossing *c = &out.crossings[0];
        ck_assert(c->ci95.low <= c->at && c->at <= c->ci95.high && !c->is_bracket);
        covered += c->ci95.low <= 500 && c->ci95.high >= 500;
        precise += c->is_precise;
        sim_arena_free(arena);
    }
    const double band = 4 * sqrt(0.95 * 0.05 / REPEATS);
    ck_assert_double_eq_tol((double)covered / REPEATS, 0.95, band);
    ck_assert_uint_eq(precise, 0);
}

/* The half width is about 1.96 x 0.3 / sqrt(n) of the root: 5 % takes some 140 futures. */
TEST(more_futures_are_played_where_the_interval_is_too_wide)
{
    sim_arena *arena = sim_arena_new();
    designs d = {.first = fixed, .second = each, .seed = 5};
    const report_break_even_wish wish = wish_of(&d, 10, 100000, true);
    const report_break_even out = find(&wish, arena);
    ck_assert_uint_eq(out.n_crossings, 1);
    const report_crossing *c = &out.crossings[0];
    ck_assert(c->is_precise);
    ck_assert_double_le((c->ci95.high - c->ci95.low) / 2, 0.05 * c->at * 1.001);
    ck_assert_double_ge((c->ci95.high - c->ci95.low) / 2, 0.02 * c->at);
    ck_assert(c->n > 100 && c->n < 400);
    sim_arena_free(arena);
}

/* Machines of 100 that bear 10 each, against 14 apiece. Within k machines both cost the same
   at 100 k / 14 if that is above 10 (k - 1); the next machine is dearer again at 10 k if
   14 x 10 k < 100 (k + 1). So: 7.14, 10, 14.29, 20, 21.43, and machines win for good. */
static double machines(double x, double z)
{
    (void)z;
    return 100 * ceil(x / 10);
}

static double apiece(double x, double z)
{
    (void)z;
    return 14 * x;
}

TEST(every_crossing_of_a_staircase_is_found)
{
    static const double at[] = {100 / 14.0, 10, 200 / 14.0, 20, 300 / 14.0};
    sim_arena *arena = sim_arena_new();
    designs d = {.first = machines, .second = apiece};
    report_break_even_wish wish = wish_of(&d, 1, 40, false);
    wish.precision = 0.01;
    const report_break_even out = find(&wish, arena);
    ck_assert_uint_eq(out.n_crossings, 5);
    for (size_t i = 0; i < 5; i++) {
        ck_assert_double_eq_tol(out.crossings[i].at, at[i], 0.01 * at[i]);
        ck_assert(out.crossings[i].ci95.low <= at[i] && out.crossings[i].ci95.high >= at[i]);
        ck_assert_int_eq(out.crossings[i].above,
                         i % 2 ? REPORT_SIDE_SECOND : REPORT_SIDE_FIRST);
    }
    ck_assert_int_eq(out.below, REPORT_SIDE_SECOND);
    ck_assert_int_eq(out.above, REPORT_SIDE_FIRST);
    sim_arena_free(arena);
}

/* The same with chance in every machine's price: jumps are met by brackets, not by slopes. */
static double noisy_machines(double x, double z)
{
    return 100 * ceil(x / 10) * (1 + 0.02 * z);
}

TEST(a_jump_under_noise_is_bracketed)
{
    sim_arena *arena = sim_arena_new();
    designs d = {.first = noisy_machines, .second = apiece, .seed = 3};
    report_break_even_wish wish = wish_of(&d, 8, 12, false);
    wish.precision = 0.01;
    const report_break_even out = find(&wish, arena);
    ck_assert_uint_eq(out.n_crossings, 1);
    ck_assert(out.crossings[0].ci95.low <= 10 && out.crossings[0].ci95.high >= 10);
    ck_assert(out.crossings[0].is_bracket && out.crossings[0].is_precise);
    sim_arena_free(arena);
}

TEST(designs_that_never_cross_say_which_is_cheaper)
{
    sim_arena *arena = sim_arena_new();
    designs d = {.first = fixed, .second = each, .seed = 1};
    const report_break_even_wish wish = wish_of(&d, 1, 100, true);
    const report_break_even out = find(&wish, arena);
    ck_assert_uint_eq(out.n_crossings, 0);
    ck_assert_uint_eq(out.n_undecided, 0);
    ck_assert_int_eq(out.below, REPORT_SIDE_SECOND);
    ck_assert_int_eq(out.above, REPORT_SIDE_SECOND);
    ck_assert_double_eq(out.nearest, 100);
    ck_assert_uint_eq(out.n_plays, REPORT_BREAK_EVEN_SCAN);
    sim_arena_free(arena);
}

/* Equal at 5 and nowhere else. */
static double touching(double x, double z)
{
    return 1000 + (x - 5) * (x - 5) + z;
}

TEST(a_touch_is_no_crossing)
{
    sim_arena *arena = sim_arena_new();
    designs d = {.first = touching, .second = fixed, .seed = 2};
    report_break_even_wish wish = wish_of(&d, 1, 9, false);
    wish.limit = 1000;
    const report_break_even out = find(&wish, arena);
    ck_assert_uint_eq(out.n_crossings, 0);
    ck_assert_uint_eq(out.n_undecided, 1);
    ck_assert(out.undecided[0].from < 5 && out.undecided[0].to > 5);
    ck_assert_int_eq(out.below, REPORT_SIDE_SECOND);
    ck_assert_int_eq(out.above, REPORT_SIDE_SECOND);
    sim_arena_free(arena);
}

/* Whether an interval that is told as undecided holds a value. */
static bool is_told_undecided(const report_break_even *out, double x)
{
    for (size_t i = 0; i < out->n_undecided; i++)
        if (out->undecided[i].from <= x && out->undecided[i].to >= x)
            return true;
    return false;
}

/* Whatever was played beside it: at 5 there is no side to be sure of, and no crossing. */
TEST(a_touch_is_told_as_undecided_beside_values_with_more_futures)
{
    for (uint64_t seed = 1; seed <= REPEATS; seed++) {
        sim_arena *arena = sim_arena_new();
        designs d = {.first = touching, .second = fixed, .seed = seed};
        report_break_even_wish wish = wish_of(&d, 1, 9, false);
        wish.limit = 1000;
        const report_break_even out = find(&wish, arena);
        for (size_t i = 0; i < out.n_trials; i++)
            if (out.n_crossings == 0 &&
                report_break_even_tried(&out.trials[i]) == REPORT_SIDE_NONE)
                ck_assert_msg(is_told_undecided(&out, out.trials[i].x), "seed %d, at %g",
                              (int)seed, out.trials[i].x);
        sim_arena_free(arena);
    }
}

/* 1000 at the end of the range, and x before it; in a future 300 more or less. */
static double closing(double x, double z)
{
    return x + 300 * z;
}

/* Also where more futures tell beside the end, and not at it. */
TEST(an_end_where_chance_hides_the_side_is_undecided)
{
    for (uint64_t seed = 1; seed <= 40; seed++) {
        sim_arena *arena = sim_arena_new();
        designs d = {.first = fixed, .second = closing, .seed = seed};
        report_break_even_wish wish = wish_of(&d, 10, 1000, false);
        wish.limit = 200;
        const report_break_even out = find(&wish, arena);
        const report_trial *end = &out.trials[out.n_trials - 1];
        if (report_break_even_tried(end) == REPORT_SIDE_NONE) {
            ck_assert_uint_ge(out.n_undecided, 1);
            ck_assert_double_eq(out.undecided[out.n_undecided - 1].to, 1000);
        }
        sim_arena_free(arena);
    }
}

TEST(designs_that_are_the_same_are_nowhere_told_apart)
{
    sim_arena *arena = sim_arena_new();
    designs d = {.first = each, .second = each, .seed = 2};
    const report_break_even_wish wish = wish_of(&d, 1, 9, false);
    const report_break_even out = find(&wish, arena);
    ck_assert_uint_eq(out.n_crossings, 0);
    ck_assert_uint_eq(out.n_undecided, 1);
    ck_assert_int_eq(out.below, REPORT_SIDE_NONE);
    sim_arena_free(arena);
}

TEST(an_axis_that_changes_nothing_is_known)
{
    sim_arena *arena = sim_arena_new();
    designs d = {.first = fixed, .second = fixed};
    const report_break_even_wish wish = wish_of(&d, 1, 9, false);
    const report_break_even out = find(&wish, arena);
    ck_assert(!out.depends_first && !out.depends_second);
    ck_assert_uint_eq(out.n_plays, REPORT_BREAK_EVEN_SCAN);
    sim_arena_free(arena);
}

/* 14 x > 1000 from 72 on: 1008. */
TEST(whole_numbers_are_crossed_at_the_first_of_the_other_side)
{
    sim_arena *arena = sim_arena_new();
    designs d = {.first = fixed, .second = apiece};
    report_break_even_wish wish = wish_of(&d, 1, 1000, true);
    wish.axis.is_whole = true;
    wish.precision = 1e-6;
    const report_break_even out = find(&wish, arena);
    ck_assert_uint_eq(out.n_crossings, 1);
    ck_assert_double_eq(out.crossings[0].at, 72);
    ck_assert_double_eq(out.crossings[0].ci95.low, 72);
    ck_assert_double_eq(out.crossings[0].ci95.high, 72);
    for (size_t i = 0; i < out.n_trials; i++)
        ck_assert_double_eq(out.trials[i].x, round(out.trials[i].x));
    sim_arena_free(arena);
}

/* A budget breaks when x + z > 10: with probability 5 % at 10 - 1.645. */
static double broken(double x, double z)
{
    return x + z > 10;
}

static double level(double x, double z)
{
    (void)x, (void)z;
    return 0.05;
}

TEST(a_probability_meets_its_level_where_the_law_says)
{
    const double at = 10 - gsl_cdf_ugaussian_Qinv(0.05);
    size_t covered = 0;
    for (uint64_t seed = 1; seed <= REPEATS; seed++) {
        sim_arena *arena = sim_arena_new();
        designs d = {.first = broken, .second = level, .seed = seed};
        report_break_even_wish wish = wish_of(&d, 1, 20, false);
        wish.is_share = true;
        wish.precision = 0.01;
        wish.limit = wish.replications = 400;
        const report_break_even out = find(&wish, arena);
        ck_assert_uint_eq(out.n_crossings, 1);
        ck_assert_int_eq(out.below, REPORT_SIDE_FIRST);
        covered += out.crossings[0].ci95.low <= at && out.crossings[0].ci95.high >= at;
        sim_arena_free(arena);
    }
    /* Clopper & Pearson's intervals cover with 95 % or more. */
    ck_assert_double_ge((double)covered / REPEATS, 0.95 - 4 * sqrt(0.95 * 0.05 / REPEATS));
}

/* 0.95^n <= 0.05 / 9 / 2 = 0.0027778 from n = 5.886 / 0.051293 = 114.8 on; 0.5^n from 8.49 on.
 */
TEST(a_probability_takes_so_many_futures_to_be_told)
{
    ck_assert_uint_eq(report_break_even_least(0.05), 115);
    ck_assert_uint_eq(report_break_even_least(0.5), 9);
}

TEST(a_search_ends_when_it_has_tried_enough)
{
    sim_arena *arena = sim_arena_new();
    designs d = {.first = fixed, .second = each, .seed = 1};
    report_break_even_wish wish = wish_of(&d, 10, 100000, true);
    wish.most = 12;
    const report_break_even out = find(&wish, arena);
    ck_assert(out.is_spent);
    ck_assert_uint_eq(out.n_plays, 12);
    sim_arena_free(arena);
}

TEST(a_value_that_cannot_be_played_ends_the_search)
{
    sim_arena *arena = sim_arena_new();
    designs d = {.first = fixed, .second = each, .seed = 1, .refused = 1000};
    const report_break_even_wish wish = wish_of(&d, 10, 100000, true);
    report_break_even out = {.between = "first"};
    sim_failure why = {""};
    ck_assert(!report_break_even_find(&wish, arena, &out, &why));
    ck_assert_ptr_nonnull(strstr(why.text, "is refused"));
    sim_arena_free(arena);
}

SUITE("break_even", a_line_crosses_a_fixed_cost_at_their_ratio,
      intervals_of_a_noisy_root_cover_as_often_as_they_say,
      more_futures_are_played_where_the_interval_is_too_wide,
      every_crossing_of_a_staircase_is_found, a_jump_under_noise_is_bracketed,
      designs_that_never_cross_say_which_is_cheaper, a_touch_is_no_crossing,
      a_touch_is_told_as_undecided_beside_values_with_more_futures,
      an_end_where_chance_hides_the_side_is_undecided,
      designs_that_are_the_same_are_nowhere_told_apart, an_axis_that_changes_nothing_is_known,
      whole_numbers_are_crossed_at_the_first_of_the_other_side,
      a_probability_meets_its_level_where_the_law_says,
      a_probability_takes_so_many_futures_to_be_told, a_search_ends_when_it_has_tried_enough,
      a_value_that_cannot_be_played_ends_the_search)
