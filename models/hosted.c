/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "models/hosted_talk.h"

#include <math.h>
#include <string.h>

static void begin_month(sim_engine *engine, void *who);
static const sim_action beginning_month = {"a month begins", begin_month, NULL};

static void begin_month(sim_engine *engine, void *who)
{
    model_street *w = who;
    const model_calendar *calendar = w->hosted->scenario->calendar;
    model_street_count_machines(w);
    if (w->month + 1 < calendar->n_months) {
        w->month++;
        sim_engine_at_priority(engine, calendar->month_s[w->month + 1], SIM_PRIORITY_FIRST,
                               &beginning_month, w);
        return;
    }
    for (size_t i = 0; i < w->hosted->architecture->n_endpoints; i++)
        if (w->houses[i].fleet)
            model_fleet_close(w->houses[i].fleet);
}

/* ---- setting up ---- */

static double value_or(model_number number, const double *resolved, double otherwise)
{
    return number.is_given ? model_number_value(number, resolved) : otherwise;
}

/* The step's times with the error of their measurement, drawn once per replication: the same
   factor for the same hardware in all architectures. */
static model_step step_of(const model_endpoint *endpoint, const model_future *future)
{
    const model_speed *speed = &endpoint->hosted->speed;
    const sim_stream stream =
        sim_stream_make(future->seed, future->replication,
                        sim_stream_source_of(speed->network_id, speed->accelerator_id));
    const double z = sim_sampler_draw(sim_sampler_normal(), sim_stream_uniform(stream, 0, 0));
    return model_step_scaled(&speed->step, exp(speed->error * z));
}

static bool draws_of(const model_law *law, const model_endpoint *endpoint, const char *purpose,
                     const model_street *w, sim_draws **out, sim_failure *why)
{
    const model_future *future = w->future;
    sim_law resolved;
    *out = NULL;
    if (!law->kind)
        return true;
    if (!model_law_resolve(law, future->resolved, future->arena, &resolved, why))
        return false;
    *out = sim_draws_new(model_future_stream(future, endpoint->name, purpose),
                         model_street_entity(w), sim_draws_law_of(&resolved, future->arena),
                         future->arena);
    return true;
}

static model_law exponential_of(model_number mean)
{
    model_law law = {.kind = sim_law_kind_named("exponential")};
    law.form = &law.kind->forms[0];
    law.given[0] = mean;
    law.scale = law.outer_scale = model_number_plain(1);
    return law;
}

static bool open_house(model_street *w, model_house *h, sim_failure *why)
{
    const model_hosting *of = h->endpoint->hosted;
    const double *resolved = w->future->resolved;
    const model_law life = exponential_of(of->life_s), none = {0};
    const model_calendar *calendar = w->hosted->scenario->calendar;
    const double least = round(model_number_value(of->least, resolved));
    h->step = step_of(h->endpoint, w->future);
    h->timeout_s = value_or(of->timeout_s, resolved, HUGE_VAL);
    h->ttft_goal_s = value_or(of->ttft_goal_s, resolved, HUGE_VAL);
    h->tpot_goal_s = value_or(of->tpot_goal_s, resolved, HUGE_VAL);
    model_fleet_options options = {
        .step = &h->step,
        .batching = &of->batching,
        .replicas_per_instance = of->replicas_per_instance,
        .routing = of->routing,
        .scaling = of->scaling,
        .least = (uint32_t)least,
        .most = (uint32_t)fmax(round(value_or(of->most, resolved, least)), fmax(least, 1)),
        .first = w->window ? (uint32_t)w->window->up[h - w->houses] : 0,
        .target = model_number_value(of->target, resolved),
        .evaluate_s = model_number_value(of->evaluate_s, resolved),
        .cooldown_s = model_number_value(of->cooldown_s, resolved),
        .idle_s = model_number_value(of->idle_s, resolved),
        .committed = (uint32_t)round(value_or(of->committed, resolved, 0)),
        .minimum_paid_s = model_number_value(of->minimum_paid_s, resolved),
        .paid_step_s = model_number_value(of->paid_step_s, resolved),
        .chance =
            sim_draws_new(model_future_stream(w->future, h->endpoint->name, "routing"),
                          model_street_entity(w),
                          (sim_draws_law){&sim_draws_uniform, {0, 1}, NULL}, w->future->arena),
        .week = of->week,
        .week_offset_s = calendar->n_hours ? calendar->hour_of_week[0] * 3600.0 : 0,
        .ended = model_feeder_ended,
        .owner = w,
    };
    if (!draws_of(&of->boot_s, h->endpoint, "boot", w, &options.boot_s, why) ||
        !draws_of(of->life_s.is_given ? &life : &none, h->endpoint, "life", w, &options.life_s,
                  why))
        return false;
    h->fleet = model_fleet_new(w->engine, &options);
    if (w->ledger->served && h == &w->houses[w->ledger->served->endpoint])
        model_served_open(w->ledger->served, (size_t)options.most + 1);
    return true;
}

static bool open_gate(model_street *w, model_house *h, sim_failure *why)
{
    const model_limits *limits = h->endpoint->limits;
    const double *resolved = w->future->resolved;
    sim_require(limits); /* where there are units, too */
    h->timeout_s = HUGE_VAL;
    h->ttft_goal_s = value_or(limits->ttft_goal_s, resolved, HUGE_VAL);
    h->tpot_goal_s = value_or(limits->tpot_goal_s, resolved, HUGE_VAL);
    h->gate = sim_arena_alloc(w->future->arena, 1, sizeof *h->gate);
    if (!model_gate_init(h->gate, limits, h->endpoint->name, model_street_entity(w), w->future,
                         why))
        return false;
    if (h->endpoint->units)
        model_gate_buy(h->gate, h->endpoint->units, w->future);
    return true;
}

static bool open_houses(model_street *w, sim_failure *why)
{
    const model_architecture *architecture = w->hosted->architecture;
    w->houses = sim_arena_alloc(w->future->arena, architecture->n_endpoints, sizeof *w->houses);
    for (size_t i = 0; i < architecture->n_endpoints; i++) {
        w->houses[i].endpoint = &architecture->endpoints[i];
        w->houses[i].line = w->hosted->machine_line[i];
        w->houses[i].committed_line = model_hosted_committed_line(w->hosted, i);
        if (architecture->endpoints[i].hosted && !open_house(w, &w->houses[i], why))
            return false;
        if ((architecture->endpoints[i].limits || architecture->endpoints[i].units) &&
            !open_gate(w, &w->houses[i], why))
            return false;
    }
    return true;
}

static bool set_replay(model_feeder *f, const model_future *future, sim_failure *why)
{
    const model_workload *workload = f->workload;
    f->input_scale = model_number_value(workload->replay.input_scale, future->resolved);
    f->output_scale = model_number_value(workload->replay.output_scale, future->resolved);
    f->reasoning_stream = model_future_stream(future, workload->name, "reasoning");
    f->success_stream = model_future_stream(future, workload->name, "success");
    f->rows = sim_arena_alloc(future->arena, 1, sizeof *f->rows);
    model_rows_init(f->rows, workload, future, f->street->end_s);
    return model_sampler(&f->house->endpoint->reasoning, NULL, future->resolved, future->arena,
                         &f->reasoning, why);
}

/* What a workload is charged by at an endpoint: its own, or one that limits lead to. */
static const model_meterage *meterage_at(const model_street *w, size_t index, size_t endpoint)
{
    const model_architecture *architecture = w->hosted->architecture;
    return endpoint == architecture->endpoint_of[index]
               ? &w->hosted->meterage[index]
               : w->hosted->fallbacks[index * architecture->n_endpoints + endpoint];
}

/* That a metered endpoint's calls have documents: which ones, each says by itself. */
static const double looks_up = 0;

/* A workload's calls at an endpoint. */
static bool set_feeder(model_street *w, model_feeder *f, size_t index, size_t at,
                       sim_failure *why)
{
    const model_workload *workload = &w->hosted->workloads[index];
    const double *resolved = w->future->resolved;
    model_house *h = &w->houses[at];
    const model_endpoint *endpoint = h->endpoint;
    const double tokenizer = model_number_value(endpoint->tokenizer, resolved);
    const double system =
        workload->is_replay ? 0 : model_number_value(workload->session.system_tokens, resolved);
    *f = (model_feeder){
        .street = w,
        .workload = workload,
        .house = h,
        .line = w->hosted->first_line[index],
        .agent_line = w->hosted->agent_line[index],
        .guard = model_architecture_guard(w->hosted->architecture, index),
        .tokenizer = tokenizer,
        .answer_scale = tokenizer * model_number_value(endpoint->verbosity, resolved),
        .reasoning_scale =
            tokenizer * (endpoint->reasoning.kind
                             ? model_number_value(endpoint->reasoning.outer_scale, resolved)
                             : 1),
        .system_tokens = system > 0 ? model_tokens(system * tokenizer) : 0,
        .context_limit = endpoint->hosted ? (double)endpoint->hosted->batching.longest_tokens
                                          : (double)INFINITY,
        .output_limit = value_or(endpoint->max_output, resolved, HUGE_VAL),
        .worth = {value_or(workload->value_per_success, resolved, 0),
                  value_or(workload->human_cost, resolved, 0)},
        .success = value_or(workload->success, resolved, (double)NAN),
        .deadline_s = value_or(workload->session.deadline_s, resolved, HUGE_VAL),
        .system = system > 0 ? index + 1 : 0,
        .index = index,
        .endpoint = at,
        .detours = model_architecture_fallbacks(w->hosted->architecture, index),
    };
    if (!endpoint->hosted) {
        f->api = sim_arena_alloc(w->future->arena, 1, sizeof *f->api);
        if (!model_api_init(f->api, meterage_at(w, index, at), workload, w->future, w->ledger,
                            why))
            return false;
        if (model_architecture_retrieval(w->hosted->architecture, index))
            f->api->context = &looks_up;
        f->context_limit = f->api->context_limit;
        f->output_limit = f->api->output_limit;
    }
    model_feeder_set_limits(f);
    return workload->is_replay || !workload->session.is_agent ||
           model_errands_init(f, &w->hosted->ready[index], why);
}

/* Where its calls come from. */
static bool set_source(const model_street *w, model_feeder *f, sim_failure *why)
{
    const model_workload *workload = f->workload;
    const model_architecture *architecture = w->hosted->architecture;
    if (workload->is_replay)
        return set_replay(f, w->future, why);
    const model_hosted_source source = {
        .workload = workload,
        .ready = &w->hosted->ready[f->index],
        .calendar = w->hosted->scenario->calendar,
        .reasoning = &f->house->endpoint->reasoning,
        .retrieval = model_architecture_retrieval(architecture, f->index),
        .future = w->future,
        .from_s = w->window ? w->window->from_s : 0,
        .to_s = w->window ? w->window->end_s : HUGE_VAL};
    return model_hosted_days_init(&f->days, &source, why) &&
           model_feeder_set_stages(f, w->hosted, w->future, why);
}

/* Where limits lead the workload's calls. */
static bool set_fallbacks(model_street *w, sim_failure *why)
{
    const model_scenario *scenario = w->hosted->scenario;
    const size_t n_endpoints = w->hosted->architecture->n_endpoints;
    const size_t n = scenario->n_workloads * n_endpoints;
    w->fallbacks = sim_arena_alloc(w->future->arena, n, sizeof *w->fallbacks);
    for (size_t i = 0; i < n; i++)
        if (w->hosted->fallbacks[i] &&
            !set_feeder(w, &w->fallbacks[i], i / n_endpoints, i % n_endpoints, why))
            return false;
    return true;
}

static bool set_feeders(model_street *w, sim_failure *why)
{
    const model_scenario *scenario = w->hosted->scenario;
    const model_architecture *architecture = w->hosted->architecture;
    w->feeders = sim_arena_alloc(w->future->arena, scenario->n_workloads, sizeof *w->feeders);
    for (size_t i = 0; i < scenario->n_workloads; i++) {
        const size_t at = architecture->endpoint_of[i];
        if (!model_endpoint_is_shared(&architecture->endpoints[at]))
            continue;
        model_feeder *f = &w->feeders[w->n_feeders++];
        if (!set_feeder(w, f, i, at, why) || !set_source(w, f, why))
            return false;
    }
    return set_fallbacks(w, why);
}

/* Runs day by day, so that an interrupt is heeded. */
static bool run(model_street *w, sim_failure *why)
{
    for (double until_s = MODEL_DAY_S / 24.0; until_s < w->end_s;
         until_s += MODEL_DAY_S / 24.0) {
        if (!model_future_goes_on(w->future, why))
            return false;
        sim_engine_run(w->engine, until_s, 0);
    }
    if (!w->has_failed)
        sim_engine_run(w->engine, HUGE_VAL, 0);
    return !w->has_failed || sim_fail(why, "%s", w->failure.text);
}

bool model_street_open(model_street *w, sim_failure *why)
{
    if (!w->window)
        sim_engine_at_priority(w->engine, w->hosted->scenario->calendar->month_s[1],
                               SIM_PRIORITY_FIRST, &beginning_month, w);
    sim_pool_init(&w->talks, w->future->arena, model_feeder_talk_size());
    sim_pool_init(&w->errands, w->future->arena, model_errand_size());
    model_street_open_limits(w);
    return open_houses(w, why) && set_feeders(w, why);
}

static void start(const model_street *w)
{
    for (size_t i = 0; i < w->n_feeders; i++)
        model_feeder_start(&w->feeders[i]);
}

/* What metered endpoints have pending goes to the ledger. */
static void flush(const model_street *w)
{
    const model_hosted *hosted = w->hosted;
    for (size_t i = 0; i < w->n_feeders; i++)
        if (w->feeders[i].api)
            model_api_flush(w->feeders[i].api);
    for (size_t i = 0; i < hosted->scenario->n_workloads * hosted->architecture->n_endpoints;
         i++)
        if (w->fallbacks[i].api)
            model_api_flush(w->fallbacks[i].api);
}

void model_street_close(model_street *w)
{
    flush(w);
    model_street_close_limits(w);
    model_street_count_gauges(w);
}

bool model_hosted_play(const model_hosted *hosted, const model_future *future,
                       model_ledger *ledger, sim_failure *why)
{
    model_street w = {.hosted = hosted,
                      .future = future,
                      .ledger = ledger,
                      .engine = sim_engine_new(future->arena, 256),
                      .end_s = model_calendar_end_s(hosted->scenario->calendar)};
    if (!model_street_open(&w, why))
        return false;
    start(&w);
    if (!run(&w, why))
        return false;
    model_street_close(&w);
    return true;
}

/* ---- windows ---- */

/* Brings the ledger up to now. */
static void count_up(model_street *w)
{
    model_street_count_machines(w);
    flush(w);
    model_street_count_gauges(w);
}

static void clear_counts(model_ledger *ledger)
{
    memset(ledger->gauges, 0, sizeof ledger->gauges);
    memset(ledger->counters, 0, sizeof ledger->counters);
}

/* What was counted so far does not belong to the window. */
static void begin_counting(model_street *w, model_ledger *before)
{
    model_ledger *ledger = w->ledger;
    sim_sketch *sketches[] = {ledger->session_cost, ledger->call_cost, ledger->ttft_s,
                              ledger->tpot_s, ledger->e2e_s};
    count_up(w);
    clear_counts(ledger);
    model_street_count_gauges(w);
    *before = *ledger; /* of machines, counted from their beginning: to be taken off */
    clear_counts(ledger);
    for (size_t i = 0; i < sizeof sketches / sizeof *sketches; i++)
        memset(sketches[i], 0, sizeof *sketches[i]);
    memset(ledger->usage, 0,
           w->hosted->scenario->calendar->n_months * ledger->n_lines * sizeof(uint64_t));
    ledger->value = ledger->human_cost = 0;
}

static void take_off(model_ledger *ledger, const model_ledger *before)
{
    for (size_t i = 0; i < MODEL_GAUGES; i++)
        ledger->gauges[i] -= before->gauges[i];
    for (size_t i = 0; i < MODEL_COUNTERS; i++)
        ledger->counters[i] -= before->counters[i];
}

/* Instances paid for so far, in seconds, times a factor. */
static void add_paid(const model_street *w, double *up, double factor)
{
    for (size_t i = 0; i < w->hosted->architecture->n_endpoints; i++)
        if (w->houses[i].fleet)
            up[i] += factor * w->houses[i].counted.paid_s;
}

static bool open_window(model_street *w, const model_hosted *hosted,
                        const model_hosted_window *window, const model_future *future,
                        model_ledger *ledger, sim_failure *why)
{
    *w = (model_street){.hosted = hosted,
                        .future = future,
                        .ledger = ledger,
                        .engine = sim_engine_new(future->arena, 256),
                        .window = window,
                        .month = window->month,
                        .end_s = model_calendar_end_s(hosted->scenario->calendar)};
    sim_engine_run(w->engine, window->from_s, 0);
    if (!model_future_goes_on(future, why) || !model_street_open(w, why))
        return false;
    start(w);
    return true;
}

/* Plays until the end of one of the hours before, and looks at its copies. */
static void play_hour(const model_street *w, size_t hour, uint32_t *copies)
{
    const size_t left = w->window->n_before - 1 - hour;
    sim_engine_run(w->engine, w->window->begin_s - 3600 * (double)left, 0);
    for (size_t i = 0; i < w->hosted->architecture->n_endpoints; i++) {
        const model_house *h = &w->houses[i];
        copies[i] = h->fleet && h->endpoint->hosted->scaling->stops_idle
                        ? model_fleet_instances(h->fleet)
                        : 0;
    }
}

bool model_hosted_play_window(const model_hosted *hosted, model_hosted_window *window,
                              const model_future *future, model_ledger *ledger,
                              sim_failure *why)
{
    const size_t n_endpoints = hosted->architecture->n_endpoints;
    model_ledger before;
    model_street w;
    if (!open_window(&w, hosted, window, future, ledger, why))
        return false;
    for (size_t i = 0; window->copies && i < window->n_before; i++)
        play_hour(&w, i, window->copies + i * n_endpoints);
    sim_engine_run(w.engine, window->begin_s, 0);
    begin_counting(&w, &before);
    const double s = window->end_s - window->begin_s;
    memset(window->up, 0, n_endpoints * sizeof *window->up);
    add_paid(&w, window->up, -1 / s);
    sim_engine_run(w.engine, window->end_s, 0);
    count_up(&w);
    take_off(ledger, &before);
    add_paid(&w, window->up, 1 / s);
    window->left = 0;
    for (size_t i = 0; i < n_endpoints; i++)
        window->left += w.houses[i].fleet ? model_fleet_outstanding(w.houses[i].fleet) : 0;
    return true;
}

bool model_hosted_meet(const model_hosted *hosted, const model_hosted_window *window,
                       const model_future *future, model_ledger *ledger, bool *have_met,
                       sim_failure *why)
{
    const size_t n_endpoints = hosted->architecture->n_endpoints;
    model_street w;
    if (!open_window(&w, hosted, window, future, ledger, why))
        return false;
    uint32_t *copies = sim_arena_alloc(future->arena, n_endpoints, sizeof *copies);
    *have_met = false;
    for (size_t i = 0; !*have_met && i < window->n_before; i++) {
        play_hour(&w, i, copies);
        *have_met =
            memcmp(copies, window->copies + i * n_endpoints, n_endpoints * sizeof *copies) == 0;
    }
    return true;
}
