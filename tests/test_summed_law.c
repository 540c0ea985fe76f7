/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "models/summed_law.h"
#include "tests/scratch.h"
#include "tests/suite.h"

#include <math.h>

enum { GROUPS = 4, COLUMNS = 3, FIRST = 1, PLAYED = 2 };

/* A dense column, a seldom one and a rare one of four groups in the mean future; two of them,
   from the second on, in another. */
static const double mean_rows[GROUPS * COLUMNS] = {9,       9, 9, /**/ 10, 4, 0,
                                                   /**/ 30, 0, 0, /**/ 9,  9, 9};
static const double other_rows[PLAYED * COLUMNS] = {15, 3, 0, /**/ 35, 6, 2};

/* The relation of the two futures, of whose chance nothing is known; in an arena for the test.
 */
static model_law_relation relate(const model_surprise *mean, const model_surprise *other)
{
    static double slopes[1][MODEL_SURPRISES] = {{2, 0, 0}};
    const model_piece_class of = {.columns = (model_column[COLUMNS]){{0}},
                                  .n_columns = COLUMNS,
                                  .n_common = 2,
                                  .n_dense = 1,
                                  .groups = (double *)mean_rows,
                                  .surprises = (model_surprise *)mean,
                                  .n_ways = 1,
                                  .slopes = slopes,
                                  .n_rows = GROUPS};
    const model_law_groups groups = {.first = FIRST,
                                     .n = PLAYED,
                                     .rows = (double *)other_rows,
                                     .surprises = (model_surprise *)other};
    return model_law_relate(&of, &groups, scratch_arena());
}

static const model_surprise none[GROUPS];

TEST(what_most_groups_have_is_scaled_by_the_ratio_of_sums)
{
    const model_law_relation by = relate(none, none);
    ck_assert_double_eq_tol(by.scale[0], (15.0 + 35) / (10 + 30), 1e-15);
    ck_assert_double_eq(by.extra[0], 0);
}

/* Each surprise added 2 to the column: those of the groups in the mean future, 1 + 1, make 4 of
   its 40. In the other future as many more calls were found as the column is larger, 10 to 8 as
   50 to 40, so that each adds the same there: 3 + 2 make 10 of its 50. */
TEST(what_chance_is_known_to_have_added_is_left_out_of_the_ratio)
{
    const model_surprise mean[GROUPS] = {{{9}, 9}, {{1}, 3}, {{1}, 5}, {{9}, 9}};
    const model_surprise other[PLAYED] = {{{3}, 6}, {{2}, 4}};
    const model_law_relation by = relate(mean, other);
    ck_assert_double_eq_tol(by.pace[0], 1, 1e-15);
    ck_assert_double_eq_tol(by.scale[0], (50.0 - 10) / (40 - 4), 1e-15);
}

/* Chance that explains more than there is, 2 x 20 of 40, explains nothing. */
TEST(where_chance_would_explain_all_the_plain_ratio_holds)
{
    const model_surprise mean[GROUPS] = {{{0}, 0}, {{12}, 3}, {{8}, 5}, {{0}, 0}};
    const model_law_relation by = relate(mean, none);
    ck_assert_double_eq_tol(by.scale[0], 50.0 / 40, 1e-15);
    ck_assert_double_eq(by.pace[0], 0);
}

/* Of 4 in the first group 3 are left; the 6 in the second are new, in 2 x 64 sessions. */
TEST(what_is_seldom_is_thinned_by_what_is_left_and_gains_what_is_new)
{
    const model_law_relation by = relate(none, none);
    ck_assert_double_eq_tol(by.scale[1], 3.0 / 4, 1e-15);
    ck_assert_double_eq_tol(by.extra[1], 6.0 / (2 * MODEL_PILOT_GROUP), 1e-15);
}

TEST(what_the_groups_do_not_have_in_the_mean_future_stays_and_gains_what_is_new)
{
    const model_law_relation by = relate(none, none);
    ck_assert_double_eq(by.scale[2], 1);
    ck_assert_double_eq_tol(by.extra[2], 2.0 / (2 * MODEL_PILOT_GROUP), 1e-15);
}

/* Twins have the noise of their replication with bit 63 set, paired futures bit 62. */
TEST(replications_take_turns_at_parts_and_twins_never_share_one)
{
    enum { PARTS = 64, TURNS = 8 };
    size_t taken[PARTS] = {0};
    for (uint64_t noise = 0; noise < (uint64_t)PARTS * TURNS; noise++) {
        const size_t part = model_summed_part(noise, PARTS);
        ck_assert_uint_lt(part, PARTS);
        taken[part]++;
        ck_assert_uint_ne(part, model_summed_part(noise | UINT64_C(1) << 63, PARTS));
        ck_assert_uint_ne(part, model_summed_part(noise | UINT64_C(1) << 62, PARTS));
    }
    /* Golden-ratio turns leave at most three gaps, so that no part is far from its share. */
    for (size_t part = 0; part < PARTS; part++)
        ck_assert_double_le(fabs((double)taken[part] - TURNS), 2);
}

TEST(one_part_is_every_replications)
{
    ck_assert_uint_eq(model_summed_part(UINT64_C(1) << 63 | 12345, 1), 0);
}

SUITE("the law of sums", replications_take_turns_at_parts_and_twins_never_share_one,
      one_part_is_every_replications,
      what_chance_is_known_to_have_added_is_left_out_of_the_ratio,
      where_chance_would_explain_all_the_plain_ratio_holds,
      what_most_groups_have_is_scaled_by_the_ratio_of_sums,
      what_is_seldom_is_thinned_by_what_is_left_and_gains_what_is_new,
      what_the_groups_do_not_have_in_the_mean_future_stays_and_gains_what_is_new)
