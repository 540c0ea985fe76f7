/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * A store of vectors and what its corpus costs month by month: kept bytes and dimensions, or
 * machines; writes and embeddings of what is new, changed or embedded again; a managed
 * service's monthly minimum.
 *
 * A vector of d dimensions takes 4 d bytes, divided by its quantisation, and some overhead for
 * its index and metadata. The corpus grows by a factor a month; sizes are those at a month's
 * middle. Machines are as many as hold it, times replicas: as stated, or as many as answer the
 * month's queries at their peak.
 */
#ifndef MODELS_STORE_H
#define MODELS_STORE_H

#include "models/calendar.h"
#include "models/ledger.h"
#include "models/number.h"

enum { MODEL_STORE_LINES = 7 };

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
    double disk;               /* bytes that its SSD holds; 0: all is in memory. Else memory
                                  keeps a share of the vectors as they are quantised, and the
                                  SSD all of them in whole */
    model_number in_memory;    /* that share */
    model_number replicas;     /* at least */
    double queries_per_s;      /* that one answers; 0: as many as stated are enough */
    model_number peak;         /* queries at the busiest time for one on average */
    double per_gb_out, free_gb_out; /* NAN: none; free in a month */
    const char *egress;             /* the service that asks it */
    model_number bytes_out;         /* of a query's answer */
} model_store;

/* What others did at a store: counted with it. */
typedef struct model_store_use {
    const model_line *lines; /* lines[MODEL_STORE_LINES]: its own */
    const double *spent;     /* spent[n_months]: on reads, which count towards the minimum */
} model_store_use;

/* Price of what a line counts: of a byte-month, a dimension-month, a write unit, a token, an
   instance's hour, a millionth of the currency; NAN: none. */
double model_store_price(const model_store *store, model_meter meter);

/* Counts a store's corpus, into its lines from first on. */
void model_store_count(const model_store *store, const model_calendar *calendar,
                       const double *resolved, size_t first, const double *queries,
                       model_ledger *ledger);

/* Tops its bills up to their minimum, when all that they are for was counted and rated. */
void model_store_top_up(const model_store *store, const model_calendar *calendar, size_t first,
                        const model_store_use *use, model_ledger *ledger);

#endif
