/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "scenarios/clock.h"

#include "scenarios/language/suggest.h"

#include <dirent.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <time.h>

enum { HOUR_S = 3600, HOURS_OF_WEEK = 168 };

static const char database[] = "/usr/share/zoneinfo";

static bool is_utc(const char *zone)
{
    return strcmp(zone, "UTC") == 0;
}

/* ---- Which zones there are ---- */

static bool is_zone_file(const char *zone)
{
    char path[300], magic[4] = "";
    struct stat status;
    if (!*zone || zone[0] == '/' || strstr(zone, "..") ||
        snprintf(path, sizeof path, "%s/%s", database, zone) >= (int)sizeof path ||
        stat(path, &status) != 0 || !S_ISREG(status.st_mode))
        return false;
    FILE *file = fopen(path, "rb");
    const bool is_read = file && fread(magic, 1, sizeof magic, file) == sizeof magic;
    if (file)
        fclose(file);
    return is_read && memcmp(magic, "TZif", sizeof magic) == 0;
}

/* Offers the names in one directory of the database: "" or "Europe/". */
static void offer_directory(const char *prefix, char (*kept)[64], scenario_suggestion *near)
{
    char path[300], name[64];
    snprintf(path, sizeof path, "%s/%s", database, prefix);
    DIR *directory = opendir(path);
    const struct dirent *entry;
    while (directory && (entry = readdir(directory))) {
        const size_t before = near->distance;
        if (snprintf(name, sizeof name, "%s%s", prefix, entry->d_name) >= (int)sizeof name)
            continue;
        scenario_suggestion_offer(near, name);
        if (near->distance < before) {
            memcpy(*kept, name, sizeof name);
            near->best = *kept;
        }
    }
    if (directory)
        closedir(directory);
}

bool scenario_clock_knows(const char *zone, sim_failure *why)
{
    if (is_utc(zone) || is_zone_file(zone))
        return true;
    char kept[64] = "", prefix[64] = "";
    const char *slash = strrchr(zone, '/');
    const size_t n = slash ? (size_t)(slash + 1 - zone) : 0;
    scenario_suggestion near = scenario_suggestion_for(zone);
    if (n < sizeof prefix && !strstr(zone, "..") && zone[0] != '/') {
        memcpy(prefix, zone, n);
        offer_directory(prefix, &kept, &near);
    }
    return sim_fail(why, "there is no time zone \"%.60s\", such as Europe/Berlin%s", zone,
                    scenario_suggestion_text(&near));
}

/* ---- Asking the C library ---- */

/* Makes a zone the library's own; returns the old TZ for leave. */
static char *enter(const char *zone)
{
    char *before = sim_copy(getenv("TZ")), name[80];
    snprintf(name, sizeof name, ":%.70s", zone);
    setenv("TZ", name, 1);
    tzset();
    return before;
}

static void leave(char *before)
{
    if (before)
        setenv("TZ", before, 1);
    else
        unsetenv("TZ");
    tzset();
    free(before);
}

/* In the entered zone. */
static int64_t unix_of(int64_t local_s)
{
    const scenario_date date = scenario_dates_of(local_s);
    const int64_t of_day = local_s - scenario_dates_days(date) * (int64_t)SCENARIO_DAY_S;
    struct tm local = {.tm_year = date.year - 1900,
                       .tm_mon = date.month - 1,
                       .tm_mday = date.day,
                       .tm_hour = (int)(of_day / HOUR_S),
                       .tm_min = (int)(of_day / 60 % 60),
                       .tm_sec = (int)(of_day % 60),
                       .tm_isdst = -1};
    int64_t found = (int64_t)mktime(&local);
    if (local.tm_mday != date.day && found != -1)
        found += HOUR_S; /* midnight was skipped, and mktime went back over it */
    return found;
}

int64_t scenario_clock_unix(const char *zone, int64_t local_s)
{
    if (is_utc(zone))
        return local_s;
    char *before = enter(zone);
    const int64_t found = unix_of(local_s);
    leave(before);
    return found;
}

/* Monday 00:00 is 0. In the entered zone. */
static int16_t hour_of_week(int64_t unix_s)
{
    const time_t when = (time_t)unix_s;
    struct tm local;
    localtime_r(&when, &local);
    return (int16_t)((local.tm_wday + 6) % 7 * 24 + local.tm_hour);
}

/* The same of UTC; 1970-01-01 was a Thursday. */
static int16_t hour_of_week_utc(int64_t unix_s)
{
    const int64_t hours = unix_s / HOUR_S + (int64_t)3 * 24;
    return (int16_t)(hours % HOURS_OF_WEEK);
}

/* Midnight of the first day, i months on, as if in UTC. */
static int64_t month_start(scenario_date start, size_t i)
{
    const scenario_date first = {start.year, start.month + (int)i, 1};
    return scenario_dates_days(first) * (int64_t)SCENARIO_DAY_S;
}

static void name_months(scenario_date start, size_t n, sim_arena *arena, model_calendar *out)
{
    const char **names = sim_arena_alloc(arena, n, sizeof *names);
    for (size_t i = 0; i < n; i++) {
        char text[32];
        const scenario_date date = scenario_dates_of(month_start(start, i));
        snprintf(text, sizeof text, "%04d-%02d", date.year, date.month);
        names[i] = sim_arena_copy(arena, text);
    }
    out->month_names = names;
}

void scenario_clock_calendar(const char *zone, scenario_date start, size_t n_months,
                             sim_arena *arena, model_calendar *out)
{
    const bool in_utc = is_utc(zone);
    double *month_s = sim_arena_alloc(arena, n_months + 1, sizeof *month_s);
    char *before = in_utc ? NULL : enter(zone);
    const int64_t first = month_start(start, 0);
    out->start_unix_s = in_utc ? first : unix_of(first);
    for (size_t i = 0; i <= n_months; i++) {
        const int64_t local = month_start(start, i);
        month_s[i] = (double)((in_utc ? local : unix_of(local)) - out->start_unix_s);
    }
    out->n_hours = ((size_t)month_s[n_months] + HOUR_S - 1) / HOUR_S;
    int16_t *hours = sim_arena_alloc(arena, out->n_hours, sizeof *hours);
    int16_t (*const hour_at)(int64_t) = in_utc ? hour_of_week_utc : hour_of_week;
    for (size_t h = 0; h < out->n_hours; h++)
        hours[h] = hour_at(out->start_unix_s + (int64_t)h * HOUR_S);
    if (!in_utc)
        leave(before);
    out->n_months = n_months;
    out->month_s = month_s;
    out->hour_of_week = hours;
    name_months(start, n_months, arena, out);
}
