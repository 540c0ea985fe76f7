/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "sim/pool.h"

enum { FIRST_PORTION = 16, LARGEST_PORTION = 4096, ALIGNMENT = 16 };

void sim_pool_init(sim_pool *pool, sim_arena *arena, size_t size)
{
    sim_require(size >= sizeof(void *));
    *pool = (sim_pool){.arena = arena,
                       .size = (size + ALIGNMENT - 1) / ALIGNMENT * ALIGNMENT,
                       .portion = FIRST_PORTION};
}

void sim_pool_grow(sim_pool *pool)
{
    pool->fresh = sim_arena_alloc(pool->arena, pool->portion, pool->size);
    pool->n_fresh = pool->portion;
    if (pool->portion < LARGEST_PORTION)
        pool->portion *= 2;
}
