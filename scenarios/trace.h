/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * Traces of real traffic: readers for the formats people have, plain or gzip, streaming.
 *
 * A file is read once, front to back, into a compact spool: in memory while small, in an
 * unlinked temporary file ($TMPDIR) beyond. Replications read the spool in blocks. Memory
 * does not grow with the file.
 */
#ifndef SCENARIOS_TRACE_H
#define SCENARIOS_TRACE_H

#include "models/trace.h"

/* A format of trace files: a row of the table in trace.c. */
typedef struct scenario_trace_format scenario_trace_format;

/* The format of that name, or NULL. */
const scenario_trace_format *scenario_trace_format_named(const char *name);

/* All formats, NULL after the last; name and sentence of each. */
extern const scenario_trace_format *const scenario_trace_formats[];
const char *scenario_trace_format_name(const scenario_trace_format *format);
const char *scenario_trace_format_summary(const scenario_trace_format *format);

/* Reads a trace; false with "file:line: error: ..." for people. */
bool scenario_trace_open(const char *path, const scenario_trace_format *format,
                         model_trace **out, sim_failure *why);

/* The same from bytes in memory, for tests and fuzzing; name is for messages. */
bool scenario_trace_open_memory(const void *bytes, size_t size, const char *name,
                                const scenario_trace_format *format, model_trace **out,
                                sim_failure *why);

void scenario_trace_close(model_trace *trace);

/* One numeric column of a CSV file (plain or gzip) with a header line, for empirical laws:
 *values (from sim_alloc) of length *n. */
bool scenario_trace_column(const char *path, const char *column, double **values, size_t *n,
                           sim_failure *why);

/* How often each value of a column of names was there, the most frequent first: *counts (from
   sim_alloc) of length *n. At most ten million rows. */
bool scenario_trace_frequencies(const char *path, const char *column, double **counts,
                                size_t *n, sim_failure *why);

#endif
