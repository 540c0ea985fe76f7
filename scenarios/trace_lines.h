/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * The lines of a text file, plain or gzip (told by its first bytes), one at a time over a
 * buffer that is refilled: memory grows with the longest line only, up to 64 MiB.
 *
 * A byte order mark is skipped; lines may end in CR LF; blank lines are allowed at the end
 * only. Damaged gzip data, NUL bytes and overlong lines are failures with the line's number.
 */
#ifndef SCENARIOS_TRACE_LINES_H
#define SCENARIOS_TRACE_LINES_H

#include "sim/failure.h"

#include <stddef.h>
#include <stdint.h>

typedef struct scenario_trace_lines scenario_trace_lines;

/* Lines of the file at a path, or of bytes in memory that outlive them; name is for people.
   NULL with a sentence if the file cannot be read. */
scenario_trace_lines *scenario_trace_lines_new(const char *path, sim_failure *why);
scenario_trace_lines *scenario_trace_lines_new_memory(const void *bytes, size_t size,
                                                      const char *name, sim_failure *why);
void scenario_trace_lines_free(scenario_trace_lines *lines);

/* Finds the next line: [*begin, *end), without its end of line, ours to change until the next
   call. **end can be read and is no digit. At the end of the file *begin is NULL. */
bool scenario_trace_lines_next(scenario_trace_lines *lines, char **begin, char **end,
                               sim_failure *why);

/* The number of the line last found, from 1; 0 before the first. */
uint64_t scenario_trace_lines_number(const scenario_trace_lines *lines);

/* A failure in the line last found: "name:line: error: " and the sentence. */
bool scenario_trace_lines_fail(const scenario_trace_lines *lines, sim_failure *why,
                               const char *format, ...) __attribute__((format(printf, 3, 4)));

/* A piece of a file as it can be shown: cut after some 60 bytes, odd bytes as "?". */
typedef struct scenario_trace_excerpt {
    char text[64];
} scenario_trace_excerpt;

scenario_trace_excerpt scenario_trace_excerpt_of(const char *begin, const char *end);

#endif
