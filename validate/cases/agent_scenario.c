/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "validate/cases/agents.h"
#include "validate/made_agent.h"

#include <math.h>

enum { DAYS = 28 };

static const model_price_book *book(sim_arena *arena)
{
    model_price *price = sim_arena_alloc(arena, 1, sizeof *price);
    model_priced *priced = sim_arena_alloc(arena, 1, sizeof *priced);
    model_price_book *out = sim_arena_alloc(arena, 1, sizeof *out);
    *price = made_price(INT64_MIN, 0);
    price->rates.per[MODEL_INPUT] = VALIDATE_PER_INPUT;
    price->rates.per[MODEL_CACHE_READ] = VALIDATE_PER_READ;
    price->rates.per[MODEL_CACHE_WRITE_5M] = VALIDATE_PER_WRITTEN;
    price->rates.per[MODEL_OUTPUT] = price->rates.per[MODEL_REASONING] = VALIDATE_PER_OUTPUT;
    *priced =
        (model_priced){.id = "acme/one", .provider = "acme", .prices = price, .n_prices = 1};
    *out = (model_price_book){"book.xml", "made", "USD", priced, 1, NULL, 0, NULL, 0};
    return out;
}

static model_workload *workload_of(const validate_agent *p, sim_arena *arena)
{
    model_workload *w = sim_arena_alloc(arena, 1, sizeof *w);
    *w = made_agent(p->steps);
    model_session *session = &w->session;
    w->app = w->team = "";
    w->value_per_success = w->human_cost = made_absent();
    w->arrivals = made_arrivals(VALIDATE_AGENT_SESSIONS / (DAYS * 86400.0));
    if (p->is_geometric)
        session->turns = made_law("geometric", 0, p->steps, 0);
    session->system_tokens = model_number_plain(0);
    session->copula = model_number_plain(0);
    session->deadline_s = made_absent();
    session->think_s = session->agent.tool_s = made_no_law();
    if (p->context.first > 0) {
        session->agent.task = made_law("constant", 0, p->context.first, 0);
        session->question = made_law("constant", 0, p->context.tool, 0);
        session->answer = made_law("constant", 0, p->context.answer, 0);
    }
    model_agent *a = &session->agent;
    a->error = model_number_plain(p->error);
    a->attempts = model_number_plain(p->attempts > 0 ? p->attempts : 1);
    a->backoff_s = a->backoff_most_s = model_number_plain(0);
    a->setback = model_number_plain(p->setback);
    a->tool_failure = model_number_plain(p->neither);
    a->patience = p->patience > 0 ? model_number_plain(p->patience) : made_absent();
    a->stuck = model_number_plain(p->stuck);
    a->escape = model_number_plain(p->stuck > 0 ? p->escape : 1);
    a->compact_at = a->compact_to = made_absent();
    a->compact_chance = model_number_plain(0);
    a->tool_price = a->hand_over_price = (double)NAN;
    if (p->sub_agents > 0)
        a->sub_agents = made_law("poisson", 0, p->sub_agents, 0);
    a->depth = model_number_plain(p->depth);
    return w;
}

static const model_guard *guard_of(const validate_agent *p, sim_arena *arena)
{
    model_guard *guard = sim_arena_alloc(arena, 1, sizeof *guard);
    const model_number none = made_absent();
    *guard = (model_guard){
        .calls = p->most_steps > 0 ? model_number_plain(p->most_steps) : none,
        .calls_ttl_s = none,
        .spend = none,
        .spend_ttl_s = none,
        .spend_lag_s = none,
        .time_s = none,
        .repeats = p->most_repeats > 0 ? model_number_plain(p->most_repeats) : none,
        .burst = none,
        .burst_span_s = none,
        .burst_delay_s = none,
    };
    return guard;
}

const model_scenario *validate_agent_scenario(const validate_agent *p, sim_arena *arena)
{
    static const unsigned days[] = {DAYS};
    static const size_t endpoint_of[] = {0};
    model_endpoint *endpoint = sim_arena_alloc(arena, 1, sizeof *endpoint);
    const model_guard **guards = sim_arena_alloc(arena, 1, sizeof *guards);
    model_architecture *architecture = sim_arena_alloc(arena, 1, sizeof *architecture);
    model_scenario *out = sim_arena_alloc(arena, 1, sizeof *out);
    *endpoint = made_endpoint("acme/one");
    endpoint->has_prompt_cache = p->has_cache;
    endpoint->cache_ttl_s = 300;
    endpoint->cache_hit = model_number_plain(1 - p->miss);
    guards[0] = guard_of(p, arena);
    *architecture = (model_architecture){.name = "api",
                                         .endpoints = endpoint,
                                         .n_endpoints = 1,
                                         .endpoint_of = endpoint_of,
                                         .guard_of = guards};
    *out = (model_scenario){.name = "agents",
                            .calendar = made_calendar(MADE_START, 1, days, arena),
                            .workloads = workload_of(p, arena),
                            .n_workloads = 1,
                            .architectures = architecture,
                            .n_architectures = 1,
                            .book = book(arena)};
    return out;
}
