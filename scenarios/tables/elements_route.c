/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Who answers: endpoints, what follows when they fail, and how one is chosen. */
#include "scenarios/draft.h"
#include "scenarios/language/kinds.h"
#include "scenarios/language/reader.h"
#include "scenarios/tables/elements.h"

#include <math.h>

#define GENERATE(member) offsetof(scenario_generate_draft, member)

static const scenario_field generate_fields[] = {
    {.name = "endpoint",
     .kind = &scenario_kind_name,
     .offset = GENERATE(endpoint),
     .meaning = "the name of an <endpoint> of the architecture"},
    {.name = "success",
     .kind = &scenario_kind_share,
     .offset = GENERATE(success),
     .otherwise = "",
     .range = {0, 1, false},
     .meaning = "of sessions there; the workload's if left out"},
};

#define FALLBACK(member) offsetof(scenario_fallback_draft, member)

static const scenario_field fallback_fields[] = {
    {.name = "endpoint",
     .kind = &scenario_kind_name,
     .offset = FALLBACK(endpoint),
     .meaning = "the name of a metered <endpoint> of the architecture"},
    {.name = "after",
     .kind = &scenario_kind_number,
     .offset = FALLBACK(after),
     .otherwise = "",
     .range = {1, 1000, false},
     .meaning =
         "times that the endpoint before refused the call, or failed at it; if left out, "
         "when its client would give up"},
    {.name = "success",
     .kind = &scenario_kind_share,
     .offset = FALLBACK(success),
     .otherwise = "",
     .range = {0, 1, false},
     .meaning = "of the calls that it answers; as at the first endpoint if left out"},
};

static const scenario_element fallback_element = {
    .name = "fallback",
    .meaning =
        "calls that their endpoint refuses (429), fails or is too slow for are made here; "
        "one after the other in the order given",
    .size = sizeof(scenario_fallback_draft),
    .place = FALLBACK(place),
    SCENARIO_FIELDS(fallback_fields),
};

static const scenario_child generate_children[] = {
    {.element = &fallback_element,
     .occurrence = SCENARIO_MANY,
     .offset = GENERATE(fallbacks),
     .count = GENERATE(n_fallbacks)},
};

const scenario_element scenario_elements_generate = {
    .name = "generate",
    .meaning = "the model answers",
    .size = sizeof(scenario_generate_draft),
    .place = GENERATE(place),
    SCENARIO_FIELDS(generate_fields),
    SCENARIO_CHILDREN(generate_children),
};

static const scenario_field escalate_fields[] = {
    {.name = "endpoint",
     .kind = &scenario_kind_name,
     .offset = GENERATE(endpoint),
     .meaning = "the name of an <endpoint> of the architecture; the same one is a retry"},
    {.name = "success",
     .kind = &scenario_kind_share,
     .offset = GENERATE(success),
     .otherwise = "",
     .range = {0, 1, false},
     .meaning = "of the sessions that come so far; the workload's if left out"},
};

const scenario_element scenario_elements_escalate = {
    .name = "escalate",
    .meaning = "sessions that were found to have failed are played again, here; one after the "
               "other in the order given",
    .size = sizeof(scenario_generate_draft),
    .place = GENERATE(place),
    SCENARIO_FIELDS(escalate_fields),
};

#define VERIFY(member) offsetof(scenario_verify_draft, member)

static const scenario_field verify_fields[] = {
    {.name = "detected",
     .kind = &scenario_kind_share,
     .offset = VERIFY(detected),
     .otherwise = "1",
     .range = {0, 1, false},
     .meaning = "share of the failures that are found"},
    {.name = "false-alarms",
     .kind = &scenario_kind_share,
     .offset = VERIFY(false_alarms),
     .otherwise = "0",
     .range = {0, 1, false},
     .meaning = "share of the successes that are taken for failures"},
    {.name = "price",
     .kind = &scenario_kind_fixed_money,
     .offset = VERIFY(price),
     .otherwise = "",
     .range = {0, INFINITY, false},
     .meaning = "of looking at a session; nothing if left out"},
};

const scenario_element scenario_elements_verify = {
    .name = "verify",
    .meaning = "how failures are found before a session is played again or handed over: all of "
               "them, and nothing else, if left out",
    .size = sizeof(scenario_verify_draft),
    SCENARIO_FIELDS(verify_fields),
};

static const scenario_field handed_over_fields[] = {
    {.name = "price",
     .kind = &scenario_kind_fixed_money,
     .offset = 0,
     .range = {0, INFINITY, false},
     .meaning = "of a session that a human takes over"},
};

const scenario_element scenario_elements_human = {
    .name = "human",
    .meaning = "takes over the sessions that were found to have failed in the end",
    .size = sizeof(double),
    SCENARIO_FIELDS(handed_over_fields),
};

#define CANDIDATE(member) offsetof(scenario_candidate_draft, member)

static const scenario_field candidate_fields[] = {
    {.name = "endpoint",
     .kind = &scenario_kind_name,
     .offset = CANDIDATE(endpoint),
     .meaning = "the name of an <endpoint> of the architecture"},
    {.name = "success",
     .kind = &scenario_kind_share,
     .offset = CANDIDATE(success),
     .otherwise = "",
     .range = {0, 1, false},
     .meaning = "of sessions there; the workload's if left out"},
};

static const scenario_element candidate_element = {
    .name = "candidate",
    .meaning = "an endpoint that a route with cheapest-above chooses among",
    .size = sizeof(scenario_candidate_draft),
    .place = CANDIDATE(place),
    SCENARIO_FIELDS(candidate_fields),
};

#define KIND(member) offsetof(scenario_kind_draft, member)

static const scenario_child kind_children[] = {
    {.element = &candidate_element,
     .occurrence = SCENARIO_MANY,
     .offset = KIND(candidates),
     .count = KIND(n_candidates)},
};

static const scenario_field kind_fields[] = {
    {.name = "name",
     .kind = &scenario_kind_name,
     .offset = KIND(name),
     .meaning = "what its sessions are about"},
    {.name = "share",
     .kind = &scenario_kind_share,
     .offset = KIND(share),
     .range = {0, 1, false},
     .meaning = "of the sessions; those of all kinds sum to 100 %"},
    {.name = "endpoint",
     .kind = &scenario_kind_name,
     .offset = KIND(endpoint),
     .otherwise = "",
     .meaning = "the name of the <endpoint> that they are sent to; or <candidate>s"},
    {.name = "success",
     .kind = &scenario_kind_share,
     .offset = KIND(success),
     .otherwise = "",
     .range = {0, 1, false},
     .meaning = "of its sessions there; the workload's if left out"},
    {.name = "misrouted",
     .kind = &scenario_kind_share,
     .offset = KIND(misrouted),
     .otherwise = "",
     .range = {0, 1, false},
     .meaning = "success of those that are sent to the next kind's endpoint by mistake"},
};

static const scenario_element kind_element = {
    .name = "kind",
    .meaning = "a share of the sessions that is answered elsewhere, or as well or badly as no "
               "other",
    .size = sizeof(scenario_kind_draft),
    .place = KIND(place),
    SCENARIO_FIELDS(kind_fields),
    SCENARIO_CHILDREN(kind_children),
};

#define ROUTE(member) offsetof(scenario_route_draft, member)

static const scenario_field route_fields[] = {
    {.name = "cheapest-above",
     .kind = &scenario_kind_share,
     .offset = ROUTE(floor),
     .otherwise = "",
     .range = {0, 1, false},
     .meaning = "success that a candidate must reach: the cheapest of those answers, at the "
                "prices of the moment"},
    {.name = "error",
     .kind = &scenario_kind_share,
     .offset = ROUTE(error),
     .otherwise = "0",
     .range = {0, 1, false},
     .meaning = "share of the sessions that the classifier sends to the next kind's endpoint"},
    {.name = "price",
     .kind = &scenario_kind_fixed_money,
     .offset = ROUTE(price),
     .otherwise = "",
     .range = {0, INFINITY, false},
     .meaning = "of classifying a session; nothing if left out"},
};

static const scenario_child route_children[] = {
    {.element = &kind_element,
     .occurrence = SCENARIO_MANY,
     .offset = ROUTE(kinds),
     .count = ROUTE(n_kinds)},
    {.element = &candidate_element,
     .occurrence = SCENARIO_MANY,
     .offset = ROUTE(candidates),
     .count = ROUTE(n_candidates)},
};

const scenario_element scenario_elements_route = {
    .name = "route",
    .meaning =
        "who answers is chosen among models: by the kind of session, or the cheapest that "
        "is good enough",
    .size = sizeof(scenario_route_draft),
    .place = ROUTE(place),
    SCENARIO_FIELDS(route_fields),
    SCENARIO_CHILDREN(route_children),
};
