/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * A workload of sessions on the stage of one future: blocks of them are drawn once and played
 * through every architecture that has it on a metered endpoint.
 */
#ifndef MODELS_STAGE_H
#define MODELS_STAGE_H

#include "models/plan.h"
#include "models/recall.h"

/*
 * How many more sessions of a block were found to have failed, and went on, than their chances
 * made likely: of each, times its calls, and times their square. Of mean 0 whatever else the
 * sessions are, as chance decides last.
 */
enum { MODEL_SURPRISES = 3 };

typedef struct model_surprise {
    double more[MODEL_SURPRISES];
    double found; /* calls of those found */
} model_surprise;

/* An architecture's way to play it. */
typedef struct model_seat {
    model_api api;              /* meterage NULL where the engine plays the workload */
    model_retriever *retriever; /* NULL: calls look nothing up */
    size_t retrieval_line;
    const model_line *retrieval_lines; /* at the prices of the future */
    model_router *router;              /* NULL: all sessions go to api, once */
    model_api **apis;                  /* apis[n_endpoints]: where the router leads */
    size_t n_apis, policy_line;
    const model_answers *answers; /* NULL: no semantic cache */
    size_t answers_line;
    bool is_closed;          /* a spend limit refuses all calls */
    model_surprise surprise; /* of the block played last */
    model_memory *memory;    /* that is asked; NULL: */
    uint8_t **answered; /* answered[client][rank]: of the day's sessions, what the cache did */
    const model_recall *recall; /* what sessions are told instead; NULL: that nothing is kept */
    double right, wrong;        /* with which probabilities */
} model_seat;

/* Scratch of a seat that is being played. */
typedef struct model_attempts {
    model_block block;  /* those sessions of the stage's block that are played alike */
    model_block missed; /* those sessions that no cache answered */
    uint8_t *group, *succeeds, *is_found, *is_answered, *is_handed_over;
    double *cost, *later_s, *chance;
    double lookup; /* price of one */
    uint32_t *picked;
} model_attempts;

typedef struct model_stage {
    model_drawer drawer;
    model_block block;
    model_seat *seats; /* seats[n_seats]: of the architectures */
    size_t n_seats;
    const model_block *playing; /* the block, or what a cache left of it */
    model_attempts attempts;
    bool remembers; /* some seat has a semantic cache: model_stage_remember */
    const model_calendar *calendar;
    sim_arena *arena;
    model_worth worth;
    bool is_judged; /* whether sessions succeed is stated */
} model_stage;

/* Sets the stage for ledgers[n_architectures]. */
bool model_stage_set(const model_plan *plan, size_t workload, const model_future *future,
                     model_ledger *ledgers, model_stage *out, sim_failure *why);

/* The same for all ways to play the architectures: ledgers[n_ways] (summed_ways.h). */
bool model_stage_set_ways(const model_plan *plan, size_t workload, const model_future *future,
                          model_ledger *ledgers, model_stage *out, sim_failure *why);

/* Opens the semantic caches of all seats, empty. */
void model_stage_remember(model_stage *stage, const char *workload, const model_future *future);

/* Asks the semantic caches for the sessions of a day, in the order in which they arrive, before
   any of the day's blocks is played. Days in order. */
void model_stage_ask(model_stage *stage, model_source *source, size_t day);

/* Plays the block that was drawn; counts of its sessions go to the ledgers at once, usage when
   flushed. */
void model_stage_play(model_stage *stage);

/* Counts what a seat's cache answers of the block; what it does not is played on with. */
void model_stage_ask_first(model_stage *stage, model_seat *seat);

/* Where the month of a time counts what a line and those after it used; NULL after the horizon.
 */
static inline uint64_t *model_stage_usage(const model_stage *stage, const model_seat *seat,
                                          double time_s, size_t line)
{
    model_ledger *ledger = seat->api.ledger;
    if (time_s >= seat->api.end_s)
        return NULL;
    return ledger->usage + model_calendar_month(stage->calendar, time_s) * ledger->n_lines +
           line;
}

/* Moves what is pending to the ledgers. */
void model_stage_flush(model_stage *stage);

/* A workload's agents, and where they are played: those on metered endpoints. */
model_agent_play model_stage_agents(const model_plan *plan, size_t index, model_ledger *ledgers,
                                    sim_arena *arena);

/* The same of all ways to play the architectures: ledgers[n_ways]. */
model_agent_play model_stage_agents_of_ways(const model_plan *plan, size_t index,
                                            model_ledger *ledgers, sim_arena *arena);

/* What a success of the workload is worth. */
model_worth model_worth_of(const model_workload *workload, const double *resolved);

#endif
