/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * Rare sessions of agents on a metered API: what the dearest cost, with weights.
 *
 * Two ways to see what plain sessions do not show, both without bias:
 *
 * - Importance sampling of the step that begins a loop: half of the sessions, by chance, walk
 * by a law that gets stuck more often. A session weighs its probability over that under the
 * mixture of both laws, at most 2: 2 r / (1 + r) with r the ratio of the plain law to the
 * twisted one (Hesterberg, "Weighted average importance sampling and defensive mixture
 * distributions", Technometrics 37, 1995).
 * - Multilevel splitting on the cost so far: whoever reaches a level goes on as several copies
 *   with chance of their own, of a part of the weight each (Glasserman, Heidelberger,
 * Shahabuddin & Zajic, "Multilevel splitting for estimating rare event probabilities",
 * Operations Research 47, 1999).
 *
 * A session is a tree, or none: what leaves weigh adds up to 1 on average, and what those weigh
 * that cost more than x to the probability that a session does.
 */
#ifndef MODELS_AGENT_TAIL_H
#define MODELS_AGENT_TAIL_H

#include "models/agent_play.h"

enum { MODEL_TAIL_LEVELS = 64 };

/* How to look for the rare. */
typedef struct model_tail {
    double level[MODEL_TAIL_LEVELS]; /* costs, ascending */
    size_t n_levels;
    uint32_t copies; /* at each level */
    double stuck;    /* probability of a loop under the twisted law; 0: none */
    double share;    /* of the sessions that are followed as trees, by chance; all weigh more */
} model_tail;

/* An end of a session. */
typedef struct model_tail_leaf {
    double cost, weight;
    uint32_t session;
} model_tail_leaf;

/* What became of the sessions of a replication. */
typedef struct model_tails {
    double *plain; /* plain[n_sessions]: what each costs as it is */
    size_t n_sessions, room;
    model_tail_leaf
        *leaves; /* leaves[n_leaves], by session: of trees with chance of their own */
    size_t n_leaves, leaf_room;
    uint64_t plain_steps, tree_steps;
    sim_arena *arena;
} model_tails;

/* Plays a workload's sessions through one seat, plainly and as trees, and adds them to out,
   whose arena keeps them. The seat's ledger is scratch. */
bool model_tail_play(const model_agent_play *of, const model_tail *tail,
                     const model_future *future, model_tails *out, sim_failure *why);

#endif
