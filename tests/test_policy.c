/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "models/policy.h"
#include "tests/suite.h"
#include "validate/made.h"

#include <gsl/gsl_cdf.h>
#include <math.h>

enum { SESSIONS = 100 * MODEL_BLOCK_SESSIONS };

static model_policy made_policy(void)
{
    const model_number absent = made_absent();
    return (model_policy){
        .kinds = {{.name = "easy",
                   .endpoint = 0,
                   .share = model_number_plain(0.7),
                   .success = model_number_plain(0.9),
                   .misrouted = absent},
                  {.name = "odd",
                   .endpoint = 1,
                   .share = model_number_plain(0.2),
                   .success = absent,
                   .misrouted = model_number_plain(0.3)},
                  {.name = "hard",
                   .endpoint = 2,
                   .share = model_number_plain(0.1),
                   .success = model_number_plain(0.8),
                   .misrouted = model_number_plain(0.2)}},
        .n_kinds = 3,
        .error = model_number_plain(0.05),
        .classifier = NAN,
        .steps = {{2, model_number_plain(0.6)}, {1, absent}},
        .n_steps = 2,
        .detected = model_number_plain(0.9),
        .false_alarms = model_number_plain(0.04),
        .check = NAN,
        .hand_over = NAN,
    };
}

static model_router router(const model_policy *of, sim_arena *arena)
{
    static const model_workload workload = {.name = "w", .success = {0.5, -1, true}};
    const model_future future = {.seed = 3, .noise = 9, .arena = arena};
    model_router r;
    model_router_init(&r, of, &workload, &future);
    return r;
}

/* Kinds 0.7, 0.2, 0.1; of each 5 % at the next one's endpoint. */
TEST(sessions_fall_into_kinds_by_their_shares_and_now_and_then_astray)
{
    sim_arena *arena = sim_arena_new();
    const model_policy policy = made_policy();
    model_router r = router(&policy, arena);
    double counts[6] = {0}, chi_square = 0;
    model_block block;
    uint8_t group[MODEL_BLOCK_SESSIONS];
    model_block_init(&block, arena);
    block.n_sessions = MODEL_BLOCK_SESSIONS;
    for (uint64_t first = 0; first < SESSIONS; first += MODEL_BLOCK_SESSIONS) {
        for (size_t i = 0; i < MODEL_BLOCK_SESSIONS; i++)
            block.session[i] = first + i;
        model_router_sort(&r, &block, group);
        for (size_t i = 0; i < MODEL_BLOCK_SESSIONS; i++)
            counts[group[i]]++;
    }
    static const double share[] = {0.7, 0.2, 0.1};
    for (size_t i = 0; i < 6; i++) {
        const double wanted = SESSIONS * share[i / 2] * (i % 2 ? 0.05 : 0.95);
        chi_square += (counts[i] - wanted) * (counts[i] - wanted) / wanted;
    }
    ck_assert_double_gt(gsl_cdf_chisq_Q(chi_square, 5), 1e-6);
    sim_arena_free(arena);
}

TEST(a_group_goes_to_its_kind_s_endpoint_or_the_next_one_s)
{
    sim_arena *arena = sim_arena_new();
    const model_policy policy = made_policy();
    const model_router r = router(&policy, arena);
    static const size_t endpoints[] = {0, 1, 1, 2, 2, 0};
    static const double success[] = {0.9, 0.9, 0.5, 0.3, 0.8, 0.2};
    for (size_t i = 0; i < 6; i++) {
        ck_assert_uint_eq(model_router_endpoint(&r, i), endpoints[i]);
        ck_assert(model_router_success(&r, i) == success[i]);
    }
    ck_assert(model_router_step_success(&r, 0) == 0.6);
    ck_assert(model_router_step_success(&r, 1) == 0.5);
    sim_arena_free(arena);
}

TEST(failures_and_some_successes_are_found)
{
    sim_arena *arena = sim_arena_new();
    const model_policy policy = made_policy();
    const model_router r = router(&policy, arena);
    double found[2] = {0};
    for (uint64_t i = 0; i < SESSIONS; i++)
        for (int succeeded = 0; succeeded < 2; succeeded++)
            found[succeeded] += model_router_finds(&r, i, 1, succeeded);
    ck_assert_double_eq_tol(found[0] / SESSIONS, 0.9, 5 * sqrt(0.9 * 0.1 / SESSIONS));
    ck_assert_double_eq_tol(found[1] / SESSIONS, 0.04, 5 * sqrt(0.04 * 0.96 / SESSIONS));
    sim_arena_free(arena);
}

/* ---- selecting sessions of a block ---- */

/* Sessions of 1, 3 and 2 calls; the first and the last are picked, the last a minute later. */
TEST(sessions_are_picked_with_their_calls)
{
    sim_arena *arena = sim_arena_new();
    model_block block, out;
    const uint8_t which[] = {1, 0, 1};
    const uint32_t first[] = {0, 1, 4, 6};
    const double later_s[] = {0, 5, 60};
    uint32_t picked[MODEL_BLOCK_SESSIONS];
    model_block_init(&block, arena);
    model_block_init(&out, arena);
    block.n_sessions = 3;
    block.n_calls = 6;
    for (uint32_t i = 0; i < 4; i++)
        block.first_call[i] = first[i];
    for (uint32_t i = 0; i < 3; i++) {
        block.session[i] = 100 + i;
        block.arrival_s[i] = 10.0 * i;
        block.luck[i] = 0.25 * i;
        block.cost[i] = 7;
        for (uint32_t k = first[i]; k < first[i + 1]; k++) {
            block.call_session[k] = 100 + i;
            block.turn[k] = k - first[i];
            block.session_of[k] = i;
            block.time_s[k] = 10.0 * i + (k - first[i]);
            block.question[k] = k;
            block.answer[k] = 2.0 * k;
        }
    }
    const model_selection selection = {which, 1, later_s};
    model_block_select(&block, &selection, &out, picked, arena);
    ck_assert_uint_eq(out.n_sessions, 2);
    ck_assert_uint_eq(out.n_calls, 3);
    ck_assert_uint_eq(picked[0], 0);
    ck_assert_uint_eq(picked[1], 2);
    ck_assert_uint_eq(out.first_call[1], 1);
    ck_assert_uint_eq(out.first_call[2], 3);
    ck_assert_uint_eq(out.session[1], 102);
    ck_assert(out.cost[0] == 0);
    ck_assert(out.luck[1] == 0.5);
    ck_assert(out.arrival_s[1] == 80);
    ck_assert_uint_eq(out.session_of[2], 1);
    ck_assert_uint_eq(out.turn[2], 1);
    ck_assert(out.time_s[2] == 81);
    ck_assert(out.question[2] == 5);
    ck_assert(out.answer[2] == 10);
    ck_assert_uint_eq(out.call_session[2], 102);
    sim_arena_free(arena);
}

SUITE("policy", sessions_fall_into_kinds_by_their_shares_and_now_and_then_astray,
      a_group_goes_to_its_kind_s_endpoint_or_the_next_one_s,
      failures_and_some_successes_are_found, sessions_are_picked_with_their_calls)
