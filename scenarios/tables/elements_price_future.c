/* SPDX-License-Identifier: GPL-3.0-or-later */
/* What becomes of prices, which nobody knows. */
#include "scenarios/draft.h"
#include "scenarios/language/kinds.h"
#include "scenarios/language/reader.h"
#include "scenarios/tables/elements.h"

/* ---- Jumps ---- */

static const scenario_child size_children[] = {
    SCENARIO_DISTRIBUTION(0, &scenario_units_plain),
};

static const scenario_element size_element = {
    .name = "size",
    .meaning =
        "the factor of a jump: 0.5 halves prices. If left out, as public prices jumped from "
        "2025-02 to 2026-07: 55 % cuts, half of them to less than 0.54 of the price, "
        "else rises",
    .size = sizeof(model_law),
    SCENARIO_CHILDREN(size_children),
};

#define JUMPS(member) offsetof(scenario_jumps_draft, member)

static const scenario_child jumps_children[] = {
    {.element = &size_element, .occurrence = SCENARIO_OPTIONAL, .offset = JUMPS(model.size)},
};

static const scenario_field jumps_fields[] = {
    {.name = "model",
     .kind = &scenario_kind_name,
     .offset = JUMPS(model.model),
     .otherwise = "",
     .meaning = "whose prices jump"},
    {.name = "provider",
     .kind = &scenario_kind_name,
     .offset = JUMPS(model.provider),
     .otherwise = "",
     .meaning = "all of whose models' prices jump together, instead"},
    {.name = "per-year",
     .kind = &scenario_kind_fixed_number,
     .offset = JUMPS(model.per_year),
     .otherwise = "0.05",
     .range = {0, 1000, false},
     .meaning = "jumps expected. The default is what a public catalogue saw of each model from "
                "2025-02 to 2026-07"},
};

const scenario_element scenario_elements_price_jumps = {
    .name = "price-jumps",
    .meaning =
        "list prices change at times that nobody knows, from the first of the next month "
        "on",
    .size = sizeof(scenario_jumps_draft),
    .place = JUMPS(place),
    SCENARIO_FIELDS(jumps_fields),
    SCENARIO_CHILDREN(jumps_children),
};

/* ---- Retirements ---- */

#define RETIREMENT(member) offsetof(scenario_retirement_draft, member)

static const scenario_field retirement_fields[] = {
    {.name = "model",
     .kind = &scenario_kind_name,
     .offset = RETIREMENT(model.model),
     .meaning = "the model that its vendor ends"},
    {.name = "successor",
     .kind = &scenario_kind_name,
     .offset = RETIREMENT(model.successor),
     .meaning = "the model whose prices are paid from then on"},
    {.name = "on",
     .kind = &scenario_kind_date,
     .offset = RETIREMENT(on_unix_s),
     .otherwise = "",
     .meaning = "a day after which it is no more, from the first of a month on; at random if "
                "left out"},
    {.name = "per-year",
     .kind = &scenario_kind_fixed_number,
     .offset = RETIREMENT(model.per_year),
     .otherwise = "0.24",
     .range = {0, 1000, true},
     .meaning =
         "rate at which it retires at random. The default is the share of its models that "
         "a public catalogue dropped in a year"},
};

const scenario_element scenario_elements_retirement = {
    .name = "retirement",
    .meaning = "a model ends, and another one's prices are paid instead",
    .size = sizeof(scenario_retirement_draft),
    .place = RETIREMENT(place),
    SCENARIO_FIELDS(retirement_fields),
};
