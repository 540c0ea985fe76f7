/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "models/hosted_talk.h"

#include <math.h>

static void ask(sim_engine *engine, void *who);
static void found(sim_engine *engine, void *who);
static void hand_over(sim_engine *engine, void *who);
static void arrive(sim_engine *engine, void *who);
static void place(sim_engine *engine, void *who);
static void begin_day(sim_engine *engine, void *who);
static const sim_action finding = {"a call's documents are there", found, NULL};
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

void model_talk_leave(model_talk *t, bool succeeds, model_ending ending)
{
    model_feeder *f = t->feeder;
    model_ledger *ledger = f->street->ledger;
    if (succeeds) {
        ledger->counters[MODEL_SUCCESSES]++;
        ledger->value += f->worth.value;
        ledger->human_cost += f->worth.human_cost;
    }
    if (t->home->api && t->day)
        model_api_end_session_as(t->home->api, t->on->said.cost, ending);
    model_talk_free(t);
}

/* Where some calls were answered elsewhere: its chance is the mean of its calls'. */
static bool succeeds_on_average(const model_talk *t)
{
    return !t->has_strayed ? t->succeeds : t->luck < t->chances / t->n_answers;
}

void model_talk_end(model_talk *t, bool is_complete)
{
    const bool succeeds = is_complete && succeeds_on_average(t);
    const bool is_judged = t->home->api && t->home->api->is_judged;
    if (t->errand)
        model_errand_fail(t);
    else
        model_talk_leave(t, succeeds,
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

/* Asks with a prompt of which before tokens were said in the session already, and context
   tokens are of documents, which the next call does not repeat. */
static void send(model_talk *t, double prompt, double before, double context)
{
    model_feeder *f = t->feeder;
    if (f->house->gate) {
        t->request.prompt = (uint32_t)prompt;
        t->refusals = 0;
        model_talk_knock(t);
        return;
    }
    const bool is_cut = cut(f, &prompt, &t->hidden, &t->answer);
    t->history_before = t->on->history;
    t->known_before = t->on->known;
    const double known = fmin(fmax(t->on->known, f->system_tokens), before);
    t->request.prompt = (uint32_t)fmax(prompt, 1);
    t->request.output = (uint32_t)fmax(t->answer + t->hidden, 1);
    t->request.system = is_cut ? 0 : f->system;
    t->request.system_tokens = (uint32_t)f->system_tokens;
    t->request.known_tokens = is_cut ? 0 : (uint32_t)known;
    t->on->known = context > 0 ? before : t->hidden > 0 ? prompt : prompt + t->answer;
    f->street->ledger->gauges[MODEL_CONTEXT_TOKENS] += context;
    f->street->ledger->gauges[MODEL_BLOAT_TOKENS] +=
        model_tokens_at_least(0, t->raw_irrelevant * f->tokenizer);
    t->on->history += t->question + t->answer;
    f->street->ledger->counters[MODEL_CALLS]++;
    sim_engine_after(f->street->engine, f->house->step.before_s, &handing_over, t);
}

static void ask_first(model_talk *t)
{
    t->has_waited = false;
    t->n_fallbacks = 0;
    model_talk_ask_again(t);
}

void model_talk_ask(model_talk *t)
{
    t->asked_s = sim_engine_now(t->feeder->street->engine);
    ask_first(t);
}

void model_talk_ask_again(model_talk *t)
{
    const model_feeder *f = t->feeder;
    t->question = model_tokens(t->raw_question * f->tokenizer);
    t->answer = model_tokens(t->raw_answer * f->answer_scale);
    t->hidden = model_hidden_tokens(t->raw_hidden * f->reasoning_scale);
    const double before = f->system_tokens + t->on->history;
    const double context = model_tokens_at_least(0, t->raw_context * f->tokenizer);
    send(t, before + context + t->question, before, context);
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
        model_talk_end(t, false);
        return;
    }
    model_talk_go_home(t);
    if (t->feeder->workload->session.forgets)
        forget(t);
    t->raw_question = day->question[t->call];
    t->raw_answer = day->answer[t->call];
    t->raw_hidden = day->hidden ? day->hidden[t->call] : 0;
    t->asked_s = sim_engine_now(engine);
    const double later_s = model_talk_look_up(t);
    if (later_s > 0)
        sim_engine_after(engine, later_s, &finding, t);
    else
        ask_first(t);
}

static void found(sim_engine *engine, void *who)
{
    model_talk *t = who;
    if (sim_engine_now(engine) >= t->feeder->street->end_s)
        model_talk_end(t, false);
    else
        ask_first(t);
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

/* The month of the call's endpoint, if somebody keeps it; else NULL. */
static model_served_month *served_month(const model_talk *t)
{
    const model_street *street = t->feeder->street;
    model_served *served = street->ledger->served;
    return served && t->feeder->house == &street->houses[served->endpoint]
               ? &served->months[street->month]
               : NULL;
}

void model_talk_note_latency(const model_talk *t)
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
    model_served_month *month = served_month(t);
    if (month) {
        sim_sketch_add(&month->ttft_s, ttft_s);
        if (q->output > 1)
            sim_sketch_add(&month->tpot_s, tpot_s);
    }
    ledger->counters[MODEL_HOSTED]++;
    ledger->counters[MODEL_GOOD] +=
        ttft_s <= h->ttft_goal_s && tpot_s <= h->tpot_goal_s && e2e_s <= t->feeder->deadline_s;
}

void model_talk_count(const model_talk *t)
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

/* Notes how well the call was answered. */
static void judge(model_talk *t)
{
    const model_feeder *f = t->home;
    const model_number stated = t->n_fallbacks > 0
                                    ? f->detours->steps[t->n_fallbacks - 1].success
                                    : (model_number){.slot = -1};
    t->n_answers++;
    t->has_strayed |= stated.is_given;
    const double success =
        stated.is_given ? model_number_value(stated, f->street->future->resolved) : f->success;
    t->chances += model_talk_chance(t, success);
}

void model_talk_go_on(model_talk *t)
{
    if (t->errand) {
        model_errand_go_on(t);
        return;
    }
    judge(t);
    if (++t->call == t->end) {
        model_talk_end(t, answered_after_s(t) <= t->feeder->deadline_s);
        return;
    }
    sim_engine_after(t->feeder->street->engine,
                     model_talk_after_s(t) + t->day->pause_s[t->call], &asking, t);
}

void model_feeder_ended(void *street, model_request *request, model_fate fate)
{
    model_talk *t = (model_talk *)request;
    model_street *s = street;
    model_served_month *month = served_month(t);
    if (month)
        month->unanswered += fate != MODEL_DONE;
    if (fate != MODEL_DONE && model_talk_falls_back(t, true))
        return;
    if (fate != MODEL_DONE) {
        s->ledger->counters[fate == MODEL_TIMED_OUT ? MODEL_LATE : MODEL_REFUSED]++;
        model_talk_end(t, false);
        return;
    }
    model_talk_note_latency(t);
    model_talk_count(t);
    model_talk_go_on(t);
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
    t->luck = s->luck;
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
    if (!model_talk_is_remembered(t))
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
    if (next_s < fmin(f->street->end_s, f->days.to_s))
        sim_engine_at_priority(engine, next_s, SIM_PRIORITY_LAST, &beginning_day, f);
}

void model_feeder_feed(model_feeder *feeder, const model_batch *batch)
{
    feeder->day = model_hosted_days_draw_batch(&feeder->days, batch);
    feeder->next = 0;
    if (feeder->day->n_sessions > 0)
        sim_engine_at(feeder->street->engine, feeder->day->sessions[0].arrival_s, &arriving,
                      feeder);
}

/* ---- replays ---- */

static double scaled(uint32_t tokens, double factor)
{
    return factor == 1 || tokens == 0 ? tokens : model_tokens(tokens * factor);
}

void model_talk_fit_row(model_talk *t, double fresh, double read)
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
        model_talk_fit_row(t, scaled(row->input, input), scaled(row->cache_read, input));
    send(t, scaled(row->input, input) + scaled(row->cache_read, input), 0, 0);
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
        sim_engine_at_priority(engine, sim_engine_now(engine), SIM_PRIORITY_LAST,
                               &beginning_day, feeder);
    else if (read_row(feeder))
        sim_engine_at(engine, feeder->placed.time_s, &placing, feeder);
}
