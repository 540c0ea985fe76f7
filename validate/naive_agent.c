/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * Agents one step at a time: an agent is a function that calls itself for each of its
 * sub-agents. Every number is asked for by its address when it is needed.
 */
#include "models/arrivals.h"
#include "models/session.h"
#include "sim/exponential.h"
#include "validate/naive_guard.h"
#include "validate/naive_parts.h"

#include <math.h>
#include <string.h>

/* How a step ends, in the order in which a uniform is held against the probabilities. */
typedef enum ending {
    CALL_FAILED,
    TOOL_FAILED,
    SET_BACK,
    GIVEN_UP,
    BEGINS_TO_REPEAT,
    USEFUL,
    REPEATED
} ending;

/* What the sessions of a workload are played by in one architecture. */
typedef struct rules {
    const validate_twin *twin;
    const validate_service *service;
    const model_agent *agent;
    const sim_sampler *steps, *task, *observation, *answer, *call_s, *tool_s, *sub_agents;
    sim_stream session, step, call, think, sub_agent;
    double system; /* tokens of the system prompt at the endpoint */
    size_t tools_line, people_line;
    validate_watch *watch;
} rules;

/* A session on its way. */
typedef struct life {
    const rules *r;
    model_session_id id;
    uint64_t steps, sub_agents; /* so far: addresses of the next */
    double on_task, on_user;    /* mean-one factors */
    double now_s, cost;
    bool succeeds, is_endless, is_stopped;
    model_outcome outcome;
} life;

/* What an agent has said and heard, and what of it the vendor's cache holds. */
typedef struct memory {
    double history;
    double cached, cached_s; /* tokens of its beginning, since when */
} memory;

/* An agent on its way. */
typedef struct mind {
    memory memory;
    uint64_t level;
    double goal, left, sub_agents;
    double failures, question; /* of the call that is made again; NAN: of none */
    bool has_begun, is_stuck;
} mind;

static double value(const rules *r, model_number number)
{
    return validate_naive_value(r->twin, number);
}

static double given_or(const rules *r, model_number number, double otherwise)
{
    return number.is_given ? value(r, number) : otherwise;
}

/* ---- what a session is drawn from ---- */

/* The workload's line of a meter that no endpoint has. */
static size_t line_of(const validate_service *s, model_meter meter)
{
    size_t line = 0;
    while (line < s->n_lines && (s->lines[line].meter != meter ||
                                 strcmp(s->lines[line].workload, s->workload->name) != 0))
        line++;
    return line;
}

static bool make_rules(const validate_twin *t, const validate_service *s, rules *r)
{
    const model_session *session = &s->workload->session;
    const model_agent *agent = &session->agent;
    *r = (rules){.twin = t,
                 .service = s,
                 .agent = agent,
                 .session = validate_naive_stream(t, s->workload, "session"),
                 .step = validate_naive_stream(t, s->workload, "step"),
                 .call = validate_naive_stream(t, s->workload, "call"),
                 .think = validate_naive_stream(t, s->workload, "think"),
                 .sub_agent = validate_naive_stream(t, s->workload, "sub-agent"),
                 .tools_line = line_of(s, MODEL_TOOLS),
                 .people_line = line_of(s, MODEL_HAND_OVERS),
                 .watch = sim_arena_alloc(t->future->arena, 1, sizeof *r->watch)};
    r->watch->guard = s->guard;
    r->watch->resolved = t->future->resolved;
    r->watch->arena = t->future->arena;
    r->system = value(r, session->system_tokens);
    r->system = r->system > 0 ? validate_naive_nearest_token(r->system * s->tokenizer) : 0;
    return validate_naive_sampler(t, &session->turns, &r->steps) &&
           validate_naive_sampler(t, &session->question, &r->observation) &&
           validate_naive_sampler(t, &session->answer, &r->answer) &&
           validate_naive_sampler(t, &session->think_s, &r->call_s) &&
           validate_naive_sampler(t, &agent->task, &r->task) &&
           validate_naive_sampler(t, &agent->tool_s, &r->tool_s) &&
           validate_naive_sampler(t, &agent->sub_agents, &r->sub_agents);
}

static double count_of(const sim_sampler *sampler, double u, double least)
{
    if (!sampler)
        return least;
    return fmin(fmax(floor(sim_sampler_draw(sampler, u) + 0.5), least), MODEL_MOST_TURNS);
}

/* A mean-one lognormal factor. */
static double effect(double sd, double u)
{
    double z = sim_sampler_draw(sim_sampler_normal(), u);
    return sd > 0 ? sim_exponential(sd * z - sd * sd / 2) : 1;
}

static ending ending_of(const rules *r, double u)
{
    const model_number chances[] = {r->agent->error, r->agent->tool_failure, r->agent->setback,
                                    r->agent->give_up, r->agent->stuck};
    double sum = 0;
    for (int i = 0; i < USEFUL; i++)
        if (u < (sum += value(r, chances[i])))
            return (ending)i;
    return USEFUL;
}

/* The question of a step before it is scaled to the endpoint's tokens. */
static double question_of(const life *l, const mind *a, uint64_t step)
{
    const rules *r = l->r;
    const double u = sim_stream_uniform(r->call, l->id, step);
    if (!isnan(a->question))
        return a->question;
    if (!a->has_begun && r->task)
        return sim_sampler_draw(r->task, u) * l->on_task;
    return sim_sampler_draw(r->observation, u) *
           (l->on_task * value(r, r->service->workload->session.question.outer_scale));
}

static double answer_of(const life *l, uint64_t step)
{
    const rules *r = l->r;
    const double u = validate_naive_second_uniform(r->call, l->id, step);
    return sim_sampler_draw(r->answer, u) *
           (l->on_task * l->on_user *
            value(r, r->service->workload->session.answer.outer_scale));
}

/* ---- calls ---- */

static bool stop(life *l, model_outcome outcome)
{
    l->is_stopped = true;
    l->outcome = outcome;
    return false;
}

static double prompt_of(const life *l, const memory *m, double question)
{
    return l->r->system + m->history +
           validate_naive_nearest_token(question * l->r->service->tokenizer);
}

/* Where tokens of a prompt are counted that no cache holds. */
static model_meter fresh_meter(const validate_service *s, const model_cell *cell, double prompt)
{
    if (!s->endpoint->has_prompt_cache || !cell->writes_cache ||
        prompt < (double)s->tariff.cache_minimum_tokens)
        return MODEL_INPUT;
    return s->endpoint->cache_ttl_s > 300 ? MODEL_CACHE_WRITE_1H : MODEL_CACHE_WRITE_5M;
}

/* The most that a call can cost: nothing of its prompt is cached, its output is as long as can
   be, and of the dearer kind. */
static double most_of(const validate_service *s, double time_s, double prompt)
{
    const model_cell *cell = model_tariff_cell(&s->tariff, time_s, s->tariff.cells);
    const double *rates = cell->rates[0].per;
    prompt = fmin(prompt, s->context_limit - 1);
    const double output = fmin(s->output_limit, s->context_limit - prompt);
    if (isinf(output))
        return HUGE_VAL;
    model_usage usage = {{[MODEL_REQUESTS] = 1}};
    usage.tokens[fresh_meter(s, cell, prompt)] = (uint64_t)prompt;
    usage.tokens[s->reasoning && rates[MODEL_REASONING] > rates[MODEL_OUTPUT] ? MODEL_REASONING
                                                                              : MODEL_OUTPUT] =
        (uint64_t)output;
    return model_tariff_cost(cell, &usage);
}

/* Sends the call: what it costs. */
static double send(life *l, memory *m, double question, double answer, double hidden)
{
    const double u = validate_naive_second_uniform(l->r->step, l->id, l->steps - 1);
    const validate_service *s = l->r->service;
    const model_cell *cell = model_tariff_cell(&s->tariff, l->now_s, s->tariff.cells);
    validate_call c = {.time_s = l->now_s,
                       .prompt = prompt_of(l, m, question),
                       .answer =
                           validate_naive_nearest_token(answer * (s->tokenizer * s->verbosity)),
                       .hidden = hidden};
    const double whole = c.prompt;
    validate_naive_fit(s, &c);
    const bool is_cut = c.prompt < whole; /* at its beginning, which a cache would know */
    const bool is_hit = s->endpoint->has_prompt_cache && !is_cut && m->cached > 0 &&
                        m->cached >= (double)s->tariff.cache_minimum_tokens &&
                        l->now_s - m->cached_s <= s->endpoint->cache_ttl_s &&
                        fmod(u * 65536, 1) < value(l->r, s->endpoint->cache_hit);
    const double read = is_hit ? m->cached : 0;
    model_usage usage = {{[MODEL_CACHE_READ] = (uint64_t)read,
                          [MODEL_OUTPUT] = (uint64_t)c.answer,
                          [MODEL_REASONING] = (uint64_t)c.hidden,
                          [MODEL_REQUESTS] = 1}};
    sim_require(read <= c.prompt);
    usage.tokens[fresh_meter(s, cell, c.prompt)] = (uint64_t)(c.prompt - read);
    m->history += validate_naive_nearest_token(question * s->tokenizer) + c.answer;
    m->cached = is_cut ? 0 : c.prompt;
    m->cached_s = l->now_s;
    return validate_naive_count(s, 0, l->now_s, &usage, 0);
}

/* Whether horizon and guards let a call in, at l->now_s or later. */
static bool is_let_in(life *l, const memory *m, double question)
{
    const validate_service *s = l->r->service;
    model_outcome why = MODEL_OUTCOME_UNFINISHED;
    if (l->now_s >= s->end_s)
        return stop(l, MODEL_OUTCOME_UNFINISHED);
    const double most = most_of(s, l->now_s, prompt_of(l, m, question));
    if (!validate_watch_admits(l->r->watch, &l->now_s, most, &why))
        return stop(l, why);
    return l->now_s < s->end_s || stop(l, MODEL_OUTCOME_UNFINISHED);
}

/* Summarises what was said, if it is time to; false if the session is over. */
static bool compact(life *l, memory *m, double question, uint64_t step)
{
    const rules *r = l->r;
    const double u = validate_naive_second_uniform(r->step, l->id, step);
    if (m->history <= 0 ||
        !(prompt_of(l, m, question) > given_or(r, r->agent->compact_at, HUGE_VAL) ||
          u < value(r, r->agent->compact_chance)))
        return true;
    if (!is_let_in(l, m, 0))
        return false;
    const double before = m->history;
    m->cached = fmin(m->cached, r->system + m->history); /* no question in common */
    const double cost = send(l, m, 0, value(r, r->agent->compact_to), 0);
    m->history -= before + 1; /* what is left is the answer */
    m->cached = fmin(m->cached, r->system);
    l->cost += cost;
    validate_watch_cost(r->watch, l->now_s, cost);
    r->service->ledger->counters[MODEL_COMPACTIONS]++;
    return true;
}

/* What a step in a loop cost, where it makes the session a runaway. */
static void run_away(const life *l, double time_s, double cost)
{
    const model_hours *hours = l->r->service->ledger->hours;
    for (size_t i = 0; i < hours->n_watches; i++)
        if (l->r->watch->repeats >= hours->watches[i].repeats)
            hours->runaway[i][(size_t)floor(time_s / 3600)] += cost;
}

/* A tool's price. */
static double use_tool(const life *l)
{
    const validate_service *s = l->r->service;
    if (isnan(l->r->agent->tool_price))
        return 0;
    const size_t month = model_tariff_cell(&s->tariff, l->now_s, s->tariff.cells)->month;
    s->ledger->usage[month * s->n_lines + l->r->tools_line]++;
    *validate_naive_hour(s, 0, l->now_s) += l->r->agent->tool_price;
    return l->r->agent->tool_price;
}

/* ---- steps ---- */

/* The wait before a call that has failed is made again, u uniform on [0, 1). */
static double backoff_of(const rules *r, double failures, double u)
{
    double longest_s = value(r, r->agent->backoff_s);
    for (double i = 1; i < failures; i++)
        longest_s *= 2;
    return u * fmin(longest_s, value(r, r->agent->backoff_most_s));
}

static bool is_out_of_attempts(const life *l, const mind *a)
{
    return a->failures >= round(value(l->r, l->r->agent->attempts));
}

/* What a step does to the time; its call is answered after *call_s. */
static double gap_of(const life *l, const mind *a, ending how, uint64_t step, double *call_s)
{
    const rules *r = l->r;
    const bool repeats = how == BEGINS_TO_REPEAT || how == REPEATED;
    const double pace = repeats ? value(r, r->agent->stuck_pace) : 1;
    *call_s = 0;
    if (r->call_s)
        *call_s = sim_sampler_draw(r->call_s, sim_stream_uniform(r->think, l->id, step)) * pace;
    if (how == CALL_FAILED)
        return is_out_of_attempts(l, a) ? 0
                                        : backoff_of(r, a->failures,
                                                     sim_stream_uniform(r->step, l->id, step) /
                                                         value(r, r->agent->error));
    if (!r->tool_s)
        return 0;
    return sim_sampler_draw(r->tool_s, validate_naive_second_uniform(r->think, l->id, step)) *
           pace;
}

/* Makes the agent's next step; false if the session is over before it. */
static bool make_step(life *l, mind *a, ending *how)
{
    const rules *r = l->r;
    const uint64_t step = l->steps++;
    const double u = sim_stream_uniform(r->step, l->id, step);
    *how = a->is_stuck ? REPEATED : ending_of(r, u);
    const double question = question_of(l, a, step);
    const double hidden = validate_naive_hidden_tokens(r->service, l->id, step);
    const bool repeats = *how == BEGINS_TO_REPEAT || *how == REPEATED;
    if (!compact(l, &a->memory, question, step) || !is_let_in(l, &a->memory, question))
        return false;
    const double before = a->memory.history;
    double call_s, cost = send(l, &a->memory, question, answer_of(l, step), hidden);
    if (*how == CALL_FAILED) {
        a->memory.history = before;
        a->question = question;
        a->failures++;
    } else {
        a->question = (double)NAN;
        a->failures = 0;
    }
    a->has_begun = true;
    a->is_stuck =
        *how == BEGINS_TO_REPEAT || (*how == REPEATED && u >= value(r, r->agent->escape));
    l->is_endless |= a->is_stuck && value(r, r->agent->escape) <= 0;
    const double gap_s = gap_of(l, a, *how, step, &call_s), called_s = l->now_s;
    l->now_s += call_s;
    cost += *how == CALL_FAILED ? 0 : use_tool(l);
    l->cost += cost;
    r->service->ledger->counters[MODEL_REPEATED] += repeats;
    validate_watch_cost(r->watch, l->now_s, cost);
    validate_watch_step(r->watch, repeats);
    if (repeats)
        run_away(l, called_s, cost);
    l->now_s += gap_s;
    return true;
}

/* ---- agents ---- */

static mind new_mind(const life *l, uint64_t level, double goal, double u_sub_agents)
{
    const rules *r = l->r;
    const double depth = round(value(r, r->agent->depth));
    return (mind){.level = level,
                  .goal = goal,
                  .left = goal,
                  .sub_agents =
                      (double)level < depth ? count_of(r->sub_agents, u_sub_agents, 0) : 0,
                  .question = (double)NAN};
}

static bool play_agent(life *l, mind a);

/* Plays those that an agent starts, one after the other; false if the session was stopped. */
static bool play_others(life *l, mind *a)
{
    for (; a->sub_agents > 0; a->sub_agents--) {
        const uint64_t which = l->sub_agents++;
        const sim_stream stream = l->r->sub_agent;
        mind other = new_mind(
            l, a->level + 1, count_of(l->r->steps, sim_stream_uniform(stream, l->id, which), 1),
            validate_naive_second_uniform(stream, l->id, which));
        other.memory.cached = fmin(a->memory.cached, l->r->system);
        other.memory.cached_s = a->memory.cached_s;
        play_agent(l, other);
        if (l->is_stopped)
            return false;
    }
    return true;
}

/* Plays an agent and all that it starts; whether it solved its task. It has not if the session
   was stopped meanwhile. */
static bool play_agent(life *l, mind a)
{
    while (a.left > 0) {
        ending how;
        if (!make_step(l, &a, &how))
            return false;
        a.left += how == SET_BACK ? 1 : how == USEFUL ? -1 : 0;
        if (how == GIVEN_UP || is_out_of_attempts(l, &a) ||
            a.left >= a.goal + given_or(l->r, l->r->agent->patience, HUGE_VAL))
            return false;
        if (how == CALL_FAILED)
            continue; /* the step is not through */
        if (!play_others(l, &a))
            return false;
    }
    return true;
}

/* ---- sessions ---- */

/* Whether a human takes over what the session leaves. */
static bool is_handed_over(const life *l, bool is_judged)
{
    if (isnan(l->r->agent->hand_over_price) || l->outcome == MODEL_OUTCOME_UNFINISHED)
        return false;
    return l->outcome != MODEL_OUTCOME_FINISHED || (is_judged && !l->succeeds);
}

static void count_session(const life *l)
{
    const validate_service *s = l->r->service;
    model_ledger *ledger = s->ledger;
    const bool is_judged = s->workload->success.is_given;
    const bool handed_over = is_handed_over(l, is_judged);
    const double cost = l->cost + (handed_over ? l->r->agent->hand_over_price : 0);
    ledger->counters[MODEL_SESSIONS]++;
    ledger->counters[MODEL_ENDED + (int)l->outcome]++;
    sim_sketch_add(ledger->session_cost, cost);
    ledger->gauges[MODEL_DEAREST] = fmax(ledger->gauges[MODEL_DEAREST], cost);
    ledger->counters[MODEL_JUDGED] += is_judged;
    ledger->counters[MODEL_TASKS] += is_judged;
    model_ending came_out = MODEL_ENDING_UNJUDGED;
    if (l->outcome != MODEL_OUTCOME_FINISHED)
        came_out = (model_ending)(MODEL_ENDING_HANDED_OVER + (int)l->outcome);
    else if (is_judged)
        came_out = l->succeeds ? MODEL_ENDING_SUCCEEDED : MODEL_ENDING_FAILED;
    ledger->gauges[MODEL_ENDING_COST + (int)came_out] += cost;
    if (is_judged && l->succeeds && l->outcome == MODEL_OUTCOME_FINISHED) {
        ledger->counters[MODEL_SUCCESSES]++;
        ledger->counters[MODEL_SOLVED]++;
        ledger->value += given_or(l->r, s->workload->value_per_success, 0);
        ledger->human_cost += given_or(l->r, s->workload->human_cost, 0);
    } else if (is_judged) {
        ledger->gauges[MODEL_WASTED] += cost;
    }
    ledger->counters[MODEL_LOST] +=
        is_judged && l->succeeds && !l->is_endless && model_outcome_is_stop(l->outcome);
    if (!handed_over)
        return;
    const size_t month = model_tariff_cell(&s->tariff, l->now_s, s->tariff.cells)->month;
    ledger->counters[MODEL_HANDED_OVER]++;
    ledger->usage[month * s->n_lines + l->r->people_line]++;
}

static void play_session(const rules *r, model_session_id id, double arrival_s)
{
    const model_workload *w = r->service->workload;
    life l = {.r = r, .id = id, .now_s = arrival_s};
    l.on_user = effect(value(r, w->session.user_sd), sim_stream_uniform(r->session, id, 1));
    l.on_task =
        effect(value(r, w->session.task_sd), validate_naive_second_uniform(r->session, id, 1));
    l.succeeds =
        w->success.is_given && sim_stream_uniform(r->session, id, 2) < value(r, w->success);
    double steps = count_of(r->steps, validate_naive_second_uniform(r->session, id, 0), 1);
    if (w->success.is_given && !l.succeeds)
        steps = fmax(round(steps * value(r, r->agent->failed_steps)), 1);
    validate_watch_begin(r->watch, arrival_s);
    const bool is_solved = play_agent(
        &l, new_mind(&l, 0, steps, validate_naive_second_uniform(r->session, id, 2)));
    if (!l.is_stopped)
        l.outcome = is_solved ? MODEL_OUTCOME_FINISHED : MODEL_OUTCOME_GAVE_UP;
    count_session(&l);
}

bool validate_naive_play_agents(const validate_twin *t, const validate_service *s)
{
    rules r;
    model_source *source;
    const model_workload *w = s->workload;
    if (!make_rules(t, s, &r) || !model_source_new(&w->arrivals, t->scenario->calendar, w->name,
                                                   t->future, &source, t->why))
        return false;
    for (size_t day = 0; (double)day * MODEL_DAY_S < s->end_s; day++)
        for (size_t client = 0; client < model_source_clients(source); client++) {
            model_source_day(source, client, day);
            for (uint64_t rank = 0;; rank++) {
                const model_session_id id = model_session_id_of(day, client, rank);
                const double share = sim_stream_uniform(r.session, id, 0);
                double arrival_s;
                if (model_source_next(source, 1, &share, &arrival_s) == 0)
                    break;
                play_session(&r, id, arrival_s);
            }
        }
    return true;
}
