/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "models/serving/replica.h"
#include "tests/scratch.h"
#include "tests/suite.h"

#include <math.h>

/* A replica of round numbers: 10 ms a step, 1 us a token in memory, 0.1 ms a prompt token. */
static const model_step round_step = {
    .fixed_s = 0.010, .per_kv_token_s = 1e-6, .per_prefill_token_s = 1e-4};
static const model_batching round_batching = {.most_sequences = 8,
                                              .token_budget = 100,
                                              .block_tokens = 16,
                                              .blocks = 1000,
                                              .longest_tokens = 4096,
                                              .caches_prefixes = true};

typedef struct house {
    sim_engine *engine;
    model_replica *replica;
    model_request *requests;
    size_t n, n_ended, arrived;
    model_fate last;
} house;

static house h;

static void ended(void *owner, model_request *request, model_fate fate)
{
    (void)owner, (void)request;
    h.n_ended++;
    h.last = fate;
}

static void open_house(const model_step *step, const model_batching *batching)
{
    const model_replica_options options = {step, batching, ended, NULL};
    h = (house){.engine = sim_engine_new(scratch_arena(), 8)};
    h.replica = model_replica_new(h.engine, &options);
}

static model_request request(uint32_t prompt, uint32_t output)
{
    return (model_request){.prompt = prompt, .output = output, .deadline_s = HUGE_VAL};
}

static void run(void)
{
    sim_engine_run(h.engine, HUGE_VAL, 0);
    ck_assert(model_replica_verify(h.replica, NULL));
}

static void is(double seen, double expected)
{
    ck_assert_msg(fabs(seen - expected) <= 1e-12 * fabs(expected), "%.15g is not %.15g", seen,
                  expected);
}

TEST(one_request_takes_its_prompt_and_a_step_for_each_further_token)
{
    open_house(&round_step, &round_batching);
    model_request q = request(50, 3);
    model_replica_submit(h.replica, &q);
    run();
    /* 10 ms + 50 x 0.1 ms; then 10 ms + 50 us, 10 ms + 51 us. */
    is(q.first_s, 0.015);
    is(q.end_s, 0.015 + 0.010050 + 0.010051);
    ck_assert_int_eq(h.last, MODEL_DONE);
}

TEST(a_long_prompt_is_computed_in_chunks_of_the_budget)
{
    open_house(&round_step, &round_batching);
    model_request q = request(250, 1);
    model_replica_submit(h.replica, &q);
    run();
    is(q.first_s, 3 * 0.010 + 250 * 1e-4); /* 100, 100, 50 */
    is(q.end_s, q.first_s);
    ck_assert_uint_eq(model_replica_record_now(h.replica)->steps, 3);
}

TEST(a_prompt_shares_its_step_with_those_who_decode)
{
    open_house(&round_step, &round_batching);
    model_request a = request(50, 3), b = request(120, 1);
    model_replica_submit(h.replica, &a);
    model_replica_submit(h.replica, &b);
    run();
    /* b waits for a's prompt step, then gets 99 of 100 tokens beside a's one, then 21. */
    const double second = 0.015 + 0.010 + 50e-6 + 99e-4;
    is(a.end_s, second + 0.010 + 51e-6 + 21e-4);
    is(b.first_s, a.end_s);
}

TEST(who_decodes_beside_a_prompt_is_read_more_slowly)
{
    model_step slow = round_step;
    slow.per_mixed_kv_token_s = 2e-6;
    slow.per_pair_s = 1e-6;
    open_house(&slow, &round_batching);
    model_request a = request(50, 4), b = request(60, 1);
    model_replica_submit(h.replica, &a);
    model_replica_submit(h.replica, &b);
    run();
    /* a alone; a's 50 tokens at 1 + 2 us and a pair of it and each of 60 tokens; a twice. */
    is(b.end_s, 0.015 + 0.010 + 150e-6 + 60e-4 + 60e-6);
    is(a.end_s, b.end_s + 0.010051 + 0.010052);
}

TEST(a_session_finds_what_its_last_call_left)
{
    open_house(&round_step, &round_batching);
    model_request first = request(64, 33), second = request(120, 1);
    first.session = second.session = 7;
    second.known_tokens = 97;
    model_replica_submit(h.replica, &first);
    run();
    model_replica_submit(h.replica, &second);
    run();
    /* 64 + 32 tokens are in memory: 6 blocks of 16. */
    ck_assert_uint_eq(second.cached_tokens, 96);
    is(second.first_s - second.start_s, 0.010 + 24e-4);
}

TEST(a_system_prompt_is_computed_once)
{
    open_house(&round_step, &round_batching);
    model_request a = request(80, 1), b = request(90, 1);
    a.system = b.system = 1;
    a.system_tokens = b.system_tokens = a.known_tokens = b.known_tokens = 70;
    model_replica_submit(h.replica, &a);
    run();
    model_replica_submit(h.replica, &b);
    run();
    ck_assert_uint_eq(a.cached_tokens, 0);
    ck_assert_uint_eq(b.cached_tokens, 64); /* its whole blocks */
}

TEST(what_was_known_first_is_evicted_first)
{
    model_batching small = round_batching;
    small.blocks = 8;
    open_house(&round_step, &small);
    model_request q = request(64, 1);
    for (uint64_t session = 1; session <= 3; session++) { /* 4 blocks each */
        q.session = session;
        model_replica_submit(h.replica, &q);
        run();
    }
    q.known_tokens = 64;
    q.session = 1;
    model_replica_submit(h.replica, &q);
    run();
    ck_assert_uint_eq(q.cached_tokens, 0);
    q.session = 3;
    model_replica_submit(h.replica, &q);
    run();
    ck_assert_uint_eq(q.cached_tokens, 48); /* the last block is computed again: it yields the
                                               first token */
}

TEST(who_came_last_is_preempted_and_computed_again)
{
    model_batching small = round_batching;
    small.blocks = 5; /* 80 tokens */
    small.caches_prefixes = false;
    open_house(&round_step, &small);
    model_request a = request(32, 30), b = request(32, 10);
    model_replica_submit(h.replica, &a);
    model_replica_submit(h.replica, &b);
    run();
    /* Both need their third block in the same step; there is one. */
    ck_assert_uint_eq(a.preemptions, 0);
    ck_assert_uint_eq(b.preemptions, 1);
    ck_assert_double_gt(b.end_s, a.end_s);
    ck_assert_uint_eq(h.n_ended, 2);
}

TEST(a_smaller_rank_is_admitted_first)
{
    model_batching one = round_batching;
    one.most_sequences = 1;
    open_house(&round_step, &one);
    model_request a = request(10, 5), b = request(10, 5), c = request(10, 5);
    b.rank = 2;
    c.rank = 1;
    model_replica_submit(h.replica, &a);
    model_replica_submit(h.replica, &b);
    model_replica_submit(h.replica, &c);
    run();
    ck_assert_double_gt(b.start_s, c.end_s - 1e-9);
    is(c.start_s, a.end_s);
}

TEST(a_client_that_gives_up_frees_its_place_at_the_end_of_the_step)
{
    open_house(&round_step, &round_batching);
    model_request q = request(50, 100);
    q.deadline_s = 0.030;
    model_replica_submit(h.replica, &q);
    run();
    ck_assert_int_eq(h.last, MODEL_TIMED_OUT);
    is(q.end_s, 0.030);
    ck_assert_uint_eq(model_replica_blocks(h.replica), 0);
    is(model_replica_record_now(h.replica)->busy_s, 0.015 + 0.010050 + 0.010051);
}

TEST(what_can_never_fit_is_refused)
{
    model_batching small = round_batching;
    small.blocks = 4;
    open_house(&round_step, &small);
    model_request q = request(60, 5); /* 65 tokens in 64 */
    model_replica_submit(h.replica, &q);
    ck_assert_int_eq(h.last, MODEL_TOO_LONG);
    small.longest_tokens = 30;
    open_house(&round_step, &small);
    q = request(20, 11);
    model_replica_submit(h.replica, &q);
    ck_assert_int_eq(h.last, MODEL_TOO_LONG);
}

TEST(static_shapes_take_the_time_of_their_bucket)
{
    const model_step compiled = {
        .buckets = {{64, 0.005, 0.001, 1e-4}, {256, 0.009, 0.002, 2e-4}}, .n_buckets = 2};
    open_house(&compiled, &round_batching);
    model_request q = request(60, 7);
    model_replica_submit(h.replica, &q);
    run();
    /* The prompt is padded to 64; contexts 61 to 64 fit the first bucket, 65 and 66 do not. */
    is(q.first_s, 64 * 1e-4);
    is(q.end_s, 64 * 1e-4 + 4 * 0.006 + 2 * 0.011);
}

static void take(void *owner, model_request *q)
{
    (void)q;
    ++*(int *)owner;
}

TEST(a_replica_that_is_cleared_gives_all_back_and_starts_cold)
{
    open_house(&round_step, &round_batching);
    model_request q[12];
    int taken = 0;
    for (int i = 0; i < 12; i++) {
        q[i] = request(40, 200);
        q[i].session = (uint64_t)i + 1;
        model_replica_submit(h.replica, &q[i]);
    }
    sim_engine_run(h.engine, 0.5, 0);
    ck_assert_uint_eq(model_replica_outstanding(h.replica), 12);
    model_replica_clear(h.replica, take, &taken);
    ck_assert_int_eq(taken, 12);
    ck_assert_uint_eq(model_replica_outstanding(h.replica), 0);
    ck_assert_uint_eq(model_replica_blocks(h.replica), 0);
    run();
    model_replica_submit(h.replica, &q[0]);
    run();
    ck_assert_uint_eq(q[0].cached_tokens, 0);
    ck_assert_uint_eq(h.n_ended, 1);
}

SUITE("replica", one_request_takes_its_prompt_and_a_step_for_each_further_token,
      a_long_prompt_is_computed_in_chunks_of_the_budget,
      a_prompt_shares_its_step_with_those_who_decode,
      who_decodes_beside_a_prompt_is_read_more_slowly, a_session_finds_what_its_last_call_left,
      a_system_prompt_is_computed_once, what_was_known_first_is_evicted_first,
      who_came_last_is_preempted_and_computed_again, a_smaller_rank_is_admitted_first,
      a_client_that_gives_up_frees_its_place_at_the_end_of_the_step,
      what_can_never_fit_is_refused, static_shapes_take_the_time_of_their_bucket,
      a_replica_that_is_cleared_gives_all_back_and_starts_cold)
