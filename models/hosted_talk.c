/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "models/hosted_talk.h"

#include <math.h>

static void ask(sim_engine *engine, void *who);
static void hand_over(sim_engine *engine, void *who);
static void arrive(sim_engine *engine, void *who);
static void place(sim_engine *engine, void *who);
static void begin_day(sim_engine *engine, void *who);
static void knock(sim_engine *engine, void *who);
static void answered(sim_engine *engine, void *who);
static const sim_action knocking = {"a call reaches its gate", knock, NULL};
static const sim_action answering = {"a call is answered", answered, NULL};
static const sim_action asking = {"a session asks", ask, NULL};
static const sim_action handing_over = {"a call reaches its fleet", hand_over, NULL};
static const sim_action arriving = {"a session arrives", arrive, NULL};
static const sim_action placing = {"a row is played", place, NULL};
static const sim_action beginning_day = {"a day's sessions are drawn", begin_day, NULL};

size_t model_feeder_talk_size(void)
{
    return sizeof(model_talk);
}

/* ---- calls ---- */

void model_talk_free(model_talk *t)
{
    if (t->day)
        model_hosted_day_release(&t->home->days, t->day);
    sim_pool_give(&t->feeder->street->talks, t);
}

/* A session is over: as a success or not, and how it came out. */
static void leave(model_talk *t, bool succeeds, model_ending ending)
{
    model_feeder *f = t->feeder;
    model_ledger *ledger = f->street->ledger;
    if (succeeds) {
        ledger->counters[MODEL_SUCCESSES]++;
        ledger->value += f->worth.value;
        ledger->human_cost += f->worth.human_cost;
    }
    if (f->api && t->day)
        model_api_end_session_as(f->api, t->on->said.cost, ending);
    model_talk_free(t);
}

static void end_talk(model_talk *t, bool is_complete)
{
    const bool succeeds = is_complete && t->succeeds;
    const bool is_judged = t->feeder->api && t->feeder->api->is_judged;
    if (t->errand)
        model_errand_fail(t);
    else
        leave(t, succeeds,
              !is_judged ? MODEL_ENDING_UNJUDGED
              : succeeds ? MODEL_ENDING_SUCCEEDED
                         : MODEL_ENDING_FAILED);
}

/* What does not fit the model's limits is cut: the prompt's beginning, the answer's end. */
static bool cut(const model_feeder *f, double *prompt, double *hidden, double *answer)
{
    const double longest = fmax(f->context_limit - 1, 1);
    const bool is_long = *prompt > longest;
    *prompt = is_long ? longest : *prompt;
    const double room = fmax(fmin(f->output_limit, f->context_limit - *prompt), 0);
    const double whole = *hidden + *answer;
    *hidden = fmin(*hidden, room);
    *answer = fmin(*answer, room - *hidden);
    if (is_long || *hidden + *answer < whole)
        f->street->ledger->counters[MODEL_TRUNCATED]++;
    return is_long;
}

/* ---- on metered endpoints ---- */

static double next_of(sim_draws *draws)
{
    return draws ? fmax(sim_draws_next(draws), 0) : 0;
}

/* Counts the call as the vendor meters it; its output tokens. */
static double meter(model_talk *t, double now_s)
{
    model_feeder *f = t->feeder;
    sim_require(f->api);
    if (t->day)
        f->street->ledger->counters[MODEL_CALLS]++; /* model_api_call counts rows */
    if (!t->day) {
        model_api_turn_to(f->api, t->app);
        t->cost = model_api_call(f->api, now_s, &t->usage);
        return (double)(t->usage.tokens[MODEL_OUTPUT] + t->usage.tokens[MODEL_REASONING]);
    }
    t->on->said.history =
        t->on->history; /* some of it may have been answered by bought units */
    if (t->on->by != f) /* another model's cache knows nothing of it */
        t->on->said.prompt = t->on->by ? 0 : t->on->said.prompt;
    t->on->by = f;
    t->on->said.luck = t->errand ? model_errand_luck(t)
                                 : model_api_luck(f->api, t->id, t->call - t->first_call);
    t->cost = model_api_say(f->api, &t->on->said, now_s, t->raw_question, t->raw_answer,
                            t->raw_hidden);
    t->on->history = t->on->said.history;
    return t->on->said.output;
}

static void count_call(const model_talk *t);

/* Whether bought units answer the call: its tokens are counted, and cost nothing more. */
static bool is_in_units(model_talk *t, double now_s)
{
    model_gate *gate = t->feeder->house->gate;
    model_ledger *ledger = t->feeder->street->ledger;
    uint64_t prompt = t->request.prompt, output = (uint64_t)t->answer;
    uint64_t hidden = (uint64_t)t->hidden;
    const bool is_cut = model_api_fit(t->feeder->api, &prompt, 0, &output, &hidden);
    if (!gate->has_units ||
        !model_gate_takes_units(gate, now_s, (double)prompt, (double)(output + hidden)))
        return false;
    t->request.prompt = (uint32_t)prompt;
    t->answer = (double)output;
    t->hidden = (double)hidden;
    t->on->history += t->question + t->answer;
    t->on->said.prompt = 0; /* the vendor's cache of metered calls knows nothing of it */
    ledger->counters[MODEL_CALLS]++;
    if (is_cut)
        ledger->counters[MODEL_TRUNCATED]++;
    count_call(t);
    return true;
}

/* Whether it is metered: let in by the limits, and not kept to bought units. */
static bool is_metered(model_talk *t, double now_s)
{
    model_gate *gate = t->feeder->house->gate;
    return (!gate->has_units || gate->spills) &&
           model_gate_lets_in(gate, now_s, t->request.prompt + t->answer + t->hidden);
}

/* Its client tries again later, or gives up. */
static void refuse(model_talk *t)
{
    model_gate *gate = t->feeder->house->gate;
    model_ledger *ledger = t->feeder->street->ledger;
    ledger->counters[MODEL_THROTTLED]++;
    if (++t->refusals < gate->attempts) {
        sim_engine_after(t->feeder->street->engine, model_gate_wait_s(gate, t->refusals - 1),
                         &knocking, t);
        return;
    }
    ledger->counters[MODEL_LATE]++;
    ledger->counters[MODEL_CALLS]++;
    end_talk(t, false);
}

/* A spend limit refuses it for good: its session ends. */
static void block(model_talk *t)
{
    const model_feeder *f = t->feeder;
    model_ledger *ledger = f->street->ledger;
    ledger->counters[MODEL_BLOCKED_SESSIONS]++;
    if (t->errand) {
        model_errand_stop(t);
        return;
    }
    ledger->gauges[MODEL_LOST_VALUE] += t->succeeds ? f->worth.value : 0;
    leave(t, false, (model_ending)(MODEL_ENDING_ENDED + MODEL_OUTCOME_LIMIT - 1));
}

/* Whether the spend limits let the call in here and now; if not, it has gone elsewhere. */
static bool is_affordable(model_talk *t, double now_s)
{
    model_street *street = t->feeder->street;
    double until_s = HUGE_VAL;
    const model_admission admission = model_talk_afford(t, now_s, &until_s);
    if (admission == MODEL_ADMITTED)
        return true;
    if (admission == MODEL_BLOCKED) {
        block(t);
    } else if (admission == MODEL_DOWNGRADED) {
        street->ledger->counters[MODEL_DOWNGRADED_CALLS]++;
        if (t->day)
            model_talk_ask(t);
        else
            knock(street->engine, t);
    } else {
        street->ledger->counters[MODEL_DEFERRED_CALLS] += !t->has_waited;
        t->has_waited = true;
        sim_engine_at(street->engine, fmin(until_s, street->end_s), &knocking, t);
    }
    return false;
}

static void knock(sim_engine *engine, void *who)
{
    model_talk *t = who;
    const double now_s = sim_engine_now(engine);
    if (now_s >= t->feeder->street->end_s) {
        end_talk(t, false);
        return;
    }
    if (!is_affordable(t, now_s))
        return;
    model_gate *gate = t->feeder->house->gate;
    double output = t->answer + t->hidden;
    t->cost = 0;
    if (!is_in_units(t, now_s)) {
        if (!is_metered(t, now_s)) {
            model_talk_settle(t, now_s, 0);
            refuse(t);
            return;
        }
        output = meter(t, now_s);
    }
    t->request.output = (uint32_t)fmax(output, 1);
    t->request.first_s = now_s + next_of(gate->first_token_s);
    t->request.end_s =
        t->request.first_s + (t->request.output - 1) * next_of(gate->per_token_s);
    if (t->errand && !gate->first_token_s && !gate->per_token_s)
        t->request.end_s = now_s + model_errand_call_s(t);
    sim_engine_at(engine, t->request.end_s, &answering, t);
}

/* Asks with a prompt of which before tokens were said in the session already. */
static void send(model_talk *t, double prompt, double before)
{
    model_feeder *f = t->feeder;
    if (f->house->gate) {
        t->request.prompt = (uint32_t)prompt;
        t->refusals = 0;
        knock(f->street->engine, t);
        return;
    }
    const bool is_cut = cut(f, &prompt, &t->hidden, &t->answer);
    const double known = fmin(fmax(t->on->known, f->system_tokens), before);
    t->request.prompt = (uint32_t)fmax(prompt, 1);
    t->request.output = (uint32_t)fmax(t->answer + t->hidden, 1);
    t->request.system = is_cut ? 0 : f->system;
    t->request.system_tokens = (uint32_t)f->system_tokens;
    t->request.known_tokens = is_cut ? 0 : (uint32_t)known;
    t->on->known = t->hidden > 0 ? prompt : prompt + t->answer;
    t->on->history += t->question + t->answer;
    f->street->ledger->counters[MODEL_CALLS]++;
    sim_engine_after(f->street->engine, f->house->step.before_s, &handing_over, t);
}

void model_talk_ask(model_talk *t)
{
    const model_feeder *f = t->feeder;
    t->asked_s = sim_engine_now(f->street->engine);
    t->has_waited = false;
    t->question = model_tokens(t->raw_question * f->tokenizer);
    t->answer = model_tokens(t->raw_answer * f->answer_scale);
    t->hidden = model_hidden_tokens(t->raw_hidden * f->reasoning_scale);
    const double before = f->system_tokens + t->on->history;
    send(t, before + t->question, before);
}

/* What was said before is not sent again. */
static void forget(model_talk *t)
{
    t->on->history = t->on->known = 0;
    if (t->feeder->api)
        model_api_forget(t->feeder->api, &t->on->said);
}

static void ask(sim_engine *engine, void *who)
{
    model_talk *t = who;
    const model_hosted_day *day = t->day;
    if (sim_engine_now(engine) >= t->feeder->street->end_s) {
        end_talk(t, false);
        return;
    }
    model_talk_go_home(t);
    if (t->feeder->workload->session.forgets)
        forget(t);
    t->raw_question = day->question[t->call];
    t->raw_answer = day->answer[t->call];
    t->raw_hidden = day->hidden ? day->hidden[t->call] : 0;
    model_talk_ask(t);
}

static void hand_over(sim_engine *engine, void *who)
{
    model_talk *t = who;
    (void)engine;
    t->request.deadline_s = t->asked_s + t->feeder->house->timeout_s;
    model_fleet_submit(t->feeder->house->fleet, &t->request);
}

/* From the question to the whole answer. */
static double answered_after_s(const model_talk *t)
{
    const model_step *step = &t->feeder->house->step;
    return t->request.end_s - t->asked_s + step->after_s +
           step->per_output_s * t->request.output;
}

static void note_latency(const model_talk *t)
{
    const model_house *h = t->feeder->house;
    const model_request *q = &t->request;
    model_ledger *ledger = t->feeder->street->ledger;
    const double ttft_s = q->first_s - t->asked_s + h->step.per_output_s;
    const double tpot_s =
        q->output > 1 ? (q->end_s - q->first_s) / (q->output - 1) + h->step.per_output_s : 0;
    const double e2e_s = answered_after_s(t);
    sim_sketch_add(ledger->ttft_s, ttft_s);
    if (q->output > 1)
        sim_sketch_add(ledger->tpot_s, tpot_s);
    sim_sketch_add(ledger->e2e_s, e2e_s);
    ledger->counters[MODEL_HOSTED]++;
    ledger->counters[MODEL_GOOD] +=
        ttft_s <= h->ttft_goal_s && tpot_s <= h->tpot_goal_s && e2e_s <= t->feeder->deadline_s;
}

static void count_call(const model_talk *t)
{
    uint64_t *lines = model_street_line(t->feeder->street, t->line);
    lines[MODEL_INPUT] += t->request.prompt - t->request.cached_tokens;
    lines[MODEL_CACHE_READ] += t->request.cached_tokens;
    lines[MODEL_OUTPUT] += (uint64_t)t->answer;
    lines[MODEL_REASONING] += (uint64_t)t->hidden;
    lines[MODEL_REQUESTS]++;
}

double model_talk_after_s(const model_talk *t)
{
    const model_step *step = &t->feeder->house->step;
    return step->after_s + step->per_output_s * t->request.output;
}

/* The session's next call, or its end. */
static void go_on(model_talk *t)
{
    if (t->errand) {
        model_errand_go_on(t);
        return;
    }
    if (++t->call == t->end) {
        end_talk(t, answered_after_s(t) <= t->feeder->deadline_s);
        return;
    }
    sim_engine_after(t->feeder->street->engine,
                     model_talk_after_s(t) + t->day->pause_s[t->call], &asking, t);
}

void model_feeder_ended(void *street, model_request *request, model_fate fate)
{
    model_talk *t = (model_talk *)request;
    model_street *s = street;
    if (fate != MODEL_DONE) {
        s->ledger->counters[fate == MODEL_TIMED_OUT ? MODEL_LATE : MODEL_REFUSED]++;
        end_talk(t, false);
        return;
    }
    note_latency(t);
    count_call(t);
    go_on(t);
}

static void answered(sim_engine *engine, void *who)
{
    model_talk *t = who;
    model_talk_settle(t, sim_engine_now(engine), t->cost);
    if (t->feeder->house->gate->is_timed || t->feeder->house->gate->has_units)
        note_latency(t);
    go_on(t);
}

/* ---- sessions ---- */

static model_talk *new_talk(model_feeder *f)
{
    model_talk *t = sim_pool_take(&f->street->talks);
    t->feeder = t->home = f;
    t->line = f->line;
    t->end = 1;
    t->on = &t->own;
    return t;
}

static void arrive(sim_engine *engine, void *who)
{
    model_feeder *f = who;
    model_hosted_day *day = f->day;
    const model_hosted_session *s = &day->sessions[f->next++];
    model_talk *t = new_talk(f);
    t->day = day;
    t->call = s->first_call;
    t->end = s->first_call + s->n_calls;
    t->first_call = s->first_call;
    t->id = s->id;
    t->succeeds = s->succeeds;
    t->key = s->id >> 32 & 0xffff;
    if (f->next < day->n_sessions)
        sim_engine_at(engine, day->sessions[f->next].arrival_s, &arriving, f);
    if (f->workload->session.is_agent) {
        model_errand_begin(t, s->id);
        return;
    }
    /* Above the ids of system prompts. */
    t->request.session = s->n_calls > 1 ? ++f->street->sessions << 16 | 0xffff : 0;
    f->street->ledger->counters[MODEL_SESSIONS]++;
    if (!isnan(f->success))
        f->street->ledger->counters[MODEL_JUDGED]++;
    ask(engine, t);
}

/* The day's sessions, in the order of their arrivals; the next day's when it begins. */
static void begin_day(sim_engine *engine, void *who)
{
    model_feeder *f = who;
    const double next_s = (double)(f->days.next + 1) * MODEL_DAY_S;
    f->day = model_hosted_days_draw(&f->days);
    f->next = 0;
    if (f->day->n_sessions > 0)
        sim_engine_at(engine, f->day->sessions[0].arrival_s, &arriving, f);
    if (next_s < f->street->end_s)
        sim_engine_at_priority(engine, next_s, SIM_PRIORITY_LAST, &beginning_day, f);
}

/* ---- replays ---- */

static double scaled(uint32_t tokens, double factor)
{
    return factor == 1 || tokens == 0 ? tokens : model_tokens(tokens * factor);
}

/* What a row uses of a metered endpoint, cut to its limits. */
static void fit_row(model_talk *t, double fresh, double read)
{
    const model_api *api = t->feeder->api;
    uint64_t rest = (uint64_t)fresh, output = (uint64_t)t->answer, hidden = (uint64_t)t->hidden;
    if (model_api_fit(api, &rest, (uint64_t)read, &output, &hidden))
        api->ledger->counters[MODEL_TRUNCATED]++;
    t->usage.tokens[MODEL_INPUT] = rest;
    t->usage.tokens[MODEL_CACHE_READ] = (uint64_t)read;
    t->usage.tokens[MODEL_OUTPUT] = output;
    t->usage.tokens[MODEL_REASONING] = hidden;
    t->usage.tokens[MODEL_REQUESTS] = 1;
}

/* A call of its own: whose session's memory it could use, a trace does not say. What the trace
   found in its vendor's cache is part of the prompt. */
static void play_row(model_feeder *f, const model_trace_row *row)
{
    const double input = f->input_scale * f->tokenizer;
    const double output = f->output_scale * f->answer_scale;
    model_talk *t = new_talk(f);
    model_ledger *ledger = f->street->ledger;
    t->app = row->app;
    t->line += t->app * MODEL_METERS;
    t->asked_s = sim_engine_now(f->street->engine);
    t->answer = scaled(row->output, output);
    t->hidden = scaled(row->reasoning, output);
    if (f->reasoning) {
        const double u = sim_stream_uniform(f->reasoning_stream, f->calls, 0);
        t->hidden +=
            model_hidden_tokens(sim_sampler_draw(f->reasoning, u) * f->reasoning_scale);
    }
    if (row->starts_session && !isnan(f->success)) {
        t->succeeds = sim_stream_uniform(f->success_stream, f->calls, 0) < f->success;
        ledger->counters[MODEL_JUDGED]++;
    }
    ledger->counters[MODEL_SESSIONS] += row->starts_session;
    f->calls++;
    if (f->api)
        fit_row(t, scaled(row->input, input), scaled(row->cache_read, input));
    send(t, scaled(row->input, input) + scaled(row->cache_read, input), 0);
}

/* Reads the next row that is played; false if there is none. */
static bool read_row(model_feeder *f)
{
    model_street *s = f->street;
    do {
        if (!model_rows_next(f->rows, &f->placed, &s->failure)) {
            s->has_failed = true;
            sim_engine_stop(s->engine);
            return false;
        }
    } while (f->placed.row && f->placed.copies == 0);
    return f->placed.row;
}

static void place(sim_engine *engine, void *who)
{
    model_feeder *f = who;
    const model_trace_row row = *f->placed.row;
    for (uint64_t i = 0; i < f->placed.copies; i++)
        play_row(f, &row);
    if (read_row(f))
        sim_engine_at(engine, fmax(f->placed.time_s, sim_engine_now(engine)), &placing, f);
}

void model_feeder_start(model_feeder *feeder)
{
    sim_engine *engine = feeder->street->engine;
    if (!feeder->rows)
        sim_engine_at_priority(engine, 0, SIM_PRIORITY_LAST, &beginning_day, feeder);
    else if (read_row(feeder))
        sim_engine_at(engine, feeder->placed.time_s, &placing, feeder);
}
