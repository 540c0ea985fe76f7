/* SPDX-License-Identifier: GPL-3.0-or-later */
/* How many instances an endpoint on machines has, when, and which of them are committed. */
#include "scenarios/draft.h"
#include "scenarios/language/kinds.h"
#include "scenarios/tables/elements.h"

#include <math.h>

#define HOSTED(member) offsetof(scenario_endpoint_draft, hosting.member)

static const scenario_choice *measure_choice(size_t i)
{
    static const scenario_choice table[] = {
        {"load", "calls under way per replica", false},
        {"busy", "the share of time that replicas work", false},
        {"memory", "the share of KV memory in use", false},
    };
    return i < sizeof table / sizeof *table ? &table[i] : NULL;
}

static const scenario_kind kind_measure = {
    .name = "measure",
    .summary = "what a fleet follows",
    .read = scenario_kinds_read_choice,
    .choices = measure_choice,
};

static const scenario_field autoscale_fields[] = {
    {.name = "on",
     .kind = &kind_measure,
     .offset = HOSTED(measure),
     .otherwise = "load",
     .meaning = "what the fleet follows; serverless: load"},
    {.name = "min",
     .kind = &scenario_kind_number,
     .offset = HOSTED(model.least),
     .otherwise = "1",
     .range = {0, 10000, false},
     .meaning = "the fewest instances; 0: none without work"},
    {.name = "max",
     .kind = &scenario_kind_number,
     .offset = HOSTED(model.most),
     .range = {1, 10000, false},
     .meaning = "the most instances"},
    {.name = "target",
     .kind = &scenario_kind_number,
     .offset = HOSTED(model.target),
     .otherwise = "",
     .range = {0, 100000, true},
     .meaning =
         "what a replica should have of that: 32 calls, or 0.7 of its time or memory, if "
         "left out"},
    {.name = "boot",
     .kind = &scenario_kind_duration,
     .offset = HOSTED(boot_s),
     .otherwise = "4 min",
     .range = {0, 86400, false},
     .meaning = "from launch to the first call: machine, weights, warm-up"},
    {.name = "evaluate",
     .kind = &scenario_kind_duration,
     .offset = HOSTED(model.evaluate_s),
     .otherwise = "30 s",
     .range = {1, 86400, false},
     .meaning = "how often the load is looked at"},
    {.name = "cool-down",
     .kind = &scenario_kind_duration,
     .offset = HOSTED(model.cooldown_s),
     .otherwise = "5 min",
     .range = {0, 604800, false},
     .meaning = "from the last change until an instance is stopped"},
    {.name = "idle",
     .kind = &scenario_kind_duration,
     .offset = HOSTED(model.idle_s),
     .otherwise = "5 min",
     .range = {0, 604800, false},
     .meaning = "serverless: how long an instance without work is kept"},
};

const scenario_element scenario_elements_autoscale = {
    .name = "autoscale",
    .meaning = "a fleet that follows its load",
    .size = sizeof(scenario_endpoint_draft),
    SCENARIO_FIELDS(autoscale_fields),
};

static const scenario_child cold_start_children[] = {
    SCENARIO_DISTRIBUTION(0, &scenario_units_duration),
};

const scenario_element scenario_elements_cold_start = {
    .name = "cold-start",
    .meaning = "the time from launch to the first call, where it varies",
    .size = sizeof(model_law),
    SCENARIO_CHILDREN(cold_start_children),
};

static const scenario_field commit_fields[] = {
    {.name = "instances",
     .kind = &scenario_kind_number,
     .offset = HOSTED(model.committed),
     .otherwise = "1",
     .range = {0, 10000, false},
     .meaning = "how many"},
    {.name = "term",
     .kind = &scenario_kind_term,
     .offset = HOSTED(committed_term),
     .otherwise = "reserved-1y",
     .meaning = "for how long: reserved-1y or reserved-3y"},
    {.name = "price",
     .kind = &scenario_kind_fixed_hour_price,
     .offset = HOSTED(model.committed_per_hour),
     .otherwise = "",
     .range = {0, INFINITY, false},
     .meaning = "of one, instead of the book's"},
};

const scenario_element scenario_elements_commit = {
    .name = "commit",
    .meaning = "instances of a dedicated endpoint that are paid for at all hours, running or "
               "not; what runs beyond them is bought at the endpoint's term",
    .size = sizeof(scenario_endpoint_draft),
    SCENARIO_FIELDS(commit_fields),
};
