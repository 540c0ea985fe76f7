/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * The rows of a trace in the order in which a replay plays them: placed into the horizon, over
 * the trace's end by its rule, each with the number of times it is played.
 */
#ifndef MODELS_ROWS_H
#define MODELS_ROWS_H

#include "models/demand.h"
#include "models/future.h"

enum { MODEL_ROWS_BATCH = 1024 };

typedef struct model_rows {
    const model_replay *replay;
    const model_future *future;
    sim_stream copy_stream, day_stream;
    double end_s;      /* of the horizon */
    uint64_t copies;   /* whole plays of each row */
    double chance;     /* of one more */
    double period_s;   /* from one round's first row to the next's */
    uint64_t pass;     /* rounds begun: loops, days */
    double offset_s;   /* of the round's clock */
    uint64_t at, last; /* rows of the round that are still to be read */
    size_t n, i;       /* of the rows read; the next of them */
    bool is_over;
    model_trace_row rows[MODEL_ROWS_BATCH];
} model_rows;

/* A row in its place. */
typedef struct model_placed {
    const model_trace_row *row; /* NULL: there are no more */
    double time_s;              /* from the horizon's start */
    uint64_t copies;            /* how often it is played: 0 is possible */
} model_placed;

void model_rows_init(model_rows *rows, const model_workload *workload,
                     const model_future *future, double end_s);

/* The next row; false if the trace cannot be read, or the future is given up. */
bool model_rows_next(model_rows *rows, model_placed *out, sim_failure *why);

#endif
