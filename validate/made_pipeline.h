/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * Random scenarios as of made_world.h with more between demand and bill: routes, cascades and
 * answers that are kept; training; prices that jump, models that retire, exchange rates that
 * nobody knows.
 */
#ifndef VALIDATE_MADE_PIPELINE_H
#define VALIDATE_MADE_PIPELINE_H

#include "validate/made_world.h"

/* A copy of a scenario of made_world.h whose architectures can be changed. */
static inline made_world *made_changeable(uint64_t which, model_architecture **architectures,
                                          sim_arena *arena)
{
    made_world *world = sim_arena_alloc(arena, 1, sizeof *world);
    model_architecture *a = sim_arena_alloc(arena, MADE_ARCHITECTURES, sizeof *a);
    *world = *made_world_new(which, arena);
    for (size_t i = 0; i < MADE_ARCHITECTURES; i++)
        a[i] = world->scenario.architectures[i];
    world->scenario.architectures = a;
    *architectures = a;
    return world;
}

/* ---- routes, cascades, answers that are kept ---- */

static inline model_number made_maybe_share(made_dice *d, double chance)
{
    return made_chance(d, chance) ? made_number(d, made_between(d, 0, 1)) : made_absent();
}

static inline double made_maybe_price(made_dice *d, double price)
{
    return made_chance(d, 0.6) ? price : (double)NAN;
}

/* Over three endpoints; it begins at the first. */
static inline const model_policy *made_policy(made_dice *d)
{
    model_policy *p = sim_arena_alloc(d->arena, 1, sizeof *p);
    *p = (model_policy){.n_kinds = made_chance(d, 0.5) ? 1 : (size_t)made_between(d, 2, 5),
                        .n_steps = (size_t)made_between(d, 0, 4),
                        .error = made_maybe_share(d, 0.6),
                        .classifier = made_maybe_price(d, 0x1p-11),
                        .detected = made_maybe_share(d, 0.6),
                        .false_alarms = made_maybe_share(d, 0.5),
                        .check = made_maybe_price(d, 0x1p-10),
                        .hand_over = made_maybe_price(d, 0x1p2)};
    for (size_t i = 0; i < p->n_kinds; i++)
        p->kinds[i] = (model_policy_kind){.name = "kind",
                                          .endpoint = i % 3,
                                          .share = made_number(d, made_between(d, 0.1, 1)),
                                          .success = made_maybe_share(d, 0.7),
                                          .misrouted = made_maybe_share(d, 0.7)};
    for (size_t i = 0; i < p->n_steps; i++)
        p->steps[i] =
            (model_policy_step){(size_t)made_between(d, 0, 3), made_maybe_share(d, 0.7)};
    return p;
}

static inline const model_answers *made_answers(made_dice *d)
{
    model_answers *a = sim_arena_alloc(d->arena, 1, sizeof *a);
    *a = (model_answers){
        .catalogue = made_number(d, floor(made_between(d, 1, 120))),
        .zipf = made_number(d, made_between(d, 0, 1.6)),
        .hit = made_number(d, made_between(d, 0.3, 1)),
        .false_hit = made_number(d, made_chance(d, 0.5) ? made_between(d, 0, 0.3) : 0),
        .ttl_s =
            made_chance(d, 0.6) ? made_number(d, made_between(d, 600, 2e6)) : made_absent(),
        .capacity =
            made_chance(d, 0.5) ? made_number(d, floor(made_between(d, 1, 60))) : made_absent(),
        .price = made_maybe_price(d, 0x1p-14)};
    return a;
}

/* Names that tell the endpoints of an architecture apart, and a third one. */
static inline const model_endpoint *made_three(made_dice *d, const model_endpoint *two)
{
    static const char *const names[] = {"first", "second", "third"};
    model_endpoint *three = sim_arena_alloc(d->arena, 3, sizeof *three);
    three[0] = two[0];
    three[1] = two[1];
    three[2] = made_random_endpoint(d);
    for (size_t i = 0; i < 3; i++)
        three[i].name = names[i];
    return three;
}

static inline const made_world *made_policy_world_new(uint64_t which, sim_arena *arena)
{
    model_architecture *a;
    made_world *world = made_changeable(which, &a, arena);
    made_dice d = {which * 1000081 + 29, world->resolved, world->n_resolved, arena};
    model_workload *workloads = sim_arena_alloc(arena, MADE_WORKLOADS, sizeof *workloads);
    for (size_t w = 0; w < MADE_WORKLOADS; w++) {
        workloads[w] = world->scenario.workloads[w];
        workloads[w].success = made_number(&d, made_between(&d, 0, 1)); /* policies need one */
    }
    world->scenario.workloads = workloads;
    for (size_t i = 0; i < MADE_ARCHITECTURES; i++) {
        const model_policy **policy_of =
            sim_arena_alloc(arena, MADE_WORKLOADS, sizeof *policy_of);
        const model_answers **answers_of =
            sim_arena_alloc(arena, MADE_WORKLOADS, sizeof *answers_of);
        size_t *endpoint_of = sim_arena_alloc(arena, MADE_WORKLOADS, sizeof *endpoint_of);
        for (size_t w = 0; w < MADE_WORKLOADS; w++) {
            policy_of[w] = made_chance(&d, 0.8) ? made_policy(&d) : NULL;
            answers_of[w] = made_chance(&d, 0.5) ? made_answers(&d) : NULL;
            endpoint_of[w] = policy_of[w] ? 0 : a[i].endpoint_of[w];
        }
        a[i].endpoints = made_three(&d, a[i].endpoints);
        a[i].n_endpoints = 3;
        a[i].endpoint_of = endpoint_of;
        a[i].policy_of = policy_of;
        a[i].answers_of = answers_of;
    }
    world->n_resolved = d.n_resolved;
    return world;
}

/* ---- training ---- */

static inline model_training made_training(made_dice *d, const char *name, double horizon_s)
{
    const bool by_tokens = made_chance(d, 0.5);
    model_training t = {
        .name = name,
        .from_s = made_chance(d, 0.4) ? 0 : floor(made_between(d, 0, horizon_s)),
        .tokens = made_number(d, floor(made_between(d, 1, 5e6))),
        .epochs = made_number(d, floor(made_between(d, 1, 5))),
        .validation = made_number(d, floor(made_between(d, 0, 1e6))),
        .per_token = by_tokens ? 0x1p-21 : (double)NAN,
        .per_hour = by_tokens ? (double)NAN : 4,
        .tokens_per_s = by_tokens ? made_absent() : made_number(d, made_between(d, 100, 9000)),
        .instances = made_number(d, floor(made_between(d, 1, 5))),
        .hours = made_number(d, made_between(d, 0, 80)),
        .later_hours =
            made_chance(d, 0.5) ? made_number(d, made_between(d, 0, 30)) : made_absent(),
        .rate = made_maybe_price(d, 64),
        .evaluation = made_maybe_price(d, 256),
        .every_months = made_chance(d, 0.5) ? floor(made_between(d, 1, 4)) : 0,
        .retires_s = made_chance(d, 0.5)
                         ? made_law("exponential", 0, made_between(d, 3e4, 6e6), 0)
                         : made_no_law(),
        .hosting = made_maybe_price(d, 2),
        .life_months = made_chance(d, 0.5) ? floor(made_between(d, 1, 9)) : 0,
    };
    return t;
}

static inline const made_world *made_training_world_new(uint64_t which, sim_arena *arena)
{
    static const unsigned days[] = {31, 28, 31, 30, 31, 30, 31};
    static const char *const names[] = {"adapter", "classifier", "reranker"};
    model_architecture *a;
    made_world *world = made_changeable(which, &a, arena);
    made_dice d = {which * 1000099 + 31, world->resolved, world->n_resolved, arena};
    world->scenario.calendar = made_calendar(MADE_START, 2 + which % 6, days, arena);
    world->scenario.n_workloads = 0; /* what training costs follows from no demand */
    for (size_t i = 0; i < MADE_ARCHITECTURES; i++) {
        model_training *trainings = sim_arena_alloc(arena, 3, sizeof *trainings);
        for (size_t k = 0; k < 3; k++)
            trainings[k] =
                made_training(&d, names[k], model_calendar_end_s(world->scenario.calendar));
        a[i].trainings = trainings;
        a[i].n_trainings = 1 + (size_t)made_between(&d, 0, 3);
    }
    world->n_resolved = d.n_resolved;
    return world;
}

/* ---- what becomes of prices ---- */

static inline model_price_futures made_price_futures(made_dice *d, double horizon_s)
{
    model_price_jumps *jumps = sim_arena_alloc(d->arena, 3, sizeof *jumps);
    model_retirement *retirements = sim_arena_alloc(d->arena, 2, sizeof *retirements);
    jumps[0] = (model_price_jumps){
        .provider = "acme", .per_year = made_between(d, 0, 12), .size = made_random_law(d, 1)};
    jumps[1] = (model_price_jumps){
        .model = "acme/one", .per_year = made_between(d, 0, 20), .size = made_no_law()};
    jumps[2] = (model_price_jumps){.model = "acme/two",
                                   .per_year = made_between(d, 0, 20),
                                   .size = made_law("constant", 0, 0.75, 0)};
    retirements[0] = (model_retirement){.model = "acme/one",
                                        .successor = "acme/two",
                                        .on_s = (double)NAN,
                                        .per_year = made_between(d, 1, 20)};
    retirements[1] = (model_retirement){.model = "acme/name",
                                        .successor = "acme/one",
                                        .on_s = floor(made_between(d, 0, horizon_s))};
    return (model_price_futures){jumps, (size_t)made_between(d, 0, 4), retirements,
                                 (size_t)made_between(d, 0, 3)};
}

/* In euros, at rates that change now and then, and of which most are unknown. */
static inline model_terms made_terms(made_dice *d, double horizon_s)
{
    enum { RATES = 4 };
    model_exchange *rates = sim_arena_alloc(d->arena, RATES, sizeof *rates);
    for (size_t i = 0; i < RATES; i++) {
        const double rate = made_between(d, 0.5, 2);
        rates[i] =
            (model_exchange){"USD", "EUR", made_chance(d, 0.3) ? 1 : rate, INT64_MIN, -1};
        if (i > 0)
            rates[i].from_unix_s = MADE_START + (int64_t)made_between(d, 0, horizon_s);
        if (d->n_resolved == MADE_RESOLVED || made_chance(d, 0.3))
            continue;
        d->resolved[d->n_resolved] = rate;
        rates[i].slot = d->n_resolved++;
    }
    return (model_terms){.currency = "EUR", .exchanges = rates, .n_exchanges = RATES};
}

static inline const made_world *made_prices_world_new(uint64_t which, sim_arena *arena)
{
    made_world *world = sim_arena_alloc(arena, 1, sizeof *world);
    *world = *made_policy_world_new(which, arena);
    made_dice d = {which * 1000117 + 37, world->resolved, world->n_resolved, arena};
    const double horizon_s = model_calendar_end_s(world->scenario.calendar);
    world->scenario.futures = made_price_futures(&d, horizon_s);
    if (made_chance(&d, 0.7))
        world->scenario.terms = made_terms(&d, horizon_s);
    world->n_resolved = d.n_resolved;
    return world;
}

#endif
