/* SPDX-License-Identifier: GPL-3.0-or-later */
/* The naive twin of models/answers.h: a plain list of what is kept, the one used last at its
 * end. */
#ifndef VALIDATE_NAIVE_MEMORY_H
#define VALIDATE_NAIVE_MEMORY_H

#include "models/answers.h"
#include "validate/naive_parts.h"

typedef struct validate_kept {
    uint64_t question;
    double since_s;
} validate_kept;

typedef struct validate_memory {
    double catalogue, zipf, hit, false_hit, ttl_s, capacity;
    validate_kept *kept; /* kept[n], by their last use */
    size_t n;
    sim_stream stream;
} validate_memory;

void validate_naive_memory_new(const validate_twin *t, const model_answers *of,
                               const model_workload *workload, validate_memory *out);

/* What a session that arrives then is told; sessions in the order of their arrivals. */
model_answered validate_naive_memory_ask(validate_memory *memory, model_session_id session,
                                         double time_s);

#endif
