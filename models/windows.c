/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "models/windows.h"

#include <stdlib.h>

/* ---- what a future asks for ---- */

static bool expect(const model_plan *plan, size_t workload, const model_future *future,
                   double *sessions, sim_failure *why)
{
    const model_calendar *calendar = plan->scenario->calendar;
    const model_workload *of = &plan->scenario->workloads[workload];
    model_source *source;
    if (!model_source_new(&of->arrivals, calendar, of->name, future, &source, why))
        return false;
    for (size_t day = 0; day * 24 < calendar->n_hours; day++)
        model_source_expect(source, day, sessions);
    return true;
}

static bool add_load(const model_plan *plan, size_t workload, const model_future *future,
                     model_windows *windows, sim_failure *why)
{
    const double each = windows->of->load[workload];
    double *sessions =
        sim_arena_alloc(future->arena, plan->scenario->calendar->n_hours, sizeof *sessions);
    windows->sessions[workload] = sessions;
    if (!expect(plan, workload, future, sessions, why))
        return false;
    for (size_t hour = 0; hour < windows->n_hours; hour++)
        windows->load[hour] += each * sessions[hour];
    return true;
}

/* ---- strata ---- */

typedef struct loaded {
    double load, size; /* size: those of all hours sum to 1 */
    size_t hour;
} loaded;

static int by_load(const void *a, const void *b)
{
    const loaded *x = a, *y = b;
    if (x->load != y->load)
        return x->load < y->load ? -1 : 1;
    return x->hour < y->hour ? -1 : x->hour > y->hour;
}

static loaded *sort_hours(const model_windows *windows, sim_arena *arena)
{
    const size_t n = windows->n_hours;
    loaded *sorted = sim_arena_alloc(arena, n, sizeof *sorted);
    double total = 0;
    for (size_t hour = 0; hour < n; hour++)
        total += windows->load[hour];
    for (size_t hour = 0; hour < n; hour++) {
        const double load = windows->load[hour], even = 1 / (double)n;
        sorted[hour] =
            (loaded){load, 0.5 * even + 0.5 * (total > 0 ? load / total : even), hour};
    }
    qsort(sorted, n, sizeof *sorted, by_load);
    return sorted;
}

/* Where a stratum ends that begins at first: as many hours as bring the size so far to where
   it should be, at least two, and so that at least two are left for each of the others. */
static size_t find_end(const model_windows *windows, const loaded *sorted, size_t stratum,
                       size_t first, double *size)
{
    const size_t left = windows->n_strata - stratum - 1;
    const double until = (double)(stratum + 1) / (double)windows->n_strata;
    size_t end = first;
    while (end < windows->n_hours - 2 * left &&
           (left == 0 || end < first + 2 || *size + sorted[end].size / 2 < until))
        *size += sorted[end++].size;
    return end;
}

static size_t pick(double uniform, size_t n)
{
    const size_t i = (size_t)(uniform * (double)n);
    return i < n ? i : n - 1;
}

/* Two hours of sorted[n], each pair as likely as any other. */
static void pick_two(const loaded *sorted, size_t n, sim_stream stream, size_t stratum,
                     size_t hours[2])
{
    const size_t one = pick(sim_stream_uniform(stream, stratum, 0), n);
    const size_t other = pick(sim_stream_uniform(stream, stratum, 1), n - 1);
    hours[0] = sorted[one].hour;
    hours[1] = sorted[other + (other >= one)].hour;
}

static void stratify(const model_future *future, model_windows *windows)
{
    const sim_stream stream = model_future_stream(future, "machines", "windows");
    const loaded *sorted = sort_hours(windows, future->arena);
    double size = 0;
    for (size_t k = 0, first = 0; k < windows->n_strata; k++) {
        const size_t end = find_end(windows, sorted, k, first, &size);
        pick_two(sorted + first, end - first, stream, k, windows->hours + 2 * k);
        windows->size[k] = (double)(end - first);
        for (; first < end; first++)
            windows->stratum_of[sorted[first].hour] = k;
    }
}

static void find_months(const model_calendar *calendar, model_windows *windows)
{
    for (size_t hour = 0, month = 0; hour < windows->n_hours; hour++) {
        month += (double)hour * 3600 >= calendar->month_s[month + 1];
        windows->month_of[hour] = month;
    }
}

bool model_windows_choose(const model_plan *plan, const model_future *future,
                          model_windows *out, sim_failure *why)
{
    const model_calendar *calendar = plan->scenario->calendar;
    const size_t n_hours = (size_t)(model_calendar_end_s(calendar) / 3600);
    const size_t n_workloads = plan->scenario->n_workloads;
    sim_arena *arena = future->arena;
    *out = (model_windows){.of = plan->windowing,
                           .n_hours = n_hours,
                           .n_months = calendar->n_months,
                           .n_strata = plan->windowing->n_windows / 2};
    out->hours = sim_arena_alloc(arena, 2 * out->n_strata, sizeof *out->hours);
    out->month_of = sim_arena_alloc(arena, n_hours, sizeof *out->month_of);
    out->stratum_of = sim_arena_alloc(arena, n_hours, sizeof *out->stratum_of);
    out->size = sim_arena_alloc(arena, out->n_strata, sizeof *out->size);
    out->load = sim_arena_alloc(arena, n_hours, sizeof *out->load);
    out->sessions = sim_arena_alloc(arena, n_workloads, sizeof *out->sessions);
    for (size_t i = 0; i < n_workloads; i++)
        if (out->of->load[i] > 0 && !add_load(plan, i, future, out, why))
            return false;
    find_months(calendar, out);
    stratify(future, out);
    return true;
}
