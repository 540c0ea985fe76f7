/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * Semantic caches of a workload that is summed: how many sessions of a piece they answer, by
 * models/recall.h. The others are summed by the law, which is that of sessions that go on to
 * the model.
 */
#ifndef MODELS_SUMMED_ANSWERS_H
#define MODELS_SUMMED_ANSWERS_H

#include "models/recall.h"
#include "models/stage.h"

/* An architecture's cache in one replication. */
typedef struct model_summed_cache {
    bool is_there;
    model_recall recall;
    size_t line;             /* of lookups */
    double price;            /* of one */
    double success;          /* of a right answer; NAN: not stated */
    model_worth worth;       /* of a success */
    double right, wrong;     /* shares of the piece's sessions */
    double answered, missed; /* its sessions */
} model_summed_cache;

/* caches[n_architectures] of a workload whose sessions of each hour are expected to be
   asked[n_hours]; the arena of the future owns them. NULL: there is none. */
model_summed_cache *model_summed_caches_new(const model_plan *plan, size_t workload,
                                            const double *asked, const model_future *future);

/* The shares of a piece: hours first to first + n - 1, with so many sessions of each. */
void model_summed_cache_look(model_summed_cache *cache, size_t first, size_t n,
                             const double *asked);

/* Draws how many of n sessions are answered and counts them, in a month; an address of the
   stream. */
void model_summed_cache_answer(model_summed_cache *cache, double n, sim_stream stream,
                               uint64_t entity, size_t month, model_ledger *ledger);

#endif
