/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "models/bid.h"

#include "models/plan.h"

#include <math.h>

/* Noise of no replication, and a day of no horizon. */
static const uint64_t BIDS_NOISE = (UINT64_C(1) << 62) + 1;
enum { BIDS_DAY = 0xffff, BIDS_WITHIN_S = 3600 };

double model_bid_at(const model_bid *bid, double time_s, model_span *span)
{
    const model_cell *cell = model_tariff_cell(bid->tariff, time_s, bid->tariff->cells);
    double cost = 0;
    span->from_s = fmax(span->from_s, cell->from_s);
    span->to_s = fmin(span->to_s, cell->to_s);
    for (size_t i = 0; i < (size_t)MODEL_TIERS * MODEL_METERS; i++) {
        const size_t tier = i / MODEL_METERS, meter = i % MODEL_METERS;
        const double rate = cell->rates[tier].per[meter];
        /* A request is free where a book does not ask for it. */
        if (bid->tokens[tier][meter] > 0 && (meter != MODEL_REQUESTS || !isnan(rate)))
            cost += bid->tokens[tier][meter] * rate;
    }
    return cost;
}

/* Sessions, and where they are counted. */
typedef struct auction {
    const model_planned *p;
    const model_workload *workload;
    const model_future *future; /* with noise of its own */
    model_block block;
    model_retriever retriever;
    bool looks_up;
    model_ledger ledger;
    size_t n_months;
} auction;

static void harvest(auction *a, const model_meterage *meterage, model_bid *bid)
{
    const model_tariff *tariff = &meterage->tariff;
    for (size_t month = 0; month < a->n_months; month++)
        for (size_t i = 0; i < tariff->n_slots * tariff->n_tiers * MODEL_METERS; i++) {
            const size_t tier = i / MODEL_METERS % tariff->n_tiers, meter = i % MODEL_METERS;
            bid->tokens[tier][meter] +=
                (double)a->ledger.usage[month * a->p->n_lines + meterage->first_line + i];
        }
}

static bool bid_at_endpoint(auction *a, const model_meterage *meterage, model_bid *bid,
                            sim_failure *why)
{
    model_api api;
    if (!model_api_init(&api, meterage, a->workload, a->future, &a->ledger, why))
        return false;
    if (a->looks_up) {
        api.context = a->retriever.context;
        api.irrelevant = a->retriever.irrelevant;
        api.extra = a->retriever.extra;
    }
    model_api_play(&api, &a->block);
    model_api_flush(&api);
    bid->tariff = &meterage->tariff;
    harvest(a, meterage, bid);
    return true;
}

/* Draws the sessions, and the documents of their calls. */
static bool open_auction(auction *a, const model_plan *plan, size_t index, sim_failure *why)
{
    model_drawer drawer;
    const model_retrieval *retrieval = model_architecture_retrieval(a->p->architecture, index);
    sim_arena *arena = a->future->arena;
    a->n_months = plan->scenario->calendar->n_months;
    a->ledger = (model_ledger){
        .usage = sim_arena_alloc(arena, a->n_months * a->p->n_lines, sizeof(uint64_t)),
        .n_lines = a->p->n_lines,
        .call_cost = sim_arena_alloc(arena, 1, sizeof(sim_sketch))};
    model_block_init(&a->block, arena);
    if (!model_drawer_init(&drawer, a->workload, &plan->ready[index], a->future, why))
        return false;
    model_block_draw_within(&a->block, &drawer, model_session_id_of(BIDS_DAY, 0, 0),
                            MODEL_BID_SESSIONS, 0, BIDS_WITHIN_S);
    a->looks_up = retrieval != NULL;
    if (!retrieval)
        return true;
    if (!model_retriever_init(&a->retriever, retrieval, a->workload, a->future, why))
        return false;
    model_retriever_draw(&a->retriever, &a->block, (double)NAN);
    return true;
}

bool model_bids_new(const model_plan *plan, const model_planned *p, size_t workload,
                    const model_future *future, const model_bid **out, sim_failure *why)
{
    const size_t n = p->architecture->n_endpoints;
    const model_policy *policy = model_architecture_policy(p->architecture, workload);
    model_bid *bids = sim_arena_alloc(future->arena, n, sizeof *bids);
    model_future own = *future;
    own.noise = BIDS_NOISE;
    auction a = {.p = p, .workload = &p->workloads[workload], .future = &own};
    *out = bids;
    if (!open_auction(&a, plan, workload, why))
        return false;
    for (size_t e = 0; e < n; e++)
        if (model_policy_leads_to(policy, e) &&
            !bid_at_endpoint(&a, model_plan_meterage(p, workload, e), &bids[e], why))
            return false;
    return true;
}
