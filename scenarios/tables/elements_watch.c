/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Watches on the rate of spend: what raises an alarm, and when. */
#include "scenarios/draft.h"
#include "scenarios/language/kinds.h"
#include "scenarios/language/reader.h"
#include "scenarios/tables/elements.h"

#include <math.h>
#include <string.h>

#define WATCH(member) offsetof(scenario_watch_draft, member)

/* In the order of model_watch_kind. */
static const scenario_choice *kind_choice(size_t i)
{
    static const scenario_choice table[] = {
        {"threshold", "an hour's spend above an amount", false},
        {"ewma", "an hour's spend too many standard deviations above its weighted mean", false},
        {"cusum", "the sum of such deviations, less a drift for each hour, above a limit",
         false},
    };
    return i < sizeof table / sizeof *table ? &table[i] : NULL;
}

static bool read_kind(scenario_reader *reader, const scenario_value *value, void *slot)
{
    const char *choice;
    if (!scenario_kinds_read_choice(reader, value, &choice))
        return false;
    model_watch_kind kind = MODEL_WATCH_THRESHOLD;
    while (strcmp(kind_choice((size_t)kind)->name, choice) != 0)
        kind++;
    *(model_watch_kind *)slot = kind;
    return true;
}

static const scenario_kind kind_kind = {
    .name = "detector",
    .summary = "what raises an alarm",
    .read = read_kind,
    .choices = kind_choice,
};

static const scenario_choice *baseline_choice(size_t i)
{
    static const scenario_choice table[] = {
        {"all-hours", "the hours before", false},
        {"hour-of-week", "the same hour of the weeks before", false},
    };
    return i < sizeof table / sizeof *table ? &table[i] : NULL;
}

static bool read_baseline(scenario_reader *reader, const scenario_value *value, void *slot)
{
    const char *choice;
    if (!scenario_kinds_read_choice(reader, value, &choice))
        return false;
    *(bool *)slot = strcmp(choice, "hour-of-week") == 0;
    return true;
}

static const scenario_kind kind_baseline = {
    .name = "baseline",
    .summary = "which hours an hour is compared with",
    .read = read_baseline,
    .choices = baseline_choice,
};

static const scenario_field watch_fields[] = {
    {.name = "name",
     .kind = &scenario_kind_name,
     .offset = WATCH(model.name),
     .meaning = "its name"},
    {.name = "kind",
     .kind = &kind_kind,
     .offset = WATCH(model.kind),
     .meaning = "what raises an alarm"},
    {.name = "amount",
     .kind = &scenario_kind_money,
     .offset = WATCH(model.amount),
     .otherwise = "",
     .range = {0, INFINITY, true},
     .meaning = "of a threshold: what an hour may cost"},
    {.name = "limit",
     .kind = &scenario_kind_number,
     .offset = WATCH(model.limit),
     .otherwise = "",
     .range = {0, INFINITY, true},
     .meaning = "of the others: standard deviations"},
    {.name = "drift",
     .kind = &scenario_kind_number,
     .offset = WATCH(model.drift),
     .otherwise = "0.5",
     .range = {0, INFINITY, false},
     .meaning = "of a cusum: standard deviations above the mean that count for nothing"},
    {.name = "weight",
     .kind = &scenario_kind_share,
     .offset = WATCH(model.weight),
     .otherwise = "1%",
     .range = {0, 1, true},
     .meaning = "of the newest hour in mean and variance; the first hours weigh the same"},
    {.name = "baseline",
     .kind = &kind_baseline,
     .offset = WATCH(model.is_weekly),
     .otherwise = "all-hours",
     .meaning = "which hours an hour is compared with"},
    {.name = "learn",
     .kind = &scenario_kind_duration,
     .offset = WATCH(model.learn_s),
     .otherwise = "3 d",
     .range = {0, 1e9, false},
     .meaning = "from the horizon's start: no alarms before"},
    {.name = "reaction",
     .kind = &scenario_kind_duration,
     .offset = WATCH(model.reaction_s),
     .otherwise = "1 h",
     .range = {0, 1e9, false},
     .meaning = "from an alarm until somebody could have stopped the runaways"},
    {.name = "runaway-after",
     .kind = &scenario_kind_fixed_number,
     .offset = WATCH(model.repeats),
     .otherwise = "10",
     .range = {1, INFINITY, false},
     .meaning = "steps in a row that repeat each other, from which on a session has run away"},
};

static bool check_watch(scenario_reader *reader, const scenario_element *element,
                        scenario_place place, void *filled)
{
    const model_watch *watch = &((const scenario_watch_draft *)filled)->model;
    const bool is_threshold = watch->kind == MODEL_WATCH_THRESHOLD;
    (void)element;
    if (watch->amount.is_given == is_threshold && watch->limit.is_given != is_threshold)
        return true;
    return scenario_reader_problem(
        reader, place,
        is_threshold
            ? "<anomaly-watch kind=\"threshold\"> needs an amount, and has no limit"
            : "<anomaly-watch kind=\"%s\"> needs a limit in standard deviations, and has no "
              "amount",
        kind_choice((size_t)watch->kind)->name);
}

const scenario_element scenario_elements_anomaly_watch = {
    .name = "anomaly-watch",
    .meaning = "a detector on what metered calls and tools cost in each hour: it changes "
               "nothing, and the report says what it would have found",
    .size = sizeof(scenario_watch_draft),
    .place = offsetof(scenario_watch_draft, place),
    SCENARIO_FIELDS(watch_fields),
    .check = check_watch,
};
