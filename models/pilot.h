/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * A pilot plays some sessions of a workload for what they add to ledgers on average: real
 * plays through every architecture, so that whatever a session may do is in it.
 *
 * Its sessions have addresses of their own, the same in every replication: what differs between
 * two futures' pilots is what is unknown, not chance.
 */
#ifndef MODELS_PILOT_H
#define MODELS_PILOT_H

#include "models/stage.h"

enum { MODEL_PILOT_GROUP = 64, MODEL_PILOT_COLUMNS = 192, MODEL_PILOT_CONTROLS = 6 };

/* Something that sessions add up in an architecture's ledger: usage of a line (index below its
   n_lines), then counters, gauges, the value of successes and their human cost. */
typedef struct model_column {
    size_t way, index; /* of the plan's ways: architectures, and where their limits lead */
} model_column;

typedef struct model_pilot {
    const model_plan *plan;
    size_t workload;
    model_ledger *ledgers; /* ledgers[n_ways]: sketches of all that was played; the
                              rest is empty between groups */
    model_stage stage;
    model_agent_stage *agents; /* instead of it, where sessions are agents'; else NULL */
    model_column columns[MODEL_PILOT_COLUMNS]; /* those seen so far, in the order seen */
    size_t n_columns;
    bool is_crowded;       /* there are more */
    int16_t **column_of;   /* column_of[way][index]: -1: not seen */
    double longest_s;      /* the longest session of the group played last, about */
    double spent, delayed; /* by all groups, in some unit; times how long after the arrivals */
    double system_tokens;
    double turns, turns_squared, question, answer; /* their means; turns: of agents, steps */
    sim_arena *arena;
} model_pilot;

/* How an architecture's part of the group played last came out beyond what was likely; none of
   agents'. */
model_surprise model_pilot_surprise(const model_pilot *pilot, size_t architecture);

/* A pilot in a future; only what is unknown in it matters. It lives as long as its arena. */
bool model_pilot_init(model_pilot *pilot, const model_plan *plan, size_t workload,
                      const model_future *future, sim_failure *why);

/* Plays a group of MODEL_PILOT_GROUP sessions that arrive in a time; what they added, into
   row[MODEL_PILOT_COLUMNS]. */
void model_pilot_play(model_pilot *pilot, uint64_t group, double from_s, double to_s,
                      double *row);

/* Finds what controls are expected to be; once, before the first. */
void model_pilot_expect(model_pilot *pilot);

/*
 * Control variates of the group played last, of mean 0 by construction, into
 * controls[MODEL_PILOT_CONTROLS]: turns and their squares, questions, answers, and both of them
 * times the turns that send them again, successes; each less its expectation. Of agents: useful
 * steps and their squares, successes, and steps of those that fail.
 */
void model_pilot_controls(const model_pilot *pilot, double *controls);

/* Adds an amount to a ledger, in a month. */
void model_column_add(model_column column, model_ledger *ledger, size_t month, double amount);

#endif
