/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "scenarios/language/expression.h"
#include "scenarios/language/kinds.h"
#include "tests/suite.h"

#include <math.h>
#include <string.h>

static const scenario_field any_field = {.name = "x", .kind = &scenario_kind_number};
static const scenario_field positive_field = {
    .name = "x", .kind = &scenario_kind_number, .range = {0, 10, true}};
static const scenario_element element = {.name = "e"};
static const scenario_unit one = {"", 1, 1};

/* Adds an expression and names the unknowns x and long-name; the problem, or "". */
static const char *added(scenario_expressions *all, const char *text,
                         const scenario_field *field)
{
    static char kept[2048];
    static const char *const names[] = {"x", "long-name"};
    int32_t slot;
    sim_failure why;
    scenario_problems problems = {0};
    const scenario_value value = {field, &element, {"f.xml", 7}, text, false};
    if (!scenario_expressions_add(all, text, one, &value, &slot, &why)) {
        snprintf(kept, sizeof kept, "%s", why.text);
        return kept;
    }
    scenario_expressions_name(all, 2, names, &problems);
    snprintf(kept, sizeof kept, "%s", problems.n ? problems.texts[0] : "");
    scenario_problems_clear(&problems);
    return kept;
}

TEST(expressions_compute)
{
    static const double values[] = {2.5, 100};
    static const struct {
        const char *text;
        double result;
    } cases[] = {
        {"$x", 2.5},
        {"1 + 2 * $x", 6},
        {"$x * $long-name", 250},
        {"$x - 1", 1.5},
        {"-$x", -2.5},
        {"$x div 2", 1.25},
        {"7 mod 4", 3},
        {"($x + 1) * 2", 7},
        {"min($x, 3)", 2.5},
        {"max($x, 3)", 3},
        {"pow($x, 2)", 6.25},
        {"exp(0)", 1},
        {"log(exp(2))", 2},
        {"floor($x)", 2},
        {"ceiling($x)", 3},
        {"number($x > 2)", 1},
        {"number($x < 2) * 5 + 1", 1},
    };
    for (size_t i = 0; i < sizeof cases / sizeof *cases; i++) {
        scenario_expressions *all = scenario_expressions_new();
        sim_failure why = {""};
        scenario_place place;
        double result = NAN;
        const char *problem = added(all, cases[i].text, &any_field);
        ck_assert_msg(!*problem, "%s: %s", cases[i].text, problem);
        ck_assert_msg(scenario_expressions_evaluate(all, values, &result, &place, &why),
                      "%s: %s", cases[i].text, why.text);
        ck_assert_double_eq_tol(result, cases[i].result, 1e-15 * fabs(cases[i].result));
        scenario_expressions_free(all);
    }
}

TEST(expressions_that_cannot_be_are_refused_at_once)
{
    static const struct {
        const char *text, *sentence;
    } cases[] = {
        {"", "is not an expression"},
        {"1 +", "is not an expression"},
        {"(1", "is not an expression"},
        {"$y", "there is no unknown \"y\""},
        {"$x-1", "a minus needs a space before it"},
        {"$long-nmae", "did you mean \"long-name\"?"},
        {"concat('$', $z)", "there is no unknown \"z\""},
        {"sqr($x)", "there is no function sqr()"},
        {"mni(1, 2)", "did you mean \"min\"?"},
    };
    for (size_t i = 0; i < sizeof cases / sizeof *cases; i++) {
        scenario_expressions *all = scenario_expressions_new();
        const char *problem = added(all, cases[i].text, &any_field);
        ck_assert_msg(strstr(problem, cases[i].sentence) != NULL, "%s: %s", cases[i].text,
                      problem);
        scenario_expressions_free(all);
    }
}

TEST(results_that_are_no_numbers_or_leave_the_range_are_refused)
{
    static const double values[] = {2.5, 100};
    static const struct {
        const char *text, *sentence;
    } cases[] = {
        {"$long-name", "is 100, which must be above 0 and at most 10"},
        {"0", "must be above 0"},
        {"'text'", "is not a number"},
        {"$x > 2", "is not a number"},
        {"//x", "is not a number"},
        {"/", "is not a number"},
        {"1 div 0", "is not a finite number"},
        {"log(-1)", "is not a finite number"},
        {"min(1)", "is not a number"},
        {"max(1, 2, 3)", "is not a number"},
    };
    for (size_t i = 0; i < sizeof cases / sizeof *cases; i++) {
        scenario_expressions *all = scenario_expressions_new();
        sim_failure why = {""};
        scenario_place place;
        double result;
        const char *problem = added(all, cases[i].text, &positive_field);
        ck_assert_msg(!*problem, "%s: %s", cases[i].text, problem);
        ck_assert(!scenario_expressions_evaluate(all, values, &result, &place, &why));
        ck_assert_msg(strstr(why.text, cases[i].sentence) != NULL, "%s: %s", cases[i].text,
                      why.text);
        ck_assert_int_eq(place.line, 7);
        scenario_expressions_free(all);
    }
}

TEST(the_unit_behind_the_braces_applies)
{
    static const double values[] = {86400, 0};
    scenario_expressions *all = scenario_expressions_new();
    const scenario_unit per_day = {"/day", 1, 86400};
    const scenario_value value = {&any_field, &element, {"f.xml", 7}, "{$x}/day", false};
    static const char *const names[] = {"x"};
    scenario_problems problems = {0};
    scenario_place place;
    sim_failure why;
    int32_t slot;
    double result;
    ck_assert(scenario_expressions_add(all, "$x", per_day, &value, &slot, &why));
    scenario_expressions_name(all, 1, names, &problems);
    ck_assert_uint_eq(problems.n, 0);
    ck_assert(scenario_expressions_evaluate(all, values, &result, &place, &why));
    ck_assert_double_eq(result, 1);
    scenario_expressions_free(all);
}

TEST(monstrous_expressions_are_stopped)
{
    enum { LENGTH = 100000 };
    char *text = malloc(LENGTH + 1);
    ck_assert_ptr_nonnull(text);
    memset(text, '(', LENGTH);
    text[LENGTH] = '\0';
    scenario_expressions *all = scenario_expressions_new();
    ck_assert_ptr_nonnull(strstr(added(all, text, &any_field), "longer than"));
    text[900] = '\0';
    ck_assert_ptr_nonnull(strstr(added(all, text, &any_field), "is not an expression"));
    scenario_expressions_free(all);
    free(text);
}

SUITE("expression", expressions_compute, expressions_that_cannot_be_are_refused_at_once,
      results_that_are_no_numbers_or_leave_the_range_are_refused,
      the_unit_behind_the_braces_applies, monstrous_expressions_are_stopped)
