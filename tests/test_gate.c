/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "models/gate.h"
#include "tests/scratch.h"
#include "tests/suite.h"

#include <math.h>

static model_gate gate_of(model_limits limits)
{
    model_gate gate;
    limits.backoff_s = model_number_plain(2);
    limits.attempts = model_number_plain(4);
    const model_future future = {.seed = 1, .arena = scratch_arena()};
    ck_assert(model_gate_init(&gate, &limits, "gate", 0, &future, NULL));
    return gate;
}

static model_limits none(void)
{
    return (model_limits){
        .requests_per_s = {.slot = -1}, .tokens_per_s = {.slot = -1}, .failure = {.slot = -1}};
}

TEST(without_limits_all_are_let_in)
{
    model_gate gate = gate_of(none());
    for (int i = 0; i < 1000; i++)
        ck_assert(model_gate_lets_in(&gate, 0, 1e9));
}

TEST(a_bucket_holds_a_minute_and_is_filled_evenly)
{
    model_limits limits = none();
    limits.requests_per_s = model_number_plain(0.5); /* 30 a minute */
    model_gate gate = gate_of(limits);
    for (int i = 0; i < 30; i++)
        ck_assert(model_gate_lets_in(&gate, 10, 1));
    ck_assert(!model_gate_lets_in(&gate, 10, 1));
    ck_assert(!model_gate_lets_in(&gate, 11.9, 1));
    ck_assert(model_gate_lets_in(&gate, 12, 1));
    ck_assert(!model_gate_lets_in(&gate, 12, 1));
    int n = 0; /* an hour later it is full, not fuller */
    while (model_gate_lets_in(&gate, 3612, 1))
        n++;
    ck_assert_int_eq(n, 30);
}

TEST(both_limits_must_have_room)
{
    model_limits limits = none();
    limits.requests_per_s = model_number_plain(1);
    limits.tokens_per_s = model_number_plain(10); /* 600 a minute */
    model_gate gate = gate_of(limits);
    ck_assert(model_gate_lets_in(&gate, 0, 500));
    ck_assert(!model_gate_lets_in(&gate, 0, 101)); /* takes nothing of either */
    ck_assert(model_gate_lets_in(&gate, 0, 100));
    ck_assert(!model_gate_lets_in(&gate, 0, 1));
}

TEST(a_call_larger_than_the_bucket_waits_until_it_is_full)
{
    model_limits limits = none();
    limits.tokens_per_s = model_number_plain(10);
    model_gate gate = gate_of(limits);
    ck_assert(model_gate_lets_in(&gate, 0, 1000)); /* 400 in debt */
    ck_assert(!model_gate_lets_in(&gate, 39, 1));
    ck_assert(model_gate_lets_in(&gate, 41, 1));
    ck_assert(!model_gate_lets_in(&gate, 99, 1000));
    ck_assert(model_gate_lets_in(&gate, 101, 1000));
}

TEST(bought_units_hold_a_minute_of_tokens_in_which_output_weighs_more)
{
    model_gate gate = gate_of(none());
    const model_units units = {
        .n = model_number_plain(2), .tokens_per_s = 5, .output_burndown = 4, .spills = true};
    const model_future future = {.seed = 1};
    model_gate_buy(&gate, &units, &future);
    /* 2 units of 300 a minute: 600. A call of 200 and 50 takes 400. */
    ck_assert(model_gate_takes_units(&gate, 0, 200, 50));
    ck_assert(!model_gate_takes_units(&gate, 0, 201, 0));
    ck_assert(!model_gate_takes_units(&gate, 19, 200, 50)); /* 390 by then */
    ck_assert(model_gate_takes_units(&gate, 20, 200, 50));
    ck_assert_double_eq(gate.burnt, 800);
}

TEST(waits_double_and_differ)
{
    model_gate gate = gate_of(none());
    double sum[4] = {0};
    enum { N = 4000 };
    for (int i = 0; i < N; i++)
        for (uint32_t k = 0; k < 4; k++) {
            const double wait_s = model_gate_wait_s(&gate, &gate.refused, k),
                         mean_s = ldexp(2, (int)k);
            ck_assert_double_ge(wait_s, 0.5 * mean_s);
            ck_assert_double_lt(wait_s, 1.5 * mean_s);
            sum[k] += wait_s / mean_s / N;
        }
    for (int k = 0; k < 4; k++) /* sd 1 / sqrt 12; 5 standard errors */
        ck_assert_double_eq_tol(sum[k], 1, 5 / sqrt(12.0 * N));
}

SUITE("gate", without_limits_all_are_let_in, a_bucket_holds_a_minute_and_is_filled_evenly,
      both_limits_must_have_room, a_call_larger_than_the_bucket_waits_until_it_is_full,
      bought_units_hold_a_minute_of_tokens_in_which_output_weighs_more, waits_double_and_differ)
