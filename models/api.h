/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * The managed API, billed per token: from a call's lengths to tokens in disjoint buckets, to
 * usage on lines and to what the call costs.
 *
 * Nothing is shared between sessions, so calls are played as they come, without an event list.
 */
#ifndef MODELS_API_H
#define MODELS_API_H

#include "models/future.h"
#include "models/ledger.h"
#include "models/scenario.h"
#include "models/session.h"
#include "models/tariff.h"

#include <math.h>

enum { MODEL_API_COLUMNS = 9 };

/* One workload on one endpoint: its tariff and where its lines begin. Constant. */
typedef struct model_meterage {
    const model_endpoint *endpoint;
    model_tariff tariff;
    size_t first_line; /* line of (slot 0, tier 0, meter 0) of app 0 in the architecture */
    size_t n_lines;    /* lines of one app: slots x tiers x meters */
    size_t driver;     /* of app 0: of what is spent by the hour */
    const sim_sampler *reasoning;       /* ready, or NULL */
    const model_retirement *retirement; /* of its model; NULL: it stays */
    model_tariff successor;             /* if it retires */
} model_meterage;

/* One workload on one endpoint in one replication. */
typedef struct model_api {
    const model_meterage *meterage;
    model_ledger *ledger;
    size_t line;   /* where this app's lines begin */
    double *spend; /* spend[hours]: of this app; NULL: not kept */
    double tokenizer, answer_scale;
    double reasoning_scale;
    const sim_sampler *reasoning; /* NULL: none */
    sim_stream reasoning_stream;
    double system_tokens;
    double context_limit, output_limit; /* INFINITY: none */
    double cache_ttl_s, cache_minimum;  /* no cache: -1 */
    double cache_hit;                   /* of a prefix in time; 1: always */
    sim_stream cache_stream;            /* whether, for each call of a session */
    model_meter write_meter;            /* what fills the cache, where writes have a price */
    bool forgets;                       /* calls do not send what was said before */
    const double *context;    /* context[calls of the block]: tokens of documents, behind what
                                 the cache keeps; NULL: none */
    const double *irrelevant; /* of them, of those that are not relevant */
    const double *extra;      /* what the documents cost */
    bool is_judged;           /* whether sessions succeed is stated */
    double end_s;             /* of the horizon */
    const model_cell *cell;   /* where the last call was */
    double pending[MODEL_TIERS][MODEL_METERS]; /* counted in cell, not yet in the ledger: whole
                                                  numbers far below 2^53, so exact */
    double rates[MODEL_METERS]; /* of the cell, for sketches: 0 where there is no price */
    double *reasoning_room, *unused_room; /* scratch for a block's reasoning tokens */
    size_t room;
    double *columns[MODEL_API_COLUMNS]; /* scratch of api_block.c, column_room long each */
    size_t column_room;
    sim_arena *arena;
} model_api;

bool model_api_init(model_api *api, const model_meterage *meterage,
                    const model_workload *workload, const model_future *future,
                    model_ledger *ledger, sim_failure *why);

/* Plays the calls of a block of sessions: usage, counters, sketches; what each session costs is
   added to block->cost[]. Calls past the horizon do not count. */
void model_api_play(model_api *api, const model_block *block);

/* The app that the next calls are of; flushes those before. */
void model_api_turn_to(model_api *api, size_t app);

/* Something cost so much: a call, or its tool. */
static inline void model_api_spend(const model_api *api, double time_s, double cost)
{
    if (api->spend)
        api->spend[model_hours_at(api->ledger->hours, time_s)] += cost;
}

/* Plays one call that is stated in tokens, at a time within the horizon; its cost. */
double model_api_call(model_api *api, double time_s, const model_usage *usage);

/* A conversation on its way: what the next call resends, and what the cache still holds. All
   zero at its beginning. */
typedef struct model_conversation {
    double history;        /* tokens of earlier questions and answers */
    double prompt, time_s; /* of the call before; prompt 0: none, or its beginning was cut */
    double cost;           /* so far */
    double output;         /* tokens of the last call, hidden ones too */
    double luck;           /* a uniform of the next call: below cache_hit, it is found */
    double context, irrelevant, extra; /* of the next call: tokens of documents and of
                                          irrelevant ones, not yet rounded; what they cost */
} model_conversation;

/* The luck of a session's call, from 0; 0 where it is not asked for. */
static inline double model_api_luck(const model_api *api, model_session_id session,
                                    uint64_t call)
{
    return api->cache_hit < 1 ? sim_stream_uniform(api->cache_stream, session, call) : 0;
}

/* That of an agent's step, whose uniform for summaries has digits to spare. */
static inline double model_api_step_luck(const model_api *api, double uniform)
{
    return api->cache_hit < 1 ? uniform * 65536 - floor(uniform * 65536) : 0;
}

/* Plays a conversation's next call, of lengths in the scenario's tokens; what it costs. */
double model_api_say(model_api *api, model_conversation *talk, double time_s, double question,
                     double answer, double reasoning);

/* Bills a prompt that nobody answered, none of it cached; its cost. */
double model_api_pay_prompt(model_api *api, double time_s, double prompt);

/* The most that a call with so long a prompt can cost, now: nothing of it in the cache, and the
   longest output, of the dearer kind. INFINITY where output has no limit. */
double model_api_most(model_api *api, double time_s, double prompt);

/* Before a call that does not send what was said before. */
void model_api_forget(const model_api *api, model_conversation *talk);

/* Counts what a session cost, and that it came out so; whether it was a success is for those
   that are judged. */
static inline void model_api_end_session_as(model_api *api, double cost, model_ending ending)
{
    sim_sketch_add(api->ledger->session_cost, cost);
    api->ledger->gauges[MODEL_WASTED] +=
        api->is_judged && ending != MODEL_ENDING_SUCCEEDED ? cost : 0;
    api->ledger->gauges[MODEL_ENDING_COST + ending] += cost;
}

/* The same of one that made all of its calls. */
static inline void model_api_end_session(model_api *api, double cost, bool succeeds)
{
    model_api_end_session_as(api, cost,
                             !api->is_judged ? MODEL_ENDING_UNJUDGED
                             : succeeds      ? MODEL_ENDING_SUCCEEDED
                                             : MODEL_ENDING_FAILED);
}

/* Cuts a prompt and an output to the model's limits; whether anything was cut. */
bool model_api_fit(const model_api *api, uint64_t *prompt_rest, uint64_t prompt_fixed,
                   uint64_t *output, uint64_t *reasoning);

/* Counts documents sent in calls of the cell: all tokens, and those of irrelevant ones. */
static inline void model_api_count_documents(const model_api *api, double tokens,
                                             double irrelevant)
{
    double *gauges = api->ledger->gauges;
    gauges[MODEL_CONTEXT_TOKENS] += tokens;
    gauges[MODEL_BLOAT_TOKENS] += irrelevant;
    gauges[MODEL_BLOAT] += irrelevant * api->rates[MODEL_INPUT];
}

/* Moves what is pending to the ledger; call at the end, and before changing line. */
void model_api_flush(model_api *api);

#endif
