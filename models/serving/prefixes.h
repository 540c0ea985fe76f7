/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * What a replica's KV memory still knows of requests that have left: prefixes of prompts, by
 * the id of the session or of the system prompt they belong to. Memory is in blocks.
 *
 * A prefix in use is pinned. The others may be evicted when room is needed: the one that was
 * released first loses blocks first, from its end, as its beginning is worthless without what
 * comes before it.
 */
#ifndef MODELS_SERVING_PREFIXES_H
#define MODELS_SERVING_PREFIXES_H

#include "sim/memory.h"

#include <stdbool.h>
#include <stdint.h>

typedef struct model_prefix {
    uint64_t id;   /* 0: a free place */
    uint64_t uses; /* requests that use it; 0: evictable */
    uint32_t blocks;
    uint32_t older, newer; /* neighbours among the evictable, by place */
} model_prefix;

typedef struct model_prefixes {
    model_prefix *all;       /* all[room]: a record each, by place */
    uint32_t *table;         /* table[2 room rounded up to a power of two]: place + 1, by id */
    uint32_t mask;           /* of the table */
    uint32_t room, n;        /* places; of them in use */
    uint32_t free;           /* first of the free places, chained by newer */
    uint32_t oldest, newest; /* of the evictable */
    uint64_t evictable;      /* blocks of all that are */
    sim_arena *arena;
} model_prefixes;

void model_prefixes_init(model_prefixes *prefixes, sim_arena *arena);

/* The blocks known of an id; 0: nothing. */
uint32_t model_prefixes_known(const model_prefixes *prefixes, uint64_t id);

/* Whether an id is pinned. */
bool model_prefixes_is_pinned(const model_prefixes *prefixes, uint64_t id);

/* Takes an evictable prefix out, with its blocks; how many they were. 0 if it is unknown or
   pinned. */
uint32_t model_prefixes_take(model_prefixes *prefixes, uint64_t id);

/* Puts a prefix in as the newest of the evictable; one with fewer blocks is replaced. Those
   that are pinned stay as they are. */
void model_prefixes_put(model_prefixes *prefixes, uint64_t id, uint32_t blocks);

/* Pins a prefix, now of so many blocks; and lets go of it, as the newest once nobody uses it.
 */
void model_prefixes_pin(model_prefixes *prefixes, uint64_t id, uint32_t blocks);
void model_prefixes_unpin(model_prefixes *prefixes, uint64_t id);

/* Evicts so many blocks, or all there are. */
void model_prefixes_evict(model_prefixes *prefixes, uint64_t blocks);

/* Whether the structures agree with each other. */
bool model_prefixes_verify(const model_prefixes *prefixes);

#endif
