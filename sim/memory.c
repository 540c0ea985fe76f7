/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "sim/memory.h"

#include <stdbool.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

enum { ALIGNMENT = 64, FIRST_CHUNK = 1 << 16 };

typedef struct chunk {
    struct chunk *next;
    size_t size, used; /* bytes of room behind the header */
} chunk;

struct sim_arena {
    chunk *first, *current;
};

static _Noreturn void out_of_memory(size_t n, size_t size, const char *what)
{
    fprintf(stderr, "outlay: error: no memory for %zu x %zu bytes of %s\n", n, size, what);
    exit(1);
}

void *sim_alloc(size_t n, size_t size, const char *what)
{
    bool is_possible = size == 0 || n <= SIZE_MAX / size;
    void *memory = is_possible ? calloc(n ? n : 1, size ? size : 1) : NULL;
    if (!memory)
        out_of_memory(n, size, what);
    return memory;
}

void *sim_realloc(void *old, size_t n, size_t size, const char *what)
{
    bool is_possible = size > 0 && n > 0 && n <= SIZE_MAX / size;
    void *memory = is_possible ? realloc(old, n * size) : NULL;
    if (!memory)
        out_of_memory(n, size, what);
    return memory;
}

char *sim_copy(const char *text)
{
    if (!text)
        return NULL;
    size_t size = strlen(text) + 1;
    return memcpy(sim_alloc(size, 1, "text"), text, size);
}

static size_t aligned(size_t size)
{
    return (size + ALIGNMENT - 1) / ALIGNMENT * ALIGNMENT;
}

static chunk *chunk_new(size_t size)
{
    void *memory = NULL;
    size_t header = aligned(sizeof(chunk));
    if (posix_memalign(&memory, ALIGNMENT, header + size) != 0)
        out_of_memory(1, size, "an arena");
    chunk *fresh = memory;
    *fresh = (chunk){.size = size};
    return fresh;
}

sim_arena *sim_arena_new(void)
{
    sim_arena *arena = sim_alloc(1, sizeof *arena, "an arena");
    arena->first = arena->current = chunk_new(FIRST_CHUNK);
    return arena;
}

void sim_arena_free(sim_arena *arena)
{
    if (!arena)
        return;
    for (chunk *next, *c = arena->first; c; c = next) {
        next = c->next;
        free(c);
    }
    free(arena);
}

/* Moves on to a chunk with room for size bytes, a new one if need be. */
static void make_room(sim_arena *arena, size_t size)
{
    while (arena->current->size - arena->current->used < size) {
        if (!arena->current->next) {
            size_t twice = 2 * arena->current->size;
            arena->current->next = chunk_new(size > twice ? size : twice);
        }
        arena->current = arena->current->next;
        arena->current->used = 0;
    }
}

void *sim_arena_alloc(sim_arena *arena, size_t n, size_t size)
{
    if (size && n > (SIZE_MAX / 2) / size)
        out_of_memory(n, size, "an arena");
    size_t bytes = aligned(n * size);
    make_room(arena, bytes);
    char *room = (char *)arena->current + aligned(sizeof(chunk)) + arena->current->used;
    arena->current->used += bytes;
    return memset(room, 0, bytes);
}

void sim_arena_clear(sim_arena *arena)
{
    arena->current = arena->first;
    arena->first->used = 0;
}

char *sim_arena_copy(sim_arena *arena, const char *text)
{
    if (!text)
        return NULL;
    size_t size = strlen(text) + 1;
    return memcpy(sim_arena_alloc(arena, size, 1), text, size);
}
