/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * Replay: the rows of a trace placed into the horizon, each one call.
 *
 * Rows keep their order and distances. At the trace's end it stops, starts over one mean gap
 * after the last row, or is laid out day by day, each day of the horizon a day of the trace
 * drawn at random. A rate factor plays rows several times, or leaves some out, by address.
 */
#ifndef MODELS_REPLAY_H
#define MODELS_REPLAY_H

#include "models/api.h"

/* Whether every replication plays the same calls: no unknown and no chance in it. */
bool model_replay_is_fixed(const model_workload *workload,
                           const model_architecture *architecture, size_t workload_index);

/* Plays the whole replay on an endpoint. False if the trace cannot be read. */
bool model_replay_play(const model_workload *workload, model_api *api,
                       const model_future *future, model_worth worth, sim_failure *why);

#endif
