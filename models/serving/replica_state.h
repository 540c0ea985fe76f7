/* SPDX-License-Identifier: GPL-3.0-or-later */
/* What the files of a replica share: its state, and who enters and leaves its memory. */
#ifndef MODELS_SERVING_REPLICA_STATE_H
#define MODELS_SERVING_REPLICA_STATE_H

#include "models/serving/replica.h"

typedef struct model_line_of {
    model_request *first, *last;
} model_line_of;

struct model_replica {
    sim_engine *engine;
    model_replica_options options;
    model_step step;
    model_batching batching;
    uint32_t block_bits; /* log2 of block_tokens */
    double *fixed_s;     /* fixed_s[n_buckets or 1][most_sequences + 1]: a step's part that
                            depends on how many decode */
    /* Requests. */
    model_line_of waiting[MODEL_RANKS], running[MODEL_RANKS]; /* each by age */
    uint32_t n_waiting, n_running, n_decoding, n_giving_up;
    uint64_t age;
    model_request *in_progress; /* whose prompt has been computed in part; NULL: nobody */
    /* The run of equal steps under way. */
    bool is_busy, is_turning; /* a run is under way; one ends and the next begins */
    bool decodes;             /* in it the decoding sequences get tokens */
    uint64_t run;             /* its steps */
    double began_s;
    double unit_s, slope_s; /* time of its first step; how much longer each is than the last */
    sim_handle wake;
    model_request **prefilled; /* prefilled[n_prefilled]: prompts that its step completes */
    uint32_t n_prefilled;
    /* Decoding sequences. */
    uint64_t steps;   /* in which they got tokens */
    double kv_tokens; /* they have in memory */
    sim_heap finish;  /* step of the last token, age, slot */
    model_request **of_slot;
    uint32_t *free_slots, n_free_slots;
    uint32_t growth[MODEL_MOST_BLOCK_TOKENS]; /* growth[step % block_tokens]: sequences that
                                                 need a block in such a step */
    /* Memory. */
    uint64_t used; /* blocks of requests, shared ones once */
    model_prefixes prefixes;
    model_replica_record record;
};

/* Tokens that must be computed before the next one is made. */
static inline uint32_t model_request_prefill(const model_request *q)
{
    return q->prompt + q->made;
}

static inline uint32_t model_replica_blocks_of(const model_replica *r, uint64_t tokens)
{
    return (uint32_t)((tokens + r->batching.block_tokens - 1) >> r->block_bits);
}

/* ---- lines (replica_lines.c) ---- */

void model_line_append(model_line_of *line, model_request *q);
void model_line_prepend(model_line_of *line, model_request *q);
void model_line_remove(model_line_of *line, model_request *q);

/* Who is admitted next, and who is preempted next; NULL: nobody. */
model_request *model_replica_next(const model_replica *r);
model_request *model_replica_last(const model_replica *r);

/* ---- memory (replica_memory.c) ---- */

/* Whether there is room for a request's tokens so far. */
bool model_replica_has_room(const model_replica *r, const model_request *q);

/* Gives it memory, with what is known of its prefix: context is what need not be computed. */
void model_replica_admit(model_replica *r, model_request *q);

/* Takes its memory back; what it leaves is known from then on. */
void model_replica_release(model_replica *r, model_request *q);

/* The sequence begins to decode with context tokens in memory; it ends to. */
void model_replica_join(model_replica *r, model_request *q);
void model_replica_leave(model_replica *r, model_request *q);

/* Preempts until the next step's blocks are free; whether anybody was. */
bool model_replica_make_room(model_replica *r);

/* Blocks that k steps need; how many steps have room, at least 1. */
uint64_t model_replica_growth(const model_replica *r, uint64_t k);
uint64_t model_replica_steps_with_room(const model_replica *r, uint64_t most);

/* Takes blocks into use, evicting what is in the way. */
void model_replica_use(model_replica *r, uint64_t blocks);

#endif
