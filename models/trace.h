/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * A trace as the models see it: rows of calls in order of time, read in blocks by whoever
 * keeps them. Reading is safe from several threads at once.
 */
#ifndef MODELS_TRACE_H
#define MODELS_TRACE_H

#include "sim/failure.h"

#include <stddef.h>
#include <stdint.h>

/* One call, in disjoint buckets. */
typedef struct model_trace_row {
    int64_t time_ns; /* since the first row's time; not decreasing */
    uint32_t input;  /* uncached prompt tokens */
    uint32_t cache_read;
    uint32_t output; /* visible */
    uint32_t reasoning;
    uint32_t app; /* index into apps[]; 0 if the trace names none */
    uint32_t
        starts_session; /* 1 on the first row of a session (or a row without one), else 0 */
} model_trace_row;

/* What one pass over the trace holds, computed while it was read. */
typedef struct model_trace_totals {
    uint64_t rows, sessions, input, cache_read, output, reasoning;
    int64_t first_unix_ns; /* the first row's time since 1970; 0 where the format has only
                              offsets */
    int64_t last_ns;       /* the last row's time since the first row */
} model_trace_totals;

typedef struct model_trace {
    const char *name; /* the file, for people */
    model_trace_totals totals;
    const char *const
        *apps;     /* apps[n_apps]: names of the app column; apps[0] is NULL: unnamed */
    size_t n_apps; /* at least 1 */
    const uint64_t *day_first; /* day_first[n_days + 1]: first row of each 24 h since row 0 */
    size_t n_days;
    /* Reads rows [first, first + n) into rows[n]; false with a sentence on an I/O error. */
    bool (*read)(const struct model_trace *trace, uint64_t first, size_t n,
                 model_trace_row *rows, sim_failure *why);
    void *keeper; /* of read */
} model_trace;

#endif
