/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * Dates and times as people write them: "2027-01-01", "16:30", "2027-01-01T00:00:00Z". In the
 * Gregorian calendar; seconds since 1970 without leap seconds.
 */
#ifndef SCENARIOS_DATES_H
#define SCENARIOS_DATES_H

#include <stdbool.h>
#include <stdint.h>

enum { SCENARIO_DAY_S = 86400 };

typedef struct scenario_date {
    int year, month, day; /* month 1..12 */
} scenario_date;

typedef struct scenario_timestamp {
    int64_t unix_s;
    bool is_local; /* no zone was given: unix_s is as if it were UTC */
} scenario_timestamp;

/* Days since 1970-01-01 and back; months beyond 12 run into later years. */
int64_t scenario_dates_days(scenario_date date);
scenario_date scenario_dates_civil(int64_t days);

/* The date of midnight UTC before a time. */
scenario_date scenario_dates_of(int64_t unix_s);

/* Each reads the whole text; false if it is not of its form or does not exist. Years from
   1970 to 2199. */
bool scenario_dates_read(const char *text, int64_t *unix_s);
bool scenario_dates_read_minute(const char *text, int *minute);
bool scenario_dates_read_timestamp(const char *text, scenario_timestamp *timestamp);

#endif
