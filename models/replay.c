/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "models/replay.h"

#include "models/rows.h"

#include <math.h>

/* A replay on its way. */
typedef struct playing {
    const model_replay *replay;
    model_api *api;
    double input_scale, output_scale;
    double success; /* NAN: unknown */
    model_worth worth;
    sim_stream success_stream;
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

/* How a session that begins comes out. */
static model_ending judge(playing *p)
{
    if (isnan(p->success))
        return MODEL_ENDING_UNJUDGED;
    bool succeeds = sim_stream_uniform(p->success_stream, p->calls, 0) < p->success;
    p->api->ledger->counters[MODEL_SUCCESSES] += succeeds;
    p->api->ledger->counters[MODEL_JUDGED]++;
    p->api->ledger->value += succeeds ? p->worth.value : 0;
    p->api->ledger->human_cost += succeeds ? p->worth.human_cost : 0;
    return succeeds ? MODEL_ENDING_SUCCEEDED : MODEL_ENDING_FAILED;
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
    const bool is_whole = /* a session: else its rows lie among others' */
        p->replay->trace->totals.sessions == p->replay->trace->totals.rows;
    model_ending ending = MODEL_ENDING_UNJUDGED;
    if (row->starts_session) {
        api->ledger->counters[MODEL_SESSIONS]++;
        ending = judge(p);
    }
    api->ledger->gauges[MODEL_ENDING_COST + (is_whole ? ending : MODEL_ENDING_UNJUDGED)] +=
        cost;
    if (is_whole)
        sim_sketch_add(api->ledger->session_cost, cost);
    p->calls++;
}

static void play_row(playing *p, const model_placed *placed)
{
    model_api_turn_to(p->api, placed->row->app);
    for (uint64_t i = 0; i < placed->copies; i++)
        play_call(p, placed->row, placed->time_s);
}

bool model_replay_play(const model_workload *workload, model_api *api,
                       const model_future *future, model_worth worth, sim_failure *why)
{
    const model_replay *replay = &workload->replay;
    const double *resolved = future->resolved;
    playing p = {
        .replay = replay,
        .api = api,
        .input_scale = model_number_value(replay->input_scale, resolved),
        .output_scale = model_number_value(replay->output_scale, resolved),
        .success = workload->success.is_given ? model_number_value(workload->success, resolved)
                                              : (double)NAN,
        .worth = worth,
        .success_stream = model_future_stream(future, workload->name, "success"),
    };
    model_rows rows;
    model_placed placed;
    model_rows_init(&rows, workload, future, api->end_s);
    while (model_rows_next(&rows, &placed, why)) {
        if (!placed.row)
            return true;
        play_row(&p, &placed);
    }
    return false;
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
