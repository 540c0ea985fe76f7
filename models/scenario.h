/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * The constant side of a simulation: everything a scenario states, with references resolved.
 * Shared by all threads.
 */
#ifndef MODELS_SCENARIO_H
#define MODELS_SCENARIO_H

#include "models/answers.h"
#include "models/calendar.h"
#include "models/demand.h"
#include "models/gate.h"
#include "models/guard.h"
#include "models/hardware.h"
#include "models/policy.h"
#include "models/price.h"
#include "models/price_future.h"
#include "models/purse.h"
#include "models/retrieval.h"
#include "models/serving/fleet.h"
#include "models/standing.h"
#include "models/store.h"
#include "models/training.h"
#include "models/watch.h"

/* Machines that serve an endpoint, where it is not a vendor's metered API. */
typedef struct model_hosting {
    const model_scaling *scaling;
    const model_routing *routing;
    model_speed speed; /* of a replica */
    model_batching batching;
    uint32_t replicas_per_instance;
    model_number least, most; /* instances */
    model_number target;      /* outstanding requests that a replica should have */
    model_number evaluate_s, cooldown_s, idle_s, minimum_paid_s, paid_step_s;
    model_law boot_s;                      /* from launch to the first request; none: 0 */
    model_number life_s;                   /* mean, of a spot instance; !is_given: endless */
    model_number timeout_s;                /* of a call; !is_given: its client waits for ever */
    model_number ttft_goal_s, tpot_goal_s; /* !is_given: none */
    const double *week;      /* week[168]: factor on least by hour of the week; NULL: 1 */
    double per_hour;         /* price of an instance */
    const char *currency;    /* of per_hour; NULL: the report's */
    const char *instance_id; /* in the hardware book */
    const char *term;        /* "on-demand", "spot", "reserved-1y", ...: which of its prices */
    model_number committed;  /* instances that are paid for at all hours; !is_given: none */
    double committed_per_hour;
    const char *committed_term, *committed_currency;
    double offered[MODEL_TERMS]; /* the hardware book's prices of an instance; NAN: none */
    const char *offered_currency;
} model_hosting;

typedef struct model_endpoint {
    const char *name, *model_id;
    const char *hosting;         /* "api", "dedicated", "serverless" */
    const model_hosting *hosted; /* NULL: "api" */
    const model_limits *limits;  /* of "api": NULL: none, and answers take no time */
    const model_units *units;    /* of "provisioned"; else NULL */
    const char *service;         /* "standard", "batch", "flex", "priority" */
    bool has_prompt_cache;
    double cache_ttl_s;      /* 300 or 3600 */
    model_number cache_hit;  /* probability that a prefix in time is found */
    model_number tokenizer;  /* factor on all token counts; default 1 */
    model_number verbosity;  /* factor on answers; default 1 */
    model_law reasoning;     /* hidden tokens per call; none: 0 */
    model_number max_output; /* the request's limit; !is_given: the model's */
    int line;
} model_endpoint;

/* Whether calls wait for each other, or for answers: played on the engine, else in blocks. */
static inline bool model_endpoint_is_shared(const model_endpoint *endpoint)
{
    return endpoint->hosted || endpoint->limits || endpoint->units;
}

/* Whether its time is paid for: it has machine lines, and tokens that cost nothing more. */
static inline bool model_endpoint_is_rented(const model_endpoint *endpoint)
{
    return endpoint->hosted || endpoint->units;
}

/* A system prompt that an architecture has instead of a workload's. */
typedef struct model_prompt {
    const char *version;
    model_number tokens;
} model_prompt;

/* Which endpoint serves each workload: endpoint_of[n_workloads]; what guards its sessions:
   guard_of[n_workloads], NULL where nothing does, or instead of it. */
typedef struct model_architecture {
    const char *name;
    const model_endpoint *endpoints;
    size_t n_endpoints;
    const size_t *endpoint_of;
    const model_guard *const *guard_of;
    const model_retrieval *const
        *retrieval_of;                      /* retrieval_of[n_workloads], NULL where documents
                                               are not looked up, or instead of it */
    const model_answers *const *answers_of; /* answers_of[n_workloads], NULL where nothing is
                                               kept, or instead of it */
    const model_policy *const *policy_of; /* policy_of[n_workloads], NULL where all sessions go
                                             to endpoint_of, or instead of it */
    const model_fallbacks *const *fallbacks_of; /* fallbacks_of[n_workloads], NULL where a call
                                                   that is turned away has failed, or instead of
                                                   it */
    const model_store *stores;                  /* stores[n_stores] */
    size_t n_stores;
    const model_prompt *const *prompt_of; /* prompt_of[n_workloads], NULL where it is the
                                             workload's, or instead of it */
    const model_training *trainings;      /* trainings[n_trainings] */
    size_t n_trainings;
    const model_spend_limit *limits; /* limits[n_limits] */
    size_t n_limits;
    const model_watch *watches; /* watches[n_watches] */
    size_t n_watches;
    model_standings standings;
} model_architecture;

/* What guards a workload's sessions; NULL: nothing. */
static inline const model_guard *model_architecture_guard(const model_architecture *of,
                                                          size_t workload)
{
    return of->guard_of ? of->guard_of[workload] : NULL;
}

/* What a workload's calls look up; NULL: nothing. */
static inline const model_retrieval *model_architecture_retrieval(const model_architecture *of,
                                                                  size_t workload)
{
    return of->retrieval_of ? of->retrieval_of[workload] : NULL;
}

/* What keeps a workload's answers; NULL: nothing. */
static inline const model_answers *model_architecture_answers(const model_architecture *of,
                                                              size_t workload)
{
    return of->answers_of ? of->answers_of[workload] : NULL;
}

/* Where a workload's sessions go; NULL: to its endpoint, once. */
static inline const model_policy *model_architecture_policy(const model_architecture *of,
                                                            size_t workload)
{
    return of->policy_of ? of->policy_of[workload] : NULL;
}

/* Where a workload's calls go that are turned away; NULL: nowhere. */
static inline const model_fallbacks *model_architecture_fallbacks(const model_architecture *of,
                                                                  size_t workload)
{
    return of->fallbacks_of ? of->fallbacks_of[workload] : NULL;
}

typedef struct model_scenario {
    const char *name;
    const model_calendar *calendar;
    const model_workload *workloads;
    size_t n_workloads;
    const model_architecture *architectures;
    size_t n_architectures;
    const model_price_book *book;
    model_terms terms;
    model_price_futures futures;
} model_scenario;

#endif
