/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "validate/naive_parts.h"

#include <math.h>

/* How a row's numbers change on the way to a call. */
typedef struct reading {
    const model_replay *replay;
    double factor, input, output;
    sim_stream copy_stream, day_stream, success_stream;
    uint64_t calls; /* played so far */
} reading;

static uint64_t scaled(uint32_t tokens, double factor)
{
    if (tokens == 0 || factor == 1)
        return tokens;
    return (uint64_t)validate_naive_nearest_token(tokens * factor);
}

static void play_copy(const validate_twin *t, const validate_service *s, reading *r,
                      const model_trace_row *row, double time_s)
{
    const model_trace_totals *totals = &r->replay->trace->totals;
    uint64_t own_hidden = scaled(row->reasoning, r->output);
    validate_call c = {.time_s = time_s,
                       .fixed = (double)scaled(row->cache_read, r->input),
                       .prompt = (double)scaled(row->input, r->input),
                       .answer = (double)scaled(row->output, r->output),
                       .hidden = (double)own_hidden};
    if (s->reasoning)
        c.hidden += fmax(validate_naive_hidden_tokens(s, r->calls, 0), 1);
    validate_naive_fit(s, &c);
    const model_usage usage = {{[MODEL_INPUT] = (uint64_t)c.prompt,
                                [MODEL_CACHE_READ] = (uint64_t)c.fixed,
                                [MODEL_OUTPUT] = (uint64_t)c.answer,
                                [MODEL_REASONING] = (uint64_t)c.hidden,
                                [MODEL_REQUESTS] = 1}};
    double cost = validate_naive_count(s, row->app, time_s, &usage, 0);
    if (row->starts_session) {
        s->ledger->counters[MODEL_SESSIONS]++;
        const double u = sim_stream_uniform(r->success_stream, r->calls, 0);
        validate_naive_judge(t, s,
                             s->workload->success.is_given &&
                                 u < validate_naive_value(t, s->workload->success));
    }
    if (totals->sessions == totals->rows)
        sim_sketch_add(s->ledger->session_cost, cost);
    r->calls++;
}

/* Plays row by row, each moved by an offset; the round is part of a row's address. */
static bool play_rows(const validate_twin *t, const validate_service *s, reading *r,
                      const uint64_t range[2], double offset_s, uint64_t round)
{
    const model_trace *trace = r->replay->trace;
    for (uint64_t i = range[0]; i < range[1]; i++) {
        model_trace_row row;
        if (!trace->read(trace, i, 1, &row, t->why))
            return false;
        double time_s = offset_s + (double)row.time_ns * 1e-9;
        if (time_s >= s->end_s)
            return true;
        double copies = floor(r->factor);
        if (sim_stream_uniform(r->copy_stream, i, round) < r->factor - copies)
            copies++;
        for (; copies > 0; copies--)
            play_copy(t, s, r, &row, fmax(time_s, 0));
    }
    return true;
}

/* Days of the horizon, each a day of the trace; its last day is only a part of one. */
static bool play_days(const validate_twin *t, const validate_service *s, reading *r)
{
    const model_trace *trace = r->replay->trace;
    double whole = trace->n_days > 1 ? (double)(trace->n_days - 1) : 1;
    for (uint64_t day = 0; r->replay->start_s + (double)day * 86400 < s->end_s; day++) {
        size_t drawn = (size_t)(sim_stream_uniform(r->day_stream, day, 0) * whole);
        double offset_s = r->replay->start_s + (double)day * 86400 - (double)drawn * 86400;
        if (!play_rows(t, s, r, trace->day_first + drawn, offset_s, day))
            return false;
    }
    return true;
}

static bool play_loops(const validate_twin *t, const validate_service *s, reading *r)
{
    const model_trace_totals *totals = &r->replay->trace->totals;
    const uint64_t all[2] = {0, totals->rows};
    double gaps = totals->rows > 1 ? (double)totals->rows - 1 : 1;
    double period = (double)totals->last_ns * 1e-9 * (1 + 1 / gaps);
    period = period > 0 ? period : 1;
    bool is_looped = r->replay->extend == MODEL_EXTEND_LOOP;
    for (uint64_t round = 0; round == 0 || is_looped; round++) {
        double offset_s = r->replay->start_s + (double)round * period;
        if (offset_s >= s->end_s)
            break;
        if (!play_rows(t, s, r, all, offset_s, round))
            return false;
    }
    return true;
}

bool validate_naive_play_replay(const validate_twin *t, const validate_service *s)
{
    const model_replay *replay = &s->workload->replay;
    reading r = {
        .replay = replay,
        .factor = validate_naive_value(t, replay->rate_factor),
        .input = validate_naive_value(t, replay->input_scale) * s->tokenizer,
        .output = validate_naive_value(t, replay->output_scale) * (s->tokenizer * s->verbosity),
        .copy_stream = validate_naive_stream(t, s->workload, "copy"),
        .day_stream = validate_naive_stream(t, s->workload, "day"),
        .success_stream = validate_naive_stream(t, s->workload, "success"),
    };
    return replay->extend == MODEL_EXTEND_DAYS ? play_days(t, s, &r) : play_loops(t, s, &r);
}
