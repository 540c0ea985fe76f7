/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * What a replication used, in exact integers, and what that costs.
 *
 * A line is something with one price in each month: a meter of one workload on one endpoint,
 * split further where prices are (long-context tier; time of day; part of a month before and
 * after a dated step).
 */
#ifndef MODELS_LEDGER_H
#define MODELS_LEDGER_H

#include "models/guard.h"
#include "models/price.h"
#include "models/served.h"
#include "models/watch.h"
#include "sim/failure.h"
#include "sim/sketch.h"

typedef struct model_line {
    const char *component; /* the endpoint's name */
    model_meter meter;
    const char *workload, *app, *team, *model, *prompt; /* tags; "" where there is none */
    const char *user_class, *intent;
    const char *tier;    /* "", "long context", "from 16:30 UTC", "from 2026-09-01", ... */
    const char *service; /* the endpoint's service level: "standard", "batch", ... */
    double *rate;        /* rate[n_months]: report currency per unit; NAN: no price */
    double *factor;      /* factor[n_months]: report currency after discount for one unit of
                            the book's currency; rate is price x service's multiplier x this */
    double pilot_error;  /* of a workload that is summed: 95 % bound of the relative error of
                            its mean cost in this architecture, in all futures alike; else 0 */
} model_line;

/* Whether no model's tariff prices the line: machine time, tokens on machines that cost nothing
   by themselves, standing costs, tools and people, stores and rerankers. */
bool model_line_is_hosted(const model_line *line);

/* What a success of a workload is worth, in the report's currency; 0 where nothing is stated.
 */
typedef struct model_worth {
    double value, human_cost;
} model_worth;

/* What is counted besides usage, per architecture over the horizon. */
typedef enum model_counter {
    MODEL_SESSIONS, /* sessions that began in the horizon */
    MODEL_CALLS,
    MODEL_SUCCESSES, /* sessions that succeeded, of workloads that state a probability */
    MODEL_JUDGED,    /* sessions of those workloads */
    MODEL_TRUNCATED, /* calls cut to the model's limits */
    /* Of calls to endpoints on machines, and to metered ones with limits or latency: */
    MODEL_HOSTED,     /* those that were answered */
    MODEL_GOOD,       /* within their endpoint's latency goals; all, if it has none */
    MODEL_LATE,       /* given up by their clients */
    MODEL_REFUSED,    /* could never fit */
    MODEL_PREEMPTED,  /* times that a call lost its memory and began anew */
    MODEL_LAUNCHES,   /* instances started */
    MODEL_TAKEN_AWAY, /* spot instances that their vendor took back */
    MODEL_THROTTLED,  /* refusals of a metered API for its limits: 429 */
    /* Of agents: */
    MODEL_ENDED, /* sessions by how they ended: MODEL_ENDED + outcome */
    MODEL_ENDED_LAST = MODEL_ENDED + MODEL_OUTCOMES - 1,
    MODEL_LOST,        /* stopped by a guard on their way to a success */
    MODEL_HANDED_OVER, /* to humans */
    MODEL_REPEATED,    /* steps that repeated the one before */
    MODEL_COMPACTIONS, /* of their contexts */
    MODEL_TASKS,       /* sessions that are judged, */
    MODEL_SOLVED,      /* and of them those that succeeded */
    MODEL_REMEMBERED,  /* sessions that a semantic cache answered, */
    MODEL_MISTAKEN,    /* of them, wrongly */
    MODEL_ESCALATED,   /* times that a session was played again at another endpoint */
    MODEL_BELOW_FLOOR, /* sessions for which no candidate of a route reached its floor */
    /* Of spend limits: */
    MODEL_BLOCKED_SESSIONS, /* that a limit ended */
    MODEL_DOWNGRADED_CALLS, /* that another endpoint answered */
    MODEL_DEFERRED_CALLS,   /* that waited for a window or an approval */
    MODEL_ALERTS,           /* and approvals asked for */
    /* Of metered endpoints that fail, or refuse: */
    MODEL_FAILED_ATTEMPTS, /* of calls */
    MODEL_FELL_BACK,       /* calls that another endpoint was asked for */
    MODEL_COUNTERS
} model_counter;

extern const char *const model_counter_names[MODEL_COUNTERS];

/* How a session came out. */
typedef enum model_ending {
    MODEL_ENDING_UNJUDGED, /* nobody says whether it succeeded */
    MODEL_ENDING_SUCCEEDED,
    MODEL_ENDING_FAILED, /* took all its calls in vain */
    MODEL_ENDING_HANDED_OVER,
    MODEL_ENDING_ENDED, /* other outcomes of agents than finished: ENDED + outcome - 1 */
    MODEL_ENDING_LAST = MODEL_ENDING_ENDED + MODEL_OUTCOMES - 2,
    MODEL_ENDINGS
} model_ending;

extern const char *const model_ending_names[MODEL_ENDINGS];

/* Quantities over the horizon: how busy hosted machines were, integrals; money of agents. */
typedef enum model_gauge {
    MODEL_REPLICA_UP_S,   /* replicas that take requests */
    MODEL_REPLICA_BUSY_S, /* of them, those in a step */
    MODEL_SEQUENCE_S,     /* sequences that decode */
    MODEL_KV_S,           /* KV memory in use, as a share of a replica's */
    MODEL_WASTED,         /* cost of sessions without success, where success is stated */
    MODEL_LOST_VALUE,     /* of the sessions that limits ended on their way to a success */
    MODEL_OVERSHOOT,      /* spent beyond limits, over their windows */
    MODEL_DEAREST, /* cost of the dearest session of an agent, with people; NAN: not known */
    MODEL_BLOAT,   /* cost of documents sent that were not relevant, at the normal price */
    MODEL_BLOAT_TOKENS,   /* their tokens */
    MODEL_CONTEXT_TOKENS, /* of all documents sent */
    MODEL_PAID_ONCE,      /* cost of training runs */
    MODEL_CARRIED_OVER,   /* of it, for months after the horizon */
    /* What sessions cost, by how they came out (model_ending): */
    MODEL_ENDING_COST,
    MODEL_ENDING_COST_LAST = MODEL_ENDING_COST + MODEL_ENDINGS - 1,
    /* Of what was played on windows: */
    MODEL_WINDOW_HOURS,     /* hours that were played, of the horizon */
    MODEL_WINDOW_VARIANCE,  /* that this adds to the cost of a future, estimated */
    MODEL_WINDOW_SATURATED, /* hours at whose end more waited than a warm-up could show */
    MODEL_WINDOW_UNSETTLED, /* hours whose copies follow from what was before the warm-up */
    MODEL_GAUGES
} model_gauge;

extern const char *const model_gauge_names[MODEL_GAUGES];

/* One architecture in one replication. */
typedef struct model_ledger {
    uint64_t *usage; /* usage[n_months][n_lines] */
    size_t n_lines;
    const model_line *lines; /* lines[n_lines] at the prices of its future, as long as its
                                arena; NULL: the plan's */
    uint64_t counters[MODEL_COUNTERS];
    double value;             /* value_per_success summed over successes */
    double human_cost;        /* what humans would have cost for the same successes */
    sim_sketch *session_cost; /* cost of each session, of each call, in the report's currency */
    sim_sketch *call_cost;
    double gauges[MODEL_GAUGES];
    sim_sketch *ttft_s, *tpot_s, *e2e_s; /* of answered calls to hosted endpoints, as clients
                                            see them */
    model_hours *hours;                  /* in the future's arena; NULL: not kept */
    model_served *served;                /* of one endpoint's machines; NULL: not kept */
    double *days;    /* days[n_days][n_drivers] of spend, when the replication is over */
    double *watched; /* watched[n_watches][MODEL_WATCHED], then */
} model_ledger;

/* cost[n_months][n_lines] = usage x rate, that of the ledger's own lines if it has any; false
 * where something used has no price. */
bool model_ledger_cost(const model_ledger *ledger, const model_line *lines, size_t n_months,
                       double *cost, sim_failure *why);

#endif
