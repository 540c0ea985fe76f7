/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * A workload's sessions day by day in the order of their arrival, with all their calls: what
 * is played on the engine is drawn as in blocks (session.h), then sorted; of agents, only when
 * they arrive. A day's memory is
 * used again when its last session has ended.
 */
#ifndef MODELS_HOSTED_DAY_H
#define MODELS_HOSTED_DAY_H

#include "models/api.h"
#include "models/retrieval.h"

typedef struct model_hosted_session {
    double arrival_s;
    model_session_id id;
    uint32_t first_call, n_calls; /* agents' are not drawn before they are made */
    bool succeeds;
    double luck; /* by which it does */
} model_hosted_session;

typedef struct model_hosted_day model_hosted_day;
struct model_hosted_day {
    model_hosted_session *sessions; /* sessions[n_sessions], by arrival */
    size_t n_sessions, n_calls, session_room, call_room;
    double *question, *answer,
        *hidden;     /* [n_calls]: tokens, not rounded; hidden: NULL if none */
    double *pause_s; /* pause_s[n_calls]: since the call before */
    /* [n_calls], of the documents that are looked up for it; NULL: none */
    double *context, *irrelevant; /* tokens sent, of them of irrelevant ones; not rounded */
    double *relevant;             /* documents sent that are relevant */
    double *ranked;               /* tokens that a reranker reads; 0: it is not paid for them */
    size_t alive;                 /* sessions that have not ended */
    model_hosted_day *next;       /* of those to be used again */
};

typedef struct model_hosted_source {
    const model_workload *workload;
    const model_ready *ready;
    const model_calendar *calendar;
    const model_law *reasoning;
    const model_retrieval *retrieval; /* NULL: calls look nothing up */
    const model_future *future;
    double from_s, to_s; /* only sessions that arrive in [from_s, to_s) */
} model_hosted_source;

typedef struct model_hosted_days {
    model_drawer drawer;
    bool are_agents;
    model_source *source;
    model_block block;
    const sim_sampler *reasoning; /* NULL: none */
    sim_stream reasoning_stream;
    model_retriever *retriever; /* NULL: calls look nothing up */
    size_t next;                /* day to be drawn */
    double from_s, to_s;        /* of arrivals that are wanted */
    double *unused;             /* unused[n_unused]: second uniforms of hidden tokens */
    size_t n_unused;
    model_hosted_day *free;
    sim_arena *arena;
} model_hosted_days;

bool model_hosted_days_init(model_hosted_days *days, const model_hosted_source *source,
                            sim_failure *why);

/* The next day; empty if nobody comes. */
model_hosted_day *model_hosted_days_draw(model_hosted_days *days);

/* Some sessions of their own address instead. */
model_hosted_day *model_hosted_days_draw_batch(model_hosted_days *days,
                                               const model_batch *batch);

/* One of a day's sessions has ended. */
void model_hosted_day_release(model_hosted_days *days, model_hosted_day *day);

#endif
