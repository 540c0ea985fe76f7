/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "reports/rerate.h"

#include "models/retariff.h"

#include <math.h>
#include <string.h>

/* The results, their own book and the other one. */
typedef struct rerating {
    const report_results *results;
    const model_price_book *own, *other;
    model_calendar calendar;
    sim_arena *arena;
} rerating;

static model_calendar calendar_of(const report_header *header, sim_arena *arena)
{
    double *month_s = sim_arena_alloc(arena, header->n_months + 1, sizeof *month_s);
    for (size_t i = 0; i <= header->n_months; i++)
        month_s[i] = header->month_unix_s[i] - header->month_unix_s[0];
    return (model_calendar){.start_unix_s = (int64_t)header->month_unix_s[0],
                            .n_months = header->n_months,
                            .month_s = month_s,
                            .month_names = header->month_names};
}

/* Whether the line was ever used; before anything was played it may be. */
static bool is_used(const report_results *results, const report_architecture *of, size_t line)
{
    for (size_t i = line; i < results->n * results->header.n_months * of->n_lines;
         i += of->n_lines)
        if (of->usage[i])
            return true;
    return results->n == 0;
}

/* The slot and tier that a line's name stands for; false if the book does not have them. */
static bool find_counted(const model_tariff *tariff, const model_line *line, sim_arena *arena,
                         model_counted *out)
{
    for (size_t slot = 0; slot < tariff->n_slots; slot++)
        for (size_t tier = 0; tier < tariff->n_tiers; tier++)
            if (strcmp(model_tariff_name(tariff, slot, tier, arena), line->tier) == 0) {
                *out = (model_counted){tariff, slot, tier, line->meter};
                return true;
            }
    return false;
}

/* A service's line under the other book: its rates change as its price does. */
static bool rate_service(const rerating *r, const report_architecture *of, size_t i,
                         double *rate, sim_failure *why)
{
    const model_line *line = &of->lines[i];
    const model_service *own = model_price_book_service(r->own, line->model);
    const model_service *other = model_price_book_service(r->other, line->model);
    const size_t n_months = r->calendar.n_months;
    memcpy(rate, line->rate, n_months * sizeof *rate);
    if (!own || line->meter == MODEL_TOP_UP || !is_used(r->results, of, i))
        return true;
    if (model_service_varies(own) || (other && model_service_varies(other)))
        return sim_fail(
            why,
            "prices of service \"%s\" change with dates or amounts, which the results "
            "do not separate; run the scenario with the other book",
            line->model);
    const double before = model_service_price(own, line->meter);
    const double after = other ? model_service_price(other, line->meter) : (double)NAN;
    if (isnan(before) || before == 0)
        return true;
    if (isnan(after))
        return sim_fail(why,
                        "the other price book has no price of service \"%s\" for %s, which "
                        "the results used",
                        line->model, model_meter_names[line->meter]);
    for (size_t month = 0; month < n_months; month++)
        rate[month] *= after / before;
    return true;
}

/* What a line tops up to, by month. */
static void find_minimum(const rerating *r, const model_line *line, double *minimum)
{
    const model_service *other = model_price_book_service(r->other, line->model);
    for (size_t month = 0; month < r->calendar.n_months; month++)
        minimum[month] = line->meter == MODEL_TOP_UP && other
                             ? other->minimum * line->factor[month]
                             : (double)NAN;
}

static bool is_service(const model_line *line)
{
    return strcmp(line->service, "service") == 0 || strcmp(line->service, "training") == 0;
}

/* The line's rates under the other book: list price times the buyer's own terms. */
static bool rate_line(const rerating *r, const report_architecture *of, size_t i, double *rate,
                      sim_failure *why)
{
    const model_line *line = &of->lines[i];
    const model_terms list = {0};
    const model_market own_market = {r->own, &list, &r->calendar};
    const model_market other_market = {r->other, &list, &r->calendar};
    model_tariff own, other;
    model_counted counted;
    if (is_service(line))
        return rate_service(r, of, i, rate, why);
    if (model_line_is_hosted(line)) { /* no price book's */
        memcpy(rate, line->rate, r->calendar.n_months * sizeof *rate);
        return true;
    }
    if (!model_tariff_new(&own_market, line->model, line->service, r->arena, &own, why) ||
        !model_tariff_new(&other_market, line->model, line->service, r->arena, &other, why))
        return false;
    if (!find_counted(&own, line, r->arena, &counted))
        return sim_fail(why,
                        "the results count \"%s\" in a way their own price book does not "
                        "explain",
                        line->model);
    if (line->meter == MODEL_CACHE_READ && model_retariff_splits_input(&own, &other) &&
        is_used(r->results, of, i))
        return sim_fail(why,
                        "the other price book bills cache writes of \"%s\", which the "
                        "results count as plain input; run the scenario with it",
                        line->model);
    for (size_t month = 0; month < r->calendar.n_months; month++) {
        if (!model_retariff(&counted, &other, month, &rate[month], why))
            return false;
        rate[month] *= line->factor[month];
    }
    return true;
}

bool report_rerate(const report_results *results, const model_price_book *own,
                   const model_price_book *other, sim_arena *arena, report_prices *prices,
                   sim_failure *why)
{
    const rerating r = {results, own, other, calendar_of(&results->header, arena), arena};
    const double **rate = sim_arena_alloc(arena, results->n_architectures, sizeof *rate);
    const double **minimum = sim_arena_alloc(arena, results->n_architectures, sizeof *minimum);
    const size_t n_months = results->header.n_months;
    if (strcmp(own->currency, other->currency) != 0)
        return sim_fail(why, "the other price book is in another currency than the one the "
                             "results were rated with");
    for (size_t k = 0; k < results->n_architectures; k++) {
        const report_architecture *of = &results->architectures[k];
        double *rows = sim_arena_alloc(arena, of->n_lines * n_months, sizeof *rows);
        double *least = sim_arena_alloc(arena, of->n_lines * n_months, sizeof *least);
        for (size_t i = 0; i < of->n_lines; i++) {
            find_minimum(&r, &of->lines[i], least + i * n_months);
            if (!rate_line(&r, of, i, rows + i * n_months, why))
                return false;
        }
        rate[k] = rows;
        minimum[k] = least;
    }
    prices->rate = rate;
    prices->minimum = minimum;
    return true;
}
