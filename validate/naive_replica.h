/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * The slow twin of a replica: no event list, no counters, no jumps. Every step is walked, and
 * in each all requests are looked at.
 */
#ifndef VALIDATE_NAIVE_REPLICA_H
#define VALIDATE_NAIVE_REPLICA_H

#include "models/serving/replica.h"

/* A request: what it brings and what becomes of it (see model_request). */
typedef struct validate_naive_request {
    uint32_t prompt, output, rank;
    uint64_t session, system;
    uint32_t system_tokens, known_tokens;
    double arrival_s, deadline_s;
    /* Results. */
    double start_s, first_s, end_s; /* NAN: never */
    uint32_t cached_tokens, preemptions;
    model_fate fate;
    /* While it is played. */
    int state;
    uint32_t computed, made, given; /* tokens in memory, made, given memory for */
    uint64_t admitted;              /* its place in the order of admission */
    bool is_last_chunk;
} validate_naive_request;

/* Plays requests[n], in the order of their arrival, through one replica until all have left.
 */
void validate_naive_replica(const model_step *step, const model_batching *batching,
                            validate_naive_request *requests, size_t n, sim_arena *arena);

#endif
