/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * Random models of a replica and its requests (step laws, memory, prefixes, ranks, deadlines,
 * compiled shapes), played by the replica and by its slow twin.
 */
#ifndef VALIDATE_SERVED_H
#define VALIDATE_SERVED_H

#include "sim/stream.h"
#include "validate/naive_replica.h"

enum { VALIDATE_SERVED = 120 };

typedef struct validate_served {
    sim_stream stream; /* of what the model is drawn from */
    uint64_t index, n_draws;
    model_step step;
    model_batching batching;
    bool has_deadlines;
    validate_naive_request requests[VALIDATE_SERVED]; /* requests[n]: through the twin */
    model_request played[VALIDATE_SERVED];            /* the same through the replica */
    model_fate fate[VALIDATE_SERVED];
    size_t n, n_ended;
    model_replica_record record; /* the replica's */
} validate_served;

/* Draws the model of that index. */
void validate_served_draw(validate_served *model, sim_stream stream, uint64_t index);

/* Plays it both ways. */
void validate_served_play(validate_served *model, sim_arena *arena);

/* Whether both served a request alike: the same times to 1e-12, fate, tokens found in memory
   and preemptions. */
bool validate_served_agrees(const validate_served *model, size_t i);

#endif
