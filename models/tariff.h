/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * A tariff: the price of a model at every moment of the horizon, in the report's currency.
 *
 * Time is cut into cells at months, dated price steps, dated discounts and exchange rates,
 * and times of day. Within a cell rates are constant. Cells of a month with different rates
 * have different slots; a slot has one price in each month, so usage counted by (month, slot,
 * tier) can be rated later.
 */
#ifndef MODELS_TARIFF_H
#define MODELS_TARIFF_H

#include "models/calendar.h"
#include "models/price.h"
#include "sim/failure.h"
#include "sim/memory.h"

enum { MODEL_TIERS = 2 }; /* 0: normal; 1: long context */

typedef struct model_cell {
    double from_s, to_s; /* seconds from the horizon's start */
    size_t month, slot;
    model_rates rates[MODEL_TIERS]; /* NAN: no price */
    double threshold_tokens;        /* prompts above are long; INFINITY: never */
    bool is_excess;                 /* only the prompt's tokens beyond excess_from are */
    double excess_from;
    double factor;     /* discount and exchange: report currency for one of the book's */
    int32_t exchange;  /* the exchange rate's slot; -1: it is the same in all futures */
    bool writes_cache; /* cache writes have a price; else they are plain input */
    const model_priced *model;
} model_cell;

typedef struct model_tariff {
    const model_cell *cells; /* cells[n_cells], in order of time, without gaps */
    size_t n_cells;
    size_t n_slots, n_tiers;
    const char *const *slot_names; /* slot_names[n_slots]: "" for the first */
    uint64_t context_tokens, output_tokens, cache_minimum_tokens; /* strictest; 0: not stated */
} model_tariff;

/* Where and when is bought: list prices, the buyer's terms, the horizon. */
typedef struct model_market {
    const model_price_book *book;
    const model_terms *terms;
    const model_calendar *calendar;
} model_market;

/* The tariff of a model id at a service level ("standard", "batch", "flex", "priority"). False
   with a sentence when the model, a price at some time, or an exchange rate is missing. */
bool model_tariff_new(const model_market *market, const char *id, const char *service,
                      sim_arena *arena, model_tariff *out, sim_failure *why);

/* The end of the horizon. */
static inline double model_tariff_end_s(const model_tariff *tariff)
{
    return tariff->cells[tariff->n_cells - 1].to_s;
}

/* The name of a slot's tier: "", "long context", "time of day 1", ... */
const char *model_tariff_name(const model_tariff *tariff, size_t slot, size_t tier,
                              sim_arena *arena);

/* The cell at a time within the horizon; near is where to start looking. */
const model_cell *model_tariff_cell(const model_tariff *tariff, double time_s,
                                    const model_cell *near);

/* A call's tokens in their buckets. */
typedef struct model_usage {
    uint64_t tokens[MODEL_METERS]; /* [MODEL_REQUESTS]: 1 */
} model_usage;

/* Splits a call among the tiers of its cell: tiers[MODEL_TIERS]; returns whether it is long. */
bool model_tariff_split(const model_cell *cell, const model_usage *usage,
                        model_usage tiers[MODEL_TIERS]);

/* What one call costs in a cell. */
double model_tariff_cost(const model_cell *cell, const model_usage *usage);

#endif
