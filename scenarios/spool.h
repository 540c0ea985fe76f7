/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * A spool: rows of a trace kept once and read many times, 24 bytes each, in memory while they
 * are few and beyond that in an unlinked temporary file ($TMPDIR, else /tmp).
 *
 * Written by one thread; read by any number afterwards, for reading changes nothing.
 */
#ifndef SCENARIOS_SPOOL_H
#define SCENARIOS_SPOOL_H

#include "models/trace.h"

enum {
    SCENARIO_SPOOL_MEMORY = 48 << 20, /* bytes of rows kept in memory */
    SCENARIO_SPOOL_APPS = 512,        /* a row's app is below it */
};

/* A row's time is below it: 9.1 years. Its token counts are at most INT32_MAX. */
#define SCENARIO_SPOOL_END_NS ((int64_t)1 << 58)

typedef struct scenario_spool scenario_spool;

/* Keeps up to some bytes of rows in memory. */
scenario_spool *scenario_spool_new(size_t memory_bytes);
void scenario_spool_free(scenario_spool *spool);

/* Adds a row; false with a sentence if the temporary file takes no more. */
bool scenario_spool_push(scenario_spool *spool, const model_trace_row *row, sim_failure *why);

/* Ends the writing: from now on rows are read. */
bool scenario_spool_end(scenario_spool *spool, sim_failure *why);

/* Reads rows [first, first + n), which exist, into rows[n]. */
bool scenario_spool_read(const scenario_spool *spool, uint64_t first, size_t n,
                         model_trace_row *rows, sim_failure *why);

#endif
