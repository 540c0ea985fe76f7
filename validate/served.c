/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "validate/served.h"

#include "sim/failure.h"

#include <math.h>

static double uniform(validate_served *m)
{
    uint32_t words[4];
    sim_stream_words(m->stream, m->index, m->n_draws++, words);
    return sim_stream_unit(words[0], words[1]);
}

static uint32_t below(validate_served *m, uint32_t n)
{
    return (uint32_t)(uniform(m) * n);
}

static bool one_in(validate_served *m, uint32_t n)
{
    return below(m, n) == 0;
}

static void draw_step(validate_served *m)
{
    m->step = (model_step){.fixed_s = 0.001 + 0.02 * uniform(m),
                           .per_sequence_s = one_in(m, 2) ? 0 : 1e-4 * uniform(m),
                           .per_kv_token_s = one_in(m, 4) ? 0 : 1e-6 * uniform(m),
                           .per_prefill_token_s = 1e-4 * uniform(m),
                           .per_prefill_square_s = one_in(m, 2) ? 0 : 1e-8 * uniform(m)};
    if (one_in(m, 2)) {
        m->step.per_mixed_kv_token_s = 1e-6 * uniform(m);
        m->step.per_pair_s = 1e-7 * uniform(m);
    }
    if (one_in(m, 3)) {
        m->step.experts_s = 0.01 * uniform(m);
        m->step.n_experts = 8 + below(m, 120);
        m->step.n_taken = 1 + below(m, 8);
    }
    if (one_in(m, 5))
        for (m->step.n_buckets = 0; m->step.n_buckets < 3; m->step.n_buckets++)
            m->step.buckets[m->step.n_buckets] =
                (model_bucket){128U << (2 * m->step.n_buckets), 0.001 + 0.01 * uniform(m),
                               1e-3 * uniform(m), 1e-4 * uniform(m)};
}

static void draw_batching(validate_served *m)
{
    const uint32_t block = 1U << below(m, 6), most = 1 + below(m, 24);
    m->batching = (model_batching){.most_sequences = most,
                                   .token_budget = most + below(m, 400),
                                   .block_tokens = block,
                                   .blocks = 1 + (300 + below(m, 4000)) / block,
                                   .longest_tokens = 100 + below(m, 3000),
                                   .caches_prefixes = !one_in(m, 3)};
    if (one_in(m, 3))
        m->batching.watermark = m->batching.blocks / 50;
    if (m->step.n_buckets > 0)
        m->batching.blocks = (uint64_t)most * 2048 / block + most;
}

static void draw_request(validate_served *m, validate_naive_request *q, uint32_t system_tokens,
                         double *now_s)
{
    const uint32_t fresh = 1 + below(m, one_in(m, 6) ? 900 : 120);
    *now_s += -0.1 * uniform(m) * log(1 - uniform(m));
    *q = (validate_naive_request){.rank = one_in(m, 3) ? below(m, 3) : 0,
                                  .output = 1 + below(m, one_in(m, 5) ? 400 : 60),
                                  .arrival_s = *now_s,
                                  .deadline_s = HUGE_VAL};
    if (one_in(m, 2)) {
        q->system = 1 + below(m, 2);
        q->system_tokens = system_tokens * (uint32_t)q->system;
    }
    q->known_tokens = q->system_tokens;
    if (one_in(m, 2)) {
        q->session = 10 + below(m, 12);
        q->known_tokens += below(m, 300);
    }
    q->prompt = q->known_tokens + fresh;
    if (m->has_deadlines && one_in(m, 2))
        q->deadline_s = *now_s + 3 * uniform(m) * uniform(m);
}

void validate_served_draw(validate_served *m, sim_stream stream, uint64_t index)
{
    m->stream = stream;
    m->index = index;
    m->n_draws = 0;
    m->has_deadlines = index % 3 == 0;
    draw_step(m);
    draw_batching(m);
    m->n = 2 + below(m, VALIDATE_SERVED - 2);
    double now_s = 0;
    const uint32_t system_tokens = below(m, 90);
    for (size_t i = 0; i < m->n; i++)
        draw_request(m, &m->requests[i], system_tokens, &now_s);
}

/* ---- through the engine ---- */

typedef struct playing {
    validate_served *model;
    model_replica *replica;
    size_t arrived;
} playing;

static void ended(void *owner, model_request *request, model_fate fate)
{
    validate_served *m = ((playing *)owner)->model;
    m->fate[request - m->played] = fate;
    m->n_ended++;
}

static void arrive(sim_engine *engine, void *who)
{
    static const sim_action arrival = {"arrival", arrive, NULL};
    playing *p = who;
    const validate_naive_request *from = &p->model->requests[p->arrived];
    model_request *q = &p->model->played[p->arrived++];
    *q = (model_request){.prompt = from->prompt,
                         .output = from->output,
                         .rank = from->rank,
                         .session = from->session,
                         .system = from->system,
                         .system_tokens = from->system_tokens,
                         .known_tokens = from->known_tokens,
                         .deadline_s = from->deadline_s};
    if (p->arrived < p->model->n)
        sim_engine_at(engine, from[1].arrival_s, &arrival, p);
    model_replica_submit(p->replica, q);
    sim_require(model_replica_verify(p->replica, NULL));
}

void validate_served_play(validate_served *m, sim_arena *arena)
{
    static const sim_action arrival = {"arrival", arrive, NULL};
    playing p = {.model = m};
    const model_replica_options options = {&m->step, &m->batching, ended, &p};
    sim_engine *engine = sim_engine_new(arena, 4);
    m->n_ended = 0;
    p.replica = model_replica_new(engine, &options);
    sim_engine_at(engine, m->requests[0].arrival_s, &arrival, &p);
    sim_engine_run(engine, HUGE_VAL, 0);
    sim_require(model_replica_verify(p.replica, NULL));
    sim_require(model_replica_blocks(p.replica) == 0);
    m->record = *model_replica_record_now(p.replica);
    validate_naive_replica(&m->step, &m->batching, m->requests, m->n, arena);
}

static bool is_same(double a, double b)
{
    return (isnan(a) && isnan(b)) || fabs(a - b) <= 1e-12 * fabs(b);
}

bool validate_served_agrees(const validate_served *m, size_t i)
{
    const model_request *a = &m->played[i];
    const validate_naive_request *b = &m->requests[i];
    return m->fate[i] == b->fate && is_same(a->start_s, b->start_s) &&
           is_same(a->first_s, b->first_s) && is_same(a->end_s, b->end_s) &&
           a->cached_tokens == b->cached_tokens && a->preemptions == b->preemptions;
}
