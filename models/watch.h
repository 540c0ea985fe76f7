/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * Watching the rate of spend: a detector looks at what metered calls and tools cost in each
 * hour and raises an alarm. It knows only sums, as an operator does; the simulation also knows
 * which of them was spent by sessions that had run away, and so when an alarm was false, how
 * late it came, and what was lost until then.
 *
 * Detectors: a threshold on the sum; a z-score against an exponentially weighted mean and
 * variance (EWMA; Roberts, Technometrics 1(3), 1959), of all hours or of the same hour of the
 * week; and the cumulative sum of such scores less a drift (CUSUM; Page, Biometrika 41, 1954).
 * Hours with an alarm teach the baseline nothing.
 *
 * A watch changes nothing: any number of them look at the same replication, so that an operator
 * can choose one.
 */
#ifndef MODELS_WATCH_H
#define MODELS_WATCH_H

#include "models/calendar.h"
#include "models/number.h"
#include "sim/memory.h"

#include <stdbool.h>

typedef enum model_watch_kind {
    MODEL_WATCH_THRESHOLD,
    MODEL_WATCH_EWMA,
    MODEL_WATCH_CUSUM
} model_watch_kind;

/* As the scenario states it. */
typedef struct model_watch {
    const char *name;
    model_watch_kind kind;
    model_number amount;     /* of a threshold: money per hour */
    model_number limit;      /* of the others: standard deviations */
    model_number drift;      /* of a CUSUM: what an hour may be above the mean */
    model_number weight;     /* of the newest hour in mean and variance */
    model_number learn_s;    /* no alarms before */
    model_number reaction_s; /* from an alarm until runaways would be stopped */
    double repeats;          /* equal steps that make a session a runaway */
    bool is_weekly;          /* a baseline for each hour of the week */
} model_watch;

/* What was spent in each hour from the horizon's start, by driver: a workload's app at a
   metered endpoint. */
typedef struct model_hours {
    size_t n, n_drivers;
    double *spend; /* spend[n_drivers][n] */
    const model_watch *watches;
    size_t n_watches;
    double *const *runaway; /* runaway[n_watches][n]: of spend, by what each calls a runaway */
} model_hours;

/* Nothing spent yet. */
model_hours *model_hours_new(size_t n_drivers, const model_watch *watches, size_t n_watches,
                             const model_calendar *calendar, sim_arena *arena);

static inline size_t model_hours_at(const model_hours *hours, double time_s)
{
    const size_t hour = (size_t)(time_s * (1 / 3600.0));
    return hour < hours->n ? hour : hours->n - 1;
}

/* So much of what was spent then was spent by a session on a step that was so often the same.
 */
void model_hours_repeat(model_hours *hours, double time_s, double cost, double repeated);

/* The days that hours touch, from midnight to midnight; days[n_days][n_drivers] of spend. */
size_t model_hours_days(const model_calendar *calendar);
void model_hours_sum_days(const model_hours *hours, const model_calendar *calendar,
                          double *days);

/* Adds what others spent, of the same drivers and watches. */
void model_hours_add(model_hours *hours, const model_hours *others);

/* What an operator lives through over the horizon, per watch. */
typedef enum model_watched {
    MODEL_WATCHED_ALARMS,    /* hours with an alarm */
    MODEL_WATCHED_FALSE,     /* of them, those without a runaway */
    MODEL_WATCHED_INCIDENTS, /* runs of hours in which runaways spend */
    MODEL_WATCHED_DETECTED,  /* of them, those with an alarm */
    MODEL_WATCHED_DELAY_S,   /* from an incident's beginning to the end of the hour of its first
                                alarm, summed over those detected */
    MODEL_WATCHED_RUNAWAY,   /* spent by runaways */
    MODEL_WATCHED_LOST,      /* of it, until the first alarm, or for good */
    MODEL_WATCHED_STOPPED,   /* of it, after the first alarm and the reaction: it would not have
                                been spent */
    MODEL_WATCHED
} model_watched;

extern const char *const model_watched_names[MODEL_WATCHED];

/* Looks back on a replication. */
void model_watch_look(const model_watch *watch, const model_hours *hours, size_t index,
                      const model_calendar *calendar, const double *resolved,
                      double watched[MODEL_WATCHED]);

/* An exponentially weighted mean and variance. */
typedef struct model_baseline {
    double mean, variance;
    uint64_t n;
} model_baseline;

enum { MODEL_WATCH_BASELINES = 168 };

/* A detector in one replication. */
typedef struct model_detector {
    model_watch_kind kind;
    bool is_weekly;
    double amount, limit, drift, weight, learn_s;
    double sum;                                      /* of a CUSUM */
    model_baseline baselines[MODEL_WATCH_BASELINES]; /* only the first, unless it is weekly */
} model_detector;

void model_detector_init(model_detector *detector, const model_watch *of,
                         const double *resolved);

/* Whether an hour raises an alarm: it ends at now_s from the start. */
bool model_detector_feed(model_detector *detector, double now_s, size_t hour_of_week,
                         double spent);

#endif
