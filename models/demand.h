/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * What users ask for, as the scenario states it: when sessions arrive and what is in them.
 *
 * Arrivals are a Cox process: rate(t) = base x growth x week profile x special days x burst.
 * A session is a pure function of its parameters and its random address.
 */
#ifndef MODELS_DEMAND_H
#define MODELS_DEMAND_H

#include "models/length.h"
#include "models/trace.h"

enum { MODEL_WEEK_HOURS = 168 };

/* A factor on the rate in [from_s, to_s), seconds from the horizon's start. */
typedef struct model_special_day {
    double from_s, to_s;
    model_number factor;
} model_special_day;

typedef struct model_arrivals {
    model_number rate_per_s; /* sessions per second before all factors */
    model_number growth;     /* factor per month; default 1 */
    const double *week;      /* week[168], mean 1, Monday 00:00 first; NULL: flat */
    const model_special_day *special_days; /* special_days[n_special_days] */
    size_t n_special_days;
    bool has_bursts;       /* log rate is a stationary AR(1) with mean-one exponential */
    model_number burst_sd; /*   sd of the log rate */
    model_number burst_correlation; /* of neighbouring steps, in [0, 1) */
    model_number burst_step_s;
    bool has_gaps;       /* renewal gaps instead of Poisson */
    const char *gap_law; /*   "gamma" or "weibull" */
    model_number gap_cv;
    bool has_on_off;          /* silent in "off" periods; the rate is the long-run mean */
    model_law on_s, off_s;    /*   lengths of the periods in seconds */
    model_number clients;     /* number of superposed clients; default 1 */
    model_number client_zipf; /* share of client k is proportional to k^-zipf; default 0 */
} model_arrivals;

/* What only agents have: how their steps go wrong, and what becomes of it (agent.h).
   Probabilities are of a step. */
typedef struct model_agent {
    model_law task;            /* tokens of an agent's first question; none: as all others */
    model_law tool_s;          /* from an answer to the next call; none: 0 */
    model_law sub_agents;      /* that each agent starts; none: 0 */
    model_number depth;        /* levels of agents below the first */
    model_number failed_steps; /* factor on the steps of tasks that will not be solved */
    model_number error;        /* the answer is of no use: the same call is made again */
    model_number attempts;     /* of one call; then its agent gives up */
    model_number backoff_s, backoff_most_s; /* before the second attempt; at most */
    model_number tool_failure;              /* its result goes into the context all the same */
    double tool_price;     /* of each use, in the report's currency; NAN: none */
    model_number setback;  /* undoes a step */
    model_number patience; /* so many steps behind the beginning, its agent gives up */
    model_number give_up;
    model_number stuck;      /* begins to repeat itself */
    model_number escape;     /* of a step that repeats: it is the last */
    model_number stuck_pace; /* factor on times while it repeats itself */
    model_number compact_at; /* a longer prompt is summarised first; !is_given: never */
    model_number compact_chance, compact_to; /* or at random; tokens of a summary */
    double hand_over_price; /* of a human who takes over what was not solved; NAN: none */
    bool may_be_endless;
} model_agent;

/* A chat, a job (a chat of one turn), an experiment (a chat that forgets) or an agent. Lengths
   in tokens. */
typedef struct model_session {
    const char *kind;           /* "chat", "job", "developer" or "agent" */
    model_law turns;            /* calls per session, rounded, at least 1; none: 1. An agent's
                                   are the steps that its task needs */
    model_law think_s;          /* from one call to the next; none: 0. An agent's is the time
                                   that a call takes where the endpoint does not say */
    model_number system_tokens; /* resent with every call; default 0 */
    const char *prompt_version; /* tag of the system prompt; NULL: none */
    model_law question, answer; /* per call; an agent's questions are what tools return */
    model_number user_sd;    /* log sd of a mean-one lognormal factor on a session's answers */
    model_number task_sd;    /* log sd of a mean-one factor on its questions and answers */
    model_number copula;     /* rank correlation of question and answer of a call; default 0 */
    model_number deadline_s; /* of a job; !is_given: none */
    bool forgets;            /* calls do not send what was said before */
    bool is_agent;
    model_agent agent; /* if is_agent */
} model_session;

typedef enum model_extend {
    MODEL_EXTEND_NONE,
    MODEL_EXTEND_LOOP,
    MODEL_EXTEND_DAYS
} model_extend;

/* A trace played into the horizon: each row is one call. */
typedef struct model_replay {
    const model_trace *trace;
    model_number rate_factor; /* each row is played floor(f) times, once more with the rest's
                                 probability; default 1 */
    double start_s;           /* where the first row falls, from the horizon's start */
    model_extend extend;      /* at the trace's end: stop, start over, or draw its days */
    model_number input_scale, output_scale; /* on all lengths of a row; default 1 */
} model_replay;

typedef struct model_workload {
    const char *name, *app, *team; /* app defaults to name, the other tags to "" */
    const char *user_class, *intent;
    model_number success; /* probability that a session succeeds; !is_given: unknown */
    model_number value_per_success, human_cost; /* currency of the report; !is_given: unknown */
    bool is_replay;
    model_arrivals arrivals; /* unless is_replay */
    model_session session;   /* unless is_replay */
    model_replay replay;     /* if is_replay */
} model_workload;

#endif
