/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "models/plan_future.h"
#include "models/replay.h"
#include "models/stage.h"
#include "models/standing.h"
#include "models/summed.h"
#include "models/summed_walk.h"
#include "models/summed_ways.h"
#include "models/windows.h"

#include <math.h>
#include <stdlib.h>
#include <string.h>

static void ledger_init(model_ledger *ledger, const model_calendar *calendar,
                        const model_planned *p, sim_arena *arena)
{
    const size_t n_months = calendar->n_months, n_lines = p->n_lines;
    const size_t n_days = model_hours_days(calendar);
    *ledger = (model_ledger){
        .usage = sim_arena_alloc(arena, n_months * n_lines, sizeof(uint64_t)),
        .n_lines = n_lines,
        .session_cost = sim_arena_alloc(arena, 1, sizeof(sim_sketch)),
        .call_cost = sim_arena_alloc(arena, 1, sizeof(sim_sketch)),
        .ttft_s = sim_arena_alloc(arena, 1, sizeof(sim_sketch)),
        .tpot_s = sim_arena_alloc(arena, 1, sizeof(sim_sketch)),
        .e2e_s = sim_arena_alloc(arena, 1, sizeof(sim_sketch)),
        .days = sim_arena_alloc(arena, n_days * p->n_drivers, sizeof(double)),
        .watched =
            sim_arena_alloc(arena, p->architecture->n_watches * MODEL_WATCHED, sizeof(double)),
    };
}

static void watch(model_ledger *ledger, const model_planned *p, const model_calendar *calendar,
                  sim_arena *arena)
{
    ledger->hours = model_hours_new(p->n_drivers, p->architecture->watches,
                                    p->architecture->n_watches, calendar, arena);
}

/* Looks back on what was spent when. */
static void look_back(const model_plan *plan, size_t index, const model_future *future,
                      model_ledger *ledger)
{
    const model_architecture *architecture = plan->architectures[index].architecture;
    model_hours_sum_days(ledger->hours, plan->scenario->calendar, ledger->days);
    for (size_t i = 0; i < architecture->n_watches; i++)
        model_watch_look(&architecture->watches[i], ledger->hours, i, plan->scenario->calendar,
                         future->resolved, ledger->watched + i * MODEL_WATCHED);
}

static bool play_replay(const model_plan *plan, const model_planned *p, size_t workload_index,
                        const model_future *future, model_ledger *ledger, sim_failure *why)
{
    const model_workload *workload = &plan->scenario->workloads[workload_index];
    const model_worth worth = model_worth_of(workload, future->resolved);
    model_api api;
    if (!model_api_init(&api, &p->meterage[workload_index], workload, future, ledger, why) ||
        !model_replay_play(workload, &api, future, worth, why))
        return false;
    model_api_flush(&api);
    return true;
}

/* Plays the replays without chance, once for all replications. */
static bool play_fixed(model_plan *plan, model_planned *p, sim_failure *why)
{
    const model_scenario *scenario = plan->scenario;
    const model_future any = {.arena = plan->arena};
    p->fixed = sim_arena_alloc(plan->arena, scenario->n_workloads, sizeof *p->fixed);
    for (size_t i = 0; i < scenario->n_workloads; i++) {
        if (model_plan_varies(scenario) ||
            model_endpoint_is_shared(model_plan_endpoint(p, i)) ||
            !model_replay_is_fixed(&scenario->workloads[i], p->architecture, i))
            continue;
        ledger_init(&p->fixed[i], scenario->calendar, p, plan->arena);
        watch(&p->fixed[i], p, scenario->calendar, plan->arena);
        if (!play_replay(plan, p, i, &any, &p->fixed[i], why))
            return false;
    }
    return true;
}

static bool compile(model_plan *plan, sim_failure *why)
{
    const model_scenario *scenario = plan->scenario;
    sim_sampler_normal();
    plan->ready = sim_arena_alloc(plan->arena, scenario->n_workloads, sizeof *plan->ready);
    for (size_t i = 0; i < scenario->n_workloads; i++)
        if (!scenario->workloads[i].is_replay &&
            !model_drawer_prepare(&scenario->workloads[i].session, plan->arena, &plan->ready[i],
                                  why))
            return false;
    plan->summed = sim_arena_alloc(plan->arena, scenario->n_workloads, sizeof *plan->summed);
    plan->architectures =
        sim_arena_alloc(plan->arena, scenario->n_architectures, sizeof *plan->architectures);
    for (size_t i = 0; i < scenario->n_architectures; i++) {
        model_planned *p = &plan->architectures[i];
        p->architecture = &scenario->architectures[i];
        if (!model_plan_architecture(scenario, p, plan->arena, why) ||
            !play_fixed(plan, p, why))
            return false;
    }
    return true;
}

bool model_plan_new(const model_scenario *scenario, model_plan **out, sim_failure *why)
{
    model_plan *plan = sim_alloc(1, sizeof *plan, "a plan");
    plan->scenario = scenario;
    plan->arena = sim_arena_new();
    model_ways_reset(plan);
    if (!compile(plan, why)) {
        model_plan_free(plan);
        return false;
    }
    *out = plan;
    return true;
}

void model_plan_free(model_plan *plan)
{
    if (plan)
        sim_arena_free(plan->arena);
    free(plan);
}

const model_line *model_plan_lines(const model_plan *plan, size_t architecture, size_t *n)
{
    *n = plan->architectures[architecture].n_lines;
    return plan->architectures[architecture].lines;
}

const uint64_t *model_plan_drivers(const model_plan *plan, size_t architecture, size_t *n)
{
    *n = plan->architectures[architecture].n_drivers;
    return plan->architectures[architecture].driver_line;
}

/* ---- playing ---- */

static void add_fixed(const model_plan *plan, const model_planned *p, size_t workload,
                      model_ledger *ledger)
{
    const model_ledger *fixed = &p->fixed[workload];
    size_t cells = plan->scenario->calendar->n_months * p->n_lines;
    for (size_t i = 0; i < cells; i++)
        ledger->usage[i] += fixed->usage[i];
    for (size_t i = 0; i < MODEL_COUNTERS; i++)
        ledger->counters[i] += fixed->counters[i];
    for (size_t i = 0; i < MODEL_GAUGES; i++)
        ledger->gauges[i] += fixed->gauges[i];
    sim_sketch_merge(ledger->session_cost, fixed->session_cost);
    sim_sketch_merge(ledger->call_cost, fixed->call_cost);
    model_hours_add(ledger->hours, fixed->hours);
}

static bool play_replays(const model_plan *plan, size_t workload, const model_future *future,
                         model_ledger *ledgers, sim_failure *why)
{
    for (size_t i = 0; i < plan->scenario->n_architectures; i++) {
        const model_planned *p = &plan->architectures[i];
        if (model_endpoint_is_shared(model_plan_endpoint(p, workload)))
            continue;
        if (p->fixed[workload].usage)
            add_fixed(plan, p, workload, &ledgers[i]);
        else if (!play_replay(plan, p, workload, future, &ledgers[i], why))
            return false;
    }
    return true;
}

/* A client's day; false if the future is given up. */
static bool play_day(model_stage *stage, model_source *source, size_t client, size_t day,
                     const model_future *future, sim_failure *why)
{
    model_source_day(source, client, day);
    for (uint64_t first = 0;
         model_block_draw(&stage->block, &stage->drawer, source, client, day, first);
         first += stage->block.n_sessions) {
        if (!model_future_goes_on(future, why))
            return false;
        model_stage_play(stage);
    }
    return true;
}

/* Days of one client after the other are fastest. */
static bool play_by_client(model_stage *stage, model_source *source, const model_future *future,
                           sim_failure *why)
{
    const double end_s = model_calendar_end_s(stage->calendar);
    for (size_t client = 0; client < model_source_clients(source); client++)
        for (size_t day = 0; (double)day * MODEL_DAY_S < end_s; day++)
            if (!play_day(stage, source, client, day, future, why))
                return false;
    return true;
}

/* Caches have to see the sessions of all clients in order. */
static bool play_in_order(model_stage *stage, model_source *source, const model_future *future,
                          sim_failure *why)
{
    const double end_s = model_calendar_end_s(stage->calendar);
    for (size_t day = 0; (double)day * MODEL_DAY_S < end_s; day++) {
        model_stage_ask(stage, source, day);
        for (size_t client = 0; client < model_source_clients(source); client++)
            if (!play_day(stage, source, client, day, future, why))
                return false;
    }
    return true;
}

static bool play_sessions(const model_plan *plan, size_t index, const model_future *future,
                          model_ledger *ledgers, sim_failure *why)
{
    const model_scenario *scenario = plan->scenario;
    const model_workload *workload = &scenario->workloads[index];
    model_stage stage;
    model_source *source;
    if (!model_stage_set(plan, index, future, ledgers, &stage, why) ||
        !model_source_new(&workload->arrivals, scenario->calendar, workload->name, future,
                          &source, why))
        return false;
    if (stage.remembers)
        model_stage_remember(&stage, workload->name, future);
    if (!(stage.remembers ? play_in_order : play_by_client)(&stage, source, future, why))
        return false;
    model_stage_flush(&stage);
    return true;
}

static bool play_sum(const model_plan *plan, size_t index, const model_future *future,
                     model_ledger *ledgers, sim_failure *why)
{
    return model_summed_play(plan, plan->summed[index], future, ledgers, why);
}

static bool play_agents(const model_plan *plan, size_t index, const model_future *future,
                        model_ledger *ledgers, sim_failure *why)
{
    const model_agent_play agents = model_stage_agents(plan, index, ledgers, future->arena);
    return model_agents_play(&agents, future, why);
}

void model_world_ledgers(const model_plan *plan, sim_arena *arena, model_ledger *ledgers)
{
    for (size_t i = 0; i < plan->scenario->n_architectures; i++)
        ledger_init(&ledgers[i], plan->scenario->calendar, &plan->architectures[i], arena);
}

void model_world_ledgers_of_ways(const model_plan *plan, sim_arena *arena,
                                 model_ledger *ledgers)
{
    for (size_t i = 0; i < plan->n_ways; i++)
        ledger_init(&ledgers[i], plan->scenario->calendar, model_way_planned(plan, i), arena);
}

/* Whether some architecture plays the workload in blocks. */
static bool is_in_blocks(const model_plan *plan, size_t workload)
{
    for (size_t i = 0; i < plan->scenario->n_architectures; i++)
        if (!model_endpoint_is_shared(plan->architectures[i].meterage[workload].endpoint))
            return true;
    return false;
}

/* windows: NULL: none were chosen. */
static bool play_machines(const model_plan *plan, size_t index, const model_windows *windows,
                          const model_future *future, model_ledger *ledger, sim_failure *why)
{
    const model_planned *p = &plan->architectures[index];
    const model_hosted hosted = model_plan_hosted(plan, index);
    if (!model_standings_count(&p->architecture->standings, plan->scenario->calendar, future,
                               p->standing_line, ledger, why))
        return false;
    if (windows && plan->windowing->is_windowed[index])
        return model_windows_play(windows, p, &hosted, future, ledger, why);
    return p->n_shared == 0 || model_way_is_walked(plan, index) ||
           model_hosted_play(&hosted, future, ledger, why);
}

/* Plays a workload by itself. */
static bool play_workload(const model_plan *plan, size_t index, const model_future *future,
                          model_ledger *ledgers, sim_failure *why)
{
    const model_workload *workload = &plan->scenario->workloads[index];
    bool (*play)(const model_plan *, size_t, const model_future *, model_ledger *,
                 sim_failure *) = plan->summed[index]          ? play_sum
                                  : workload->is_replay        ? play_replays
                                  : workload->session.is_agent ? play_agents
                                                               : play_sessions;
    return play(plan, index, future, ledgers, why);
}

static bool play_blocks(const model_plan *plan, const model_future *future,
                        model_ledger *ledgers, sim_failure *why)
{
    if (plan->is_walked)
        return model_walk_play(plan, future, ledgers, why);
    for (size_t i = 0; i < plan->scenario->n_workloads; i++)
        if (is_in_blocks(plan, i) && !play_workload(plan, i, future, ledgers, why))
            return false;
    return true;
}

/* Queries at a store in each month. */
static void count_queries(const model_planned *p, const model_store *store, size_t n_months,
                          const model_ledger *ledger, double *queries)
{
    for (size_t w = 0; w < p->n_workloads; w++) {
        const model_retrieval *of = model_architecture_retrieval(p->architecture, w);
        if (!of || of->per_query == 0 || strcmp(of->store, store->name) != 0)
            continue;
        for (size_t month = 0; month < n_months; month++)
            queries[month] +=
                (double)ledger->usage[month * ledger->n_lines + p->retrieval_line[w]] /
                of->per_query;
    }
}

/* Time of the machines that ranked in each month. */
static void count_rankers(const model_planned *p, const model_calendar *calendar,
                          const double *resolved, model_ledger *ledger)
{
    for (size_t w = 0; w < p->n_workloads; w++) {
        const model_retrieval *of = model_architecture_retrieval(p->architecture, w);
        if (!of || !model_retrieval_has_machines(of))
            continue;
        for (size_t month = 0; month < calendar->n_months; month++) {
            uint64_t *usage = ledger->usage + month * ledger->n_lines + p->retrieval_line[w];
            const double length_s = calendar->month_s[month + 1] - calendar->month_s[month];
            const double machines =
                model_retrieval_machines(of, (double)usage[1], length_s, resolved);
            usage[MODEL_RETRIEVAL_LINES] += (uint64_t)llround(machines * length_s * 1e9);
        }
    }
}

/* What was paid for reads of a store in each month. */
static void add_reads(const model_store *store, size_t n_months, const model_ledger *ledger,
                      double *spent)
{
    for (size_t i = 0; i < ledger->n_lines; i++) {
        const model_line *line = &ledger->lines[i];
        if (line->meter != MODEL_READS || strcmp(line->component, store->name) != 0)
            continue;
        for (size_t month = 0; month < n_months; month++)
            spent[month] +=
                (double)ledger->usage[month * ledger->n_lines + i] * line->rate[month];
    }
}

/* What stores keep; then what services ask for a month, and what lacks to their minimum. */
static void count_stores(const model_plan *plan, size_t index, const model_future *future,
                         model_ledger *ledger)
{
    const model_planned *p = &plan->architectures[index];
    const model_calendar *calendar = plan->scenario->calendar;
    const size_t n_months = calendar->n_months, n_stores = p->architecture->n_stores;
    for (size_t i = 0; i < n_stores; i++) {
        const model_store *store = &p->architecture->stores[i];
        double *queries = sim_arena_alloc(future->arena, n_months, sizeof *queries);
        count_queries(p, store, n_months, ledger, queries);
        model_store_count(store, calendar, future->resolved, p->store_line[i], queries, ledger);
    }
    count_rankers(p, calendar, future->resolved, ledger);
    if (p->n_billed > 0)
        model_bills_rate(plan->scenario, p->billed, p->n_billed, ledger, future->arena);
    for (size_t i = 0; i < n_stores; i++) {
        const model_store *store = &p->architecture->stores[i];
        double *spent = sim_arena_alloc(future->arena, n_months, sizeof *spent);
        add_reads(store, n_months, ledger, spent);
        const model_store_use use = {ledger->lines + p->store_line[i], spent};
        model_store_top_up(store, calendar, p->store_line[i], &use, ledger);
    }
}

static bool count_trainings(const model_plan *plan, size_t index, const model_future *future,
                            model_ledger *ledger, sim_failure *why)
{
    const model_planned *p = &plan->architectures[index];
    for (size_t i = 0; i < p->architecture->n_trainings; i++) {
        const model_training_books books = {plan->scenario->calendar, p->lines,
                                            p->training_line + i * MODEL_TRAINING_LINES,
                                            ledger};
        if (!model_training_count(&p->architecture->trainings[i], &books, future, why))
            return false;
    }
    return true;
}

/* Whether agents whose sessions cost something were not played one by one. */
static bool are_agents_estimated(const model_plan *plan, size_t architecture, size_t workload,
                                 bool is_windowed)
{
    const model_endpoint *endpoint =
        model_plan_endpoint(&plan->architectures[architecture], workload);
    if (!plan->scenario->workloads[workload].session.is_agent || endpoint->hosted)
        return false;
    return model_endpoint_is_shared(endpoint) && !model_way_is_walked(plan, architecture)
               ? is_windowed
               : plan->summed[workload] != NULL;
}

/* The dearest of sessions that were not played is not known. */
static void forget_dearest(const model_plan *plan, size_t architecture, model_ledger *ledger)
{
    const bool is_windowed = plan->windowing && plan->windowing->is_used &&
                             plan->windowing->is_windowed[architecture];
    for (size_t i = 0; i < plan->scenario->n_workloads; i++)
        if (are_agents_estimated(plan, architecture, i, is_windowed))
            ledger->gauges[MODEL_DEAREST] = (double)NAN;
}

bool model_world_play(const model_plan *today, const model_future *future,
                      model_ledger *ledgers, sim_failure *why)
{
    const model_scenario *scenario = today->scenario;
    const model_plan *plan = model_plan_in_future(today, future, why);
    if (!plan)
        return false;
    model_windows windows;
    const bool has_windows = plan->windowing && plan->windowing->is_used;
    if (has_windows && !model_windows_choose(plan, future, &windows, why))
        return false;
    for (size_t i = 0; i < scenario->n_architectures; i++) {
        ledgers[i].lines = plan->architectures[i].lines;
        watch(&ledgers[i], &plan->architectures[i], scenario->calendar, future->arena);
        if (!play_machines(plan, i, has_windows ? &windows : NULL, future, &ledgers[i], why))
            return false;
    }
    if (!play_blocks(plan, future, ledgers, why))
        return false;
    for (size_t i = 0; i < scenario->n_architectures; i++) {
        forget_dearest(plan, i, &ledgers[i]);
        count_stores(plan, i, future, &ledgers[i]);
        if (!count_trainings(plan, i, future, &ledgers[i], why))
            return false;
        look_back(plan, i, future, &ledgers[i]);
    }
    return true;
}

bool model_world_tails(const model_plan *today, size_t architecture, const model_tail *tail,
                       const model_future *future, model_tails *out, sim_failure *why)
{
    const model_scenario *scenario = today->scenario;
    const model_plan *plan = model_plan_in_future(today, future, why);
    if (!plan)
        return false;
    const model_planned *p = &plan->architectures[architecture];
    bool has_any = false;
    for (size_t i = 0; i < scenario->n_workloads; i++) {
        const model_workload *workload = &scenario->workloads[i];
        if (workload->is_replay || !workload->session.is_agent)
            continue;
        if (model_endpoint_is_shared(p->meterage[i].endpoint))
            return sim_fail(why,
                            "the sessions of workload \"%s\" are not independent in "
                            "architecture \"%s\": machines, latency, rate or spend limits "
                            "couple them",
                            workload->name, p->architecture->name);
        if (model_architecture_policy(p->architecture, i))
            return sim_fail(
                why,
                "workload \"%s\" goes on to other endpoints in architecture \"%s\", "
                "which its tail does not follow in this version",
                workload->name, p->architecture->name);
        model_ledger scratch;
        ledger_init(&scratch, scenario->calendar, p, future->arena);
        const model_agent_seat seat = {.meterage = &p->meterage[i],
                                       .guard = model_architecture_guard(p->architecture, i),
                                       .first_line = p->agent_line[i],
                                       .ledger = &scratch};
        const model_agent_play agents = {workload, &plan->ready[i], scenario->calendar, &seat,
                                         1};
        has_any = true;
        if (!model_tail_play(&agents, tail, future, out, why))
            return false;
    }
    return has_any ||
           sim_fail(why, "there is no agent in the scenario: its tail is that of many "
                         "small sessions, which a run shows");
}
