/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "scenarios/trace_names.h"
#include "tests/suite.h"

#include <string.h>

TEST(apps_are_numbered_from_1_as_they_come)
{
    static const struct {
        const char *name;
        uint32_t index;
    } cases[] = {
        {"", 0},         {"support", 1},
        {"sales", 2},    {"", 0},
        {"support", 1},  {"sales", 2},
        {"supports", 3}, {"Caf\xC3\xA9 \xE2\x82\xAC \xF0\x9F\x98\x80", 4},
        {"sales", 2},
    };
    scenario_trace_apps apps;
    scenario_trace_apps_init(&apps);
    for (size_t i = 0; i < sizeof cases / sizeof *cases; i++) {
        const char *expected;
        uint32_t index = 99;
        ck_assert(scenario_trace_apps_find(&apps, cases[i].name, strlen(cases[i].name), &index,
                                           &expected));
        ck_assert_uint_eq(index, cases[i].index);
    }
    ck_assert_uint_eq(apps.n, 5);
    ck_assert_str_eq(apps.names[3], "supports");
    scenario_trace_apps_clear(&apps);
}

TEST(names_that_reports_could_not_show_are_refused)
{
    static char lengthy[SCENARIO_TRACE_APP_LENGTH + 2];
    memset(lengthy, 'x', sizeof lengthy - 1);
    const char *const unfit[] = {
        lengthy,
        "a\tb",
        "\x7F",
        "\x80",
        "\xC3",
        "\xC0\xAF",
        "\xE0\x80\xAF",
        "\xED\xA0\x80",
        "\xE2\x82",
        "\xF0\x8F\xBF\xBF",
        "\xF4\x90\x80\x80",
        "\xF5\x80\x80\x80",
        "\xE2\x28\xA1",
        "\xF0\x9F\x98x",
    };
    scenario_trace_apps apps;
    scenario_trace_apps_init(&apps);
    for (size_t i = 0; i < sizeof unfit / sizeof *unfit; i++) {
        const char *expected = NULL;
        uint32_t index;
        ck_assert_msg(
            !scenario_trace_apps_find(&apps, unfit[i], strlen(unfit[i]), &index, &expected),
            "%zu", i);
        ck_assert_str_eq(expected, "a name in UTF-8 of at most 200 bytes");
    }
    ck_assert_uint_eq(apps.n, 1);
    scenario_trace_apps_clear(&apps);
}

TEST(sessions_are_new_once)
{
    scenario_trace_sessions sessions;
    scenario_trace_sessions_init(&sessions);
    size_t fresh = 0;
    for (int i = 0; i < 30000; i++) {
        char name[32];
        const int n = snprintf(name, sizeof name, "%.*s%d", i % 11, "0123456789", i % 10000);
        fresh += scenario_trace_sessions_add(
            &sessions, scenario_trace_sessions_hash(&sessions, name, (size_t)n));
    }
    /* Python: len({"0123456789"[:i % 11] + str(i % 10000) for i in range(30000)}) */
    ck_assert_uint_eq(fresh, 29451);
    ck_assert_uint_eq(sessions.n, fresh);
    ck_assert_uint_lt(sessions.n, sessions.n_slots);
    scenario_trace_sessions_clear(&sessions);
}

SUITE("trace_names", apps_are_numbered_from_1_as_they_come,
      names_that_reports_could_not_show_are_refused, sessions_are_new_once)
