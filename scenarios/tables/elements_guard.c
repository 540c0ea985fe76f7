/* SPDX-License-Identifier: GPL-3.0-or-later */
/* What stops sessions that do not stop by themselves. */
#include "scenarios/draft.h"
#include "scenarios/language/kinds.h"
#include "scenarios/language/reader.h"
#include "scenarios/tables/elements.h"

#include <math.h>
#include <string.h>

#define GUARD(member) offsetof(scenario_guard_draft, model.member)
#define PART(title, what)                                                                      \
    {                                                                                          \
        .element = &(title), .occurrence = SCENARIO_OPTIONAL,                                  \
        .has = offsetof(scenario_guard_draft, what)                                            \
    }

#define EXPIRY(where)                                                                          \
    {                                                                                          \
        .name = "ttl", .kind = &scenario_kind_duration, .offset = GUARD(where),                \
        .otherwise = "", .range = {0, 1e9, true},                                              \
        .meaning = "the count is forgotten so long after its first event; never if left out"   \
    }

static const scenario_field max_steps_fields[] = {
    {.name = "n",
     .kind = &scenario_kind_number,
     .offset = GUARD(calls),
     .range = {1, 1e9, false},
     .meaning = "calls of a session, those of its sub-agents and compactions among them"},
    EXPIRY(calls_ttl_s),
};

static const scenario_element max_steps_element = {
    .name = "max-steps",
    .meaning = "stops a session before the call after so many",
    .size = sizeof(scenario_guard_draft),
    SCENARIO_FIELDS(max_steps_fields),
};

static const scenario_choice *charge_choice(size_t i)
{
    static const scenario_choice table[] = {
        {"after", "a call is let in while less than the limit has been charged", false},
        {"reserve", "a call is let in if the most that it can cost still fits", false},
    };
    return i < sizeof table / sizeof *table ? &table[i] : NULL;
}

static bool read_charge(scenario_reader *reader, const scenario_value *value, void *slot)
{
    const char *choice;
    if (!scenario_kinds_read_choice(reader, value, &choice))
        return false;
    *(bool *)slot = strcmp(choice, "reserve") == 0;
    return true;
}

const scenario_kind scenario_kind_charge = {
    .name = "charge",
    .summary = "when a call's cost is held against a limit",
    .read = read_charge,
    .choices = charge_choice,
};

static const scenario_field max_spend_fields[] = {
    {.name = "per-session",
     .kind = &scenario_kind_money,
     .offset = GUARD(spend),
     .range = {0, INFINITY, true},
     .meaning = "cost of a session's calls and tools"},
    {.name = "charge",
     .kind = &scenario_kind_charge,
     .offset = GUARD(reserves),
     .otherwise = "after",
     .meaning = "when a call's cost is held against the limit"},
    {.name = "lag",
     .kind = &scenario_kind_duration,
     .offset = GUARD(spend_lag_s),
     .otherwise = "0 s",
     .range = {0, 1e9, false},
     .meaning = "from a call's end until its cost is known to the guard"},
    EXPIRY(spend_ttl_s),
};

static const scenario_element max_spend_element = {
    .name = "max-spend",
    .meaning = "stops a session that has spent so much",
    .size = sizeof(scenario_guard_draft),
    SCENARIO_FIELDS(max_spend_fields),
};

static const scenario_field max_time_fields[] = {
    {.name = "per-session",
     .kind = &scenario_kind_duration,
     .offset = GUARD(time_s),
     .range = {0, 1e9, true},
     .meaning = "by the clock, from its arrival; the call on its way is answered"},
};

static const scenario_element max_time_element = {
    .name = "max-time",
    .meaning = "stops a session that has gone on for so long",
    .size = sizeof(scenario_guard_draft),
    SCENARIO_FIELDS(max_time_fields),
};

static const scenario_field loop_detector_fields[] = {
    {.name = "repeats",
     .kind = &scenario_kind_number,
     .offset = GUARD(repeats),
     .range = {1, 1e6, false},
     .meaning = "equal steps, one after the other"},
};

static const scenario_element loop_detector_element = {
    .name = "loop-detector",
    .meaning = "stops a session that repeats the same step",
    .size = sizeof(scenario_guard_draft),
    SCENARIO_FIELDS(loop_detector_fields),
};

static const scenario_choice *breaker_choice(size_t i)
{
    static const scenario_choice table[] = {
        {"kill", "the session is stopped", false},
        {"throttle", "its calls wait until the span is over", false},
    };
    return i < sizeof table / sizeof *table ? &table[i] : NULL;
}

static bool read_breaker(scenario_reader *reader, const scenario_value *value, void *slot)
{
    const char *choice;
    if (!scenario_kinds_read_choice(reader, value, &choice))
        return false;
    *(bool *)slot = strcmp(choice, "throttle") == 0;
    return true;
}

static const scenario_kind kind_breaker = {
    .name = "breaker-action",
    .summary = "what a breaker does",
    .read = read_breaker,
    .choices = breaker_choice,
};

static const scenario_field breaker_fields[] = {
    {.name = "calls",
     .kind = &scenario_kind_number,
     .offset = GUARD(burst),
     .range = {1, 1e9, false},
     .meaning = "that a session may make within a span"},
    {.name = "span",
     .kind = &scenario_kind_duration,
     .offset = GUARD(burst_span_s),
     .otherwise = "1 min",
     .range = {0, 1e9, true},
     .meaning = "over which calls are counted, from the first of them"},
    {.name = "detection",
     .kind = &scenario_kind_duration,
     .offset = GUARD(burst_delay_s),
     .otherwise = "0 s",
     .range = {0, 1e9, false},
     .meaning = "from the first call too many to the kill; calls go on meanwhile"},
    {.name = "action",
     .kind = &kind_breaker,
     .offset = GUARD(throttles),
     .otherwise = "kill",
     .meaning = "what happens to a session that calls too fast"},
};

static const scenario_element breaker_element = {
    .name = "breaker",
    .meaning = "acts on a session that calls too fast",
    .size = sizeof(scenario_guard_draft),
    SCENARIO_FIELDS(breaker_fields),
};

static const scenario_child guard_children[] = {
    PART(max_steps_element, has_calls), PART(max_spend_element, has_spend),
    PART(max_time_element, has_time),   PART(loop_detector_element, has_loop),
    PART(breaker_element, has_breaker),
};

static const scenario_field guard_fields[] = {
    {.name = "for",
     .kind = &scenario_kind_name,
     .offset = offsetof(scenario_guard_draft, workload),
     .meaning = "the name of a <workload> with an <agent>"},
};

static bool check_guard(scenario_reader *reader, const scenario_element *element,
                        scenario_place place, void *filled)
{
    const scenario_guard_draft *guard = filled;
    (void)element;
    return guard->has_calls || guard->has_spend || guard->has_time || guard->has_loop ||
           guard->has_breaker ||
           scenario_reader_problem(reader, place,
                                   "<guard> guards nothing: it needs a <max-steps>, "
                                   "<max-spend>, <max-time>, <loop-detector> or <breaker>");
}

const scenario_element scenario_elements_guard = {
    .name = "guard",
    .meaning = "what stops the sessions of a workload",
    .size = sizeof(scenario_guard_draft),
    .place = offsetof(scenario_guard_draft, place),
    SCENARIO_FIELDS(guard_fields),
    SCENARIO_CHILDREN(guard_children),
    .check = check_guard,
};
