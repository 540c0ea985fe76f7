/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * The bytes of a file or of a piece of memory, unpacked if they are gzip (told by the first
 * two bytes; several members are read as one file).
 */
#ifndef SCENARIOS_TRACE_BYTES_H
#define SCENARIOS_TRACE_BYTES_H

#include "sim/failure.h"

#include <stddef.h>

typedef struct scenario_trace_bytes scenario_trace_bytes;

/* NULL with a sentence if the file cannot be read; memory outlives the reader. */
scenario_trace_bytes *scenario_trace_bytes_new(const char *path, sim_failure *why);
scenario_trace_bytes *scenario_trace_bytes_new_memory(const void *memory, size_t size,
                                                      const char *name, sim_failure *why);
void scenario_trace_bytes_free(scenario_trace_bytes *bytes);

/* Reads 1 to size bytes, *n of them; none at the end. The sentence of a failure has no name
   of the file, for the caller knows where in it we are. */
bool scenario_trace_bytes_read(scenario_trace_bytes *bytes, void *to, size_t size, size_t *n,
                               sim_failure *why);

#endif
