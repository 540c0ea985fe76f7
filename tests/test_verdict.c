/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Verdicts: intervals worked out by hand, and how often they are wrong. */
#include "sim/draws.h"
#include "tests/suite.h"
#include "validate/verdict.h"

#include <jansson.h>
#include <math.h>
#include <string.h>

static void is(double value, double wanted, double error)
{
    ck_assert_msg(fabs(value - wanted) <= error * fabs(wanted), "%.17g is not %.17g", value,
                  wanted);
}

/* ---- single rows ---- */

TEST(a_symmetric_sample_has_students_interval)
{
    /* Mean 2.5, sd 1.2909944, t(3) at 97.5 % 3.1824463: 2.5 -+ 3.1824463 x 1.2909944 / 2. */
    const double x[] = {1, 2, 3, 4};
    const validate_row row = validate_judge_mean(4, x, 0.5, 0.05);
    is(row.simulated, 2.5, 1e-15);
    is(row.low, 0.4457397, 1e-6);
    is(row.high, 4.5542603, 1e-7);
    ck_assert_int_eq(row.verdict, VALIDATE_AGREES);
    ck_assert_int_eq(validate_judge_mean(4, x, 0.4, 0.05).verdict, VALIDATE_DIFFERS);
    ck_assert_int_eq(validate_judge_mean(4, x, 4.6, 0.05).verdict, VALIDATE_DIFFERS);
    /* Seen 99 times in 100: as much more as a normal deviate exceeds once in 100. */
    is(row.visible, (3.1824463 + 2.3263479) * 1.2909944 / 2, 1e-7);
}

TEST(a_skewed_sample_has_halls_interval)
{
    /* Mean 1, sd 2, standard error 1; moments about the mean 3 and 6, so g = 6 / 3^1.5
       = 1.1547005 and a = 0.5773503. T(t) = ((1 + a (t - a / 6))^(1/3) - 1) 3 / a at t
       = 3.1824463 is 2.1117394, at -t it is -10.1998332. */
    const double x[] = {0, 0, 0, 4};
    const validate_row row = validate_judge_mean(4, x, 5, 0.05);
    is(row.low, 1 - 2.1117394, 1e-6);
    is(row.high, 1 + 10.1998332, 1e-6);
}

TEST(replications_that_are_all_equal_must_be_right)
{
    const double x[] = {0.25, 0.25, 0.25};
    ck_assert_int_eq(validate_judge_mean(3, x, 0.25, 1e-9).verdict, VALIDATE_AGREES);
    ck_assert_int_eq(validate_judge_mean(3, x, 0.25 + 1e-9, 1e-9).verdict, VALIDATE_DIFFERS);
}

TEST(shares_have_the_exact_binomial_interval)
{
    /* Clopper & Pearson, 8 of 10 at 95 %: 0.4439 .. 0.9748. */
    const validate_row row = validate_judge_share(8, 10, 0.5, 0.05);
    is(row.low, 0.44390, 1e-4);
    is(row.high, 0.97479, 1e-4);
    ck_assert_int_eq(row.verdict, VALIDATE_AGREES);
    ck_assert_int_eq(validate_judge_share(8, 10, 0.44, 0.05).verdict, VALIDATE_DIFFERS);
    /* At least 0.44: more will do. At least 0.98: the interval does not reach it. */
    ck_assert_int_eq(validate_judge_least(8, 10, 0.44, 0.05).verdict, VALIDATE_AGREES);
    ck_assert_int_eq(validate_judge_least(8, 10, 0.98, 0.05).verdict, VALIDATE_DIFFERS);
}

TEST(what_has_a_bound_is_judged_by_it)
{
    ck_assert_int_eq(validate_judge_bound(VALIDATE_WITHIN, 20, 20.9, 0.05).verdict,
                     VALIDATE_AGREES);
    ck_assert_int_eq(validate_judge_bound(VALIDATE_WITHIN, 20, 18.9, 0.05).verdict,
                     VALIDATE_DIFFERS);
    ck_assert_int_eq(validate_judge_bound(VALIDATE_AT_MOST, NAN, 0.1, 0.1).verdict,
                     VALIDATE_AGREES);
    ck_assert_int_eq(validate_judge_bound(VALIDATE_AT_MOST, NAN, 0.11, 0.1).verdict,
                     VALIDATE_DIFFERS);
    ck_assert_int_eq(validate_judge_bound(VALIDATE_AT_LEAST, NAN, 0.95, 0.9).verdict,
                     VALIDATE_AGREES);
    ck_assert_int_eq(validate_judge_bound(VALIDATE_AT_LEAST, NAN, 0.89, 0.9).verdict,
                     VALIDATE_DIFFERS);
    ck_assert_int_eq(validate_judge_bound(VALIDATE_AT_LEAST, NAN, NAN, 0.9).verdict,
                     VALIDATE_DIFFERS);
    ck_assert_int_eq(validate_judge_bound(VALIDATE_WITHIN, 20, 40, NAN).verdict,
                     VALIDATE_REPORTED);
}

/* ---- how often they are wrong ---- */

enum { SIZE = 50, SAMPLES = 20000 };

static sim_draws *draws_of(const char *kind, double first, double second, sim_arena *arena)
{
    const double given[SIM_LAW_NUMBERS] = {first, second};
    sim_law law = sim_law_of_constant(0);
    sim_failure why;
    law.kind = sim_law_kind_named(kind);
    ck_assert(law.kind && law.kind->forms[0].convert(given, law.own, &why));
    return sim_draws_new(sim_stream_make(7, 0, 1), 0, sim_draws_law_of(&law, arena), arena);
}

TEST(a_skewed_sample_is_as_rarely_wrong_on_either_side)
{
    /* 50 exponential numbers of mean 1, 1 % on each side. Student's interval lies below the
       mean about 3 times as often as it should, and hardly ever above. */
    sim_arena *arena = sim_arena_new();
    sim_draws *draws = draws_of("exponential", 1, 0, arena);
    unsigned below = 0, above = 0, students_below = 0;
    for (int k = 0; k < SAMPLES; k++) {
        double x[SIZE];
        sim_tally tally = {0};
        for (int i = 0; i < SIZE; i++)
            sim_tally_add(&tally, x[i] = sim_draws_next(draws));
        const validate_row row = validate_judge_mean(SIZE, x, 1, 0.02);
        below += row.high < 1;
        above += row.low > 1;
        students_below += sim_interval_mean(&tally, 0.98).high < 1;
    }
    ck_assert_uint_lt(below, 1.6 * 0.01 * SAMPLES);
    ck_assert_uint_lt(above, 1.6 * 0.01 * SAMPLES);
    ck_assert_uint_gt(above, 0.4 * 0.01 * SAMPLES);
    ck_assert_uint_gt(students_below, 2 * 0.01 * SAMPLES);
    sim_arena_free(arena);
}

TEST(a_visible_shift_is_seen_99_times_in_100)
{
    /* Of normal samples, at an error of 1e-6; 2000 times, so that 1980 +- 5 x 4.4 are seen, and
       as many of what the estimated standard deviation blurs. */
    sim_arena *arena = sim_arena_new();
    sim_draws *draws = draws_of("normal", 3, 2, arena);
    unsigned seen = 0, false_alarms = 0;
    for (int k = 0; k < 2000; k++) {
        double x[SIZE];
        for (int i = 0; i < SIZE; i++)
            x[i] = sim_draws_next(draws);
        const validate_row row = validate_judge_mean(SIZE, x, 3, 1e-6);
        false_alarms += row.verdict == VALIDATE_DIFFERS;
        seen += validate_judge_mean(SIZE, x, 3 - row.visible, 1e-6).verdict == VALIDATE_DIFFERS;
    }
    ck_assert_uint_eq(false_alarms, 0);
    ck_assert_uint_gt(seen, 1935);
    ck_assert_uint_lt(seen, 2000);
    sim_arena_free(arena);
}

/* ---- tables ---- */

static validate_table two_rows(void)
{
    validate_table table = {0};
    validate_row good = {.suite = "queues",
                         .name = "M/M/1",
                         .quantity = "present",
                         .theory = 4,
                         .simulated = 4.01,
                         .low = 3.9,
                         .high = 4.1,
                         .visible = 0.15};
    validate_row bad = good;
    bad.name = "M/M/2";
    bad.is_least = true;
    bad.verdict = VALIDATE_DIFFERS;
    validate_table_add(&table, good);
    validate_table_add(&table, bad);
    return table;
}

static void written(const validate_table *table, validate_view view, char *text, size_t size)
{
    FILE *out = tmpfile();
    ck_assert_ptr_nonnull(out);
    validate_table_write(table, view, out);
    rewind(out);
    text[fread(text, 1, size - 1, out)] = 0;
    fclose(out);
}

TEST(a_table_has_a_line_for_each_row)
{
    validate_table table = two_rows();
    char text[2048];
    written(&table, (validate_view){0}, text, sizeof text);
    ck_assert_ptr_nonnull(strstr(text, "\nqueues "));
    ck_assert_ptr_nonnull(strstr(text, "\nM/M/1 "));
    ck_assert_ptr_nonnull(strstr(text, "3.9 .. 4.1               agrees\n"));
    ck_assert_ptr_nonnull(strstr(text, ">= 4        4.01"));
    ck_assert_ptr_nonnull(strstr(text, "DIFFERS\n"));
    ck_assert_ptr_null(strstr(text, "visible"));
    ck_assert_uint_eq(validate_table_differing(&table), 1);
    written(&table, (validate_view){.only_differing = true, .visible = true}, text,
            sizeof text);
    ck_assert_ptr_null(strstr(text, "M/M/1"));
    ck_assert_ptr_nonnull(strstr(text, "0.15       DIFFERS\n"));
    validate_table_free(&table);
}

static validate_table bounded_rows(void)
{
    validate_table table = {0};
    validate_row rows[] = {validate_judge_bound(VALIDATE_WITHIN, 20, 19.2, 0.05),
                           validate_judge_bound(VALIDATE_AT_MOST, NAN, 0.5, 0.042),
                           validate_judge_bound(VALIDATE_WITHIN, 20, NAN, NAN)};
    rows[2].verdict = VALIDATE_SKIPPED;
    for (size_t i = 0; i < 3; i++) {
        rows[i].suite = "measured";
        rows[i].name = "a chip";
        validate_table_add(&table, rows[i]);
    }
    return table;
}

TEST(a_row_with_a_bound_says_how_far_it_is_off)
{
    validate_table table = bounded_rows();
    char text[2048];
    written(&table, (validate_view){0}, text, sizeof text);
    ck_assert_ptr_nonnull(strstr(text, "reference   simulated     off by  tolerance"));
    ck_assert_ptr_nonnull(strstr(text, "20        19.2     -4.0 %  5 %           agrees\n"));
    ck_assert_ptr_nonnull(strstr(text, "-         0.5          -  at most 0.042 DIFFERS\n"));
    ck_assert_ptr_nonnull(strstr(text, "20           -          -  none          skipped\n"));
    ck_assert_uint_eq(validate_table_count(&table, false, VALIDATE_AGREES), 1);
    ck_assert_uint_eq(validate_table_count(&table, true, VALIDATE_AGREES), 0);
    ck_assert_uint_eq(validate_table_differing(&table), 1);
    validate_table_free(&table);
}

static json_t *json_of(const validate_table *table)
{
    FILE *out = tmpfile();
    ck_assert_ptr_nonnull(out);
    validate_table_write_json(table, out);
    rewind(out);
    json_t *rows = json_loadf(out, 0, NULL);
    fclose(out);
    return rows;
}

TEST(a_table_is_json_for_programs)
{
    validate_table table = two_rows();
    json_t *rows = json_of(&table);
    ck_assert_uint_eq(json_array_size(rows), 2);
    const json_t *row = json_array_get(rows, 1), *interval = json_object_get(row, "interval");
    ck_assert_str_eq(json_string_value(json_object_get(row, "verdict")), "DIFFERS");
    is(json_number_value(json_object_get(row, "theory")), 4, 1e-12);
    is(json_number_value(json_array_get(interval, 0)), 3.9, 1e-12);
    is(json_number_value(json_array_get(interval, 1)), 4.1, 1e-12);
    is(json_number_value(json_object_get(row, "visible")), 0.15, 1e-12);
    ck_assert(json_is_true(json_object_get(row, "is_least")));
    json_decref(rows);
    validate_table_free(&table);
}

TEST(what_is_not_known_is_null)
{
    validate_table table = bounded_rows();
    json_t *rows = json_of(&table);
    const json_t *row = json_array_get(rows, 1);
    ck_assert(json_is_null(json_object_get(row, "reference")));
    ck_assert_str_eq(json_string_value(json_object_get(row, "bound")), "at most");
    is(json_number_value(json_object_get(row, "tolerance")), 0.042, 1e-12);
    is(json_number_value(json_object_get(row, "simulated")), 0.5, 1e-12);
    row = json_array_get(rows, 2);
    ck_assert(json_is_null(json_object_get(row, "simulated")));
    ck_assert_str_eq(json_string_value(json_object_get(row, "verdict")), "skipped");
    json_decref(rows);
    validate_table_free(&table);
}

SUITE("verdict", a_symmetric_sample_has_students_interval, a_skewed_sample_has_halls_interval,
      replications_that_are_all_equal_must_be_right, shares_have_the_exact_binomial_interval,
      a_skewed_sample_is_as_rarely_wrong_on_either_side,
      a_visible_shift_is_seen_99_times_in_100, a_table_has_a_line_for_each_row,
      a_table_is_json_for_programs, what_has_a_bound_is_judged_by_it,
      a_row_with_a_bound_says_how_far_it_is_off, what_is_not_known_is_null)
