/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "scenarios/scenario.h"
#include "tests/suite.h"

#include <string.h>

TEST(names_of_all_sorts_are_explained)
{
    static const char *const cases[][2] = {
        {"arrivals", "when sessions arrive"},
        {"rate", "<arrivals rate>"},
        {"arrivals/@rate", "sessions per time"},
        {"lognormal",
         "Given by mu and sigma, or mean and sd, or median and p95, or p5 and p95."},
        {"office-hours", "employees of one country"},
        {"duration", "units: ns, us"},
        {"Mtok", "tokens: a number of tokens"},
        {"distribution", "<geometric>"},
        {"long-context", "other prices when the prompt is long"},
        {"batch", "within 24 hours"},
        {"semantic-cache", "<semantic-cache>"},
        {"azure", "TIMESTAMP"},
        {"growth", "may be an expression"},
        {"months", "at least 1; at most 120"},
    };
    for (size_t i = 0; i < sizeof cases / sizeof *cases; i++) {
        char *text = NULL;
        sim_failure why = {""};
        ck_assert_msg(scenario_explain(cases[i][0], &text, &why), "%s", why.text);
        ck_assert_msg(strstr(text, cases[i][1]), "%s: %s", cases[i][0], text);
        free(text);
    }
}

TEST(unknown_names_are_refused_with_a_suggestion)
{
    char *text = NULL;
    sim_failure why;
    ck_assert(!scenario_explain("arivals", &text, &why));
    ck_assert_str_eq(why.text, "nothing is called \"arivals\"; did you mean \"arrivals\"?");
    ck_assert(!scenario_explain("arrivals/@rte", &text, &why));
    ck_assert_ptr_nonnull(strstr(why.text, "did you mean \"rate\"?"));
    ck_assert(!scenario_explain("", &text, &why));
}

TEST(all_names_are_listed)
{
    char *text = NULL;
    sim_failure why;
    ck_assert(scenario_explain(NULL, &text, &why));
    static const char *const names[] = {"scenario", "pareto-tail", "time-of-day",
                                        "week-profile", "token-price"};
    for (size_t i = 0; i < sizeof names / sizeof *names; i++)
        ck_assert_msg(strstr(text, names[i]) != NULL, "%s", names[i]);
    free(text);
}

SUITE("explain", names_of_all_sorts_are_explained, unknown_names_are_refused_with_a_suggestion,
      all_names_are_listed)
