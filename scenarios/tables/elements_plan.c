/* SPDX-License-Identifier: GPL-3.0-or-later */
/* <plan>: what a fleet of machines is sized for. */
#include "scenarios/draft.h"
#include "scenarios/language/kinds.h"
#include "scenarios/language/reader.h"
#include "scenarios/tables/elements.h"

static const scenario_choice *commit_choice(size_t i)
{
    static const scenario_choice table[] = {
        {"shortest", "for the shortest term that has a price", false},
        {"reserved-1y", "for a year", false},
        {"reserved-3y", "for three years", false},
        {"none", "not at all: on demand", false},
    };
    return i < sizeof table / sizeof *table ? &table[i] : NULL;
}

static const scenario_kind kind_commit = {
    .name = "commitment",
    .summary = "how machines may be committed",
    .read = scenario_kinds_read_choice,
    .choices = commit_choice,
};

static const scenario_field plan_fields[] = {
    {.name = "for",
     .kind = &scenario_kind_name,
     .offset = offsetof(scenario_plan_draft, model.architecture),
     .meaning = "the architecture whose machines are planned"},
    {.name = "endpoint",
     .kind = &scenario_kind_name,
     .offset = offsetof(scenario_plan_draft, model.endpoint),
     .otherwise = "",
     .meaning = "which of its endpoints; the only one on machines if left out"},
    {.name = "ttft-p95",
     .kind = &scenario_kind_fixed_duration,
     .offset = offsetof(scenario_plan_draft, model.ttft_p95_s),
     .otherwise = "",
     .range = {0, 1e6, true},
     .meaning =
         "what the p95 of the time to the first token is to stay within, each month; the "
         "endpoint's ttft-goal if left out"},
    {.name = "tpot-p95",
     .kind = &scenario_kind_fixed_duration,
     .offset = offsetof(scenario_plan_draft, model.tpot_p95_s),
     .otherwise = "",
     .range = {0, 1e6, true},
     .meaning = "the same of the time per further token"},
    {.name = "confidence",
     .kind = &scenario_kind_fixed_share,
     .offset = offsetof(scenario_plan_draft, model.confidence),
     .otherwise = "95%",
     .range = {0.5, 0.999, false},
     .meaning = "in this share of the futures"},
    {.name = "budget",
     .kind = &scenario_kind_name,
     .offset = offsetof(scenario_plan_draft, model.budget),
     .otherwise = "",
     .meaning = "a budget that is to hold in as many"},
    {.name = "commit",
     .kind = &kind_commit,
     .offset = offsetof(scenario_plan_draft, model.commit),
     .otherwise = "shortest",
     .meaning = "how machines may be committed"},
    {.name = "most",
     .kind = &scenario_kind_count,
     .offset = offsetof(scenario_plan_draft, model.most),
     .otherwise = "64",
     .range = {1, 10000, false},
     .meaning = "the most instances to think of"},
};

const scenario_element scenario_elements_plan = {
    .name = "plan",
    .meaning = "the least-cost fleet of machines that meets goals of latency and a budget",
    .size = sizeof(scenario_plan_draft),
    .place = offsetof(scenario_plan_draft, place),
    SCENARIO_FIELDS(plan_fields),
};
