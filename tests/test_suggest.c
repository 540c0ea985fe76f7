/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "scenarios/language/suggest.h"
#include "tests/suite.h"

#include <string.h>

TEST(distances_count_edits_and_swaps)
{
    static const struct {
        const char *a, *b;
        size_t distance;
    } cases[] = {
        {"", "", 0},         {"rate", "rate", 0},      {"rat", "rate", 1},
        {"rtae", "rate", 1}, {"kitten", "sitting", 3}, {"ca", "abc", 3},
        {"", "abc", 3},      {"growth", "grwoth", 1},
    };
    for (size_t i = 0; i < sizeof cases / sizeof *cases; i++) {
        ck_assert_uint_eq(scenario_suggest_distance(cases[i].a, cases[i].b), cases[i].distance);
        ck_assert_uint_eq(scenario_suggest_distance(cases[i].b, cases[i].a), cases[i].distance);
    }
}

TEST(the_nearest_name_is_suggested_and_nothing_far)
{
    scenario_suggestion near = scenario_suggestion_for("grwoth");
    ck_assert_str_eq(scenario_suggestion_text(&near), "");
    scenario_suggestion_offer(&near, "rate");
    scenario_suggestion_offer(&near, NULL);
    ck_assert_str_eq(scenario_suggestion_text(&near), "");
    scenario_suggestion_offer(&near, "growths");
    scenario_suggestion_offer(&near, "growth");
    ck_assert_str_eq(scenario_suggestion_text(&near), "; did you mean \"growth\"?");
}

TEST(short_names_are_not_suggested_for_everything)
{
    scenario_suggestion near = scenario_suggestion_for("xy");
    scenario_suggestion_offer(&near, "on");
    scenario_suggestion_offer(&near, "q");
    ck_assert_ptr_null(near.best);
}

TEST(long_names_are_compared_without_harm)
{
    char a[500];
    memset(a, 'a', sizeof a - 1);
    a[sizeof a - 1] = '\0';
    ck_assert_uint_eq(scenario_suggest_distance(a, a), 0);
    ck_assert_uint_gt(scenario_suggest_distance(a, "a"), 2);
}

SUITE("suggest", distances_count_edits_and_swaps, the_nearest_name_is_suggested_and_nothing_far,
      short_names_are_not_suggested_for_everything, long_names_are_compared_without_harm)
