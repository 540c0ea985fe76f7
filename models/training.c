/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "models/training.h"

#include "models/profile.h"
#include "sim/sampler.h"

#include <math.h>

enum { TOKENS, MACHINES, PEOPLE, EVALUATIONS, HOSTING };

const model_meter model_training_meters[MODEL_TRAINING_LINES] = {
    [TOKENS] = MODEL_TRAINED,   [MACHINES] = MODEL_MACHINE_BUSY, [PEOPLE] = MODEL_WORK,
    [EVALUATIONS] = MODEL_FEES, [HOSTING] = MODEL_MACHINE_IDLE,
};

double model_training_price(const model_training *training, model_meter meter)
{
    switch (meter) {
    case MODEL_TRAINED:
        return training->per_token;
    case MODEL_MACHINE_BUSY:
        return training->per_hour;
    case MODEL_WORK:
        return training->rate;
    case MODEL_FEES:
        return training->evaluation;
    default:
        return training->hosting;
    }
}

static uint64_t whole(double x)
{
    return x > 0 ? (uint64_t)llround(x) : 0;
}

/* What a run uses, into usage[MODEL_TRAINING_LINES]. */
static void run(const model_training *t, bool is_first, const double *resolved, uint64_t *usage)
{
    const double tokens =
        model_number_value(t->epochs, resolved) * model_number_value(t->tokens, resolved) +
        model_number_value(t->validation, resolved);
    const double seconds =
        t->tokens_per_s.is_given ? tokens / model_number_value(t->tokens_per_s, resolved) : 0;
    const model_number hours = is_first || !t->later_hours.is_given ? t->hours : t->later_hours;
    usage[TOKENS] = isnan(t->per_token) ? 0 : whole(tokens);
    usage[MACHINES] =
        isnan(t->per_hour)
            ? 0
            : whole(seconds * 1e9 * round(model_number_value(t->instances, resolved)));
    usage[PEOPLE] =
        isnan(t->rate)
            ? 0
            : whole(model_number_value(hours, resolved) * model_meter_size(MODEL_WORK));
    usage[EVALUATIONS] = whole(!isnan(t->evaluation));
    usage[HOSTING] = 0;
}

/* Marks the months in which base models retire after the first run. */
static bool mark_retirements(const model_training *t, const model_calendar *calendar,
                             const model_future *future, bool *has_run, sim_failure *why)
{
    sim_law law;
    const double end_s = model_calendar_end_s(calendar);
    if (!t->retires_s.kind)
        return true;
    if (!model_law_resolve(&t->retires_s, future->resolved, future->arena, &law, why))
        return false;
    const sim_sampler *sampler = sim_sampler_new(&law, future->arena);
    const sim_stream stream = model_future_stream(future, t->name, "base model retires");
    double at_s = t->from_s;
    for (uint64_t i = 0; at_s < end_s; i++) {
        at_s += fmax(sim_sampler_draw(sampler, sim_stream_uniform(stream, i, 0)), MODEL_DAY_S);
        if (at_s < end_s)
            has_run[model_calendar_month(calendar, at_s)] = true;
    }
    return true;
}

/* The share of a run's cost that is for months after the horizon. */
static double carried(const model_training *t, size_t month, size_t first, size_t n_months)
{
    const double stated = t->life_months > 0 ? t->life_months : t->every_months;
    const double life = stated > 0 ? stated : (double)(n_months - first);
    return fmin(fmax((double)month + life - (double)n_months, 0) / life, 1);
}

static void count_run(const model_training *t, const model_training_books *books, size_t month,
                      size_t first, const double *resolved)
{
    const size_t n_months = books->calendar->n_months;
    uint64_t *usage = books->ledger->usage + month * books->ledger->n_lines + books->first;
    uint64_t used[MODEL_TRAINING_LINES];
    double cost = 0;
    run(t, month == first, resolved, used);
    for (size_t k = 0; k < MODEL_TRAINING_LINES; k++) {
        usage[k] += used[k];
        cost += (double)used[k] * books->lines[books->first + k].rate[month];
    }
    books->ledger->gauges[MODEL_PAID_ONCE] += cost;
    books->ledger->gauges[MODEL_CARRIED_OVER] += cost * carried(t, month, first, n_months);
}

static void count_hosting(const model_training *t, const model_training_books *books)
{
    const model_calendar *calendar = books->calendar;
    for (size_t month = 0; !isnan(t->hosting) && month < calendar->n_months; month++) {
        const double begin_s = fmax(t->from_s, calendar->month_s[month]);
        const double length_s = calendar->month_s[month + 1] - begin_s;
        books->ledger->usage[month * books->ledger->n_lines + books->first + HOSTING] +=
            whole(length_s * 1e9);
    }
}

bool model_training_count(const model_training *training, const model_training_books *books,
                          const model_future *future, sim_failure *why)
{
    const model_calendar *calendar = books->calendar;
    const size_t first = model_calendar_month(calendar, training->from_s);
    bool *has_run = sim_arena_alloc(future->arena, calendar->n_months, sizeof *has_run);
    has_run[first] = true;
    for (double month = (double)first + training->every_months;
         training->every_months > 0 && month < (double)calendar->n_months;
         month += training->every_months)
        has_run[(size_t)month] = true;
    if (!mark_retirements(training, calendar, future, has_run, why))
        return false;
    for (size_t month = first; month < calendar->n_months; month++)
        if (has_run[month])
            count_run(training, books, month, first, future->resolved);
    count_hosting(training, books);
    return true;
}
