/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * One possible future, as everything that is played in it sees it: where its chance comes from,
 * what is unknown today but settled in it, and the memory that lasts as long as it is played.
 */
#ifndef MODELS_FUTURE_H
#define MODELS_FUTURE_H

#include "sim/memory.h"
#include "sim/replicate.h"
#include "sim/stream.h"

typedef struct model_future {
    uint64_t seed, noise;   /* its draws' address. The noise index differs from the replication
                               only in twins: the same unknowns with fresh noise */
    uint64_t replication;   /* address of what is unknown */
    const double *resolved; /* what the scenario's expressions came to; NULL: it has none */
    sim_arena *arena;
    sim_stop *stop; /* says when to give up; NULL: never */
} model_future;

/* Whether to go on; if not, a sentence that nobody reads. */
static inline bool model_future_goes_on(const model_future *future, sim_failure *why)
{
    return !future->stop || !sim_stop_is_over(future->stop) || sim_fail(why, "interrupted");
}

/* The stream of a purpose ("session", "call") of something that has a name. */
static inline sim_stream model_future_stream(const model_future *future, const char *owner,
                                             const char *purpose)
{
    return sim_stream_make(future->seed, future->noise, sim_stream_source_of(owner, purpose));
}

#endif
