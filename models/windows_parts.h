/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * Parts of months between which prices change.
 *
 * How much is asked for does not depend on what it costs: so an hour that is played tells of
 * all hours of its stratum, also of those at other prices. A part of a month, before or after a
 * dated step, has hours of each stratum as a whole month has, and is estimated in the same way:
 * from the windows of the strata that its hours are of, brought to the sessions that it
 * expects.
 */
#ifndef MODELS_WINDOWS_PARTS_H
#define MODELS_WINDOWS_PARTS_H

#include "models/windows.h"

/* A line, with those of the same tier and meter at the prices of other parts: first + i * step
   counts what is used in part + i, for i < n. */
typedef struct model_parts_line {
    size_t first, step, n, part;
} model_parts_line;

/* Part 0 is all of a month; then come the slots of the tariffs that have several, by endpoint.
 */
typedef struct model_parts {
    const model_windows *windows;
    size_t n_parts, n_months, n_workloads, n_lines;
    const double *const *share; /* share[n_parts][n_hours]: of an hour; NULL: all of each */
    double *hours;              /* hours[n_parts][n_months][n_strata] */
    double *expected; /* expected[n_parts][n_months][n_workloads + 1]: sessions; the last is of
                         the load */
    double *factor;   /* factor[n_parts][n_months][n_workloads + 1]: what is expected over what
                         the windows say */
    double all;       /* the same of the horizon's load */
    const model_parts_line *lines; /* lines[n_lines] */
} model_parts;

/* Finds those of an architecture in a future, in its arena. False with a sentence where a
   workload is expected in a part of which no window has any. */
bool model_parts_find(const model_windows *windows, const model_planned *planned,
                      const model_future *future, model_parts *out, sim_failure *why);

/* Hours that a stratum has in a part of a month. */
static inline double model_parts_hours(const model_parts *parts, size_t part, size_t month,
                                       size_t stratum)
{
    return parts->hours[(part * parts->n_months + month) * parts->windows->n_strata + stratum];
}

/* Where a workload's number stands in expected and factor; n_workloads: the load's. */
static inline size_t model_parts_at(const model_parts *parts, size_t part, size_t month,
                                    size_t workload)
{
    return (part * parts->n_months + month) * (parts->n_workloads + 1) + workload;
}

/* Of an hour, so much is in a part. */
static inline double model_parts_share(const model_parts *parts, size_t part, size_t hour)
{
    return parts->share[part] ? parts->share[part][hour] : 1;
}

/* What a unit of a line, or of those at other prices, costs on average over a stratum's hours,
   given lines[n_lines]. NAN: in some of them, nothing is asked for it. */
double model_parts_rate(const model_parts *parts, const model_line *lines, size_t line,
                        size_t stratum);

#endif
