/* SPDX-License-Identifier: GPL-3.0-or-later */
/* What the files know that walk up to spend limits (summed_walk.h). */
#ifndef MODELS_SUMMED_WALK_STATE_H
#define MODELS_SUMMED_WALK_STATE_H

#include "models/summed_share.h"
#include "models/summed_ways.h"

/* A workload that walks. */
typedef struct model_walker {
    const model_summing *summing;
    double *rate; /* rate[n_hours]: sessions per second */
    sim_stream count_stream;
    model_share *shares; /* shares[n_classes] */
    model_stage stage;   /* of architectures that have no limits; or */
    model_agent_stage *agents;
    double *mean; /* mean[n_architectures][n_months]: what a session may be charged
                     on average */
    double *variance, *largest; /* [n_architectures]: in relation to it */
    /* In the block: */
    size_t *way;   /* way[n_architectures] */
    bool *is_led;  /* is_led[n_architectures]: before it was refused */
    size_t *asked; /* asked[n_architectures]: limits that its calls get to */
    bool *is_open; /* is_open[n_ways] */
    bool is_summed;
} model_walker;

typedef struct model_approach {
    const model_plan *plan;
    const model_future *future;
    model_ledger *ledgers;
    model_hosted *hosted;   /* hosted[n_architectures] */
    model_street **streets; /* streets[n_architectures]: NULL: it has no limits */
    model_walker *walkers;  /* walkers[n_walkers] */
    size_t n_walkers;
    double length_s; /* of sessions, about the longest */
    sim_stream alert_stream;
} model_approach;

/* A time that is summed or played. */
typedef struct model_approach_block {
    double from_s, to_s;
    size_t piece, month;
    uint64_t id;
} model_approach_block;

/* A limit of an architecture. */
typedef struct model_barrier {
    size_t architecture;
    model_limit *limit;
} model_barrier;

/* Sessions of a workload that are expected in a time. */
double model_approach_expect(const model_approach *k, const model_walker *w, double from_s,
                             double to_s);

/* Whether it is sure what limits do to all sessions of a block; then the workloads' ways are
 * set. */
bool model_approach_is_sure(const model_approach *k, const model_approach_block *b);

#endif
