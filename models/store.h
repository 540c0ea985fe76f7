/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * A store of vectors and what its corpus costs month by month: kept bytes and dimensions, or
 * machines; writes and embeddings of what is new, changed or embedded again; a managed
 * service's monthly minimum.
 *
 * A vector of d dimensions takes 4 d bytes, divided by its quantisation, and some overhead for
 * its index and metadata. The corpus grows by a factor a month; sizes are those at a month's
 * middle.
 */
#ifndef MODELS_STORE_H
#define MODELS_STORE_H

#include "models/calendar.h"
#include "models/ledger.h"
#include "models/number.h"

enum { MODEL_STORE_LINES = 6 };

/* In the order of its lines. */
extern const model_meter model_store_meters[MODEL_STORE_LINES];

/* As the scenario states it. */
typedef struct model_store {
    const char *name;
    model_number vectors, growth;    /* at the start; factor per month */
    double dimensions, quantisation; /* 1, 4, 8 or 32 */
    model_number overhead;           /* bytes of a vector besides it */
    model_number refreshed;          /* share of the corpus written again in a month */
    model_number tokens;             /* of a vector's text */
    double embed_again_months;       /* all of it embedded anew; 0: never */
    const char *service;             /* in the price book; NULL: none */
    const char *book_currency;       /* of its prices and the embedding's; NULL: the report's */
    double per_gb_month, per_dimension_month, per_write, minimum; /* NAN: none */
    double units_per_write;                                       /* write units of a vector */
    const char *embedding;     /* the service that embeds; NULL: none */
    double per_embedded_token; /* NAN: none */
    const char *instance_id;   /* in the hardware book; NULL: managed */
    double per_hour;           /* of an instance; NAN: managed */
    const char *currency;      /* of per_hour; NULL: the report's */
    model_number instances;    /* of which there are so many in the first month... */
    double memory;             /* ... or as many as hold the vectors in so many bytes each;
                                  0: as stated */
    model_number replicas;
} model_store;

/* Price of what a line counts: of a byte-month, a dimension-month, a write unit, a token, an
   instance's hour, a millionth of the currency; NAN: none. */
double model_store_price(const model_store *store, model_meter meter);

/* Counts a store's corpus, into its lines from first on; spent[n_months] is what others spent
   at the store in each month (reads), which counts towards the minimum. */
void model_store_count(const model_store *store, const model_calendar *calendar,
                       const double *resolved, size_t first, const double *spent,
                       model_ledger *ledger);

#endif
