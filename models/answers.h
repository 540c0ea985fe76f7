/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * A semantic cache: answers to questions that were asked before.
 *
 * Every session asks a question of a catalogue, the popular ones more often: by Zipf's law, or
 * as often as in a log of questions. If its answer is kept and fresh it is found with a
 * probability, and the session is over; else another question's answer is taken for it with
 * another probability, and the session has failed; else it goes to the model, and its answer is
 * kept. An answer is fresh for its time to live, from when it was kept; where there is room for
 * so many, those that were not used for longest go.
 *
 * Sessions ask in the order in which they arrive, day by day. What a session asks, and its
 * luck, are drawn by its address: architectures are asked the same.
 */
#ifndef MODELS_ANSWERS_H
#define MODELS_ANSWERS_H

#include "models/arrivals.h"
#include "sim/zipf.h"

/* As the scenario states it. */
typedef struct model_answers {
    model_number catalogue, zipf;
    const double *asked; /* asked[n_asked]: how often each question was, instead; NULL: Zipf */
    uint32_t n_asked;
    model_number hit, false_hit; /* probabilities */
    model_number ttl_s;          /* !is_given: for ever */
    model_number capacity;       /* answers kept; !is_given: all */
    double price;                /* of a lookup; NAN: none */
} model_answers;

typedef enum model_answered {
    MODEL_ANSWERED_NOT, /* by the model */
    MODEL_ANSWERED_RIGHT,
    MODEL_ANSWERED_WRONG
} model_answered;

/* In one replication: what is kept. */
typedef struct model_memory {
    const model_answers *of;
    sim_zipf popularity;
    double hit, false_hit, ttl_s;
    double *kept_s;            /* kept_s[n]: since when; NAN: not kept */
    uint32_t *older, *newer;   /* of those kept, by use; [n] begins and ends the ring */
    uint32_t n_kept, capacity; /* at most n */
    sim_stream stream;
} model_memory;

void model_memory_init(model_memory *memory, const model_answers *of, const char *workload,
                       const model_future *future);

/* Asks the question of a session that arrives then, not before the one asked last. */
model_answered model_memory_ask(model_memory *memory, model_session_id session, double time_s);

#endif
