/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "models/tariff.h"

#include <math.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <time.h>

enum { DAY_S = 86400 };

/* What a tariff is made from. */
typedef struct making {
    const model_price_book *book;
    const model_terms *terms;
    const char *id, *service;
    const model_calendar *calendar;
    sim_arena *arena;
    double *cuts; /* where cells begin */
    size_t n_cuts, room;
} making;

/* ---- where rates change ---- */

static void cut(making *m, double at_s)
{
    if (!(at_s > 0 && at_s < model_calendar_end_s(m->calendar)))
        return;
    if (m->n_cuts == m->room)
        m->cuts = sim_realloc(m->cuts, m->room = 2 * m->room + 64, sizeof *m->cuts, "tariff");
    m->cuts[m->n_cuts++] = at_s;
}

static void cut_at_date(making *m, int64_t unix_s)
{
    if (unix_s != INT64_MIN)
        cut(m, (double)(unix_s - m->calendar->start_unix_s));
}

/* Every day's switches between times of day, UTC. */
static void cut_at_minutes(making *m, int minute)
{
    double offset = (double)(m->calendar->start_unix_s % DAY_S);
    double end_s = model_calendar_end_s(m->calendar);
    for (double at_s = minute * 60.0 - offset; at_s < end_s; at_s += DAY_S)
        cut(m, at_s);
}

static void cut_at_prices(making *m, const model_priced *priced)
{
    for (size_t i = 0; i < priced->n_prices; i++) {
        const model_price *price = &priced->prices[i];
        cut_at_date(m, price->from_unix_s);
        for (size_t k = 0; k < price->n_times; k++) {
            cut_at_minutes(m, price->times[k].from_minute);
            cut_at_minutes(m, price->times[k].to_minute);
        }
    }
}

static int by_value(const void *a, const void *b)
{
    double x = *(const double *)a, y = *(const double *)b;
    return (x > y) - (x < y);
}

static void cut_everywhere(making *m)
{
    for (size_t i = 0; i < m->calendar->n_months; i++)
        cut(m, m->calendar->month_s[i]);
    for (size_t i = 0; i < m->book->n_aliases; i++)
        if (strcmp(m->book->aliases[i].id, m->id) == 0)
            cut_at_date(m, m->book->aliases[i].from_unix_s);
    for (size_t i = 0; i < m->book->n_models; i++)
        cut_at_prices(m, &m->book->models[i]);
    for (size_t i = 0; i < m->terms->n_discounts; i++)
        cut_at_date(m, m->terms->discounts[i].from_unix_s);
    for (size_t i = 0; i < m->terms->n_exchanges; i++)
        cut_at_date(m, m->terms->exchanges[i].from_unix_s);
    if (m->n_cuts)
        qsort(m->cuts, m->n_cuts, sizeof *m->cuts, by_value);
}

/* ---- what a moment's rates are ---- */

static void date_text(int64_t unix_s, char text[32])
{
    time_t seconds = (time_t)unix_s;
    struct tm date;
    if (!gmtime_r(&seconds, &date) || !strftime(text, 32, "%Y-%m-%d", &date))
        snprintf(text, 32, "?");
}

static bool price_at(const making *m, int64_t unix_s, const model_priced **priced,
                     const model_price **price, sim_failure *why)
{
    char date[32];
    date_text(unix_s, date);
    *priced = model_price_book_find(m->book, m->id, unix_s);
    if (!*priced)
        return sim_fail(why, "price book %s has no model \"%s\" on %s", m->book->file, m->id,
                        date);
    *price = NULL;
    for (size_t i = 0; i < (*priced)->n_prices; i++)
        if ((*priced)->prices[i].from_unix_s <= unix_s)
            *price = &(*priced)->prices[i];
    if (!*price)
        return sim_fail(why, "%s:%d: model \"%s\" has no price on %s, only from later dates",
                        m->book->file, (*priced)->line, m->id, date);
    return true;
}

static bool multiplier(const making *m, const model_price *price, double *factor,
                       sim_failure *why)
{
    const struct {
        const char *service;
        double factor;
    } services[] = {{"standard", 1},
                    {"batch", price->batch},
                    {"flex", price->flex},
                    {"priority", price->priority}};
    *factor = NAN;
    for (size_t i = 0; i < sizeof services / sizeof *services; i++)
        if (strcmp(services[i].service, m->service) == 0)
            *factor = services[i].factor;
    if (isnan(*factor))
        return sim_fail(why, "%s:%d: model \"%s\" has no %s price", m->book->file, price->line,
                        m->id, m->service);
    return true;
}

static double discount(const making *m, const char *provider, int64_t unix_s)
{
    int64_t newest = INT64_MIN;
    double share = 0;
    for (size_t i = 0; i < m->terms->n_discounts; i++) {
        const model_discount *d = &m->terms->discounts[i];
        if (strcmp(d->provider, provider) == 0 && d->from_unix_s <= unix_s &&
            d->from_unix_s >= newest) {
            newest = d->from_unix_s;
            share = d->share;
        }
    }
    return 1 - share;
}

/* Units of the report's currency for one of the book's. */
static bool exchange(const making *m, int64_t unix_s, model_cell *cell, sim_failure *why)
{
    char date[32];
    const model_exchange *at = model_terms_exchange_at(m->terms, m->book->currency, unix_s);
    if (at) {
        cell->factor = at->rate;
        cell->exchange = at->slot;
        return true;
    }
    date_text(unix_s, date);
    return sim_fail(why, "there is no exchange rate from %s to %s on %s; add <exchange>",
                    m->book->currency, m->terms->currency, date);
}

/* The time-of-day rates at a moment: 0 none, else 1 + index. */
static size_t time_of_day(const model_price *price, int64_t unix_s)
{
    int minute = (int)(((unix_s % DAY_S) + DAY_S) % DAY_S / 60);
    for (size_t i = 0; i < price->n_times; i++) {
        int from = price->times[i].from_minute, to = price->times[i].to_minute;
        bool is_in = from < to ? minute >= from && minute < to : minute >= from || minute < to;
        if (is_in)
            return i + 1;
    }
    return 0;
}

static model_rates scaled(const model_rates *rates, double tokens, double requests)
{
    model_rates result;
    for (int i = 0; i < MODEL_METERS; i++)
        result.per[i] = rates->per[i] * (i == MODEL_REQUESTS ? requests : tokens);
    return result;
}

static bool rate_cell(making *m, model_cell *cell, size_t *time_slot, sim_failure *why)
{
    int64_t unix_s = m->calendar->start_unix_s + (int64_t)cell->from_s;
    const model_price *price;
    double factor;
    if (!price_at(m, unix_s, &cell->model, &price, why) ||
        !multiplier(m, price, &factor, why) || !exchange(m, unix_s, cell, why))
        return false;
    const double rate = cell->factor *= discount(m, cell->model->provider, unix_s);
    *time_slot = time_of_day(price, unix_s);
    const model_rates *normal =
        *time_slot ? &price->times[*time_slot - 1].rates : &price->rates;
    if (isnan(normal->per[MODEL_INPUT]))
        return sim_fail(why, "%s:%d: model \"%s\" has no input price", m->book->file,
                        price->line, m->id);
    cell->rates[0] = scaled(normal, rate * factor, rate);
    cell->writes_cache =
        !isnan(normal->per[MODEL_CACHE_WRITE_5M]) || !isnan(normal->per[MODEL_CACHE_WRITE_1H]);
    cell->threshold_tokens = (double)INFINITY;
    if (price->long_context.is_given) {
        const model_long_context *tier = &price->long_context;
        cell->rates[1] = scaled(&tier->rates, rate * factor, rate);
        cell->rates[1].per[MODEL_REQUESTS] = cell->rates[0].per[MODEL_REQUESTS];
        cell->threshold_tokens = (double)tier->threshold_tokens - (tier->is_inclusive ? 1 : 0);
        cell->is_excess = tier->is_excess;
        cell->excess_from = (double)tier->threshold_tokens;
    }
    return true;
}

/* ---- slots ---- */

/* Slots number the pairs (part of the month, time of day) that occur. */
typedef struct slot_key {
    size_t part, time;
} slot_key;

static size_t slot_of(slot_key *slots, size_t *n, slot_key key)
{
    for (size_t i = 0; i < *n; i++)
        if (slots[i].part == key.part && slots[i].time == key.time)
            return i;
    slots[*n] = key;
    return (*n)++;
}

static const char *slot_name(const making *m, slot_key key)
{
    char name[64] = "";
    if (key.time)
        snprintf(name, sizeof name, "time of day %zu", key.time);
    if (key.part) {
        size_t used = strlen(name);
        snprintf(name + used, sizeof name - used, "%safter price step %zu of the month",
                 used ? ", " : "", key.part);
    }
    return sim_arena_copy(m->arena, name);
}

static bool same_rates(const model_cell *a, const model_cell *b)
{
    for (int tier = 0; tier < MODEL_TIERS; tier++)
        for (int i = 0; i < MODEL_METERS; i++) {
            double x = a->rates[tier].per[i], y = b->rates[tier].per[i];
            if (x != y && !(isnan(x) && isnan(y)))
                return false;
        }
    return a->threshold_tokens == b->threshold_tokens && a->is_excess == b->is_excess &&
           a->excess_from == b->excess_from && a->exchange == b->exchange;
}

/* Adds a cell, or lengthens the last one if nothing changes between them. */
static void add_cell(model_cell *cells, size_t *n, const model_cell *cell)
{
    model_cell *last = *n ? &cells[*n - 1] : NULL;
    if (last && last->month == cell->month && last->slot == cell->slot)
        last->to_s = cell->to_s;
    else
        cells[(*n)++] = *cell;
}

/* The part of its month a cell is in: steps of the same time of day seen before it. */
static size_t part_of(const model_cell *cell, size_t time_slot, const model_cell *latest,
                      const size_t *latest_part, const bool *is_seen)
{
    if (!is_seen[time_slot] || latest[time_slot].month != cell->month)
        return 0;
    return latest_part[time_slot] + !same_rates(&latest[time_slot], cell);
}

static void limits(model_tariff *tariff)
{
    for (size_t i = 0; i < tariff->n_cells; i++) {
        const model_cell *cell = &tariff->cells[i];
        const model_priced *model = cell->model;
        if (model->context_tokens &&
            (!tariff->context_tokens || model->context_tokens < tariff->context_tokens))
            tariff->context_tokens = model->context_tokens;
        if (model->output_tokens &&
            (!tariff->output_tokens || model->output_tokens < tariff->output_tokens))
            tariff->output_tokens = model->output_tokens;
        if (model->cache_minimum_tokens > tariff->cache_minimum_tokens)
            tariff->cache_minimum_tokens = model->cache_minimum_tokens;
        if (!isinf(cell->threshold_tokens))
            tariff->n_tiers = MODEL_TIERS;
    }
}

static bool make_cells(making *m, model_tariff *out, sim_failure *why)
{
    enum { TIMES = 16 };
    model_cell latest[TIMES];
    size_t latest_part[TIMES] = {0}, n_cells = 0, n_slots = 0;
    bool is_seen[TIMES] = {false};
    model_cell *cells = sim_arena_alloc(m->arena, m->n_cuts + 1, sizeof *cells);
    slot_key *slots = sim_arena_alloc(m->arena, m->n_cuts + 1, sizeof *slots);
    for (size_t i = 0; i <= m->n_cuts; i++) {
        model_cell cell = {.from_s = i ? m->cuts[i - 1] : 0,
                           .to_s =
                               i < m->n_cuts ? m->cuts[i] : model_calendar_end_s(m->calendar)};
        size_t time;
        if (cell.to_s <= cell.from_s)
            continue;
        cell.month = model_calendar_month(m->calendar, cell.from_s);
        if (!rate_cell(m, &cell, &time, why))
            return false;
        if (time >= TIMES)
            return sim_fail(why, "model \"%s\" has more than %d times of day", m->id,
                            TIMES - 1);
        latest_part[time] = part_of(&cell, time, latest, latest_part, is_seen);
        latest[time] = cell;
        is_seen[time] = true;
        cell.slot = slot_of(slots, &n_slots, (slot_key){latest_part[time], time});
        add_cell(cells, &n_cells, &cell);
    }
    const char **names = sim_arena_alloc(m->arena, n_slots, sizeof *names);
    for (size_t i = 0; i < n_slots; i++)
        names[i] = slot_name(m, slots[i]);
    *out = (model_tariff){.cells = cells,
                          .n_cells = n_cells,
                          .n_slots = n_slots,
                          .n_tiers = 1,
                          .slot_names = names};
    limits(out);
    return true;
}

bool model_tariff_new(const model_market *market, const char *id, const char *service,
                      sim_arena *arena, model_tariff *out, sim_failure *why)
{
    making m = {.book = market->book,
                .terms = market->terms,
                .id = id,
                .service = service,
                .calendar = market->calendar,
                .arena = arena};
    cut_everywhere(&m);
    bool is_made = make_cells(&m, out, why);
    free(m.cuts);
    return is_made;
}

const char *model_tariff_name(const model_tariff *tariff, size_t slot, size_t tier,
                              sim_arena *arena)
{
    const char *parts[] = {tier ? "long context" : "", tariff->slot_names[slot]};
    if (!*parts[0] || !*parts[1])
        return *parts[0] ? parts[0] : parts[1];
    size_t size = strlen(parts[0]) + strlen(parts[1]) + 3;
    char *name = sim_arena_alloc(arena, size, 1);
    snprintf(name, size, "%s, %s", parts[0], parts[1]);
    return name;
}

/* ---- rating ---- */

const model_cell *model_tariff_cell(const model_tariff *tariff, double time_s,
                                    const model_cell *near)
{
    const model_cell *cell = near, *last = tariff->cells + tariff->n_cells - 1;
    while (time_s < cell->from_s && cell > tariff->cells)
        cell--;
    while (time_s >= cell->to_s && cell < last)
        cell++;
    return cell;
}

static uint64_t prompt_tokens(const model_usage *usage)
{
    return usage->tokens[MODEL_INPUT] + usage->tokens[MODEL_CACHE_READ] +
           usage->tokens[MODEL_CACHE_WRITE_5M] + usage->tokens[MODEL_CACHE_WRITE_1H];
}

/* The last `excess` tokens of the prompt move to the long tier: first what is uncached, then
   what is written, last what is read, for a cached prefix comes first. */
static void split_excess(uint64_t excess, model_usage tiers[MODEL_TIERS])
{
    static const model_meter order[] = {MODEL_INPUT, MODEL_CACHE_WRITE_5M, MODEL_CACHE_WRITE_1H,
                                        MODEL_CACHE_READ};
    for (size_t i = 0; i < sizeof order / sizeof *order; i++) {
        uint64_t have = tiers[0].tokens[order[i]], take = have < excess ? have : excess;
        tiers[0].tokens[order[i]] -= take;
        tiers[1].tokens[order[i]] += take;
        excess -= take;
    }
}

bool model_tariff_split(const model_cell *cell, const model_usage *usage,
                        model_usage tiers[MODEL_TIERS])
{
    double prompt = (double)prompt_tokens(usage);
    tiers[0] = *usage;
    tiers[1] = (model_usage){{0}};
    if (!(prompt > cell->threshold_tokens))
        return false;
    if (cell->is_excess) {
        split_excess((uint64_t)fmax(prompt - cell->excess_from, 0), tiers);
    } else {
        tiers[1] = *usage;
        tiers[0] = (model_usage){{0}};
    }
    return true;
}

double model_tariff_cost(const model_cell *cell, const model_usage *usage)
{
    model_usage tiers[MODEL_TIERS];
    model_tariff_split(cell, usage, tiers);
    double cost = 0;
    for (int tier = 0; tier < MODEL_TIERS; tier++)
        for (int i = 0; i < MODEL_METERS; i++)
            if (tiers[tier].tokens[i])
                cost += (double)tiers[tier].tokens[i] * cell->rates[tier].per[i];
    return cost;
}
