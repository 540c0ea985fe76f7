/* SPDX-License-Identifier: GPL-3.0-or-later */
/* What a vendor's endpoint holds back: rate limits, failures, latency, bought units. */
#include "scenarios/draft.h"
#include "scenarios/language/kinds.h"
#include "scenarios/tables/elements.h"

#include <math.h>

#define LIMITS(member) offsetof(scenario_endpoint_draft, limits.member)

static const scenario_field rate_limit_fields[] = {
    {.name = "requests",
     .kind = &scenario_kind_rate,
     .offset = LIMITS(model.requests_per_s),
     .otherwise = "",
     .range = {0, INFINITY, true},
     .meaning = "calls that are let in, such as 500/min; no limit if left out"},
    {.name = "tokens",
     .kind = &scenario_kind_rate,
     .offset = LIMITS(model.tokens_per_s),
     .otherwise = "",
     .range = {0, INFINITY, true},
     .meaning = "tokens of prompts and answers that are let in, such as 200000/min"},
    {.name = "backoff",
     .kind = &scenario_kind_duration,
     .offset = LIMITS(model.backoff_s),
     .otherwise = "1 s",
     .range = {0.001, 86400, false},
     .meaning = "a client's wait after its first refusal; each next one is twice as long, and "
                "between a half and one and a half of that"},
    {.name = "attempts",
     .kind = &scenario_kind_number,
     .offset = LIMITS(model.attempts),
     .otherwise = "6",
     .range = {1, 1000, false},
     .meaning = "refusals after which a client gives up"},
};

const scenario_element scenario_elements_rate_limit = {
    .name = "rate-limit",
    .meaning = "what a vendor lets in; more is refused and tried again",
    .size = sizeof(scenario_endpoint_draft),
    SCENARIO_FIELDS(rate_limit_fields),
};

static const scenario_choice *paid_choice(size_t i)
{
    static const scenario_choice table[] = {
        {"nothing", "as of an error of the server", false},
        {"prompt", "the prompt as plain input, as of an answer that broke off", false},
    };
    return i < sizeof table / sizeof *table ? &table[i] : NULL;
}

static bool read_paid(scenario_reader *reader, const scenario_value *value, void *slot)
{
    const char *choice;
    if (!scenario_kinds_read_choice(reader, value, &choice))
        return false;
    *(bool *)slot = choice == paid_choice(1)->name;
    return true;
}

static const scenario_kind kind_paid = {
    .name = "failure-bill",
    .summary = "what is paid for an attempt that failed",
    .read = read_paid,
    .choices = paid_choice,
};

static const scenario_field failures_fields[] = {
    {.name = "probability",
     .kind = &scenario_kind_share,
     .offset = LIMITS(model.failure),
     .range = {0, 1, false},
     .meaning = "that an attempt fails"},
    {.name = "pays",
     .kind = &kind_paid,
     .offset = LIMITS(model.failures_pay_prompt),
     .otherwise = "nothing",
     .meaning = "what is paid for it"},
    {.name = "noticed",
     .kind = &scenario_kind_duration,
     .offset = LIMITS(model.noticed_s),
     .otherwise = "0 s",
     .range = {0, 86400, false},
     .meaning = "until its client hears of it"},
    {.name = "backoff",
     .kind = &scenario_kind_duration,
     .offset = LIMITS(model.failed_backoff_s),
     .otherwise = "1 s",
     .range = {0.001, 86400, false},
     .meaning =
         "a client's wait after the first; each next one is twice as long, and between a "
         "half and one and a half of that"},
    {.name = "attempts",
     .kind = &scenario_kind_number,
     .offset = LIMITS(model.failed_attempts),
     .otherwise = "3",
     .range = {1, 1000, false},
     .meaning = "after which a client gives up"},
};

const scenario_element scenario_elements_failures = {
    .name = "failures",
    .meaning = "calls at which a vendor fails, and that are tried again",
    .size = sizeof(scenario_endpoint_draft),
    SCENARIO_FIELDS(failures_fields),
};

static const scenario_child time_children[] = {
    SCENARIO_DISTRIBUTION(0, &scenario_units_duration),
};

static const scenario_element first_token_element = {
    .name = "first-token",
    .meaning = "the time to a call's first token",
    .size = sizeof(model_law),
    SCENARIO_CHILDREN(time_children),
};

static const scenario_element per_token_element = {
    .name = "per-token",
    .meaning = "the time for each further token, drawn once per call",
    .size = sizeof(model_law),
    SCENARIO_CHILDREN(time_children),
};

static const scenario_child latency_children[] = {
    {.element = &first_token_element,
     .occurrence = SCENARIO_ONE,
     .offset = LIMITS(model.first_token_s)},
    {.element = &per_token_element,
     .occurrence = SCENARIO_ONE,
     .offset = LIMITS(model.per_token_s)},
};

const scenario_element scenario_elements_latency = {
    .name = "latency",
    .meaning = "how long a vendor takes to answer; a session waits for it",
    .size = sizeof(scenario_endpoint_draft),
    SCENARIO_CHILDREN(latency_children),
};

static const scenario_field units_fields[] = {
    {.name = "n",
     .kind = &scenario_kind_number,
     .offset = LIMITS(units.n),
     .range = {0, 10000, false},
     .meaning = "how many, all the time"},
    {.name = "tokens",
     .kind = &scenario_kind_fixed_rate,
     .offset = LIMITS(units.tokens_per_s),
     .range = {0, INFINITY, true},
     .meaning = "that one holds, such as 60000/min"},
    {.name = "output-burndown",
     .kind = &scenario_kind_fixed_number,
     .offset = LIMITS(units.output_burndown),
     .otherwise = "1",
     .range = {0, 1000, false},
     .meaning = "tokens that one of an answer takes"},
    {.name = "price",
     .kind = &scenario_kind_fixed_hour_price,
     .offset = LIMITS(units.per_hour),
     .range = {0, INFINITY, false},
     .meaning = "of one for an hour"},
    {.name = "spill",
     .kind = &scenario_kind_flag,
     .offset = LIMITS(units.spills),
     .otherwise = "yes",
     .meaning =
         "whether what does not fit is paid per token; else it is refused and tried again"},
};

const scenario_element scenario_elements_units = {
    .name = "units",
    .meaning = "capacity of a provisioned endpoint: what it holds costs nothing more",
    .size = sizeof(scenario_endpoint_draft),
    SCENARIO_FIELDS(units_fields),
};
