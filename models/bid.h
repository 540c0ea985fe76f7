/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * What typical sessions of a workload cost at an endpoint, and when: by this a route knows
 * which of its candidates is the cheapest.
 *
 * A few hundred sessions are drawn, at addresses of their own, and played at every candidate
 * with all that belongs to it: tokenizer, verbosity, reasoning, prompt cache, documents, long
 * context. Their tokens at the prices of a moment are the bid. The same sessions in every
 * replication: what moves bids is what is unknown, and prices.
 */
#ifndef MODELS_BID_H
#define MODELS_BID_H

#include "models/future.h"
#include "models/tariff.h"

enum { MODEL_BID_SESSIONS = 512 };

typedef struct model_span {
    double from_s, to_s;
} model_span;

typedef struct model_bid {
    const model_tariff *tariff; /* NULL: it is no candidate */
    double tokens[MODEL_TIERS][MODEL_METERS];
} model_bid;

/* What the sessions cost at a time, in the report's currency, NAN where a price is missing; and
   narrows the span to that over which it stays so. */
double model_bid_at(const model_bid *bid, double time_s, model_span *span);

typedef struct model_plan model_plan;
typedef struct model_planned model_planned;

/* The bids for a workload in an architecture, in a future: out[n_endpoints]. */
bool model_bids_new(const model_plan *plan, const model_planned *p, size_t workload,
                    const model_future *future, const model_bid **out, sim_failure *why);

#endif
