/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * Records of one size that come and go: entities of a replication. What is given back is used
 * again, so that memory grows only with the number alive at a time. All of it is the arena's.
 */
#ifndef SIM_POOL_H
#define SIM_POOL_H

#include "sim/failure.h"
#include "sim/memory.h"

#include <stdint.h>
#include <string.h>

typedef struct sim_pool {
    sim_arena *arena;
    size_t size; /* of a record, in bytes */
    void *free;  /* records given back: each begins with a pointer to the next */
    char *fresh; /* n_fresh records never used */
    size_t n_fresh;
    size_t n_alive;
    size_t portion; /* records of the next allocation */
} sim_pool;

/* Records of that size, at least a pointer's. */
void sim_pool_init(sim_pool *pool, sim_arena *arena, size_t size);

/* For sim_pool_take: a portion of fresh records, each twice as large as the one before up to
   a limit. */
void sim_pool_grow(sim_pool *pool);

/* A zeroed record. */
static inline void *sim_pool_take(sim_pool *pool)
{
    void *record = pool->free;
    pool->n_alive++;
    if (record) {
        memcpy(&pool->free, record, sizeof pool->free);
        return memset(record, 0, pool->size);
    }
    if (pool->n_fresh == 0)
        sim_pool_grow(pool);
    record = pool->fresh;
    pool->fresh += pool->size;
    pool->n_fresh--;
    return record;
}

/* Takes back a record of this pool, which nobody may use any more. */
static inline void sim_pool_give(sim_pool *pool, void *record)
{
    sim_require(pool->n_alive > 0);
    pool->n_alive--;
    memcpy(record, &pool->free, sizeof pool->free);
    pool->free = record;
}

#endif
