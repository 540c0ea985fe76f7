/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "models/plan.h"

#include "models/standing.h"

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

static double *constant_rate(size_t n_months, double rate, sim_arena *arena)
{
    double *rates = sim_arena_alloc(arena, n_months, sizeof *rates);
    for (size_t i = 0; i < n_months; i++)
        rates[i] = rate;
    return rates;
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
            .team = or_empty(workload->team),
            .user_class = or_empty(workload->user_class),
            .intent = or_empty(workload->intent),
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

/* A price by month, in the report's currency. */
static double *prices_by_month(const model_scenario *scenario, double price,
                               const char *currency, sim_arena *arena)
{
    const model_calendar *calendar = scenario->calendar;
    double *prices = constant_rate(calendar->n_months, price, arena);
    for (size_t i = 0; currency && i < calendar->n_months; i++)
        prices[i] *= model_terms_exchange_mean(
            &scenario->terms, currency, calendar->start_unix_s + (int64_t)calendar->month_s[i],
            calendar->start_unix_s + (int64_t)calendar->month_s[i + 1]);
    return prices;
}

/* Machine time belongs to the endpoint: no workload's, no app's. An hour's price as a price
   of nanoseconds. */
static void add_machine_lines(const model_scenario *scenario, size_t index, model_planned *p,
                              sim_arena *arena)
{
    const model_endpoint *endpoint = &p->architecture->endpoints[index];
    const size_t n_months = scenario->calendar->n_months;
    const model_hosting *hosted = endpoint->hosted;
    const double *hour =
        hosted ? prices_by_month(scenario, hosted->per_hour, hosted->currency, arena)
               : prices_by_month(scenario, endpoint->units->per_hour, NULL, arena);
    p->machine_line[index] = p->n_lines;
    for (size_t meter = MODEL_METERS; meter < MODEL_MACHINE_END; meter++)
        p->lines[p->n_lines++] = (model_line){
            .component = endpoint->name,
            .meter = (model_meter)meter,
            .workload = "",
            .app = "",
            .team = "",
            .user_class = "",
            .intent = "",
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
                        .user_class = "",
                        .intent = "",
                        .model = "",
                        .prompt = "",
                        .tier = "",
                        .service = service,
                        .factor = constant_rate(n_months, 1, arena)};
}

static void add_standing_lines(const model_scenario *scenario, model_planned *p,
                               sim_arena *arena)
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
            n_months, prices_by_month(scenario, machine->per_hour, machine->currency, arena),
            MODEL_MACHINE_IDLE, arena);
    }
}

static void tag(model_line *line, const model_workload *workload)
{
    line->workload = workload->name;
    line->app = workload->app;
    line->team = or_empty(workload->team);
    line->user_class = or_empty(workload->user_class);
    line->intent = or_empty(workload->intent);
    line->prompt = workload->is_replay ? "" : or_empty(workload->session.prompt_version);
}

/* What agents cost besides their calls: each at the price that the workload states. */
static void add_agent_lines(const model_scenario *scenario, size_t index, model_planned *p,
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
        tag(line, workload);
        line->rate = constant_rate(n_months, all[i].price, arena);
    }
}

/* What looking up costs: reads of the store, and the reranker. */
static void add_retrieval_lines(const model_scenario *scenario, size_t index, model_planned *p,
                                sim_arena *arena)
{
    const model_retrieval *of = model_architecture_retrieval(p->architecture, index);
    const size_t n_months = scenario->calendar->n_months;
    p->retrieval_line[index] = p->n_lines;
    if (!of)
        return;
    const bool by_tokens = of->has_reranker && !isnan(of->per_token);
    const struct {
        const char *name, *service;
        model_meter meter;
        double price;
    } all[MODEL_RETRIEVAL_LINES] = {{of->store, of->service, MODEL_READS, of->per_read},
                                    {of->has_reranker ? of->reranker : of->store, of->reranker,
                                     by_tokens ? MODEL_RANKED : MODEL_SEARCHES,
                                     by_tokens ? of->per_token : of->per_search}};
    for (size_t i = 0; i < MODEL_RETRIEVAL_LINES; i++) {
        model_line *line = &p->lines[p->n_lines++];
        *line = own_line(all[i].name, all[i].meter, "service", n_months, arena);
        tag(line, &p->workloads[index]);
        line->model = or_empty(all[i].service);
        line->rate = prices_by_month(scenario, isnan(all[i].price) ? 0 : all[i].price,
                                     of->currency, arena);
    }
}

static void add_answers_line(const model_scenario *scenario, size_t index, model_planned *p,
                             sim_arena *arena)
{
    const model_answers *of = model_architecture_answers(p->architecture, index);
    p->answers_line[index] = p->n_lines;
    if (!of)
        return;
    model_line *line = &p->lines[p->n_lines++];
    *line = own_line("cache", MODEL_LOOKUPS, "service", scenario->calendar->n_months, arena);
    tag(line, &scenario->workloads[index]);
    line->rate =
        constant_rate(scenario->calendar->n_months, isnan(of->price) ? 0 : of->price, arena);
}

/* What policies cost besides calls. */
static void add_policy_lines(const model_scenario *scenario, size_t index, model_planned *p,
                             sim_arena *arena)
{
    const model_policy *of = model_architecture_policy(p->architecture, index);
    const size_t n_months = scenario->calendar->n_months;
    p->policy_line[index] = p->n_lines;
    if (!of)
        return;
    const struct {
        const char *name;
        model_meter meter;
        double price;
    } all[MODEL_POLICY_LINES] = {{"classifier", MODEL_CHOICES, of->classifier},
                                 {"verifier", MODEL_CHECKS, of->check},
                                 {"people", MODEL_HAND_OVERS, of->hand_over}};
    for (size_t i = 0; i < MODEL_POLICY_LINES; i++) {
        model_line *line = &p->lines[p->n_lines++];
        *line = own_line(all[i].name, all[i].meter, "service", n_months, arena);
        tag(line, &p->workloads[index]);
        line->rate = constant_rate(n_months, isnan(all[i].price) ? 0 : all[i].price, arena);
    }
}

static void add_store_lines(const model_scenario *scenario, model_planned *p, sim_arena *arena)
{
    const model_architecture *of = p->architecture;
    const size_t n_months = scenario->calendar->n_months;
    p->store_line = sim_arena_alloc(arena, of->n_stores, sizeof *p->store_line);
    for (size_t i = 0; i < of->n_stores; i++) {
        const model_store *store = &of->stores[i];
        p->store_line[i] = p->n_lines;
        for (size_t k = 0; k < MODEL_STORE_LINES; k++) {
            const model_meter meter = model_store_meters[k];
            const double price = model_store_price(store, meter);
            model_line *line = &p->lines[p->n_lines++];
            *line = own_line(store->name, meter, "service", n_months, arena);
            line->model = meter == MODEL_EMBEDDED ? or_empty(store->embedding)
                          : meter == MODEL_EGRESS ? or_empty(store->egress)
                          : store->service        ? store->service
                                                  : or_empty(store->instance_id);
            line->factor = prices_by_month(scenario, 1, store->book_currency, arena);
            line->rate = meter == MODEL_MACHINE_IDLE
                             ? per_count(n_months,
                                         prices_by_month(scenario, isnan(price) ? 0 : price,
                                                         store->currency, arena),
                                         meter, arena)
                             : prices_by_month(
                                   scenario, isnan(price) ? 0 : price,
                                   meter == MODEL_TOP_UP ? NULL : store->book_currency, arena);
        }
    }
}

static const char *trained_on(const model_training *training, model_meter meter)
{
    return meter == MODEL_TRAINED        ? or_empty(training->service)
           : meter == MODEL_MACHINE_BUSY ? or_empty(training->instance_id)
                                         : "";
}

static void add_training_lines(const model_scenario *scenario, model_planned *p,
                               sim_arena *arena)
{
    const model_architecture *of = p->architecture;
    const size_t n_months = scenario->calendar->n_months;
    p->training_line = p->n_lines;
    for (size_t i = 0; i < of->n_trainings * MODEL_TRAINING_LINES; i++) {
        const model_training *training = &of->trainings[i / MODEL_TRAINING_LINES];
        const model_meter meter = model_training_meters[i % MODEL_TRAINING_LINES];
        const double price = model_training_price(training, meter);
        const char *currency = meter == MODEL_TRAINED        ? training->book_currency
                               : meter == MODEL_MACHINE_BUSY ? training->currency
                                                             : NULL;
        model_line *line = &p->lines[p->n_lines++];
        *line = own_line(training->name, meter, "training", n_months, arena);
        line->model = trained_on(training, meter);
        line->rate = per_count(
            n_months, prices_by_month(scenario, isnan(price) ? 0 : price, currency, arena),
            meter, arena);
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
            .team = or_empty(workload->team),
            .user_class = or_empty(workload->user_class),
            .intent = or_empty(workload->intent),
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
static void add_workload_lines(const model_scenario *scenario, size_t index, model_planned *p,
                               sim_arena *arena)
{
    const model_endpoint *endpoint = model_plan_endpoint(p, index);
    if (model_endpoint_is_rented(endpoint))
        add_hosted_lines(scenario, index, p, arena);
    if (!endpoint->hosted)
        add_lines(scenario, &p->workloads[index], p, &p->meterage[index], arena);
    add_agent_lines(scenario, index, p, arena);
    add_retrieval_lines(scenario, index, p, arena);
    add_policy_lines(scenario, index, p, arena);
    add_answers_line(scenario, index, p, arena);
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

/* An endpoint beside a workload's own: its tariff, and how many lines more it needs. */
static bool plan_fallback(const model_scenario *scenario, model_planned *p, size_t workload,
                          size_t endpoint, size_t *n_lines, sim_arena *arena, sim_failure *why)
{
    const model_architecture *of = p->architecture;
    model_meterage **fallback = &p->fallbacks[workload * of->n_endpoints + endpoint];
    if (*fallback || of->endpoint_of[workload] == endpoint)
        return true;
    *fallback = sim_arena_alloc(arena, 1, sizeof **fallback);
    if (!plan_meterage(scenario, &of->endpoints[endpoint], *fallback, arena, why))
        return false;
    *n_lines += metered_lines(&scenario->workloads[workload], *fallback);
    return true;
}

/* Endpoints that spend limits lead to. */
static bool plan_downgrades(const model_scenario *scenario, model_planned *p, size_t *n_lines,
                            sim_arena *arena, sim_failure *why)
{
    const size_t n = scenario->n_workloads;
    for (size_t i = 0; i < p->architecture->n_limits * n; i++) {
        const model_spend_limit *limit = &p->architecture->limits[i / n];
        if (limit->action == MODEL_LIMIT_DOWNGRADE && limit->covers[i % n] &&
            !plan_fallback(scenario, p, i % n, limit->to, n_lines, arena, why))
            return false;
    }
    return true;
}

/* Endpoints that a policy leads to. */
static bool plan_policy(const model_scenario *scenario, model_planned *p, size_t workload,
                        size_t *n_lines, sim_arena *arena, sim_failure *why)
{
    const model_policy *of = model_architecture_policy(p->architecture, workload);
    for (size_t i = 0; of && i < of->n_kinds; i++)
        if (!plan_fallback(scenario, p, workload, of->kinds[i].endpoint, n_lines, arena, why))
            return false;
    for (size_t i = 0; of && i < of->n_steps; i++)
        if (!plan_fallback(scenario, p, workload, of->steps[i].endpoint, n_lines, arena, why))
            return false;
    return true;
}

/* Endpoints that workloads have beside their own. */
static bool plan_fallbacks(const model_scenario *scenario, model_planned *p, size_t *n_lines,
                           sim_arena *arena, sim_failure *why)
{
    const size_t n = scenario->n_workloads;
    p->fallbacks =
        sim_arena_alloc(arena, n * p->architecture->n_endpoints, sizeof *p->fallbacks);
    for (size_t i = 0; i < n; i++)
        if (!plan_policy(scenario, p, i, n_lines, arena, why))
            return false;
    return plan_downgrades(scenario, p, n_lines, arena, why);
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
        if (model_architecture_retrieval(p->architecture, i))
            *n_lines += MODEL_RETRIEVAL_LINES;
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
    size_t n_lines = n_endpoints * model_hosted_machine_lines() + standings->n_costs +
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
        if (model_endpoint_is_rented(&p->architecture->endpoints[i]))
            add_machine_lines(scenario, i, p, arena);
    for (size_t i = 0; i < n_endpoints; i++)
        p->n_shared += model_endpoint_is_shared(&p->architecture->endpoints[i]);
    add_standing_lines(scenario, p, arena);
    add_store_lines(scenario, p, arena);
    add_training_lines(scenario, p, arena);
    return true;
}
