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
    uint64_t replications;
    bool has_replications;
} cli_planning_wish;

typedef struct cli_planning {
    const cli_planning_wish *w;
    scenario *s;
    sim_arena *arena;
    /* From here on set by cli_planning_set: */
    size_t endpoint; /* of the scenario's only architecture */
    const model_hosting *hosting;
    report_plan_goals goals;
    report_term term; /* to commit machines at; name NULL: none */
    size_t n;         /* futures */
} cli_planning;

/* Leaves the scenario the architecture that is planned, and finds the rest; false when it has
   complained. */
bool cli_planning_set(cli_planning *planning);

#endif
