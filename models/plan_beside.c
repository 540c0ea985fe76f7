/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "models/plan_beside.h"

#include "models/standing.h"

#include <math.h>

double *model_plan_beside_constant(size_t n_months, double rate, sim_arena *arena)
{
    double *rates = sim_arena_alloc(arena, n_months, sizeof *rates);
    for (size_t i = 0; i < n_months; i++)
        rates[i] = rate;
    return rates;
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
    double *prices = model_plan_beside_constant(calendar->n_months, price, arena);
    for (size_t i = 0; currency && i < calendar->n_months; i++)
        prices[i] *= model_terms_exchange_mean(
            &scenario->terms, currency, calendar->start_unix_s + (int64_t)calendar->month_s[i],
            calendar->start_unix_s + (int64_t)calendar->month_s[i + 1]);
    return prices;
}

/* Machine time belongs to the endpoint: no workload's, no app's. An hour's price at a term, as
   a price of nanoseconds. */
static void add_time_lines(const model_scenario *scenario, const model_endpoint *endpoint,
                           const char *term, const double *hour, model_planned *p,
                           sim_arena *arena)
{
    const size_t n_months = scenario->calendar->n_months;
    for (size_t meter = MODEL_METERS; meter < MODEL_MACHINE_END; meter++)
        p->lines[p->n_lines++] = (model_line){
            .component = endpoint->name,
            .meter = (model_meter)meter,
            .workload = "",
            .app = "",
            .team = "",
            .user_class = "",
            .intent = "",
            .model = endpoint->hosted ? endpoint->hosted->instance_id : endpoint->model_id,
            .prompt = "",
            .tier = term,
            .service = endpoint->hosting,
            .rate = per_count(n_months, hour, meter, arena),
            .factor = model_plan_beside_constant(n_months, 1, arena),
        };
}

/* At the endpoint's own term, and at that of committed instances. */
static void add_machine_lines(const model_scenario *scenario, size_t index, model_planned *p,
                              sim_arena *arena)
{
    const model_endpoint *endpoint = &p->architecture->endpoints[index];
    const model_hosting *of = endpoint->hosted;
    p->machine_line[index] = p->n_lines;
    if (!of) {
        add_time_lines(scenario, endpoint, "",
                       prices_by_month(scenario, endpoint->units->per_hour, NULL, arena), p,
                       arena);
        return;
    }
    add_time_lines(scenario, endpoint, of->term,
                   prices_by_month(scenario, of->per_hour, of->currency, arena), p, arena);
    if (of->committed.is_given)
        add_time_lines(
            scenario, endpoint, of->committed_term,
            prices_by_month(scenario, of->committed_per_hour, of->committed_currency, arena), p,
            arena);
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
                        .factor = model_plan_beside_constant(n_months, 1, arena)};
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
        line->rate =
            model_plan_beside_constant(n_months, cost->price / model_meter_size(meter), arena);
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
    line->team = model_plan_beside_text(workload->team);
    line->user_class = model_plan_beside_text(workload->user_class);
    line->intent = model_plan_beside_text(workload->intent);
    line->prompt =
        workload->is_replay ? "" : model_plan_beside_text(workload->session.prompt_version);
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
        line->rate = model_plan_beside_constant(n_months, all[i].price, arena);
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
        line->model = model_plan_beside_text(all[i].service);
        line->rate = prices_by_month(scenario, isnan(all[i].price) ? 0 : all[i].price,
                                     of->currency, arena);
    }
}

/* Time of a reranker's machines. */
static void add_ranking_line(const model_scenario *scenario, size_t index, model_planned *p,
                             sim_arena *arena)
{
    const model_retrieval *of = model_architecture_retrieval(p->architecture, index);
    const size_t n_months = scenario->calendar->n_months;
    if (!of || !model_retrieval_has_machines(of))
        return;
    model_line *line = &p->lines[p->n_lines++];
    *line = own_line(of->reranker, MODEL_MACHINE_IDLE, "service", n_months, arena);
    tag(line, &p->workloads[index]);
    line->model = model_plan_beside_text(of->rank_instance);
    line->rate = per_count(
        n_months, prices_by_month(scenario, of->rank_per_hour, of->rank_currency, arena),
        MODEL_MACHINE_IDLE, arena);
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
    line->rate = model_plan_beside_constant(scenario->calendar->n_months,
                                            isnan(of->price) ? 0 : of->price, arena);
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
        line->rate =
            model_plan_beside_constant(n_months, isnan(all[i].price) ? 0 : all[i].price, arena);
    }
}

/* Who asks for what a store's meter counts. */
static const char *asked_by(const model_store *store, model_meter meter)
{
    if (meter == MODEL_EMBEDDED)
        return model_plan_beside_text(store->embedding);
    if (meter == MODEL_EGRESS)
        return model_plan_beside_text(store->egress);
    return store->service ? store->service : model_plan_beside_text(store->instance_id);
}

static double *store_rates(const model_scenario *scenario, const model_store *store,
                           model_meter meter, sim_arena *arena)
{
    const size_t n_months = scenario->calendar->n_months;
    const double price = model_store_price(store, meter);
    const char *currency = meter == MODEL_MACHINE_IDLE ? store->currency
                           : meter == MODEL_TOP_UP     ? NULL
                                                       : store->book_currency;
    double *rates = prices_by_month(scenario, isnan(price) ? 0 : price, currency, arena);
    return meter == MODEL_MACHINE_IDLE ? per_count(n_months, rates, meter, arena) : rates;
}

static void add_store_lines(const model_scenario *scenario, model_planned *p, sim_arena *arena)
{
    const model_architecture *of = p->architecture;
    p->store_line = sim_arena_alloc(arena, of->n_stores, sizeof *p->store_line);
    for (size_t i = 0; i < of->n_stores * MODEL_STORE_LINES; i++) {
        const model_store *store = &of->stores[i / MODEL_STORE_LINES];
        const model_meter meter = model_store_meters[i % MODEL_STORE_LINES];
        if (i % MODEL_STORE_LINES == 0)
            p->store_line[i / MODEL_STORE_LINES] = p->n_lines;
        model_line *line = &p->lines[p->n_lines++];
        *line = own_line(store->name, meter, "service", scenario->calendar->n_months, arena);
        line->model = asked_by(store, meter);
        line->factor = prices_by_month(scenario, 1, store->book_currency, arena);
        line->rate = store_rates(scenario, store, meter, arena);
    }
}

static const char *trained_on(const model_training *training, model_meter meter)
{
    return meter == MODEL_TRAINED        ? model_plan_beside_text(training->service)
           : meter == MODEL_MACHINE_BUSY ? model_plan_beside_text(training->instance_id)
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

void model_plan_beside_workload(const model_scenario *scenario, size_t index, model_planned *p,
                                sim_arena *arena)
{
    add_agent_lines(scenario, index, p, arena);
    add_retrieval_lines(scenario, index, p, arena);
    add_ranking_line(scenario, index, p, arena);
    add_policy_lines(scenario, index, p, arena);
    add_answers_line(scenario, index, p, arena);
}

void model_plan_beside_calls(const model_scenario *scenario, model_planned *p, sim_arena *arena)
{
    for (size_t i = 0; i < p->architecture->n_endpoints; i++)
        if (model_endpoint_is_rented(&p->architecture->endpoints[i]))
            add_machine_lines(scenario, i, p, arena);
    add_standing_lines(scenario, p, arena);
    add_store_lines(scenario, p, arena);
    add_training_lines(scenario, p, arena);
}
