/* SPDX-License-Identifier: GPL-3.0-or-later */
/* A session of an agent on a metered API, on its way: what steps make of it. */
#ifndef MODELS_AGENT_PLAYER_H
#define MODELS_AGENT_PLAYER_H

#include "models/agent_play.h"

/* A session in an architecture. */
typedef struct model_player {
    model_api api;
    model_agent_terms terms;
    model_guarded guarded;
    model_charge charges[MODEL_GUARD_CHARGES];
    model_conversation talks[MODEL_AGENT_LEVELS];
    const model_calendar *calendar;
    double time_s, end_s;
    double cost, call_cost; /* of the session so far, of its last call */
    double delayed;         /* the cost times when it was spent */
    bool is_over, is_endless;
    bool is_closed; /* a spend limit refuses all calls */
    double moment_s;
    uint32_t at_once; /* steps at that moment, where they take no time */
    model_outcome outcome;
} model_player;

/* In a seat, for any session. */
bool model_player_init(model_player *p, const model_agent_play *of, const model_agent_seat *on,
                       const model_future *future, sim_failure *why);

/* The same session, which may go on differently. */
void model_player_copy(model_player *to, const model_player *from);

void model_player_begin(model_player *p, double arrival_s);

/* Plays a step, with the unrounded length of its reasoning; false if the session is over. */
bool model_player_step(model_player *p, const model_agent_step *step, double hidden);

enum { MODEL_PLAYER_STEPS = 64 };

/* Plays some steps of a walk, at most MODEL_PLAYER_STEPS, as far as it gets. */
void model_player_steps(model_player *p, const model_walk *walk, const model_agent_step *steps,
                        size_t n);

/* What the session came to, when the walk is over or it is. */
model_agent_end model_player_end(model_player *p, const model_walk *walk);

/* The month that is now; after the horizon's end, its last. */
size_t model_player_month(const model_player *p);

#endif
