/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * Ways to play sessions. An architecture as it stands is one. Spend limits lead to others, once
 * they are reached: another endpoint answers all calls, or nobody does. A pilot plays sessions
 * all ways, so that sums know what they add on either side of a limit.
 */
#ifndef MODELS_SUMMED_WAYS_H
#define MODELS_SUMMED_WAYS_H

#include "models/plan.h"

/* The architectures as they stand, and nothing else; nothing is walked. */
void model_ways_reset(model_plan *plan);

/* Adds the ways of the spend limits that sums can walk up to (summed_walk.h), and says of the
   others why not; whether there are any. */
bool model_ways_find(model_plan *plan);

/* Nothing is walked after all: a clause that says why. */
void model_ways_refuse(model_plan *plan, const char *clause);

static inline bool model_way_is_walked(const model_plan *plan, size_t architecture)
{
    return plan->is_walked && plan->is_walked[architecture];
}

static inline const model_planned *model_way_planned(const model_plan *plan, size_t way)
{
    return &plan->architectures[plan->ways[way].architecture];
}

/* The way of an architecture of some kind; n_ways: it has none. */
size_t model_way_of(const model_plan *plan, model_way way);

/* What meters a workload's calls that way; NULL where it is not played so: its endpoint is
   shared, or no limit leads it there. */
const model_meterage *model_way_meterage(const model_plan *plan, size_t way, size_t workload);

/* Whether a column of its usage is what its calls are charged for. */
bool model_way_charges(const model_plan *plan, size_t way, size_t workload, size_t index);

#endif
