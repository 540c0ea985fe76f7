/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * Text that grows.
 */
#ifndef SCENARIOS_LANGUAGE_OUTPUT_H
#define SCENARIOS_LANGUAGE_OUTPUT_H

#include <stddef.h>

typedef struct scenario_output {
    char *text; /* from sim_alloc, ends with 0; NULL while nothing was added */
    size_t length, room;
} scenario_output;

/* Adds formatted text at the end. */
void scenario_output_add(scenario_output *output, const char *format, ...)
    __attribute__((format(printf, 2, 3)));

/* Adds words, broken into lines of at most width characters that begin with an indent. */
void scenario_output_wrap(scenario_output *output, size_t indent, size_t width,
                          const char *text);

#endif
