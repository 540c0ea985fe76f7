/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * Retrieval-augmented generation: the documents that stand before a question, and what they do
 * to the answer.
 *
 * A question has so many relevant documents. Each is among the k that the store returns with
 * probability recall. A reranker keeps m of the k: each relevant one it recognises with a
 * probability, and those it keeps first; the others fill the rest at random (hypergeometric
 * counts). Without a reranker all k are kept. A call whose m documents hold j relevant ones
 * succeeds with probability
 *
 *     s (1 - nu)^(m - j)  if j > 0,   s0  else,
 *
 * s the workload's success with what it needs at hand, nu the noise of an irrelevant document,
 * s0 success without any. A session's is the mean of its calls'.
 *
 * All is drawn by the call's address: architectures see the same documents.
 */
#ifndef MODELS_RETRIEVAL_H
#define MODELS_RETRIEVAL_H

#include "models/future.h"
#include "models/length.h"
#include "models/price.h"
#include "models/session.h"

#include <math.h>

enum {
    MODEL_MOST_DOCUMENTS = 1000,
    MODEL_MOST_RELEVANT = 64,
    MODEL_RETRIEVAL_LINES =
        2 /* of a workload: reads of the store; searches, or tokens ranked */
};

/* As the scenario states it. */
typedef struct model_retrieval {
    const char *store;         /* its name, for lines */
    const char *service;       /* that keeps it; NULL: machines */
    model_number documents;    /* that the store returns */
    model_number relevant;     /* documents that a question needs one of */
    model_number recall;       /* of each */
    model_law tokens;          /* of a document */
    model_law query_s, rank_s; /* time that the store takes, and the reranker; none: 0 */
    double per_query;          /* read units of a query at the store, a whole number */
    double per_read;           /* price of a read unit; NAN: reads cost nothing */
    const char *currency;      /* of the prices here; NULL: the report's */
    bool has_reranker;
    const char *reranker; /* the service's id */
    model_number keep, recognition;
    double per_search, searched; /* price of a search of so many documents; NAN: by tokens */
    double per_token;            /* NAN: by searches */
    /* Or on machines of one's own, as many as rank a month's calls at their peak: */
    double rank_per_hour;                      /* price of one; NAN: it is a service */
    const char *rank_instance, *rank_currency; /* in the hardware book, NULL: none; of the
                                                  price, NULL: the report's */
    model_number rank_instances;               /* at least */
    double ranks_per_s;                        /* of one; 0: as many as stated are enough */
    model_number rank_peak; /* rankings at the busiest time for one on average */
    bool has_quality;
    model_number noise, without; /* nu; s0 */
} model_retrieval;

/* Lines of a workload that looks up: MODEL_RETRIEVAL_LINES, and one of the reranker's machines.
 */
static inline bool model_retrieval_has_machines(const model_retrieval *of)
{
    return of->has_reranker && !isnan(of->rank_per_hour);
}

/* The machines that a month of so many rankings needs. */
double model_retrieval_machines(const model_retrieval *of, double rankings, double length_s,
                                const double *resolved);

/* In one replication. */
typedef struct model_retriever {
    const model_retrieval *of;
    size_t documents, keep;
    const sim_sampler *tokens; /* of a document */
    double *cumulative;        /* cumulative[n_outcomes]: P(relevant ones kept <= j) */
    size_t n_outcomes;
    double *success;          /* success[n_outcomes]: of a call, as a share of s; unless... */
    double noise, without;    /* ... none is relevant */
    uint64_t searches, reads; /* of a call */
    bool ranks_tokens;
    sim_stream stream;
    sim_arena *arena;
    /* Of the calls of a block: */
    double *context;    /* tokens of the documents kept */
    double *irrelevant; /* of them, of those that are not relevant */
    double *ranked;     /* tokens that the reranker reads; NULL: not paid for */
    double *extra;      /* what retrieval costs: for the stage to fill in */
    uint8_t *relevant;  /* documents kept that are relevant: at most MODEL_MOST_RELEVANT */
    uint8_t *succeeds;  /* succeeds[sessions], and with which chance[sessions] */
    double *chance;
    size_t room;
    uint64_t *entity;
    uint32_t *index;
    double *even, *odd;
    double *lengths; /* of a document of each call */
} model_retriever;

bool model_retriever_init(model_retriever *r, const model_retrieval *of,
                          const model_workload *workload, const model_future *future,
                          sim_failure *why);

/* Draws what a block's calls find; and whether its sessions succeed, where the scenario states
   how documents bear on that (success: the workload's; NAN: not stated). */
void model_retriever_draw(model_retriever *r, const model_block *block, double success);

/* P(j relevant documents are kept), j = 0..min(relevant, keep), into p[]; returns how many. */
size_t model_retriever_law(const model_retriever *r, double *p);

#endif
