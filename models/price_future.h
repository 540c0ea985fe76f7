/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * What becomes of prices in one future: random jumps, and models that retire.
 *
 * Jumps of a model, or of all models of a provider together, come at a rate; each multiplies
 * all token prices by its size, from the first day of the month after it on. A model that
 * retires is charged as its successor from a month on: from the first that begins at a date or
 * later, or after a random time. Both are unknowns: drawn by (seed, replication, whose), so
 * that all architectures, and a replication's twin, see the same prices.
 */
#ifndef MODELS_PRICE_FUTURE_H
#define MODELS_PRICE_FUTURE_H

#include "models/calendar.h"
#include "models/future.h"
#include "models/length.h"
#include "models/tariff.h"

typedef struct model_price_jumps {
    const char *provider, *model; /* one of them; the other is NULL */
    double per_year;
    model_law size; /* factor on prices; none: model_price_future_usual_size */
} model_price_jumps;

typedef struct model_retirement {
    const char *model, *successor;
    double on_s;     /* from the horizon's start; NAN: at random */
    double per_year; /* rate, where at random */
} model_retirement;

typedef struct model_price_futures {
    const model_price_jumps *jumps; /* jumps[n_jumps] */
    size_t n_jumps;
    const model_retirement *retirements; /* retirements[n_retirements] */
    size_t n_retirements;
} model_price_futures;

static inline bool model_price_futures_any(const model_price_futures *futures)
{
    return futures->n_jumps + futures->n_retirements > 0;
}

/* What becomes of a model id; NULL: nothing. */
const model_retirement *model_price_futures_retirement(const model_price_futures *futures,
                                                       const char *model);

/* Size of a jump where nothing is stated, from two uniforms: a cut in 55 % of the cases, to a
   median of 0.54 of the price, else a rise to a median of 1.64. Fitted to the 137 changes of
   input and output prices (of factors 0.1 to 10, slips of unit left out) in 640 states of a
   public catalogue from 2025-02 to 2026-07: mean and standard deviation of the logarithms of
   cuts (-0.62, 0.51) and of rises (0.50, 0.52). */
double model_price_future_usual_size(double u, double v);

/* factor[n_months] on the prices of a model id in a future. */
bool model_price_future_factors(const model_price_futures *futures, const char *model,
                                const model_calendar *calendar, const model_future *future,
                                double *factor, sim_failure *why);

/* The month from which a retirement holds; n_months: not within the horizon. */
size_t model_price_future_month(const model_retirement *retirement,
                                const model_calendar *calendar, const model_future *future);

#endif
