/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * Price books: what vendors ask, dated, with source. A tariff (tariff.h) is made from one.
 *
 * A price that is missing is NAN, never a fallback. Two rules are the vendors' own, not
 * fallbacks: reasoning tokens cost what output costs unless a book says otherwise, and where
 * a model has no cache-write price its first use of a prefix is billed as plain input.
 */
#ifndef MODELS_PRICE_H
#define MODELS_PRICE_H

#include "sim/memory.h"

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

/* What is counted, each in its own bucket: the sum over buckets is the call. */
typedef enum model_meter {
    MODEL_INPUT, /* uncached prompt tokens */
    MODEL_CACHE_READ,
    MODEL_CACHE_WRITE_5M,
    MODEL_CACHE_WRITE_1H,
    MODEL_OUTPUT,    /* visible */
    MODEL_REASONING, /* hidden output */
    MODEL_REQUESTS,
    MODEL_METERS, /* of calls; machines have these: */
    MODEL_MACHINE_BUSY = MODEL_METERS,
    MODEL_MACHINE_IDLE,
    MODEL_MACHINE_BOOT, /* paid for, not yet of use */
    MODEL_MACHINE_END,
    MODEL_WORK = MODEL_MACHINE_END, /* of people */
    MODEL_FEES,
    MODEL_TOOLS,      /* uses of tools by agents */
    MODEL_HAND_OVERS, /* sessions that humans took over */
    MODEL_SEARCHES,   /* of a reranker */
    MODEL_RANKED,     /* tokens that a reranker read */
    MODEL_READS,      /* read units of a store */
    MODEL_WRITES,     /* write units of a store */
    MODEL_STORED,     /* bytes kept for a month */
    MODEL_DIMENSIONS, /* dimensions of vectors kept for a month */
    MODEL_EMBEDDED,   /* tokens turned into vectors */
    MODEL_LOOKUPS,    /* of a semantic cache */
    MODEL_CHOICES,    /* of a classifier */
    MODEL_CHECKS,     /* of answers */
    MODEL_TRAINED,    /* tokens that training read */
    MODEL_EGRESS,     /* bytes that a store sends out */
    MODEL_TOP_UP,     /* to a monthly minimum: millionths of the report's currency */
    MODEL_ALL_METERS
} model_meter;

/* Names ("input", "cache-read", ...) and units ("token", "request", "ns") of what is counted,
   for people and files. */
extern const char *const model_meter_names[MODEL_ALL_METERS];
extern const char *const model_meter_units[MODEL_ALL_METERS];

static inline bool model_meter_is_machine(model_meter meter)
{
    return meter >= MODEL_METERS && meter < MODEL_MACHINE_END;
}

/* The unit that people read, and what it counts: 3.6e12 ns are an "instance-hour". */
extern const char *const model_meter_shown[MODEL_ALL_METERS];
double model_meter_size(model_meter meter);

/* Price of each meter in the book's currency: per token (not per million), per request. */
typedef struct model_rates {
    double per[MODEL_METERS];
} model_rates;

/* The whole request, or only the tokens beyond, at other rates when the prompt is long. */
typedef struct model_long_context {
    bool is_given;
    uint64_t threshold_tokens; /* of the whole prompt: cached and uncached */
    bool is_inclusive;         /* a prompt of exactly the threshold is long */
    bool is_excess;            /* only the prompt's tokens beyond it; else the whole request */
    model_rates rates;
} model_long_context;

/* Other rates between two times of the day, UTC; may wrap over midnight. */
typedef struct model_time_of_day {
    int from_minute, to_minute; /* 0..1439 */
    model_rates rates;
} model_time_of_day;

/* The prices of a model from a date on, until the next price's date. */
typedef struct model_price {
    int64_t from_unix_s; /* INT64_MIN: from ever */
    model_rates rates;
    model_long_context long_context;
    const model_time_of_day *times; /* times[n_times], not overlapping */
    size_t n_times;
    double batch, flex, priority; /* multipliers on all token rates; NAN: not offered */
    int64_t as_of_unix_s;         /* when the source said so */
    const char *source;
    int line; /* in the book */
} model_price;

typedef struct model_priced {
    const char *id, *provider;     /* "openai/gpt-4o", "openai" */
    uint64_t context_tokens;       /* prompt and output together; 0: not stated */
    uint64_t output_tokens;        /* longest output; 0: not stated */
    uint64_t cache_minimum_tokens; /* shortest prefix that is cached; 0: not stated */
    const model_price *prices;     /* prices[n_prices], by date */
    size_t n_prices;
    int line;
} model_priced;

/* What services ask for. */
typedef enum model_service_unit {
    MODEL_PER_SEARCH,
    MODEL_PER_TOKEN,
    MODEL_PER_READ,
    MODEL_PER_WRITE,
    MODEL_PER_GB_MONTH,
    MODEL_PER_DIMENSION_MONTH,
    MODEL_PER_HOUR,
    MODEL_PER_GB_OUT,
    MODEL_SERVICE_UNITS
} model_service_unit;

/* Other prices from a date on, or of what is used beyond an amount in a month. */
typedef struct model_service_step {
    int64_t from_unix_s;             /* INT64_MIN: from ever */
    double above;                    /* units of the month; 0: all of them */
    double per[MODEL_SERVICE_UNITS]; /* NAN: as before */
    int line;
} model_service_step;

enum { MODEL_SERVICE_STEPS = 32 };

/* What a service around models asks: rerankers, embeddings, vector stores. NAN: not offered. */
typedef struct model_service {
    const char *id; /* "cohere/rerank-v3.5" */
    double per_search;
    double documents; /* that one search ranks at most */
    double per_token;
    double per_read, per_write;
    double per_gb_month, per_dimension_month;
    double per_hour;                 /* as long as it is there */
    double per_gb_out, free_gb_out;  /* sent out; so many are free in a month */
    double minimum;                  /* of a month's bill */
    const model_service_step *steps; /* steps[n_steps], at most MODEL_SERVICE_STEPS */
    size_t n_steps;
    bool is_whole; /* a month is priced as a whole by how much it is, not part by part */
    bool has_free, has_increment;
    double free[MODEL_SERVICE_UNITS];      /* units of each month; NAN: none */
    double increment[MODEL_SERVICE_UNITS]; /* a month's units are rounded up to a multiple; NAN:
                                              to the last */
    int64_t as_of_unix_s;
    const char *source;
    int line;
} model_service;

/* A name that means another model from a date on. */
typedef struct model_alias {
    const char *id, *model;
    int64_t from_unix_s;
    int line;
} model_alias;

typedef struct model_price_book {
    const char *file, *name, *currency; /* ISO 4217, "USD" */
    const model_priced *models;
    size_t n_models;
    const model_alias *aliases;
    size_t n_aliases;
    const model_service *services;
    size_t n_services;
} model_price_book;

/* A buyer's discount on all of a provider's prices from a date on; share 0.12 is 12 % off. */
typedef struct model_discount {
    const char *provider;
    double share;
    int64_t from_unix_s; /* INT64_MIN: from ever */
} model_discount;

/* One unit of the book's currency is worth rate units of the report's from a date on. */
typedef struct model_exchange {
    const char *from, *to;
    double rate; /* with every unknown at its median, if it varies */
    int64_t from_unix_s;
    int32_t slot; /* -1: it is known; else it is resolved[slot] in a future */
} model_exchange;

/* What the buyer adds to a book: discounts, and the currency to report in. */
typedef struct model_terms {
    const char *currency; /* of the report; the book's if NULL */
    const model_discount *discounts;
    size_t n_discounts;
    const model_exchange *exchanges;
    size_t n_exchanges;
} model_terms;

/* Whether some exchange rate is known in a future only; and the terms of that future. */
bool model_terms_vary(const model_terms *terms);
model_terms model_terms_in_future(const model_terms *terms, const double *resolved,
                                  sim_arena *arena);

/* The exchange of another currency for the report's at a time: an identity if it is the same;
   NULL where no rate is stated. */
const model_exchange *model_terms_exchange_at(const model_terms *terms, const char *from,
                                              int64_t unix_s);

/* Units of the report's currency for one of another at a time, and on average over a span; NAN
   where no rate is stated. */
double model_terms_exchange(const model_terms *terms, const char *from, int64_t unix_s);
double model_terms_exchange_mean(const model_terms *terms, const char *from, int64_t begin_s,
                                 int64_t end_s);

/* Which of a service's prices a meter is paid by, and how many of what it counts are one unit;
   MODEL_SERVICE_UNITS: none. */
model_service_unit model_service_unit_of(model_meter meter, double *size);

/* Whether its prices change with dates or amounts. */
bool model_service_varies(const model_service *service);

/*
 * What a month from begin to end costs, in which so many were counted by a meter (or by several
 * of one unit): free units off, the rest rounded up to its increment, priced part by part
 * (graduated) or as a whole. A change of price within the month counts for its share of the
 * time.
 */
double model_service_bill(const model_service *service, model_meter meter, double count,
                          int64_t begin_s, int64_t end_s);

/* What a service asks for one of what a meter counts; NAN: nothing is stated. */
double model_service_price(const model_service *service, model_meter meter);

/* The service of that id; NULL if the book has none. */
const model_service *model_price_book_service(const model_price_book *book, const char *id);

/* The model of that id at a date, through aliases; NULL if the book has none. */
const model_priced *model_price_book_find(const model_price_book *book, const char *id,
                                          int64_t unix_s);

#endif
