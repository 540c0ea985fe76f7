/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * Calls at the gate of a metered endpoint: let in, refused, failed, answered; and led to
 * another endpoint where this one turns them away.
 */
#include "models/hosted_talk.h"

#include <math.h>

static void knock(sim_engine *engine, void *who);
static void failed(sim_engine *engine, void *who);
static void answered(sim_engine *engine, void *who);
static const sim_action knocking = {"a call reaches its gate", knock, NULL};
static const sim_action failing = {"a call has failed", failed, NULL};
static const sim_action answering = {"a call is answered", answered, NULL};

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
    t->on->said.context = t->raw_context;
    t->on->said.irrelevant = t->raw_irrelevant;
    t->on->said.extra = t->extra;
    t->cost = model_api_say(f->api, &t->on->said, now_s, t->raw_question, t->raw_answer,
                            t->raw_hidden);
    t->on->history = t->on->said.history;
    return t->on->said.output;
}

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
    model_talk_count(t);
    return true;
}

/* Whether it is metered: let in by the limits, and not kept to bought units. */
static bool is_metered(model_talk *t, double now_s)
{
    model_gate *gate = t->feeder->house->gate;
    return (!gate->has_units || gate->spills) &&
           model_gate_lets_in(gate, now_s, t->request.prompt + t->answer + t->hidden);
}

/* ---- calls that are turned away ---- */

/* What its machines counted of it is undone: it is another endpoint's call. */
static void leave_machines(model_talk *t)
{
    t->on->history = t->history_before;
    t->on->known = t->known_before;
    t->feeder->street->ledger->counters[MODEL_CALLS]--;
}

/* A row of a replay, whose new endpoint has none of it in its cache. */
static void carry_row(model_talk *t, bool was_metered)
{
    const uint64_t *tokens = t->usage.tokens;
    model_talk_fit_row(t,
                       was_metered ? (double)(tokens[MODEL_INPUT] + tokens[MODEL_CACHE_READ])
                                   : t->request.prompt,
                       0);
}

bool model_talk_falls_back(model_talk *t, bool is_given_up)
{
    const model_feeder *from = t->feeder;
    const model_fallbacks *detours = t->home->detours;
    model_street *street = from->street;
    if (!detours || t->n_fallbacks == detours->n_steps)
        return false;
    const model_fallback *to = &detours->steps[t->n_fallbacks];
    if (!is_given_up &&
        !(to->after.is_given &&
          t->refusals >= model_number_value(to->after, street->future->resolved)))
        return false;
    street->ledger->counters[MODEL_FELL_BACK] += t->n_fallbacks == 0;
    t->n_fallbacks++;
    if (!from->api)
        leave_machines(t);
    model_talk_lead(t, to->endpoint);
    t->refusals = 0;
    if (t->day) {
        model_talk_ask_again(t);
    } else {
        carry_row(t, from->api);
        model_talk_knock(t);
    }
    return true;
}

/* Its client asks elsewhere, tries again later, or gives up. */
static void turn_away(model_talk *t, const model_patience *patience)
{
    model_gate *gate = t->feeder->house->gate;
    model_ledger *ledger = t->feeder->street->ledger;
    const bool is_given_up = ++t->refusals >= patience->attempts;
    if (model_talk_falls_back(t, is_given_up))
        return;
    if (!is_given_up) {
        sim_engine_after(t->feeder->street->engine,
                         model_gate_wait_s(gate, patience, t->refusals - 1), &knocking, t);
        return;
    }
    ledger->counters[MODEL_LATE]++;
    ledger->counters[MODEL_CALLS]++;
    model_talk_end(t, false);
}

static void refuse(model_talk *t)
{
    t->feeder->street->ledger->counters[MODEL_THROTTLED]++;
    turn_away(t, &t->feeder->house->gate->refused);
}

/* An attempt fails, of which its client hears a little later. */
static void fail(model_talk *t, double now_s)
{
    const model_gate *gate = t->feeder->house->gate;
    model_feeder *f = t->feeder;
    f->street->ledger->counters[MODEL_FAILED_ATTEMPTS]++;
    if (gate->failures_pay_prompt) {
        if (!t->day)
            model_api_turn_to(f->api, t->app);
        t->cost = model_api_pay_prompt(f->api, now_s, t->request.prompt);
        t->on->said.cost += t->cost;
    }
    sim_engine_at(f->street->engine, now_s + gate->noticed_s, &failing, t);
}

static void failed(sim_engine *engine, void *who)
{
    model_talk *t = who;
    model_talk_settle(t, sim_engine_now(engine), t->cost);
    if (t->errand)
        model_errand_charge(t, t->cost);
    turn_away(t, &t->feeder->house->gate->failed);
}

/* ---- calls that are let in ---- */

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
    model_talk_leave(t, false, (model_ending)(MODEL_ENDING_ENDED + MODEL_OUTCOME_LIMIT - 1));
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
            model_talk_ask_again(t);
        else
            model_talk_knock(t);
    } else {
        street->ledger->counters[MODEL_DEFERRED_CALLS] += !t->has_waited;
        t->has_waited = true;
        sim_engine_at(street->engine, fmin(until_s, street->end_s), &knocking, t);
    }
    return false;
}

void model_talk_knock(model_talk *t)
{
    knock(t->feeder->street->engine, t);
}

static void knock(sim_engine *engine, void *who)
{
    model_talk *t = who;
    const double now_s = sim_engine_now(engine);
    if (now_s >= t->feeder->street->end_s) {
        model_talk_end(t, false);
        return;
    }
    if (!is_affordable(t, now_s))
        return;
    model_gate *gate = t->feeder->house->gate;
    double output = t->answer + t->hidden;
    t->cost = 0;
    if (model_gate_fails(gate)) {
        fail(t, now_s);
        return;
    }
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

static void answered(sim_engine *engine, void *who)
{
    model_talk *t = who;
    model_talk_settle(t, sim_engine_now(engine), t->cost);
    const model_gate *gate = t->feeder->house->gate;
    if (gate->is_timed || gate->has_units || t->n_fallbacks > 0)
        model_talk_note_latency(t);
    model_talk_go_on(t);
}
