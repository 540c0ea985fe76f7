/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "scenarios/language/dates.h"

#include <stddef.h>

/* Howard Hinnant, "chrono-compatible low-level date algorithms": years begin in March, eras
   have 400 years of 146097 days. 1970-01-01 is 0, 2000-03-01 is 11017. */
int64_t scenario_dates_days(scenario_date date)
{
    const int64_t months = (int64_t)date.year * 12 + date.month - 1 - 2;
    const int64_t year = months >= 0 ? months / 12 : (months - 11) / 12;
    const int64_t month = months - year * 12; /* March is 0 */
    const int64_t era = (year >= 0 ? year : year - 399) / 400;
    const int64_t of_era = year - era * 400;
    const int64_t of_year = (153 * month + 2) / 5 + date.day - 1;
    return era * 146097 + of_era * 365 + of_era / 4 - of_era / 100 + of_year - 719468;
}

scenario_date scenario_dates_civil(int64_t days)
{
    days += 719468;
    const int64_t era = (days >= 0 ? days : days - 146096) / 146097;
    const int64_t of_era = days - era * 146097;
    const int64_t year = (of_era - of_era / 1460 + of_era / 36524 - of_era / 146096) / 365;
    const int64_t of_year = of_era - (365 * year + year / 4 - year / 100);
    const int64_t month = (5 * of_year + 2) / 153;
    const int64_t day = of_year - (153 * month + 2) / 5 + 1;
    return (scenario_date){.year = (int)(year + era * 400 + (month >= 10)),
                           .month = (int)(month < 10 ? month + 3 : month - 9),
                           .day = (int)day};
}

scenario_date scenario_dates_of(int64_t unix_s)
{
    const int64_t days =
        unix_s >= 0 ? unix_s / SCENARIO_DAY_S : (unix_s - SCENARIO_DAY_S + 1) / SCENARIO_DAY_S;
    return scenario_dates_civil(days);
}

/* Reads n digits; the place behind them, NULL if there are not as many. */
static const char *digits(const char *text, int n, int *value)
{
    *value = 0;
    for (int i = 0; text && i < n; i++, text++) {
        if (*text < '0' || *text > '9')
            return NULL;
        *value = *value * 10 + (*text - '0');
    }
    return text;
}

static const char *letter(const char *text, char wanted)
{
    return text && *text == wanted ? text + 1 : NULL;
}

static const char *date(const char *text, int64_t *unix_s)
{
    scenario_date d;
    text = letter(digits(text, 4, &d.year), '-');
    text = letter(digits(text, 2, &d.month), '-');
    text = digits(text, 2, &d.day);
    if (!text || d.year < 1970 || d.year > 2199 || d.month < 1 || d.month > 12 || d.day < 1)
        return NULL;
    const int64_t days = scenario_dates_days(d);
    if (scenario_dates_civil(days).day != d.day)
        return NULL; /* 31 February */
    *unix_s = days * SCENARIO_DAY_S;
    return text;
}

static const char *minute(const char *text, int *value)
{
    int h, m;
    text = digits(letter(digits(text, 2, &h), ':'), 2, &m);
    if (!text || h > 23 || m > 59)
        return NULL;
    *value = 60 * h + m;
    return text;
}

static const char *zone(const char *text, scenario_timestamp *timestamp)
{
    if (*text == 'Z')
        return text + 1;
    if (*text != '+' && *text != '-') {
        timestamp->is_local = true;
        return text;
    }
    int offset;
    const int sign = *text == '-' ? 1 : -1;
    text = minute(text + 1, &offset);
    timestamp->unix_s += text ? sign * 60 * offset : 0;
    return text;
}

bool scenario_dates_read(const char *text, int64_t *unix_s)
{
    text = date(text, unix_s);
    return text && !*text;
}

bool scenario_dates_read_minute(const char *text, int *value)
{
    text = minute(text, value);
    return text && !*text;
}

bool scenario_dates_read_timestamp(const char *text, scenario_timestamp *timestamp)
{
    int of_day = 0, second = 0;
    timestamp->is_local = false;
    text = date(text, &timestamp->unix_s);
    if (!text)
        return false;
    timestamp->is_local = !*text;
    if (!*text)
        return true;
    text = minute(letter(text, *text == ' ' ? ' ' : 'T'), &of_day);
    if (text && *text == ':')
        text = digits(text + 1, 2, &second);
    if (!text || second > 59)
        return false;
    timestamp->unix_s += 60 * of_day + second;
    text = zone(text, timestamp);
    return text && !*text;
}
