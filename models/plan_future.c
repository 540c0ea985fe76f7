/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "models/plan_future.h"

#include "models/price_future.h"

#include <math.h>
#include <string.h>

/* What a model is charged at in a future: its own prices, then its successor's. */
typedef struct outlook {
    const double *own, *successor; /* factor[n_months] of each */
    size_t retires;                /* month; n_months: never */
} outlook;

static const double *factors_of(const model_scenario *scenario, const char *model,
                                const model_future *future, sim_failure *why)
{
    double *factor =
        sim_arena_alloc(future->arena, scenario->calendar->n_months, sizeof *factor);
    return model_price_future_factors(&scenario->futures, model, scenario->calendar, future,
                                      factor, why)
               ? factor
               : NULL;
}

static bool look(const model_scenario *scenario, const model_meterage *meterage,
                 const model_future *future, outlook *out, sim_failure *why)
{
    *out = (outlook){.own = factors_of(scenario, meterage->endpoint->model_id, future, why),
                     .retires = scenario->calendar->n_months};
    if (!out->own || !meterage->retirement)
        return out->own;
    out->retires = model_price_future_month(meterage->retirement, scenario->calendar, future);
    out->successor = factors_of(scenario, meterage->retirement->successor, future, why);
    return out->successor;
}

/* The successor's rate of what is counted in a tier; without a price for cache writes, written
   tokens are plain input. */
static double rate_of(const model_cell *cell, int tier, int meter)
{
    const bool is_write = meter == MODEL_CACHE_WRITE_5M || meter == MODEL_CACHE_WRITE_1H;
    const int at = isinf(cell->threshold_tokens) ? 0 : tier;
    return cell->rates[at].per[is_write && !cell->writes_cache ? MODEL_INPUT : meter];
}

static void change_cell(model_cell *cell, const model_cell *successor, double factor)
{
    for (int tier = 0; tier < MODEL_TIERS; tier++)
        for (int meter = 0; meter < MODEL_METERS; meter++) {
            double *rate = &cell->rates[tier].per[meter];
            *rate = (successor ? rate_of(successor, tier, meter) : *rate) * factor;
        }
}

static void change_tariff(model_meterage *meterage, const outlook *ahead, sim_arena *arena)
{
    model_tariff *tariff = &meterage->tariff;
    model_cell *cells = sim_arena_alloc(arena, tariff->n_cells, sizeof *cells);
    const model_cell *near = meterage->retirement ? meterage->successor.cells : NULL;
    for (size_t i = 0; i < tariff->n_cells; i++) {
        cells[i] = tariff->cells[i];
        const size_t month = cells[i].month;
        const bool is_gone = near && month >= ahead->retires;
        if (is_gone)
            near = model_tariff_cell(&meterage->successor, cells[i].from_s, near);
        change_cell(&cells[i], is_gone ? near : NULL,
                    is_gone ? ahead->successor[month] : ahead->own[month]);
    }
    tariff->cells = cells;
}

/* The rates of the meterage's lines, in the order of plan.c: apps x slots x tiers x meters. */
static void change_lines(const model_meterage *meterage, size_t n_apps, size_t n_months,
                         model_line *lines, sim_arena *arena)
{
    const model_tariff *tariff = &meterage->tariff;
    for (size_t i = 0; i < n_apps * meterage->n_lines; i++) {
        model_line *line = &lines[meterage->first_line + i];
        const size_t meter = i % MODEL_METERS, tier = i / MODEL_METERS % tariff->n_tiers;
        const size_t slot = i / MODEL_METERS / tariff->n_tiers % tariff->n_slots;
        double *rate = sim_arena_alloc(arena, n_months, sizeof *rate);
        memcpy(rate, line->rate, n_months * sizeof *rate);
        for (size_t k = 0; k < tariff->n_cells; k++)
            if (tariff->cells[k].slot == slot)
                rate[tariff->cells[k].month] = tariff->cells[k].rates[tier].per[meter];
        line->rate = rate;
    }
}

static bool change(const model_scenario *scenario, size_t workload, model_planned *p,
                   model_meterage *meterage, const model_future *future, sim_failure *why)
{
    outlook ahead;
    const model_workload *of = &scenario->workloads[workload];
    if (meterage->endpoint->hosted)
        return true;
    if (!look(scenario, meterage, future, &ahead, why))
        return false;
    change_tariff(meterage, &ahead, future->arena);
    change_lines(meterage, of->is_replay ? of->replay.trace->n_apps : 1,
                 scenario->calendar->n_months, p->lines, future->arena);
    return true;
}

/* What an architecture is charged in a future. */
static bool change_architecture(const model_scenario *scenario, const model_planned *from,
                                const model_future *future, model_planned *to, sim_failure *why)
{
    sim_arena *arena = future->arena;
    const size_t n = scenario->n_workloads, n_endpoints = from->architecture->n_endpoints;
    *to = *from;
    to->lines = sim_arena_alloc(arena, from->n_lines, sizeof *to->lines);
    memcpy(to->lines, from->lines, from->n_lines * sizeof *to->lines);
    to->meterage = sim_arena_alloc(arena, n, sizeof *to->meterage);
    memcpy(to->meterage, from->meterage, n * sizeof *to->meterage);
    to->fallbacks = sim_arena_alloc(arena, n * n_endpoints, sizeof *to->fallbacks);
    for (size_t i = 0; i < n; i++)
        if (!change(scenario, i, to, &to->meterage[i], future, why))
            return false;
    for (size_t i = 0; i < n * n_endpoints; i++) {
        if (!from->fallbacks[i])
            continue;
        to->fallbacks[i] = sim_arena_alloc(arena, 1, sizeof **to->fallbacks);
        *to->fallbacks[i] = *from->fallbacks[i];
        if (!change(scenario, i / n_endpoints, to, to->fallbacks[i], future, why))
            return false;
    }
    return true;
}

/* The architectures at the exchange rates of a future: the same lines at other rates. */
static const model_planned *exchanged(const model_plan *plan, const model_scenario *scenario,
                                      const model_future *future, sim_failure *why)
{
    model_planned *out = sim_arena_alloc(future->arena, scenario->n_architectures, sizeof *out);
    for (size_t i = 0; i < scenario->n_architectures; i++) {
        out[i] = (model_planned){.architecture = plan->architectures[i].architecture,
                                 .fixed = plan->architectures[i].fixed};
        if (!model_plan_architecture(scenario, &out[i], future->arena, why))
            return NULL;
        sim_require(out[i].n_lines == plan->architectures[i].n_lines);
    }
    return out;
}

bool model_plan_varies(const model_scenario *scenario)
{
    return model_price_futures_any(&scenario->futures) || model_terms_vary(&scenario->terms);
}

const model_plan *model_plan_in_future(const model_plan *plan, const model_future *future,
                                       sim_failure *why)
{
    if (!model_plan_varies(plan->scenario))
        return plan;
    model_scenario *scenario = sim_arena_alloc(future->arena, 1, sizeof *scenario);
    model_plan *out = sim_arena_alloc(future->arena, 1, sizeof *out);
    const model_planned *from = plan->architectures;
    *scenario = *plan->scenario;
    *out = *plan;
    out->scenario = scenario;
    if (model_terms_vary(&scenario->terms)) {
        scenario->terms =
            model_terms_in_future(&scenario->terms, future->resolved, future->arena);
        from = exchanged(plan, scenario, future, why);
    }
    out->architectures =
        sim_arena_alloc(future->arena, scenario->n_architectures, sizeof *out->architectures);
    for (size_t i = 0; from && i < scenario->n_architectures; i++)
        if (!change_architecture(scenario, &from[i], future, &out->architectures[i], why))
            return NULL;
    return from ? out : NULL;
}
