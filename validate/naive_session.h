/* SPDX-License-Identifier: GPL-3.0-or-later */
/* A chat, job or experiment in the twin of naive.h: one call after the other. */
#ifndef VALIDATE_NAIVE_SESSION_H
#define VALIDATE_NAIVE_SESSION_H

#include "models/arrivals.h"
#include "models/session.h"
#include "validate/naive_documents.h"

/* What the sessions of a workload are drawn from. */
typedef struct validate_talk {
    const model_workload *workload;
    const sim_sampler *turns, *think_s, *question, *answer;
    double question_scale, answer_scale, user_sd, task_sd, copula;
    sim_stream session_stream, call_stream, think_stream, cache_stream;
    double success;
    validate_documents documents;
} validate_talk;

bool validate_naive_talk_new(const validate_twin *t, const validate_service *s,
                             validate_talk *out);

/* A session that is played, or played again. */
typedef struct validate_attempt {
    model_session_id id;
    double arrival_s, later_s; /* all of it is so much later than drawn */
    double success;            /* probability, with a document that helps; NAN: not stated */
} validate_attempt;

/* What became of it. */
typedef struct validate_played {
    double cost, success; /* what it cost; the probability that it succeeds */
    double last_s;        /* when it made its last call, as drawn */
} validate_played;

/* One session on one service: every call resends the system prompt and what was said. */
validate_played validate_naive_play_session(const validate_twin *t, const validate_service *s,
                                            const validate_talk *k, const validate_attempt *a);

/* The probability that its answers there would do, with the documents that it would find. */
double validate_naive_success(const validate_service *s, const validate_talk *k,
                              const validate_attempt *a);

#endif
