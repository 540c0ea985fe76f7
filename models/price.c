/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "models/price.h"

#include <string.h>

const char *const model_meter_names[MODEL_METERS] = {
    [MODEL_INPUT] = "input",
    [MODEL_CACHE_READ] = "cache-read",
    [MODEL_CACHE_WRITE_5M] = "cache-write",
    [MODEL_CACHE_WRITE_1H] = "cache-write-1h",
    [MODEL_OUTPUT] = "output",
    [MODEL_REASONING] = "reasoning",
    [MODEL_REQUESTS] = "requests",
};

const char *const model_meter_units[MODEL_METERS] = {
    [MODEL_INPUT] = "token",          [MODEL_CACHE_READ] = "token",
    [MODEL_CACHE_WRITE_5M] = "token", [MODEL_CACHE_WRITE_1H] = "token",
    [MODEL_OUTPUT] = "token",         [MODEL_REASONING] = "token",
    [MODEL_REQUESTS] = "request",
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

const model_priced *model_price_book_find(const model_price_book *book, const char *id,
                                          int64_t unix_s)
{
    const char *model = meaning(book, id, unix_s);
    for (size_t i = 0; i < book->n_models; i++)
        if (strcmp(book->models[i].id, model) == 0)
            return &book->models[i];
    return NULL;
}
