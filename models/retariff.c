/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "models/retariff.h"

#include <math.h>

/* Which of the other's tiers takes tokens that were counted in a tier; -1: cannot be told. */
static int other_tier(const model_cell *counted, const model_cell *other, size_t tier)
{
    if (isinf(other->threshold_tokens))
        return 0;
    bool is_same = counted->threshold_tokens == other->threshold_tokens &&
                   counted->is_excess == other->is_excess &&
                   (!counted->is_excess || counted->excess_from == other->excess_from);
    return is_same ? (int)tier : -1;
}

/* Without a price for cache writes, written tokens are plain input. */
static double rate_of(const model_cell *cell, int tier, model_meter meter)
{
    bool is_write = meter == MODEL_CACHE_WRITE_5M || meter == MODEL_CACHE_WRITE_1H;
    return cell->rates[tier].per[is_write && !cell->writes_cache ? MODEL_INPUT : meter];
}

static bool same(double a, double b)
{
    return a == b || (isnan(a) && isnan(b));
}

/* Takes the rate of one overlap of a counted cell with one of the other's. */
static bool take(const model_cell *own, const model_cell *cell, const model_counted *counted,
                 bool is_first, double *rate, sim_failure *why)
{
    int tier = other_tier(own, cell, counted->tier);
    if (tier < 0)
        return sim_fail(why,
                        "the other price book has a long-context tier for \"%s\" above %.0f "
                        "tokens, which the results do not separate; run the scenario with it",
                        cell->model->id, cell->threshold_tokens);
    double found = rate_of(cell, tier, counted->meter);
    if (!is_first && !same(found, *rate))
        return sim_fail(why,
                        "the other price book changes the %s price of \"%s\" at a moment which "
                        "the results do not separate; run the scenario with it",
                        model_meter_names[counted->meter], cell->model->id);
    *rate = found;
    return true;
}

bool model_retariff(const model_counted *counted, const model_tariff *other, size_t month,
                    double *rate, sim_failure *why)
{
    bool is_first = true;
    *rate = NAN;
    for (size_t i = 0; i < counted->tariff->n_cells; i++) {
        const model_cell *own = &counted->tariff->cells[i];
        if (own->month != month || own->slot != counted->slot)
            continue;
        const model_cell *cell = model_tariff_cell(other, own->from_s, other->cells);
        for (; cell < other->cells + other->n_cells && cell->from_s < own->to_s; cell++) {
            if (!take(own, cell, counted, is_first, rate, why))
                return false;
            is_first = false;
        }
    }
    return true;
}

bool model_retariff_splits_input(const model_tariff *counted, const model_tariff *other)
{
    for (size_t i = 0; i < counted->n_cells; i++) {
        const model_cell *own = &counted->cells[i];
        const model_cell *cell = model_tariff_cell(other, own->from_s, other->cells);
        if (!own->writes_cache && cell->writes_cache)
            return true;
    }
    return false;
}
