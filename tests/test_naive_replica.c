/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "models/serving/replica_state.h"
#include "sim/stream.h"
#include "tests/suite.h"
#include "validate/naive_replica.h"

enum { MOST_REQUESTS = 120, MODELS = 6000 };

/* A random model: numbers at addresses of the model. */
typedef struct model {
    sim_stream stream;
    uint64_t index, n_draws;
    model_step step;
    model_batching batching;
    validate_naive_request requests[MOST_REQUESTS];
    size_t n;
    bool has_deadlines;
} model;

static double uniform(model *m)
{
    uint32_t words[4];
    sim_stream_words(m->stream, m->index, m->n_draws++, words);
    return sim_stream_unit(words[0], words[1]);
}

static uint32_t below(model *m, uint32_t n)
{
    return (uint32_t)(uniform(m) * n);
}

static bool one_in(model *m, uint32_t n)
{
    return below(m, n) == 0;
}

static void draw_step(model *m)
{
    m->step = (model_step){.fixed_s = 0.001 + 0.02 * uniform(m),
                           .per_sequence_s = one_in(m, 2) ? 0 : 1e-4 * uniform(m),
                           .per_kv_token_s = one_in(m, 4) ? 0 : 1e-6 * uniform(m),
                           .per_prefill_token_s = 1e-4 * uniform(m),
                           .per_prefill_square_s = one_in(m, 2) ? 0 : 1e-8 * uniform(m)};
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

static void draw_batching(model *m)
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

static void draw_request(model *m, validate_naive_request *q, uint32_t system_tokens,
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

static void draw(model *m, uint64_t index)
{
    m->stream = sim_stream_make(11, 0, 1);
    m->index = index;
    m->n_draws = 0;
    m->has_deadlines = index % 3 == 0;
    draw_step(m);
    draw_batching(m);
    m->n = 2 + below(m, MOST_REQUESTS - 2);
    double now_s = 0;
    const uint32_t system_tokens = below(m, 90);
    for (size_t i = 0; i < m->n; i++)
        draw_request(m, &m->requests[i], system_tokens, &now_s);
}

/* ---- through the engine ---- */

typedef struct playing {
    model *model;
    sim_engine *engine;
    model_replica *replica;
    model_request requests[MOST_REQUESTS];
    model_fate fate[MOST_REQUESTS];
    size_t arrived, ended;
} playing;

static void ended(void *owner, model_request *request, model_fate fate)
{
    playing *p = owner;
    p->fate[request - p->requests] = fate;
    p->ended++;
}

static void arrive(sim_engine *engine, void *who)
{
    static const sim_action arrival = {"arrival", arrive, NULL};
    playing *p = who;
    const validate_naive_request *from = &p->model->requests[p->arrived];
    model_request *q = &p->requests[p->arrived++];
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
    ck_assert(model_replica_verify(p->replica, NULL));
}

static void play(playing *p, model *m, sim_arena *arena)
{
    static const sim_action arrival = {"arrival", arrive, NULL};
    const model_replica_options options = {&m->step, &m->batching, ended, p};
    *p = (playing){.model = m, .engine = sim_engine_new(arena, 4)};
    p->replica = model_replica_new(p->engine, &options);
    sim_engine_at(p->engine, m->requests[0].arrival_s, &arrival, p);
    sim_engine_run(p->engine, HUGE_VAL, 0);
}

static bool is_same(double a, double b)
{
    return (isnan(a) && isnan(b)) || fabs(a - b) <= 1e-12 * fabs(b);
}

static void compare(const playing *p, const model *m)
{
    ck_assert_uint_eq(p->ended, m->n);
    for (size_t i = 0; i < m->n; i++) {
        const model_request *a = &p->requests[i];
        const validate_naive_request *b = &m->requests[i];
        ck_assert_msg(p->fate[i] == b->fate && is_same(a->start_s, b->start_s) &&
                          is_same(a->first_s, b->first_s) && is_same(a->end_s, b->end_s) &&
                          a->cached_tokens == b->cached_tokens &&
                          a->preemptions == b->preemptions,
                      "model %d, request %zu: fate %d, %.15g to %.15g, %u cached, %u preempted"
                      " is not fate %d, %.15g to %.15g, %u cached, %u preempted",
                      (int)m->index, i, (int)p->fate[i], a->start_s, a->end_s, a->cached_tokens,
                      a->preemptions, (int)b->fate, b->start_s, b->end_s, b->cached_tokens,
                      b->preemptions);
    }
}

TEST(the_replica_agrees_with_its_twin_on_random_models)
{
    static model m;
    static playing p;
    uint64_t preempted = 0, cached = 0, late = 0, refused = 0, jumped = 0, steps = 0;
    for (uint64_t index = 0; index < MODELS; index++) {
        sim_arena *arena = sim_arena_new();
        draw(&m, index);
        play(&p, &m, arena);
        validate_naive_replica(&m.step, &m.batching, m.requests, m.n, arena);
        compare(&p, &m);
        const model_replica_record *record = model_replica_record_now(p.replica);
        preempted += record->preemptions;
        cached += record->cached_tokens > 0;
        late += record->ended[MODEL_TIMED_OUT];
        refused += record->ended[MODEL_TOO_LONG];
        steps += record->steps;
        jumped += record->steps - record->events;
        ck_assert(model_replica_verify(p.replica, NULL));
        ck_assert_uint_eq(model_replica_blocks(p.replica), 0);
        sim_arena_free(arena);
    }
    /* The models are of the kinds that matter. */
    ck_assert_uint_gt(preempted, MODELS);
    ck_assert_uint_gt(cached, MODELS / 4);
    ck_assert_uint_gt(late, MODELS);
    ck_assert_uint_gt(refused, MODELS);
    ck_assert_uint_gt(jumped, steps / 2);
}

SUITE("naive_replica", the_replica_agrees_with_its_twin_on_random_models)
