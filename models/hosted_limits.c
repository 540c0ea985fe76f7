/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * Spend limits of an architecture: who asks them, and where calls go that they turn away.
 */
#include "models/hosted_talk.h"

#include <math.h>

/* ---- opening ---- */

static size_t most_keys(const model_street *street, const model_spend_limit *of)
{
    const model_scenario *scenario = street->hosted->scenario;
    double most = 1;
    for (size_t w = 0; w < scenario->n_workloads; w++) {
        const model_workload *workload = &scenario->workloads[w];
        if (of->covers[w] && !workload->is_replay)
            most = fmax(most, round(model_number_value(workload->arrivals.clients,
                                                       street->future->resolved)));
    }
    return (size_t)most;
}

void model_street_open_limits(model_street *street)
{
    const model_architecture *architecture = street->hosted->architecture;
    street->limits =
        sim_arena_alloc(street->future->arena, architecture->n_limits, sizeof *street->limits);
    for (size_t i = 0; i < architecture->n_limits; i++)
        model_limit_init(&street->limits[i], &architecture->limits[i],
                         most_keys(street, &architecture->limits[i]), street->future);
}

void model_feeder_set_limits(model_feeder *f)
{
    const model_architecture *architecture = f->street->hosted->architecture;
    f->limits = sim_arena_alloc(f->street->future->arena, architecture->n_limits,
                                sizeof(model_limit *));
    for (size_t i = 0; i < architecture->n_limits; i++) {
        if (!f->api || !model_limit_covers(&architecture->limits[i], f->index,
                                           f->house->endpoint->model_id))
            continue;
        f->limits[f->n_limits++] = &f->street->limits[i];
        f->reserves |= architecture->limits[i].reserves;
    }
}

void model_street_close_limits(model_street *street)
{
    for (size_t i = 0; i < street->hosted->architecture->n_limits; i++) {
        model_limit *limit = &street->limits[i];
        model_limit_close(limit, street->end_s);
        street->ledger->counters[MODEL_ALERTS] += limit->alerts;
        street->ledger->gauges[MODEL_OVERSHOOT] += limit->overshoot;
    }
}

/* ---- asking ---- */

void model_talk_go_home(model_talk *t)
{
    t->feeder = t->home;
    t->line = t->home->line;
}

/* Whether a limit is asked, and not where the call is already. */
static bool is_asked(const model_feeder *f, const model_limit *limit)
{
    return model_limit_is_asked(limit->of, f->endpoint);
}

static void release(model_talk *t, size_t n, double now_s)
{
    for (size_t i = 0; i < n; i++)
        if (t->feeder->limits[i]->of->reserves && is_asked(t->feeder, t->feeder->limits[i]))
            model_limit_settle(t->feeder->limits[i], t->key, now_s, t->most, 0);
}

void model_talk_lead(model_talk *t, size_t endpoint)
{
    const model_feeder *f = t->home;
    const size_t n_endpoints = f->street->hosted->architecture->n_endpoints;
    t->feeder = endpoint == f->endpoint
                    ? t->home
                    : &f->street->fallbacks[f->index * n_endpoints + endpoint];
    t->line = t->feeder->line;
}

model_admission model_talk_afford(model_talk *t, double now_s, double *until_s)
{
    const model_feeder *f = t->feeder;
    t->most = f->reserves ? model_api_most(f->api, now_s, t->request.prompt) : 0;
    for (size_t i = 0; i < f->n_limits; i++) {
        model_limit *limit = f->limits[i];
        if (!is_asked(f, limit))
            continue;
        const model_admission admission =
            model_limit_ask(limit, t->key, now_s, t->most, until_s);
        if (admission == MODEL_ADMITTED)
            continue;
        release(t, i, now_s);
        if (admission == MODEL_DOWNGRADED)
            model_talk_lead(t, limit->of->to);
        return admission;
    }
    return MODEL_ADMITTED;
}

void model_talk_settle(model_talk *t, double now_s, double cost)
{
    const model_feeder *f = t->feeder;
    for (size_t i = 0; i < f->n_limits; i++)
        model_limit_settle(f->limits[i], t->key, now_s, is_asked(f, f->limits[i]) ? t->most : 0,
                           cost);
}
