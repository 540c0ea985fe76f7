/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Documents before a question, in the twin of naive.h. */
#ifndef VALIDATE_NAIVE_DOCUMENTS_H
#define VALIDATE_NAIVE_DOCUMENTS_H

#include "validate/naive_parts.h"

typedef struct validate_documents {
    const model_retrieval *of; /* NULL: nothing is looked up */
    sim_stream stream;
    double documents, keep, relevant, recall, recognition, noise, without;
    const sim_sampler *tokens;
} validate_documents;

/* What a call finds. */
typedef struct validate_found {
    double context;    /* tokens of the documents kept, of the scenario's tokenizer */
    double irrelevant; /* of them, of those that are not relevant */
    double relevant;
    double searches, reads; /* searches, or tokens ranked */
    double success;         /* of the call */
} validate_found;

bool validate_naive_documents_new(const validate_twin *t, const validate_service *s,
                                  validate_documents *out);

validate_found validate_naive_documents_find(const validate_documents *d, uint64_t session,
                                             uint64_t turn, double question, double success);

/* Counts what a call at a time looked up. */
void validate_naive_documents_count(const validate_twin *t, const validate_service *s,
                                    const validate_found *found, double time_s);

#endif
