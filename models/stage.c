/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "models/stage.h"

#include "models/summed_ways.h"

#include <math.h>
#include <stdlib.h>
#include <string.h>

static double given_or_0(model_number number, const double *resolved)
{
    return number.is_given ? model_number_value(number, resolved) : 0;
}

model_worth model_worth_of(const model_workload *workload, const double *resolved)
{
    return (model_worth){given_or_0(workload->value_per_success, resolved),
                         given_or_0(workload->human_cost, resolved)};
}

/* ---- setting it ---- */

/* Who is seated: a workload in an architecture, in a future. */
typedef struct guest {
    const model_plan *plan;
    const model_planned *p;
    const model_workload *workload;
    size_t index; /* of the workload */
    const model_meterage *meterage;
    const model_future *future;
    model_ledger *ledger;
} guest;

/* The endpoints that a policy leads to. */
static bool take_apis(const guest *g, model_seat *seat, sim_failure *why)
{
    const model_architecture *of = g->p->architecture;
    sim_arena *arena = g->future->arena;
    seat->n_apis = of->n_endpoints;
    seat->apis = sim_arena_alloc(arena, seat->n_apis, sizeof *seat->apis);
    seat->apis[of->endpoint_of[g->index]] = &seat->api;
    for (size_t e = 0; e < seat->n_apis; e++) {
        const model_meterage *other = g->p->fallbacks[g->index * of->n_endpoints + e];
        if (!other || seat->apis[e])
            continue;
        seat->apis[e] = sim_arena_alloc(arena, 1, sizeof **seat->apis);
        if (!model_api_init(seat->apis[e], other, g->workload, g->future, g->ledger, why))
            return false;
    }
    return true;
}

static bool take_policy(const guest *g, model_seat *seat, sim_failure *why)
{
    const model_policy *policy = model_architecture_policy(g->p->architecture, g->index);
    if (!policy)
        return true;
    seat->policy_line = g->p->policy_line[g->index];
    seat->router = sim_arena_alloc(g->future->arena, 1, sizeof *seat->router);
    model_router_init(seat->router, policy, g->workload, g->future);
    if (policy->floor.is_given &&
        !model_bids_new(g->plan, g->p, g->index, g->future, &seat->router->bids, why))
        return false;
    return take_apis(g, seat, why);
}

static bool take_retriever(const guest *g, model_seat *seat, sim_failure *why)
{
    const model_retrieval *retrieval =
        model_architecture_retrieval(g->p->architecture, g->index);
    if (!retrieval)
        return true;
    seat->retrieval_line = g->p->retrieval_line[g->index];
    seat->retrieval_lines = g->p->lines + seat->retrieval_line;
    seat->retriever = sim_arena_alloc(g->future->arena, 1, sizeof *seat->retriever);
    return model_retriever_init(seat->retriever, retrieval, g->workload, g->future, why);
}

/* What an architecture plays a workload with. */
static bool take_seat(const guest *g, model_seat *seat, sim_failure *why)
{
    seat->answers = model_architecture_answers(g->p->architecture, g->index);
    seat->answers_line = g->p->answers_line[g->index];
    return model_api_init(&seat->api, g->meterage, g->workload, g->future, g->ledger, why) &&
           take_policy(g, seat, why) && take_retriever(g, seat, why);
}

static void make_attempts(model_attempts *attempts, sim_arena *arena)
{
    const size_t n = MODEL_BLOCK_SESSIONS;
    model_block_init(&attempts->block, arena);
    model_block_init(&attempts->missed, arena);
    attempts->is_answered = sim_arena_alloc(arena, n, sizeof *attempts->is_answered);
    attempts->is_handed_over = sim_arena_alloc(arena, n, sizeof *attempts->is_handed_over);
    attempts->group = sim_arena_alloc(arena, n, sizeof *attempts->group);
    attempts->succeeds = sim_arena_alloc(arena, n, sizeof *attempts->succeeds);
    attempts->is_found = sim_arena_alloc(arena, n, sizeof *attempts->is_found);
    attempts->cost = sim_arena_alloc(arena, n, sizeof *attempts->cost);
    attempts->later_s = sim_arena_alloc(arena, n, sizeof *attempts->later_s);
    attempts->chance = sim_arena_alloc(arena, n, sizeof *attempts->chance);
    attempts->picked = sim_arena_alloc(arena, n, sizeof *attempts->picked);
}

/* All ways to play a workload, or the architectures that the engine does not play; with their
   ledgers[n_ways]. */
typedef struct troupe {
    const model_plan *plan;
    size_t workload, n_ways;
    model_ledger *ledgers;
    bool are_all;
} troupe;

/* What meters its sessions: nothing where the engine plays them. */
static const model_meterage *meterage_of(const troupe *t, size_t way)
{
    const model_meterage *meterage = model_way_meterage(t->plan, way, t->workload);
    return meterage && (t->are_all || !model_endpoint_is_shared(meterage->endpoint)) ? meterage
                                                                                     : NULL;
}

static bool set_stage(const troupe *t, const model_future *future, model_stage *out,
                      sim_failure *why)
{
    const model_scenario *scenario = t->plan->scenario;
    const model_workload *workload = &scenario->workloads[t->workload];
    *out = (model_stage){.n_seats = t->n_ways,
                         .calendar = scenario->calendar,
                         .worth = model_worth_of(workload, future->resolved),
                         .is_judged = workload->success.is_given,
                         .arena = future->arena};
    out->seats = sim_arena_alloc(future->arena, out->n_seats, sizeof *out->seats);
    model_block_init(&out->block, future->arena);
    make_attempts(&out->attempts, future->arena);
    for (size_t i = 0; i < out->n_seats; i++) {
        const model_planned *p = model_way_planned(t->plan, i);
        const guest g = {t->plan,
                         p,
                         &p->workloads[t->workload],
                         t->workload,
                         meterage_of(t, i),
                         future,
                         &t->ledgers[i]};
        if (g.meterage && !take_seat(&g, &out->seats[i], why))
            return false;
        out->seats[i].is_closed = t->plan->ways[i].kind == MODEL_CLOSED;
        out->remembers |= out->seats[i].answers != NULL;
    }
    return model_drawer_init(&out->drawer, workload, &t->plan->ready[t->workload], future, why);
}

bool model_stage_set(const model_plan *plan, size_t workload, const model_future *future,
                     model_ledger *ledgers, model_stage *out, sim_failure *why)
{
    const troupe t = {plan, workload, plan->scenario->n_architectures, ledgers, false};
    return set_stage(&t, future, out, why);
}

bool model_stage_set_ways(const model_plan *plan, size_t workload, const model_future *future,
                          model_ledger *ledgers, model_stage *out, sim_failure *why)
{
    const troupe t = {plan, workload, plan->n_ways, ledgers, true};
    return set_stage(&t, future, out, why);
}

/* ---- calls ---- */

/* Counts what the calls of a block look up, in the months in which they do, and what that
   costs. */
static void count_lookups(const model_stage *stage, const model_seat *seat,
                          const model_block *block)
{
    const model_retriever *r = seat->retriever;
    const model_calendar *calendar = stage->calendar;
    double from_s = 0, to_s = 0, rate[MODEL_RETRIEVAL_LINES] = {0};
    uint64_t *usage = NULL;
    for (size_t k = 0; k < block->n_calls; k++) {
        const double time_s = block->time_s[k];
        r->extra[k] = 0;
        if (time_s >= seat->api.end_s)
            continue;
        if (!usage || time_s < from_s || time_s >= to_s) {
            const size_t month = model_calendar_month(calendar, time_s);
            from_s = calendar->month_s[month];
            to_s = calendar->month_s[month + 1];
            usage = model_stage_usage(stage, seat, time_s, seat->retrieval_line);
            for (size_t i = 0; i < MODEL_RETRIEVAL_LINES; i++)
                rate[i] = seat->retrieval_lines[i].rate[month];
        }
        const uint64_t asked = r->ranked ? (uint64_t)r->ranked[k] : r->searches;
        usage[0] += r->reads;
        usage[1] += asked;
        r->extra[k] = (double)r->reads * rate[0] + (double)asked * rate[1];
    }
}

/* Plays a block on an endpoint, with the documents that its calls look up: whether sessions
   succeed goes to block->succeeds, from their luck and the endpoint's success. */
static void attempt(model_stage *stage, model_seat *seat, model_api *api,
                    const model_block *block, double success)
{
    model_retriever *r = seat->retriever;
    for (size_t i = 0; i < block->n_sessions; i++) {
        block->chance[i] = isnan(success) ? 0 : success;
        block->succeeds[i] = block->luck[i] < block->chance[i];
    }
    if (r) {
        model_retriever_draw(r, block, success);
        memcpy(block->succeeds, r->succeeds, block->n_sessions);
        memcpy(block->chance, r->chance, block->n_sessions * sizeof *r->chance);
        count_lookups(stage, seat, block);
        api->context = r->context;
        api->irrelevant = r->irrelevant;
        api->extra = r->extra;
    }
    model_api_play(api, block);
}

/* ---- policies ---- */

enum { CLASSIFIED, CHECKED, HANDED_OVER };

/* One of the policy's lines is used at a time, at a price. */
static double pay(const model_stage *stage, const model_seat *seat, size_t line, double price,
                  double time_s)
{
    uint64_t *usage = model_stage_usage(stage, seat, time_s, seat->policy_line + line);
    if (!usage || isnan(price))
        return 0;
    ++*usage;
    model_api_spend(&seat->api, time_s, price);
    return price;
}

/* Takes over what became of the sessions that were played alike. */
static void take_back(model_attempts *a)
{
    for (size_t i = 0; i < a->block.n_sessions; i++) {
        a->cost[a->picked[i]] += a->block.cost[i];
        a->succeeds[a->picked[i]] = a->block.succeeds[i];
        a->chance[a->picked[i]] = a->block.chance[i];
    }
}

static double end_of(const model_block *block, size_t session)
{
    return block->time_s[block->first_call[session + 1] - 1];
}

static void play_groups(model_stage *stage, model_seat *seat)
{
    model_attempts *a = &stage->attempts;
    model_router *r = seat->router;
    bool has_any[MODEL_POLICY_GROUPS] = {false};
    r->n_below = 0;
    model_router_sort(r, stage->playing, a->group);
    seat->api.ledger->counters[MODEL_BELOW_FLOOR] += r->n_below;
    for (size_t i = 0; i < stage->playing->n_sessions; i++)
        has_any[a->group[i]] = true;
    for (size_t group = 0; group < MODEL_POLICY_GROUPS; group++) {
        if (!has_any[group])
            continue;
        const model_selection alike = {a->group, (uint8_t)group, NULL};
        model_block_select(stage->playing, &alike, &a->block, a->picked, stage->arena);
        attempt(stage, seat, seat->apis[model_router_endpoint(r, group)], &a->block,
                model_router_success(r, group));
        take_back(a);
    }
    for (size_t i = 0; r->of->n_kinds > 1 && i < stage->playing->n_sessions; i++)
        a->cost[i] +=
            pay(stage, seat, CLASSIFIED, r->of->classifier, stage->playing->arrival_s[i]);
}

static void be_surprised(model_seat *seat, double calls, double chance, bool is_found)
{
    model_surprise *s = &seat->surprise;
    const double more = is_found - chance;
    s->more[0] += more;
    s->more[1] += more * calls;
    s->more[2] += more * calls * calls;
    s->found += is_found ? calls : 0;
}

/* Looks at the sessions that were just played, found last time or all of them: which have
   failed, as far as that is seen. */
static size_t find_failures(model_stage *stage, model_seat *seat, size_t step)
{
    model_attempts *a = &stage->attempts;
    const model_block *block = stage->playing;
    size_t n = 0;
    for (size_t i = 0; i < block->n_sessions; i++) {
        if (step > 0 && !a->is_found[i])
            continue;
        a->cost[i] += pay(stage, seat, CHECKED, seat->router->of->check,
                          end_of(block, i) + a->later_s[i]);
        a->is_found[i] =
            model_router_finds(seat->router, block->session[i], step, a->succeeds[i]);
        be_surprised(seat, block->first_call[i + 1] - block->first_call[i],
                     model_router_chance(seat->router, a->chance[i]), a->is_found[i]);
        n += a->is_found[i];
    }
    return n;
}

/* Another attempt begins when the one before is over. */
static void play_step(model_stage *stage, model_seat *seat, size_t step)
{
    model_attempts *a = &stage->attempts;
    const model_block *block = stage->playing;
    for (size_t i = 0; i < block->n_sessions; i++)
        a->later_s[i] += a->is_found[i] ? end_of(block, i) - block->arrival_s[i] : 0;
    const model_selection failed = {a->is_found, 1, a->later_s};
    model_block_select(block, &failed, &a->block, a->picked, stage->arena);
    for (size_t i = 0; i < a->block.n_sessions; i++)
        a->block.luck[i] = model_router_luck(seat->router, a->block.session[i], step);
    attempt(stage, seat, seat->apis[seat->router->of->steps[step].endpoint], &a->block,
            model_router_step_success(seat->router, step));
    seat->api.ledger->counters[MODEL_ESCALATED] += a->block.n_sessions;
    take_back(a);
}

/* A human takes over what was found to have failed in the end. */
static void hand_over(model_stage *stage, model_seat *seat)
{
    model_attempts *a = &stage->attempts;
    for (size_t i = 0; i < stage->playing->n_sessions; i++) {
        const double time_s = end_of(stage->playing, i) + a->later_s[i];
        if (!a->is_found[i] || time_s >= seat->api.end_s)
            continue;
        a->cost[i] += pay(stage, seat, HANDED_OVER, seat->router->of->hand_over, time_s);
        seat->api.ledger->counters[MODEL_HANDED_OVER]++;
        a->is_handed_over[i] = 1;
        a->succeeds[i] = 0;
    }
}

/* Sessions go where the policy sends them, and on. */
static void play_policy(model_stage *stage, model_seat *seat)
{
    const model_policy *of = seat->router->of;
    const bool is_last_looked_at = !isnan(of->hand_over);
    size_t n_found = stage->playing->n_sessions;
    memset(stage->attempts.later_s, 0, n_found * sizeof(double));
    memset(stage->attempts.is_found, 0, n_found);
    play_groups(stage, seat);
    for (size_t step = 0; step < of->n_steps && n_found > 0; step++) {
        n_found = find_failures(stage, seat, step);
        if (n_found > 0)
            play_step(stage, seat, step);
    }
    if (is_last_looked_at && n_found > 0 && find_failures(stage, seat, of->n_steps) > 0)
        hand_over(stage, seat);
}

/* ---- sessions ---- */

/* Counts how the sessions came out. */
static void end_sessions(model_stage *stage, model_seat *seat)
{
    const model_attempts *a = &stage->attempts;
    model_ledger *ledger = seat->api.ledger;
    const size_t n = stage->playing->n_sessions;
    uint64_t successes = 0;
    for (size_t i = 0; i < n; i++) {
        const double cost = a->cost[i] + a->lookup;
        if (a->is_handed_over[i])
            model_api_end_session_as(&seat->api, cost, MODEL_ENDING_HANDED_OVER);
        else
            model_api_end_session(&seat->api, cost, a->succeeds[i]);
        successes += a->succeeds[i];
    }
    ledger->counters[MODEL_SUCCESSES] += successes;
    ledger->value += (double)successes * stage->worth.value;
    ledger->human_cost += (double)successes * stage->worth.human_cost;
    ledger->counters[MODEL_SESSIONS] += n;
    ledger->counters[MODEL_JUDGED] += stage->is_judged ? n : 0;
}

/* A spend limit refuses the first calls of all, which cost nothing. */
static void refuse_sessions(const model_stage *stage, model_seat *seat)
{
    const model_block *block = &stage->block;
    model_ledger *ledger = seat->api.ledger;
    for (size_t i = 0; i < block->n_sessions; i++) {
        ledger->gauges[MODEL_LOST_VALUE] += block->succeeds[i] ? stage->worth.value : 0;
        model_api_end_session_as(&seat->api, 0,
                                 (model_ending)(MODEL_ENDING_ENDED + MODEL_OUTCOME_LIMIT - 1));
    }
    ledger->counters[MODEL_SESSIONS] += block->n_sessions;
    ledger->counters[MODEL_JUDGED] += stage->is_judged ? block->n_sessions : 0;
    ledger->counters[MODEL_BLOCKED_SESSIONS] += block->n_sessions;
}

void model_stage_play(model_stage *stage)
{
    model_attempts *a = &stage->attempts;
    for (size_t i = 0; i < stage->n_seats; i++) {
        model_seat *seat = &stage->seats[i];
        if (!seat->api.meterage)
            continue;
        if (seat->is_closed) {
            refuse_sessions(stage, seat);
            continue;
        }
        stage->playing = &stage->block;
        a->lookup = 0;
        if (seat->answers)
            model_stage_ask_first(stage, seat);
        if (stage->playing->n_sessions == 0)
            continue;
        model_block block = *stage->playing;
        block.cost = a->cost;
        block.succeeds = a->succeeds;
        block.chance = a->chance;
        seat->surprise = (model_surprise){{0}, 0};
        memset(block.cost, 0, block.n_sessions * sizeof *block.cost);
        memset(a->is_handed_over, 0, block.n_sessions);
        if (seat->router)
            play_policy(stage, seat);
        else
            attempt(stage, seat, &seat->api, &block, stage->drawer.success);
        end_sessions(stage, seat);
    }
}

void model_stage_flush(model_stage *stage)
{
    for (size_t i = 0; i < stage->n_seats; i++) {
        model_seat *seat = &stage->seats[i];
        if (seat->api.meterage)
            model_api_flush(&seat->api);
        for (size_t e = 0; e < seat->n_apis; e++)
            if (seat->apis[e] && seat->apis[e] != &seat->api)
                model_api_flush(seat->apis[e]);
    }
}

/* ---- agents ---- */

static model_agent_seat agent_seat(const troupe *t, size_t way, sim_arena *arena)
{
    const model_planned *p = model_way_planned(t->plan, way);
    const size_t index = t->workload;
    const model_policy *policy = model_architecture_policy(p->architecture, index);
    const size_t n = policy ? policy->n_steps : 0;
    const model_meterage **steps = sim_arena_alloc(arena, n, sizeof(void *));
    for (size_t i = 0; i < n; i++)
        steps[i] = model_plan_meterage(p, index, policy->steps[i].endpoint);
    return (model_agent_seat){.meterage = meterage_of(t, way),
                              .guard = model_architecture_guard(p->architecture, index),
                              .first_line = p->agent_line[index],
                              .ledger = &t->ledgers[way],
                              .policy = policy,
                              .steps = steps,
                              .policy_line = p->policy_line[index],
                              .is_closed = t->plan->ways[way].kind == MODEL_CLOSED};
}

static model_agent_play agents_of(const troupe *t, sim_arena *arena)
{
    const model_scenario *scenario = t->plan->scenario;
    model_agent_seat *seats = sim_arena_alloc(arena, t->n_ways, sizeof *seats);
    for (size_t i = 0; i < t->n_ways; i++)
        if (meterage_of(t, i))
            seats[i] = agent_seat(t, i, arena);
    return (model_agent_play){&scenario->workloads[t->workload], &t->plan->ready[t->workload],
                              scenario->calendar, seats, t->n_ways};
}

model_agent_play model_stage_agents(const model_plan *plan, size_t index, model_ledger *ledgers,
                                    sim_arena *arena)
{
    const troupe t = {plan, index, plan->scenario->n_architectures, ledgers, false};
    return agents_of(&t, arena);
}

model_agent_play model_stage_agents_of_ways(const model_plan *plan, size_t index,
                                            model_ledger *ledgers, sim_arena *arena)
{
    const troupe t = {plan, index, plan->n_ways, ledgers, true};
    return agents_of(&t, arena);
}
