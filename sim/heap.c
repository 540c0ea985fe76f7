/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "sim/heap.h"

enum { FAMILY = 4 };

/* Memory whose entry 1 begins a cache line, so that every family lies in one. */
static sim_key *make_keys(sim_arena *arena, size_t room)
{
    const size_t n = room + FAMILY;
    sim_key *key =
        (sim_key *)sim_arena_alloc(arena, n + FAMILY - 1, sizeof(sim_key)) + FAMILY - 1;
    for (size_t i = 0; i < n; i++)
        key[i] = SIM_HEAP_NEVER;
    return key;
}

static uint32_t *make_positions(sim_arena *arena, size_t room)
{
    uint32_t *position = sim_arena_alloc(arena, room, sizeof *position);
    for (size_t i = 0; i < room; i++)
        position[i] = SIM_HEAP_NOWHERE;
    return position;
}

void sim_heap_init(sim_heap *heap, sim_arena *arena, size_t room)
{
    sim_require(room <= SIM_HEAP_SLOTS);
    room = room < FAMILY ? FAMILY : room;
    *heap = (sim_heap){.key = make_keys(arena, room),
                       .position = make_positions(arena, room),
                       .room = (uint32_t)room,
                       .arena = arena};
}

void sim_heap_grow(sim_heap *heap)
{
    sim_require(heap->room < SIM_HEAP_SLOTS);
    const size_t room =
        heap->room < SIM_HEAP_SLOTS / 2 ? 2 * (size_t)heap->room : SIM_HEAP_SLOTS;
    sim_key *key = make_keys(heap->arena, room);
    uint32_t *position = make_positions(heap->arena, room);
    memcpy(key, heap->key, heap->n * sizeof *key);
    memcpy(position, heap->position, heap->room * sizeof *position);
    heap->key = key;
    heap->position = position;
    heap->room = (uint32_t)room;
}

bool sim_heap_verify(const sim_heap *heap, sim_failure *why)
{
    for (uint32_t i = 0; i < heap->n; i++) {
        const uint32_t slot = sim_heap_slot(heap->key[i]);
        if (i > 0 && heap->key[i] < heap->key[(i - 1) / FAMILY])
            return sim_fail(why, "entry %u of the heap is smaller than its parent", i);
        if (slot >= heap->room || heap->position[slot] != i)
            return sim_fail(why, "slot %u does not know that it is at %u", slot, i);
    }
    for (uint32_t i = heap->n; i < heap->room + FAMILY; i++)
        if (heap->key[i] != SIM_HEAP_NEVER)
            return sim_fail(why, "entry %u beyond the heap's end is not void", i);
    return true;
}
