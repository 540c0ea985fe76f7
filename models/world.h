/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * A plan compiles the constant scenario once (lines, tariffs, samplers that no unknown
 * touches); a world plays one replication of it into one ledger per architecture.
 *
 * What touches nothing shared is played in blocks of sessions without an event list. A session
 * is drawn once and played through every architecture: comparisons are paired.
 */
#ifndef MODELS_WORLD_H
#define MODELS_WORLD_H

#include "models/agent_tail.h"
#include "models/future.h"
#include "models/ledger.h"
#include "models/scenario.h"

typedef struct model_plan model_plan;

/* Compiles a scenario; it must outlive the plan. False with a sentence if a price is missing
   or a trace cannot be read. */
bool model_plan_new(const model_scenario *scenario, model_plan **out, sim_failure *why);
void model_plan_free(model_plan *plan);

/* The lines of an architecture, the same in every replication: borrowed. */
const model_line *model_plan_lines(const model_plan *plan, size_t architecture, size_t *n);

/* The drivers of an architecture's spend: the lines whose tags are theirs. Borrowed. */
const uint64_t *model_plan_drivers(const model_plan *plan, size_t architecture, size_t *n);

/* Empty ledgers[n_architectures] in the arena. */
void model_world_ledgers(const model_plan *plan, sim_arena *arena, model_ledger *ledgers);

/* The same for each way to play the architectures: ledgers[n_ways] (summed_ways.h). */
void model_world_ledgers_of_ways(const model_plan *plan, sim_arena *arena,
                                 model_ledger *ledgers);

/* Plays one future into empty ledgers. Safe from several threads with an arena each. */
bool model_world_play(const model_plan *today, const model_future *future,
                      model_ledger *ledgers, sim_failure *why);

/* Looks for rare sessions of an architecture's agents in one future. False with a sentence
   where they are not played one by one (machines, latency, limits), or it has none. */
bool model_world_tails(const model_plan *today, size_t architecture, const model_tail *tail,
                       const model_future *future, model_tails *out, sim_failure *why);

#endif
