/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "models/agent_player.h"

#include <math.h>

/* ---- calls ---- */

/* What the call would send, in the endpoint's tokens. */
static double prompt_of(const model_player *p, const model_conversation *talk, double question)
{
    return p->api.system_tokens + talk->history + model_tokens(question * p->api.tokenizer);
}

static bool end(model_player *p, model_outcome outcome)
{
    p->is_over = true;
    p->outcome = outcome;
    return false;
}

/* Asks, if the guards and the horizon allow it; the time that the call takes is not counted. */
static bool call(model_player *p, model_conversation *talk, double question, double answer,
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
    if (p->is_closed)
        return end(p, MODEL_OUTCOME_LIMIT);
    p->call_cost = model_api_say(&p->api, talk, p->time_s, question, answer, hidden);
    p->api.ledger->counters[MODEL_CALLS]++;
    return true;
}

/* Has the model summarise what was said: a call with all of it, without hidden reasoning, and
   its answer is all that is kept. It takes no time. */
static bool compact(model_player *p, model_conversation *talk)
{
    /* A question that failed is not part of it. */
    talk->prompt = fmin(talk->prompt, p->api.system_tokens + talk->history);
    if (!call(p, talk, 0, p->terms.compact_to, 0))
        return false;
    p->cost += p->call_cost;
    p->delayed += p->call_cost * p->time_s;
    model_guarded_charge(&p->guarded, p->time_s, p->call_cost);
    talk->history = talk->output;
    talk->prompt = fmin(talk->prompt, p->api.system_tokens);
    p->api.ledger->counters[MODEL_COMPACTIONS]++;
    return true;
}

size_t model_player_month(const model_player *p)
{
    const model_cell *cell = p->api.cell;
    return p->time_s >= cell->from_s && p->time_s < cell->to_s
               ? cell->month
               : model_calendar_month(p->calendar, fmin(p->time_s, nextafter(p->end_s, 0)));
}

/* Now that the call is answered. */
static double use_tool(model_player *p)
{
    model_ledger *ledger = p->api.ledger;
    if (p->terms.tools_line == SIZE_MAX)
        return 0;
    ledger->usage[model_player_month(p) * ledger->n_lines + p->terms.tools_line]++;
    model_api_spend(&p->api, p->time_s, p->terms.tool_price);
    return p->terms.tool_price;
}

/* A sub-agent finds the system prompt where its caller left it. */
static void open_talk(model_player *p, size_t level)
{
    model_conversation *talk = &p->talks[level];
    *talk = (model_conversation){0};
    if (level == 0)
        return;
    talk->prompt = fmin(p->talks[level - 1].prompt, p->api.system_tokens);
    talk->time_s = p->talks[level - 1].time_s;
}

bool model_player_step(model_player *p, const model_agent_step *step, double hidden)
{
    model_conversation *talk = &p->talks[step->level];
    if (step->opens)
        open_talk(p, step->level);
    talk->luck = model_api_step_luck(&p->api, step->compact);
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
    p->delayed += cost * p->time_s;
    model_guarded_charge(&p->guarded, p->time_s, cost);
    model_guarded_step(&p->guarded, repeats);
    if (repeats && p->api.spend)
        model_hours_repeat(p->api.ledger->hours, talk->time_s, cost, p->guarded.repeated);
    p->time_s += step->tool_s;
    return p->at_once < MODEL_MOST_TURNS || end(p, MODEL_OUTCOME_UNFINISHED);
}

/* ---- sessions ---- */

static void draw_hidden(const model_player *p, const model_walk *walk, uint32_t first, size_t n,
                        double *hidden)
{
    double unused[MODEL_PLAYER_STEPS];
    sim_stream_run(p->api.reasoning_stream, walk->session, first, n, hidden, unused);
    sim_sampler_fill(p->api.reasoning, n, hidden, hidden);
}

void model_player_steps(model_player *p, const model_walk *walk, const model_agent_step *steps,
                        size_t n)
{
    double hidden[MODEL_PLAYER_STEPS] = {0};
    if (p->api.reasoning)
        draw_hidden(p, walk, steps[0].index, n, hidden);
    for (size_t i = 0; i < n; i++)
        if (!model_player_step(p, &steps[i], hidden[i]))
            return;
}

model_agent_end model_player_end(model_player *p, const model_walk *walk)
{
    if (!p->is_over && walk->gave_up)
        p->outcome = MODEL_OUTCOME_GAVE_UP;
    return (model_agent_end){p->outcome, walk->succeeds, p->is_endless, p->cost,
                             p->terms.hand_overs_line == SIZE_MAX ? 0 : model_player_month(p)};
}

/* ---- beginnings ---- */

bool model_player_init(model_player *p, const model_agent_play *of, const model_agent_seat *on,
                       const model_future *future, sim_failure *why)
{
    if (!model_api_init(&p->api, on->meterage, of->workload, future, on->ledger, why))
        return false;
    p->terms = model_agent_terms_of(of->workload, on->first_line, future->resolved);
    model_guarded_init(&p->guarded, on->guard, future->resolved, p->charges);
    p->is_closed = on->is_closed;
    p->end_s = p->api.end_s;
    p->calendar = of->calendar;
    return true;
}

void model_player_copy(model_player *to, const model_player *from)
{
    *to = *from;
    to->guarded.charges = to->charges;
}

void model_player_begin(model_player *p, double arrival_s)
{
    p->time_s = p->moment_s = arrival_s;
    p->cost = p->delayed = 0;
    p->is_over = p->is_endless = false;
    p->at_once = 0;
    p->outcome = MODEL_OUTCOME_FINISHED;
    model_guarded_begin(&p->guarded, arrival_s);
}
