/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Where the work is done: architectures, their pipelines and endpoints. */
#include "scenarios/draft.h"
#include "scenarios/language/kinds.h"
#include "scenarios/tables/elements.h"

#include <math.h>

/* ---- Endpoints ---- */

static const scenario_choice *hosting_choice(size_t i)
{
    static const scenario_choice table[] = {
        {"api", "a vendor's metered service: paid per token", false},
        {"provisioned", "a vendor's capacity, bought in units by the hour", false},
        {"dedicated", "a fleet of instances, paid while they run", false},
        {"serverless", "instances that start when there is work and stop without", false},
    };
    return i < sizeof table / sizeof *table ? &table[i] : NULL;
}

static const scenario_kind kind_hosting = {
    .name = "hosting",
    .summary = "who runs the model and how it is paid",
    .read = scenario_kinds_read_choice,
    .choices = hosting_choice,
};

static const scenario_choice *service_choice(size_t i)
{
    static const scenario_choice table[] = {
        {"standard", "at once, at list price", false},
        {"batch", "within 24 hours, at the book's batch multiplier", false},
        {"flex", "slower, at the book's flex multiplier", false},
        {"priority", "faster, at the book's priority multiplier", false},
    };
    return i < sizeof table / sizeof *table ? &table[i] : NULL;
}

static const scenario_kind kind_service = {
    .name = "service",
    .summary = "the vendor's class of service",
    .read = scenario_kinds_read_choice,
    .choices = service_choice,
};

static const scenario_choice *ttl_choice(size_t i)
{
    static const scenario_choice table[] = {
        {"5 min", "a prefix is kept for 5 minutes after its last use", false},
        {"1 h", "a prefix is kept for an hour after its last use", false},
    };
    return i < sizeof table / sizeof *table ? &table[i] : NULL;
}

static bool read_ttl(scenario_reader *reader, const scenario_value *value, void *slot)
{
    const char *choice;
    if (!scenario_kinds_read_choice(reader, value, &choice))
        return false;
    *(double *)slot = choice == ttl_choice(0)->name ? 300 : 3600;
    return true;
}

static const scenario_kind kind_ttl = {
    .name = "time-to-live",
    .summary = "how long a vendor keeps a prompt's prefix",
    .read = read_ttl,
    .choices = ttl_choice,
};

static const scenario_field prompt_cache_fields[] = {
    {.name = "ttl",
     .kind = &kind_ttl,
     .offset = offsetof(scenario_endpoint_draft, model.cache_ttl_s),
     .otherwise = "5 min",
     .meaning = "how long a prefix is kept after its last use"},
    {.name = "hit",
     .kind = &scenario_kind_share,
     .offset = offsetof(scenario_endpoint_draft, model.cache_hit),
     .otherwise = "100%",
     .range = {0, 1, false},
     .meaning = "probability that a prefix that is kept is found: caches that vendors do not "
                "promise miss now and then"},
};

static const scenario_element prompt_cache_element = {
    .name = "prompt-cache",
    .meaning = "prefixes of at least the model's minimum are cached",
    .size = sizeof(scenario_endpoint_draft),
    SCENARIO_FIELDS(prompt_cache_fields),
};

static const scenario_child reasoning_children[] = {
    SCENARIO_DISTRIBUTION(0, &scenario_units_tokens),
};

static const scenario_field reasoning_fields[] = {
    {.name = "scale",
     .kind = &scenario_kind_number,
     .offset = offsetof(model_law, outer_scale),
     .otherwise = "1",
     .range = {0, 1e6, true},
     .meaning = "factor on the tokens"},
};

static const scenario_element reasoning_element = {
    .name = "reasoning",
    .meaning = "hidden output tokens of each call: rounded, at least 0",
    .size = sizeof(model_law),
    SCENARIO_FIELDS(reasoning_fields),
    SCENARIO_CHILDREN(reasoning_children),
};

/* ---- Endpoints on machines ---- */

static const scenario_choice *routing_choice(size_t i)
{
    static const scenario_choice table[] = {
        {"least-outstanding", "the replica with the fewest requests", false},
        {"round-robin", "one replica after the other", false},
        {"power-of-two", "the one with fewer requests of two drawn at random", false},
        {"prefix-affinity", "all calls of a session to the same replica", false},
    };
    return i < sizeof table / sizeof *table ? &table[i] : NULL;
}

static const scenario_kind kind_routing = {
    .name = "routing",
    .summary = "which replica gets a call",
    .read = scenario_kinds_read_choice,
    .choices = routing_choice,
};

static const scenario_choice *term_choice(size_t i)
{
    static const scenario_choice table[] = {
        {"on-demand", "by the hour, without a commitment", false},
        {"reserved-1y", "with a commitment for a year", false},
        {"reserved-3y", "with a commitment for 3 years", false},
        {"spot", "cheaper hours that the vendor may end", false},
    };
    return i < MODEL_TERMS ? &table[i] : NULL;
}

const scenario_kind scenario_kind_term = {
    .name = "term",
    .summary = "how machine time is bought",
    .read = scenario_kinds_read_choice,
    .choices = term_choice,
};

static const scenario_choice *schedule_choice(size_t i)
{
    static const scenario_choice table[] = {
        {"always", "on at all hours", false},
        {"weekdays", "off on Saturday and Sunday", false},
        {"office-hours", "on from 7 to 20 on weekdays", false},
    };
    return i < sizeof table / sizeof *table ? &table[i] : NULL;
}

static const scenario_kind kind_schedule = {
    .name = "schedule",
    .summary = "when instances are on",
    .read = scenario_kinds_read_choice,
    .choices = schedule_choice,
};

#define HOSTED(member) offsetof(scenario_endpoint_draft, hosting.member)

static const scenario_child endpoint_children[] = {
    {.element = &prompt_cache_element,
     .occurrence = SCENARIO_OPTIONAL,
     .has = offsetof(scenario_endpoint_draft, model.has_prompt_cache)},
    {.element = &reasoning_element,
     .occurrence = SCENARIO_OPTIONAL,
     .offset = offsetof(scenario_endpoint_draft, model.reasoning)},
    {.element = &scenario_elements_rate_limit,
     .occurrence = SCENARIO_OPTIONAL,
     .has = offsetof(scenario_endpoint_draft, limits.has_limit)},
    {.element = &scenario_elements_failures,
     .occurrence = SCENARIO_OPTIONAL,
     .has = offsetof(scenario_endpoint_draft, limits.has_failures)},
    {.element = &scenario_elements_latency,
     .occurrence = SCENARIO_OPTIONAL,
     .has = offsetof(scenario_endpoint_draft, limits.has_latency)},
    {.element = &scenario_elements_units,
     .occurrence = SCENARIO_OPTIONAL,
     .has = offsetof(scenario_endpoint_draft, limits.has_units)},
    {.element = &scenario_elements_autoscale,
     .occurrence = SCENARIO_OPTIONAL,
     .has = HOSTED(has_autoscale)},
    {.element = &scenario_elements_commit,
     .occurrence = SCENARIO_OPTIONAL,
     .has = HOSTED(has_commit)},
    {.element = &scenario_elements_cold_start,
     .occurrence = SCENARIO_OPTIONAL,
     .offset = HOSTED(model.boot_s),
     .has = HOSTED(has_cold_start)},
};

static const scenario_field endpoint_fields[] = {
    {.name = "name",
     .kind = &scenario_kind_name,
     .offset = offsetof(scenario_endpoint_draft, model.name),
     .meaning = "its name, by which stages refer to it"},
    {.name = "hosting",
     .kind = &kind_hosting,
     .offset = offsetof(scenario_endpoint_draft, model.hosting),
     .otherwise = "api",
     .meaning = "who runs the model"},
    {.name = "model",
     .kind = &scenario_kind_name,
     .offset = offsetof(scenario_endpoint_draft, model.model_id),
     .meaning = "provider/model, as in the price book, or in the hardware book"},
    {.name = "service",
     .kind = &kind_service,
     .offset = offsetof(scenario_endpoint_draft, model.service),
     .otherwise = "standard",
     .meaning = "the vendor's class of service; batch needs jobs with a deadline of 24 h"},
    {.name = "tokenizer",
     .kind = &scenario_kind_number,
     .offset = offsetof(scenario_endpoint_draft, model.tokenizer),
     .otherwise = "1",
     .range = {0, 100, true},
     .meaning = "factor on all token counts: how finely the model cuts the same text"},
    {.name = "verbosity",
     .kind = &scenario_kind_number,
     .offset = offsetof(scenario_endpoint_draft, model.verbosity),
     .otherwise = "1",
     .range = {0, 100, true},
     .meaning = "factor on the answers: how much the model says"},
    {.name = "max-output",
     .kind = &scenario_kind_tokens,
     .offset = offsetof(scenario_endpoint_draft, model.max_output),
     .otherwise = "",
     .range = {1, 1e9, false},
     .meaning = "the longest output that calls ask for; the model's own limit if left out"},
    {.name = "instance",
     .kind = &scenario_kind_name,
     .offset = HOSTED(instance),
     .otherwise = "",
     .meaning = "the machine of a dedicated or serverless endpoint, as in the hardware book"},
    {.name = "instances",
     .kind = &scenario_kind_number,
     .offset = HOSTED(instances),
     .otherwise = "",
     .range = {0, 10000, false},
     .meaning = "how many, where there is no <autoscale>; 1 if left out"},
    {.name = "accelerators",
     .kind = &scenario_kind_count,
     .offset = HOSTED(accelerators),
     .otherwise = "",
     .range = {1, 1024, false},
     .meaning = "chips that a replica is spread over; all of the instance if left out"},
    {.name = "precision",
     .kind = &scenario_kind_precision,
     .offset = HOSTED(precision),
     .otherwise = "bf16",
     .meaning = "number format of the weights"},
    {.name = "term",
     .kind = &scenario_kind_term,
     .offset = HOSTED(term),
     .otherwise = "on-demand",
     .meaning = "which of the instance's prices is paid"},
    {.name = "price",
     .kind = &scenario_kind_fixed_hour_price,
     .offset = HOSTED(model.per_hour),
     .otherwise = "",
     .range = {0, INFINITY, false},
     .meaning = "of an instance, instead of the book's"},
    {.name = "life",
     .kind = &scenario_kind_duration,
     .offset = HOSTED(model.life_s),
     .otherwise = "",
     .range = {60, 1e9, false},
     .meaning = "of a spot instance until its vendor takes it back: the mean"},
    {.name = "minimum-paid",
     .kind = &scenario_kind_duration,
     .offset = HOSTED(model.minimum_paid_s),
     .otherwise = "60 s",
     .range = {0, 86400, false},
     .meaning = "the shortest time that is paid for"},
    {.name = "paid-step",
     .kind = &scenario_kind_duration,
     .offset = HOSTED(model.paid_step_s),
     .otherwise = "0 s",
     .range = {0, 86400, false},
     .meaning = "paid time is a multiple of this, such as 5 min; 0: to the nanosecond"},
    {.name = "schedule",
     .kind = &kind_schedule,
     .offset = HOSTED(schedule),
     .otherwise = "always",
     .meaning = "when the fewest instances are on"},
    {.name = "routing",
     .kind = &kind_routing,
     .offset = HOSTED(routing),
     .otherwise = "least-outstanding",
     .meaning = "which replica gets a call"},
    {.name = "sequences",
     .kind = &scenario_kind_count,
     .offset = HOSTED(sequences),
     .otherwise = "256",
     .range = {1, MODEL_MOST_SEQUENCES, false},
     .meaning = "the most sequences that a replica works on at a time"},
    {.name = "token-budget",
     .kind = &scenario_kind_count,
     .offset = HOSTED(token_budget),
     .otherwise = "2048",
     .range = {1, 1e6, false},
     .meaning = "tokens that a step computes at most"},
    {.name = "prefix-caching",
     .kind = &scenario_kind_flag,
     .offset = HOSTED(caches_prefixes),
     .otherwise = "yes",
     .meaning = "whether replicas keep what sessions and system prompts repeat"},
    {.name = "timeout",
     .kind = &scenario_kind_duration,
     .offset = HOSTED(model.timeout_s),
     .otherwise = "",
     .range = {0, 1e9, true},
     .meaning = "when clients give up a call; never if left out"},
    {.name = "ttft-goal",
     .kind = &scenario_kind_duration,
     .offset = HOSTED(model.ttft_goal_s),
     .otherwise = "",
     .range = {0, 1e9, true},
     .meaning = "time to the first token that counts as good"},
    {.name = "tpot-goal",
     .kind = &scenario_kind_duration,
     .offset = HOSTED(model.tpot_goal_s),
     .otherwise = "",
     .range = {0, 1e9, true},
     .meaning = "time per further token that counts as good"},
};

static const scenario_element endpoint_element = {
    .name = "endpoint",
    .meaning = "a model behind an address",
    .size = sizeof(scenario_endpoint_draft),
    .place = offsetof(scenario_endpoint_draft, place),
    SCENARIO_FIELDS(endpoint_fields),
    SCENARIO_CHILDREN(endpoint_children),
};

/* ---- Pipelines ---- */

#define PIPELINE(member) offsetof(scenario_pipeline_draft, member)

static const scenario_child pipeline_children[] = {
    {.element = &scenario_elements_generate,
     .occurrence = SCENARIO_OPTIONAL,
     .offset = PIPELINE(generate),
     .has = PIPELINE(has_generate)},
    {.element = &scenario_elements_route,
     .occurrence = SCENARIO_OPTIONAL,
     .offset = PIPELINE(route),
     .has = PIPELINE(has_route)},
    {.element = &scenario_elements_escalate,
     .occurrence = SCENARIO_MANY,
     .offset = PIPELINE(escalations),
     .count = PIPELINE(n_escalations)},
    {.element = &scenario_elements_verify,
     .occurrence = SCENARIO_OPTIONAL,
     .offset = PIPELINE(verify),
     .has = PIPELINE(has_verify)},
    {.element = &scenario_elements_human,
     .occurrence = SCENARIO_OPTIONAL,
     .offset = PIPELINE(human),
     .has = PIPELINE(has_human)},
    {.element = &scenario_elements_semantic_cache,
     .occurrence = SCENARIO_OPTIONAL,
     .offset = PIPELINE(answers),
     .has = PIPELINE(has_answers)},
    {.element = &scenario_elements_retrieve,
     .occurrence = SCENARIO_OPTIONAL,
     .offset = PIPELINE(retrieve),
     .has = PIPELINE(has_retrieve)},
    {.element = &scenario_elements_rerank,
     .occurrence = SCENARIO_OPTIONAL,
     .offset = PIPELINE(rerank),
     .has = PIPELINE(has_rerank)},
    {.element = &scenario_elements_relevance,
     .occurrence = SCENARIO_OPTIONAL,
     .offset = PIPELINE(relevance),
     .has = PIPELINE(has_relevance)},
    {.element = &scenario_elements_own_prompt,
     .occurrence = SCENARIO_OPTIONAL,
     .offset = PIPELINE(prompt),
     .has = PIPELINE(has_prompt)},
};

static const scenario_field pipeline_fields[] = {
    {.name = "for",
     .kind = &scenario_kind_name,
     .offset = offsetof(scenario_pipeline_draft, workload),
     .meaning = "the name of a <workload>"},
};

static const scenario_element pipeline_element = {
    .name = "pipeline",
    .meaning = "what each call of a workload runs through",
    .size = sizeof(scenario_pipeline_draft),
    .place = offsetof(scenario_pipeline_draft, place),
    SCENARIO_FIELDS(pipeline_fields),
    SCENARIO_CHILDREN(pipeline_children),
};

/* ---- Architectures ---- */

static const scenario_child architecture_children[] = {
    {.element = &pipeline_element,
     .occurrence = SCENARIO_MANY,
     .offset = offsetof(scenario_architecture_draft, pipelines),
     .count = offsetof(scenario_architecture_draft, n_pipelines)},
    {.element = &endpoint_element,
     .occurrence = SCENARIO_SOME,
     .offset = offsetof(scenario_architecture_draft, endpoints),
     .count = offsetof(scenario_architecture_draft, n_endpoints)},
    {.element = &scenario_elements_standing_cost,
     .occurrence = SCENARIO_MANY,
     .offset = offsetof(scenario_architecture_draft, costs),
     .count = offsetof(scenario_architecture_draft, n_costs)},
    {.element = &scenario_elements_left_running,
     .occurrence = SCENARIO_MANY,
     .offset = offsetof(scenario_architecture_draft, left),
     .count = offsetof(scenario_architecture_draft, n_left)},
    {.element = &scenario_elements_store,
     .occurrence = SCENARIO_MANY,
     .offset = offsetof(scenario_architecture_draft, stores),
     .count = offsetof(scenario_architecture_draft, n_stores)},
    {.element = &scenario_elements_training,
     .occurrence = SCENARIO_MANY,
     .offset = offsetof(scenario_architecture_draft, trainings),
     .count = offsetof(scenario_architecture_draft, n_trainings)},
    {.element = &scenario_elements_guard,
     .occurrence = SCENARIO_MANY,
     .offset = offsetof(scenario_architecture_draft, guards),
     .count = offsetof(scenario_architecture_draft, n_guards)},
    {.element = &scenario_elements_spend_limit,
     .occurrence = SCENARIO_MANY,
     .offset = offsetof(scenario_architecture_draft, limits),
     .count = offsetof(scenario_architecture_draft, n_limits)},
    {.element = &scenario_elements_anomaly_watch,
     .occurrence = SCENARIO_MANY,
     .offset = offsetof(scenario_architecture_draft, watches),
     .count = offsetof(scenario_architecture_draft, n_watches)},
};

static const scenario_field architecture_fields[] = {
    {.name = "name",
     .kind = &scenario_kind_name,
     .offset = offsetof(scenario_architecture_draft, name),
     .meaning = "its name in reports"},
};

const scenario_element scenario_elements_architecture = {
    .name = "architecture",
    .meaning = "one way to serve all workloads; several are compared on the same demand",
    .size = sizeof(scenario_architecture_draft),
    .place = offsetof(scenario_architecture_draft, place),
    SCENARIO_FIELDS(architecture_fields),
    SCENARIO_CHILDREN(architecture_children),
};
