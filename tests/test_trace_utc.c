/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "scenarios/trace_utc.h"
#include "tests/suite.h"

#include <string.h>

typedef struct utc_case {
    const char *text;
    int64_t unix_s; /* date -u -d TEXT +%s */
    int64_t ns;
} utc_case;

TEST(times_are_counted_from_1970)
{
    const utc_case cases[] = {
        {"1970-01-01 00:00:00", 0, 0},
        {"2000-02-29 12:34:56", 951827696, 0},
        {"2000-03-01T00:00:00Z", 951868800, 0},
        {"2023-11-16 18:15:46.6805900", 1700158546, 680590000},
        {"2024-02-29 23:59:59.999999999+00:00", 1709251199, 999999999},
        {"2024-12-31 23:59:59.5-05:30", 1735709399, 500000000},
        {"2026-10-06 00:00:00.1+14:00", 1791194400, 100000000},
        {"2100-03-01 00:00:00", 4107542400, 0},
        {"2260-12-31 23:59:59", 9183110399, 0},
    };
    for (size_t i = 0; i < sizeof cases / sizeof *cases; i++) {
        const char *text = cases[i].text, *end = text + strlen(text);
        int64_t ns = -1;
        ck_assert_msg(scenario_trace_utc_read(text, end, &ns) == end, "%s", text);
        ck_assert_msg(ns == cases[i].unix_s * 1000000000 + cases[i].ns, "%s is %.9f", text,
                      (double)ns / 1e9);
    }
}

TEST(times_that_the_calendar_does_not_have_are_refused)
{
    const char *const none[] = {
        "",
        "2023-11-16",
        "2023-11-16 18:15",
        "2023-11-16 18:15:4",
        "2023-11-16_18:15:46",
        "2023/11/16 18:15:46",
        "2023-00-16 18:15:46",
        "2023-13-16 18:15:46",
        "2023-11-31 18:15:46",
        "2023-11-00 18:15:46",
        "2023-02-29 18:15:46",
        "2100-02-29 18:15:46",
        "2023-11-16 24:15:46",
        "2023-11-16 18:60:46",
        "2023-11-16 18:15:60",
        "2023-11-16 18:15:46.",
        "2023-11-16 18:15:46+00",
        "2023-11-16 18:15:46+0000 ",
        "2023-11-16 18:15:46+24:00",
        "2023-11-16 18:15:46+00:60",
        "2023-11-16 1a:15:46",
        "1969-12-31 23:59:59",
        "1970-01-01 00:00:00+00:01",
        "2261-01-01 00:00:00",
        "-023-11-16 18:15:46",
    };
    for (size_t i = 0; i < sizeof none / sizeof *none; i++) {
        int64_t ns;
        ck_assert_msg(!scenario_trace_utc_read(none[i], none[i] + strlen(none[i]), &ns), "%s",
                      none[i]);
    }
}

TEST(a_time_ends_where_it_ends)
{
    const char *const texts[] = {"2023-11-16 18:15:46,374", "2023-11-16 18:15:46 UTC",
                                 "2023-11-16 18:15:46x"};
    for (size_t i = 0; i < sizeof texts / sizeof *texts; i++) {
        int64_t ns;
        ck_assert_ptr_eq(scenario_trace_utc_read(texts[i], texts[i] + strlen(texts[i]), &ns),
                         texts[i] + 19);
    }
    int64_t ns;
    const char *fine = "2023-11-16 18:15:46.12345678901";
    ck_assert_ptr_eq(scenario_trace_utc_read(fine, fine + strlen(fine), &ns), fine + 29);
}

SUITE("trace_utc", times_are_counted_from_1970,
      times_that_the_calendar_does_not_have_are_refused, a_time_ends_where_it_ends)
