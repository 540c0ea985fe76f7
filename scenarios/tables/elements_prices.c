/* SPDX-License-Identifier: GPL-3.0-or-later */
/* What things cost, and how much may be spent: the scenario's prices and budgets. */
#include "scenarios/draft.h"
#include "scenarios/language/kinds.h"
#include "scenarios/language/reader.h"
#include "scenarios/tables/elements.h"

#include <math.h>
#include <string.h>

/* ---- Prices ---- */

static const scenario_field discount_fields[] = {
    {.name = "provider",
     .kind = &scenario_kind_name,
     .offset = offsetof(model_discount, provider),
     .meaning = "whose prices: what stands before the / in model ids"},
    {.name = "share",
     .kind = &scenario_kind_fixed_share,
     .offset = offsetof(model_discount, share),
     .range = {0, 1, false},
     .meaning = "how much is off: 12% of a price of 100 leaves 88"},
    {.name = "from",
     .kind = &scenario_kind_date,
     .offset = offsetof(model_discount, from_unix_s),
     .otherwise = "",
     .meaning = "the first day; from ever if left out"},
};

static const scenario_element discount_element = {
    .name = "discount",
    .meaning = "a buyer's discount on all prices of a provider",
    .size = sizeof(model_discount),
    SCENARIO_FIELDS(discount_fields),
};

static const scenario_field exchange_fields[] = {
    {.name = "from",
     .kind = &scenario_kind_currency,
     .offset = offsetof(scenario_exchange_draft, from),
     .meaning = "the currency that is exchanged: the price book's"},
    {.name = "to",
     .kind = &scenario_kind_currency,
     .offset = offsetof(scenario_exchange_draft, to),
     .meaning = "the currency of the report"},
    {.name = "rate",
     .kind = &scenario_kind_number,
     .offset = offsetof(scenario_exchange_draft, rate),
     .range = {0, INFINITY, true},
     .meaning = "how many units of \"to\" one unit of \"from\" is worth; several dated ones "
                "are a series, and each may be an expression of unknowns"},
    {.name = "date",
     .kind = &scenario_kind_date,
     .offset = offsetof(scenario_exchange_draft, from_unix_s),
     .otherwise = "",
     .meaning = "from when on, until the next one; from ever if left out"},
};

static const scenario_element exchange_element = {
    .name = "exchange",
    .meaning = "an exchange rate",
    .size = sizeof(scenario_exchange_draft),
    SCENARIO_FIELDS(exchange_fields),
};

static const scenario_field prices_fields[] = {
    {.name = "href",
     .kind = &scenario_kind_file_prices,
     .offset = offsetof(scenario_prices_draft, href),
     .meaning = "the price book"},
    {.name = "currency",
     .kind = &scenario_kind_currency,
     .offset = offsetof(scenario_prices_draft, currency),
     .otherwise = "",
     .meaning = "the currency to report in; the book's if left out"},
};

static const scenario_child prices_children[] = {
    {.element = &discount_element,
     .occurrence = SCENARIO_MANY,
     .offset = offsetof(scenario_prices_draft, discounts),
     .count = offsetof(scenario_prices_draft, n_discounts)},
    {.element = &exchange_element,
     .occurrence = SCENARIO_MANY,
     .offset = offsetof(scenario_prices_draft, exchanges),
     .count = offsetof(scenario_prices_draft, n_exchanges)},
    {.element = &scenario_elements_price_jumps,
     .occurrence = SCENARIO_MANY,
     .offset = offsetof(scenario_prices_draft, jumps),
     .count = offsetof(scenario_prices_draft, n_jumps)},
    {.element = &scenario_elements_retirement,
     .occurrence = SCENARIO_MANY,
     .offset = offsetof(scenario_prices_draft, retirements),
     .count = offsetof(scenario_prices_draft, n_retirements)},
};

const scenario_element scenario_elements_prices = {
    .name = "prices",
    .meaning = "the price book, and what the buyer adds to it",
    .size = sizeof(scenario_prices_draft),
    .place = offsetof(scenario_prices_draft, place),
    SCENARIO_FIELDS(prices_fields),
    SCENARIO_CHILDREN(prices_children),
};

/* ---- Budgets ---- */

static const scenario_choice *period_choice(size_t i)
{
    static const scenario_choice table[] = {
        {"month", "each calendar month", false},
        {"quarter", "each calendar quarter that the horizon touches", false},
        {"year", "each calendar year that the horizon touches", false},
        {"horizon", "the whole horizon at once", false},
    };
    return i < sizeof table / sizeof *table ? &table[i] : NULL;
}

static const scenario_kind kind_period = {
    .name = "period",
    .summary = "the period that an amount is for",
    .read = scenario_kinds_read_choice,
    .choices = period_choice,
};

static const scenario_field budget_fields[] = {
    {.name = "name",
     .kind = &scenario_kind_name,
     .offset = offsetof(scenario_budget_draft, name),
     .meaning = "its name in reports"},
    {.name = "amount",
     .kind = &scenario_kind_fixed_money,
     .offset = offsetof(scenario_budget_draft, amount),
     .range = {0, INFINITY, true},
     .meaning = "what may be spent in each period, in the report's currency"},
    {.name = "per",
     .kind = &kind_period,
     .offset = offsetof(scenario_budget_draft, per),
     .otherwise = "horizon",
     .meaning = "the period"},
    {.name = "from",
     .kind = &scenario_kind_date,
     .offset = offsetof(scenario_budget_draft, from_unix_s),
     .otherwise = "",
     .meaning = "its first day, the first of a month; the horizon's if left out"},
    {.name = "to",
     .kind = &scenario_kind_date,
     .offset = offsetof(scenario_budget_draft, to_unix_s),
     .otherwise = "",
     .meaning = "its last day, the last of a month; the horizon's if left out"},
};

static const scenario_element budget_element = {
    .name = "budget",
    .meaning = "an amount that may be spent",
    .size = sizeof(scenario_budget_draft),
    .place = offsetof(scenario_budget_draft, place),
    SCENARIO_FIELDS(budget_fields),
};

static const scenario_child budgets_children[] = {
    {.element = &budget_element,
     .occurrence = SCENARIO_MANY,
     .offset = offsetof(scenario_budgets_draft, items),
     .count = offsetof(scenario_budgets_draft, n_items)},
};

const scenario_element scenario_elements_budgets = {
    .name = "budgets",
    .meaning = "the budgets that costs are held against",
    .size = sizeof(scenario_budgets_draft),
    SCENARIO_CHILDREN(budgets_children),
};
