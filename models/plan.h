/* SPDX-License-Identifier: GPL-3.0-or-later */
/* The scenario compiled: lines, tariffs, what is ready for all replications. plan.c makes it,
   world.c plays it. */
#ifndef MODELS_PLAN_H
#define MODELS_PLAN_H

#include "models/agent_play.h"
#include "models/api.h"
#include "models/bills.h"
#include "models/hosted.h"
#include "models/world.h"

/* An architecture, compiled. */
struct model_planned {
    const model_architecture *architecture;
    size_t n_workloads;
    const model_workload
        *workloads; /* workloads[n_workloads], with the prompts they have here */
    model_line *lines;
    size_t n_lines;
    model_meterage *meterage;   /* meterage[n_workloads]: of those on metered endpoints */
    size_t n_shared;            /* endpoints that are played on the engine */
    size_t standing_line;       /* first of the standing costs' lines */
    size_t *first_line;         /* first_line[n_workloads]: of hosted ones, app 0's meters */
    size_t *machine_line;       /* machine_line[n_endpoints]: of hosted ones, busy time */
    model_meterage **fallbacks; /* fallbacks[n_workloads][n_endpoints]: where limits lead */
    size_t *agent_line;         /* agent_line[n_workloads]: of agents' tools and hand-overs */
    size_t *retrieval_line; /* retrieval_line[n_workloads]: of reads and of what is ranked */
    size_t *answers_line;   /* answers_line[n_workloads]: of lookups in a semantic cache */
    size_t *policy_line;    /* policy_line[n_workloads]: of choices, checks and hand-overs */
    size_t *store_line;     /* store_line[n_stores]: the first of a store's own */
    size_t training_line;   /* the first of the trainings' */
    size_t
        *driver_line; /* driver_line[n_drivers]: the first of its lines, whose tags are its */
    size_t n_drivers;
    const model_billed *billed; /* billed[n_billed]: lines of services whose prices vary */
    size_t n_billed;
    model_ledger *fixed; /* fixed[n_workloads]: replays without chance, played once;
                            usage NULL where there is none */
};

/* How a workload's sessions are summed (summed.h), and hours stand for others (windows.h). */
typedef struct model_summing model_summing;
typedef struct model_windowing model_windowing;

/* A way to play sessions: an architecture as it stands, or as its spend limits have it once
   they are reached (summed_ways.h). */
typedef enum model_way_kind { MODEL_AS_STATED, MODEL_LED, MODEL_CLOSED } model_way_kind;

typedef struct model_way {
    size_t architecture;
    model_way_kind kind;
    size_t endpoint; /* of MODEL_LED: that answers all calls */
} model_way;

struct model_plan {
    const model_scenario *scenario;
    model_planned *architectures;
    model_ready *ready;               /* ready[n_workloads] */
    const model_summing **summed;     /* summed[n_workloads]: NULL: it is played */
    struct model_summed_note *notes;  /* notes[n_workloads]; NULL: nothing was decided */
    const model_windowing *windowing; /* NULL: nothing is played on windows */
    const model_way *ways; /* ways[n_ways]: the architectures, then those of limits */
    size_t n_ways;
    const bool *is_walked;   /* is_walked[n_architectures]: limits are reached by sums, and
                                played where they may be; NULL: nowhere */
    const char **not_walked; /* not_walked[n_architectures]: why not: a clause, or NULL;
                                NULL: nothing was decided */
    sim_arena *arena;
};

/* Compiles an architecture: its lines and tariffs. */
bool model_plan_architecture(const model_scenario *scenario, model_planned *p, sim_arena *arena,
                             sim_failure *why);

/* What the engine needs of an architecture. */
model_hosted model_plan_hosted(const model_plan *plan, size_t architecture);

/* The endpoint that serves a workload. */
static inline const model_endpoint *model_plan_endpoint(const model_planned *p, size_t workload)
{
    return &p->architecture->endpoints[p->architecture->endpoint_of[workload]];
}

/* What a workload is charged by at an endpoint: its own, or one that it may be led to. */
static inline const model_meterage *model_plan_meterage(const model_planned *p, size_t workload,
                                                        size_t endpoint)
{
    return endpoint == p->architecture->endpoint_of[workload]
               ? &p->meterage[workload]
               : p->fallbacks[workload * p->architecture->n_endpoints + endpoint];
}

#endif
