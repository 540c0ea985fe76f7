/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "scenarios/books.h"

#include "scenarios/draft.h"
#include "scenarios/language/document.h"
#include "scenarios/names.h"

#include <libxml/tree.h>
#include <math.h>
#include <stdlib.h>
#include <string.h>

/* ---- Rates ---- */

/* Hidden output costs what output costs unless the book says otherwise. */
static void complete(model_rates *rates, double request)
{
    if (isnan(rates->per[MODEL_REASONING]))
        rates->per[MODEL_REASONING] = rates->per[MODEL_OUTPUT];
    rates->per[MODEL_REQUESTS] = request;
}

static void complete_price(scenario_reader *reader, model_price *price)
{
    const double request = price->rates.per[MODEL_REQUESTS];
    complete(&price->rates, isnan(request) ? 0 : request);
    complete(&price->long_context.rates, price->rates.per[MODEL_REQUESTS]);
    model_time_of_day *times = sim_arena_alloc(reader->arena, price->n_times, sizeof *times);
    for (size_t i = 0; i < price->n_times; i++) {
        times[i] = price->times[i];
        complete(&times[i].rates, price->rates.per[MODEL_REQUESTS]);
    }
    price->times = times;
}

/* Whether a minute of the day lies in a time of day, which may wrap over midnight. */
static bool covers(const model_time_of_day *time, int minute)
{
    if (time->from_minute < time->to_minute)
        return minute >= time->from_minute && minute < time->to_minute;
    return minute >= time->from_minute || minute < time->to_minute;
}

static bool check_times(scenario_reader *reader, const model_price *price, scenario_place place)
{
    for (size_t i = 0; i < price->n_times; i++)
        if (price->times[i].from_minute == price->times[i].to_minute)
            return scenario_reader_problem(reader, place,
                                           "<time-of-day> begins and ends at the same time");
    for (size_t i = 0; i < price->n_times; i++)
        for (size_t j = 0; j < price->n_times; j++)
            if (i != j && covers(&price->times[i], price->times[j].from_minute))
                return scenario_reader_problem(reader, place,
                                               "the times of two <time-of-day> overlap");
    return true;
}

/* ---- Models ---- */

static int by_date(const void *a, const void *b)
{
    const scenario_price_draft *x = a, *y = b;
    if (x->model.from_unix_s != y->model.from_unix_s)
        return x->model.from_unix_s < y->model.from_unix_s ? -1 : 1;
    return (x->place.line > y->place.line) - (x->place.line < y->place.line);
}

static void finish_prices(scenario_reader *reader, scenario_priced_draft *draft)
{
    model_price *prices = sim_arena_alloc(reader->arena, draft->n_prices, sizeof *prices);
    if (draft->n_prices)
        qsort(draft->prices, draft->n_prices, sizeof *draft->prices, by_date);
    for (size_t i = 0; i < draft->n_prices; i++) {
        scenario_price_draft *price = &draft->prices[i];
        price->model.line = price->place.line;
        if (i && price->model.from_unix_s == price[-1].model.from_unix_s)
            scenario_reader_problem(reader, price->place,
                                    "model \"%.60s\" has two prices from the same date on, the "
                                    "other one in line %d",
                                    draft->model.id ? draft->model.id : "?",
                                    price[-1].place.line);
        check_times(reader, &price->model, price->place);
        complete_price(reader, &price->model);
        prices[i] = price->model;
    }
    draft->model.prices = prices;
    draft->model.n_prices = draft->n_prices;
}

static void finish_model(scenario_reader *reader, scenario_priced_draft *draft)
{
    const char *id = draft->model.id, *slash = id ? strchr(id, '/') : NULL;
    draft->model.line = draft->place.line;
    finish_prices(reader, draft);
    if (id && (!slash || slash == id || !slash[1])) {
        scenario_reader_problem(reader, draft->place,
                                "<model id=\"%.60s\">: expected provider/model", id);
        return;
    }
    char *provider = id ? sim_arena_copy(reader->arena, id) : NULL;
    if (provider)
        provider[slash - id] = '\0';
    draft->model.provider = provider;
}

static const model_priced *finish_models(scenario_reader *reader, scenario_book_draft *draft)
{
    model_priced *models = sim_arena_alloc(reader->arena, draft->n_models, sizeof *models);
    for (size_t i = 0; i < draft->n_models; i++) {
        finish_model(reader, &draft->models[i]);
        models[i] = draft->models[i].model;
    }
    return models;
}

/* ---- Aliases ---- */

static bool is_same_alias(const scenario_alias_draft *a, const scenario_alias_draft *b)
{
    return a->model.id && b->model.id && strcmp(a->model.id, b->model.id) == 0 &&
           a->model.from_unix_s == b->model.from_unix_s;
}

static const model_alias *finish_aliases(scenario_reader *reader, scenario_book_draft *draft,
                                         const scenario_names *models)
{
    model_alias *aliases = sim_arena_alloc(reader->arena, draft->n_aliases, sizeof *aliases);
    for (size_t i = 0; i < draft->n_aliases; i++) {
        scenario_alias_draft *alias = &draft->aliases[i];
        alias->model.line = alias->place.line;
        scenario_names_check(reader, models, alias->model.model, alias->place, "<alias model>");
        for (size_t j = 0; j < i; j++)
            if (is_same_alias(alias, &draft->aliases[j]))
                scenario_reader_problem(
                    reader, alias->place,
                    "there is already an alias \"%.60s\" from the same date "
                    "on, in line %d",
                    alias->model.id, draft->aliases[j].place.line);
        aliases[i] = alias->model;
    }
    return aliases;
}

/* ---- Services ---- */

/* What is wrong with a step of a service; NULL: nothing. */
static const char *wrong_step(const model_service_step *step, const model_service *service)
{
    const double listed[MODEL_SERVICE_UNITS] = {
        service->per_search, service->per_token,    service->per_read,
        service->per_write,  service->per_gb_month, service->per_dimension_month,
        service->per_hour,   service->per_gb_out};
    bool has_any = false, is_new = false;
    for (size_t unit = 0; unit < MODEL_SERVICE_UNITS; unit++) {
        has_any |= !isnan(step->per[unit]);
        is_new |= !isnan(step->per[unit]) && isnan(listed[unit]);
    }
    if (!has_any)
        return "states no price";
    if (is_new)
        return "has a price that <service> lacks: what holds from the beginning; 0 if it is "
               "free";
    return step->from_unix_s == INT64_MIN && step->above == 0 ? "needs from, above or both"
                                                              : NULL;
}

static void finish_steps(scenario_reader *reader, const scenario_service_draft *draft,
                         model_service *out)
{
    model_service_step *steps = sim_arena_alloc(reader->arena, draft->n_steps, sizeof *steps);
    for (size_t i = 0; i < draft->n_steps; i++) {
        const char *wrong = wrong_step(&draft->steps[i].model, out);
        steps[i] = draft->steps[i].model;
        steps[i].line = draft->steps[i].place.line;
        if (wrong)
            scenario_reader_problem(reader, draft->steps[i].place,
                                    "<service-price> of service \"%.60s\" %s",
                                    out->id ? out->id : "?", wrong);
    }
    if (draft->n_steps > MODEL_SERVICE_STEPS)
        scenario_reader_problem(reader, draft->place,
                                "service \"%.60s\" has %zu <service-price>s; at most %d",
                                out->id ? out->id : "?", draft->n_steps, MODEL_SERVICE_STEPS);
    out->steps = steps;
    out->n_steps = draft->n_steps;
}

static const model_service *finish_services(scenario_reader *reader,
                                            const scenario_book_draft *draft)
{
    const scenario_names names = SCENARIO_NAMES("service", draft->services, draft->n_services,
                                                scenario_service_draft, model.id);
    model_service *services =
        sim_arena_alloc(reader->arena, draft->n_services, sizeof *services);
    scenario_names_check_unique(reader, &names);
    for (size_t i = 0; i < draft->n_services; i++) {
        services[i] = draft->services[i].model;
        services[i].line = draft->services[i].place.line;
        finish_steps(reader, &draft->services[i], &services[i]);
    }
    return services;
}

/* ---- Books ---- */

static void check_currency(scenario_reader *reader, const char *currency)
{
    for (size_t i = 0; i < reader->n_money; i++)
        if (strcmp(reader->money[i].currency, currency) != 0)
            scenario_reader_refuse(reader, &reader->money[i].value, "the book's currency is %s",
                                   currency);
}

static const model_price_book *finish(scenario_reader *reader, scenario_book_draft *draft)
{
    model_price_book *book = sim_arena_alloc(reader->arena, 1, sizeof *book);
    const scenario_names models = SCENARIO_NAMES("model", draft->models, draft->n_models,
                                                 scenario_priced_draft, model.id);
    scenario_names_check_unique(reader, &models);
    if (draft->currency)
        check_currency(reader, draft->currency);
    *book = (model_price_book){
        .file = draft->place.file,
        .name = draft->name,
        .currency = draft->currency,
        .models = finish_models(reader, draft),
        .n_models = draft->n_models,
        .aliases = finish_aliases(reader, draft, &models),
        .n_aliases = draft->n_aliases,
        .services = finish_services(reader, draft),
        .n_services = draft->n_services,
    };
    return book;
}

/* Reads with what belongs to the book alone: nothing in it varies, its money is its own. */
static const model_price_book *read_document(scenario_reader *reader, xmlDoc *document)
{
    if (!document)
        return NULL;
    scenario_reader own = *reader;
    scenario_book_draft draft = {0};
    const size_t problems_before = reader->problems->n;
    own.expressions = NULL;
    own.money = NULL, own.n_money = 0;
    scenario_reader_element(&own, scenario_language_prices.root, xmlDocGetRootElement(document),
                            &draft);
    const model_price_book *book = finish(&own, &draft);
    reader->warnings = own.warnings, reader->n_warnings = own.n_warnings;
    xmlFreeDoc(document);
    return reader->problems->n == problems_before ? book : NULL;
}

const model_price_book *scenario_books_read(scenario_reader *reader, const char *path)
{
    return read_document(
        reader, scenario_document_open(reader, path, "prices", &scenario_language_prices));
}

const model_price_book *scenario_books_read_text(scenario_reader *reader, const char *text,
                                                 const char *name)
{
    return read_document(reader, scenario_document_open_text(reader, text, name, "prices",
                                                             &scenario_language_prices));
}
