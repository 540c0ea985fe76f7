/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * The slow, readable twin of models/world.h for chats, jobs, agents and replays on managed
 * APIs: one session after the other, one call after the other, each number asked for by its
 * address when it is needed. No blocks, no counts that wait. It must agree to the last token.
 *
 * Shared with the world: arrival times (models/arrivals.h), tables of laws (sim/sampler.h),
 * tariffs (models/tariff.h).
 */
#ifndef VALIDATE_NAIVE_H
#define VALIDATE_NAIVE_H

#include "models/world.h"

/* Plays a future of the scenario that the plan was made of into empty ledgers (see
   model_world_ledgers). */
bool validate_naive_play(const model_plan *plan, const model_scenario *scenario,
                         const model_future *future, model_ledger *ledgers, sim_failure *why);

#endif
