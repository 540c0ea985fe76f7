/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "tests/suite.h"
#include "validate/served.h"

enum { MODELS = 6000 };

static void compare(const validate_served *m)
{
    ck_assert_uint_eq(m->n_ended, m->n);
    for (size_t i = 0; i < m->n; i++) {
        const model_request *a = &m->played[i];
        const validate_naive_request *b = &m->requests[i];
        ck_assert_msg(validate_served_agrees(m, i),
                      "model %d, request %zu: fate %d, %.15g to %.15g, %u cached, %u preempted"
                      " is not fate %d, %.15g to %.15g, %u cached, %u preempted",
                      (int)m->index, i, (int)m->fate[i], a->start_s, a->end_s, a->cached_tokens,
                      a->preemptions, (int)b->fate, b->start_s, b->end_s, b->cached_tokens,
                      b->preemptions);
    }
}

TEST(the_replica_agrees_with_its_twin_on_random_models)
{
    static validate_served m;
    uint64_t preempted = 0, cached = 0, late = 0, refused = 0, jumped = 0, steps = 0;
    for (uint64_t index = 0; index < MODELS; index++) {
        sim_arena *arena = sim_arena_new();
        validate_served_draw(&m, sim_stream_make(11, 0, 1), index);
        validate_served_play(&m, arena);
        compare(&m);
        preempted += m.record.preemptions;
        cached += m.record.cached_tokens > 0;
        late += m.record.ended[MODEL_TIMED_OUT];
        refused += m.record.ended[MODEL_TOO_LONG];
        steps += m.record.steps;
        jumped += m.record.steps - m.record.events;
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
