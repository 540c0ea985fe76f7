/* SPDX-License-Identifier: GPL-3.0-or-later */
/* <expect>: what a check holds the result against. Fills a scenario_expect_draft. */
#include "scenarios/draft.h"
#include "scenarios/language/kinds.h"
#include "scenarios/language/reader.h"
#include "scenarios/tables/elements.h"

#include <math.h>
#include <string.h>

/* ---- Attributes ---- */

static const scenario_choice *quantity_choice(size_t i)
{
    const scenario_quantity *quantity = scenario_quantity_at(i);
    return quantity ? &quantity->word : NULL;
}

static const scenario_choice *statistic_choice(size_t i)
{
    const scenario_statistic *statistic = scenario_statistic_at(i);
    return statistic ? &statistic->word : NULL;
}

/* Any word: who takes an unknown for a quantity is told so once unknowns have been read. */
static bool read_quantity(scenario_reader *reader, const scenario_value *value, void *slot)
{
    *(const char **)slot = sim_arena_copy(reader->arena, value->text);
    return true;
}

static const scenario_kind kind_quantity = {
    .name = "quantity",
    .summary = "a quantity of the result",
    .read = read_quantity,
    .choices = quantity_choice,
};

static const scenario_kind kind_statistic = {
    .name = "statistic",
    .summary = "the mean, a quantile, or CVaR",
    .read = scenario_kinds_read_choice,
    .choices = statistic_choice,
};

#define AT(member) .offset = offsetof(scenario_expect_draft, member)

static const scenario_field expect_fields[] = {
    {.name = "that", .kind = &kind_quantity, AT(that), .meaning = "which quantity"},
    {.name = "of",
     .kind = &scenario_kind_name,
     AT(model.of),
     .otherwise = "",
     .meaning = "of which budget, app, team, model, line, ..., where the quantity has such"},
    {.name = "in",
     .kind = &scenario_kind_name,
     AT(model.in),
     .otherwise = "",
     .meaning = "in which architecture; in every one if left out"},
    {.name = "than",
     .kind = &scenario_kind_name,
     AT(model.than),
     .otherwise = "",
     .meaning = "less the same quantity of this architecture, in the same futures"},
    {.name = "period",
     .kind = &scenario_kind_name,
     AT(model.period),
     .otherwise = "",
     .meaning =
         "of money: a month 2027-03, a quarter 2027-Q1, a year 2027; the horizon if left "
         "out"},
    {.name = "at",
     .kind = &kind_statistic,
     AT(at),
     .otherwise = "",
     .meaning = "what of its distribution; the mean if left out, of latencies the p95"},
    {.name = "below",
     .kind = &scenario_kind_text,
     AT(below),
     .otherwise = "",
     .meaning = "what it must stay below, with the quantity's unit"},
    {.name = "above",
     .kind = &scenario_kind_text,
     AT(above),
     .otherwise = "",
     .meaning = "what it must stay above, with the quantity's unit"},
    {.name = "with",
     .kind = &scenario_kind_file_prices,
     AT(model.with),
     .otherwise = "",
     .meaning = "another price book, of price-difference"},
    {.name = "tolerance",
     .kind = &scenario_kind_text,
     AT(tolerance),
     .otherwise = "",
     .meaning = "how much worse than the baseline of outlay check --baseline it may get, as a "
                "share of it; probabilities and shares: in points, 2% from 5% to 7%"},
};

/* ---- What one attribute cannot say ---- */

/* An attribute as if it were being read, for messages and for the currency. */
static scenario_value value_of(const scenario_element *element, const char *name,
                               scenario_place place, const char *text)
{
    scenario_value value = {.element = element, .place = place, .text = text};
    for (size_t i = 0; i < element->n_fields; i++)
        if (strcmp(element->fields[i].name, name) == 0)
            value.field = &element->fields[i];
    return value;
}

/* Reads a limit in the unit of a dimension; NAN if it is left out. */
static bool read_limit(scenario_reader *reader, const scenario_value *value,
                       const scenario_dimension *dimension, double *out)
{
    sim_failure why;
    char currency[SCENARIO_CURRENCY] = "";
    *out = (double)NAN;
    if (!value->text)
        return true;
    if (!scenario_units_read(dimension, value->text, out, currency, &why))
        return scenario_reader_refuse(reader, value, "%s", why.text);
    if (dimension->has_currency) {
        reader->money = scenario_reader_grow(reader, reader->money, &reader->n_money,
                                             sizeof *reader->money);
        scenario_money_use *use = &reader->money[reader->n_money - 1];
        use->value = *value;
        memcpy(use->currency, currency, sizeof use->currency);
    }
    return true;
}

static const scenario_quantity *quantity_named(const char *name)
{
    const scenario_quantity *quantity = NULL;
    for (size_t i = 0; name && (quantity = scenario_quantity_at(i)); i++)
        if (strcmp(quantity->word.name, name) == 0)
            return quantity;
    return NULL;
}

static const scenario_statistic *statistic_named(const char *name)
{
    const scenario_statistic *statistic = NULL;
    for (size_t i = 0; (statistic = scenario_statistic_at(i)); i++)
        if (strcmp(statistic->word.name, name) == 0)
            return statistic;
    return NULL;
}

/* Whether `of` goes with the quantity. */
static bool fits_of(scenario_reader *reader, scenario_place place,
                    const scenario_expectation *x)
{
    const scenario_quantity *of = x->quantity;
    if (of->of != SCENARIO_OF_NOTHING && !x->of)
        return scenario_reader_problem(reader, place,
                                       "<expect that=\"%s\"> needs of=..., which %s",
                                       of->word.name, scenario_naming_names[of->of]);
    if (of->of == SCENARIO_OF_NOTHING && x->of)
        return scenario_reader_problem(reader, place,
                                       "<expect that=\"%s\"> is of nothing: of=\"%.60s\" is "
                                       "too much",
                                       of->word.name, x->of);
    return true;
}

/* Whether `than` does. */
static bool fits_than(scenario_reader *reader, scenario_place place,
                      const scenario_expectation *x)
{
    const scenario_quantity *of = x->quantity;
    const bool has_other =
        of->needs_other || of->estimator == SCENARIO_MEAN || of->estimator == SCENARIO_RATIO;
    if (of->needs_other && !x->than)
        return scenario_reader_problem(reader, place,
                                       "<expect that=\"%s\"> needs than=..., another "
                                       "architecture",
                                       of->word.name);
    if (x->than && !has_other)
        return scenario_reader_problem(reader, place,
                                       "<expect that=\"%s\"> cannot be compared with that of "
                                       "another architecture: than is for means and ratios",
                                       of->word.name);
    if (x->than && x->in && strcmp(x->than, x->in) == 0)
        return scenario_reader_problem(reader, place,
                                       "<expect in=\"%.60s\" than=\"%.60s\"> compares an "
                                       "architecture with itself",
                                       x->in, x->than);
    return true;
}

/* Whether `at` does. */
static bool fits_at(scenario_reader *reader, scenario_place place,
                    const scenario_expectation *x)
{
    const char *name = x->quantity->word.name;
    const bool is_over_calls = x->quantity->estimator == SCENARIO_LATENCY;
    const bool is_mean = !(x->at->p > 0);
    if (!is_mean && x->quantity->estimator != SCENARIO_MEAN && !is_over_calls)
        return scenario_reader_problem(reader, place,
                                       "<expect that=\"%s\"> has no distribution over futures "
                                       "here: at=\"%s\" does not go with it",
                                       name, x->at->word.name);
    if (is_over_calls && (is_mean || x->at->is_cvar))
        return scenario_reader_problem(
            reader, place, "<expect that=\"%s\"> takes a quantile, such as at=\"p95\"", name);
    return true;
}

/* Whether `with` does. */
static bool fits_with(scenario_reader *reader, scenario_place place,
                      const scenario_expectation *x)
{
    const char *name = x->quantity->word.name;
    if (x->quantity->needs_book && !x->with)
        return scenario_reader_problem(
            reader, place, "<expect that=\"%s\"> needs with=..., another price book", name);
    if (!x->quantity->needs_book && x->with)
        return scenario_reader_problem(
            reader, place, "<expect that=\"%s\"> takes no price book: with is too much", name);
    return true;
}

/* Whether a period can be taken of it: of money that lines cost, and of budgets. */
static bool has_period(const scenario_quantity *of)
{
    return of->of == SCENARIO_OF_BUDGET ||
           (of->top.source == SCENARIO_FROM_COST && of->estimator != SCENARIO_RATIO);
}

static bool has_limits(scenario_reader *reader, scenario_place place,
                       const scenario_expectation *x)
{
    const bool is_relative = !isnan(x->tolerance);
    if (isnan(x->below) && isnan(x->above) && !is_relative)
        return scenario_reader_problem(reader, place,
                                       "<expect that=\"%s\"> expects nothing: it needs below, "
                                       "above or tolerance",
                                       x->quantity->word.name);
    if (!isnan(x->below) && !isnan(x->above) && x->above >= x->below)
        return scenario_reader_problem(
            reader, place, "<expect that=\"%s\"> cannot be met: above is not less than below",
            x->quantity->word.name);
    const scenario_estimator estimator = x->quantity->estimator;
    const bool can_change = estimator == SCENARIO_MEAN || estimator == SCENARIO_RATIO ||
                            estimator == SCENARIO_OVERRUN;
    if (is_relative && (!can_change || x->at->p > 0 || x->than || x->tolerance < 0))
        return scenario_reader_problem(reader, place,
                                       "<expect tolerance> is a share of at least 0, of means, "
                                       "ratios and probabilities of "
                                       "one architecture: no at, no than");
    if (x->period && !has_period(x->quantity))
        return scenario_reader_problem(
            reader, place, "<expect that=\"%s\"> is of the whole horizon: it takes no period",
            x->quantity->word.name);
    return true;
}

static bool check_expect(scenario_reader *reader, const scenario_element *element,
                         scenario_place place, void *filled)
{
    scenario_expect_draft *draft = filled;
    scenario_expectation *x = &draft->model;
    x->quantity = quantity_named(draft->that);
    if (!x->quantity)
        return true; /* scenario_elements_check_quantity refuses it */
    const scenario_dimension *dimension = x->quantity->dimension;
    const bool is_over_calls = x->quantity->estimator == SCENARIO_LATENCY;
    const scenario_value below = value_of(element, "below", place, draft->below);
    const scenario_value above = value_of(element, "above", place, draft->above);
    const scenario_value tolerance = value_of(element, "tolerance", place, draft->tolerance);
    x->at = statistic_named(draft->at ? draft->at : is_over_calls ? "p95" : "mean");
    x->file = place.file;
    x->line = place.line;
    return read_limit(reader, &below, dimension, &x->below) &&
           read_limit(reader, &above, dimension, &x->above) &&
           read_limit(reader, &tolerance, &scenario_units_share, &x->tolerance) &&
           fits_of(reader, place, x) && fits_than(reader, place, x) &&
           fits_at(reader, place, x) && fits_with(reader, place, x) &&
           has_limits(reader, place, x);
}

void scenario_elements_check_quantity(scenario_reader *reader,
                                      const scenario_expect_draft *draft, bool is_unknown)
{
    const char *word = draft->that;
    const scenario_value value =
        value_of(&scenario_elements_expect, "that", draft->place, word);
    if (!word || quantity_named(word))
        return;
    if (is_unknown)
        scenario_reader_refuse(reader, &value,
                               "this is an unknown of the scenario, which goes in; what comes "
                               "out can be expected, such as cost, overrun, per-session or "
                               "success-share (outlay explain expect lists all)");
    else
        scenario_kinds_read_choice(reader, &value, &word);
}

const scenario_element scenario_elements_expect = {
    .name = "expect",
    .meaning = "a quantity that must stay below or above a limit: outlay check says whether",
    .size = sizeof(scenario_expect_draft),
    .place = offsetof(scenario_expect_draft, place),
    SCENARIO_FIELDS(expect_fields),
    .check = check_expect,
};
