/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Arenas that last as long as the process of the test. */
#ifndef TESTS_SCRATCH_H
#define TESTS_SCRATCH_H

#include "sim/failure.h"
#include "sim/memory.h"

#include <stdlib.h>

enum { SCRATCH_MOST = 1024 };
static sim_arena *scratch_arenas[SCRATCH_MOST];
static int scratch_count;

static inline void scratch_end(void)
{
    while (scratch_count)
        sim_arena_free(scratch_arenas[--scratch_count]);
}

/* A new arena, freed when the process ends. */
static inline sim_arena *scratch_arena(void)
{
    if (!scratch_count)
        atexit(scratch_end);
    sim_require(scratch_count < SCRATCH_MOST);
    return scratch_arenas[scratch_count++] = sim_arena_new();
}

#endif
