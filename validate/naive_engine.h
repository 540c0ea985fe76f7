/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * The slow twin of the event engine: a list that is kept sorted, one event at a time. The same
 * rules (time, then priority, then age), nothing clever.
 */
#ifndef VALIDATE_NAIVE_ENGINE_H
#define VALIDATE_NAIVE_ENGINE_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

typedef struct validate_naive_engine validate_naive_engine;

typedef struct validate_naive_event {
    double when_s;
    int priority;
    uint64_t age; /* also its name */
    void (*happen)(validate_naive_engine *engine, void *who);
    void *who;
} validate_naive_event;

struct validate_naive_engine {
    double now_s;
    uint64_t age;
    validate_naive_event *events; /* events[n], the next one first */
    size_t n, room;
};

void validate_naive_engine_free(validate_naive_engine *engine);

/* Schedules an event and returns its name, from 1. */
uint64_t validate_naive_engine_at(validate_naive_engine *engine, double when_s, int priority,
                                  void (*happen)(validate_naive_engine *, void *), void *who);

/* Takes a pending event out; false if there is none of that name. */
bool validate_naive_engine_cancel(validate_naive_engine *engine, uint64_t name);

/* Gives it another time and a new age; its new name, 0 if there is none. */
uint64_t validate_naive_engine_move(validate_naive_engine *engine, uint64_t name,
                                    double when_s);

/* Lets the next event happen; false if there is none. */
bool validate_naive_engine_step(validate_naive_engine *engine);

#endif
