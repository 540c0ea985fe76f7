/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "scenarios/trace_utc.h"

#include <stdbool.h>
#include <stddef.h>

enum { SECONDS_LENGTH = 19, FIRST_YEAR = 1970, LAST_YEAR = 2260 };

/* Two digits; *odd becomes true, and stays so, if they are none. */
static int two(const char *at, bool *odd)
{
    const unsigned tens = (unsigned)at[0] - '0', ones = (unsigned)at[1] - '0';
    *odd |= (tens > 9) | (ones > 9);
    return (int)(10 * tens + ones);
}

static bool is_leap(int year)
{
    return (year % 4 == 0 && year % 100 != 0) || year % 400 == 0;
}

/* Days since 1970; false if the calendar has no such day. */
static bool days(int year, int month, int day, int64_t *since)
{
    static const int before[] = {0, 31, 59, 90, 120, 151, 181, 212, 243, 273, 304, 334, 365};
    if (year < FIRST_YEAR || year > LAST_YEAR || month < 1 || month > 12)
        return false;
    const int length = before[month] - before[month - 1] + (month == 2 && is_leap(year));
    if (day < 1 || day > length)
        return false;
    const int past = year - 1;
    const int leaps = past / 4 - past / 100 + past / 400 - 477; /* 477 up to 1969 */
    *since = 365 * (int64_t)(year - FIRST_YEAR) + leaps + before[month - 1] +
             (month > 2 && is_leap(year)) + day - 1;
    return true;
}

/* A fraction of a second behind the point at a place. */
static const char *fraction(const char *at, const char *end, int64_t *ns)
{
    int64_t unit = 100000000;
    const char *from = ++at;
    for (; at < end && *at >= '0' && *at <= '9' && unit > 0; at++, unit /= 10)
        *ns += unit * (*at - '0');
    return at > from ? at : NULL;
}

/* Nothing, Z, or an offset from UTC. */
static const char *offset(const char *at, const char *end, int64_t *seconds)
{
    *seconds = 0;
    if (at < end && *at == 'Z')
        return at + 1;
    if (at == end || (*at != '+' && *at != '-'))
        return at;
    if (end - at < 6 || at[3] != ':')
        return NULL;
    bool odd = false;
    const int hours = two(at + 1, &odd), minutes = two(at + 4, &odd);
    const int64_t ahead_s = 60 * (60 * (int64_t)hours + minutes);
    *seconds = *at == '-' ? -ahead_s : ahead_s;
    return !odd && hours < 24 && minutes < 60 ? at + 6 : NULL;
}

/* The seconds of "2023-11-16 18:15:46", a space or T in the middle. */
static bool whole_seconds(const char *at, int64_t *seconds)
{
    int64_t day;
    bool odd = at[4] != '-' || at[7] != '-' || (at[10] != ' ' && at[10] != 'T') ||
               at[13] != ':' || at[16] != ':';
    const int year = 100 * two(at, &odd) + two(at + 2, &odd);
    const int month = two(at + 5, &odd), date = two(at + 8, &odd);
    const int hour = two(at + 11, &odd), minute = two(at + 14, &odd);
    const int second = two(at + 17, &odd);
    if (odd || !days(year, month, date, &day) || hour > 23 || minute > 59 || second > 59)
        return false;
    *seconds = 86400 * day + 3600 * (int64_t)hour + 60 * (int64_t)minute + second;
    return true;
}

const char *scenario_trace_utc_read(const char *at, const char *end, int64_t *unix_ns)
{
    int64_t seconds, ahead_s, ns = 0;
    if (end - at < SECONDS_LENGTH || !whole_seconds(at, &seconds))
        return NULL;
    at += SECONDS_LENGTH;
    if (at < end && *at == '.')
        at = fraction(at, end, &ns);
    at = at ? offset(at, end, &ahead_s) : NULL;
    if (!at || seconds < ahead_s)
        return NULL;
    *unix_ns = (seconds - ahead_s) * 1000000000 + ns;
    return at;
}
