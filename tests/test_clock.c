/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "scenarios/clock.h"
#include "tests/suite.h"

#include <string.h>

/* Times in seconds since 1970 are those of GNU date: TZ=Europe/Berlin date -d 2027-04-01 +%s */

TEST(months_begin_at_local_midnight_across_summer_time)
{
    sim_arena *arena = sim_arena_new();
    model_calendar c;
    scenario_clock_calendar("Europe/Berlin", (scenario_date){2027, 1, 1}, 12, arena, &c);
    ck_assert_int_eq(c.start_unix_s, 1798758000);
    ck_assert_double_eq(c.month_s[0], 0);
    ck_assert_double_eq(c.month_s[2], 1803855600 - 1798758000);  /* 1 March, winter */
    ck_assert_double_eq(c.month_s[3], 1806530400 - 1798758000);  /* 1 April, summer */
    ck_assert_double_eq(c.month_s[10], 1825023600 - 1798758000); /* 1 November, winter */
    ck_assert_double_eq(c.month_s[12], 1830294000 - 1798758000);
    ck_assert_str_eq(c.month_names[0], "2027-01");
    ck_assert_str_eq(c.month_names[11], "2027-12");
    ck_assert_uint_eq(c.n_hours, 365 * 24);
    sim_arena_free(arena);
}

TEST(hours_of_the_week_follow_the_clocks)
{
    sim_arena *arena = sim_arena_new();
    model_calendar c;
    scenario_clock_calendar("Europe/Berlin", (scenario_date){2027, 3, 1}, 2, arena, &c);
    ck_assert_int_eq(c.hour_of_week[0], 0); /* 1 March 2027 is a Monday */
    ck_assert_int_eq(c.hour_of_week[25], 25);
    ck_assert_int_eq(c.hour_of_week[168], 0);
    /* Sunday 28 March: 02:00 does not exist. */
    const size_t one = 27 * 24 + 1;
    ck_assert_int_eq(c.hour_of_week[one], 6 * 24 + 1);
    ck_assert_int_eq(c.hour_of_week[one + 1], 6 * 24 + 3);
    ck_assert_uint_eq(c.n_hours, 61 * 24 - 1);
    sim_arena_free(arena);
}

TEST(utc_needs_no_database)
{
    sim_arena *arena = sim_arena_new();
    model_calendar c;
    scenario_clock_calendar("UTC", (scenario_date){2027, 1, 1}, 14, arena, &c);
    ck_assert_int_eq(c.start_unix_s, 1798761600);
    ck_assert_double_eq(c.month_s[1], 31 * 86400);
    ck_assert_double_eq(c.month_s[14], (365 + 31 + 29) * 86400.0); /* 2028 has a 29 February */
    ck_assert_str_eq(c.month_names[13], "2028-02");
    ck_assert_int_eq(c.hour_of_week[0], 4 * 24); /* 1 January 2027 is a Friday */
    ck_assert_int_eq(c.hour_of_week[3 * 24 + 7], 7);
    sim_arena_free(arena);
}

TEST(zones_with_odd_offsets_work)
{
    sim_arena *arena = sim_arena_new();
    model_calendar c;
    scenario_clock_calendar("Asia/Kathmandu", (scenario_date){2027, 1, 1}, 1, arena, &c);
    ck_assert_int_eq(c.start_unix_s, 1798740900); /* UTC + 5:45 */
    ck_assert_int_eq(c.hour_of_week[0], 4 * 24);
    sim_arena_free(arena);
}

TEST(single_times_are_converted)
{
    ck_assert_int_eq(scenario_clock_unix("UTC", 1798761600), 1798761600);
    ck_assert_int_eq(scenario_clock_unix("Europe/Berlin", 1798761600), 1798758000);
    /* 1 July 2027 in New York is at 04:00 UTC. */
    ck_assert_int_eq(scenario_clock_unix("America/New_York", 1814400000), 1814414400);
}

TEST(the_environment_is_put_back)
{
    setenv("TZ", "Asia/Tokyo", 1);
    scenario_clock_unix("Europe/Berlin", 0);
    ck_assert_str_eq(getenv("TZ"), "Asia/Tokyo");
    unsetenv("TZ");
    scenario_clock_unix("Europe/Berlin", 0);
    ck_assert_ptr_null(getenv("TZ"));
}

TEST(zones_that_do_not_exist_are_refused)
{
    sim_failure why;
    static const char *const zones[] = {"",
                                        "Europe",
                                        "Europe/Atlantis",
                                        "/etc/localtime",
                                        "../zoneinfo/Europe/Berlin",
                                        "zone.tab",
                                        "Mars/Olympus"};
    for (size_t i = 0; i < sizeof zones / sizeof *zones; i++)
        ck_assert_msg(!scenario_clock_knows(zones[i], &why), "%s", zones[i]);
    ck_assert(!scenario_clock_knows("Europe/Berlim", &why));
    ck_assert_ptr_nonnull(strstr(why.text, "did you mean \"Europe/Berlin\"?"));
    ck_assert(scenario_clock_knows("Europe/Berlin", &why));
    ck_assert(scenario_clock_knows("UTC", &why));
}

SUITE("clock", months_begin_at_local_midnight_across_summer_time,
      hours_of_the_week_follow_the_clocks, utc_needs_no_database, zones_with_odd_offsets_work,
      single_times_are_converted, the_environment_is_put_back,
      zones_that_do_not_exist_are_refused)
