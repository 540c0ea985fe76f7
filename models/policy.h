/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * Which models a workload's sessions go to: by their kind, and on to another model when an
 * answer was not good enough.
 *
 * Kinds: each session is of one of them, by their shares; a classifier sends it to its kind's
 * endpoint, or by mistake to that of another kind, where it succeeds less often. A kind may
 * have several candidates instead: its endpoint is the cheapest of those whose success reaches
 * a floor, at the prices of the moment; where none does, the one that succeeds most often.
 * Steps: a session that was found to have failed is played again at the next endpoint (a
 * cascade; a retry where it is the same one), and at last handed to a human. What is found: a
 * failure with probability detected, and a success with probability false_alarms.
 *
 * All is drawn by the session's address: architectures see the same kinds and the same luck.
 */
#ifndef MODELS_POLICY_H
#define MODELS_POLICY_H

#include "models/bid.h"
#include "models/future.h"
#include "models/number.h"
#include "models/session.h"

enum {
    MODEL_POLICY_KINDS = 8,
    MODEL_POLICY_CANDIDATES = 8, /* of a kind */
    MODEL_POLICY_STEPS = 8,
    MODEL_POLICY_LINES = 3
};

typedef struct model_candidate {
    size_t endpoint;
    model_number success; /* there; !is_given: the workload's */
} model_candidate;

typedef struct model_policy_kind {
    const char *name;
    size_t endpoint;
    model_number share; /* of the sessions; those of all kinds sum to 1 */
    model_number success,
        misrouted; /* at its endpoint, at another's; !is_given: the workload's */
    model_candidate candidates[MODEL_POLICY_CANDIDATES]; /* instead of endpoint and success */
    size_t n_candidates;                                 /* 0: none */
} model_policy_kind;

typedef struct model_policy_step {
    size_t endpoint;
    model_number success; /* of those that come so far; !is_given: the workload's */
} model_policy_step;

/* Where a call goes that its endpoint does not answer. */
typedef struct model_fallback {
    size_t endpoint;
    model_number after;   /* times that the endpoint before turned it away; !is_given: when its
                             client would give up */
    model_number success; /* of calls that it answers; !is_given: as at the first endpoint */
} model_fallback;

/* One after the other. */
typedef struct model_fallbacks {
    model_fallback steps[MODEL_POLICY_STEPS];
    size_t n_steps;
} model_fallbacks;

/* As the scenario states it. */
typedef struct model_policy {
    model_policy_kind kinds[MODEL_POLICY_KINDS]; /* at least one */
    size_t n_kinds;
    model_number floor; /* success that candidates must reach; !is_given: there are none */
    model_number error; /* of the classifier */
    double classifier;  /* price of a session; NAN: none */
    model_policy_step steps[MODEL_POLICY_STEPS]; /* after the first endpoint */
    size_t n_steps;
    model_number detected, false_alarms;
    double check;     /* price of looking at a session's answers; NAN: nobody looks */
    double hand_over; /* price of a human who takes over; NAN: nobody does */
} model_policy;

/* In one replication: which sessions go where. */
typedef struct model_router {
    const model_policy *of;
    double cumulative[MODEL_POLICY_KINDS];
    double error, detected, false_alarms;
    double workload_success; /* NAN: not stated */
    const double *resolved;
    sim_stream stream;
    const model_bid *bids; /* bids[endpoints]: what sessions cost there; NULL: nobody chooses */
    struct {
        uint8_t candidate;
        model_span span; /* over which it is the cheapest */
    } chosen[MODEL_POLICY_KINDS];
    uint64_t n_below; /* sessions so far for which no candidate reached the floor */
} model_router;

void model_router_init(model_router *r, const model_policy *of, const model_workload *workload,
                       const model_future *future);

/* Whether a policy sends any of its sessions to an endpoint first. */
bool model_policy_leads_to(const model_policy *of, size_t endpoint);

/* Groups of sessions that are played alike: a kind, at its own endpoint or at another's, at one
   of the candidates. */
enum { MODEL_POLICY_GROUPS = 2 * MODEL_POLICY_KINDS * MODEL_POLICY_CANDIDATES };

/* The group of each session of a block, into group[n_sessions]. */
void model_router_sort(model_router *r, const model_block *block, uint8_t *group);

/* Where a group goes first, and how often it succeeds there; NAN: not stated. */
size_t model_router_endpoint(const model_router *r, size_t group);
double model_router_success(const model_router *r, size_t group);

/* The same of step i. */
double model_router_step_success(const model_router *r, size_t step);

/* The luck of a session at step i, by which it succeeds; and whether it is found to have failed
   at the endpoint before: step 0 is that after the first endpoint. */
double model_router_luck(const model_router *r, model_session_id session, size_t step);
bool model_router_finds(const model_router *r, model_session_id session, size_t step,
                        bool succeeded);

/* The chance of the latter, before either is drawn, of a session that succeeds with a chance.
 */
double model_router_chance(const model_router *r, double success);

#endif
