/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "models/agent_play.h"

#include <math.h>

enum { STEPS_AT_A_TIME = 64 };

/* A session in an architecture. */
typedef struct player {
    model_api api;
    model_agent_terms terms;
    model_guarded guarded;
    model_charge charges[MODEL_GUARD_CHARGES];
    model_conversation talks[MODEL_AGENT_LEVELS];
    const model_calendar *calendar;
    double time_s, end_s;
    double cost, call_cost; /* of the session so far, of its last call */
    bool is_over, is_endless;
    double moment_s;
    uint32_t at_once; /* steps at that moment, where they take no time */
    model_outcome outcome;
    double hidden[STEPS_AT_A_TIME]; /* reasoning, unrounded */
} player;

/* ---- calls ---- */

/* What the call would send, in the endpoint's tokens. */
static double prompt_of(const player *p, const model_conversation *talk, double question)
{
    return p->api.system_tokens + talk->history + model_tokens(question * p->api.tokenizer);
}

static bool end(player *p, model_outcome outcome)
{
    p->is_over = true;
    p->outcome = outcome;
    return false;
}

/* Asks, if the guards and the horizon allow it; the time that the call takes is not counted. */
static bool call(player *p, model_conversation *talk, double question, double answer,
                 double hidden)
{
    model_outcome stop = MODEL_OUTCOME_CALLS;
    const double most = p->guarded.reserves
                            ? model_api_most(&p->api, p->time_s, prompt_of(p, talk, question))
                            : 0;
    if (p->time_s >= p->end_s)
        return end(p, MODEL_OUTCOME_UNFINISHED);
    if (!model_guarded_admits(&p->guarded, &p->time_s, most, &stop))
        return end(p, stop);
    if (p->time_s >= p->end_s) /* a breaker had it wait */
        return end(p, MODEL_OUTCOME_UNFINISHED);
    p->call_cost = model_api_say(&p->api, talk, p->time_s, question, answer, hidden);
    p->api.ledger->counters[MODEL_CALLS]++;
    return true;
}

/* Has the model summarise what was said: a call with all of it, without hidden reasoning, and
   its answer is all that is kept. It takes no time. */
static bool compact(player *p, model_conversation *talk)
{
    /* A question that failed is not part of it. */
    talk->prompt = fmin(talk->prompt, p->api.system_tokens + talk->history);
    if (!call(p, talk, 0, p->terms.compact_to, 0))
        return false;
    p->cost += p->call_cost;
    model_guarded_charge(&p->guarded, p->time_s, p->call_cost);
    talk->history = talk->output;
    talk->prompt = fmin(talk->prompt, p->api.system_tokens);
    p->api.ledger->counters[MODEL_COMPACTIONS]++;
    return true;
}

/* The month that is now; after the horizon's end, its last. */
static size_t month_of(const player *p)
{
    const model_cell *cell = p->api.cell;
    return p->time_s >= cell->from_s && p->time_s < cell->to_s
               ? cell->month
               : model_calendar_month(p->calendar, fmin(p->time_s, nextafter(p->end_s, 0)));
}

/* Now that the call is answered. */
static double use_tool(player *p)
{
    model_ledger *ledger = p->api.ledger;
    if (p->terms.tools_line == SIZE_MAX)
        return 0;
    ledger->usage[month_of(p) * ledger->n_lines + p->terms.tools_line]++;
    model_api_spend(&p->api, p->time_s, p->terms.tool_price);
    return p->terms.tool_price;
}

/* A sub-agent finds the system prompt where its caller left it. */
static void open_talk(player *p, size_t level)
{
    model_conversation *talk = &p->talks[level];
    *talk = (model_conversation){0};
    if (level == 0)
        return;
    talk->prompt = fmin(p->talks[level - 1].prompt, p->api.system_tokens);
    talk->time_s = p->talks[level - 1].time_s;
}

/* Plays a step; false if the session is over. */
static bool play(player *p, const model_agent_step *step, double hidden)
{
    model_conversation *talk = &p->talks[step->level];
    if (step->opens)
        open_talk(p, step->level);
    if (model_agent_compacts(&p->terms, step, talk->history,
                             prompt_of(p, talk, step->question)) &&
        !compact(p, talk))
        return false;
    const double history = talk->history;
    if (!call(p, talk, step->question, step->answer, hidden))
        return false;
    double cost = p->call_cost;
    p->at_once = p->time_s > p->moment_s ? 0 : p->at_once + 1;
    p->moment_s = p->time_s;
    p->time_s += step->call_s;
    if (step->kind == MODEL_STEP_ERROR)
        talk->history = history;
    else
        cost += use_tool(p);
    const bool repeats = step->kind == MODEL_STEP_STUCK;
    p->api.ledger->counters[MODEL_REPEATED] += repeats;
    p->is_endless = step->is_endless;
    p->cost += cost;
    model_guarded_charge(&p->guarded, p->time_s, cost);
    model_guarded_step(&p->guarded, repeats);
    if (repeats && p->api.spend)
        model_hours_repeat(p->api.ledger->hours, talk->time_s, cost, p->guarded.repeated);
    p->time_s += step->tool_s;
    return p->at_once < MODEL_MOST_TURNS || end(p, MODEL_OUTCOME_UNFINISHED);
}

/* ---- sessions ---- */

static void begin_session(player *p, double arrival_s)
{
    p->time_s = p->moment_s = arrival_s;
    p->cost = 0;
    p->is_over = p->is_endless = false;
    p->at_once = 0;
    p->outcome = MODEL_OUTCOME_FINISHED;
    model_guarded_begin(&p->guarded, arrival_s);
}

static void draw_hidden(player *p, const model_walk *walk, uint32_t first, size_t n)
{
    double unused[STEPS_AT_A_TIME];
    sim_stream_run(p->api.reasoning_stream, walk->session, first, n, p->hidden, unused);
    sim_sampler_fill(p->api.reasoning, n, p->hidden, p->hidden);
}

static void play_some(player *p, const model_walk *walk, const model_agent_step *steps,
                      size_t n)
{
    if (p->api.reasoning)
        draw_hidden(p, walk, steps[0].index, n);
    for (size_t i = 0; i < n; i++)
        if (!play(p, &steps[i], p->api.reasoning ? p->hidden[i] : 0))
            return;
}

static void end_session(player *p, const model_walk *walk)
{
    if (!p->is_over && walk->gave_up)
        p->outcome = MODEL_OUTCOME_GAVE_UP;
    const model_agent_end ended = {p->outcome, walk->succeeds, p->is_endless, p->cost,
                                   p->terms.hand_overs_line == SIZE_MAX ? 0 : month_of(p)};
    model_agent_count_end(&p->terms, &ended, p->api.ledger);
}

/* All that a workload's sessions need. */
typedef struct stage {
    const model_calendar *calendar;
    model_agent_law law;
    model_source *source;
    model_block block;
    model_walk *walk;
    player *players; /* players[n_players] */
    size_t n_players;
} stage;

/* Walks until the task is done or no architecture lets the session go on. */
static void play_session(stage *s, model_session_id id, double arrival_s)
{
    model_agent_step steps[STEPS_AT_A_TIME];
    size_t n_alive = s->n_players;
    model_walk_begin(s->walk, &s->law, id);
    for (size_t i = 0; i < s->n_players; i++)
        begin_session(&s->players[i], arrival_s);
    while (n_alive > 0 && !s->walk->is_over) {
        size_t n = 0;
        while (n < STEPS_AT_A_TIME && model_walk_next(s->walk, &steps[n]))
            n++;
        for (size_t i = n_alive = 0; i < s->n_players; i++) {
            if (!s->players[i].is_over)
                play_some(&s->players[i], s->walk, steps, n);
            n_alive += !s->players[i].is_over;
        }
    }
    for (size_t i = 0; i < s->n_players; i++)
        end_session(&s->players[i], s->walk);
}

static bool play_day(stage *s, size_t client, size_t day, const model_future *future,
                     sim_failure *why)
{
    double unused[MODEL_BLOCK_SESSIONS];
    model_source_day(s->source, client, day);
    for (uint64_t first = model_session_id_of(day, client, 0);
         model_block_arrive(&s->block, s->law.session_stream, s->source, first, unused);
         first += s->block.n_sessions)
        for (size_t i = 0; i < s->block.n_sessions; i++) {
            if (!model_future_goes_on(future, why))
                return false;
            play_session(s, s->block.session[i], s->block.arrival_s[i]);
        }
    return true;
}

static bool seat(stage *s, const model_agent_play *of, const model_future *future,
                 sim_failure *why)
{
    s->players = sim_arena_alloc(future->arena, of->n_seats, sizeof *s->players);
    for (size_t i = 0; i < of->n_seats; i++) {
        const model_agent_seat *on = &of->seats[i];
        if (!on->meterage)
            continue;
        player *p = &s->players[s->n_players++];
        if (!model_api_init(&p->api, on->meterage, of->workload, future, on->ledger, why))
            return false;
        p->terms = model_agent_terms_of(of->workload, on->first_line, future->resolved);
        model_guarded_init(&p->guarded, on->guard, future->resolved, p->charges);
        p->end_s = p->api.end_s;
        p->calendar = s->calendar;
    }
    return true;
}

bool model_agents_play(const model_agent_play *of, const model_future *future, sim_failure *why)
{
    const model_workload *workload = of->workload;
    stage s = {.calendar = of->calendar,
               .walk = sim_arena_alloc(future->arena, 1, sizeof *s.walk)};
    const double end_s = model_calendar_end_s(of->calendar);
    model_block_init(&s.block, future->arena);
    if (!seat(&s, of, future, why) ||
        !model_agent_law_init(&s.law, workload, of->ready, future, why) ||
        !model_source_new(&workload->arrivals, of->calendar, workload->name, future, &s.source,
                          why))
        return false;
    for (size_t client = 0; client < model_source_clients(s.source); client++)
        for (size_t day = 0; (double)day * MODEL_DAY_S < end_s; day++)
            if (!play_day(&s, client, day, future, why))
                return false;
    for (size_t i = 0; i < s.n_players; i++)
        model_api_flush(&s.players[i].api);
    return true;
}
