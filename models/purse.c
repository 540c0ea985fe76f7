/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "models/purse.h"

#include <math.h>
#include <string.h>

enum { FIRST_ROOM = 16 };

/* Of sums, so much time is charged at once. */
static const double SPEND_S = 300;

static double value_or(model_number number, const double *resolved, double otherwise)
{
    return number.is_given ? model_number_value(number, resolved) : otherwise;
}

static void begin_window(const model_limit *limit, model_purse *purse)
{
    purse->spent = 0;
    purse->amount = limit->amount;
    purse->next_alert_s = -HUGE_VAL;
    purse->stop_s = purse->raise_s = HUGE_VAL;
}

bool model_limit_covers(const model_spend_limit *limit, size_t workload, const char *model)
{
    return limit->covers[workload] && (!limit->model || strcmp(limit->model, model) == 0);
}

bool model_limit_is_asked(const model_spend_limit *limit, size_t endpoint)
{
    return limit->action != MODEL_LIMIT_DOWNGRADE || limit->to != endpoint;
}

void model_limit_init(model_limit *limit, const model_spend_limit *of, size_t keys,
                      const model_future *future)
{
    const double *resolved = future->resolved;
    const sim_stream stream = model_future_stream(future, of->name, "unlimited keys");
    const double unlimited = value_or(of->unlimited, resolved, 0);
    *limit = (model_limit){
        .of = of,
        .amount = model_number_value(of->amount, resolved),
        .lag_s = model_number_value(of->lag_s, resolved),
        .delay_s = value_or(of->delay_s, resolved, HUGE_VAL),
        .cooldown_s = model_number_value(of->cooldown_s, resolved),
        .n_purses = of->is_per_key && keys > 0 ? keys : 1,
        .arena = future->arena,
    };
    limit->increase = value_or(of->increase, resolved, limit->amount);
    limit->purses = sim_arena_alloc(future->arena, limit->n_purses, sizeof *limit->purses);
    for (size_t i = 0; i < limit->n_purses; i++) {
        begin_window(limit, &limit->purses[i]);
        limit->purses[i].is_unlimited =
            of->is_per_key && sim_stream_uniform(stream, i, 0) < unlimited;
    }
}

/* ---- charging ---- */

static void grow(const model_limit *limit, model_purse *purse)
{
    const size_t room = purse->room ? 2 * purse->room : FIRST_ROOM;
    model_due *due = sim_arena_alloc(limit->arena, room, sizeof *due);
    for (size_t i = 0; i < purse->n; i++)
        due[i] = purse->due[(purse->first + i) % purse->room];
    purse->due = due;
    purse->first = 0;
    purse->room = room;
}

/* Beyond the amount as it was first stated: what an approval added was meant to be spent. */
static void end_window(model_limit *limit, const model_purse *purse)
{
    if (!purse->is_unlimited)
        limit->overshoot += fmax(purse->spent - purse->amount, 0);
}

/* The window of a moment. Windows are few, and time only moves on. */
static void enter_window(model_limit *limit, model_purse *purse, double now_s)
{
    const model_spend_limit *of = limit->of;
    const size_t before = purse->window;
    while (purse->window + 1 < of->n_windows && of->starts_s[purse->window + 1] <= now_s)
        purse->window++;
    if (purse->window == before)
        return;
    end_window(limit, purse);
    begin_window(limit, purse);
}

static void charge_due(model_limit *limit, model_purse *purse, double now_s)
{
    while (purse->n > 0 && purse->due[purse->first].at_s <= now_s) {
        const model_due *due = &purse->due[purse->first];
        enter_window(limit, purse, due->at_s);
        purse->spent += due->cost;
        purse->first = (purse->first + 1) % purse->room;
        purse->n--;
    }
    enter_window(limit, purse, now_s);
}

/* Dues come about in order. */
static void add_due(const model_limit *limit, model_purse *purse, double at_s, double cost)
{
    if (purse->n == purse->room)
        grow(limit, purse);
    size_t i = purse->n++;
    for (; i > 0; i--) {
        const model_due before = purse->due[(purse->first + i - 1) % purse->room];
        if (before.at_s <= at_s)
            break;
        purse->due[(purse->first + i) % purse->room] = before;
    }
    purse->due[(purse->first + i) % purse->room] = (model_due){at_s, cost};
}

static model_purse *purse_of(model_limit *limit, size_t key)
{
    return &limit->purses[limit->of->is_per_key ? key % limit->n_purses : 0];
}

void model_limit_settle(model_limit *limit, size_t key, double now_s, double most, double cost)
{
    model_purse *purse = purse_of(limit, key);
    if (limit->of->reserves)
        purse->reserved -= most;
    if (limit->of->reserves || limit->lag_s <= 0) {
        charge_due(limit, purse, now_s);
        purse->spent += cost;
        return;
    }
    add_due(limit, purse, now_s + limit->lag_s, cost);
}

void model_limit_close(model_limit *limit, double end_s)
{
    for (size_t i = 0; i < limit->n_purses; i++) {
        charge_due(limit, &limit->purses[i], nextafter(end_s, 0));
        for (; limit->purses[i].n > 0; limit->purses[i].n--) {
            model_purse *purse = &limit->purses[i];
            purse->spent += purse->due[purse->first].cost;
            purse->first = (purse->first + 1) % purse->room;
        }
        end_window(limit, &limit->purses[i]);
    }
}

/* ---- asking ---- */

static void alert(model_limit *limit, model_purse *purse, double now_s)
{
    if (now_s < purse->next_alert_s)
        return;
    limit->alerts++;
    purse->next_alert_s = now_s + limit->cooldown_s;
    purse->stop_s = fmin(purse->stop_s, now_s + limit->delay_s);
}

static double window_end(const model_limit *limit, const model_purse *purse)
{
    const model_spend_limit *of = limit->of;
    return purse->window + 1 < of->n_windows ? of->starts_s[purse->window + 1] : HUGE_VAL;
}

/* A human is asked once for all who wait; when the answer is there, they ask again. */
static model_admission approve(model_limit *limit, model_purse *purse, double now_s,
                               double *until_s)
{
    if (!isfinite(purse->raise_s)) {
        limit->alerts++;
        purse->raise_s = now_s + limit->delay_s;
    }
    *until_s = fmin(purse->raise_s, window_end(limit, purse));
    return MODEL_WAITS;
}

static model_admission refuse(model_limit *limit, model_purse *purse, double now_s,
                              double *until_s)
{
    switch (limit->of->action) {
    case MODEL_LIMIT_ALERT:
        alert(limit, purse, now_s);
        return now_s < purse->stop_s ? MODEL_ADMITTED : MODEL_BLOCKED;
    case MODEL_LIMIT_DOWNGRADE:
        return MODEL_DOWNGRADED;
    case MODEL_LIMIT_QUEUE:
        *until_s = window_end(limit, purse);
        return MODEL_WAITS;
    case MODEL_LIMIT_APPROVE:
        return approve(limit, purse, now_s, until_s);
    default:
        return MODEL_BLOCKED;
    }
}

model_admission model_limit_ask(model_limit *limit, size_t key, double now_s, double most,
                                double *until_s)
{
    model_purse *purse = purse_of(limit, key);
    model_admission admission = MODEL_ADMITTED;
    if (purse->is_unlimited)
        return MODEL_ADMITTED;
    charge_due(limit, purse, now_s);
    if (purse->raise_s <= now_s) {
        purse->amount += limit->increase;
        purse->raise_s = HUGE_VAL;
    }
    const bool fits = limit->of->reserves
                          ? purse->spent + purse->reserved + most <= purse->amount
                          : purse->spent < purse->amount;
    if (!fits)
        admission = refuse(limit, purse, now_s, until_s);
    if (limit->of->reserves && admission == MODEL_ADMITTED)
        purse->reserved += most;
    return admission;
}

/* ---- sums ---- */

double model_limit_left(model_limit *limit, double now_s, double by_s)
{
    model_purse *purse = &limit->purses[0];
    charge_due(limit, purse, now_s);
    double left = purse->amount - purse->spent - purse->reserved;
    for (size_t i = 0; i < purse->n; i++) {
        const model_due *due = &purse->due[(purse->first + i) % purse->room];
        left -= due->at_s <= by_s ? due->cost : 0;
    }
    return left;
}

double model_limit_window_end(model_limit *limit, double now_s)
{
    charge_due(limit, &limit->purses[0], now_s);
    return window_end(limit, &limit->purses[0]);
}

/* In pieces short enough to be charged evenly. */
void model_limit_spend(model_limit *limit, double from_s, double to_s, double cost)
{
    const double n = ceil((to_s - from_s) / SPEND_S);
    const double lag_s = limit->of->reserves ? 0 : limit->lag_s;
    for (double i = 0; i < n; i++)
        add_due(limit, &limit->purses[0], from_s + (i + 0.5) / n * (to_s - from_s) + lag_s,
                cost / n);
}

/* The next call after it is due comes after an exponential time. */
void model_limit_alert(model_limit *limit, double from_s, double to_s, double rate,
                       sim_stream stream)
{
    model_purse *purse = &limit->purses[0];
    while (rate > 0 && purse->next_alert_s < to_s) {
        const double u = sim_stream_uniform(stream, limit->alerts, (uint64_t)from_s);
        const double asked_s = fmax(purse->next_alert_s, from_s) - log1p(-u) / rate;
        if (asked_s >= to_s)
            return;
        alert(limit, purse, asked_s);
    }
}
