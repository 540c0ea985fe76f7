/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * Agents on metered APIs: what becomes of a walk in an architecture. Nothing is shared between
 * sessions, so each is played as it comes, step by step through every architecture, without an
 * event list; a session that no architecture lets go on is not walked further.
 */
#ifndef MODELS_AGENT_PLAY_H
#define MODELS_AGENT_PLAY_H

#include "models/agent.h"
#include "models/api.h"
#include "models/guard.h"

/* What an architecture makes of agents' sessions, whoever answers their calls. */
typedef struct model_agent_terms {
    double compact_at, compact_to, compact_chance; /* INFINITY: never */
    model_worth worth;
    bool is_judged;
    double tool_price;      /* 0: none stated */
    size_t tools_line;      /* SIZE_MAX: none */
    size_t hand_overs_line; /* SIZE_MAX: none */
    double hand_over_price; /* of a human who takes over; NAN: none */
} model_agent_terms;

/* first_line is that of the tools, the next that of the hand-overs. */
model_agent_terms model_agent_terms_of(const model_workload *workload, size_t first_line,
                                       const double *resolved);

/* Lines of an architecture that a workload has beside those of its calls. */
size_t model_agent_lines(const model_workload *workload);

/* Whether the context is summarised before the step's call: there is one, and the call's prompt
   is too long, in the endpoint's tokens, or chance has it. */
bool model_agent_compacts(const model_agent_terms *terms, const model_agent_step *step,
                          double history, double prompt);

/* What a session came to. */
typedef struct model_agent_end {
    model_outcome outcome;
    bool succeeds;   /* if it was let to the end */
    bool is_endless; /* it was in a loop that it would never have left */
    double cost;     /* of calls and tools; NAN: on machines, sessions have none of their own */
    size_t month;
} model_agent_end;

/* What people cost who take over from there; 0: nobody does. */
double model_agent_people(const model_agent_terms *terms, const model_agent_end *end);

/* Counts it; what the session cost is with the people. */
void model_agent_count_end(const model_agent_terms *terms, const model_agent_end *end,
                           model_ledger *ledger);

/* A metered endpoint of an architecture, at which a workload's agents are played. */
typedef struct model_agent_seat {
    const model_meterage *meterage;
    const model_guard *guard; /* NULL: none */
    size_t first_line;        /* of tools and hand-overs */
    model_ledger *ledger;
    const model_policy *policy;         /* NULL: sessions are played once */
    const model_meterage *const *steps; /* steps[policy->n_steps]: where they go on */
    size_t policy_line;
    bool is_closed; /* a spend limit refuses all calls */
} model_agent_seat;

/* A workload's agents and where they are played. */
typedef struct model_agent_play {
    const model_workload *workload;
    const model_ready *ready; /* its samplers */
    const model_calendar *calendar;
    const model_agent_seat *seats; /* seats[n_seats]; one without meterage stays empty */
    size_t n_seats;
} model_agent_play;

/* Its sessions on the stage of one future: whoever wants to play some of them. */
typedef struct model_agent_stage model_agent_stage;

/* In the future's arena. */
bool model_agent_stage_new(const model_agent_play *of, const model_future *future,
                           model_agent_stage **out, sim_failure *why);

/* Plays n sessions through every seat, ids from first on, that arrive at random in a time over
   which the rate is constant; n at most MODEL_BLOCK_SESSIONS. */
void model_agent_stage_play(model_agent_stage *stage, model_session_id first, size_t n,
                            double from_s, double to_s);

/* How long the longest session has gone on that was played since this was asked before. */
double model_agent_stage_longest_s(model_agent_stage *stage);

/* What its sessions spent so far, and that times how long after their arrivals. */
void model_agent_stage_spent(const model_agent_stage *stage, double *spent, double *delayed);

/* What the sessions played last, by one call, set out to do. */
typedef struct model_agent_tasks {
    double steps, squared; /* useful steps of each, as drawn, and their squares */
    double successes;      /* those that succeed if they are let to */
    double failed_steps;   /* steps of the others */
} model_agent_tasks;

const model_agent_tasks *model_agent_stage_tasks(const model_agent_stage *stage);

/* What they walk by. */
const model_agent_law *model_agent_stage_law(const model_agent_stage *stage);

/* Moves what is pending to the ledgers. */
void model_agent_stage_flush(model_agent_stage *stage);

/* Plays all of its sessions through every seat. */
bool model_agents_play(const model_agent_play *of, const model_future *future,
                       sim_failure *why);

#endif
