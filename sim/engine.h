/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * The clock of one replication and its future events.
 *
 * An event is an action that happens to somebody at a time. Events happen in the order of
 * their times; at the same time, in the order of their priorities (smaller first); at the
 * same priority, in the order in which they were scheduled. Nothing else decides: the order is
 * the same on every machine. What happens may schedule, move and cancel other events, at the
 * current time or later.
 *
 * Times are seconds from the start of the replication. An entity is a small state machine: a
 * record of the model's, handed to its actions as `who`. There are no globals: a program may
 * hold many engines, each used by one thread at a time.
 *
 * Pending events are a heap of 128-bit keys (heap.h) made of time, priority, age and slot. The
 * event that is happening keeps its place at the heap's top until its action schedules the
 * next one, which then takes the place over with one sift: invisible, and the usual case.
 * Events of normal priority at the current time bypass the heap through a ring. Nothing is
 * allocated once there is room for all that is pending at a time.
 *
 * Breaches of the rules stop the program (sim_require): a time that is in the past, not a
 * number or infinite; a handle whose event has happened or was cancelled.
 */
#ifndef SIM_ENGINE_H
#define SIM_ENGINE_H

#include "sim/heap.h"

#include <math.h>
#include <stdio.h>

typedef struct sim_engine sim_engine;

/* What happens: a constant of the model's, shared by all events of its kind. */
typedef struct sim_action {
    const char *name; /* for the trace: "customer arrives" */
    void (*happen)(sim_engine *engine, void *who);
    /* For the trace: who it is, into text; NULL: nothing to tell. */
    void (*describe)(const void *who, char *text, size_t size);
} sim_action;

/* Names a scheduled event; never reused in an engine. SIM_HANDLE_NONE names none. */
typedef uint64_t sim_handle;
#define SIM_HANDLE_NONE ((sim_handle)0)

enum {
    SIM_PRIORITY_FIRST = 0,
    SIM_PRIORITY_NORMAL = 4,
    SIM_PRIORITY_LAST = 7,
    SIM_PRIORITY_BITS = 3
};

/* A scheduled event's own part. */
typedef struct sim_event {
    const sim_action *action;
    void *who;
} sim_event;

/* Events at the current time, in the order of their scheduling. */
typedef struct sim_ring {
    sim_key *key;        /* key[room], room a power of two; SIM_HEAP_NEVER: cancelled */
    uint32_t head, tail; /* taken and added so far, modulo 2^32 */
    uint32_t room;
} sim_ring;

struct sim_engine {
    double now_s;
    bool has_hole;   /* the heap's first entry is the event that is happening */
    bool is_stopped; /* sim_engine_stop was called */
    sim_heap heap;
    sim_ring ring;
    sim_event *events;   /* events[heap.room], by slot */
    uint32_t *free;      /* free[n_free]: slots given back */
    uint32_t n_free;     /* of them */
    uint32_t n_slots;    /* slots ever used */
    uint64_t age;        /* events scheduled so far */
    uint64_t n_happened; /* events that have happened */
    double horizon_s;    /* of the run under way: its end; INFINITY: none */
    FILE *trace;         /* NULL: off */
    sim_arena *arena;
};

/* An engine at time 0, in the arena's memory, with room for so many pending events at first.
   At most 2^24 can be pending, and 2^37 scheduled. */
sim_engine *sim_engine_new(sim_arena *arena, size_t pending);

static inline double sim_engine_now(const sim_engine *engine)
{
    return engine->now_s;
}

/* Schedules an event at a time, or after a delay; of normal priority, or another. */
sim_handle sim_engine_at(sim_engine *engine, double when_s, const sim_action *action,
                         void *who);
sim_handle sim_engine_after(sim_engine *engine, double delay_s, const sim_action *action,
                            void *who);
sim_handle sim_engine_at_priority(sim_engine *engine, double when_s, int priority,
                                  const sim_action *action, void *who);

/* Whether the event is still to happen. */
bool sim_engine_is_pending(const sim_engine *engine, sim_handle handle);

/* When a pending event will happen. */
double sim_engine_when(const sim_engine *engine, sim_handle handle);

/* Takes a pending event out. */
void sim_engine_cancel(sim_engine *engine, sim_handle handle);

/* Gives a pending event another time, as if it were cancelled and scheduled anew: the old
   handle is void. Its priority stays. */
sim_handle sim_engine_move(sim_engine *engine, sim_handle handle, double when_s);

/* Lets events happen until there are none, one calls sim_engine_stop, most events have
   happened (0: no limit), or the next would be later than until_s; events at until_s itself
   happen. The clock is then at until_s, if that is finite and nothing stopped the run earlier.
   Returns the number of events. */
uint64_t sim_engine_run(sim_engine *engine, double until_s, uint64_t most);

/* Ends the run after the event that is happening. */
void sim_engine_stop(sim_engine *engine);

/* Writes a line for each event from now on: its time, name and who. NULL: off. */
void sim_engine_trace(sim_engine *engine, FILE *out);

/* Pending events. */
size_t sim_engine_pending(const sim_engine *engine);

/* Whether the engine's structures agree with each other. */
bool sim_engine_verify(const sim_engine *engine, sim_failure *why);

#endif
