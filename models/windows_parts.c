/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "models/windows_parts.h"

#include <math.h>

/* ---- which there are ---- */

static bool is_shared(const model_planned *planned, size_t workload)
{
    return model_endpoint_is_shared(model_plan_endpoint(planned, workload));
}

/* What a workload that is played on windows may be charged by at an endpoint, if its prices
   change within a month; else NULL. */
static const model_meterage *stepped(const model_planned *planned, size_t workload,
                                     size_t endpoint)
{
    const model_meterage *of = model_plan_meterage(planned, workload, endpoint);
    if (!is_shared(planned, workload) || planned->architecture->endpoints[endpoint].hosted)
        return NULL;
    return of && of->tariff.n_slots > 1 ? of : NULL;
}

/* The tariff is the endpoint's, whoever asks. */
static const model_tariff *tariff_of(const model_planned *planned, size_t endpoint)
{
    for (size_t i = 0; i < planned->n_workloads; i++) {
        const model_meterage *of = stepped(planned, i, endpoint);
        if (of)
            return &of->tariff;
    }
    return NULL;
}

/* How much of each hour is in a slot. */
static const double *share_of(const model_tariff *tariff, size_t slot, size_t n_hours,
                              sim_arena *arena)
{
    double *share = sim_arena_alloc(arena, n_hours, sizeof *share);
    for (size_t i = 0; i < tariff->n_cells; i++) {
        const model_cell *cell = &tariff->cells[i];
        for (size_t hour = (size_t)(cell->from_s / 3600);
             cell->slot == slot && hour < n_hours && (double)hour * 3600 < cell->to_s; hour++) {
            const double from = fmax(cell->from_s / 3600, (double)hour);
            share[hour] += fmin(cell->to_s / 3600, (double)hour + 1) - from;
        }
    }
    return share;
}

static void find_line(model_parts_line *lines, const model_meterage *of, size_t part)
{
    const size_t step = of->tariff.n_tiers * MODEL_METERS;
    for (size_t i = 0; i < of->n_lines; i++)
        lines[of->first_line + i] =
            (model_parts_line){of->first_line + i % step, step, of->tariff.n_slots, part};
}

static size_t count_parts(const model_planned *planned)
{
    size_t n = 1;
    for (size_t k = 0; k < planned->architecture->n_endpoints; k++) {
        const model_tariff *tariff = tariff_of(planned, k);
        n += tariff ? tariff->n_slots : 0;
    }
    return n;
}

static void find_parts(const model_planned *planned, sim_arena *arena, model_parts *out)
{
    model_parts_line *lines = sim_arena_alloc(arena, planned->n_lines, sizeof *lines);
    const double **share = sim_arena_alloc(arena, count_parts(planned), sizeof *share);
    for (size_t i = 0; i < planned->n_lines; i++)
        lines[i] = (model_parts_line){i, 0, 1, 0};
    out->n_parts = 1;
    for (size_t k = 0; k < planned->architecture->n_endpoints; k++) {
        const model_tariff *tariff = tariff_of(planned, k);
        for (size_t i = 0; tariff && i < planned->n_workloads; i++)
            if (stepped(planned, i, k))
                find_line(lines, stepped(planned, i, k), out->n_parts);
        for (size_t slot = 0; tariff && slot < tariff->n_slots; slot++)
            share[out->n_parts++] = share_of(tariff, slot, out->windows->n_hours, arena);
    }
    out->lines = lines;
    out->share = share;
}

/* ---- what they have ---- */

static void add_hour(const model_parts *parts, size_t part, size_t hour)
{
    const model_windows *w = parts->windows;
    const size_t month = w->month_of[hour];
    const double share = model_parts_share(parts, part, hour);
    double *expected = parts->expected + model_parts_at(parts, part, month, 0);
    parts->hours[(part * parts->n_months + month) * w->n_strata + w->stratum_of[hour]] += share;
    for (size_t i = 0; share > 0 && i < parts->n_workloads; i++)
        expected[i] += w->sessions[i] ? share * w->sessions[i][hour] : 0;
    expected[parts->n_workloads] += share * w->load[hour];
}

/* By the windows, a part would have so much of what hours have. */
static double by_windows(const model_parts *parts, size_t part, size_t month,
                         const double *of_hours)
{
    const model_windows *w = parts->windows;
    double sum = 0;
    for (size_t j = 0; j < 2 * w->n_strata; j++)
        sum += model_parts_hours(parts, part, month, j / 2) / 2 * of_hours[w->hours[j]];
    return sum;
}

static bool find_factors(const model_parts *parts, const model_planned *planned, size_t part,
                         size_t month, sim_failure *why)
{
    const size_t n = parts->n_workloads, at = model_parts_at(parts, part, month, 0);
    const double load = by_windows(parts, part, month, parts->windows->load);
    parts->factor[at + n] = load > 0 ? parts->expected[at + n] / load : 1;
    for (size_t i = 0; i < n; i++) {
        if (!parts->windows->sessions[i])
            continue;
        const double seen = by_windows(parts, part, month, parts->windows->sessions[i]);
        if (parts->expected[at + i] > 0 && !(seen > 0))
            return sim_fail(why,
                            "workload \"%s\" comes in so few hours that no window has any of "
                            "them; --fidelity full plays it",
                            planned->workloads[i].name);
        parts->factor[at + i] = seen > 0 ? parts->expected[at + i] / seen : 0;
    }
    return true;
}

static double factor_of_all(const model_parts *parts)
{
    double all = 0, seen = 0;
    for (size_t month = 0; month < parts->n_months; month++) {
        all += parts->expected[model_parts_at(parts, 0, month, parts->n_workloads)];
        seen += by_windows(parts, 0, month, parts->windows->load);
    }
    return seen > 0 ? all / seen : 1;
}

bool model_parts_find(const model_windows *windows, const model_planned *planned,
                      const model_future *future, model_parts *out, sim_failure *why)
{
    sim_arena *arena = future->arena;
    *out = (model_parts){.windows = windows,
                         .n_months = windows->n_months,
                         .n_workloads = planned->n_workloads,
                         .n_lines = planned->n_lines};
    find_parts(planned, arena, out);
    const size_t n = out->n_parts * out->n_months;
    out->hours = sim_arena_alloc(arena, n * windows->n_strata, sizeof *out->hours);
    out->expected = sim_arena_alloc(arena, n * (out->n_workloads + 1), sizeof(double));
    out->factor = sim_arena_alloc(arena, n * (out->n_workloads + 1), sizeof(double));
    for (size_t part = 0; part < out->n_parts; part++) {
        for (size_t hour = 0; hour < windows->n_hours; hour++)
            add_hour(out, part, hour);
        for (size_t month = 0; month < out->n_months; month++)
            if (!find_factors(out, planned, part, month, why))
                return false;
    }
    out->all = factor_of_all(out);
    return true;
}

double model_parts_rate(const model_parts *parts, const model_line *lines, size_t line,
                        size_t stratum)
{
    const model_parts_line *of = &parts->lines[line];
    double sum = 0, hours = 0;
    for (size_t slot = 0; slot < of->n; slot++)
        for (size_t month = 0; month < parts->n_months; month++) {
            const double n = model_parts_hours(parts, of->part + slot, month, stratum);
            sum += n > 0 ? n * lines[of->first + slot * of->step].rate[month] : 0;
            hours += n;
        }
    return sum / hours;
}
