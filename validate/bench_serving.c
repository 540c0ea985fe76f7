/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * The serving engine: requests per second of one replica, and of four behind a router. Poisson
 * arrivals; prompts N(512, 256) and answers N(256, 128) tokens, clipped to [2, 7000].
 */
#include "models/serving/replica.h"
#include "sim/draws.h"
#include "sim/pool.h"
#include "sim/sketch.h"
#include "validate/bench.h"

#include <math.h>

enum { REPLICAS = 4 };

/* Llama 3.1 8B on one H100: measured step times (docs/hardware.md). */
static const model_step step = {
    .fixed_s = 6.421e-3, .per_kv_token_s = 49.9e-9, .per_prefill_token_s = 19.6e-6};
static const model_batching batching = {.most_sequences = 256,
                                        .token_budget = 2048,
                                        .block_tokens = 16,
                                        .blocks = 26000,
                                        .longest_tokens = 131072,
                                        .caches_prefixes = true};

typedef struct shop {
    sim_engine *engine;
    model_replica *replicas[REPLICAS];
    int n_replicas;
    uint64_t left; /* requests to come */
    sim_draws *gap, *prompt, *output;
    sim_pool requests;
    sim_sketch e2e_s, ttft_s;
} shop;

static sim_draws *draws(const char *kind, double first, double second, uint32_t purpose,
                        sim_arena *arena)
{
    const double given[SIM_LAW_NUMBERS] = {first, second};
    sim_law law = sim_law_of_constant(0);
    law.kind = sim_law_kind_named(kind);
    if (!law.kind || !law.kind->forms[0].convert(given, law.own, NULL))
        validate_bench_stop("a law of the serving benchmark cannot be");
    return sim_draws_new(sim_stream_make(1, 0, purpose), 0, sim_draws_law_of(&law, arena),
                         arena);
}

static uint32_t length(sim_draws *from)
{
    const double x = sim_draws_next(from);
    return x < 2 ? 2 : x > 7000 ? 7000 : (uint32_t)(x + 0.5);
}

static void ended(void *owner, model_request *request, model_fate fate)
{
    shop *s = owner;
    (void)fate;
    sim_sketch_add(&s->e2e_s, request->end_s - request->arrival_s);
    sim_sketch_add(&s->ttft_s, request->first_s - request->arrival_s);
    sim_pool_give(&s->requests, request);
}

static model_replica *least_outstanding(const shop *s)
{
    model_replica *best = s->replicas[0];
    for (int i = 1; i < s->n_replicas; i++)
        if (model_replica_outstanding(s->replicas[i]) < model_replica_outstanding(best))
            best = s->replicas[i];
    return best;
}

static void arrive(sim_engine *engine, void *who)
{
    static const sim_action arrival = {"arrival", arrive, NULL};
    shop *s = who;
    model_request *q = sim_pool_take(&s->requests);
    q->prompt = length(s->prompt);
    q->output = length(s->output);
    q->deadline_s = HUGE_VAL;
    if (--s->left > 0)
        sim_engine_after(engine, sim_draws_next(s->gap), &arrival, s);
    model_replica_submit(least_outstanding(s), q);
}

/* CPU seconds for n requests at a rate. */
static double play_s(uint64_t n, double per_s, int replicas)
{
    static const sim_action arrival = {"arrival", arrive, NULL};
    sim_arena *arena = sim_arena_new();
    shop *s = sim_arena_alloc(arena, 1, sizeof *s);
    s->engine = sim_engine_new(arena, 64);
    s->left = n;
    s->n_replicas = replicas;
    s->gap = draws("exponential", 1 / per_s, 0, 1, arena);
    s->prompt = draws("normal", 512, 256, 2, arena);
    s->output = draws("normal", 256, 128, 3, arena);
    sim_pool_init(&s->requests, arena, sizeof(model_request));
    const model_replica_options options = {&step, &batching, ended, s};
    for (int i = 0; i < replicas; i++)
        s->replicas[i] = model_replica_new(s->engine, &options);
    const double start_s = validate_bench_cpu_s();
    sim_engine_after(s->engine, sim_draws_next(s->gap), &arrival, s);
    sim_engine_run(s->engine, HUGE_VAL, 0);
    const double took_s = validate_bench_cpu_s() - start_s;
    sim_arena_free(arena);
    return took_s;
}

static double best_s(uint64_t n, double per_s, int replicas, int repeats)
{
    double best = HUGE_VAL;
    for (int i = 0; i < repeats; i++)
        best = fmin(best, play_s(n, per_s, replicas));
    return best;
}

void validate_bench_serving(void)
{
    validate_bench_record("serving, 10,000 requests at 10/s", best_s(10000, 10, 1, 5) * 1e3,
                          "ms", 1);
    validate_bench_record("serving, 10,000 requests at 40/s", best_s(10000, 40, 1, 5) * 1e3,
                          "ms", 1);
    validate_bench_record("serving, 100,000 requests at 160/s, 4 replicas",
                          best_s(100000, 160, REPLICAS, 3) * 1e3, "ms", 1);
    validate_bench_record("serving, a month at 10/s (26 million requests)",
                          best_s(25920000, 10, 1, 1), "s", 1);
}
