/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "models/world.h"

#include "models/agent_play.h"
#include "models/api.h"
#include "models/hosted.h"
#include "models/replay.h"
#include "models/standing.h"

#include <math.h>
#include <stdlib.h>
#include <string.h>

/* An architecture, compiled. */
typedef struct planned {
    const model_architecture *architecture;
    model_line *lines;
    size_t n_lines;
    model_meterage *meterage; /* meterage[n_workloads]: of those on metered endpoints */
    size_t n_shared;          /* endpoints that are played on the engine */
    size_t standing_line;     /* first of the standing costs' lines */
    size_t *first_line;       /* first_line[n_workloads]: of hosted ones, app 0's meters */
    size_t *machine_line;     /* machine_line[n_endpoints]: of hosted ones, busy time */
    size_t *agent_line;       /* agent_line[n_workloads]: of agents' tools and hand-overs */
    model_ledger *fixed;      /* fixed[n_workloads]: replays without chance, played once;
                                 usage NULL where there is none */
} planned;

struct model_plan {
    const model_scenario *scenario;
    planned *architectures;
    model_ready *ready; /* ready[n_workloads] */
    sim_arena *arena;
};

/* ---- compiling ---- */

static size_t apps_of(const model_workload *workload)
{
    return workload->is_replay ? workload->replay.trace->n_apps : 1;
}

static double *rates_of(const model_tariff *tariff, size_t n_months, size_t slot, size_t tier,
                        size_t meter, sim_arena *arena)
{
    double *rate = sim_arena_alloc(arena, n_months, sizeof *rate);
    for (size_t i = 0; i < n_months; i++)
        rate[i] = NAN;
    for (size_t i = 0; i < tariff->n_cells; i++)
        if (tariff->cells[i].slot == slot)
            rate[tariff->cells[i].month] = tariff->cells[i].rates[tier].per[meter];
    return rate;
}

static double *factors_of(const model_tariff *tariff, size_t n_months, size_t slot,
                          sim_arena *arena)
{
    double *factor = sim_arena_alloc(arena, n_months, sizeof *factor);
    for (size_t i = 0; i < n_months; i++)
        factor[i] = NAN;
    for (size_t i = 0; i < tariff->n_cells; i++)
        if (tariff->cells[i].slot == slot)
            factor[tariff->cells[i].month] = tariff->cells[i].factor;
    return factor;
}

static const char *or_empty(const char *text)
{
    return text ? text : "";
}

static const model_endpoint *endpoint_of(const planned *p, size_t workload)
{
    return &p->architecture->endpoints[p->architecture->endpoint_of[workload]];
}

static double *constant_rate(size_t n_months, double rate, sim_arena *arena)
{
    double *rates = sim_arena_alloc(arena, n_months, sizeof *rates);
    for (size_t i = 0; i < n_months; i++)
        rates[i] = rate;
    return rates;
}

/* Tokens on own machines cost nothing by themselves: one line for each meter. */
static void add_hosted_lines(const model_scenario *scenario, size_t index, planned *p,
                             sim_arena *arena)
{
    const model_workload *workload = &scenario->workloads[index];
    const model_endpoint *endpoint = endpoint_of(p, index);
    const size_t n_months = scenario->calendar->n_months;
    p->first_line[index] = p->n_lines;
    for (size_t i = 0; i < apps_of(workload) * MODEL_METERS; i++) {
        const size_t app = i / MODEL_METERS;
        const char *app_name = workload->is_replay ? workload->replay.trace->apps[app] : NULL;
        p->lines[p->n_lines++] = (model_line){
            .component = endpoint->name,
            .meter = (model_meter)(i % MODEL_METERS),
            .workload = workload->name,
            .app = app_name ? app_name : workload->app,
            .team = or_empty(workload->team),
            .model = endpoint->model_id,
            .prompt = workload->is_replay ? "" : or_empty(workload->session.prompt_version),
            .tier = "",
            .service = endpoint->hosting,
            .rate = constant_rate(n_months, 0, arena),
            .factor = constant_rate(n_months, 1, arena),
        };
    }
}

/* Prices of a meter's unit as prices of what is counted. */
static double *per_count(size_t n_months, const double *price, size_t meter, sim_arena *arena)
{
    double *rates = sim_arena_alloc(arena, n_months, sizeof *rates);
    for (size_t i = 0; i < n_months; i++)
        rates[i] = price[i] / model_meter_size((model_meter)meter);
    return rates;
}

/* An instance's price by month, in the report's currency. */
static double *hour_prices(const model_scenario *scenario, double per_hour,
                           const char *currency, sim_arena *arena)
{
    const model_calendar *calendar = scenario->calendar;
    double *hour = constant_rate(calendar->n_months, per_hour, arena);
    for (size_t i = 0; currency && i < calendar->n_months; i++)
        hour[i] *= model_terms_exchange_mean(
            &scenario->terms, currency, calendar->start_unix_s + (int64_t)calendar->month_s[i],
            calendar->start_unix_s + (int64_t)calendar->month_s[i + 1]);
    return hour;
}

/* Machine time belongs to the endpoint: no workload's, no app's. An hour's price as a price
   of nanoseconds. */
static void add_machine_lines(const model_scenario *scenario, size_t index, planned *p,
                              sim_arena *arena)
{
    const model_endpoint *endpoint = &p->architecture->endpoints[index];
    const size_t n_months = scenario->calendar->n_months;
    const model_hosting *hosted = endpoint->hosted;
    const double *hour = hosted
                             ? hour_prices(scenario, hosted->per_hour, hosted->currency, arena)
                             : hour_prices(scenario, endpoint->units->per_hour, NULL, arena);
    p->machine_line[index] = p->n_lines;
    for (size_t meter = MODEL_METERS; meter < MODEL_MACHINE_END; meter++)
        p->lines[p->n_lines++] = (model_line){
            .component = endpoint->name,
            .meter = (model_meter)meter,
            .workload = "",
            .app = "",
            .team = "",
            .model = hosted ? hosted->instance_id : endpoint->model_id,
            .prompt = "",
            .tier = hosted ? hosted->term : "",
            .service = endpoint->hosting,
            .rate = per_count(n_months, hour, meter, arena),
            .factor = constant_rate(n_months, 1, arena),
        };
}

static model_line own_line(const char *name, model_meter meter, const char *service,
                           size_t n_months, sim_arena *arena)
{
    return (model_line){.component = name,
                        .meter = meter,
                        .workload = "",
                        .app = "",
                        .team = "",
                        .model = "",
                        .prompt = "",
                        .tier = "",
                        .service = service,
                        .factor = constant_rate(n_months, 1, arena)};
}

static void add_standing_lines(const model_scenario *scenario, planned *p, sim_arena *arena)
{
    const model_standings *all = &p->architecture->standings;
    const size_t n_months = scenario->calendar->n_months;
    p->standing_line = p->n_lines;
    for (size_t i = 0; i < all->n_costs; i++) {
        const model_standing *cost = &all->costs[i];
        const model_meter meter = cost->is_fee ? MODEL_FEES : MODEL_WORK;
        model_line *line = &p->lines[p->n_lines++];
        *line = own_line(cost->name, meter, "standing", n_months, arena);
        line->rate = constant_rate(n_months, cost->price / model_meter_size(meter), arena);
    }
    for (size_t i = 0; i < all->n_machines; i++) {
        const model_left_running *machine = &all->machines[i];
        model_line *line = &p->lines[p->n_lines++];
        *line = own_line(machine->name, MODEL_MACHINE_IDLE, "standing", n_months, arena);
        line->model = machine->instance_id;
        line->tier = machine->term;
        line->rate = per_count(
            n_months, hour_prices(scenario, machine->per_hour, machine->currency, arena),
            MODEL_MACHINE_IDLE, arena);
    }
}

/* What agents cost besides their calls: each at the price that the workload states. */
static void add_agent_lines(const model_scenario *scenario, size_t index, planned *p,
                            sim_arena *arena)
{
    const model_workload *workload = &scenario->workloads[index];
    const model_agent *agent = &workload->session.agent;
    const size_t n_months = scenario->calendar->n_months;
    const struct {
        const char *name;
        model_meter meter;
        double price;
    } all[] = {{"tools", MODEL_TOOLS, agent->tool_price},
               {"people", MODEL_HAND_OVERS, agent->hand_over_price}};
    p->agent_line[index] = p->n_lines;
    for (size_t i = 0; i < 2 && model_agent_lines(workload) > 0; i++) {
        if (isnan(all[i].price))
            continue;
        model_line *line = &p->lines[p->n_lines++];
        *line = own_line(all[i].name, all[i].meter, "agent", n_months, arena);
        line->workload = workload->name;
        line->app = workload->app;
        line->team = or_empty(workload->team);
        line->prompt = or_empty(workload->session.prompt_version);
        line->rate = constant_rate(n_months, all[i].price, arena);
    }
}

/* The lines of a workload on its endpoint: apps x slots x tiers x meters. */
static void add_lines(const model_scenario *scenario, const model_workload *workload,
                      planned *p, model_meterage *meterage, sim_arena *arena)
{
    const model_tariff *tariff = &meterage->tariff;
    size_t apps = apps_of(workload), n = tariff->n_slots * tariff->n_tiers * MODEL_METERS;
    meterage->first_line = p->n_lines;
    meterage->n_lines = n;
    for (size_t i = 0; i < apps * n; i++) {
        size_t app = i / n, meter = i % MODEL_METERS;
        size_t tier = i / MODEL_METERS % tariff->n_tiers;
        size_t slot = i / MODEL_METERS / tariff->n_tiers % tariff->n_slots;
        const char *app_name = workload->is_replay ? workload->replay.trace->apps[app] : NULL;
        p->lines[p->n_lines++] = (model_line){
            .component = meterage->endpoint->name,
            .meter = (model_meter)meter,
            .workload = workload->name,
            .app = app_name ? app_name : workload->app,
            .team = or_empty(workload->team),
            .model = meterage->endpoint->model_id,
            .prompt = workload->is_replay ? "" : or_empty(workload->session.prompt_version),
            .tier = model_tariff_name(tariff, slot, tier, arena),
            .service = meterage->endpoint->service,
            .rate = rates_of(tariff, scenario->calendar->n_months, slot, tier, meter, arena),
            .factor = factors_of(tariff, scenario->calendar->n_months, slot, arena),
        };
    }
}

/* What machines or bought units serve, and what is metered: of provisioned endpoints both. */
static void add_workload_lines(const model_scenario *scenario, size_t index, planned *p,
                               sim_arena *arena)
{
    const model_endpoint *endpoint = endpoint_of(p, index);
    if (model_endpoint_is_rented(endpoint))
        add_hosted_lines(scenario, index, p, arena);
    if (!endpoint->hosted)
        add_lines(scenario, &scenario->workloads[index], p, &p->meterage[index], arena);
    add_agent_lines(scenario, index, p, arena);
}

static bool ready_reasoning(model_meterage *meterage, sim_arena *arena, sim_failure *why)
{
    const model_law *law = &meterage->endpoint->reasoning;
    return !law->kind || !model_law_is_constant(law) ||
           model_sampler(law, NULL, NULL, arena, &meterage->reasoning, why);
}

static bool plan_architecture(const model_scenario *scenario, planned *p, sim_arena *arena,
                              sim_failure *why)
{
    const model_market market = {scenario->book, &scenario->terms, scenario->calendar};
    size_t n = scenario->n_workloads, n_lines = 0;
    p->meterage = sim_arena_alloc(arena, n, sizeof *p->meterage);
    for (size_t i = 0; i < n; i++) {
        model_meterage *meterage = &p->meterage[i];
        meterage->endpoint = endpoint_of(p, i);
        n_lines += model_agent_lines(&scenario->workloads[i]);
        if (model_endpoint_is_rented(meterage->endpoint))
            n_lines += apps_of(&scenario->workloads[i]) * MODEL_METERS;
        if (meterage->endpoint->hosted)
            continue;
        if (!model_tariff_new(&market, meterage->endpoint->model_id,
                              meterage->endpoint->service, arena, &meterage->tariff, why) ||
            !ready_reasoning(meterage, arena, why))
            return false;
        n_lines += apps_of(&scenario->workloads[i]) * meterage->tariff.n_slots *
                   meterage->tariff.n_tiers * MODEL_METERS;
    }
    const size_t n_endpoints = p->architecture->n_endpoints;
    n_lines += n_endpoints * model_hosted_machine_lines() + p->architecture->standings.n_costs +
               p->architecture->standings.n_machines;
    p->lines = sim_arena_alloc(arena, n_lines, sizeof *p->lines);
    p->first_line = sim_arena_alloc(arena, n, sizeof *p->first_line);
    p->agent_line = sim_arena_alloc(arena, n, sizeof *p->agent_line);
    p->machine_line = sim_arena_alloc(arena, n_endpoints, sizeof *p->machine_line);
    for (size_t i = 0; i < n; i++)
        add_workload_lines(scenario, i, p, arena);
    for (size_t i = 0; i < n_endpoints; i++)
        if (model_endpoint_is_rented(&p->architecture->endpoints[i]))
            add_machine_lines(scenario, i, p, arena);
    for (size_t i = 0; i < n_endpoints; i++)
        p->n_shared += model_endpoint_is_shared(&p->architecture->endpoints[i]);
    add_standing_lines(scenario, p, arena);
    return true;
}

static void ledger_init(model_ledger *ledger, size_t n_months, size_t n_lines, sim_arena *arena)
{
    *ledger = (model_ledger){
        .usage = sim_arena_alloc(arena, n_months * n_lines, sizeof(uint64_t)),
        .n_lines = n_lines,
        .session_cost = sim_arena_alloc(arena, 1, sizeof(sim_sketch)),
        .call_cost = sim_arena_alloc(arena, 1, sizeof(sim_sketch)),
        .ttft_s = sim_arena_alloc(arena, 1, sizeof(sim_sketch)),
        .tpot_s = sim_arena_alloc(arena, 1, sizeof(sim_sketch)),
        .e2e_s = sim_arena_alloc(arena, 1, sizeof(sim_sketch)),
    };
}

static double given_or_0(model_number number, const double *resolved)
{
    return number.is_given ? model_number_value(number, resolved) : 0;
}

static model_worth worth_of(const model_workload *workload, const double *resolved)
{
    return (model_worth){given_or_0(workload->value_per_success, resolved),
                         given_or_0(workload->human_cost, resolved)};
}

static bool play_replay(const model_plan *plan, const planned *p, size_t workload_index,
                        const model_future *future, model_ledger *ledger, sim_failure *why)
{
    const model_workload *workload = &plan->scenario->workloads[workload_index];
    const model_worth worth = worth_of(workload, future->resolved);
    model_api api;
    if (!model_api_init(&api, &p->meterage[workload_index], workload, future, ledger, why) ||
        !model_replay_play(workload, &api, future, worth, why))
        return false;
    model_api_flush(&api);
    return true;
}

/* Plays the replays without chance, once for all replications. */
static bool play_fixed(model_plan *plan, planned *p, sim_failure *why)
{
    const model_scenario *scenario = plan->scenario;
    const model_future any = {.arena = plan->arena};
    p->fixed = sim_arena_alloc(plan->arena, scenario->n_workloads, sizeof *p->fixed);
    for (size_t i = 0; i < scenario->n_workloads; i++) {
        if (model_endpoint_is_shared(endpoint_of(p, i)) ||
            !model_replay_is_fixed(&scenario->workloads[i], p->architecture, i))
            continue;
        ledger_init(&p->fixed[i], scenario->calendar->n_months, p->n_lines, plan->arena);
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
    plan->architectures =
        sim_arena_alloc(plan->arena, scenario->n_architectures, sizeof *plan->architectures);
    for (size_t i = 0; i < scenario->n_architectures; i++) {
        planned *p = &plan->architectures[i];
        p->architecture = &scenario->architectures[i];
        if (!plan_architecture(scenario, p, plan->arena, why) || !play_fixed(plan, p, why))
            return false;
    }
    return true;
}

bool model_plan_new(const model_scenario *scenario, model_plan **out, sim_failure *why)
{
    model_plan *plan = sim_alloc(1, sizeof *plan, "a plan");
    plan->scenario = scenario;
    plan->arena = sim_arena_new();
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

/* ---- playing ---- */

static void add_fixed(const model_plan *plan, const planned *p, size_t workload,
                      model_ledger *ledger)
{
    const model_ledger *fixed = &p->fixed[workload];
    size_t cells = plan->scenario->calendar->n_months * p->n_lines;
    for (size_t i = 0; i < cells; i++)
        ledger->usage[i] += fixed->usage[i];
    for (size_t i = 0; i < MODEL_COUNTERS; i++)
        ledger->counters[i] += fixed->counters[i];
    sim_sketch_merge(ledger->session_cost, fixed->session_cost);
    sim_sketch_merge(ledger->call_cost, fixed->call_cost);
}

static bool play_replays(const model_plan *plan, size_t workload, const model_future *future,
                         model_ledger *ledgers, sim_failure *why)
{
    for (size_t i = 0; i < plan->scenario->n_architectures; i++) {
        const planned *p = &plan->architectures[i];
        if (model_endpoint_is_shared(endpoint_of(p, workload)))
            continue;
        if (p->fixed[workload].usage)
            add_fixed(plan, p, workload, &ledgers[i]);
        else if (!play_replay(plan, p, workload, future, &ledgers[i], why))
            return false;
    }
    return true;
}

/* One workload of sessions, drawn once, played through every architecture. */
typedef struct stage {
    model_drawer drawer;
    model_source *source;
    model_block block;
    model_api *apis; /* apis[n_architectures] */
    model_worth worth;
    uint64_t sessions; /* drawn so far */
} stage;

static bool set_stage(const model_plan *plan, size_t index, const model_future *future,
                      model_ledger *ledgers, stage *out, sim_failure *why)
{
    const model_scenario *scenario = plan->scenario;
    const model_workload *workload = &scenario->workloads[index];
    out->worth = worth_of(workload, future->resolved);
    out->apis = sim_arena_alloc(future->arena, scenario->n_architectures, sizeof *out->apis);
    model_block_init(&out->block, future->arena);
    for (size_t i = 0; i < scenario->n_architectures; i++) {
        const model_meterage *meterage = &plan->architectures[i].meterage[index];
        if (model_endpoint_is_shared(meterage->endpoint))
            continue;
        if (!model_api_init(&out->apis[i], meterage, workload, future, &ledgers[i], why))
            return false;
    }
    return model_drawer_init(&out->drawer, workload, &plan->ready[index], future, why) &&
           model_source_new(&workload->arrivals, scenario->calendar, workload->name, future,
                            &out->source, why);
}

/* A client's day; false if the future is given up. */
static bool play_day(stage *s, size_t n_architectures, size_t client, size_t day,
                     const model_future *future, sim_failure *why)
{
    model_source_day(s->source, client, day);
    for (uint64_t first = 0;
         model_block_draw(&s->block, &s->drawer, s->source, client, day, first);
         first += s->block.n_sessions) {
        if (!model_future_goes_on(future, why))
            return false;
        for (size_t i = 0; i < n_architectures; i++)
            if (s->apis[i].meterage)
                model_api_play(&s->apis[i], &s->block, s->worth);
        s->sessions += s->block.n_sessions;
    }
    return true;
}

static bool play_sessions(const model_plan *plan, size_t index, const model_future *future,
                          model_ledger *ledgers, sim_failure *why)
{
    const model_scenario *scenario = plan->scenario;
    stage s = {0};
    if (!set_stage(plan, index, future, ledgers, &s, why))
        return false;
    double end_s = model_calendar_end_s(scenario->calendar);
    for (size_t client = 0; client < model_source_clients(s.source); client++)
        for (size_t day = 0; (double)day * MODEL_DAY_S < end_s; day++)
            if (!play_day(&s, scenario->n_architectures, client, day, future, why))
                return false;
    for (size_t i = 0; i < scenario->n_architectures; i++) {
        if (!s.apis[i].meterage)
            continue;
        model_api_flush(&s.apis[i]);
        if (scenario->workloads[index].success.is_given)
            ledgers[i].counters[MODEL_JUDGED] += s.sessions;
    }
    return true;
}

static bool play_agents(const model_plan *plan, size_t index, const model_future *future,
                        model_ledger *ledgers, sim_failure *why)
{
    const model_scenario *scenario = plan->scenario;
    const size_t n = scenario->n_architectures;
    model_agent_seat *seats = sim_arena_alloc(future->arena, n, sizeof *seats);
    for (size_t i = 0; i < n; i++) {
        const planned *p = &plan->architectures[i];
        if (!model_endpoint_is_shared(p->meterage[index].endpoint))
            seats[i] = (model_agent_seat){&p->meterage[index],
                                          model_architecture_guard(p->architecture, index),
                                          p->agent_line[index], &ledgers[i]};
    }
    return model_agents_play(&scenario->workloads[index], &plan->ready[index],
                             scenario->calendar, seats, n, future, why);
}

void model_world_ledgers(const model_plan *plan, sim_arena *arena, model_ledger *ledgers)
{
    for (size_t i = 0; i < plan->scenario->n_architectures; i++)
        ledger_init(&ledgers[i], plan->scenario->calendar->n_months,
                    plan->architectures[i].n_lines, arena);
}

/* Whether some architecture plays the workload in blocks. */
static bool is_in_blocks(const model_plan *plan, size_t workload)
{
    for (size_t i = 0; i < plan->scenario->n_architectures; i++)
        if (!model_endpoint_is_shared(plan->architectures[i].meterage[workload].endpoint))
            return true;
    return false;
}

static bool play_machines(const model_plan *plan, size_t index, const model_future *future,
                          model_ledger *ledger, sim_failure *why)
{
    const planned *p = &plan->architectures[index];
    const model_hosted hosted = {.scenario = plan->scenario,
                                 .architecture = p->architecture,
                                 .ready = plan->ready,
                                 .first_line = p->first_line,
                                 .agent_line = p->agent_line,
                                 .machine_line = p->machine_line,
                                 .meterage = p->meterage};
    if (!model_standings_count(&p->architecture->standings, plan->scenario->calendar, future,
                               p->standing_line, ledger, why))
        return false;
    return p->n_shared == 0 || model_hosted_play(&hosted, future, ledger, why);
}

bool model_world_play(const model_plan *plan, const model_future *future, model_ledger *ledgers,
                      sim_failure *why)
{
    const model_scenario *scenario = plan->scenario;
    for (size_t i = 0; i < scenario->n_architectures; i++)
        if (!play_machines(plan, i, future, &ledgers[i], why))
            return false;
    for (size_t i = 0; i < scenario->n_workloads; i++) {
        if (!is_in_blocks(plan, i))
            continue;
        const model_workload *workload = &scenario->workloads[i];
        bool (*play)(const model_plan *, size_t, const model_future *, model_ledger *,
                     sim_failure *) = workload->is_replay          ? play_replays
                                      : workload->session.is_agent ? play_agents
                                                                   : play_sessions;
        if (!play(plan, i, future, ledgers, why))
            return false;
    }
    return true;
}
