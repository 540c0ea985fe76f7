/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "validate/naive_prices.h"

#include "models/price_future.h"

#include <math.h>
#include <string.h>

/* What is unknown today is drawn by the replication, not by the noise. */
static double unknown(const validate_twin *t, const char *whose, const char *purpose,
                      uint64_t entity, uint64_t index)
{
    return sim_stream_uniform(sim_stream_make(t->future->seed, t->future->replication,
                                              sim_stream_source_of(whose, purpose)),
                              entity, index);
}

/* Exponential, in seconds, of a rate per year of 365.25 days. */
static double wait_s(double u, double per_year)
{
    return -log1p(-u) / per_year * 31557600;
}

static bool concerns(const model_price_jumps *jumps, const char *model)
{
    const size_t provider = strcspn(model, "/");
    if (!jumps->provider)
        return strcmp(jumps->model, model) == 0;
    return model[provider] == '/' && strlen(jumps->provider) == provider &&
           memcmp(jumps->provider, model, provider) == 0;
}

static double size_of(const validate_twin *t, const model_price_jumps *jumps,
                      const sim_sampler *sizes, uint64_t i)
{
    const char *whose = jumps->provider ? jumps->provider : jumps->model;
    const double u = unknown(t, whose, "price jumps", i, 1);
    return sizes ? fmax(sim_sampler_draw(sizes, u), 0)
                 : model_price_future_usual_size(u, unknown(t, whose, "price jumps", i, 2));
}

/* What jumps make of a model's prices by the first moment of a month. */
static bool factor_of(const validate_twin *t, const char *model, size_t month, double *factor)
{
    const double month_s = t->scenario->calendar->month_s[month];
    *factor = 1;
    for (size_t k = 0; k < t->scenario->futures.n_jumps; k++) {
        const model_price_jumps *jumps = &t->scenario->futures.jumps[k];
        const char *whose = jumps->provider ? jumps->provider : jumps->model;
        const sim_sampler *sizes;
        double at_s = 0;
        if (!validate_naive_sampler(t, &jumps->size, &sizes))
            return false;
        if (!concerns(jumps, model) || jumps->per_year == 0)
            continue;
        for (uint64_t i = 0;; i++) {
            at_s += wait_s(unknown(t, whose, "price jumps", i, 0), jumps->per_year);
            if (at_s > month_s)
                break;
            *factor *= size_of(t, jumps, sizes, i);
        }
    }
    return true;
}

/* Whether a model is gone by the first moment of a month. */
static bool is_gone(const validate_twin *t, const model_retirement *retirement, size_t month)
{
    double at_s = retirement->on_s;
    if (isnan(at_s))
        at_s = wait_s(unknown(t, retirement->model, "retires", 0, 0), retirement->per_year);
    return at_s <= t->scenario->calendar->month_s[month];
}

/* A successor's price of what the retired model's tariff counts apart: without a tier of its
   own all is its normal one, without a price of cache writes they are input. */
static double successor_rate(const model_cell *cell, size_t tier, size_t meter)
{
    if (tier == 1 && cell->threshold_tokens == HUGE_VAL)
        tier = 0;
    if ((meter == MODEL_CACHE_WRITE_5M || meter == MODEL_CACHE_WRITE_1H) && !cell->writes_cache)
        meter = MODEL_INPUT;
    return cell->rates[tier].per[meter];
}

static bool change(const validate_twin *t, const char *model,
                   const model_retirement *retirement, const model_tariff *successor,
                   model_cell *cell)
{
    double factor;
    const bool is_retired = retirement && is_gone(t, retirement, cell->month);
    if (!factor_of(t, is_retired ? retirement->successor : model, cell->month, &factor))
        return false;
    const model_cell own = *cell;
    for (size_t tier = 0; tier < MODEL_TIERS; tier++)
        for (size_t meter = 0; meter < MODEL_METERS; meter++)
            cell->rates[tier].per[meter] =
                factor * (is_retired ? successor_rate(model_tariff_cell(successor, own.from_s,
                                                                        successor->cells),
                                                      tier, meter)
                                     : own.rates[tier].per[meter]);
    return true;
}

bool validate_naive_tariff(const validate_twin *t, const model_endpoint *endpoint,
                           model_tariff *out)
{
    const model_scenario *scenario = t->scenario;
    const model_retirement *retirement = NULL;
    model_terms terms = scenario->terms;
    model_exchange rates[8];
    model_tariff successor;
    sim_require(terms.n_exchanges <= 8);
    for (size_t i = 0; i < terms.n_exchanges; i++) {
        rates[i] = terms.exchanges[i];
        if (rates[i].slot >= 0)
            rates[i].rate = t->future->resolved[rates[i].slot];
    }
    terms.exchanges = rates;
    const model_market market = {scenario->book, &terms, scenario->calendar};
    for (size_t i = scenario->futures.n_retirements; i-- > 0;)
        if (strcmp(scenario->futures.retirements[i].model, endpoint->model_id) == 0)
            retirement = &scenario->futures.retirements[i];
    if (!model_tariff_new(&market, endpoint->model_id, endpoint->service, t->future->arena, out,
                          t->why) ||
        (retirement && !model_tariff_new(&market, retirement->successor, endpoint->service,
                                         t->future->arena, &successor, t->why)))
        return false;
    model_cell *cells = sim_arena_alloc(t->future->arena, out->n_cells, sizeof *cells);
    for (size_t i = 0; i < out->n_cells; i++) {
        cells[i] = out->cells[i];
        if (!change(t, endpoint->model_id, retirement, &successor, &cells[i]))
            return false;
    }
    out->cells = cells;
    return true;
}
