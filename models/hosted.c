/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "models/hosted.h"

#include "models/hosted_day.h"
#include "sim/pool.h"

#include <math.h>

/* An endpoint's machines in one replication. */
typedef struct house {
    const model_endpoint *endpoint;
    model_fleet *fleet;
    model_step step;
    size_t line; /* of its busy meter */
    double timeout_s, ttft_goal_s, tpot_goal_s;
    double paid_s, boot_s, busy_s; /* counted so far */
} house;

/* A workload in one replication. */
typedef struct feeder {
    struct world *world;
    const model_workload *workload;
    house *house;
    model_hosted_days days;
    model_hosted_day *day; /* whose sessions arrive now */
    size_t next;           /* of them */
    size_t line;           /* of its token meters */
    double tokenizer, answer_scale, reasoning_scale, system_tokens;
    double context_limit, output_limit;
    model_worth worth;
    bool is_judged;
    uint64_t system; /* id of its system prompt, session ids begin above */
} feeder;

typedef struct world {
    const model_hosted *hosted;
    const model_future *future;
    model_ledger *ledger;
    sim_engine *engine;
    house *houses;   /* houses[n_endpoints] */
    feeder *feeders; /* feeders[n_feeders] */
    size_t n_feeders;
    sim_pool talks;
    double end_s;
    size_t month;
    uint64_t sessions; /* so far: ids for prefixes */
} world;

/* A session on its way; the request of its call comes first. */
typedef struct talk {
    model_request request;
    feeder *feeder;
    model_hosted_day *day;
    uint32_t call, end; /* the call that is asked, and where the session's calls end */
    bool succeeds;
    double asked_s, history, known;
    double answer, hidden; /* tokens of the call */
} talk;

static void ask(sim_engine *engine, void *who);
static void hand_over(sim_engine *engine, void *who);
static void arrive(sim_engine *engine, void *who);
static void begin_day(sim_engine *engine, void *who);
static void begin_month(sim_engine *engine, void *who);
static const sim_action asking = {"a session asks", ask, NULL};
static const sim_action handing_over = {"a call reaches its fleet", hand_over, NULL};
static const sim_action arriving = {"a session arrives", arrive, NULL};
static const sim_action beginning_day = {"a day's sessions are drawn", begin_day, NULL};
static const sim_action beginning_month = {"a month begins", begin_month, NULL};

size_t model_hosted_machine_lines(void)
{
    return MODEL_ALL_METERS - MODEL_METERS;
}

/* ---- counting ---- */

static uint64_t *line_now(const world *w, size_t line)
{
    return &w->ledger->usage[w->month * w->ledger->n_lines + line];
}

static uint64_t ns(double s)
{
    return (uint64_t)llround(s * 1e9);
}

/* Counts the machine time since it was last counted, in the month that is now. */
static void count_machines(world *w)
{
    for (size_t i = 0; i < w->hosted->architecture->n_endpoints; i++) {
        house *h = &w->houses[i];
        if (!h->fleet)
            continue;
        const model_fleet_record *record = model_fleet_account(h->fleet);
        const uint64_t paid = ns(record->paid_s) - ns(h->paid_s);
        const uint64_t busy = ns(record->busy_s) - ns(h->busy_s);
        const uint64_t boot = ns(record->boot_s) - ns(h->boot_s);
        const uint64_t used = busy < paid ? busy : paid;
        *line_now(w, h->line) += used;
        *line_now(w, h->line + MODEL_MACHINE_BOOT - MODEL_MACHINE_BUSY) +=
            boot < paid - used ? boot : paid - used;
        *line_now(w, h->line + MODEL_MACHINE_IDLE - MODEL_MACHINE_BUSY) +=
            boot < paid - used ? paid - used - boot : 0;
        h->paid_s = record->paid_s;
        h->boot_s = record->boot_s;
        h->busy_s = record->busy_s;
    }
}

static void begin_month(sim_engine *engine, void *who)
{
    world *w = who;
    const model_calendar *calendar = w->hosted->scenario->calendar;
    count_machines(w);
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

static void count_gauges(world *w)
{
    for (size_t i = 0; i < w->hosted->architecture->n_endpoints; i++) {
        const house *h = &w->houses[i];
        if (!h->fleet)
            continue;
        const model_fleet_record *record = model_fleet_account(h->fleet);
        const double replicas = h->endpoint->hosted->replicas_per_instance;
        double *gauges = w->ledger->gauges;
        gauges[MODEL_REPLICA_UP_S] += record->up_s * replicas;
        gauges[MODEL_REPLICA_BUSY_S] += record->busy_s * replicas;
        gauges[MODEL_SEQUENCE_S] += record->sequence_s;
        gauges[MODEL_KV_S] += record->kv_block_s;
        w->ledger->counters[MODEL_PREEMPTED] += record->preemptions;
        w->ledger->counters[MODEL_LAUNCHES] += record->launches;
        w->ledger->counters[MODEL_TAKEN_AWAY] += record->interruptions;
    }
}

/* ---- calls ---- */

static void end_talk(talk *t, bool is_complete)
{
    feeder *f = t->feeder;
    model_ledger *ledger = f->world->ledger;
    if (is_complete && t->succeeds) {
        ledger->counters[MODEL_SUCCESSES]++;
        ledger->value += f->worth.value;
        ledger->human_cost += f->worth.human_cost;
    }
    model_hosted_day_release(&f->days, t->day);
    sim_pool_give(&f->world->talks, t);
}

/* What does not fit the model's limits is cut: the prompt's beginning, the answer's end. */
static bool cut(const feeder *f, double *prompt, double *hidden, double *answer)
{
    const double longest = fmax(f->context_limit - 1, 1);
    const bool is_long = *prompt > longest;
    *prompt = is_long ? longest : *prompt;
    const double room = fmax(fmin(f->output_limit, f->context_limit - *prompt), 0);
    const double whole = *hidden + *answer;
    *hidden = fmin(*hidden, room);
    *answer = fmin(*answer, room - *hidden);
    if (is_long || *hidden + *answer < whole)
        f->world->ledger->counters[MODEL_TRUNCATED]++;
    return is_long;
}

static void ask(sim_engine *engine, void *who)
{
    talk *t = who;
    feeder *f = t->feeder;
    const model_hosted_day *day = t->day;
    t->asked_s = sim_engine_now(engine);
    if (t->asked_s >= f->world->end_s) {
        end_talk(t, false);
        return;
    }
    const double question = model_tokens(day->question[t->call] * f->tokenizer);
    double prompt = f->system_tokens + t->history + question;
    t->answer = model_tokens(day->answer[t->call] * f->answer_scale);
    t->hidden =
        day->hidden ? model_hidden_tokens(day->hidden[t->call] * f->reasoning_scale) : 0;
    const bool is_cut = cut(f, &prompt, &t->hidden, &t->answer);
    const double before = f->system_tokens + t->history;
    t->history += question + t->answer;
    t->request.prompt = (uint32_t)prompt;
    t->request.output = (uint32_t)fmax(t->answer + t->hidden, 1);
    t->request.system = is_cut ? 0 : f->system;
    t->request.system_tokens = (uint32_t)f->system_tokens;
    t->request.known_tokens =
        is_cut ? 0 : (uint32_t)fmin(fmax(t->known, f->system_tokens), before);
    t->known = t->hidden > 0 ? prompt : prompt + t->answer;
    f->world->ledger->counters[MODEL_CALLS]++;
    sim_engine_after(engine, f->house->step.before_s, &handing_over, t);
}

static void hand_over(sim_engine *engine, void *who)
{
    talk *t = who;
    (void)engine;
    t->request.deadline_s = t->asked_s + t->feeder->house->timeout_s;
    model_fleet_submit(t->feeder->house->fleet, &t->request);
}

static void note_latency(const talk *t)
{
    const house *h = t->feeder->house;
    const model_request *q = &t->request;
    model_ledger *ledger = t->feeder->world->ledger;
    const double ttft_s = q->first_s - t->asked_s + h->step.per_output_s;
    const double tpot_s =
        q->output > 1 ? (q->end_s - q->first_s) / (q->output - 1) + h->step.per_output_s : 0;
    sim_sketch_add(ledger->ttft_s, ttft_s);
    if (q->output > 1)
        sim_sketch_add(ledger->tpot_s, tpot_s);
    sim_sketch_add(ledger->e2e_s,
                   q->end_s - t->asked_s + h->step.after_s + h->step.per_output_s * q->output);
    ledger->counters[MODEL_HOSTED]++;
    ledger->counters[MODEL_GOOD] += ttft_s <= h->ttft_goal_s && tpot_s <= h->tpot_goal_s;
}

static void count_call(const talk *t)
{
    const world *w = t->feeder->world;
    uint64_t *lines = line_now(w, t->feeder->line);
    lines[MODEL_INPUT] += t->request.prompt - t->request.cached_tokens;
    lines[MODEL_CACHE_READ] += t->request.cached_tokens;
    lines[MODEL_OUTPUT] += (uint64_t)t->answer;
    lines[MODEL_REASONING] += (uint64_t)t->hidden;
    lines[MODEL_REQUESTS]++;
}

static void ended(void *owner, model_request *request, model_fate fate)
{
    talk *t = (talk *)request;
    world *w = owner;
    if (fate != MODEL_DONE) {
        w->ledger->counters[fate == MODEL_TIMED_OUT ? MODEL_LATE : MODEL_REFUSED]++;
        end_talk(t, false);
        return;
    }
    note_latency(t);
    count_call(t);
    if (++t->call == t->end) {
        end_talk(t, true);
        return;
    }
    const double pause_s = t->day->pause_s[t->call];
    const house *h = t->feeder->house;
    sim_engine_after(w->engine,
                     h->step.after_s + h->step.per_output_s * request->output + pause_s,
                     &asking, t);
}

/* ---- sessions ---- */

static void arrive(sim_engine *engine, void *who)
{
    feeder *f = who;
    model_hosted_day *day = f->day;
    const model_hosted_session *s = &day->sessions[f->next++];
    talk *t = sim_pool_take(&f->world->talks);
    t->feeder = f;
    t->day = day;
    t->call = s->first_call;
    t->end = s->first_call + s->n_calls;
    t->succeeds = s->succeeds;
    t->request.session = s->n_calls > 1 ? (++f->world->sessions) << 16 | 0xffff : 0;
    f->world->ledger->counters[MODEL_SESSIONS]++;
    f->world->ledger->counters[MODEL_JUDGED] += f->is_judged;
    if (f->next < day->n_sessions)
        sim_engine_at(engine, day->sessions[f->next].arrival_s, &arriving, f);
    ask(engine, t);
}

/* The day's sessions, in the order of their arrivals; the next day's when it begins. */
static void begin_day(sim_engine *engine, void *who)
{
    feeder *f = who;
    const double next_s = (double)(f->days.next + 1) * MODEL_DAY_S;
    f->day = model_hosted_days_draw(&f->days);
    f->next = 0;
    if (f->day->n_sessions > 0)
        sim_engine_at(engine, f->day->sessions[0].arrival_s, &arriving, f);
    if (next_s < f->world->end_s)
        sim_engine_at_priority(engine, next_s, SIM_PRIORITY_LAST, &beginning_day, f);
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
    const sim_stream stream = sim_stream_make(future->seed, future->replication,
                                              sim_stream_source_of(speed->name, "speed"));
    const double z = sim_sampler_draw(sim_sampler_normal(), sim_stream_uniform(stream, 0, 0));
    return model_step_scaled(&speed->step, exp(speed->error * z));
}

static bool draws_of(const model_law *law, const model_endpoint *endpoint, const char *purpose,
                     const model_future *future, sim_draws **out, sim_failure *why)
{
    sim_law resolved;
    *out = NULL;
    if (!law->kind)
        return true;
    if (!model_law_resolve(law, future->resolved, future->arena, &resolved, why))
        return false;
    *out = sim_draws_new(model_future_stream(future, endpoint->name, purpose), 0,
                         sim_draws_law_of(&resolved, future->arena), future->arena);
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

static bool open_house(world *w, house *h, sim_failure *why)
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
        .target = model_number_value(of->target, resolved),
        .evaluate_s = model_number_value(of->evaluate_s, resolved),
        .cooldown_s = model_number_value(of->cooldown_s, resolved),
        .idle_s = model_number_value(of->idle_s, resolved),
        .minimum_paid_s = model_number_value(of->minimum_paid_s, resolved),
        .chance =
            sim_draws_new(model_future_stream(w->future, h->endpoint->name, "routing"), 0,
                          (sim_draws_law){&sim_draws_uniform, {0, 1}, NULL}, w->future->arena),
        .week = of->week,
        .week_offset_s = calendar->n_hours ? calendar->hour_of_week[0] * 3600.0 : 0,
        .ended = ended,
        .owner = w,
    };
    if (!draws_of(&of->boot_s, h->endpoint, "boot", w->future, &options.boot_s, why) ||
        !draws_of(of->life_s.is_given ? &life : &none, h->endpoint, "life", w->future,
                  &options.life_s, why))
        return false;
    h->fleet = model_fleet_new(w->engine, &options);
    return true;
}

static bool open_houses(world *w, sim_failure *why)
{
    const model_architecture *architecture = w->hosted->architecture;
    w->houses = sim_arena_alloc(w->future->arena, architecture->n_endpoints, sizeof *w->houses);
    for (size_t i = 0; i < architecture->n_endpoints; i++) {
        w->houses[i].endpoint = &architecture->endpoints[i];
        w->houses[i].line = w->hosted->machine_line[i];
        if (architecture->endpoints[i].hosted && !open_house(w, &w->houses[i], why))
            return false;
    }
    return true;
}

static bool set_feeder(world *w, feeder *f, size_t index, sim_failure *why)
{
    const model_workload *workload = &w->hosted->scenario->workloads[index];
    const double *resolved = w->future->resolved;
    house *h = &w->houses[w->hosted->architecture->endpoint_of[index]];
    const model_endpoint *endpoint = h->endpoint;
    const double tokenizer = model_number_value(endpoint->tokenizer, resolved);
    const double system = model_number_value(workload->session.system_tokens, resolved);
    *f = (feeder){
        .world = w,
        .workload = workload,
        .house = h,
        .line = w->hosted->first_line[index],
        .tokenizer = tokenizer,
        .answer_scale = tokenizer * model_number_value(endpoint->verbosity, resolved),
        .reasoning_scale =
            tokenizer * (endpoint->reasoning.kind
                             ? model_number_value(endpoint->reasoning.outer_scale, resolved)
                             : 1),
        .system_tokens = system > 0 ? model_tokens(system * tokenizer) : 0,
        .context_limit = (double)endpoint->hosted->batching.longest_tokens,
        .output_limit = value_or(endpoint->max_output, resolved, HUGE_VAL),
        .worth = {value_or(workload->value_per_success, resolved, 0),
                  value_or(workload->human_cost, resolved, 0)},
        .is_judged = workload->success.is_given,
        .system = system > 0 ? index + 1 : 0,
    };
    const model_hosted_source source = {workload, &w->hosted->ready[index],
                                        w->hosted->scenario->calendar, &endpoint->reasoning,
                                        w->future};
    if (!model_hosted_days_init(&f->days, &source, why))
        return false;
    sim_engine_at_priority(w->engine, 0, SIM_PRIORITY_LAST, &beginning_day, f);
    return true;
}

static bool set_feeders(world *w, sim_failure *why)
{
    const model_scenario *scenario = w->hosted->scenario;
    const model_architecture *architecture = w->hosted->architecture;
    w->feeders = sim_arena_alloc(w->future->arena, scenario->n_workloads, sizeof *w->feeders);
    for (size_t i = 0; i < scenario->n_workloads; i++)
        if (architecture->endpoints[architecture->endpoint_of[i]].hosted &&
            !set_feeder(w, &w->feeders[w->n_feeders++], i, why))
            return false;
    return true;
}

/* Runs day by day, so that an interrupt is heeded. */
static bool run(world *w, sim_failure *why)
{
    for (double until_s = MODEL_DAY_S / 24.0; until_s < w->end_s;
         until_s += MODEL_DAY_S / 24.0) {
        if (!model_future_goes_on(w->future, why))
            return false;
        sim_engine_run(w->engine, until_s, 0);
    }
    sim_engine_run(w->engine, HUGE_VAL, 0);
    return true;
}

bool model_hosted_play(const model_hosted *hosted, const model_future *future,
                       model_ledger *ledger, sim_failure *why)
{
    world w = {.hosted = hosted,
               .future = future,
               .ledger = ledger,
               .engine = sim_engine_new(future->arena, 256),
               .end_s = model_calendar_end_s(hosted->scenario->calendar)};
    sim_pool_init(&w.talks, future->arena, sizeof(talk));
    if (!open_houses(&w, why) || !set_feeders(&w, why))
        return false;
    sim_engine_at_priority(w.engine, hosted->scenario->calendar->month_s[1], SIM_PRIORITY_FIRST,
                           &beginning_month, &w);
    if (!run(&w, why))
        return false;
    count_gauges(&w);
    return true;
}
