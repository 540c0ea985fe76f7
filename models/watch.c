/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "models/watch.h"

#include <math.h>

enum { LEAST_HOURS = 3, HOUR_S = 3600 };

const char *const model_watched_names[MODEL_WATCHED] = {
    [MODEL_WATCHED_ALARMS] = "alarms",
    [MODEL_WATCHED_FALSE] = "false alarms",
    [MODEL_WATCHED_INCIDENTS] = "incidents",
    [MODEL_WATCHED_DETECTED] = "incidents detected",
    [MODEL_WATCHED_DELAY_S] = "seconds until they were detected",
    [MODEL_WATCHED_RUNAWAY] = "spent by runaways",
    [MODEL_WATCHED_LOST] = "spent by runaways until an alarm",
    [MODEL_WATCHED_STOPPED] = "spent by runaways after alarm and reaction",
};

/* ---- what was spent ---- */

model_hours *model_hours_new(size_t n_drivers, const model_watch *watches, size_t n_watches,
                             const model_calendar *calendar, sim_arena *arena)
{
    model_hours *hours = sim_arena_alloc(arena, 1, sizeof *hours);
    double **runaway = sim_arena_alloc(arena, n_watches, sizeof *runaway);
    for (size_t i = 0; i < n_watches; i++)
        runaway[i] = sim_arena_alloc(arena, calendar->n_hours, sizeof **runaway);
    *hours = (model_hours){
        .n = calendar->n_hours,
        .n_drivers = n_drivers,
        .spend = sim_arena_alloc(arena, n_drivers * calendar->n_hours, sizeof *hours->spend),
        .watches = watches,
        .n_watches = n_watches,
        .runaway = runaway,
    };
    return hours;
}

void model_hours_repeat(model_hours *hours, double time_s, double cost, double repeated)
{
    const size_t hour = model_hours_at(hours, time_s);
    for (size_t i = 0; i < hours->n_watches; i++)
        if (repeated >= hours->watches[i].repeats)
            hours->runaway[i][hour] += cost;
}

void model_hours_add(model_hours *hours, const model_hours *others)
{
    for (size_t i = 0; i < hours->n_drivers * hours->n; i++)
        hours->spend[i] += others->spend[i];
    for (size_t i = 0; i < hours->n_watches; i++)
        for (size_t hour = 0; hour < hours->n; hour++)
            hours->runaway[i][hour] += others->runaway[i][hour];
}

static bool begins_day(const model_calendar *calendar, size_t hour)
{
    return hour == 0 ||
           calendar->hour_of_week[hour] / 24 != calendar->hour_of_week[hour - 1] / 24;
}

size_t model_hours_days(const model_calendar *calendar)
{
    size_t n = 0;
    for (size_t hour = 0; hour < calendar->n_hours; hour++)
        n += begins_day(calendar, hour);
    return n;
}

void model_hours_sum_days(const model_hours *hours, const model_calendar *calendar,
                          double *days)
{
    double *day = days - hours->n_drivers;
    for (size_t hour = 0; hour < hours->n; hour++) {
        day += begins_day(calendar, hour) ? hours->n_drivers : 0;
        for (size_t i = 0; i < hours->n_drivers; i++)
            day[i] += hours->spend[i * hours->n + hour];
    }
}

static double spent_in(const model_hours *hours, size_t hour)
{
    double sum = 0;
    for (size_t i = 0; i < hours->n_drivers; i++)
        sum += hours->spend[i * hours->n + hour];
    return sum;
}

/* ---- detectors ---- */

void model_detector_init(model_detector *detector, const model_watch *of,
                         const double *resolved)
{
    *detector = (model_detector){
        .kind = of->kind,
        .is_weekly = of->is_weekly,
        .amount = model_number_value(of->amount, resolved),
        .limit = model_number_value(of->limit, resolved),
        .drift = model_number_value(of->drift, resolved),
        .weight = model_number_value(of->weight, resolved),
        .learn_s = model_number_value(of->learn_s, resolved),
    };
}

/* The first hours weigh the same, later ones less and less: 1/n until that is below the weight.
   The variance is that around the weighted mean (West, CACM 22(9), 1979). */
static void learn(model_baseline *baseline, double weight, double x)
{
    baseline->n++;
    const double share = fmax(1 / (double)baseline->n, weight);
    const double off = x - baseline->mean;
    baseline->mean += share * off;
    baseline->variance = (1 - share) * (baseline->variance + share * off * off);
}

static double score(const model_baseline *baseline, double x)
{
    const double sd = sqrt(baseline->variance);
    if (baseline->n < LEAST_HOURS)
        return 0;
    return sd > 0 ? (x - baseline->mean) / sd : x > baseline->mean ? HUGE_VAL : 0;
}

static bool is_over(model_detector *detector, double z, double spent)
{
    switch (detector->kind) {
    case MODEL_WATCH_THRESHOLD:
        return spent > detector->amount;
    case MODEL_WATCH_EWMA:
        return z > detector->limit;
    default:
        detector->sum = fmax(0, detector->sum + z - detector->drift);
        return detector->sum > detector->limit;
    }
}

bool model_detector_feed(model_detector *detector, double now_s, size_t hour_of_week,
                         double spent)
{
    model_baseline *baseline = &detector->baselines[detector->is_weekly ? hour_of_week : 0];
    const bool is_learning = now_s < detector->learn_s;
    const bool is_alarm = !is_learning && is_over(detector, score(baseline, spent), spent);
    if (is_alarm)
        detector->sum = 0;
    else
        learn(baseline, detector->weight, spent);
    return is_alarm;
}

/* ---- looking back ---- */

/* An incident on its way; times are ends of hours. */
typedef struct incident {
    bool is_open;
    double began_s, alarm_s; /* HUGE_VAL: no alarm yet */
} incident;

static void follow(incident *now, double end_s, double runaway, bool is_alarm,
                   double watched[MODEL_WATCHED])
{
    const bool is_new = runaway > 0 && !now->is_open;
    now->is_open = runaway > 0;
    if (is_new)
        *now = (incident){true, end_s - HOUR_S, HUGE_VAL};
    watched[MODEL_WATCHED_INCIDENTS] += is_new;
    watched[MODEL_WATCHED_FALSE] += is_alarm && !now->is_open;
    if (is_alarm && now->is_open && now->alarm_s > end_s) {
        now->alarm_s = end_s;
        watched[MODEL_WATCHED_DETECTED]++;
        watched[MODEL_WATCHED_DELAY_S] += end_s - now->began_s;
    }
}

void model_watch_look(const model_watch *watch, const model_hours *hours, size_t index,
                      const model_calendar *calendar, const double *resolved,
                      double watched[MODEL_WATCHED])
{
    const double reaction_s = model_number_value(watch->reaction_s, resolved);
    model_detector detector;
    incident now = {0};
    model_detector_init(&detector, watch, resolved);
    for (size_t hour = 0; hour < hours->n; hour++) {
        const double end_s = HOUR_S * (double)(hour + 1), runaway = hours->runaway[index][hour];
        const bool is_alarm = model_detector_feed(
            &detector, end_s, (size_t)calendar->hour_of_week[hour], spent_in(hours, hour));
        watched[MODEL_WATCHED_ALARMS] += is_alarm;
        watched[MODEL_WATCHED_RUNAWAY] += runaway;
        follow(&now, end_s, runaway, is_alarm, watched);
        if (now.is_open && now.alarm_s >= end_s)
            watched[MODEL_WATCHED_LOST] += runaway;
        else if (now.is_open && end_s - HOUR_S >= now.alarm_s + reaction_s)
            watched[MODEL_WATCHED_STOPPED] += runaway;
    }
}
