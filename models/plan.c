/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "models/plan_beside.h"

#include <math.h>

static size_t apps_of(const model_workload *workload)
{
    return workload->is_replay ? workload->replay.trace->n_apps : 1;
}

/* Workloads with the prompts that the architecture has for them. */
static const model_workload *own_workloads(const model_scenario *scenario,
                                           const model_architecture *of, sim_arena *arena)
{
    model_workload *own = sim_arena_alloc(arena, scenario->n_workloads, sizeof *own);
    for (size_t i = 0; i < scenario->n_workloads; i++) {
        const model_prompt *prompt = of->prompt_of ? of->prompt_of[i] : NULL;
        own[i] = scenario->workloads[i];
        if (!prompt)
            continue;
        own[i].session.prompt_version = prompt->version;
        own[i].session.system_tokens = prompt->tokens;
    }
    return own;
}

static double *rates_of(const model_tariff *tariff, size_t n_months, size_t slot, size_t tier,
                        size_t meter, sim_arena *arena)
{
    double *rate = sim_arena_alloc(arena, n_months, sizeof *rate);
    for (size_t i = 0; i < n_months; i++)
        rate[i] = (double)NAN;
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
        factor[i] = (double)NAN;
    for (size_t i = 0; i < tariff->n_cells; i++)
        if (tariff->cells[i].slot == slot)
            factor[tariff->cells[i].month] = tariff->cells[i].factor;
    return factor;
}

/* Tokens on own machines cost nothing by themselves: one line for each meter. */
static void add_hosted_lines(const model_scenario *scenario, size_t index, model_planned *p,
                             sim_arena *arena)
{
    const model_workload *workload = &p->workloads[index];
    const model_endpoint *endpoint = model_plan_endpoint(p, index);
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
            .team = model_plan_beside_text(workload->team),
            .user_class = model_plan_beside_text(workload->user_class),
            .intent = model_plan_beside_text(workload->intent),
            .model = endpoint->model_id,
            .prompt = workload->is_replay
                          ? ""
                          : model_plan_beside_text(workload->session.prompt_version),
            .tier = "",
            .service = endpoint->hosting,
            .rate = model_plan_beside_constant(n_months, 0, arena),
            .factor = model_plan_beside_constant(n_months, 1, arena),
        };
    }
}

/* The lines of a workload on its endpoint: apps x slots x tiers x meters. */
static void add_lines(const model_scenario *scenario, const model_workload *workload,
                      model_planned *p, model_meterage *meterage, sim_arena *arena)
{
    const model_tariff *tariff = &meterage->tariff;
    size_t apps = apps_of(workload), n = tariff->n_slots * tariff->n_tiers * MODEL_METERS;
    meterage->first_line = p->n_lines;
    meterage->n_lines = n;
    meterage->driver = p->n_drivers;
    for (size_t app = 0; app < apps; app++)
        p->driver_line[p->n_drivers++] = p->n_lines + app * n;
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
            .team = model_plan_beside_text(workload->team),
            .user_class = model_plan_beside_text(workload->user_class),
            .intent = model_plan_beside_text(workload->intent),
            .model = meterage->endpoint->model_id,
            .prompt = workload->is_replay
                          ? ""
                          : model_plan_beside_text(workload->session.prompt_version),
            .tier = model_tariff_name(tariff, slot, tier, arena),
            .service = meterage->endpoint->service,
            .rate = rates_of(tariff, scenario->calendar->n_months, slot, tier, meter, arena),
            .factor = factors_of(tariff, scenario->calendar->n_months, slot, arena),
        };
    }
}

/* What machines or bought units serve, and what is metered: of provisioned endpoints both. */
static void add_workload_lines(const model_scenario *scenario, size_t index, model_planned *p,
                               sim_arena *arena)
{
    const model_endpoint *endpoint = model_plan_endpoint(p, index);
    if (model_endpoint_is_rented(endpoint))
        add_hosted_lines(scenario, index, p, arena);
    if (!endpoint->hosted)
        add_lines(scenario, &p->workloads[index], p, &p->meterage[index], arena);
    model_plan_beside_workload(scenario, index, p, arena);
}

static bool ready_reasoning(model_meterage *meterage, sim_arena *arena, sim_failure *why)
{
    const model_law *law = &meterage->endpoint->reasoning;
    return !law->kind || !model_law_is_constant(law) ||
           model_sampler(law, NULL, NULL, arena, &meterage->reasoning, why);
}

static bool plan_meterage(const model_scenario *scenario, const model_endpoint *endpoint,
                          model_meterage *meterage, sim_arena *arena, sim_failure *why)
{
    const model_market market = {scenario->book, &scenario->terms, scenario->calendar};
    meterage->endpoint = endpoint;
    meterage->retirement =
        endpoint->hosted
            ? NULL
            : model_price_futures_retirement(&scenario->futures, endpoint->model_id);
    if (meterage->retirement &&
        !model_tariff_new(&market, meterage->retirement->successor, endpoint->service, arena,
                          &meterage->successor, why))
        return false;
    return endpoint->hosted || (model_tariff_new(&market, endpoint->model_id, endpoint->service,
                                                 arena, &meterage->tariff, why) &&
                                ready_reasoning(meterage, arena, why));
}

/* Lines of a workload's tokens at a metered endpoint. */
static size_t metered_lines(const model_workload *workload, const model_meterage *meterage)
{
    return apps_of(workload) * meterage->tariff.n_slots * meterage->tariff.n_tiers *
           MODEL_METERS;
}

/* Endpoints that a workload has beside its own are marked first, then priced. */
static void mark_fallback(const model_planned *p, bool *marked, size_t workload,
                          size_t endpoint)
{
    const model_architecture *of = p->architecture;
    marked[workload * of->n_endpoints + endpoint] |= of->endpoint_of[workload] != endpoint;
}

/* Those that spend limits lead to. */
static void mark_downgrades(const model_planned *p, size_t n_workloads, bool *marked)
{
    for (size_t i = 0; i < p->architecture->n_limits * n_workloads; i++) {
        const model_spend_limit *limit = &p->architecture->limits[i / n_workloads];
        if (limit->action == MODEL_LIMIT_DOWNGRADE && limit->covers[i % n_workloads])
            mark_fallback(p, marked, i % n_workloads, limit->to);
    }
}

/* Those that calls fall back to. */
static void mark_fallbacks(const model_planned *p, size_t workload, bool *marked)
{
    const model_fallbacks *of = model_architecture_fallbacks(p->architecture, workload);
    for (size_t i = 0; of && i < of->n_steps; i++)
        mark_fallback(p, marked, workload, of->steps[i].endpoint);
}

/* Those that a policy leads to. */
static void mark_policy(const model_planned *p, size_t workload, bool *marked)
{
    const model_policy *of = model_architecture_policy(p->architecture, workload);
    for (size_t i = 0; of && i < p->architecture->n_endpoints; i++)
        if (model_policy_leads_to(of, i))
            mark_fallback(p, marked, workload, i);
    for (size_t i = 0; of && i < of->n_steps; i++)
        mark_fallback(p, marked, workload, of->steps[i].endpoint);
}

/* Tariffs of the endpoints that workloads have beside their own, and how many lines more. */
static bool plan_fallbacks(const model_scenario *scenario, model_planned *p, size_t *n_lines,
                           sim_arena *arena, sim_failure *why)
{
    const size_t n = scenario->n_workloads, n_endpoints = p->architecture->n_endpoints;
    bool *marked = sim_arena_alloc(arena, n * n_endpoints, sizeof *marked);
    p->fallbacks = sim_arena_alloc(arena, n * n_endpoints, sizeof *p->fallbacks);
    for (size_t i = 0; i < n; i++) {
        mark_policy(p, i, marked);
        mark_fallbacks(p, i, marked);
    }
    mark_downgrades(p, n, marked);
    for (size_t i = 0; i < n * n_endpoints; i++) {
        if (!marked[i])
            continue;
        p->fallbacks[i] = sim_arena_alloc(arena, 1, sizeof *p->fallbacks[i]);
        if (!plan_meterage(scenario, &p->architecture->endpoints[i % n_endpoints],
                           p->fallbacks[i], arena, why))
            return false;
        *n_lines += metered_lines(&scenario->workloads[i / n_endpoints], p->fallbacks[i]);
    }
    return true;
}

/* Tariffs, and how many lines there will be. */
static bool plan_tariffs(const model_scenario *scenario, model_planned *p, size_t *n_lines,
                         sim_arena *arena, sim_failure *why)
{
    for (size_t i = 0; i < scenario->n_workloads; i++) {
        const model_workload *workload = &scenario->workloads[i];
        model_meterage *meterage = &p->meterage[i];
        if (!plan_meterage(scenario, model_plan_endpoint(p, i), meterage, arena, why))
            return false;
        *n_lines += model_agent_lines(workload);
        const model_retrieval *retrieval = model_architecture_retrieval(p->architecture, i);
        if (retrieval)
            *n_lines += MODEL_RETRIEVAL_LINES + model_retrieval_has_machines(retrieval);
        if (model_architecture_policy(p->architecture, i))
            *n_lines += MODEL_POLICY_LINES;
        *n_lines += model_architecture_answers(p->architecture, i) != NULL;
        if (model_endpoint_is_rented(meterage->endpoint))
            *n_lines += apps_of(workload) * MODEL_METERS;
        if (!meterage->endpoint->hosted)
            *n_lines += metered_lines(workload, meterage);
    }
    return plan_fallbacks(scenario, p, n_lines, arena, why);
}

bool model_plan_architecture(const model_scenario *scenario, model_planned *p, sim_arena *arena,
                             sim_failure *why)
{
    const size_t n = scenario->n_workloads, n_endpoints = p->architecture->n_endpoints;
    const model_standings *standings = &p->architecture->standings;
    size_t n_lines = 2 * n_endpoints * model_hosted_machine_lines() + standings->n_costs +
                     standings->n_machines + p->architecture->n_stores * MODEL_STORE_LINES +
                     p->architecture->n_trainings * MODEL_TRAINING_LINES;
    p->n_workloads = n;
    p->workloads = own_workloads(scenario, p->architecture, arena);
    p->meterage = sim_arena_alloc(arena, n, sizeof *p->meterage);
    if (!plan_tariffs(scenario, p, &n_lines, arena, why))
        return false;
    p->lines = sim_arena_alloc(arena, n_lines, sizeof *p->lines);
    p->driver_line = sim_arena_alloc(arena, n_lines, sizeof *p->driver_line);
    p->first_line = sim_arena_alloc(arena, n, sizeof *p->first_line);
    p->agent_line = sim_arena_alloc(arena, n, sizeof *p->agent_line);
    p->retrieval_line = sim_arena_alloc(arena, n, sizeof *p->retrieval_line);
    p->policy_line = sim_arena_alloc(arena, n, sizeof *p->policy_line);
    p->answers_line = sim_arena_alloc(arena, n, sizeof *p->answers_line);
    p->machine_line = sim_arena_alloc(arena, n_endpoints, sizeof *p->machine_line);
    for (size_t i = 0; i < n; i++)
        add_workload_lines(scenario, i, p, arena);
    for (size_t i = 0; i < n * n_endpoints; i++)
        if (p->fallbacks[i])
            add_lines(scenario, &p->workloads[i / n_endpoints], p, p->fallbacks[i], arena);
    for (size_t i = 0; i < n_endpoints; i++)
        p->n_shared += model_endpoint_is_shared(&p->architecture->endpoints[i]);
    model_plan_beside_calls(scenario, p, arena);
    p->n_billed = model_bills_find(scenario, p->lines, p->n_lines, &p->billed, arena);
    return true;
}

model_hosted model_plan_hosted(const model_plan *plan, size_t architecture)
{
    const model_planned *p = &plan->architectures[architecture];
    return (model_hosted){.scenario = plan->scenario,
                          .architecture = p->architecture,
                          .workloads = p->workloads,
                          .ready = plan->ready,
                          .first_line = p->first_line,
                          .agent_line = p->agent_line,
                          .retrieval_line = p->retrieval_line,
                          .answers_line = p->answers_line,
                          .machine_line = p->machine_line,
                          .fallbacks = (const model_meterage *const *)p->fallbacks,
                          .meterage = p->meterage};
}
