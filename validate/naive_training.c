/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "validate/naive_training.h"

#include <math.h>
#include <string.h>

/* A training in an architecture. */
typedef struct course {
    const validate_twin *twin;
    const model_training *of;
    const model_line *lines; /* of the architecture: lines[n_lines] */
    size_t n_lines;
    model_ledger *ledger;
    size_t first, n_months; /* month of the first run; of the horizon */
} course;

static double value(const course *c, model_number number)
{
    return validate_naive_value(c->twin, number);
}

/* Whether a plan has a run in a month: every so many from the first on. */
static bool is_planned(const course *c, size_t month)
{
    if (month == c->first)
        return true;
    for (double at = (double)c->first; c->of->every_months > 0 && at < (double)c->n_months;
         at += c->of->every_months)
        if ((size_t)at == month)
            return true;
    return false;
}

/* Whether a base model retires in a month. */
static bool is_forced(const course *c, const sim_sampler *lives, size_t month)
{
    const double *month_s = c->twin->scenario->calendar->month_s;
    const sim_stream stream =
        sim_stream_make(c->twin->future->seed, c->twin->future->noise,
                        sim_stream_source_of(c->of->name, "base model retires"));
    double at_s = c->of->from_s;
    for (uint64_t i = 0; lives && at_s < month_s[month + 1]; i++) {
        at_s += fmax(sim_sampler_draw(lives, sim_stream_uniform(stream, i, 0)), 86400);
        if (at_s >= month_s[month] && at_s < month_s[month + 1])
            return true;
    }
    return false;
}

/* Counts so much of a meter in a month; what it costs. */
static double use(const course *c, model_meter meter, size_t month, double amount)
{
    for (size_t i = 0; i < c->n_lines; i++) {
        const model_line *line = &c->lines[i];
        if (line->meter != meter || strcmp(line->component, c->of->name) != 0)
            continue;
        c->ledger->usage[month * c->n_lines + i] += (uint64_t)llround(amount);
        return round(amount) * line->rate[month];
    }
    return 0;
}

/* What a run costs. */
static double run(const course *c, size_t month)
{
    const model_training *of = c->of;
    const double tokens =
        value(c, of->epochs) * value(c, of->tokens) + value(c, of->validation);
    const bool is_later = month > c->first && of->later_hours.is_given;
    double cost = 0;
    if (!isnan(of->per_token))
        cost += use(c, MODEL_TRAINED, month, tokens);
    if (!isnan(of->per_hour) && of->tokens_per_s.is_given)
        cost += use(c, MODEL_MACHINE_BUSY, month,
                    tokens / value(c, of->tokens_per_s) * 1e9 * round(value(c, of->instances)));
    if (!isnan(of->rate))
        cost += use(c, MODEL_WORK, month,
                    value(c, is_later ? of->later_hours : of->hours) *
                        model_meter_size(MODEL_WORK));
    if (!isnan(of->evaluation))
        cost += use(c, MODEL_FEES, month, 1);
    return cost;
}

/* Of a run's life, the share of months behind the horizon. */
static double share_behind(const course *c, size_t month)
{
    double life = (double)(c->n_months - c->first);
    if (c->of->every_months > 0)
        life = c->of->every_months;
    if (c->of->life_months > 0)
        life = c->of->life_months;
    const double lived = (double)(c->n_months - month);
    return lived >= life ? 0 : (life - lived) / life;
}

static bool train(const course *c)
{
    const double *month_s = c->twin->scenario->calendar->month_s;
    const sim_sampler *lives;
    if (!validate_naive_sampler(c->twin, &c->of->retires_s, &lives))
        return false;
    for (size_t month = c->first; month < c->n_months; month++) {
        if (is_planned(c, month) || is_forced(c, lives, month)) {
            const double cost = run(c, month);
            c->ledger->gauges[MODEL_PAID_ONCE] += cost;
            c->ledger->gauges[MODEL_CARRIED_OVER] += cost * share_behind(c, month);
        }
        if (!isnan(c->of->hosting))
            use(c, MODEL_MACHINE_IDLE, month,
                (month_s[month + 1] - fmax(month_s[month], c->of->from_s)) * 1e9);
    }
    return true;
}

bool validate_naive_train(const validate_twin *t, size_t architecture)
{
    const model_architecture *a = &t->scenario->architectures[architecture];
    for (size_t i = 0; i < a->n_trainings; i++) {
        course c = {.twin = t,
                    .of = &a->trainings[i],
                    .ledger = &t->ledgers[architecture],
                    .n_months = t->scenario->calendar->n_months};
        c.lines = model_plan_lines(t->plan, architecture, &c.n_lines);
        while (t->scenario->calendar->month_s[c.first + 1] <= c.of->from_s)
            c.first++;
        if (!train(&c))
            return false;
    }
    return true;
}
