/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * Workloads on machines of one's own (dedicated) or by the second (serverless): all that an
 * architecture hosts is played on one engine, in the order of time, since its sessions share
 * fleets. A session's next call waits for the answer to the last.
 *
 * Sessions are the same as on a metered API, to the token: drawn from the same addresses.
 * Calls are counted when they are asked for, tokens when the answer is complete; machine time
 * is counted in nanoseconds of instances: busy, idle, and booting.
 */
#ifndef MODELS_HOSTED_H
#define MODELS_HOSTED_H

#include "models/future.h"
#include "models/ledger.h"
#include "models/recall.h"
#include "models/scenario.h"
#include "models/session.h"

/* Where an architecture's hosted lines begin. Constant. */
typedef struct model_hosted {
    const model_scenario *scenario;
    const model_architecture *architecture;
    const model_workload *workloads; /* workloads[n_workloads]: as the architecture has them */
    const model_ready *ready;        /* ready[n_workloads] */
    const size_t *first_line;        /* first_line[n_workloads]: of app 0's token meters */
    const size_t *agent_line;        /* agent_line[n_workloads]: of tools and hand-overs */
    const size_t *retrieval_line, *answers_line; /* [n_workloads]: of lookups, of documents and
                                                    in a semantic cache */
    const size_t *machine_line; /* machine_line[n_endpoints]: of its busy meter; then those of
                                   committed instances, where there are any */
    const struct model_meterage *const *fallbacks; /* fallbacks[n_workloads][n_endpoints]: of
                                                      downgrades; NULL: none */
    const struct model_meterage *meterage;         /* meterage[n_workloads]: of metered ones */
} model_hosted;

/* Lines that machine time of an endpoint has, at one price. */
size_t model_hosted_machine_lines(void);

/* The busy meter's of committed instances. */
size_t model_hosted_committed_line(const model_hosted *hosted, size_t endpoint);

/* Plays one future into the architecture's ledger. */
bool model_hosted_play(const model_hosted *hosted, const model_future *future,
                       model_ledger *ledger, sim_failure *why);

/* An architecture whose sessions somebody else hands in: those of some times, while others are
   summed (summed_walk.h). */
typedef struct model_street model_street;

/* Opens it at the beginning of a future; it lives as long as the future's arena, and hosted as
   long. */
bool model_hosted_open(const model_hosted *hosted, const model_future *future,
                       model_ledger *ledger, model_street **out, sim_failure *why);

/* Hands sessions of a workload in that arrive from now on; those handed in before have arrived.
 */
void model_hosted_feed(model_street *street, size_t workload, const model_batch *batch);

/* Plays until then; to the end, and counts. */
void model_hosted_run(model_street *street, double until_s);
void model_hosted_close(model_street *street);

/* Its spend limits, in the order of the architecture. */
struct model_limit *model_hosted_limits(model_street *street);

/* The most that a call with so long a prompt, or the shortest there is, can cost now. */
double model_hosted_call_most(const model_street *street, size_t workload, size_t endpoint,
                              double prompt);

/* A time that is played by itself: from from_s on, and counted in [begin_s, end_s). */
typedef struct model_hosted_window {
    double from_s, begin_s, end_s;
    size_t month; /* of what is counted */
    uint64_t id;  /* the address of its own chance, not 0 */
    double *up;   /* up[n_endpoints]: instances at from_s; then how many were paid for on
                     average while it was counted */
    const model_recall *const *recalls; /* recalls[n_workloads]: hits of their semantic caches;
                                           NULL: there is none */
    size_t n_before;  /* whole hours of the warm-up that are looked at, the last ones, and */
    uint32_t *copies; /* copies[n_before][n_endpoints]: of those that stop only without work,
                         how many there are at the end of each; NULL: not asked for */
    double left;      /* requests that wait or run at its end */
} model_hosted_window;

/* Plays a window of a future. The ledger, which has no hours, then holds what was counted in
   it; sessions that are under way at its end are left there. Not where there are spend limits
   or replays. */
bool model_hosted_play_window(const model_hosted *hosted, model_hosted_window *window,
                              const model_future *future, model_ledger *ledger,
                              sim_failure *why);

/* Plays the warm-up of a window once more, with other instances up at its beginning, until
   there are as many copies at the end of an hour as there were then; have_met is whether that
   comes before the window does. What the ledger holds then is of no use. */
bool model_hosted_meet(const model_hosted *hosted, const model_hosted_window *window,
                       const model_future *future, model_ledger *ledger, bool *have_met,
                       sim_failure *why);

#endif
