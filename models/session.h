/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * Sessions drawn in blocks: chats and jobs as arrays of calls, before any architecture.
 *
 * A session is a pure function of its parameters and its address: its number of turns, the
 * user's and the task's factor, each call's question and answer, the pauses between calls.
 * Every architecture then plays the same block.
 */
#ifndef MODELS_SESSION_H
#define MODELS_SESSION_H

#include "models/arrivals.h"

enum { MODEL_BLOCK_SESSIONS = 512, MODEL_MOST_TURNS = 1 << 20 };

/* Some sessions and their calls, those of a session one after the other. */
typedef struct model_block {
    size_t n_sessions, n_calls, room; /* calls there is room for */
    model_session_id *session;        /* session[n_sessions] */
    double *arrival_s;
    uint32_t *first_call; /* first_call[n_sessions + 1] */
    uint8_t *succeeds;    /* succeeds[n_sessions]; all 0 if nothing is known */
    double *luck;         /* luck[n_sessions]: uniforms below which they succeed */
    double *chance; /* chance[n_sessions]: with which they were to succeed, where last played */
    double *cost;   /* cost[n_sessions]: added to by whoever plays them */
    model_session_id *call_session; /* call_session[n_calls] and its turn from 0 */
    uint32_t *turn;
    uint32_t *session_of;             /* session_of[n_calls]: index into session[] */
    model_session_id *pause_session;  /* addresses of the pauses: scratch */
    uint32_t *pause_index, *pause_at; /* pause_at[n_calls]: which address holds a call's */
    double *time_s;
    double *question, *answer; /* tokens, not yet rounded */
} model_block;

/* What sessions of a workload are drawn from, in one replication. */
typedef struct model_drawer {
    const sim_sampler *turns, *think_s, *question, *answer; /* turns, think_s: NULL if none */
    double question_scale, answer_scale; /* of the elements around the distributions */
    double user_sd, task_sd, copula;
    double success; /* NAN: unknown */
    sim_stream session_stream, call_stream, think_stream;
    sim_arena *arena;
    double *scratch[2]; /* scratch[2][room of the block or sessions] */
    size_t scratch_room;
} model_drawer;

/* Samplers that no unknown touches are taken from ready (made by model_drawer_prepare). */
typedef struct model_ready {
    const sim_sampler *turns, *think_s, *question, *answer;
    const sim_sampler *task, *tool_s, *sub_agents; /* of agents */
} model_ready;

bool model_drawer_prepare(const model_session *session, sim_arena *arena, model_ready *ready,
                          sim_failure *why);

bool model_drawer_init(model_drawer *drawer, const model_workload *workload,
                       const model_ready *ready, const model_future *future, sim_failure *why);

void model_block_init(model_block *block, sim_arena *arena);

/* The next sessions of the source's day, ids from first on: who they are and when they arrive,
   and the uniforms from which the numbers of their turns are drawn. At most
   MODEL_BLOCK_SESSIONS; false when there are none left. */
bool model_block_arrive(model_block *block, sim_stream session_stream, model_source *source,
                        uint64_t first, double turns[MODEL_BLOCK_SESSIONS]);

/* Leaves out of sessions that have arrived, with their uniforms, those not in [from_s, to_s).
 */
void model_block_keep(model_block *block, double from_s, double to_s,
                      double turns[MODEL_BLOCK_SESSIONS]);

/* Draws the calls of sessions that have arrived, from the uniforms of their turns. */
void model_block_call(model_block *block, model_drawer *drawer,
                      double turns[MODEL_BLOCK_SESSIONS]);

/* Draws the next sessions of the source's day, ranks from first on; false when there are none
   left. At most MODEL_BLOCK_SESSIONS. */
bool model_block_draw(model_block *block, model_drawer *drawer, model_source *source,
                      size_t client, size_t day, uint64_t first);

/* Draws n sessions, ids from first on, that arrive at random in a time over which the rate is
   constant; n at most MODEL_BLOCK_SESSIONS and at least 1. */
void model_block_draw_within(model_block *block, model_drawer *drawer, model_session_id first,
                             size_t n, double from_s, double to_s);

/* The same without their calls, which agents make as they go. */
void model_block_arrive_within(model_block *block, const model_drawer *drawer,
                               model_session_id first, size_t n, double from_s, double to_s);

/* Sessions of an address of their own, which arrive at random in a time over which the rate is
   constant. */
typedef struct model_batch {
    model_session_id first; /* and those after it */
    size_t n;
    double from_s, to_s;
} model_batch;

/* Some sessions of a block. */
typedef struct model_selection {
    const uint8_t *which; /* those i for which which[i] is wanted */
    uint8_t wanted;
    const double *later_s; /* their calls begin later_s[i] later; NULL: at their own times */
} model_selection;

/* Copies them into another block; picked[] says which they are. */
void model_block_select(const model_block *from, const model_selection *selection,
                        model_block *out, uint32_t *picked, sim_arena *arena);

/* The sampler of a law in a replication: ready, or made in the arena. */
bool model_sampler(const model_law *law, const sim_sampler *ready, const double *resolved,
                   sim_arena *arena, const sim_sampler **out, sim_failure *why);

#endif
