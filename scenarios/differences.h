/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * What differs between two texts of a scenario: attributes by their XPath, elements that came
 * and went.
 */
#ifndef SCENARIOS_DIFFERENCES_H
#define SCENARIOS_DIFFERENCES_H

#include "sim/memory.h"

enum { SCENARIO_MOST_DIFFERENCES = 20 };

typedef struct scenario_differences {
    size_t n;                                     /* all there are */
    const char *texts[SCENARIO_MOST_DIFFERENCES]; /* the first of them, in the order of the
                                                     elements: "workload[@name='support']/
                                                     arrivals/@rate: 500/day, was 400/day" */
} scenario_differences;

/* Adds what differs in `after` from `before`, both well-formed XML, in the arena. White space,
   comments, <questions> and <run> do not count: they change no future. */
void scenario_differences_add(scenario_differences *differences, const char *before,
                              const char *after, sim_arena *arena);

/* Adds a difference that somebody else found. */
void scenario_differences_say(scenario_differences *differences, const char *text,
                              sim_arena *arena);

#endif
