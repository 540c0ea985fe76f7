/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "scenarios/language/dates.h"
#include "tests/suite.h"

TEST(days_are_counted_from_1970_and_back)
{
    /* date -u -d DATE +%s, divided by 86400 */
    static const struct {
        scenario_date date;
        int64_t days;
    } cases[] = {
        {{1970, 1, 1}, 0},      {{2000, 3, 1}, 11017}, {{2027, 1, 1}, 20819},
        {{2028, 2, 29}, 21243}, {{2100, 3, 1}, 47541}, {{1969, 12, 31}, -1},
    };
    for (size_t i = 0; i < sizeof cases / sizeof *cases; i++) {
        ck_assert_int_eq(scenario_dates_days(cases[i].date), cases[i].days);
        const scenario_date back = scenario_dates_civil(cases[i].days);
        ck_assert_int_eq(back.year, cases[i].date.year);
        ck_assert_int_eq(back.month, cases[i].date.month);
        ck_assert_int_eq(back.day, cases[i].date.day);
    }
}

TEST(every_day_of_two_centuries_survives_the_round_trip)
{
    for (int64_t day = 0; day < 84006; day++)
        ck_assert_int_eq(scenario_dates_days(scenario_dates_civil(day)), day);
}

TEST(months_run_over_into_years)
{
    ck_assert_int_eq(scenario_dates_days((scenario_date){2027, 13, 1}),
                     scenario_dates_days((scenario_date){2028, 1, 1}));
    ck_assert_int_eq(scenario_dates_days((scenario_date){2026, 27, 1}),
                     scenario_dates_days((scenario_date){2028, 3, 1}));
}

TEST(dates_and_times_are_read)
{
    int64_t unix_s;
    int minute;
    scenario_timestamp t;
    ck_assert(scenario_dates_read("2027-01-01", &unix_s));
    ck_assert_int_eq(unix_s, 1798761600);
    ck_assert(scenario_dates_read_minute("16:30", &minute));
    ck_assert_int_eq(minute, 990);
    ck_assert(scenario_dates_read_timestamp("2027-01-01T00:00:00Z", &t));
    ck_assert_int_eq(t.unix_s, 1798761600);
    ck_assert(!t.is_local);
    ck_assert(scenario_dates_read_timestamp("2027-01-01T01:30+01:00", &t));
    ck_assert_int_eq(t.unix_s, 1798761600 + 1800);
    ck_assert(scenario_dates_read_timestamp("2027-01-01 00:00:07", &t));
    ck_assert_int_eq(t.unix_s, 1798761607);
    ck_assert(t.is_local);
    ck_assert(scenario_dates_read_timestamp("2027-01-01", &t));
    ck_assert(t.is_local);
}

TEST(what_is_no_date_is_refused)
{
    int64_t unix_s;
    int minute;
    scenario_timestamp t;
    static const char *const dates[] = {"",           "2027",        "2027-1-1",   "2027-13-01",
                                        "2027-02-29", "2027-00-01",  "2027-01-00", "1969-12-31",
                                        "2200-01-01", "2027-01-01x", "2027/01/01"};
    static const char *const minutes[] = {"", "24:00", "7:30", "12:60", "12:30:00"};
    static const char *const stamps[] = {"2027-01-01T",           "2027-01-01T24:00",
                                         "2027-01-01T00:00:60",   "2027-01-01T00:00:00z",
                                         "2027-01-01T00:00:00+1", "2027-01-01T00:00:00Z "};
    for (size_t i = 0; i < sizeof dates / sizeof *dates; i++)
        ck_assert_msg(!scenario_dates_read(dates[i], &unix_s), "%s", dates[i]);
    for (size_t i = 0; i < sizeof minutes / sizeof *minutes; i++)
        ck_assert_msg(!scenario_dates_read_minute(minutes[i], &minute), "%s", minutes[i]);
    for (size_t i = 0; i < sizeof stamps / sizeof *stamps; i++)
        ck_assert_msg(!scenario_dates_read_timestamp(stamps[i], &t), "%s", stamps[i]);
}

SUITE("dates", days_are_counted_from_1970_and_back,
      every_day_of_two_centuries_survives_the_round_trip, months_run_over_into_years,
      dates_and_times_are_read, what_is_no_date_is_refused)
