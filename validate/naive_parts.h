/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * Parts of the twin of naive.h: what sessions and replays have in common, which is everything
 * from a call's lengths to the ledger.
 */
#ifndef VALIDATE_NAIVE_PARTS_H
#define VALIDATE_NAIVE_PARTS_H

#include "models/tariff.h"
#include "models/world.h"
#include "sim/stream.h"

/* What is played. */
typedef struct validate_twin {
    const model_plan *plan;
    const model_scenario *scenario;
    const model_future *future;
    model_ledger *ledgers;
    sim_failure *why;
} validate_twin;

/* A workload in one architecture: who serves it, at what price, and where that is counted. */
typedef struct validate_service {
    const model_workload *workload;
    const model_endpoint *endpoint;
    const model_guard *guard;         /* NULL: none */
    const model_retrieval *retrieval; /* NULL: nothing is looked up */
    const model_policy *policy;       /* NULL: all sessions go to the endpoint, once */
    const model_answers *answers;     /* NULL: nothing is kept */
    model_tariff tariff;
    const model_line *lines;
    size_t n_lines, first_line, driver;
    model_ledger *ledger;
    const sim_sampler *reasoning; /* NULL: none */
    sim_stream reasoning_stream;
    double tokenizer, verbosity, reasoning_scale;
    double context_limit, output_limit;
    double end_s;
} validate_service;

/* A call's tokens before they are sorted into meters. */
typedef struct validate_call {
    double time_s;
    double fixed;  /* of the prompt, what cannot be cut: tokens in a cache elsewhere */
    double kept;   /* of the prompt, what a cache can keep */
    double prompt; /* the rest of the prompt */
    double question, answer, hidden;
} validate_call;

/* What an app of it spends in the hour of a time; the last hour after the horizon's end. */
double *validate_naive_hour(const validate_service *s, size_t app, double time_s);

double validate_naive_value(const validate_twin *t, model_number number);

/* The stream of a workload's purpose. */
sim_stream validate_naive_stream(const validate_twin *t, const model_workload *workload,
                                 const char *purpose);

/* The second uniform at an address; sim_stream_uniform is the first. */
double validate_naive_second_uniform(sim_stream stream, uint64_t entity, uint64_t index);

double validate_naive_nearest_token(double length);

/* The table of a law; NULL if there is no law. */
bool validate_naive_sampler(const validate_twin *t, const model_law *law,
                            const sim_sampler **out);

/* A workload at one of an architecture's endpoints. */
bool validate_naive_service_new(const validate_twin *t, size_t architecture, size_t workload,
                                size_t endpoint, validate_service *out);

/* Hidden tokens of the call at an address, rounded. */
double validate_naive_hidden_tokens(const validate_service *s, uint64_t entity, uint64_t index);

/* Cuts a call to the model's limits, counting it if there was something to cut: the prompt
   leaves room for one token; of the room for output, hidden tokens come first. */
void validate_naive_fit(const validate_service *s, validate_call *c);

/* Counts a call on its lines, all at once; what it costs, with what it cost besides. */
double validate_naive_count(const validate_service *s, size_t app, double time_s,
                            const model_usage *usage, double besides);

/* Counts whether a session succeeded, where its workload says how often they do. */
void validate_naive_judge(const validate_twin *t, const validate_service *s, bool succeeded);

/* Play a whole workload: chats and jobs, agents, or a replay; services[n_endpoints] where a
   policy leads on, of which s is one. */
bool validate_naive_play_sessions(const validate_twin *t, const validate_service *s,
                                  const validate_service *services);
bool validate_naive_play_agents(const validate_twin *t, const validate_service *s);
bool validate_naive_play_replay(const validate_twin *t, const validate_service *s);

#endif
