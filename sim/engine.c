/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "sim/engine.h"

/* A key is time (64 bits), priority (3), age (37), slot (24). A handle is age and slot. */
enum {
    AGE_BITS = 64 - SIM_PRIORITY_BITS - SIM_HEAP_SLOT_BITS,
    HANDLE_BITS = AGE_BITS + SIM_HEAP_SLOT_BITS
};
#define MOST_AGE    ((UINT64_C(1) << AGE_BITS) - 1)
#define HANDLE_MASK ((UINT64_C(1) << HANDLE_BITS) - 1)

/* Positions of slots whose event is in the ring: this and the index there. */
#define IN_RING UINT32_C(0x80000000)

/* ---- memory ---- */

static void make_room(sim_engine *engine)
{
    const size_t room = engine->heap.room;
    sim_event *events = sim_arena_alloc(engine->arena, room, sizeof *events);
    uint32_t *free = sim_arena_alloc(engine->arena, room, sizeof *free);
    if (engine->n_slots)
        memcpy(events, engine->events, engine->n_slots * sizeof *events);
    if (engine->n_free)
        memcpy(free, engine->free, engine->n_free * sizeof *free);
    engine->events = events;
    engine->free = free;
}

sim_engine *sim_engine_new(sim_arena *arena, size_t pending)
{
    enum { FIRST_RING = 16 };
    sim_engine *engine = sim_arena_alloc(arena, 1, sizeof *engine);
    engine->arena = arena;
    engine->horizon_s = HUGE_VAL;
    sim_heap_init(&engine->heap, arena, pending);
    engine->ring.room = FIRST_RING;
    engine->ring.key = sim_arena_alloc(arena, FIRST_RING, sizeof(sim_key));
    make_room(engine);
    return engine;
}

static uint32_t take_slot(sim_engine *engine)
{
    if (engine->n_free)
        return engine->free[--engine->n_free];
    if (engine->n_slots == engine->heap.room) {
        sim_heap_grow(&engine->heap);
        make_room(engine);
    }
    return engine->n_slots++;
}

static void give_slot(sim_engine *engine, uint32_t slot)
{
    engine->free[engine->n_free++] = slot;
}

/* ---- keys ---- */

static inline sim_key make_key(sim_engine *engine, double when_s, uint64_t priority,
                               uint32_t slot)
{
    sim_require(when_s >= engine->now_s && when_s < HUGE_VAL);
    sim_require(engine->age < MOST_AGE);
    const uint64_t low = priority << HANDLE_BITS | ++engine->age << SIM_HEAP_SLOT_BITS | slot;
    return (sim_key)sim_heap_bits(when_s) << 64 | low;
}

static inline sim_handle handle_of(sim_key key)
{
    return (uint64_t)key & HANDLE_MASK;
}

static inline int priority_of(sim_key key)
{
    return (int)((uint64_t)key >> HANDLE_BITS);
}

/* ---- the ring ---- */

static void grow_ring(sim_engine *engine)
{
    sim_ring *ring = &engine->ring;
    const uint32_t n = ring->tail - ring->head;
    sim_key *key = sim_arena_alloc(engine->arena, 2 * (size_t)ring->room, sizeof *key);
    for (uint32_t i = 0; i < n; i++) {
        key[i] = ring->key[(ring->head + i) & (ring->room - 1)];
        if (key[i] != SIM_HEAP_NEVER)
            engine->heap.position[sim_heap_slot(key[i])] = IN_RING | i;
    }
    *ring = (sim_ring){.key = key, .head = 0, .tail = n, .room = 2 * ring->room};
}

static void ring_add(sim_engine *engine, sim_key key)
{
    sim_ring *ring = &engine->ring;
    if (ring->tail - ring->head == ring->room)
        grow_ring(engine);
    const uint32_t at = ring->tail++ & (ring->room - 1);
    ring->key[at] = key;
    engine->heap.position[sim_heap_slot(key)] = IN_RING | at;
}

/* The ring's first event, without those cancelled; SIM_HEAP_NEVER: none. */
static sim_key ring_first(sim_ring *ring)
{
    for (; ring->head != ring->tail; ring->head++) {
        const sim_key key = ring->key[ring->head & (ring->room - 1)];
        if (key != SIM_HEAP_NEVER)
            return key;
    }
    return SIM_HEAP_NEVER;
}

/* ---- scheduling ---- */

static inline sim_handle schedule(sim_engine *engine, double when_s, uint64_t priority,
                                  sim_event event)
{
    if (when_s == engine->now_s && priority == SIM_PRIORITY_NORMAL) {
        const uint32_t slot = take_slot(engine);
        const sim_key key = make_key(engine, when_s, priority, slot);
        engine->events[slot] = event;
        ring_add(engine, key);
        return handle_of(key);
    }
    if (engine->has_hole) {
        const uint32_t slot = sim_heap_slot(engine->heap.key[0]);
        const sim_key key = make_key(engine, when_s, priority, slot);
        engine->events[slot] = event;
        engine->has_hole = false;
        sim_heap_sink(&engine->heap, 0, key);
        return handle_of(key);
    }
    const uint32_t slot = take_slot(engine);
    const sim_key key = make_key(engine, when_s, priority, slot);
    engine->events[slot] = event;
    sim_heap_push(&engine->heap, key);
    return handle_of(key);
}

sim_handle sim_engine_at(sim_engine *engine, double when_s, const sim_action *action, void *who)
{
    return schedule(engine, when_s, SIM_PRIORITY_NORMAL, (sim_event){action, who});
}

sim_handle sim_engine_after(sim_engine *engine, double delay_s, const sim_action *action,
                            void *who)
{
    return schedule(engine, engine->now_s + delay_s, SIM_PRIORITY_NORMAL,
                    (sim_event){action, who});
}

sim_handle sim_engine_at_priority(sim_engine *engine, double when_s, int priority,
                                  const sim_action *action, void *who)
{
    sim_require(priority >= SIM_PRIORITY_FIRST && priority <= SIM_PRIORITY_LAST);
    return schedule(engine, when_s, (uint64_t)priority, (sim_event){action, who});
}

/* Gives up the place and the slot of the event that is happening. */
static void close_hole(sim_engine *engine)
{
    const uint32_t slot = sim_heap_slot(engine->heap.key[0]);
    engine->has_hole = false;
    sim_heap_remove(&engine->heap, 0);
    give_slot(engine, slot);
}

/* ---- by handle ---- */

/* The place of an event's key: in the heap, or in the ring; NULL if it is not pending. */
static sim_key *find(const sim_engine *engine, sim_handle handle)
{
    const uint32_t slot = (uint32_t)handle & (SIM_HEAP_SLOTS - 1);
    if (handle == SIM_HANDLE_NONE || slot >= engine->n_slots)
        return NULL;
    const uint32_t position = engine->heap.position[slot];
    if (position == SIM_HEAP_NOWHERE || (position == 0 && engine->has_hole))
        return NULL;
    sim_key *key = position & IN_RING ? &engine->ring.key[position & ~IN_RING]
                                      : &engine->heap.key[position];
    return handle_of(*key) == handle ? key : NULL;
}

bool sim_engine_is_pending(const sim_engine *engine, sim_handle handle)
{
    return find(engine, handle) != NULL;
}

double sim_engine_when(const sim_engine *engine, sim_handle handle)
{
    const sim_key *event_is_pending = find(engine, handle);
    sim_require(event_is_pending);
    return sim_heap_time(*event_is_pending);
}

/* Takes the key out of where it is; its slot is then free but not given back. */
static void take_out(sim_engine *engine, sim_key *key)
{
    const uint32_t slot = sim_heap_slot(*key);
    if (engine->heap.position[slot] & IN_RING) {
        *key = SIM_HEAP_NEVER;
        engine->heap.position[slot] = SIM_HEAP_NOWHERE;
    } else {
        sim_heap_remove(&engine->heap, engine->heap.position[slot]);
    }
}

void sim_engine_cancel(sim_engine *engine, sim_handle handle)
{
    sim_key *event_is_pending = find(engine, handle);
    sim_require(event_is_pending);
    const uint32_t slot = sim_heap_slot(*event_is_pending);
    take_out(engine, event_is_pending);
    give_slot(engine, slot);
}

sim_handle sim_engine_move(sim_engine *engine, sim_handle handle, double when_s)
{
    sim_key *event_is_pending = find(engine, handle);
    sim_require(event_is_pending);
    const int priority = priority_of(*event_is_pending);
    const uint32_t slot = sim_heap_slot(*event_is_pending);
    const sim_key key = make_key(engine, when_s, (uint64_t)priority, slot);
    take_out(engine, event_is_pending);
    if (when_s == engine->now_s && priority == SIM_PRIORITY_NORMAL) {
        ring_add(engine, key);
        return handle_of(key);
    }
    if (engine->has_hole && key < engine->heap.key[0])
        close_hole(engine); /* which must stay the first */
    sim_heap_push(&engine->heap, key);
    return handle_of(key);
}

/* ---- running ---- */

static void write_trace(const sim_engine *engine, sim_event event)
{
    char who[128] = "";
    if (event.action->describe)
        event.action->describe(event.who, who, sizeof who);
    fprintf(engine->trace, "%14.6f s  %s%s%s\n", engine->now_s, event.action->name,
            *who ? ": " : "", who);
}

static inline void happen(sim_engine *engine, sim_key key)
{
    const sim_event event = engine->events[sim_heap_slot(key)];
    engine->now_s = sim_heap_time(key);
    engine->n_happened++;
    if (__builtin_expect(engine->trace != NULL, 0))
        write_trace(engine, event);
    event.action->happen(engine, event.who);
}

/* The heap's first event happens; its place is taken over or given up. */
static inline void happen_from_heap(sim_engine *engine)
{
    const sim_key key = engine->heap.key[0];
    engine->has_hole = true;
    happen(engine, key);
    if (engine->has_hole)
        close_hole(engine);
}

static void happen_from_ring(sim_engine *engine, sim_key key)
{
    const uint32_t slot = sim_heap_slot(key);
    engine->ring.head++;
    engine->heap.position[slot] = SIM_HEAP_NOWHERE;
    give_slot(engine, slot);
    happen(engine, key);
}

uint64_t sim_engine_run(sim_engine *engine, double until_s, uint64_t most)
{
    sim_require(until_s >= engine->now_s);
    sim_require(!engine->has_hole); /* a run inside an event */
    const uint64_t before = engine->n_happened;
    const uint64_t last = most ? before + most : UINT64_MAX;
    const sim_key end = ((sim_key)sim_heap_bits(until_s) << 64) | UINT64_MAX;
    engine->is_stopped = false;
    engine->horizon_s = until_s;
    bool is_over = false; /* nothing more to happen by then */
    while (!engine->is_stopped && engine->n_happened < last && !is_over) {
        const sim_key first = engine->heap.key[0];
        sim_key now = SIM_HEAP_NEVER;
        if (__builtin_expect(engine->ring.head != engine->ring.tail, 0))
            now = ring_first(&engine->ring);
        if (now < first)
            happen_from_ring(engine, now);
        else if (first <= end && first != SIM_HEAP_NEVER)
            happen_from_heap(engine);
        else
            is_over = true;
    }
    if (is_over && until_s < HUGE_VAL)
        engine->now_s = until_s;
    engine->horizon_s = HUGE_VAL;
    return engine->n_happened - before;
}

void sim_engine_stop(sim_engine *engine)
{
    engine->is_stopped = true;
}

void sim_engine_trace(sim_engine *engine, FILE *out)
{
    engine->trace = out;
}

/* ---- looking ---- */

static size_t in_ring(const sim_engine *engine)
{
    const sim_ring *ring = &engine->ring;
    size_t n = 0;
    for (uint32_t i = ring->head; i != ring->tail; i++)
        n += ring->key[i & (ring->room - 1)] != SIM_HEAP_NEVER;
    return n;
}

size_t sim_engine_pending(const sim_engine *engine)
{
    return engine->heap.n + in_ring(engine) - engine->has_hole;
}

static bool verify_ring(const sim_engine *engine, sim_failure *why)
{
    const sim_ring *ring = &engine->ring;
    for (uint32_t i = ring->head; i != ring->tail; i++) {
        const uint32_t at = i & (ring->room - 1);
        const sim_key key = ring->key[at];
        if (key == SIM_HEAP_NEVER)
            continue;
        if (sim_heap_time(key) != engine->now_s)
            return sim_fail(why, "an event of the ring is not at the current time");
        if (engine->heap.position[sim_heap_slot(key)] != (IN_RING | at))
            return sim_fail(why, "slot %u does not know that it is in the ring",
                            sim_heap_slot(key));
    }
    return true;
}

bool sim_engine_verify(const sim_engine *engine, sim_failure *why)
{
    if (!sim_heap_verify(&engine->heap, why) || !verify_ring(engine, why))
        return false;
    if (engine->heap.n > 0 && sim_heap_time(engine->heap.key[0]) < engine->now_s)
        return sim_fail(why, "the next event is in the past");
    for (uint32_t i = 0; i < engine->n_free; i++)
        if (engine->heap.position[engine->free[i]] != SIM_HEAP_NOWHERE)
            return sim_fail(why, "slot %u is both free and used", engine->free[i]);
    const size_t used = engine->heap.n + in_ring(engine);
    if (used + engine->n_free != engine->n_slots)
        return sim_fail(why, "%zu slots used and %u free are not %u", used, engine->n_free,
                        engine->n_slots);
    return true;
}
