/* SPDX-License-Identifier: GPL-3.0-or-later */
/* An architecture on the engine whose sessions somebody else hands in. */
#include "models/hosted_state.h"

#include <math.h>

bool model_hosted_open(const model_hosted *hosted, const model_future *future,
                       model_ledger *ledger, model_street **out, sim_failure *why)
{
    model_street *w = *out = sim_arena_alloc(future->arena, 1, sizeof *w);
    *w = (model_street){.hosted = hosted,
                        .future = future,
                        .ledger = ledger,
                        .engine = sim_engine_new(future->arena, 256),
                        .end_s = model_calendar_end_s(hosted->scenario->calendar)};
    return model_street_open(w, why);
}

void model_hosted_feed(model_street *street, size_t workload, const model_batch *batch)
{
    for (size_t i = 0; i < street->n_feeders; i++)
        if (street->feeders[i].index == workload)
            model_feeder_feed(&street->feeders[i], batch);
}

void model_hosted_run(model_street *street, double until_s)
{
    sim_engine_run(street->engine, until_s, 0);
}

model_limit *model_hosted_limits(model_street *street)
{
    return street->limits;
}

/* A workload's calls at an endpoint. */
static const model_feeder *feeder_at(const model_street *w, size_t workload, size_t endpoint)
{
    const size_t n_endpoints = w->hosted->architecture->n_endpoints;
    for (size_t i = 0; i < w->n_feeders; i++)
        if (w->feeders[i].index == workload && w->feeders[i].endpoint == endpoint)
            return &w->feeders[i];
    return &w->fallbacks[workload * n_endpoints + endpoint];
}

double model_hosted_call_most(const model_street *street, size_t workload, size_t endpoint,
                              double prompt)
{
    model_api *api = feeder_at(street, workload, endpoint)->api;
    prompt = fmin(fmax(prompt, api->system_tokens), api->context_limit);
    return isfinite(prompt) ? model_api_most(api, sim_engine_now(street->engine), prompt)
                            : HUGE_VAL;
}

void model_hosted_close(model_street *street)
{
    sim_engine_run(street->engine, HUGE_VAL, 0);
    model_street_close(street);
}
