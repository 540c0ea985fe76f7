/* SPDX-License-Identifier: GPL-3.0-or-later */
/* --set "XPATH=VALUE". */
#include "tests/load_case.h"

static scenario *load_with(const char *setting, scenario_problems *problems)
{
    char path[300];
    const char *const sets[] = {setting};
    snprintf(path, sizeof path, "%s/s.xml", load_case_folder);
    load_case_write("s.xml", load_case_scenario);
    return scenario_load(path, sets, 1, problems);
}

static void end(void)
{
    static const char *const names[] = {"s.xml"};
    load_case_end(names, 1);
}

TEST(a_setting_changes_what_it_names)
{
    static const char *const settings[] = {
        "workload[@name='support']/arrivals/@rate=5/day",
        "workload/arrivals/@rate=5/day",
        "//arrivals/@rate=5/day",
        "/scenario/workload[1]/arrivals/@rate=5/day",
        "*/arrivals/@rate=5/day",
        "workload[@name=\"support\"]/arrivals/attribute::rate= 5/day",
        "//@rate[contains(., '=') or true()]=5/day",
    };
    load_case_begin();
    for (size_t i = 0; i < sizeof settings / sizeof *settings; i++) {
        scenario_problems problems = {0};
        scenario *s = load_with(settings[i], &problems);
        ck_assert_msg(s != NULL, "%s: %s", settings[i], problems.n ? problems.texts[0] : "");
        ck_assert_double_eq(s->model.workloads[0].arrivals.rate_per_s.value, 5.0 / 86400);
        ck_assert_ptr_nonnull(strstr(s->files[0].text, "12000/day")); /* as read */
        scenario_free(s);
    }
    end();
}

TEST(a_value_may_hold_an_expression_or_an_equals_sign)
{
    scenario_problems problems = {0};
    load_case_begin();
    scenario *s = load_with("workload/arrivals/@rate={5 * ($talk = $talk)}/day", &problems);
    ck_assert_msg(s != NULL, "%s", problems.n ? problems.texts[0] : "");
    ck_assert_int_ge(s->model.workloads[0].arrivals.rate_per_s.slot, 0);
    scenario_free(s);
    s = load_with("workload/@team=a=b", &problems);
    ck_assert_ptr_nonnull(s);
    ck_assert_str_eq(s->model.workloads[0].team, "a=b");
    scenario_free(s);
    end();
}

TEST(all_matches_are_set)
{
    scenario_problems problems = {0};
    load_case_begin();
    scenario *s = load_with("//lognormal/@p95=5000 s", &problems);
    ck_assert_ptr_null(s); /* not a unit of tokens: so those were set too */
    ck_assert_uint_eq(problems.n, 3);
    scenario_problems_clear(&problems);
    end();
}

TEST(settings_that_fit_nothing_are_refused)
{
    static const struct {
        const char *setting, *sentence;
    } cases[] = {
        {"workload/arrivals/@rte=5/day",
         "\"workload/arrivals\" has no attribute \"rte\"; did you mean \"rate\"?"},
        {"workload/arrivls/@rate=5/day",
         "\"workload\" holds no \"arrivls\"; did you mean \"arrivals\"?"},
        {"worload/arrivals/@rate=5/day",
         "<scenario> holds no \"worload\"; did you mean \"workload\"?"},
        {"//arrivls/@rate=5/day",
         "<scenario> holds no \"arrivls\"; did you mean \"arrivals\"?"},
        {"workload[@name='suport']/arrivals/@rate=5/day",
         "<scenario> holds no \"workload\" like that"},
        {"@nme=x", "<scenario> has no attribute \"nme\"; did you mean \"name\"?"},
        {"workload/arrivals=5/day", "it finds elements, not attributes"},
        {"workload/arrivals/@rate", "expected XPATH=VALUE"},
        {"=5", "expected XPATH=VALUE"},
        {"", "expected XPATH=VALUE"},
        {"workload[=5", "expected XPATH=VALUE"},
        {"1 + 1=2", "it is not an XPath of attributes"},
        {"///=2", "it is not an XPath of attributes"},
        {"x:workload/@name=2", "it is not an XPath of attributes"},
        {"workload/arrivals/@rate=5/dya", "did you mean \"/day\"?"},
        {"workload/@team=\xff\xfe", "expected XPATH=VALUE"},
    };
    load_case_begin();
    for (size_t i = 0; i < sizeof cases / sizeof *cases; i++) {
        scenario_problems problems = {0};
        ck_assert_msg(load_with(cases[i].setting, &problems) == NULL, "accepted %s",
                      cases[i].setting);
        ck_assert_uint_ge(problems.n, 1);
        ck_assert_msg(strstr(problems.texts[0], cases[i].sentence) != NULL, "%s: %s",
                      cases[i].setting, problems.texts[0]);
        scenario_problems_clear(&problems);
    }
    end();
}

TEST(an_option_may_leave_attributes_out_and_is_named)
{
    scenario_problems problems = {0};
    load_case_begin();
    scenario *s = load_with("--over workload/arrivals/@rate", &problems);
    ck_assert_ptr_null(s);
    ck_assert_ptr_nonnull(strstr(problems.texts[0], "<arrivals>"));
    scenario_problems_clear(&problems);
    s = load_with("--over workload/@team=a=b", &problems);
    ck_assert_ptr_nonnull(s);
    ck_assert_str_eq(s->model.workloads[0].team, "a=b");
    scenario_free(s);
    s = load_with("--over workload/@tem", &problems);
    ck_assert_ptr_null(s);
    ck_assert_ptr_nonnull(strstr(problems.texts[0], "--over \"workload/@tem\""));
    scenario_problems_clear(&problems);
    end();
}

SUITE("set", a_setting_changes_what_it_names, a_value_may_hold_an_expression_or_an_equals_sign,
      all_matches_are_set, settings_that_fit_nothing_are_refused,
      an_option_may_leave_attributes_out_and_is_named)
