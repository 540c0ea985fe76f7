/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * Names met in a trace: sessions, of which only "seen before" is asked and 8 bytes each are
 * kept, and apps, of which there are few and the text is kept.
 */
#ifndef SCENARIOS_TRACE_NAMES_H
#define SCENARIOS_TRACE_NAMES_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

enum { SCENARIO_TRACE_APPS = 256, SCENARIO_TRACE_APP_LENGTH = 200 };

/* A name as a number: of ten million names two share one with probability 3e-6. */
uint64_t scenario_trace_names_hash(const char *name, size_t n);

/* A set of 64-bit hashes; two sessions among ten million share one with probability 3e-6. */
typedef struct scenario_trace_sessions {
    uint64_t *slots; /* slots[n_slots], open addressing; 0: free */
    size_t n_slots, n;
} scenario_trace_sessions;

void scenario_trace_sessions_init(scenario_trace_sessions *sessions);
void scenario_trace_sessions_clear(scenario_trace_sessions *sessions);

/* A session's hash. The place where it would be is on its way from memory: it pays to do
   something else before the session is added. */
uint64_t scenario_trace_sessions_hash(const scenario_trace_sessions *sessions, const char *name,
                                      size_t n);

/* Adds a session by its hash; true if it is new. */
bool scenario_trace_sessions_add(scenario_trace_sessions *sessions, uint64_t hash);

typedef struct scenario_trace_apps {
    char **names; /* names[n]; names[0] is NULL: unnamed */
    uint64_t *hashes;
    size_t n;
    size_t last; /* found last: rows of an app come together */
} scenario_trace_apps;

void scenario_trace_apps_init(scenario_trace_apps *apps);
void scenario_trace_apps_clear(scenario_trace_apps *apps);

/* The index of an app, new ones included; 0 for an empty name. False with a phrase of what
   was expected if the name is unfit or there are too many. */
bool scenario_trace_apps_find(scenario_trace_apps *apps, const char *name, size_t n,
                              uint32_t *index, const char **expected);

#endif
