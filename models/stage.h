/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * A workload of sessions on the stage of one future: blocks of them are drawn once and played
 * through every architecture that has it on a metered endpoint.
 */
#ifndef MODELS_STAGE_H
#define MODELS_STAGE_H

#include "models/plan.h"

/* An architecture's way to play it. */
typedef struct model_seat {
    model_api api;              /* meterage NULL where the engine plays the workload */
    model_retriever *retriever; /* NULL: calls look nothing up */
    size_t retrieval_line;
    model_router *router; /* NULL: all sessions go to api, once */
    model_api **apis;     /* apis[n_endpoints]: where the router leads */
    size_t n_apis, policy_line;
} model_seat;

/* Scratch of a seat that is being played. */
typedef struct model_attempts {
    model_block block; /* those sessions of the stage's block that are played alike */
    uint8_t *group, *succeeds, *is_found;
    double *cost, *later_s;
    uint32_t *picked;
} model_attempts;

typedef struct model_stage {
    model_drawer drawer;
    model_block block;
    model_seat *seats; /* seats[n_seats]: of the architectures */
    size_t n_seats;
    model_attempts attempts;
    const model_calendar *calendar;
    sim_arena *arena;
    model_worth worth;
    bool is_judged; /* whether sessions succeed is stated */
} model_stage;

/* Sets the stage for ledgers[n_architectures]. */
bool model_stage_set(const model_plan *plan, size_t workload, const model_future *future,
                     model_ledger *ledgers, model_stage *out, sim_failure *why);

/* Plays the block that was drawn; counts of its sessions go to the ledgers at once, usage when
   flushed. */
void model_stage_play(model_stage *stage);

/* Moves what is pending to the ledgers. */
void model_stage_flush(model_stage *stage);

/* What a success of the workload is worth. */
model_worth model_worth_of(const model_workload *workload, const double *resolved);

#endif
