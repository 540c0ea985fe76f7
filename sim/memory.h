/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * Memory that cannot fail, and arenas: what one replication allocates lives in one arena
 * and goes in one call at its end.
 */
#ifndef SIM_MEMORY_H
#define SIM_MEMORY_H

#include <stddef.h>

/* Zeroed memory for n items of a size; says what it was for and exits when there is none. */
void *sim_alloc(size_t n, size_t size, const char *what);

/* Changes the size of memory from sim_alloc; new bytes are not zeroed. */
void *sim_realloc(void *old, size_t n, size_t size, const char *what);

/* A copy of a string from sim_alloc; NULL stays NULL. */
char *sim_copy(const char *text);

typedef struct sim_arena sim_arena;

sim_arena *sim_arena_new(void);
void sim_arena_free(sim_arena *arena);

/* Zeroed memory aligned to 64 bytes, the arena's until it is cleared or freed. */
void *sim_arena_alloc(sim_arena *arena, size_t n, size_t size);

/* Forgets everything allocated, keeping the memory for the next user. */
void sim_arena_clear(sim_arena *arena);

/* A copy of a string that lives as long as the arena; NULL stays NULL. */
char *sim_arena_copy(sim_arena *arena, const char *text);

#endif
