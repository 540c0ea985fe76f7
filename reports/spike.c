/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "reports/spike.h"

#include "reports/estimate.h"

#include <math.h>
#include <stdlib.h>
#include <string.h>
#include <time.h>

enum { WEEK = 7, LEAST_DAYS = 3, DAY_S = 86400 };

/* An architecture whose days are looked at. */
typedef struct looked {
    const report_results *results;
    const report_architecture *of;
    sim_arena *arena;
    size_t day;
    double *others; /* others[n_days]: scratch */
} looked;

/* ---- dates ---- */

/* Days since 1970-01-01 of a date after year 0, in years that begin in March (Hinnant,
   "chrono-compatible low-level date algorithms", 2013). */
static long days_since_1970(long year, long month, long day)
{
    const long y = month <= 2 ? year - 1 : year, era = y / 400, of_era = y - era * 400;
    const long of_year = (153 * (month > 2 ? month - 3 : month + 9) + 2) / 5 + day - 1;
    return era * 146097 + of_era * 365 + of_era / 4 - of_era / 100 + of_year - 719468;
}

/* Noon of a day, as if its clock were UTC. */
static time_t noon_of(const report_header *header, size_t day)
{
    char *end;
    const long year = strtol(header->start, &end, 10);
    const long month = *end ? strtol(end + 1, &end, 10) : 1;
    const long date = *end ? strtol(end + 1, &end, 10) : 1;
    return (days_since_1970(year, month, date) + (time_t)day) * DAY_S + DAY_S / 2;
}

static void name_day(const report_header *header, report_spike *spike)
{
    const time_t noon = noon_of(header, spike->day);
    struct tm date;
    if (!gmtime_r(&noon, &date))
        return;
    strftime(spike->date, sizeof spike->date, "%Y-%m-%d", &date);
    strftime(spike->weekday, sizeof spike->weekday, "%A", &date);
}

/* The day of a date; n_days if there is none. */
static size_t day_of(const report_header *header, const char *date)
{
    for (size_t day = 0; day < header->n_days; day++) {
        report_spike spike = {.day = day};
        name_day(header, &spike);
        if (strcmp(spike.date, date) == 0)
            return day;
    }
    return header->n_days;
}

/* ---- spend by the day ---- */

static double spent_by(const looked *l, size_t i, size_t day, size_t driver)
{
    return l->of->days[(i * l->results->header.n_days + day) * l->of->n_drivers + driver];
}

/* Of all drivers. */
static double spent_on(const looked *l, size_t i, size_t day)
{
    double sum = 0;
    for (size_t k = 0; k < l->of->n_drivers; k++)
        sum += spent_by(l, i, day, k);
    return sum;
}

static size_t dearest_on_average(const looked *l)
{
    size_t best = 0;
    double most = -1;
    for (size_t day = 0; day < l->results->header.n_days; day++) {
        double sum = 0;
        for (size_t i = 0; i < l->results->n; i++)
            sum += spent_on(l, i, day);
        best = sum > most ? day : best;
        most = fmax(sum, most);
    }
    return best;
}

static bool is_dearest(const looked *l, size_t i)
{
    const double spent = spent_on(l, i, l->day);
    for (size_t day = 0; day < l->results->header.n_days; day++)
        if (spent_on(l, i, day) > spent)
            return false;
    return true;
}

static int ascending(const void *a, const void *b)
{
    const double x = *(const double *)a, y = *(const double *)b;
    return (x > y) - (x < y);
}

static double median(double *x, size_t n)
{
    if (n == 0)
        return 0;
    qsort(x, n, sizeof *x, ascending);
    return n % 2 ? x[n / 2] : (x[n / 2 - 1] + x[n / 2]) / 2;
}

/* What a driver spends on other days that are every step days apart. */
static size_t other_days(const looked *l, size_t i, size_t driver, size_t step)
{
    size_t n = 0;
    for (size_t day = l->day % step; day < l->results->header.n_days; day += step)
        if (day != l->day)
            l->others[n++] = spent_by(l, i, day, driver);
    return n;
}

static double normal_of(const looked *l, size_t i, size_t driver)
{
    size_t n = other_days(l, i, driver, WEEK);
    if (n < LEAST_DAYS)
        n = other_days(l, i, driver, 1);
    return median(l->others, n);
}

/* ---- the day ---- */

static int by_excess(const void *a, const void *b)
{
    const double x = ((const report_driver *)a)->excess.value;
    const double y = ((const report_driver *)b)->excess.value;
    return (x < y) - (x > y);
}

static double *sample(const looked *l)
{
    return sim_arena_alloc(l->arena, l->results->n, sizeof(double));
}

/* Adds the figures of a driver; what it spends and its normal are added to the day's. */
static double *look_at_driver(const looked *l, size_t driver, double *day_spent,
                              double *day_normal, report_driver *out)
{
    const size_t n = l->results->n;
    double *spent = sample(l), *normal = sample(l), *excess = sample(l);
    for (size_t i = 0; i < n; i++) {
        spent[i] = spent_by(l, i, l->day, driver);
        normal[i] = normal_of(l, i, driver);
        excess[i] = spent[i] - normal[i];
        day_spent[i] += spent[i];
        day_normal[i] += normal[i];
    }
    *out = (report_driver){.tags = &l->of->lines[l->of->driver_lines[driver]],
                           .spent = report_estimate_mean(n, spent),
                           .normal = report_estimate_mean(n, normal),
                           .excess = report_estimate_mean(n, excess)};
    return excess;
}

static void look(const looked *l, report_spike *out)
{
    const size_t n = l->results->n, n_drivers = l->of->n_drivers;
    double *spent = sample(l), *normal = sample(l), *excess = sample(l);
    double **excesses = sim_arena_alloc(l->arena, n_drivers, sizeof *excesses);
    size_t dearest = 0;
    *out = (report_spike){.name = l->of->name, .day = l->day, .n_drivers = n_drivers};
    name_day(&l->results->header, out);
    out->drivers = sim_arena_alloc(l->arena, n_drivers, sizeof *out->drivers);
    for (size_t k = 0; k < n_drivers; k++)
        excesses[k] = look_at_driver(l, k, spent, normal, &out->drivers[k]);
    for (size_t i = 0; i < n; i++) {
        excess[i] = spent[i] - normal[i];
        dearest += is_dearest(l, i);
    }
    out->spent = report_estimate_mean(n, spent);
    out->normal = report_estimate_mean(n, normal);
    out->excess = report_estimate_mean(n, excess);
    out->dearest = report_estimate_probability(dearest, n);
    for (size_t k = 0; k < n_drivers; k++)
        out->drivers[k].share = report_estimate_ratio(n, excesses[k], excess);
    qsort(out->drivers, n_drivers, sizeof *out->drivers, by_excess);
}

report_spikes *report_spikes_new(const report_results *results, const char *date,
                                 sim_failure *why)
{
    const report_header *header = &results->header;
    const size_t given = date ? day_of(header, date) : header->n_days;
    if (date && given == header->n_days) {
        sim_fail(why, "--spike=%.40s is no day of the horizon, which has %zu days from %s on",
                 date, header->n_days, header->start);
        return NULL;
    }
    sim_arena *arena = sim_arena_new();
    report_spikes *spikes = sim_arena_alloc(arena, 1, sizeof *spikes);
    *spikes = (report_spikes){.results = results, .is_given = date != NULL, .arena = arena};
    spikes->options = sim_arena_alloc(arena, results->n_architectures, sizeof *spikes->options);
    looked l = {.results = results, .arena = arena};
    l.others = sim_arena_alloc(arena, header->n_days, sizeof *l.others);
    for (size_t i = 0; i < results->n_architectures; i++) {
        l.of = &results->architectures[i];
        if (l.of->n_drivers == 0 || results->n == 0)
            continue;
        l.day = date ? given : dearest_on_average(&l);
        look(&l, &spikes->options[spikes->n_options++]);
    }
    if (spikes->n_options > 0)
        return spikes;
    sim_fail(why, "nothing is spent by the day: no architecture has a metered endpoint");
    report_spikes_free(spikes);
    return NULL;
}

void report_spikes_free(report_spikes *spikes)
{
    if (spikes)
        sim_arena_free(spikes->arena);
}
