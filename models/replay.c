/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "models/replay.h"

#include <math.h>

enum { BATCH = 1024 };

/* A replay on its way. */
typedef struct playing {
    const model_replay *replay;
    model_api *api;
    const model_future *future;
    uint64_t copies; /* whole plays of each row */
    double chance;   /* of one more */
    double input_scale, output_scale;
    double success; /* NAN: unknown */
    model_worth worth;
    sim_stream copy_stream, day_stream, success_stream;
    uint64_t pass;  /* which round through the trace: loops, days */
    uint64_t calls; /* played so far: the address of hidden tokens and successes */
} playing;

/* ---- one row ---- */

static uint64_t scaled(uint32_t tokens, double factor)
{
    if (factor == 1 || tokens == 0)
        return tokens;
    return (uint64_t)model_tokens(tokens * factor);
}

static uint64_t hidden_tokens(const playing *p)
{
    const model_api *api = p->api;
    if (!api->reasoning)
        return 0;
    double u = sim_stream_uniform(api->reasoning_stream, p->calls, 0);
    double length = sim_sampler_draw(api->reasoning, u) * api->reasoning_scale;
    return (uint64_t)model_hidden_tokens(length);
}

static void judge(playing *p)
{
    if (isnan(p->success))
        return;
    bool succeeds = sim_stream_uniform(p->success_stream, p->calls, 0) < p->success;
    p->api->ledger->counters[MODEL_SUCCESSES] += succeeds;
    p->api->ledger->counters[MODEL_JUDGED]++;
    p->api->ledger->value += succeeds ? p->worth.value : 0;
    p->api->ledger->human_cost += succeeds ? p->worth.human_cost : 0;
}

static void play_call(playing *p, const model_trace_row *row, double time_s)
{
    model_api *api = p->api;
    double input = p->input_scale * api->tokenizer;
    double output = p->output_scale * api->answer_scale;
    uint64_t fresh = scaled(row->input, input), read = scaled(row->cache_read, input);
    uint64_t visible = scaled(row->output, output);
    uint64_t hidden = scaled(row->reasoning, output) + hidden_tokens(p);
    if (model_api_fit(api, &fresh, read, &visible, &hidden))
        api->ledger->counters[MODEL_TRUNCATED]++;
    model_usage usage = {{0}};
    usage.tokens[MODEL_INPUT] = fresh;
    usage.tokens[MODEL_CACHE_READ] = read;
    usage.tokens[MODEL_OUTPUT] = visible;
    usage.tokens[MODEL_REASONING] = hidden;
    usage.tokens[MODEL_REQUESTS] = 1;
    double cost = model_api_call(api, time_s, &usage);
    if (row->starts_session) {
        api->ledger->counters[MODEL_SESSIONS]++;
        judge(p);
    }
    if (p->replay->trace->totals.sessions == p->replay->trace->totals.rows)
        sim_sketch_add(api->ledger->session_cost, cost);
    p->calls++;
}

static void play_row(playing *p, const model_trace_row *row, uint64_t index, double time_s)
{
    model_api *api = p->api;
    size_t line = api->meterage->first_line + row->app * api->meterage->n_lines;
    if (line != api->line) {
        model_api_flush(api);
        api->line = line;
    }
    uint64_t copies = p->copies;
    if (p->chance > 0)
        copies += sim_stream_uniform(p->copy_stream, index, p->pass) < p->chance;
    for (uint64_t i = 0; i < copies; i++)
        play_call(p, row, time_s);
}

/* ---- many rows ---- */

/* Plays rows from the one with that index on; false at the first past the horizon's end. */
static bool play_batch(playing *p, const model_trace_row *rows, size_t n, uint64_t index,
                       double offset_s)
{
    for (size_t i = 0; i < n; i++) {
        double time_s = offset_s + (double)rows[i].time_ns * 1e-9;
        if (time_s >= p->api->end_s)
            return false;
        play_row(p, &rows[i], index + i, fmax(time_s, 0));
    }
    return true;
}

/* Plays rows [first, last), their clock moved by offset_s, until the horizon ends. *is_over
   says that it has. */
static bool play_rows(playing *p, uint64_t first, uint64_t last, double offset_s, bool *is_over,
                      sim_failure *why)
{
    model_trace_row rows[BATCH];
    const model_trace *trace = p->replay->trace;
    for (uint64_t at = first; at < last && !*is_over; at += BATCH) {
        size_t n = last - at < BATCH ? (size_t)(last - at) : BATCH;
        if (!model_future_goes_on(p->future, why) || !trace->read(trace, at, n, rows, why))
            return false;
        *is_over = !play_batch(p, rows, n, at, offset_s);
    }
    return true;
}

/* The time from the first row to where the next round's first row falls: one mean gap after
   the last. */
static double period_s(const model_trace_totals *totals)
{
    double gaps = totals->rows > 1 ? (double)(totals->rows - 1) : 1;
    double period = (double)totals->last_ns * 1e-9 * (1 + 1 / gaps);
    return period > 0 ? period : 1;
}

static bool play_rounds(playing *p, sim_failure *why)
{
    const model_trace_totals *totals = &p->replay->trace->totals;
    bool is_over = false, is_looped = p->replay->extend == MODEL_EXTEND_LOOP;
    double period = period_s(totals);
    for (p->pass = 0; !is_over && (is_looped || p->pass == 0); p->pass++) {
        double offset_s = p->replay->start_s + (double)p->pass * period;
        is_over = offset_s >= p->api->end_s;
        if (!is_over && !play_rows(p, 0, totals->rows, offset_s, &is_over, why))
            return false;
    }
    return true;
}

static bool play_days(playing *p, sim_failure *why)
{
    const model_trace *trace = p->replay->trace;
    const double day_s = 86400;
    /* The last day is a part of one unless it is the only one. */
    size_t whole_days = trace->n_days > 1 ? trace->n_days - 1 : 1;
    bool is_over = false;
    for (p->pass = 0; !is_over; p->pass++) {
        double at_s = p->replay->start_s + (double)p->pass * day_s;
        double u = sim_stream_uniform(p->day_stream, p->pass, 0);
        size_t day = (size_t)(u * (double)whole_days);
        if (at_s >= p->api->end_s)
            break;
        if (!play_rows(p, trace->day_first[day], trace->day_first[day + 1],
                       at_s - (double)day * day_s, &is_over, why))
            return false;
    }
    return true;
}

bool model_replay_play(const model_workload *workload, model_api *api,
                       const model_future *future, model_worth worth, sim_failure *why)
{
    const model_replay *replay = &workload->replay;
    const double *resolved = future->resolved;
    double factor = model_number_value(replay->rate_factor, resolved);
    playing p = {
        .replay = replay,
        .api = api,
        .copies = (uint64_t)factor,
        .chance = factor - floor(factor),
        .input_scale = model_number_value(replay->input_scale, resolved),
        .output_scale = model_number_value(replay->output_scale, resolved),
        .success = workload->success.is_given ? model_number_value(workload->success, resolved)
                                              : (double)NAN,
        .worth = worth,
        .future = future,
        .copy_stream = model_future_stream(future, workload->name, "copy"),
        .day_stream = model_future_stream(future, workload->name, "day"),
        .success_stream = model_future_stream(future, workload->name, "success"),
    };
    return replay->extend == MODEL_EXTEND_DAYS ? play_days(&p, why) : play_rounds(&p, why);
}

/* ---- replays without chance ---- */

static bool is_plain(model_number number)
{
    return number.slot < 0;
}

bool model_replay_is_fixed(const model_workload *workload,
                           const model_architecture *architecture, size_t workload_index)
{
    const model_replay *replay = &workload->replay;
    const model_endpoint *endpoint =
        &architecture->endpoints[architecture->endpoint_of[workload_index]];
    bool plain_replay = is_plain(replay->rate_factor) && is_plain(replay->input_scale) &&
                        is_plain(replay->output_scale) &&
                        replay->rate_factor.value == floor(replay->rate_factor.value);
    bool plain_endpoint = is_plain(endpoint->tokenizer) && is_plain(endpoint->verbosity) &&
                          is_plain(endpoint->max_output) && !endpoint->reasoning.kind;
    return workload->is_replay && plain_replay && plain_endpoint &&
           !workload->success.is_given &&
           (replay->extend != MODEL_EXTEND_DAYS || replay->trace->n_days <= 2);
}
