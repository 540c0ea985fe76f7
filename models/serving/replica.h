/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * One replica of a model under continuous batching, as vLLM's scheduler does it.
 *
 * Work goes step by step. In a step every decoding sequence gets one token, and what is left
 * of the step's token budget goes to prompts: first to the prompt that is in progress, then to
 * those that wait, by rank, within a rank in the order of arrival. A prompt's last step yields
 * its first token. A request is admitted when blocks of KV memory for its whole prompt are
 * free above the watermark; it takes them at once, and one more whenever its tokens have filled
 * those it has. When none is left, the last of the running (largest rank, latest arrival)
 * gives its blocks back, and goes to the head of its line to compute all its tokens anew. A
 * step in which this happened admits nobody.
 *
 * While requests neither come, nor end, nor need memory that is not there, steps differ only
 * in the tokens in memory, so that k steps of B sequences that have K tokens take
 *
 *     k (f(B) + g K) + g B k (k - 1) / 2,    f: a step's fixed part, g: per_kv_token_s,
 *
 * and the replica jumps over them: a request costs some heap operations, not one per token.
 * validate/naive_replica.c walks every step and agrees.
 *
 * Accelerators with static shapes (model_step.n_buckets > 0) compute one padded prompt at a
 * time, in a step of its own in which nobody decodes, and have a slot of memory for each
 * sequence instead of blocks.
 */
#ifndef MODELS_SERVING_REPLICA_H
#define MODELS_SERVING_REPLICA_H

#include "models/serving/prefixes.h"
#include "models/serving/step.h"
#include "sim/engine.h"

enum { MODEL_RANKS = 4, MODEL_MOST_SEQUENCES = 4096, MODEL_MOST_BLOCK_TOKENS = 256 };

/* How a replica batches and what memory it has. */
typedef struct model_batching {
    uint32_t most_sequences; /* at a time; at most the token budget */
    uint32_t token_budget;   /* tokens computed in a step */
    uint32_t block_tokens;   /* tokens in a block of KV memory: a power of two */
    uint64_t blocks;         /* of KV memory */
    uint64_t watermark;      /* blocks that admission leaves free */
    uint64_t longest_tokens; /* prompt and output of a request */
    bool caches_prefixes;
} model_batching;

typedef enum model_fate {
    MODEL_DONE,
    MODEL_TIMED_OUT, /* its deadline passed */
    MODEL_TOO_LONG,  /* it can never fit: refused on arrival */
    MODEL_FATES
} model_fate;

/* A request, in its owner's memory from model_replica_submit until it has ended. */
typedef struct model_request model_request;
struct model_request {
    uint32_t prompt, output; /* tokens, at least 1 each */
    uint32_t rank;           /* below MODEL_RANKS; smaller goes first */
    uint64_t session;        /* whose prefix it continues and leaves; 0: nobody's */
    uint64_t system;         /* id of the system prompt it begins with; 0: none */
    uint32_t system_tokens;  /* of the prompt, shared with all that have the same id */
    uint32_t known_tokens;   /* of the prompt, from its start: repeated from the session's last
                                request, system prompt included */
    double deadline_s;       /* when its client gives up; HUGE_VAL: never */
    /* Results. */
    double arrival_s, start_s, first_s,
        end_s;              /* submitted, admitted first, first token, left */
    uint32_t cached_tokens; /* of the prompt when it was first admitted, found in memory */
    uint32_t preemptions;
    /* The replica's own. */
    struct model_replica *replica;
    struct model_fleet *fleet;     /* for whose first replica it waits */
    model_request *before, *after; /* in the line of its rank, or among its running */
    uint64_t age;                  /* order of arrival */
    uint64_t joined;               /* step at which it began to decode */
    uint32_t context;              /* tokens in memory when it did; before: those computed */
    uint32_t made;                 /* tokens it had made by then */
    uint32_t admitted;             /* tokens it was given memory for when it was admitted */
    uint32_t slot;
    bool is_running, is_decoding, gives_up;
    sim_handle patience;
};

/* What a replica did, up to model_replica_record_now. */
typedef struct model_replica_record {
    uint64_t ended[MODEL_FATES];
    uint64_t preemptions;
    uint64_t steps, events;  /* steps computed; changes of state handled */
    uint64_t prefill_tokens; /* computed, those of preempted requests again */
    uint64_t cached_tokens;  /* of prompts, found in memory */
    uint64_t output_tokens;
    double busy_s;
    double sequence_s; /* integral of decoding sequences over time */
    double kv_token_s; /* integral of their tokens in memory */
    uint64_t most_blocks;
} model_replica_record;

typedef struct model_replica_options {
    const model_step *step;
    const model_batching *batching;
    /* A request has ended, now or by its deadline a little earlier (end_s). It may be used
       again, and others submitted. */
    void (*ended)(void *owner, model_request *request, model_fate fate);
    void *owner;
} model_replica_options;

typedef struct model_replica model_replica;

/* An idle replica in the engine's arena. The options' records must outlive it. */
model_replica *model_replica_new(sim_engine *engine, const model_replica_options *options);

/* Hands over a request, at the engine's current time. */
void model_replica_submit(model_replica *replica, model_request *request);

/* The owner that its options name. */
void *model_replica_owner(const model_replica *replica);

/* Requests that wait or run. */
uint32_t model_replica_outstanding(const model_replica *replica);
uint32_t model_replica_waiting(const model_replica *replica);

/* Blocks of memory that requests hold, as of the last change of state. */
uint64_t model_replica_blocks(const model_replica *replica);

/* Takes all requests back that have not ended, handing each to take: the replica is empty, its
   memory cold. What they had made is lost. */
void model_replica_clear(model_replica *replica,
                         void (*take)(void *owner, model_request *request), void *owner);

const model_replica_record *model_replica_record_now(model_replica *replica);

/* Whether structures and counters agree with each other. */
bool model_replica_verify(const model_replica *replica, sim_failure *why);

#endif
