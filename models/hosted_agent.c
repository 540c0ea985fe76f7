/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * Agents through what is shared: the same walk as in agent_play.c, one step after the other on
 * the engine, each when the one before was answered and its tool is through.
 */
#include "models/hosted_talk.h"

#include <math.h>

typedef struct model_errand {
    model_walk walk;
    model_agent_step step;
    model_spoken levels[MODEL_AGENT_LEVELS];
    model_guarded guarded;
    model_charge charges[MODEL_GUARD_CHARGES];
    double cost, history_before;
    double moment_s;
    uint32_t at_once;                  /* steps at that moment, where they take no time */
    bool is_pending;                   /* the step was walked, and not made yet */
    bool is_let_in;                    /* by the guards, for later */
    bool is_compacting, has_compacted; /* before the step's call */
    bool is_endless;
} model_errand;

static void next(sim_engine *engine, void *who);
static const sim_action going_on = {"an agent goes on", next, NULL};

size_t model_errand_size(void)
{
    return sizeof(model_errand);
}

bool model_errands_init(model_feeder *feeder, const model_ready *ready, sim_failure *why)
{
    const model_future *future = feeder->street->future;
    feeder->agents = sim_arena_alloc(future->arena, 1, sizeof *feeder->agents);
    feeder->terms =
        model_agent_terms_of(feeder->workload, feeder->agent_line, future->resolved);
    feeder->reasoning_stream = model_future_stream(future, feeder->workload->name, "reasoning");
    return model_agent_law_init(feeder->agents, feeder->workload, ready, future, why) &&
           model_sampler(&feeder->house->endpoint->reasoning, NULL, future->resolved,
                         future->arena, &feeder->reasoning, why);
}

double model_errand_call_s(const model_talk *t)
{
    return t->errand->is_compacting ? 0 : t->errand->step.call_s;
}

/* ---- ends ---- */

static void end(model_talk *t, model_outcome outcome)
{
    const model_feeder *f = t->home;
    model_errand *e = t->errand;
    const model_agent_end ended = {outcome, e->walk.succeeds, e->is_endless,
                                   f->api ? e->cost : (double)NAN, f->street->month};
    model_agent_count_end(&f->terms, &ended, f->street->ledger);
    sim_pool_give(&f->street->errands, e);
    model_talk_free(t);
}

void model_errand_fail(model_talk *t)
{
    const model_street *street = t->feeder->street;
    end(t, sim_engine_now(street->engine) >= street->end_s ? MODEL_OUTCOME_UNFINISHED
                                                           : MODEL_OUTCOME_GAVE_UP);
}

void model_errand_stop(model_talk *t)
{
    const model_errand *e = t->errand;
    if (e->walk.succeeds && !e->is_endless)
        t->feeder->street->ledger->gauges[MODEL_LOST_VALUE] += t->feeder->terms.worth.value;
    end(t, MODEL_OUTCOME_LIMIT);
}

/* ---- calls ---- */

static double prompt_of(const model_talk *t, double question)
{
    const model_feeder *f = t->feeder;
    return f->system_tokens + t->on->history + model_tokens(question * f->tokenizer);
}

/* Whether the guards let the call in now. If not, the session has ended, or asks later. */
static bool is_let_in(model_talk *t, double question)
{
    model_errand *e = t->errand;
    model_outcome stop = MODEL_OUTCOME_CALLS;
    const double now_s = sim_engine_now(t->feeder->street->engine);
    const double most = e->guarded.reserves && t->feeder->api
                            ? model_api_most(t->feeder->api, now_s, prompt_of(t, question))
                            : 0;
    double when_s = now_s;
    if (e->is_let_in) {
        e->is_let_in = false;
        return true;
    }
    if (!model_guarded_admits(&e->guarded, &when_s, most, &stop)) {
        end(t, stop);
        return false;
    }
    if (when_s <= now_s)
        return true;
    e->is_let_in = true;
    sim_engine_at(t->feeder->street->engine, when_s, &going_on, t);
    return false;
}

static void call(model_talk *t, double question, double answer, double hidden)
{
    model_errand *e = t->errand;
    if (!is_let_in(t, question))
        return;
    e->history_before = t->on->history;
    t->raw_question = question;
    t->raw_answer = answer;
    t->raw_hidden = hidden;
    t->request.session = t->on->prefix;
    model_talk_ask(t);
}

static uint64_t new_prefix(const model_talk *t)
{
    return ++t->feeder->street->sessions << 16 | 0xffff; /* above the ids of system prompts */
}

/* A sub-agent finds the system prompt where its caller left it. */
static void open_level(model_talk *t)
{
    model_errand *e = t->errand;
    const size_t level = e->step.level;
    e->levels[level] = (model_spoken){.prefix = new_prefix(t)};
    if (level == 0 || !t->feeder->api)
        return;
    const model_conversation *caller = &e->levels[level - 1].said;
    e->levels[level].said.prompt = fmin(caller->prompt, t->feeder->system_tokens);
    e->levels[level].said.time_s = caller->time_s;
}

static double hidden_of(const model_talk *t)
{
    const model_feeder *f = t->feeder;
    const model_errand *e = t->errand;
    return f->reasoning ? sim_sampler_draw(f->reasoning,
                                           sim_stream_uniform(f->reasoning_stream,
                                                              e->walk.session, e->step.index))
                        : 0;
}

/* Takes the next step of the walk; false if there is none. */
static bool walk(model_talk *t)
{
    model_errand *e = t->errand;
    if (e->is_pending)
        return true;
    if (!model_walk_next(&e->walk, &e->step))
        return false;
    e->is_pending = true;
    e->has_compacted = false;
    if (e->step.opens)
        open_level(t);
    t->on = &e->levels[e->step.level];
    return true;
}

static void next(sim_engine *engine, void *who)
{
    model_talk *t = who;
    model_errand *e = t->errand;
    model_talk_go_home(t);
    if (!walk(t)) {
        end(t, e->walk.gave_up ? MODEL_OUTCOME_GAVE_UP : MODEL_OUTCOME_FINISHED);
        return;
    }
    if (sim_engine_now(engine) >= t->feeder->street->end_s) {
        end(t, MODEL_OUTCOME_UNFINISHED);
        return;
    }
    e->is_compacting =
        !e->has_compacted && model_agent_compacts(&t->feeder->terms, &e->step, t->on->history,
                                                  prompt_of(t, e->step.question));
    if (e->is_compacting) {
        /* A question that failed is not part of it. */
        t->on->said.prompt =
            fmin(t->on->said.prompt, t->feeder->system_tokens + t->on->history);
        call(t, 0, t->feeder->terms.compact_to, 0);
    } else
        call(t, e->step.question, e->step.answer, hidden_of(t));
}

void model_errand_begin(model_talk *t, model_session_id session)
{
    model_feeder *f = t->feeder;
    model_errand *e = sim_pool_take(&f->street->errands);
    t->errand = e;
    e->moment_s = sim_engine_now(f->street->engine);
    model_walk_begin(&e->walk, f->agents, session);
    model_guarded_init(&e->guarded, f->guard, f->street->future->resolved, e->charges);
    model_guarded_begin(&e->guarded, sim_engine_now(f->street->engine));
    next(f->street->engine, t);
}

/* ---- answers ---- */

/* The summary is all that is left of what was said. */
static void compacted(model_talk *t)
{
    model_errand *e = t->errand;
    model_spoken *on = t->on;
    on->history = t->request.output;
    on->known = 0;
    on->prefix = new_prefix(t);
    on->said.prompt = fmin(on->said.prompt, t->feeder->system_tokens);
    e->has_compacted = true;
    t->feeder->street->ledger->counters[MODEL_COMPACTIONS]++;
}

static double use_tool(model_talk *t)
{
    const model_agent_terms *terms = &t->feeder->terms;
    if (terms->tools_line == SIZE_MAX)
        return 0;
    ++*model_street_line(t->feeder->street, terms->tools_line);
    if (t->feeder->api)
        model_api_spend(t->feeder->api, sim_engine_now(t->feeder->street->engine),
                        terms->tool_price);
    return terms->tool_price;
}

/* Whether it makes endless calls in no time. */
static bool spins(model_errand *e, double now_s)
{
    e->at_once = now_s > e->moment_s ? 0 : e->at_once + 1;
    e->moment_s = now_s;
    return e->at_once >= MODEL_MOST_TURNS;
}

void model_errand_charge(model_talk *t, double cost)
{
    t->errand->cost += cost;
    model_guarded_charge(&t->errand->guarded, sim_engine_now(t->feeder->street->engine), cost);
}

void model_errand_go_on(model_talk *t)
{
    model_errand *e = t->errand;
    sim_engine *engine = t->feeder->street->engine;
    const bool repeats = !e->is_compacting && e->step.kind == MODEL_STEP_STUCK;
    double cost = t->cost, gap_s = model_talk_after_s(t);
    if (e->is_compacting) {
        compacted(t);
    } else {
        if (e->step.kind == MODEL_STEP_ERROR)
            t->on->history = e->history_before;
        else
            cost += use_tool(t);
        t->feeder->street->ledger->counters[MODEL_REPEATED] += repeats;
        e->is_endless = e->step.is_endless;
        e->is_pending = false;
        gap_s += e->step.tool_s;
        model_guarded_step(&e->guarded, repeats);
        if (repeats && t->feeder->api && t->feeder->api->spend)
            model_hours_repeat(t->feeder->street->ledger->hours, t->on->said.time_s, cost,
                               e->guarded.repeated);
    }
    model_errand_charge(t, cost);
    if (spins(e, sim_engine_now(engine)))
        end(t, MODEL_OUTCOME_UNFINISHED);
    else
        sim_engine_after(engine, gap_s, &going_on, t);
}

double model_errand_luck(const model_talk *t)
{
    return model_api_step_luck(t->feeder->api, t->errand->step.compact);
}
