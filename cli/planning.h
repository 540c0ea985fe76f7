/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * What a plan is for: which endpoint's machines, what goals they have to meet, and how they may
 * be bought.
 */
#ifndef CLI_PLANNING_H
#define CLI_PLANNING_H

#include "reports/plan.h"
#include "scenarios/scenario.h"

/* A quantile of a time; s NAN: not asked for. */
typedef struct cli_goal {
    double s, p;
} cli_goal;

/* As the command line says; NULL or NAN: nothing. */
typedef struct cli_planning_wish {
    const char *architecture, *endpoint, *budget, *commit;
    cli_goal ttft, tpot;
    double confidence;
    uint32_t most; /* instances; 0: nothing */
    uint64_t replications;
    bool has_replications;
} cli_planning_wish;

enum { CLI_PLANNING_MOST = 64, CLI_PLANNING_NOTES = 6 };

typedef struct cli_planning {
    cli_planning_wish of;
    scenario *s;
    sim_arena *arena;
    /* From here on set by cli_planning_set: */
    size_t endpoint; /* of the scenario's only architecture */
    const model_hosting *hosting;
    report_plan_goals goals;
    report_term term;                      /* to commit machines at; name NULL: none */
    model_term base;                       /* which that is; else on demand */
    size_t n;                              /* futures */
    const char *notes[CLI_PLANNING_NOTES]; /* notes[n_notes] */
    size_t n_notes;
} cli_planning;

/* Takes what is not asked for from the scenario's <plan>, leaves the scenario the architecture
   that is planned, and finds the rest; false when it has complained. */
bool cli_planning_set(cli_planning *planning);

/* Whether a number of instances that follows the load can be thought of, and spot ones. */
bool cli_planning_follows(const cli_planning *planning);
bool cli_planning_spot(const cli_planning *planning);

/* Notes what was left out, and why, and what the plan rests on. */
void cli_planning_note(cli_planning *planning);

#endif
