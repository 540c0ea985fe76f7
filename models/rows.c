/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "models/rows.h"

#include <math.h>

static const double day_s = 86400;

/* The time from the first row to where the next round's first row falls: one mean gap after
   the last. */
static double period_s(const model_trace_totals *totals)
{
    double gaps = totals->rows > 1 ? (double)(totals->rows - 1) : 1;
    double period = (double)totals->last_ns * 1e-9 * (1 + 1 / gaps);
    return period > 0 ? period : 1;
}

void model_rows_init(model_rows *rows, const model_workload *workload,
                     const model_future *future, double end_s)
{
    const model_replay *replay = &workload->replay;
    const double factor = model_number_value(replay->rate_factor, future->resolved);
    rows->replay = replay;
    rows->future = future;
    rows->copy_stream = model_future_stream(future, workload->name, "copy");
    rows->day_stream = model_future_stream(future, workload->name, "day");
    rows->end_s = end_s;
    rows->copies = (uint64_t)factor;
    rows->chance = factor - floor(factor);
    rows->period_s = period_s(&replay->trace->totals);
    rows->pass = rows->at = rows->last = 0;
    rows->n = rows->i = 0;
    rows->is_over = false;
}

/* A day of the horizon is a day of the trace. Its last is a part of one unless it is the only
   one. */
static void begin_day(model_rows *rows)
{
    const model_trace *trace = rows->replay->trace;
    const size_t whole_days = trace->n_days > 1 ? trace->n_days - 1 : 1;
    const double u = sim_stream_uniform(rows->day_stream, rows->pass, 0);
    const size_t day = (size_t)(u * (double)whole_days);
    const double at_s = rows->replay->start_s + (double)rows->pass * day_s;
    rows->is_over = at_s >= rows->end_s;
    rows->offset_s = at_s - (double)day * day_s;
    rows->at = trace->day_first[day];
    rows->last = trace->day_first[day + 1];
}

static void begin_loop(model_rows *rows)
{
    const bool is_looped = rows->replay->extend == MODEL_EXTEND_LOOP;
    rows->offset_s = rows->replay->start_s + (double)rows->pass * rows->period_s;
    rows->is_over = rows->offset_s >= rows->end_s || (rows->pass > 0 && !is_looped);
    rows->at = 0;
    rows->last = rows->replay->trace->totals.rows;
}

/* Reads on, into the next round if this one is over. */
static bool refill(model_rows *rows, sim_failure *why)
{
    const model_trace *trace = rows->replay->trace;
    while (rows->at == rows->last && !rows->is_over) {
        if (rows->replay->extend == MODEL_EXTEND_DAYS)
            begin_day(rows);
        else
            begin_loop(rows);
        rows->pass++;
    }
    if (rows->is_over)
        return true;
    const uint64_t left = rows->last - rows->at;
    rows->n = left < MODEL_ROWS_BATCH ? (size_t)left : MODEL_ROWS_BATCH;
    rows->i = 0;
    rows->at += rows->n;
    return model_future_goes_on(rows->future, why) &&
           trace->read(trace, rows->at - rows->n, rows->n, rows->rows, why);
}

bool model_rows_next(model_rows *rows, model_placed *out, sim_failure *why)
{
    out->row = NULL;
    if (rows->i == rows->n && !rows->is_over && !refill(rows, why))
        return false;
    if (rows->is_over)
        return true;
    const model_trace_row *row = &rows->rows[rows->i++];
    const double time_s = rows->offset_s + (double)row->time_ns * 1e-9;
    rows->is_over = time_s >= rows->end_s;
    if (rows->is_over)
        return true;
    out->row = row;
    out->time_s = fmax(time_s, 0);
    out->copies = rows->copies;
    if (rows->chance > 0) {
        const uint64_t index = rows->at - rows->n + rows->i - 1;
        out->copies +=
            sim_stream_uniform(rows->copy_stream, index, rows->pass - 1) < rows->chance;
    }
    return true;
}
