/* SPDX-License-Identifier: GPL-3.0-or-later */
/* What an architecture costs besides its calls. */
#include "scenarios/draft.h"
#include "scenarios/language/kinds.h"
#include "scenarios/language/reader.h"
#include "scenarios/tables/elements.h"

#include <math.h>
#include <string.h>

/* ---- Hours and fees ---- */

static const scenario_choice *per_choice(size_t i)
{
    static const scenario_choice table[] = {
        {"month", "in every month", false},
        {"once", "in the first", false},
    };
    return i < 2 ? &table[i] : NULL;
}

static bool read_per(scenario_reader *reader, const scenario_value *value, void *slot)
{
    const char *choice;
    if (!scenario_kinds_read_choice(reader, value, &choice))
        return false;
    *(bool *)slot = strcmp(choice, "month") == 0;
    return true;
}

static const scenario_kind kind_per = {
    .name = "falls-due",
    .summary = "how often something is paid",
    .read = read_per,
    .choices = per_choice,
};

#define COST(member) offsetof(scenario_standing_draft, member)

static const scenario_field standing_fields[] = {
    {.name = "name",
     .kind = &scenario_kind_name,
     .offset = COST(model.name),
     .meaning = "its name in reports"},
    {.name = "hours",
     .kind = &scenario_kind_number,
     .offset = COST(model.hours),
     .otherwise = "",
     .range = {0, 1e7, false},
     .meaning = "of people's work"},
    {.name = "rate",
     .kind = &scenario_kind_fixed_hour_price,
     .offset = COST(rate),
     .otherwise = "",
     .range = {0, INFINITY, false},
     .meaning = "of such an hour"},
    {.name = "amount",
     .kind = &scenario_kind_fixed_money,
     .offset = COST(amount),
     .otherwise = "",
     .range = {0, INFINITY, false},
     .meaning = "a fee, instead of hours and their rate"},
    {.name = "per",
     .kind = &kind_per,
     .offset = COST(model.is_monthly),
     .otherwise = "month",
     .meaning = "how often it is paid"},
    {.name = "from",
     .kind = &scenario_kind_date,
     .offset = COST(from_unix_s),
     .otherwise = "",
     .meaning = "a day of the first month; the horizon's first if left out"},
};

static bool check_standing(scenario_reader *reader, const scenario_element *element,
                           scenario_place place, void *filled)
{
    const scenario_standing_draft *cost = filled;
    const bool is_work = cost->model.hours.is_given && !isnan(cost->rate);
    const bool has_part = cost->model.hours.is_given || !isnan(cost->rate);
    (void)element;
    return is_work != !isnan(cost->amount) && has_part == is_work
               ? true
               : scenario_reader_problem(reader, place,
                                         "<standing-cost> needs hours and their rate, or an "
                                         "amount");
}

const scenario_element scenario_elements_standing_cost = {
    .name = "standing-cost",
    .meaning = "people's hours or a fee: operations, porting, a platform",
    .size = sizeof(scenario_standing_draft),
    .place = offsetof(scenario_standing_draft, place),
    SCENARIO_FIELDS(standing_fields),
    .check = check_standing,
};

/* ---- Machines left running ---- */

static const scenario_child found_children[] = {
    SCENARIO_DISTRIBUTION(0, &scenario_units_duration),
};

static const scenario_element found_element = {
    .name = "found-after",
    .meaning = "how long they run until somebody finds them",
    .size = sizeof(model_law),
    SCENARIO_CHILDREN(found_children),
};

static const scenario_child left_children[] = {
    {.element = &found_element,
     .occurrence = SCENARIO_ONE,
     .offset = offsetof(scenario_left_draft, model.found_after_s)},
};

#define LEFT(member) offsetof(scenario_left_draft, member)

static const scenario_field left_fields[] = {
    {.name = "name",
     .kind = &scenario_kind_name,
     .offset = LEFT(model.name),
     .meaning = "its name in reports"},
    {.name = "instance",
     .kind = &scenario_kind_name,
     .offset = LEFT(instance),
     .meaning = "the machine, as in the hardware book"},
    {.name = "instances",
     .kind = &scenario_kind_number,
     .offset = LEFT(model.instances),
     .otherwise = "1",
     .range = {0, 10000, false},
     .meaning = "how many"},
    {.name = "term",
     .kind = &scenario_kind_term,
     .offset = LEFT(model.term),
     .otherwise = "on-demand",
     .meaning = "which of the instance's prices is paid"},
    {.name = "price",
     .kind = &scenario_kind_fixed_hour_price,
     .offset = LEFT(model.per_hour),
     .otherwise = "",
     .range = {0, INFINITY, false},
     .meaning = "of an instance, instead of the book's"},
    {.name = "from",
     .kind = &scenario_kind_date,
     .offset = LEFT(from_unix_s),
     .meaning = "the first day on which nobody needs them"},
};

const scenario_element scenario_elements_left_running = {
    .name = "left-running",
    .meaning = "machines of an endpoint that nobody needs any more, until they are found",
    .size = sizeof(scenario_left_draft),
    .place = offsetof(scenario_left_draft, place),
    SCENARIO_FIELDS(left_fields),
    SCENARIO_CHILDREN(left_children),
};
