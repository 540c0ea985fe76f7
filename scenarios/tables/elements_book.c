/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Price books. */
#include "scenarios/draft.h"
#include "scenarios/language/kinds.h"
#include "scenarios/language/reader.h"
#include "scenarios/tables/elements.h"

#include <math.h>
#include <string.h>

/* NOLINTBEGIN(bugprone-macro-parentheses): a member cannot stand in parentheses. */
#define RATE(title, type, rates, meter, default_text, sentence)                                \
    {                                                                                          \
        .name = (title), .kind = &scenario_kind_fixed_token_price,                             \
        .offset = offsetof(type, rates.per[meter]), .otherwise = (default_text),               \
        .range = {0, INFINITY, false}, .meaning = (sentence)                                   \
    }

/* The token prices that a price, its long-context tier and its times of day all have. */
#define TOKEN_RATES(type, rates, required)                                                     \
    RATE("input", type, rates, MODEL_INPUT, required, "uncached prompt tokens"),               \
        RATE("output", type, rates, MODEL_OUTPUT, "", "visible output tokens"),                \
        RATE("cache-read", type, rates, MODEL_CACHE_READ, "", "prompt tokens from the cache"), \
        RATE("cache-write", type, rates, MODEL_CACHE_WRITE_5M, "",                             \
             "prompt tokens written to the cache for 5 minutes"),                              \
        RATE("cache-write-1h", type, rates, MODEL_CACHE_WRITE_1H, "",                          \
             "prompt tokens written to the cache for an hour"),                                \
        RATE("reasoning", type, rates, MODEL_REASONING, "",                                    \
             "hidden output tokens; the price of output if left out")

/* NOLINTEND(bugprone-macro-parentheses) */

/* ---- Tiers ---- */

static const scenario_choice *applies_choice(size_t i)
{
    static const scenario_choice table[] = {
        {"request", "to all tokens of a call whose prompt is long", false},
        {"excess", "to the prompt's tokens beyond the threshold", false},
    };
    return i < 2 ? &table[i] : NULL;
}

static bool read_applies(scenario_reader *reader, const scenario_value *value, void *slot)
{
    const char *choice;
    if (!scenario_kinds_read_choice(reader, value, &choice))
        return false;
    *(bool *)slot = strcmp(choice, "excess") == 0;
    return true;
}

static const scenario_kind kind_applies = {
    .name = "applies-to",
    .summary = "what a long-context price is for",
    .read = read_applies,
    .choices = applies_choice,
};

static const scenario_field long_context_fields[] = {
    {.name = "threshold",
     .kind = &scenario_kind_count,
     .offset = offsetof(model_price, long_context.threshold_tokens),
     .range = {1, 1e12, false},
     .meaning = "a prompt of more tokens, cached or not, is long"},
    {.name = "inclusive",
     .kind = &scenario_kind_flag,
     .offset = offsetof(model_price, long_context.is_inclusive),
     .otherwise = "no",
     .meaning = "whether a prompt of exactly the threshold is long"},
    {.name = "applies-to",
     .kind = &kind_applies,
     .offset = offsetof(model_price, long_context.is_excess),
     .otherwise = "request",
     .meaning = "what these prices are for"},
    TOKEN_RATES(model_price, long_context.rates, ""),
};

static const scenario_element long_context_element = {
    .name = "long-context",
    .meaning = "other prices when the prompt is long",
    .size = sizeof(model_price),
    SCENARIO_FIELDS(long_context_fields),
};

static const scenario_field time_of_day_fields[] = {
    {.name = "from",
     .kind = &scenario_kind_minute,
     .offset = offsetof(model_time_of_day, from_minute),
     .meaning = "when these prices begin each day, UTC"},
    {.name = "to",
     .kind = &scenario_kind_minute,
     .offset = offsetof(model_time_of_day, to_minute),
     .meaning = "when they end; before \"from\" it is the next day"},
    TOKEN_RATES(model_time_of_day, rates, ""),
};

static const scenario_element time_of_day_element = {
    .name = "time-of-day",
    .meaning = "other prices at some hours of the day",
    .size = sizeof(model_time_of_day),
    SCENARIO_FIELDS(time_of_day_fields),
};

/* ---- Prices ---- */

#define MULTIPLIER(title, where, sentence)                                                     \
    {                                                                                          \
        .name = (title), .kind = &scenario_kind_fixed_number,                                  \
        .offset = offsetof(scenario_price_draft, model.where), .otherwise = "",                \
        .range = {0, 1000, false}, .meaning = (sentence)                                       \
    }

static const scenario_field price_fields[] = {
    {.name = "from",
     .kind = &scenario_kind_date,
     .offset = offsetof(scenario_price_draft, model.from_unix_s),
     .otherwise = "",
     .meaning = "its first day, UTC; from ever if left out"},
    TOKEN_RATES(scenario_price_draft, model.rates, NULL),
    {.name = "request",
     .kind = &scenario_kind_fixed_money,
     .offset = offsetof(scenario_price_draft, model.rates.per[MODEL_REQUESTS]),
     .otherwise = "",
     .range = {0, INFINITY, false},
     .meaning = "a fee per call; none if left out"},
    MULTIPLIER("batch", batch, "factor on all token prices of the batch service"),
    MULTIPLIER("flex", flex, "factor on all token prices of the flex service"),
    MULTIPLIER("priority", priority, "factor on all token prices of the priority service"),
    {.name = "as-of",
     .kind = &scenario_kind_date,
     .offset = offsetof(scenario_price_draft, model.as_of_unix_s),
     .meaning = "when the source said so"},
    {.name = "source",
     .kind = &scenario_kind_text,
     .offset = offsetof(scenario_price_draft, model.source),
     .meaning = "who said so"},
};

static const scenario_child price_children[] = {
    {.element = &long_context_element,
     .occurrence = SCENARIO_OPTIONAL,
     .offset = offsetof(scenario_price_draft, model),
     .has = offsetof(scenario_price_draft, model.long_context.is_given)},
    {.element = &time_of_day_element,
     .occurrence = SCENARIO_MANY,
     .offset = offsetof(scenario_price_draft, model.times),
     .count = offsetof(scenario_price_draft, model.n_times)},
};

static const scenario_element price_element = {
    .name = "price",
    .meaning = "what a model costs from a date on, until its next price",
    .size = sizeof(scenario_price_draft),
    .place = offsetof(scenario_price_draft, place),
    SCENARIO_FIELDS(price_fields),
    SCENARIO_CHILDREN(price_children),
};

/* ---- Models ---- */

#define LIMIT(title, where, sentence)                                                          \
    {                                                                                          \
        .name = (title), .kind = &scenario_kind_count,                                         \
        .offset = offsetof(scenario_priced_draft, model.where), .otherwise = "",               \
        .range = {1, 1e12, false}, .meaning = (sentence)                                       \
    }

static const scenario_field model_fields[] = {
    {.name = "id",
     .kind = &scenario_kind_name,
     .offset = offsetof(scenario_priced_draft, model.id),
     .meaning = "provider/model"},
    LIMIT("context", context_tokens, "the most tokens of prompt and output together"),
    LIMIT("max-output", output_tokens, "the longest output"),
    LIMIT("cache-minimum", cache_minimum_tokens, "the shortest prefix that is cached"),
};

static const scenario_child model_children[] = {
    {.element = &price_element,
     .occurrence = SCENARIO_SOME,
     .offset = offsetof(scenario_priced_draft, prices),
     .count = offsetof(scenario_priced_draft, n_prices)},
};

static const scenario_element model_element = {
    .name = "model",
    .meaning = "a model that can be bought",
    .size = sizeof(scenario_priced_draft),
    .place = offsetof(scenario_priced_draft, place),
    SCENARIO_FIELDS(model_fields),
    SCENARIO_CHILDREN(model_children),
};

static const scenario_field alias_fields[] = {
    {.name = "id",
     .kind = &scenario_kind_name,
     .offset = offsetof(scenario_alias_draft, model.id),
     .meaning = "the name"},
    {.name = "model",
     .kind = &scenario_kind_name,
     .offset = offsetof(scenario_alias_draft, model.model),
     .meaning = "the id of the model that it means"},
    {.name = "from",
     .kind = &scenario_kind_date,
     .offset = offsetof(scenario_alias_draft, model.from_unix_s),
     .otherwise = "",
     .meaning = "its first day, UTC; from ever if left out"},
};

static const scenario_element alias_element = {
    .name = "alias",
    .meaning = "a name that means another model",
    .size = sizeof(scenario_alias_draft),
    .place = offsetof(scenario_alias_draft, place),
    SCENARIO_FIELDS(alias_fields),
};

/* ---- Services ---- */

#define SERVICE(title, of_kind, where, default_text, sentence)                                 \
    {                                                                                          \
        .name = (title), .kind = &scenario_kind_##of_kind,                                     \
        .offset = offsetof(scenario_service_draft, model.where), .otherwise = (default_text),  \
        .range = {0, INFINITY, false}, .meaning = (sentence)                                   \
    }

static const scenario_choice *volume_choice(size_t i)
{
    static const scenario_choice table[] = {
        {"graduated", "each for the part of a month beyond its amount", false},
        {"whole", "the last that a month reaches, for all of it", false},
    };
    return i < sizeof table / sizeof *table ? &table[i] : NULL;
}

static bool read_volume(scenario_reader *reader, const scenario_value *value, void *slot)
{
    const char *choice;
    if (!scenario_kinds_read_choice(reader, value, &choice))
        return false;
    *(bool *)slot = choice == volume_choice(1)->name;
    return true;
}

static const scenario_kind kind_volume = {
    .name = "volume-pricing",
    .summary = "how prices above an amount hold",
    .read = read_volume,
    .choices = volume_choice,
};

static const scenario_field service_fields[] = {
    {.name = "id",
     .kind = &scenario_kind_name,
     .offset = offsetof(scenario_service_draft, model.id),
     .meaning = "provider/service"},
    SERVICE("search", fixed_money, per_search, "", "of one search of a reranker"),
    SERVICE("documents", fixed_number, documents, "100", "that one search ranks at most"),
    SERVICE("token", fixed_token_price, per_token, "", "of text that is embedded or ranked"),
    SERVICE("read-unit", fixed_money, per_read, "", "of a managed store"),
    SERVICE("write-unit", fixed_money, per_write, "", "of a managed store"),
    SERVICE("gb-month", fixed_money, per_gb_month, "", "of 10^9 bytes kept for a month"),
    SERVICE("dimension-month", fixed_money, per_dimension_month, "",
            "of one dimension of one vector, kept for a month"),
    SERVICE("hour", fixed_hour_price, per_hour, "", "as long as the service is there"),
    SERVICE("gb-out", fixed_money, per_gb_out, "", "of 10^9 bytes that it sends out"),
    SERVICE("free-gb-out", fixed_number, free_gb_out, "0",
            "of them that are free in each month"),
    {.name = "volume",
     .kind = &kind_volume,
     .offset = offsetof(scenario_service_draft, model.is_whole),
     .otherwise = "graduated",
     .meaning = "how prices above an amount hold"},
    SERVICE("minimum", fixed_money, minimum, "", "of a month's bill, topped up to it"),
    {.name = "as-of",
     .kind = &scenario_kind_date,
     .offset = offsetof(scenario_service_draft, model.as_of_unix_s),
     .meaning = "when the source said so"},
    {.name = "source",
     .kind = &scenario_kind_text,
     .offset = offsetof(scenario_service_draft, model.source),
     .meaning = "who said so"},
};

#define STEP(title, of_kind, unit, sentence)                                                   \
    {                                                                                          \
        .name = (title), .kind = &scenario_kind_##of_kind,                                     \
        .offset = offsetof(scenario_service_step_draft, model.per[unit]), .otherwise = "",     \
        .range = {0, INFINITY, false}, .meaning = (sentence)                                   \
    }

static const scenario_field step_fields[] = {
    {.name = "from",
     .kind = &scenario_kind_date,
     .offset = offsetof(scenario_service_step_draft, model.from_unix_s),
     .otherwise = "",
     .meaning = "its first day, UTC; from ever if left out"},
    {.name = "above",
     .kind = &scenario_kind_fixed_number,
     .offset = offsetof(scenario_service_step_draft, model.above),
     .otherwise = "0",
     .range = {0, INFINITY, false},
     .meaning = "units of a month beyond which it holds: searches, tokens, GB, ..."},
    STEP("search", fixed_money, MODEL_PER_SEARCH, "of one search of a reranker"),
    STEP("token", fixed_token_price, MODEL_PER_TOKEN, "of text that is embedded or ranked"),
    STEP("read-unit", fixed_money, MODEL_PER_READ, "of a managed store"),
    STEP("write-unit", fixed_money, MODEL_PER_WRITE, "of a managed store"),
    STEP("gb-month", fixed_money, MODEL_PER_GB_MONTH, "of 10^9 bytes kept for a month"),
    STEP("dimension-month", fixed_money, MODEL_PER_DIMENSION_MONTH,
         "of one dimension of one vector, kept for a month"),
    STEP("hour", fixed_hour_price, MODEL_PER_HOUR, "as long as the service is there"),
    STEP("gb-out", fixed_money, MODEL_PER_GB_OUT, "of 10^9 bytes that it sends out"),
};

static const scenario_element step_element = {
    .name = "service-price",
    .meaning = "other prices of a service, from a date on or beyond an amount in each month",
    .size = sizeof(scenario_service_step_draft),
    .place = offsetof(scenario_service_step_draft, place),
    SCENARIO_FIELDS(step_fields),
};

#define AMOUNT(title, unit, sentence)                                                          \
    {                                                                                          \
        .name = (title), .kind = &scenario_kind_fixed_number,                                  \
        .offset = sizeof(double) * (unit), .otherwise = "", .range = {0, INFINITY, true},      \
        .meaning = (sentence)                                                                  \
    }

static const scenario_field amount_fields[] = {
    AMOUNT("search", MODEL_PER_SEARCH, "searches of a month"),
    AMOUNT("token", MODEL_PER_TOKEN, "tokens of a month"),
    AMOUNT("read-unit", MODEL_PER_READ, "read units of a month"),
    AMOUNT("write-unit", MODEL_PER_WRITE, "write units of a month"),
    AMOUNT("gb-month", MODEL_PER_GB_MONTH, "of 10^9 bytes kept for a month"),
    AMOUNT("dimension-month", MODEL_PER_DIMENSION_MONTH, "dimensions kept for a month"),
    AMOUNT("hour", MODEL_PER_HOUR, "hours of a month"),
    AMOUNT("gb-out", MODEL_PER_GB_OUT, "of 10^9 bytes sent out in a month"),
};

static const scenario_element free_element = {
    .name = "free",
    .meaning = "what of a month costs nothing",
    .size = sizeof(double[MODEL_SERVICE_UNITS]),
    SCENARIO_FIELDS(amount_fields),
};

static const scenario_element increment_element = {
    .name = "increment",
    .meaning = "amounts that a month's units are rounded up to a multiple of",
    .size = sizeof(double[MODEL_SERVICE_UNITS]),
    SCENARIO_FIELDS(amount_fields),
};

static const scenario_child service_children[] = {
    {.element = &step_element,
     .occurrence = SCENARIO_MANY,
     .offset = offsetof(scenario_service_draft, steps),
     .count = offsetof(scenario_service_draft, n_steps)},
    {.element = &free_element,
     .occurrence = SCENARIO_OPTIONAL,
     .offset = offsetof(scenario_service_draft, model.free),
     .has = offsetof(scenario_service_draft, model.has_free)},
    {.element = &increment_element,
     .occurrence = SCENARIO_OPTIONAL,
     .offset = offsetof(scenario_service_draft, model.increment),
     .has = offsetof(scenario_service_draft, model.has_increment)},
};

static const scenario_element service_element = {
    .name = "service",
    .meaning = "what is paid for around models: rerankers, embeddings, vector stores",
    .size = sizeof(scenario_service_draft),
    .place = offsetof(scenario_service_draft, place),
    SCENARIO_FIELDS(service_fields),
    SCENARIO_CHILDREN(service_children),
};

/* ---- The book ---- */

static const scenario_field book_fields[] = {
    {.name = "name",
     .kind = &scenario_kind_name,
     .offset = offsetof(scenario_book_draft, name),
     .meaning = "its name in reports"},
    {.name = "currency",
     .kind = &scenario_kind_currency,
     .offset = offsetof(scenario_book_draft, currency),
     .meaning = "the currency of all its prices"},
};

static const scenario_child book_children[] = {
    {.element = &model_element,
     .occurrence = SCENARIO_MANY,
     .offset = offsetof(scenario_book_draft, models),
     .count = offsetof(scenario_book_draft, n_models)},
    {.element = &alias_element,
     .occurrence = SCENARIO_MANY,
     .offset = offsetof(scenario_book_draft, aliases),
     .count = offsetof(scenario_book_draft, n_aliases)},
    {.element = &service_element,
     .occurrence = SCENARIO_MANY,
     .offset = offsetof(scenario_book_draft, services),
     .count = offsetof(scenario_book_draft, n_services)},
};

const scenario_element scenario_elements_book = {
    .name = "prices",
    .meaning = "what vendors ask for their models, dated, with source",
    .size = sizeof(scenario_book_draft),
    .place = offsetof(scenario_book_draft, place),
    SCENARIO_FIELDS(book_fields),
    SCENARIO_CHILDREN(book_children),
};

const scenario_language scenario_language_prices = {
    .name = "prices",
    .what = "a price book",
    .namespace_uri = "urn:outlay:prices:1",
    .root = &scenario_elements_book,
};
