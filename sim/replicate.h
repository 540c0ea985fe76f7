/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * The one parallel loop: replications of an experiment.
 *
 * Replications are independent and share nothing; each writes only its own outcome. They are
 * played in portions, in parallel within one, and collected in the order of their indices, so
 * that results do not depend on the number of threads. Whether to stop is asked only at
 * checkpoints, ceil(first x 1.5^k) replications, over the complete prefix: never "what has
 * finished by now", which would favour short replications.
 */
#ifndef SIM_REPLICATE_H
#define SIM_REPLICATE_H

#include "sim/failure.h"
#include "sim/memory.h"

#include <stdatomic.h>
#include <stdint.h>

/* Asked now and then by a replication that takes long: whether to give up. */
typedef struct sim_stop {
    const atomic_int *interrupt; /* may be NULL */
    double noticed_s;            /* when the interrupt was first seen; 0: not yet */
    bool is_over;                /* it has been told to give up */
} sim_stop;

/* Whether the run was interrupted more than a second ago. play then returns false, which is
   no failure: the replication is not part of what was finished. Costs a load while all is
   well. */
bool sim_stop_is_over(sim_stop *stop);

/* One replication being played. */
typedef struct sim_trial {
    uint64_t replication;
    size_t i; /* its place in the portion being prepared */
    sim_arena *keep, *scratch;
    sim_stop *stop;
} sim_trial;

typedef struct sim_experiment {
    void *owner;         /* handed to all functions */
    size_t outcome_size; /* bytes of one replication's outcome */

    /* Serial, before replications [first, first + n) are played. */
    bool (*prepare)(void *owner, uint64_t first, size_t n, sim_failure *why);

    /* Parallel: plays replication first + i of the portion being prepared. What is kept lives
       until the portion is collected; scratch belongs to this call. */
    bool (*play)(void *owner, const sim_trial *trial, void *outcome, sim_failure *why);

    /* Serial: takes the outcomes of replications [first, first + n), in order. */
    bool (*collect)(void *owner, uint64_t first, size_t n, void *outcomes, sim_failure *why);

    /* Serial: takes replications [first, first + n) of those that are there already; NULL where
       there are none. */
    void (*restore)(void *owner, uint64_t first, size_t n);

    /* Serial, at checkpoints: whether n replications are enough. */
    bool (*is_enough)(void *owner, uint64_t n);

    /* Serial, between portions: for a progress line; may be NULL. */
    void (*progress)(void *owner, uint64_t done, double elapsed_s);
} sim_experiment;

typedef struct sim_replicate_options {
    uint64_t least;              /* replications before the first checkpoint */
    uint64_t limit;              /* most replications; >= least */
    uint64_t there;              /* the first so many are there already: they are restored
                                    instead of played, checkpoint by checkpoint, so that the
                                    end is that of a run without a break */
    uint64_t seed;               /* of what is played, for messages alone */
    int threads;                 /* 0: as many as the machine has */
    const atomic_int *interrupt; /* when it becomes nonzero, replications in hand are finished
                                    if they can be within a second; may be NULL */
} sim_replicate_options;

typedef enum sim_replicate_end {
    SIM_REPLICATE_ENOUGH,
    SIM_REPLICATE_LIMIT,       /* limit reached before is_enough */
    SIM_REPLICATE_INTERRUPTED, /* the prefix that was finished has been collected */
    SIM_REPLICATE_FAILED
} sim_replicate_end;

sim_replicate_end sim_replicate(const sim_experiment *experiment,
                                const sim_replicate_options *options, sim_failure *why);

#endif
