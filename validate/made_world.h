/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * Random scenarios: two workloads in two architectures over one to three months, with every
 * option of demand, endpoints and prices now and then; chats and jobs, or agents and guards as
 * well. The same number makes the same scenario.
 */
#ifndef VALIDATE_MADE_WORLD_H
#define VALIDATE_MADE_WORLD_H

#include "validate/made.h"

#include <math.h>
#include <stdio.h>
#include <string.h>

enum { MADE_WORKLOADS = 2, MADE_ARCHITECTURES = 2, MADE_MODELS = 2, MADE_RESOLVED = 64 };

typedef struct made_world {
    model_scenario scenario;
    uint64_t seed;
    double resolved[MADE_RESOLVED];
    int32_t n_resolved;
} made_world;

/* What a scenario is made with. */
typedef struct made_dice {
    uint64_t state;
    double *resolved;
    int32_t n_resolved;
    sim_arena *arena;
} made_dice;

static inline double made_between(made_dice *d, double low, double high)
{
    return low + (high - low) * made_uniform(&d->state);
}

static inline bool made_chance(made_dice *d, double p)
{
    return made_uniform(&d->state) < p;
}

/* A number, now and then as an expression. */
static inline model_number made_number(made_dice *d, double value)
{
    model_number number = model_number_plain(value);
    if (made_chance(d, 0.1) && d->n_resolved < MADE_RESOLVED) {
        d->resolved[d->n_resolved] = value;
        number = (model_number){.value = -1e9, .slot = d->n_resolved++, .is_given = true};
    }
    return number;
}

static inline model_law made_mixed_law(made_dice *d, double mean)
{
    model_law law = made_no_law();
    model_law *parts = sim_arena_alloc(d->arena, 2, sizeof *parts);
    model_number *weights = sim_arena_alloc(d->arena, 2, sizeof *weights);
    parts[0] = made_law("gamma", 0, mean / 2, 0.7);
    parts[1] = made_law("lognormal", 1, 2 * mean, mean);
    weights[0] = made_number(d, 2);
    weights[1] = made_number(d, 1);
    law.kind = &sim_law_mixture;
    law.parts = parts;
    law.weights = weights;
    law.n_parts = 2;
    return law;
}

static inline model_law made_table_law(made_dice *d, double mean)
{
    static const double p[] = {0, 0.3, 0.3, 0.9, 1}, x[] = {0.1, 0.4, 0.9, 1.4, 4};
    double *scaled = sim_arena_alloc(d->arena, 5, sizeof *scaled);
    for (size_t i = 0; i < 5; i++)
        scaled[i] = x[i] * mean;
    model_law law = made_no_law();
    law.kind = &sim_law_empirical;
    law.p = p;
    law.x = scaled;
    law.n_points = 5;
    return law;
}

/* A positive law of about that mean. */
static inline model_law made_random_law(made_dice *d, double mean)
{
    static const struct {
        const char *kind;
        size_t form;
        double first, second;
        bool scales[2]; /* whether the number goes with the mean */
    } kinds[] = {
        {"lognormal", 2, 0.6, 2.5, {true, true}}, {"gamma", 0, 1, 1.3, {true, false}},
        {"weibull", 0, 0.8, 0.9, {false, true}},  {"exponential", 0, 1, 0, {true, false}},
        {"uniform", 0, 0.2, 1.8, {true, true}},   {"constant", 0, 1, 0, {true, false}},
        {"pareto", 0, 2.4, 0.6, {false, true}}};
    enum { KINDS = sizeof kinds / sizeof *kinds };
    size_t which = (size_t)made_between(d, 0, KINDS + 2);
    if (which >= KINDS)
        return which == KINDS ? made_mixed_law(d, mean) : made_table_law(d, mean);
    double first = kinds[which].first * (kinds[which].scales[0] ? mean : 1);
    double second = kinds[which].second * (kinds[which].scales[1] ? mean : 1);
    model_law law = made_law(kinds[which].kind, kinds[which].form, first, second);
    law.given[0] = made_number(d, first);
    if (made_chance(d, 0.2))
        law.maximum = made_number(d, 3 * mean);
    if (made_chance(d, 0.2))
        law.scale = made_number(d, 1.1);
    if (made_chance(d, 0.2))
        law.outer_scale = made_number(d, 0.9);
    return law;
}

static inline model_arrivals made_random_arrivals(made_dice *d, double per_day)
{
    model_arrivals a = made_arrivals(per_day / 86400);
    a.rate_per_s = made_number(d, per_day / 86400);
    a.growth = made_number(d, made_between(d, 0.9, 1.2));
    if (made_chance(d, 0.5)) {
        double *week = sim_arena_alloc(d->arena, MODEL_WEEK_HOURS, sizeof *week);
        for (int i = 0; i < MODEL_WEEK_HOURS; i++)
            week[i] = i % 24 < 7 ? 0 : 24.0 / 17;
        a.week = week;
    }
    a.has_bursts = made_chance(d, 0.4);
    a.burst_sd = made_number(d, made_between(d, 0.1, 1));
    a.burst_correlation = made_number(d, made_between(d, 0, 0.97));
    a.burst_step_s = made_number(d, made_chance(d, 0.5) ? 300 : 437.7);
    a.has_gaps = made_chance(d, 0.3);
    a.gap_law = made_chance(d, 0.5) ? "gamma" : "weibull";
    a.gap_cv = made_number(d, made_between(d, 0.5, 2));
    a.has_on_off = made_chance(d, 0.3);
    a.on_s = made_law("exponential", 0, made_between(d, 500, 5000), 0);
    a.off_s = made_law("lognormal", 1, made_between(d, 500, 5000), 1000);
    a.clients = made_number(d, made_chance(d, 0.5) ? 1 : floor(made_between(d, 2, 6)));
    a.client_zipf = made_number(d, made_between(d, 0, 1.5));
    return a;
}

/* Adds a day of ten times the rate, and one without any. */
static inline void made_special_days(made_dice *d, model_arrivals *arrivals)
{
    model_special_day *days = sim_arena_alloc(d->arena, 2, sizeof *days);
    days[0] = (model_special_day){5 * 86400.0, 6 * 86400.0, made_number(d, 10)};
    days[1] = (model_special_day){7 * 86400.0, 8 * 86400.0, made_number(d, 0)};
    arrivals->special_days = days;
    arrivals->n_special_days = 2;
}

static inline model_workload made_workload(made_dice *d, const char *name)
{
    bool is_chat = made_chance(d, 0.7);
    model_workload w = {.name = name, .app = "app", .team = "team"};
    w.success = made_chance(d, 0.5) ? made_number(d, 0.7) : made_absent();
    w.value_per_success = made_chance(d, 0.5) ? made_number(d, 0.25) : made_absent();
    w.human_cost = made_chance(d, 0.5) ? made_number(d, 6.25) : made_absent();
    w.arrivals = made_random_arrivals(d, made_between(d, 5, 60));
    if (made_chance(d, 0.3))
        made_special_days(d, &w.arrivals);
    w.session = (model_session){
        .kind = is_chat ? "chat" : "job",
        .turns = is_chat ? made_law("geometric", 0, made_between(d, 1, 9), 0) : made_no_law(),
        .think_s = is_chat ? made_random_law(d, made_between(d, 30, 600)) : made_no_law(),
        .system_tokens = made_number(d, made_chance(d, 0.7) ? made_between(d, 1, 3000) : 0),
        .prompt_version = made_chance(d, 0.5) ? "v3" : NULL,
        .question = made_random_law(d, made_between(d, 0.3, 900)),
        .answer = made_random_law(d, made_between(d, 0.3, 900)),
        .user_sd = made_number(d, made_chance(d, 0.5) ? 0.4 : 0),
        .task_sd = made_number(d, made_chance(d, 0.5) ? 0.3 : 0),
        .copula = made_number(d, made_chance(d, 0.5) ? made_between(d, -0.9, 0.9) : 0),
        .deadline_s = made_absent(),
    };
    return w;
}

static inline model_endpoint made_random_endpoint(made_dice *d)
{
    model_endpoint e = made_endpoint(made_chance(d, 0.5) ? "acme/one" : "acme/name");
    if (made_chance(d, 0.3))
        e.service = made_chance(d, 0.5) ? "batch" : "flex";
    e.has_prompt_cache = made_chance(d, 0.6);
    e.cache_ttl_s = made_chance(d, 0.5) ? 300 : 3600;
    if (made_chance(d, 0.3))
        e.cache_hit = made_number(d, made_between(d, 0.1, 0.99));
    e.tokenizer = made_number(d, made_chance(d, 0.5) ? 1 : made_between(d, 0.8, 1.3));
    e.verbosity = made_number(d, made_chance(d, 0.5) ? 1 : made_between(d, 0.5, 1.5));
    if (made_chance(d, 0.4))
        e.reasoning = made_random_law(d, 500);
    if (made_chance(d, 0.4))
        e.max_output = made_number(d, made_between(d, 300, 3000));
    return e;
}

/* ---- prices ---- */

static inline void made_unpriced_writes(model_price *price)
{
    price->rates.per[MODEL_CACHE_WRITE_5M] = (double)NAN;
    price->rates.per[MODEL_CACHE_WRITE_1H] = (double)NAN;
    price->long_context.rates.per[MODEL_CACHE_WRITE_5M] = (double)NAN;
    price->long_context.rates.per[MODEL_CACHE_WRITE_1H] = (double)NAN;
}

static inline model_price made_random_price(made_dice *d, int64_t from_unix_s, double unit,
                                            bool has_writes)
{
    model_price price = made_price(from_unix_s, unit);
    price.rates.per[MODEL_REQUESTS] = made_chance(d, 0.3) ? 100 * unit : 0;
    price.long_context = (model_long_context){
        .is_given = made_chance(d, 0.5),
        .threshold_tokens = (uint64_t)made_between(d, 100, 4000),
        .is_inclusive = made_chance(d, 0.5),
        .is_excess = made_chance(d, 0.5),
        .rates = made_rates(2.5 * unit),
    };
    if (made_chance(d, 0.4)) {
        model_time_of_day *times = sim_arena_alloc(d->arena, 2, sizeof *times);
        times[0] = (model_time_of_day){16 * 60 + 30, 30, made_rates(unit / 3)};
        times[1] = (model_time_of_day){600, 720, made_rates(unit * 3)};
        price.times = times;
        price.n_times = 2;
        for (size_t i = 0; i < 2 && !has_writes; i++)
            times[i].rates.per[MODEL_CACHE_WRITE_5M] =
                times[i].rates.per[MODEL_CACHE_WRITE_1H] = (double)NAN;
    }
    if (!has_writes)
        made_unpriced_writes(&price);
    return price;
}

/* The prices of scenario number which, all times a factor. */
static inline const model_price_book *made_book(uint64_t which, double factor, sim_arena *arena)
{
    static const model_alias aliases[] = {
        {"acme/name", "acme/one", INT64_MIN, 1},
        {"acme/name", "acme/two", MADE_START + 20 * 86400, 2},
    };
    static const char *const ids[MADE_MODELS] = {"acme/one", "acme/two"};
    made_dice d = {.state = which * 77 + 5, .arena = arena};
    model_priced *models = sim_arena_alloc(arena, MADE_MODELS, sizeof *models);
    for (size_t i = 0; i < MADE_MODELS; i++) {
        bool has_writes = made_chance(&d, 0.6);
        model_price *prices = sim_arena_alloc(arena, 2, sizeof *prices);
        prices[0] = made_random_price(&d, INT64_MIN, factor * 0x1p-20, has_writes);
        prices[1] = made_random_price(&d, MADE_START + 13 * 86400 + (int64_t)i * 86400,
                                      factor * 0x1.8p-20, has_writes);
        models[i] = (model_priced){.id = ids[i],
                                   .provider = "acme",
                                   .prices = prices,
                                   .n_prices = 1 + made_chance(&d, 0.6)};
        models[i].context_tokens = made_chance(&d, 0.5) ? 6000 : 0;
        models[i].output_tokens = made_chance(&d, 0.3) ? 1200 : 0;
        models[i].cache_minimum_tokens = made_chance(&d, 0.5) ? 1024 : 0;
    }
    model_price_book *book = sim_arena_alloc(arena, 1, sizeof *book);
    *book =
        (model_price_book){"book.xml", "made", "USD", models, MADE_MODELS, aliases, 2, NULL, 0};
    return book;
}

/* ---- the whole ---- */

#define MADE_WATCH(of)                                                                         \
    .name = "watch", .kind = (of), .amount = {1, -1, true}, .limit = {4, -1, true},            \
    .drift = {0.5, -1, true}, .weight = {0.01, -1, true}, .learn_s = {86400, -1, true},        \
    .reaction_s = {3600, -1, true}

static const model_watch made_watches[2] = {
    {MADE_WATCH(MODEL_WATCH_THRESHOLD), .repeats = 1},
    {MADE_WATCH(MODEL_WATCH_CUSUM), .repeats = 3, .is_weekly = true},
};

/* Documents, now and then with a reranker and what they do to success. */
static inline const model_retrieval *made_random_retrieval(made_dice *d)
{
    model_retrieval *of = sim_arena_alloc(d->arena, 1, sizeof *of);
    const bool by_tokens = made_chance(d, 0.3);
    *of = (model_retrieval){
        .store = "kb",
        .documents = made_number(d, floor(made_between(d, 1, 9))),
        .relevant = model_number_plain(floor(made_between(d, 0, 4))),
        .recall = made_number(d, made_between(d, 0.3, 1)),
        .tokens = made_random_law(d, made_between(d, 5, 200)),
        .per_query = 3,
        .per_read = made_chance(d, 0.5) ? 0x1p-12 : (double)NAN,
        .has_reranker = made_chance(d, 0.6),
        .reranker = "acme/rank",
        .keep = model_number_plain(floor(made_between(d, 1, 5))),
        .recognition = made_number(d, made_between(d, 0, 1)),
        .per_search = by_tokens ? (double)NAN : 0x1p-9,
        .searched = 4,
        .rank_per_hour = NAN,
        .per_token = by_tokens ? 0x1p-24 : (double)NAN,
        .has_quality = made_chance(d, 0.6),
        .noise = made_number(d, 0.03),
        .without = made_number(d, 0.2),
    };
    return of;
}

static inline const model_architecture *made_architectures(made_dice *d)
{
    static const char *const names[MADE_ARCHITECTURES] = {"A", "B"};
    model_architecture *a = sim_arena_alloc(d->arena, MADE_ARCHITECTURES, sizeof *a);
    for (size_t i = 0; i < MADE_ARCHITECTURES; i++) {
        model_endpoint *endpoints = sim_arena_alloc(d->arena, 2, sizeof *endpoints);
        size_t *endpoint_of = sim_arena_alloc(d->arena, MADE_WORKLOADS, sizeof *endpoint_of);
        endpoints[0] = made_random_endpoint(d);
        endpoints[1] = made_random_endpoint(d);
        const model_retrieval **retrieval_of =
            sim_arena_alloc(d->arena, MADE_WORKLOADS, sizeof *retrieval_of);
        for (size_t k = 0; k < MADE_WORKLOADS; k++)
            endpoint_of[k] = made_chance(d, 0.5);
        for (size_t k = 0; k < MADE_WORKLOADS; k++)
            if (made_chance(d, 0.4))
                retrieval_of[k] = made_random_retrieval(d);
        a[i] = (model_architecture){.name = names[i],
                                    .endpoints = endpoints,
                                    .n_endpoints = 2,
                                    .endpoint_of = endpoint_of,
                                    .retrieval_of = retrieval_of,
                                    .watches = made_watches,
                                    .n_watches = 2};
    }
    return a;
}

static inline const made_world *made_world_new(uint64_t which, sim_arena *arena)
{
    static const unsigned days[] = {31, 28, 31};
    made_world *world = sim_arena_alloc(arena, 1, sizeof *world);
    made_dice d = {which * 1000003 + 17, world->resolved, 0, arena};
    model_workload *workloads = sim_arena_alloc(arena, MADE_WORKLOADS, sizeof *workloads);
    workloads[0] = made_workload(&d, "support");
    workloads[1] = made_workload(&d, "mail");
    size_t n_months = 1 + which % 3;
    world->scenario = (model_scenario){
        .name = "made",
        .calendar = made_calendar(MADE_START, n_months, days, arena),
        .workloads = workloads,
        .n_workloads = MADE_WORKLOADS,
        .architectures = made_architectures(&d),
        .n_architectures = MADE_ARCHITECTURES,
        .book = made_book(which, 1, arena),
    };
    world->seed = which ^ 0xABCDEF;
    world->n_resolved = d.n_resolved;
    return world;
}

/* ---- agents ---- */

static inline model_number made_maybe(made_dice *d, double chance, double value)
{
    return made_chance(d, chance) ? made_number(d, value) : made_absent();
}

static inline model_law made_maybe_law(made_dice *d, double chance, double mean)
{
    return made_chance(d, chance) ? made_random_law(d, mean) : made_no_law();
}

/* Mishaps, each now and then; slow agents may loop for ever without a guard. */
static inline model_agent made_random_agent(made_dice *d, bool is_slow)
{
    model_agent a = {
        .task = made_maybe_law(d, 0.5, made_between(d, 10, 2000)),
        .tool_s = made_maybe_law(d, 0.7, made_between(d, 1, is_slow ? 20000 : 200)),
        .sub_agents = made_no_law(),
        .depth = made_number(d, floor(made_between(d, 1, 4))),
        .failed_steps = made_number(d, made_chance(d, 0.5) ? 1 : made_between(d, 0.2, 2.5)),
        .error = made_number(d, made_chance(d, 0.6) ? made_between(d, 0.02, 0.4) : 0),
        .attempts = made_number(d, floor(made_between(d, 1, 5))),
        .backoff_s = made_number(d, made_between(d, 0, 20)),
        .backoff_most_s = made_number(d, made_between(d, 1, 60)),
        .tool_failure = made_number(d, made_chance(d, 0.5) ? 0.1 : 0),
        .tool_price = made_chance(d, 0.5) ? 0x1p-12 : (double)NAN,
        .setback = made_number(d, made_chance(d, 0.5) ? made_between(d, 0, 0.15) : 0),
        .patience = made_maybe(d, 0.5, floor(made_between(d, 1, 4))),
        .give_up = made_number(d, made_chance(d, 0.4) ? 0.03 : 0),
        .stuck = made_number(d, is_slow || made_chance(d, 0.6) ? 0.04 : 0),
        .escape = made_number(d, is_slow ? 0 : made_between(d, 0.05, 1)),
        .stuck_pace = made_number(d, made_chance(d, 0.5) ? 1 : made_between(d, 0.3, 2)),
        .compact_at = made_maybe(d, 0.5, floor(made_between(d, 500, 9000))),
        .compact_to = made_number(d, floor(made_between(d, 1, 900))),
        .compact_chance = made_number(d, made_chance(d, 0.4) ? 0.1 : 0),
        .hand_over_price = made_chance(d, 0.5) ? 0x1p3 : (double)NAN,
        .may_be_endless = is_slow,
    };
    if (made_chance(d, 0.5))
        a.sub_agents = made_law("poisson", 0, made_between(d, 0.2, 1.1), 0);
    return a;
}

/* Turns a workload's sessions into agents. */
static inline void made_agents(made_dice *d, model_workload *w)
{
    const bool is_slow = made_chance(d, 0.2);
    w->arrivals.rate_per_s = made_number(d, made_between(d, 1, 12) / 86400);
    w->session.kind = "agent";
    w->session.is_agent = true;
    w->session.turns = made_random_law(d, made_between(d, 1, 9));
    w->session.think_s =
        made_maybe_law(d, is_slow ? 1 : 0.7, made_between(d, 1, is_slow ? 40000 : 120));
    w->session.copula = model_number_plain(0);
    w->session.agent = made_random_agent(d, is_slow);
}

/* Each guard now and then, at limits that bind now and then. */
static inline const model_guard *made_guard(made_dice *d)
{
    model_guard *g = sim_arena_alloc(d->arena, 1, sizeof *g);
    *g = (model_guard){
        .calls = made_maybe(d, 0.5, floor(made_between(d, 1, 40))),
        .calls_ttl_s = made_maybe(d, 0.4, made_between(d, 10, 2000)),
        .spend = made_maybe(d, 0.6, made_between(d, 0.001, 0.2)),
        .spend_ttl_s = made_maybe(d, 0.4, made_between(d, 10, 2000)),
        .spend_lag_s = made_maybe(d, 0.6, made_between(d, 0, 600)),
        .reserves = made_chance(d, 0.4),
        .time_s = made_maybe(d, 0.4, made_between(d, 10, 5000)),
        .repeats = made_maybe(d, 0.4, floor(made_between(d, 1, 9))),
        .burst = made_maybe(d, 0.4, floor(made_between(d, 1, 9))),
        .burst_span_s = made_number(d, made_between(d, 1, 300)),
        .burst_delay_s = made_maybe(d, 0.5, made_between(d, 0, 100)),
        .throttles = made_chance(d, 0.5),
    };
    return g;
}

/* The same with agents: the first workload's sessions always, the second's now and then. */
static inline const made_world *made_agent_world_new(uint64_t which, sim_arena *arena)
{
    made_world *world = sim_arena_alloc(arena, 1, sizeof *world);
    *world = *made_world_new(which, arena);
    made_dice d = {which * 1000033 + 71, world->resolved, world->n_resolved, arena};
    model_workload *workloads = sim_arena_alloc(arena, MADE_WORKLOADS, sizeof *workloads);
    model_architecture *a = sim_arena_alloc(arena, MADE_ARCHITECTURES, sizeof *a);
    for (size_t i = 0; i < MADE_WORKLOADS; i++) {
        workloads[i] = world->scenario.workloads[i];
        if (i == 0 || made_chance(&d, 0.3))
            made_agents(&d, &workloads[i]);
    }
    for (size_t i = 0; i < MADE_ARCHITECTURES; i++) {
        const model_guard **guards = sim_arena_alloc(arena, MADE_WORKLOADS, sizeof *guards);
        for (size_t k = 0; k < MADE_WORKLOADS; k++)
            guards[k] = made_chance(&d, 0.8) ? made_guard(&d) : NULL;
        a[i] = world->scenario.architectures[i];
        a[i].guard_of = guards;
        a[i].retrieval_of = NULL; /* agents say themselves what their tools bring back */
    }
    world->scenario.workloads = workloads;
    world->scenario.architectures = a;
    return world;
}

/* The architectures with a rate limit at every endpoint that never binds: their calls are
   played on the engine, in the order of time. */
static inline const model_architecture *made_limited(const model_scenario *scenario,
                                                     sim_arena *arena)
{
    model_architecture *a = sim_arena_alloc(arena, scenario->n_architectures, sizeof *a);
    model_limits *never = sim_arena_alloc(arena, 1, sizeof *never);
    *never = (model_limits){.requests_per_s = model_number_plain(1e9),
                            .tokens_per_s = made_absent(),
                            .backoff_s = model_number_plain(1),
                            .attempts = model_number_plain(1),
                            .first_token_s = made_no_law(),
                            .per_token_s = made_no_law(),
                            .ttft_goal_s = made_absent(),
                            .tpot_goal_s = made_absent()};
    for (size_t i = 0; i < scenario->n_architectures; i++) {
        a[i] = scenario->architectures[i];
        a[i].retrieval_of = NULL;
        model_endpoint *endpoints = sim_arena_alloc(arena, a[i].n_endpoints, sizeof *endpoints);
        for (size_t k = 0; k < a[i].n_endpoints; k++) {
            endpoints[k] = a[i].endpoints[k];
            endpoints[k].limits = never;
        }
        a[i].endpoints = endpoints;
    }
    return a;
}

/* What only the engine sees: how long calls took. */
static inline void made_forget_latency(model_ledger *ledger)
{
    ledger->counters[MODEL_HOSTED] = ledger->counters[MODEL_GOOD] = 0;
    memset(ledger->ttft_s, 0, sizeof *ledger->ttft_s);
    memset(ledger->tpot_s, 0, sizeof *ledger->tpot_s);
    memset(ledger->e2e_s, 0, sizeof *ledger->e2e_s);
}

#endif
