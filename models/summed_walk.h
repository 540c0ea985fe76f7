/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * Sums that walk up to spend limits. What limits let in is summed as long as they cannot be
 * reached; where one may be, all sessions of that time are played, on the engine, with the
 * limits as they are; once it is certainly reached, what is left of its window is summed again:
 * refused, or by the endpoint that the limit leads to.
 *
 * Time is walked in blocks: days, or hours where a day is too long to be certain. What becomes
 * of a block follows from what was charged before it and from the rates of its hours, never
 * from what its sessions then cost: deciding by that would change their law. A block is summed
 * if limits hold even should its sessions, and those of the time that a session lasts after it,
 * cost six standard deviations more than expected. Those in progress where a block begins to be
 * played were summed: no limit can stop them, and thanks to that time they have ended before
 * one may be reached, but for one in thousands.
 *
 * Limits are charged when money is spent, not when sessions arrive: what the sessions of an
 * hour cost is charged later by the mean delay of spending, over money, that the pilot's
 * sessions showed, and in the next window if that has begun by then.
 *
 * All architectures are played where one has to be: their sessions stay the same.
 */
#ifndef MODELS_SUMMED_WALK_H
#define MODELS_SUMMED_WALK_H

#include "models/plan.h"

/* Plays all workloads that are summed, in one future; where plan->is_walked. */
bool model_walk_play(const model_plan *plan, const model_future *future, model_ledger *ledgers,
                     sim_failure *why);

#endif
