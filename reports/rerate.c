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

/* ---- months in which the buyer's own terms change ---- */

/* Whether a line's factor, discount and exchange, changes within the month: usage of the same
   meter stands on another line for the part of the month after that. */
static bool changes_terms(const report_architecture *of, size_t i, size_t month)
{
    const model_line *line = &of->lines[i];
    for (size_t k = 0; k < of->n_lines; k++) {
        const model_line *other = &of->lines[k];
        const bool is_alike = other->meter == line->meter &&
                              strcmp(other->component, line->component) == 0 &&
                              strcmp(other->workload, line->workload) == 0 &&
                              strcmp(other->model, line->model) == 0;
        if (is_alike && isfinite(line->factor[month]) && isfinite(other->factor[month]) &&
            fabs(other->factor[month] - line->factor[month]) > 0)
            return true;
    }
    return false;
}

/* A name of a slot and tier without the part of the month: "time of day 1, after price step 1
   of the month" becomes "time of day 1". */
static const char *without_part(const char *name, sim_arena *arena)
{
    char *text = sim_arena_copy(arena, name), *part = strstr(text, "after price step ");
    if (part)
        *part = '\0';
    const size_t n = strlen(text);
    if (part && n >= 2)
        text[n - 2] = '\0';
    return text;
}

/* Both tariffs of a line, at list prices. */
typedef struct pair {
    model_tariff own, other;
} pair;

/* The rate of a month in which terms change at a moment that is not kept: all parts of the
   month have to have one price under the other book. */
static bool rate_any_part(const rerating *r, const pair *tariffs, const model_line *line,
                          size_t month, double *rate, sim_failure *why)
{
    const char *wanted = without_part(line->tier, r->arena);
    const model_tariff *own = &tariffs->own;
    *rate = (double)NAN;
    for (size_t i = 0; i < own->n_slots * own->n_tiers; i++) {
        const model_counted part = {own, i / own->n_tiers, i % own->n_tiers, line->meter};
        const char *name = model_tariff_name(own, part.slot, part.tier, r->arena);
        double found;
        if (strcmp(without_part(name, r->arena), wanted) != 0)
            continue;
        if (!model_retariff(&part, &tariffs->other, month, &found, why))
            return false;
        if (!isnan(found) && !isnan(*rate) && fabs(found - *rate) > 0)
            return sim_fail(why,
                            "the other price book changes the %s price of \"%s\" within %s, "
                            "in which an exchange rate or a discount of the scenario changes, "
                            "too: the results do not say which usage came after the one and "
                            "which after the other; run the scenario with it",
                            model_meter_names[line->meter], line->model,
                            r->results->header.month_names[month]);
        *rate = isnan(found) ? *rate : found;
    }
    return true;
}

/* ---- lines ---- */

/* Rates of a metered line: list prices times the buyer's own terms. */
static bool rate_metered(const rerating *r, const report_architecture *of, size_t i,
                         const pair *tariffs, double *rate, sim_failure *why)
{
    const model_line *line = &of->lines[i];
    model_counted counted;
    bool is_explained = find_counted(&tariffs->own, line, r->arena, &counted);
    const bool is_counted = is_explained;
    for (size_t month = 0; month < r->calendar.n_months; month++) {
        rate[month] = (double)NAN;
        if (changes_terms(of, i, month)) {
            is_explained = true;
            if (!rate_any_part(r, tariffs, line, month, &rate[month], why))
                return false;
        } else if (is_counted &&
                   !model_retariff(&counted, &tariffs->other, month, &rate[month], why)) {
            return false;
        }
        rate[month] *= line->factor[month];
    }
    return is_explained || sim_fail(why,
                                    "the results count \"%s\" in a way their own price book "
                                    "does not explain",
                                    line->model);
}

/* The line's rates under the other book. */
static bool rate_line(const rerating *r, const report_architecture *of, size_t i, double *rate,
                      sim_failure *why)
{
    const model_line *line = &of->lines[i];
    const model_terms list = {0};
    const model_market own_market = {r->own, &list, &r->calendar};
    const model_market other_market = {r->other, &list, &r->calendar};
    pair tariffs;
    if (is_service(line))
        return rate_service(r, of, i, rate, why);
    if (model_line_is_hosted(line)) { /* no price book's */
        memcpy(rate, line->rate, r->calendar.n_months * sizeof *rate);
        return true;
    }
    if (!model_tariff_new(&own_market, line->model, line->service, r->arena, &tariffs.own,
                          why) ||
        !model_tariff_new(&other_market, line->model, line->service, r->arena, &tariffs.other,
                          why))
        return false;
    if (line->meter == MODEL_CACHE_READ &&
        model_retariff_splits_input(&tariffs.own, &tariffs.other) && is_used(r->results, of, i))
        return sim_fail(why,
                        "the other price book bills cache writes of \"%s\", which the "
                        "results count as plain input; run the scenario with it",
                        line->model);
    return rate_metered(r, of, i, &tariffs, rate, why);
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
