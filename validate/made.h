/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * Parts of scenarios made by hand: numbers, laws, calendars, prices.
 */
#ifndef VALIDATE_MADE_H
#define VALIDATE_MADE_H

#include "models/world.h"
#include "sim/failure.h"

#include <stdlib.h>

enum { MADE_START = 1798761600 }; /* 2027-01-01T00:00:00Z, a Friday */

/* A number that the scenario does not give. */
static inline model_number made_absent(void)
{
    return (model_number){.slot = -1};
}

/* A law of a kind in one of its forms. */
static inline model_law made_law(const char *kind, size_t form, double first, double second)
{
    const model_number one = {.value = 1, .slot = -1};
    model_law law = {.kind = sim_law_kind_named(kind), .scale = one, .outer_scale = one};
    sim_require(law.kind && form < law.kind->n_forms);
    law.form = &law.kind->forms[form];
    for (size_t i = 0; i < SIM_LAW_NUMBERS; i++)
        law.given[i] = model_number_plain(i == 0 ? first : i == 1 ? second : 0);
    law.minimum = law.maximum = made_absent();
    return law;
}

/* No law. */
static inline model_law made_no_law(void)
{
    model_law law = made_law("constant", 0, 0, 0);
    law.kind = NULL;
    law.form = NULL;
    return law;
}

/* Months of so many days from start_unix_s on, in UTC. */
static inline const model_calendar *made_calendar(int64_t start_unix_s, size_t n_months,
                                                  const unsigned *days, sim_arena *arena)
{
    model_calendar *calendar = sim_arena_alloc(arena, 1, sizeof *calendar);
    double *month_s = sim_arena_alloc(arena, n_months + 1, sizeof *month_s);
    for (size_t i = 0; i < n_months; i++)
        month_s[i + 1] = month_s[i] + days[i] * 86400.0;
    size_t n_hours = (size_t)(month_s[n_months] / 3600);
    int16_t *how = sim_arena_alloc(arena, n_hours, sizeof *how);
    for (size_t i = 0; i < n_hours; i++) /* 1970-01-01 was a Thursday */
        how[i] = (int16_t)((start_unix_s / 3600 + 72 + (int64_t)i) % 168);
    *calendar = (model_calendar){.start_unix_s = start_unix_s,
                                 .n_months = n_months,
                                 .month_s = month_s,
                                 .n_hours = n_hours,
                                 .hour_of_week = how};
    return calendar;
}

/* Arrivals at a rate and nothing else. */
static inline model_arrivals made_arrivals(double rate_per_s)
{
    return (model_arrivals){.rate_per_s = model_number_plain(rate_per_s),
                            .growth = model_number_plain(1),
                            .burst_sd = made_absent(),
                            .burst_correlation = made_absent(),
                            .burst_step_s = made_absent(),
                            .gap_cv = made_absent(),
                            .on_s = made_no_law(),
                            .off_s = made_no_law(),
                            .clients = model_number_plain(1),
                            .client_zipf = model_number_plain(0)};
}

/* An endpoint of a model with nothing special. */
static inline model_endpoint made_endpoint(const char *model_id)
{
    return (model_endpoint){.name = "llm",
                            .model_id = model_id,
                            .hosting = "api",
                            .service = "standard",
                            .tokenizer = model_number_plain(1),
                            .verbosity = model_number_plain(1),
                            .reasoning = made_no_law(),
                            .max_output = made_absent(),
                            .cache_hit = model_number_plain(1)};
}

/* Rates of 1, 2, 3 ... times a unit for the meters in their order; requests are free. */
static inline model_rates made_rates(double unit)
{
    model_rates rates;
    for (int i = 0; i < MODEL_METERS; i++)
        rates.per[i] = i == MODEL_REQUESTS ? 0 : (i + 1) * unit;
    return rates;
}

/* A price from a date on: those rates, batch and flex at half, no priority. */
static inline model_price made_price(int64_t from_unix_s, double unit)
{
    return (model_price){.from_unix_s = from_unix_s,
                         .rates = made_rates(unit),
                         .batch = 0.5,
                         .flex = 0.5,
                         .priority = (double)NAN,
                         .source = "invented",
                         .line = 7};
}

/* Random numbers for tests, by SplitMix64. */
static inline double made_uniform(uint64_t *state)
{
    uint64_t z = *state += UINT64_C(0x9E3779B97F4A7C15);
    z = (z ^ z >> 30) * UINT64_C(0xBF58476D1CE4E5B9);
    z = (z ^ z >> 27) * UINT64_C(0x94D049BB133111EB);
    return (double)((z ^ z >> 31) >> 11) * 0x1p-53;
}

#endif
