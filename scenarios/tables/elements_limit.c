/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Spend limits that are enforced: per window of the calendar, for all or for each key. */
#include "scenarios/draft.h"
#include "scenarios/language/kinds.h"
#include "scenarios/language/reader.h"
#include "scenarios/tables/elements.h"

#include <math.h>
#include <string.h>

#define LIMIT(member) offsetof(scenario_limit_draft, member)

static const scenario_choice *window_choice(size_t i)
{
    static const scenario_choice table[] = {
        {"day", "from midnight, by the horizon's clock", false},
        {"week", "from Monday", false},
        {"month", "of the calendar", false},
        {"quarter", "of the calendar", false},
        {"year", "of the calendar", false},
        {"horizon", "all of it", false},
    };
    return i < sizeof table / sizeof *table ? &table[i] : NULL;
}

static const scenario_kind kind_window = {
    .name = "window",
    .summary = "the time after which a limit starts anew",
    .read = scenario_kinds_read_choice,
    .choices = window_choice,
};

static const scenario_choice *each_choice(size_t i)
{
    static const scenario_choice table[] = {
        {"all", "one amount for all that is covered", false},
        {"key", "as much for each client of a workload: a user, a developer's key", false},
    };
    return i < sizeof table / sizeof *table ? &table[i] : NULL;
}

static bool read_each(scenario_reader *reader, const scenario_value *value, void *slot)
{
    const char *choice;
    if (!scenario_kinds_read_choice(reader, value, &choice))
        return false;
    *(bool *)slot = strcmp(choice, "key") == 0;
    return true;
}

static const scenario_kind kind_each = {
    .name = "holder",
    .summary = "who has an amount to spend",
    .read = read_each,
    .choices = each_choice,
};

/* In the order of model_limit_action. */
static const scenario_choice *action_choice(size_t i)
{
    static const scenario_choice table[] = {
        {"alert", "somebody is told; with a delay, they refuse calls from then on", false},
        {"block", "calls are refused until the window is over; their sessions end", false},
        {"downgrade", "another endpoint answers until the window is over", false},
        {"queue", "calls wait until the window is over", false},
        {"approve", "calls wait until somebody has raised the amount, after a delay", false},
    };
    return i < sizeof table / sizeof *table ? &table[i] : NULL;
}

static bool read_action(scenario_reader *reader, const scenario_value *value, void *slot)
{
    const char *choice;
    if (!scenario_kinds_read_choice(reader, value, &choice))
        return false;
    model_limit_action action = MODEL_LIMIT_ALERT;
    while (strcmp(action_choice((size_t)action)->name, choice) != 0)
        action++;
    *(model_limit_action *)slot = action;
    return true;
}

static const scenario_kind kind_action = {
    .name = "limit-action",
    .summary = "what happens to calls past the amount",
    .read = read_action,
    .choices = action_choice,
};

static const scenario_field limit_fields[] = {
    {.name = "name",
     .kind = &scenario_kind_name,
     .offset = LIMIT(model.name),
     .meaning = "its name"},
    {.name = "amount",
     .kind = &scenario_kind_money,
     .offset = LIMIT(model.amount),
     .range = {0, INFINITY, true},
     .meaning = "that calls may cost within a window"},
    {.name = "per",
     .kind = &kind_window,
     .offset = LIMIT(per),
     .otherwise = "month",
     .meaning = "the window"},
    {.name = "each",
     .kind = &kind_each,
     .offset = LIMIT(model.is_per_key),
     .otherwise = "all",
     .meaning = "whose amount it is"},
    {.name = "for",
     .kind = &scenario_kind_name,
     .offset = LIMIT(workload),
     .otherwise = "",
     .meaning = "covers only this workload"},
    {.name = "app",
     .kind = &scenario_kind_name,
     .offset = LIMIT(app),
     .otherwise = "",
     .meaning = "covers only workloads of this application"},
    {.name = "team",
     .kind = &scenario_kind_name,
     .offset = LIMIT(team),
     .otherwise = "",
     .meaning = "covers only workloads of this team"},
    {.name = "model",
     .kind = &scenario_kind_name,
     .offset = LIMIT(model.model),
     .otherwise = "",
     .meaning = "covers only endpoints with this model"},
    {.name = "charge",
     .kind = &scenario_kind_charge,
     .offset = LIMIT(model.reserves),
     .otherwise = "after",
     .meaning = "when a call's cost is held against the amount"},
    {.name = "lag",
     .kind = &scenario_kind_duration,
     .offset = LIMIT(model.lag_s),
     .otherwise = "0 s",
     .range = {0, 1e9, false},
     .meaning = "from a call's end until its cost is known"},
    {.name = "action",
     .kind = &kind_action,
     .offset = LIMIT(model.action),
     .otherwise = "block",
     .meaning = "what happens past the amount"},
    {.name = "to",
     .kind = &scenario_kind_name,
     .offset = LIMIT(to),
     .otherwise = "",
     .meaning = "the endpoint that a downgrade leads to"},
    {.name = "delay",
     .kind = &scenario_kind_duration,
     .offset = LIMIT(model.delay_s),
     .otherwise = "",
     .range = {0, 1e9, false},
     .meaning = "of a human: to approve, or to react to an alert; an alert changes nothing if "
                "left out"},
    {.name = "increase",
     .kind = &scenario_kind_money,
     .offset = LIMIT(model.increase),
     .otherwise = "",
     .range = {0, INFINITY, true},
     .meaning = "what an approval adds for the rest of the window; the amount if left out"},
    {.name = "cooldown",
     .kind = &scenario_kind_duration,
     .offset = LIMIT(model.cooldown_s),
     .otherwise = "24 h",
     .range = {0, 1e9, false},
     .meaning = "from an alert to the next in the same window"},
    {.name = "unlimited",
     .kind = &scenario_kind_share,
     .offset = LIMIT(model.unlimited),
     .otherwise = "",
     .range = {0, 1, false},
     .meaning = "share of the keys that escape the limit: shadow keys"},
};

static bool check_limit(scenario_reader *reader, const scenario_element *element,
                        scenario_place place, void *filled)
{
    const scenario_limit_draft *limit = filled;
    const model_limit_action action = limit->model.action;
    const bool needs_delay = action == MODEL_LIMIT_APPROVE;
    (void)element;
    if ((action == MODEL_LIMIT_DOWNGRADE) != (limit->to != NULL))
        return scenario_reader_problem(reader, place,
                                       "<spend-limit>: action=\"downgrade\" and to=\"an "
                                       "endpoint\" go together");
    if (needs_delay && !limit->model.delay_s.is_given)
        return scenario_reader_problem(
            reader, place,
            "<spend-limit action=\"approve\"> needs the delay of who "
            "approves");
    if (limit->model.unlimited.is_given && !limit->model.is_per_key)
        return scenario_reader_problem(reader, place,
                                       "<spend-limit unlimited>: only keys can escape it "
                                       "(each=\"key\")");
    return true;
}

const scenario_element scenario_elements_spend_limit = {
    .name = "spend-limit",
    .meaning = "an amount that calls may cost, and what happens past it: enforced, unlike a "
               "<budget>, which is only reported",
    .size = sizeof(scenario_limit_draft),
    .place = offsetof(scenario_limit_draft, place),
    SCENARIO_FIELDS(limit_fields),
    .check = check_limit,
};
