/* SPDX-License-Identifier: GPL-3.0-or-later */
/* A month of sessions of an agent on a metered API, for cases that have closed forms. */
#ifndef VALIDATE_CASES_AGENTS_H
#define VALIDATE_CASES_AGENTS_H

#include "models/world.h"
#include "validate/theory/agents.h"

enum { VALIDATE_AGENT_SESSIONS = 2000 }; /* on average */

/* Dollars a token, those of the reference table. */
#define VALIDATE_PER_INPUT   3e-6
#define VALIDATE_PER_READ    3e-7
#define VALIDATE_PER_WRITTEN 3.75e-6
#define VALIDATE_PER_OUTPUT  15e-6

/* An agent; what is 0 does not happen. */
typedef struct validate_agent {
    double steps;      /* needed: exactly; or, if is_geometric, on average */
    bool is_geometric; /* on 1, 2, ... */
    validate_context context;
    bool has_cache;
    double miss;                       /* of a prefix that is kept */
    double error, attempts;            /* of a call */
    double setback, neither, patience; /* of a step: undone, or of no effect */
    double stuck, escape;
    double sub_agents, depth;
    double most_steps, most_repeats; /* guards */
} validate_agent;

const model_scenario *validate_agent_scenario(const validate_agent *p, sim_arena *arena);

#endif
