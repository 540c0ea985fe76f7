/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * The slow twin of models/guard.h: it remembers every call and every cost of a session, and
 * goes through all of them from the first whenever a guard is asked. No counts that wait.
 */
#ifndef VALIDATE_NAIVE_GUARD_H
#define VALIDATE_NAIVE_GUARD_H

#include "models/guard.h"
#include "sim/memory.h"

/* Something that is counted from a moment on. */
typedef struct validate_event {
    double at_s, amount;
    bool is_hurried; /* it is counted already, before its moment */
} validate_event;

typedef struct validate_log {
    validate_event *events; /* events[n], by their moments */
    size_t n, room;
} validate_log;

/* The guards of a session, and all that they saw of it. */
typedef struct validate_watch {
    const model_guard *guard; /* NULL: none */
    const double *resolved;
    validate_log asked, calls, costs;
    double began_s, kill_s;
    double repeats; /* steps of a loop, the last of which was the last step */
    sim_arena *arena;
} validate_watch;

/* A session begins; the watch of the one before is used again. */
void validate_watch_begin(validate_watch *watch, double now_s);

/* Whether a call may be made that can cost so much at most. *now_s moves on where a breaker has
   it wait; *why says who objects. */
bool validate_watch_admits(validate_watch *watch, double *now_s, double most,
                           model_outcome *why);

/* A call or a tool has cost so much by now_s. */
void validate_watch_cost(validate_watch *watch, double now_s, double cost);

/* A step is through. */
void validate_watch_step(validate_watch *watch, bool repeats);

#endif
