/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "models/price.h"

#include <math.h>
#include <string.h>

const char *const model_meter_names[MODEL_ALL_METERS] = {
    [MODEL_INPUT] = "input",
    [MODEL_CACHE_READ] = "cache-read",
    [MODEL_CACHE_WRITE_5M] = "cache-write",
    [MODEL_CACHE_WRITE_1H] = "cache-write-1h",
    [MODEL_OUTPUT] = "output",
    [MODEL_REASONING] = "reasoning",
    [MODEL_REQUESTS] = "requests",
    [MODEL_MACHINE_BUSY] = "busy",
    [MODEL_MACHINE_IDLE] = "idle",
    [MODEL_MACHINE_BOOT] = "booting",
    [MODEL_WORK] = "work",
    [MODEL_FEES] = "fee",
    [MODEL_TOOLS] = "tools",
    [MODEL_HAND_OVERS] = "hand-overs",
    [MODEL_SEARCHES] = "searches",
    [MODEL_RANKED] = "ranked",
    [MODEL_READS] = "reads",
    [MODEL_WRITES] = "writes",
    [MODEL_STORED] = "storage",
    [MODEL_DIMENSIONS] = "dimensions",
    [MODEL_EMBEDDED] = "embedding",
    [MODEL_LOOKUPS] = "lookups",
    [MODEL_CHOICES] = "choices",
    [MODEL_CHECKS] = "checks",
    [MODEL_TRAINED] = "training",
    [MODEL_EGRESS] = "egress",
    [MODEL_TOP_UP] = "minimum",
};

const char *const model_meter_shown[MODEL_ALL_METERS] = {
    [MODEL_INPUT] = "token",
    [MODEL_CACHE_READ] = "token",
    [MODEL_CACHE_WRITE_5M] = "token",
    [MODEL_CACHE_WRITE_1H] = "token",
    [MODEL_OUTPUT] = "token",
    [MODEL_REASONING] = "token",
    [MODEL_REQUESTS] = "request",
    [MODEL_MACHINE_BUSY] = "instance-hour",
    [MODEL_MACHINE_IDLE] = "instance-hour",
    [MODEL_MACHINE_BOOT] = "instance-hour",
    [MODEL_WORK] = "hour",
    [MODEL_FEES] = "fee",
    [MODEL_TOOLS] = "use",
    [MODEL_HAND_OVERS] = "session",
    [MODEL_SEARCHES] = "search",
    [MODEL_RANKED] = "token",
    [MODEL_READS] = "read unit",
    [MODEL_WRITES] = "write unit",
    [MODEL_STORED] = "GB-month",
    [MODEL_DIMENSIONS] = "million dimension-months",
    [MODEL_EMBEDDED] = "token",
    [MODEL_LOOKUPS] = "lookup",
    [MODEL_CHOICES] = "session",
    [MODEL_CHECKS] = "session",
    [MODEL_TRAINED] = "token",
    [MODEL_EGRESS] = "GB",
    [MODEL_TOP_UP] = "unit of money",
};

double model_meter_size(model_meter meter)
{
    static const double sizes[MODEL_ALL_METERS] = {
        [MODEL_MACHINE_BUSY] = 3600e9, [MODEL_MACHINE_IDLE] = 3600e9,
        [MODEL_MACHINE_BOOT] = 3600e9, [MODEL_WORK] = 3600e9,
        [MODEL_STORED] = 1e9,          [MODEL_DIMENSIONS] = 1e6,
        [MODEL_TOP_UP] = 1e6,          [MODEL_EGRESS] = 1e9,
    };
    return sizes[meter] > 0 ? sizes[meter] : 1;
}

const char *const model_meter_units[MODEL_ALL_METERS] = {
    [MODEL_INPUT] = "token",
    [MODEL_CACHE_READ] = "token",
    [MODEL_CACHE_WRITE_5M] = "token",
    [MODEL_CACHE_WRITE_1H] = "token",
    [MODEL_OUTPUT] = "token",
    [MODEL_REASONING] = "token",
    [MODEL_REQUESTS] = "request",
    [MODEL_MACHINE_BUSY] = "ns",
    [MODEL_MACHINE_IDLE] = "ns",
    [MODEL_MACHINE_BOOT] = "ns",
    [MODEL_WORK] = "ns",
    [MODEL_FEES] = "fee",
    [MODEL_TOOLS] = "use",
    [MODEL_HAND_OVERS] = "session",
    [MODEL_SEARCHES] = "search",
    [MODEL_RANKED] = "token",
    [MODEL_READS] = "read unit",
    [MODEL_WRITES] = "write unit",
    [MODEL_STORED] = "byte-month",
    [MODEL_DIMENSIONS] = "dimension-month",
    [MODEL_EMBEDDED] = "token",
    [MODEL_LOOKUPS] = "lookup",
    [MODEL_CHOICES] = "session",
    [MODEL_CHECKS] = "session",
    [MODEL_TRAINED] = "token",
    [MODEL_EGRESS] = "byte",
    [MODEL_TOP_UP] = "millionth of the currency",
};

/* What the id stands for at a date: the newest alias that has begun, or the id itself. */
static const char *meaning(const model_price_book *book, const char *id, int64_t unix_s)
{
    const model_alias *newest = NULL;
    for (size_t i = 0; i < book->n_aliases; i++) {
        const model_alias *alias = &book->aliases[i];
        if (strcmp(alias->id, id) == 0 && alias->from_unix_s <= unix_s &&
            (!newest || alias->from_unix_s > newest->from_unix_s))
            newest = alias;
    }
    return newest ? newest->model : id;
}

bool model_terms_vary(const model_terms *terms)
{
    for (size_t i = 0; i < terms->n_exchanges; i++)
        if (terms->exchanges[i].slot >= 0)
            return true;
    return false;
}

model_terms model_terms_in_future(const model_terms *terms, const double *resolved,
                                  sim_arena *arena)
{
    model_terms out = *terms;
    model_exchange *exchanges = sim_arena_alloc(arena, terms->n_exchanges, sizeof *exchanges);
    for (size_t i = 0; i < terms->n_exchanges; i++) {
        exchanges[i] = terms->exchanges[i];
        if (exchanges[i].slot >= 0)
            exchanges[i].rate = resolved[exchanges[i].slot];
    }
    out.exchanges = exchanges;
    return out;
}

const model_exchange *model_terms_exchange_at(const model_terms *terms, const char *from,
                                              int64_t unix_s)
{
    static const model_exchange same = {.rate = 1, .slot = -1};
    const model_exchange *newest = NULL;
    if (!terms->currency || strcmp(from, terms->currency) == 0)
        return &same;
    for (size_t i = 0; i < terms->n_exchanges; i++) {
        const model_exchange *e = &terms->exchanges[i];
        if (strcmp(e->from, from) == 0 && strcmp(e->to, terms->currency) == 0 &&
            e->from_unix_s <= unix_s && (!newest || e->from_unix_s >= newest->from_unix_s))
            newest = e;
    }
    return newest;
}

double model_terms_exchange(const model_terms *terms, const char *from, int64_t unix_s)
{
    const model_exchange *exchange = model_terms_exchange_at(terms, from, unix_s);
    return exchange ? exchange->rate : (double)NAN;
}

double model_terms_exchange_mean(const model_terms *terms, const char *from, int64_t begin_s,
                                 int64_t end_s)
{
    double sum = 0;
    for (int64_t at_s = begin_s; at_s < end_s;) {
        int64_t next_s = end_s;
        for (size_t i = 0; i < terms->n_exchanges; i++) {
            const int64_t from_s = terms->exchanges[i].from_unix_s;
            next_s = from_s > at_s && from_s < next_s ? from_s : next_s;
        }
        sum += model_terms_exchange(terms, from, at_s) * (double)(next_s - at_s);
        at_s = next_s;
    }
    return sum / (double)(end_s - begin_s);
}

const model_priced *model_price_book_find(const model_price_book *book, const char *id,
                                          int64_t unix_s)
{
    const char *model = meaning(book, id, unix_s);
    for (size_t i = 0; i < book->n_models; i++)
        if (strcmp(book->models[i].id, model) == 0)
            return &book->models[i];
    return NULL;
}

const model_service *model_price_book_service(const model_price_book *book, const char *id)
{
    for (size_t i = 0; i < book->n_services; i++)
        if (strcmp(book->services[i].id, id) == 0)
            return &book->services[i];
    return NULL;
}
