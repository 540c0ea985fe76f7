/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Models, services and currencies against the price book. */
#include "scenarios/check.h"
#include "scenarios/hosting.h"
#include "scenarios/language/suggest.h"
#include "scenarios/names.h"

#include <math.h>
#include <string.h>

enum { STALE_S = 180 * SCENARIO_DAY_S };

/* ---- Currencies ---- */

static bool has_exchange(const scenario_prices_draft *prices, const char *from, const char *to,
                         int64_t unix_s)
{
    for (size_t i = 0; i < prices->n_exchanges; i++) {
        const scenario_exchange_draft *e = &prices->exchanges[i];
        if (e->from && e->to && strcmp(e->from, from) == 0 && strcmp(e->to, to) == 0 &&
            e->from_unix_s <= unix_s)
            return true;
    }
    return false;
}

static void check_currencies(scenario_reader *reader, const scenario_draft *draft,
                             const char *of_book)
{
    const char *report = draft->prices.currency ? draft->prices.currency : of_book;
    if (strcmp(report, of_book) != 0 &&
        !has_exchange(&draft->prices, of_book, report, draft->horizon.start_unix_s))
        scenario_reader_problem(
            reader, draft->prices.place,
            "the book's prices are in %s, the report in %s: <prices> needs "
            "an <exchange from=\"%s\" to=\"%s\" rate=.../> that holds at the "
            "horizon's start",
            of_book, report, of_book, report);
    for (size_t i = 0; i < reader->n_money; i++)
        if (strcmp(reader->money[i].currency, report) != 0)
            scenario_reader_refuse(reader, &reader->money[i].value,
                                   "the report is in %s; amounts must be too", report);
}

/* ---- Discounts ---- */

static void check_discounts(scenario_reader *reader, const scenario_prices_draft *prices,
                            const model_price_book *book)
{
    for (size_t i = 0; i < prices->n_discounts; i++) {
        const char *wanted = prices->discounts[i].provider;
        scenario_suggestion near = scenario_suggestion_for(wanted ? wanted : "");
        bool is_known = !wanted;
        for (size_t m = 0; m < book->n_models && !is_known; m++) {
            is_known = strcmp(book->models[m].provider, wanted) == 0;
            scenario_suggestion_offer(&near, book->models[m].provider);
        }
        if (!is_known)
            scenario_reader_problem(reader, prices->place,
                                    "<discount provider=\"%.60s\">: %s has no model of that "
                                    "provider%s",
                                    wanted, book->file, scenario_suggestion_text(&near));
    }
}

/* ---- What becomes of prices ---- */

static bool has_provider(const model_price_book *book, const char *provider)
{
    bool is_known = false;
    for (size_t i = 0; i < book->n_models; i++)
        is_known |= strcmp(book->models[i].provider, provider) == 0;
    return is_known;
}

static void check_known(scenario_reader *reader, const model_price_book *book, const char *id,
                        scenario_place place, const char *where)
{
    scenario_suggestion near = scenario_suggestion_for(id ? id : "");
    bool is_known = !id || model_price_book_find(book, id, INT64_MAX);
    for (size_t i = 0; i < book->n_models && !is_known; i++)
        scenario_suggestion_offer(&near, book->models[i].id);
    if (!is_known)
        scenario_reader_problem(reader, place,
                                "%s=\"%.80s\">: the price book %.200s has no such model%s",
                                where, id, book->file, scenario_suggestion_text(&near));
}

static void check_jumps(scenario_reader *reader, const scenario_jumps_draft *jumps,
                        const model_price_book *book)
{
    const model_price_jumps *of = &jumps->model;
    if (!of->model == !of->provider)
        scenario_reader_problem(reader, jumps->place,
                                "<price-jumps> needs a model, or a provider");
    else if (of->model)
        check_known(reader, book, of->model, jumps->place, "<price-jumps model");
    else if (!has_provider(book, of->provider))
        scenario_reader_problem(reader, jumps->place,
                                "<price-jumps provider=\"%.60s\">: %.200s has no model of that "
                                "provider",
                                of->provider, book->file);
}

static void check_retirement(scenario_reader *reader, const scenario_draft *draft, size_t index,
                             const model_price_book *book)
{
    const scenario_retirement_draft *of = &draft->prices.retirements[index];
    check_known(reader, book, of->model.model, of->place, "<retirement model");
    check_known(reader, book, of->model.successor, of->place, "<retirement successor");
    if (!of->model.model || !of->model.successor)
        return;
    scenario_check_within(reader, &draft->horizon, of->on_unix_s, of->place, "<retirement on>");
    if (strcmp(of->model.model, of->model.successor) == 0)
        scenario_reader_problem(reader, of->place,
                                "<retirement model=\"%.80s\">: it cannot succeed itself",
                                of->model.model);
    for (size_t i = 0; i < index; i++)
        if (draft->prices.retirements[i].model.model &&
            strcmp(draft->prices.retirements[i].model.model, of->model.model) == 0)
            scenario_reader_problem(reader, of->place,
                                    "<retirement model=\"%.80s\">: it retires already, in line "
                                    "%d",
                                    of->model.model, draft->prices.retirements[i].place.line);
}

static void check_futures(scenario_reader *reader, const scenario_draft *draft,
                          const model_price_book *book)
{
    for (size_t i = 0; i < draft->prices.n_jumps; i++)
        check_jumps(reader, &draft->prices.jumps[i], book);
    for (size_t i = 0; i < draft->prices.n_retirements; i++)
        check_retirement(reader, draft, i, book);
}

/* ---- Endpoints ---- */

static const model_price *price_at(const model_priced *model, int64_t unix_s)
{
    const model_price *found = NULL;
    for (size_t i = 0; i < model->n_prices && model->prices[i].from_unix_s <= unix_s; i++)
        found = &model->prices[i];
    return found;
}

static void refuse_model(scenario_reader *reader, const scenario_endpoint_draft *endpoint,
                         const model_price_book *book)
{
    scenario_suggestion near = scenario_suggestion_for(endpoint->model.model_id);
    for (size_t i = 0; i < book->n_models; i++)
        scenario_suggestion_offer(&near, book->models[i].id);
    for (size_t i = 0; i < book->n_aliases; i++)
        scenario_suggestion_offer(&near, book->aliases[i].id);
    scenario_reader_problem(reader, endpoint->place,
                            "<endpoint model=\"%.80s\">: the price book %s has no such model%s",
                            endpoint->model.model_id, book->file,
                            scenario_suggestion_text(&near));
}

static void check_service(scenario_reader *reader, const scenario_endpoint_draft *endpoint,
                          const model_priced *model, const model_price *price)
{
    const struct {
        const char *name;
        double factor;
    } services[] = {
        {"batch", price->batch}, {"flex", price->flex}, {"priority", price->priority}};
    for (size_t i = 0; i < 3; i++)
        if (endpoint->model.service && strcmp(services[i].name, endpoint->model.service) == 0 &&
            isnan(services[i].factor))
            scenario_reader_problem(reader, endpoint->place,
                                    "<endpoint service=\"%s\">: the price book has no %s price "
                                    "of %s at the horizon's start",
                                    services[i].name, services[i].name, model->id);
}

static void check_age(scenario_reader *reader, const scenario_endpoint_draft *endpoint,
                      const model_priced *model, const model_price *price, int64_t start)
{
    if (start - price->as_of_unix_s <= STALE_S)
        return;
    const scenario_date as_of = scenario_dates_of(price->as_of_unix_s);
    scenario_reader_warn(
        reader, endpoint->place,
        "the price of %s is as of %04d-%02d-%02d, more than 180 days before the "
        "horizon",
        model->id, as_of.year, as_of.month, as_of.day);
}

static void check_endpoint(scenario_reader *reader, const scenario_endpoint_draft *endpoint,
                           const model_price_book *book, int64_t start)
{
    if (!endpoint->model.model_id || scenario_hosting_is_hosted(endpoint))
        return;
    const model_priced *model = model_price_book_find(book, endpoint->model.model_id, start);
    if (!model) {
        refuse_model(reader, endpoint, book);
        return;
    }
    const model_price *price = price_at(model, start);
    if (!price) {
        scenario_reader_problem(reader, endpoint->place,
                                "<endpoint model=\"%.80s\">: the price book %s has no price of "
                                "it at the horizon's start",
                                endpoint->model.model_id, book->file);
        return;
    }
    check_service(reader, endpoint, model, price);
    check_age(reader, endpoint, model, price, start);
}

static bool is_paid_per_token(const scenario_draft *draft)
{
    for (size_t a = 0; a < draft->n_architectures; a++)
        for (size_t e = 0; e < draft->architectures[a].n_endpoints; e++)
            if (!scenario_hosting_is_hosted(&draft->architectures[a].endpoints[e]))
                return true;
    return false;
}

void scenario_check_prices(scenario_reader *reader, const scenario_draft *draft,
                           const model_price_book *book, const model_hardware *hardware)
{
    if (!draft->has_prices && is_paid_per_token(draft))
        scenario_reader_problem(reader, draft->place,
                                "<scenario> needs <prices href=\"BOOK\"/>: its endpoints are "
                                "paid per token");
    if (!draft->has_prices && hardware)
        check_currencies(reader, draft, hardware->currency);
    if (book && hardware && strcmp(book->currency, hardware->currency) != 0)
        scenario_reader_problem(
            reader, draft->prices.place,
            "the price book is in %s, the hardware book in %s: both must be "
            "in one currency",
            book->currency, hardware->currency);
    if (!book)
        return;
    check_currencies(reader, draft, book->currency);
    check_discounts(reader, &draft->prices, book);
    check_futures(reader, draft, book);
    if (draft->horizon.start_unix_s == INT64_MIN)
        return;
    for (size_t a = 0; a < draft->n_architectures; a++)
        for (size_t e = 0; e < draft->architectures[a].n_endpoints; e++)
            check_endpoint(reader, &draft->architectures[a].endpoints[e], book,
                           draft->horizon.start_unix_s);
}
