/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "models/api.h"

#include "models/api_block.h"

#include <math.h>

/* A missing price is an error when the ledger is rated; until then it counts for nothing. */
static void enter(model_api *api, const model_cell *cell)
{
    api->cell = cell;
    for (size_t meter = 0; meter < MODEL_METERS; meter++) {
        double rate = cell->rates[0].per[meter];
        api->rates[meter] = isnan(rate) ? 0 : rate;
    }
}

static void read_cache(model_api *api, const model_endpoint *endpoint, const double *resolved)
{
    const model_tariff *tariff = &api->meterage->tariff;
    api->cache_ttl_s = endpoint->has_prompt_cache ? endpoint->cache_ttl_s : -1;
    api->cache_minimum = (double)tariff->cache_minimum_tokens;
    api->cache_hit =
        endpoint->has_prompt_cache ? model_number_value(endpoint->cache_hit, resolved) : 1;
    bool is_hour = endpoint->cache_ttl_s > 300;
    api->write_meter = is_hour ? MODEL_CACHE_WRITE_1H : MODEL_CACHE_WRITE_5M;
}

static void read_limits(model_api *api, const model_endpoint *endpoint, const double *resolved)
{
    const model_tariff *tariff = &api->meterage->tariff;
    api->context_limit =
        tariff->context_tokens ? (double)tariff->context_tokens : (double)INFINITY;
    api->output_limit =
        tariff->output_tokens ? (double)tariff->output_tokens : (double)INFINITY;
    if (endpoint->max_output.is_given)
        api->output_limit =
            fmin(api->output_limit, round(model_number_value(endpoint->max_output, resolved)));
}

static void spend_as(model_api *api, size_t app)
{
    const model_hours *hours = api->ledger->hours;
    if (hours)
        api->spend = hours->spend + (api->meterage->driver + app) * hours->n;
}

bool model_api_init(model_api *api, const model_meterage *meterage,
                    const model_workload *workload, const model_future *future,
                    model_ledger *ledger, sim_failure *why)
{
    const model_endpoint *endpoint = meterage->endpoint;
    const double *resolved = future->resolved;
    double tokenizer = model_number_value(endpoint->tokenizer, resolved);
    double verbosity = model_number_value(endpoint->verbosity, resolved);
    double reasoning_scale = endpoint->reasoning.kind
                                 ? model_number_value(endpoint->reasoning.outer_scale, resolved)
                                 : 1;
    double system =
        workload->is_replay ? 0 : model_number_value(workload->session.system_tokens, resolved);
    *api = (model_api){
        .meterage = meterage,
        .ledger = ledger,
        .line = meterage->first_line,
        .tokenizer = tokenizer,
        .answer_scale = tokenizer * verbosity,
        .reasoning_scale = tokenizer * reasoning_scale,
        .cache_stream = model_future_stream(future, workload->name, "cache"),
        .reasoning_stream = model_future_stream(future, workload->name, "reasoning"),
        .system_tokens = system > 0 ? model_tokens(system * tokenizer) : 0,
        .forgets = !workload->is_replay && workload->session.forgets,
        .is_judged = workload->success.is_given,
        .end_s = model_tariff_end_s(&meterage->tariff),
        .arena = future->arena,
    };
    enter(api, meterage->tariff.cells);
    spend_as(api, 0);
    read_cache(api, endpoint, resolved);
    read_limits(api, endpoint, resolved);
    return model_sampler(&endpoint->reasoning, meterage->reasoning, resolved, future->arena,
                         &api->reasoning, why);
}

/* ---- counting ---- */

void model_api_flush(model_api *api)
{
    const model_tariff *tariff = &api->meterage->tariff;
    uint64_t *lines = api->ledger->usage + api->cell->month * api->ledger->n_lines + api->line +
                      api->cell->slot * tariff->n_tiers * MODEL_METERS;
    for (size_t tier = 0; tier < tariff->n_tiers; tier++)
        for (size_t meter = 0; meter < MODEL_METERS; meter++) {
            lines[tier * MODEL_METERS + meter] += (uint64_t)api->pending[tier][meter];
            api->pending[tier][meter] = 0;
        }
}

void model_api_turn_to(model_api *api, size_t app)
{
    const size_t line = api->meterage->first_line + app * api->meterage->n_lines;
    if (line == api->line)
        return;
    model_api_flush(api);
    api->line = line;
    spend_as(api, app);
}

static inline const model_cell *cell_at(model_api *api, double time_s)
{
    const model_cell *cell = api->cell;
    if (time_s >= cell->from_s && time_s < cell->to_s)
        return cell;
    model_api_flush(api);
    enter(api, model_tariff_cell(&api->meterage->tariff, time_s, cell));
    return api->cell;
}

/* A call with a long prompt: some of it or all moves to the other tier. */
static double count_long(model_api *api, const model_cell *cell,
                         const double tokens[MODEL_METERS])
{
    model_usage usage, tiers[MODEL_TIERS];
    for (size_t meter = 0; meter < MODEL_METERS; meter++)
        usage.tokens[meter] = (uint64_t)tokens[meter];
    model_tariff_split(cell, &usage, tiers);
    for (size_t tier = 0; tier < MODEL_TIERS; tier++)
        for (size_t meter = 0; meter < MODEL_METERS; meter++)
            api->pending[tier][meter] += (double)tiers[tier].tokens[meter];
    return model_tariff_cost(cell, &usage);
}

/* Counts a call in its cell, tokens in whole numbers; what it costs. */
static inline double count(model_api *api, const model_cell *cell,
                           const double tokens[MODEL_METERS], double prompt)
{
    if (prompt > cell->threshold_tokens)
        return count_long(api, cell, tokens);
    double cost = 0;
    for (size_t meter = 0; meter < MODEL_METERS; meter++) {
        api->pending[0][meter] += tokens[meter];
        cost += tokens[meter] * api->rates[meter];
    }
    return cost;
}

double model_api_call(model_api *api, double time_s, const model_usage *usage)
{
    const model_cell *cell = cell_at(api, time_s);
    double tokens[MODEL_METERS], prompt = 0;
    for (size_t meter = 0; meter < MODEL_METERS; meter++) {
        tokens[meter] = (double)usage->tokens[meter];
        prompt += meter <= MODEL_CACHE_WRITE_1H ? tokens[meter] : 0;
    }
    double cost = count(api, cell, tokens, prompt);
    api->ledger->counters[MODEL_CALLS]++;
    sim_sketch_add(api->ledger->call_cost, cost);
    model_api_spend(api, time_s, cost);
    return cost;
}

double model_api_pay_prompt(model_api *api, double time_s, double prompt)
{
    const model_cell *cell = cell_at(api, time_s);
    const double tokens[MODEL_METERS] = {
        [MODEL_INPUT] = fmin(prompt, api->context_limit - 1), [MODEL_REQUESTS] = 1};
    const double cost = count(api, cell, tokens, tokens[MODEL_INPUT]);
    model_api_spend(api, time_s, cost);
    return cost;
}

double model_api_most(model_api *api, double time_s, double prompt)
{
    const model_cell *cell = cell_at(api, time_s);
    double tokens[MODEL_METERS] = {[MODEL_REQUESTS] = 1};
    model_usage usage;
    prompt = fmin(prompt, api->context_limit - 1);
    const double output = fmin(api->output_limit, api->context_limit - prompt);
    if (!isfinite(output))
        return HUGE_VAL;
    const bool is_written =
        api->cache_ttl_s >= 0 && cell->writes_cache && prompt >= api->cache_minimum;
    const bool is_hidden =
        api->reasoning && api->rates[MODEL_REASONING] > api->rates[MODEL_OUTPUT];
    tokens[is_written ? api->write_meter : MODEL_INPUT] = prompt;
    tokens[is_hidden ? MODEL_REASONING : MODEL_OUTPUT] = output;
    for (size_t meter = 0; meter < MODEL_METERS; meter++)
        usage.tokens[meter] = (uint64_t)tokens[meter];
    return model_tariff_cost(cell, &usage);
}

bool model_api_fit(const model_api *api, uint64_t *prompt_rest, uint64_t prompt_fixed,
                   uint64_t *output, uint64_t *reasoning)
{
    bool is_cut = false;
    double prompt = (double)(*prompt_rest + prompt_fixed);
    if (prompt > api->context_limit - 1) {
        double most = fmax(api->context_limit - 1 - (double)prompt_fixed, 0);
        *prompt_rest = (uint64_t)most;
        prompt = most + (double)prompt_fixed;
        is_cut = true;
    }
    double room = fmax(fmin(api->output_limit, api->context_limit - prompt), 0);
    if ((double)*reasoning > room) {
        *reasoning = (uint64_t)room;
        is_cut = true;
    }
    room -= (double)*reasoning;
    if ((double)*output > room) {
        *output = (uint64_t)room;
        is_cut = true;
    }
    return is_cut;
}

/* ---- sessions ---- */

/* Hidden tokens of every call of a block, unrounded; NULL if the model does not reason. */
static const double *draw_reasoning(model_api *api, const model_block *block)
{
    if (!api->reasoning)
        return NULL;
    if (api->room < block->n_calls) {
        api->room = block->room;
        api->reasoning_room = sim_arena_alloc(api->arena, api->room, sizeof(double));
        api->unused_room = sim_arena_alloc(api->arena, api->room, sizeof(double));
    }
    double *u = api->reasoning_room;
    sim_stream_uniforms(api->reasoning_stream, block->n_calls, block->call_session, block->turn,
                        u, api->unused_room);
    sim_sampler_fill(api->reasoning, block->n_calls, u, u);
    return u;
}

/* A call's tokens: those of its prompt that are neither read from the cache nor written to it,
   those that are, and its output. */
typedef struct parts {
    double input, read, written, output, hidden;
} parts;

/* Splits the part of a prompt that can be cached among uncached, read and written tokens: the
   call before left its own in the cache, for as long as the TTL, if it was long enough. */
static inline void use_cache(const model_api *api, const model_conversation *talk,
                             double time_s, double fixed, bool writes_cache, parts *tokens)
{
    const bool is_hit = talk->prompt > 0 && talk->prompt >= api->cache_minimum &&
                        time_s - talk->time_s <= api->cache_ttl_s &&
                        talk->luck < api->cache_hit;
    const bool is_written = writes_cache && fixed >= api->cache_minimum;
    tokens->read = is_hit ? talk->prompt : 0;
    tokens->written = is_written ? fixed - tokens->read : 0;
    tokens->input += is_written ? 0 : fixed - tokens->read;
}

/* As count(), without a detour through memory: what a call costs adds up in the order of the
   meters. */
static inline double count_parts(model_api *api, const model_cell *cell, const parts *of,
                                 double prompt)
{
    if (prompt > cell->threshold_tokens) {
        double tokens[MODEL_METERS] = {[MODEL_INPUT] = of->input,
                                       [MODEL_CACHE_READ] = of->read,
                                       [MODEL_OUTPUT] = of->output,
                                       [MODEL_REASONING] = of->hidden,
                                       [MODEL_REQUESTS] = 1};
        tokens[api->write_meter] = of->written;
        return count_long(api, cell, tokens);
    }
    double *pending = api->pending[0];
    const double *rates = api->rates;
    pending[MODEL_INPUT] += of->input;
    pending[MODEL_CACHE_READ] += of->read;
    pending[api->write_meter] += of->written;
    pending[MODEL_OUTPUT] += of->output;
    pending[MODEL_REASONING] += of->hidden;
    pending[MODEL_REQUESTS] += 1;
    return of->input * rates[MODEL_INPUT] + of->read * rates[MODEL_CACHE_READ] +
           of->written * rates[api->write_meter] + of->output * rates[MODEL_OUTPUT] +
           of->hidden * rates[MODEL_REASONING] + rates[MODEL_REQUESTS];
}

double model_api_say(model_api *api, model_conversation *talk, double time_s, double question,
                     double answer, double reasoning)
{
    question = model_tokens(question * api->tokenizer);
    answer = model_tokens(answer * api->answer_scale);
    reasoning = api->reasoning ? model_hidden_tokens(reasoning * api->reasoning_scale) : 0;
    const double context =
        api->context ? model_tokens_at_least(0, talk->context * api->tokenizer) : 0;
    double prompt = api->system_tokens + talk->history + context + question;
    double fixed = api->context ? prompt - context - question : prompt;
    bool is_cut = prompt + answer + reasoning > api->context_limit ||
                  answer + reasoning > api->output_limit;
    bool has_slid = false; /* the window: no prefix in common with calls before or after */
    if (is_cut) {
        uint64_t rest = (uint64_t)prompt, output = (uint64_t)answer,
                 hidden = (uint64_t)reasoning;
        model_api_fit(api, &rest, 0, &output, &hidden);
        has_slid = (double)rest < prompt;
        talk->prompt = has_slid ? 0 : talk->prompt;
        prompt = (double)rest;
        fixed = fmin(fixed, prompt);
        answer = (double)output;
        reasoning = (double)hidden;
        api->ledger->counters[MODEL_TRUNCATED]++;
    }
    talk->history += question + answer; /* as far as it was given */
    const model_cell *cell = cell_at(api, time_s);
    parts tokens = {.input = api->cache_ttl_s < 0 ? prompt : prompt - fixed,
                    .output = answer,
                    .hidden = reasoning};
    if (api->cache_ttl_s >= 0)
        use_cache(api, talk, time_s, fixed, cell->writes_cache, &tokens);
    double cost = count_parts(api, cell, &tokens, prompt);
    if (api->context) {
        model_api_count_documents(api, context, talk->irrelevant * api->tokenizer);
        cost += talk->extra;
    }
    sim_sketch_add(api->ledger->call_cost, cost);
    model_api_spend(api, time_s, cost);
    talk->prompt = has_slid ? 0 : fixed;
    talk->time_s = time_s;
    talk->cost += cost;
    talk->output = answer + reasoning;
    return cost;
}

void model_api_forget(const model_api *api, model_conversation *talk)
{
    talk->history = 0;
    talk->prompt = fmin(talk->prompt, api->system_tokens); /* all that calls have in common */
}

/* What a session's next call finds. */
static void prepare(const model_api *api, const model_block *block, size_t session, size_t call,
                    model_conversation *talk)
{
    if (api->forgets)
        model_api_forget(api, talk);
    talk->luck =
        model_api_luck(api, block->session[session], call - block->first_call[session]);
    if (api->context) {
        talk->context = api->context[call];
        talk->irrelevant = api->irrelevant[call];
        talk->extra = api->extra[call];
    }
}

/* Plays the calls of a block one by one: the plain way, and the only one where a limit, a
   tier or a change of price comes into play. */
static void play_one_by_one(model_api *api, const model_block *block, const double *reasoning)
{
    for (size_t i = 0; i < block->n_sessions; i++) {
        model_conversation talk = {0};
        uint32_t k = block->first_call[i], end = block->first_call[i + 1];
        for (; k < end && block->time_s[k] < api->end_s; k++) {
            prepare(api, block, i, k, &talk);
            model_api_say(api, &talk, block->time_s[k], block->question[k], block->answer[k],
                          reasoning ? reasoning[k] : 0);
        }
        block->cost[i] += talk.cost;
        api->ledger->counters[MODEL_CALLS] += k - block->first_call[i];
    }
}

void model_api_play(model_api *api, const model_block *block)
{
    const double *reasoning = draw_reasoning(api, block);
    cell_at(api, block->time_s[0]);
    if (!model_api_block_play(api, block, reasoning))
        play_one_by_one(api, block, reasoning);
}
