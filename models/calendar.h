/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * The horizon: calendar months in the scenario's time zone, counted in seconds from its start.
 */
#ifndef MODELS_CALENDAR_H
#define MODELS_CALENDAR_H

#include <stddef.h>
#include <stdint.h>

typedef struct model_calendar {
    int64_t start_unix_s; /* the horizon's first second */
    size_t n_months;
    const double *month_s; /* month_s[n_months + 1]: where months begin; the last is the end */
    const char *const *month_names; /* month_names[n_months]: "2027-01" */
    size_t n_hours;                 /* hours the horizon touches */
    const int16_t *hour_of_week;    /* hour_of_week[n_hours]: 0..167, Monday 00:00 local is 0 */
} model_calendar;

/* The end of the horizon in seconds from its start. */
static inline double model_calendar_end_s(const model_calendar *calendar)
{
    return calendar->month_s[calendar->n_months];
}

/* The month of a time in [0, end). */
size_t model_calendar_month(const model_calendar *calendar, double time_s);

#endif
