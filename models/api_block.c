/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "models/api_block.h"

#include "sim/clones.h"

#include <math.h>
#include <string.h>

/* The block's calls in tokens, each array over calls, in the arena's scratch. */
typedef struct columns {
    double *question, *answer, *hidden; /* whole tokens */
    double *prompt, *read;              /* whole prompt; of it read from the cache */
    double *context, *fixed; /* documents; the prompt before them and the question, which a
                                cache can keep: without documents the whole prompt */
    double *cost;
    uint32_t *bucket; /* of the sketch of calls */
} columns;

static columns make_columns(model_api *api, size_t room)
{
    if (api->column_room < room) {
        for (size_t i = 0; i < MODEL_API_COLUMNS; i++)
            api->columns[i] = sim_arena_alloc(api->arena, room, sizeof(double));
        api->column_room = room;
    }
    return (columns){.question = api->columns[0],
                     .answer = api->columns[1],
                     .hidden = api->columns[2],
                     .prompt = api->columns[3],
                     .read = api->columns[4],
                     .cost = api->columns[5],
                     .bucket = (void *)api->columns[6],
                     .context = api->columns[7],
                     .fixed = api->context ? api->columns[8] : api->columns[3]};
}

static void no_hidden(size_t n, double *tokens)
{
    memset(tokens, 0, n * sizeof *tokens);
}

/* Prompts from questions and what was said before; the largest of all. */
static double add_history(const model_api *api, const model_block *block, columns *c)
{
    double history = 0, most = 0;
    for (size_t k = 0; k < block->n_calls; k++) {
        history = block->turn[k] && !api->forgets ? history : 0;
        double prompt = api->system_tokens + history + c->question[k];
        history += c->question[k] + c->answer[k];
        c->prompt[k] = prompt;
        most = prompt > most ? prompt : most;
    }
    return most;
}

/* Puts documents between what was said before and the question. */
static double add_documents(const model_api *api, const model_block *block, columns *c)
{
    double most = 0;
    model_length_round(block->n_calls, api->context, api->tokenizer, 0, c->context);
    for (size_t k = 0; k < block->n_calls; k++) {
        c->fixed[k] = c->prompt[k] - c->question[k];
        c->prompt[k] += c->context[k];
        most = c->prompt[k] > most ? c->prompt[k] : most;
    }
    return most;
}

/* What each prompt finds in the cache: the one before, in time and long enough. */
static void read_cache(const model_api *api, const model_block *block, columns *c)
{
    double ttl_s = api->cache_ttl_s, least = api->cache_minimum;
    double most = api->forgets ? api->system_tokens : HUGE_VAL; /* in common with the next */
    c->read[0] = 0;
    for (size_t k = 1; k < block->n_calls; k++) {
        double before = c->fixed[k - 1], pause_s = block->time_s[k] - block->time_s[k - 1];
        double common = before < most ? before : most;
        bool is_hit = (block->turn[k] != 0) & (common >= least) & (pause_s <= ttl_s);
        c->read[k] = is_hit ? common : 0;
    }
}

/* Whether every call of the block lies in the cell and within the model's limits. */
static bool is_plain(const model_api *api, const model_block *block, const columns *c,
                     double longest)
{
    const model_cell *cell = api->cell;
    double output = 0, sum = 0, first_s = block->time_s[0], last_s = first_s;
    for (size_t k = 0; k < block->n_calls; k++) {
        double out = c->answer[k] + c->hidden[k], all = out + c->prompt[k];
        double time_s = block->time_s[k];
        output = out > output ? out : output;
        sum = all > sum ? all : sum;
        first_s = time_s < first_s ? time_s : first_s;
        last_s = time_s > last_s ? time_s : last_s;
    }
    return output <= api->output_limit && sum <= api->context_limit &&
           longest <= cell->threshold_tokens && first_s >= cell->from_s &&
           last_s < cell->to_s && last_s < api->end_s;
}

/* The costs of all calls, summed in the order of the meters, and the buckets they fall in. */
SIM_HOT static void cost_uncached(size_t n, const double *restrict rates, const columns *of)
{
    const double *restrict prompt = of->prompt, *restrict answer = of->answer,
                           *restrict hidden = of->hidden;
    double *restrict cost = of->cost;
    double input_rate = rates[MODEL_INPUT], output_rate = rates[MODEL_OUTPUT];
    double hidden_rate = rates[MODEL_REASONING], request_rate = rates[MODEL_REQUESTS];
    for (size_t k = 0; k < n; k++)
        cost[k] = prompt[k] * input_rate + answer[k] * output_rate + hidden[k] * hidden_rate +
                  request_rate;
}

SIM_HOT static void find_buckets(size_t n, const double *restrict cost,
                                 uint32_t *restrict bucket)
{
    for (size_t k = 0; k < n; k++)
        bucket[k] = (uint32_t)sim_sketch_bucket(cost[k]);
}

static void count_uncached(model_api *api, size_t n, const columns *c)
{
    double input = 0, output = 0, hidden = 0;
    for (size_t k = 0; k < n; k++) {
        input += c->prompt[k];
        output += c->answer[k];
        hidden += c->hidden[k];
    }
    api->pending[0][MODEL_INPUT] += input;
    api->pending[0][MODEL_OUTPUT] += output;
    api->pending[0][MODEL_REASONING] += hidden;
    api->pending[0][MODEL_REQUESTS] += (double)n;
    cost_uncached(n, api->rates, c);
}

static void count_cached(model_api *api, size_t n, const columns *c)
{
    const double *rates = api->rates;
    double input = 0, read = 0, written = 0, output = 0, hidden = 0;
    bool writes = api->cell->writes_cache;
    for (size_t k = 0; k < n; k++) {
        double rest = c->fixed[k] - c->read[k];
        bool is_written = writes & (c->fixed[k] >= api->cache_minimum);
        double to_cache = is_written ? rest : 0;
        double plain = c->prompt[k] - c->fixed[k] + (rest - to_cache);
        input += plain;
        read += c->read[k];
        written += to_cache;
        output += c->answer[k];
        hidden += c->hidden[k];
        c->cost[k] = plain * rates[MODEL_INPUT] + c->read[k] * rates[MODEL_CACHE_READ] +
                     to_cache * rates[api->write_meter] + c->answer[k] * rates[MODEL_OUTPUT] +
                     c->hidden[k] * rates[MODEL_REASONING] + rates[MODEL_REQUESTS];
    }
    api->pending[0][MODEL_INPUT] += input;
    api->pending[0][MODEL_CACHE_READ] += read;
    api->pending[0][api->write_meter] += written;
    api->pending[0][MODEL_OUTPUT] += output;
    api->pending[0][MODEL_REASONING] += hidden;
    api->pending[0][MODEL_REQUESTS] += (double)n;
}

/* What documents cost, and the part of it that was for nothing. */
static void count_documents(model_api *api, size_t n, const columns *c)
{
    double context = 0, irrelevant = 0;
    for (size_t k = 0; k < n; k++) {
        c->cost[k] += api->extra[k];
        context += c->context[k];
        irrelevant += api->irrelevant[k];
    }
    model_api_count_documents(api, context, irrelevant * api->tokenizer);
}

static void sketch_all(model_api *api, const model_block *block, const columns *c)
{
    uint64_t *calls = api->ledger->call_cost->counts;
    find_buckets(block->n_calls, c->cost, c->bucket);
    for (size_t k = 0; k < block->n_calls; k++) {
        calls[c->bucket[k]]++;
        block->cost[block->session_of[k]] += c->cost[k];
    }
}

bool model_api_block_play(model_api *api, const model_block *block, const double *reasoning)
{
    size_t n = block->n_calls;
    if (api->cache_hit < 1)
        return false; /* each call has luck of its own */
    columns c = make_columns(api, block->room);
    model_length_round(n, block->question, api->tokenizer, 1, c.question);
    model_length_round(n, block->answer, api->answer_scale, 1, c.answer);
    if (reasoning)
        model_length_round(n, reasoning, api->reasoning_scale, 0, c.hidden);
    else
        no_hidden(n, c.hidden);
    double longest = add_history(api, block, &c);
    if (api->context)
        longest = add_documents(api, block, &c);
    if (!is_plain(api, block, &c, longest))
        return false;
    if (api->cache_ttl_s < 0) {
        count_uncached(api, n, &c);
    } else {
        read_cache(api, block, &c);
        count_cached(api, n, &c);
    }
    if (api->context)
        count_documents(api, n, &c);
    sketch_all(api, block, &c);
    for (size_t k = 0; k < n; k++)
        model_api_spend(api, block->time_s[k], c.cost[k]);
    api->ledger->counters[MODEL_CALLS] += n;
    return true;
}
