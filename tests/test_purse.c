/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "models/purse.h"
#include "tests/scratch.h"
#include "tests/suite.h"

#include <math.h>

static const double two_weeks_s[] = {0, 604800};

static model_spend_limit of(model_limit_action action, double amount)
{
    return (model_spend_limit){.name = "limit",
                               .amount = model_number_plain(amount),
                               .lag_s = model_number_plain(0),
                               .delay_s = {.slot = -1},
                               .increase = {.slot = -1},
                               .cooldown_s = model_number_plain(86400),
                               .unlimited = {.slot = -1},
                               .action = action,
                               .starts_s = two_weeks_s,
                               .n_windows = 2};
}

static model_limit opened(const model_spend_limit *limit, size_t keys, uint64_t replication)
{
    model_limit out;
    const model_future future = {.seed = 1, .noise = replication, .arena = scratch_arena()};
    model_limit_init(&out, limit, keys, &future);
    return out;
}

static model_admission ask(model_limit *limit, double now_s, double most)
{
    double until_s;
    return model_limit_ask(limit, 0, now_s, most, &until_s);
}

TEST(calls_are_let_in_while_less_than_the_amount_is_charged)
{
    const model_spend_limit limit = of(MODEL_LIMIT_BLOCK, 5);
    model_limit l = opened(&limit, 1, 0);
    for (int i = 0; i < 5; i++) {
        ck_assert_int_eq(ask(&l, i, 0), MODEL_ADMITTED);
        model_limit_settle(&l, 0, i, 0, 1.2); /* 1.2, 2.4, 3.6, 4.8, 6.0 */
    }
    ck_assert_int_eq(ask(&l, 6, 0), MODEL_BLOCKED);
    ck_assert_int_eq(ask(&l, 604800, 0), MODEL_ADMITTED); /* the next week */
    model_limit_close(&l, 1e6);
    ck_assert_double_eq_tol(l.overshoot, 1, 1e-12);
}

TEST(a_reservation_lets_nothing_overshoot)
{
    model_spend_limit limit = of(MODEL_LIMIT_BLOCK, 5);
    limit.reserves = true;
    model_limit l = opened(&limit, 1, 0);
    ck_assert_int_eq(ask(&l, 0, 2), MODEL_ADMITTED);
    ck_assert_int_eq(ask(&l, 0, 2), MODEL_ADMITTED);
    ck_assert_int_eq(ask(&l, 0, 2), MODEL_BLOCKED); /* 4 of 5 are taken */
    model_limit_settle(&l, 0, 1, 2, 0.5);
    ck_assert_int_eq(ask(&l, 1, 2), MODEL_ADMITTED); /* 0.5 spent, 2 + 2 taken */
    model_limit_settle(&l, 0, 2, 2, 2);
    model_limit_settle(&l, 0, 2, 2, 2);
    ck_assert_int_eq(ask(&l, 3, 1), MODEL_BLOCKED); /* 4.5 + 1 */
    model_limit_close(&l, 1e6);
    ck_assert(l.overshoot == 0);
}

TEST(what_is_not_charged_yet_does_not_count)
{
    model_spend_limit limit = of(MODEL_LIMIT_BLOCK, 5);
    limit.lag_s = model_number_plain(10);
    model_limit l = opened(&limit, 1, 0);
    for (int i = 0; i < 100; i++) /* more than the ring holds at first */
        model_limit_settle(&l, 0, 0.01 * i, 0, 1);
    ck_assert_int_eq(ask(&l, 10.035, 0), MODEL_ADMITTED); /* 4 are charged */
    ck_assert_int_eq(ask(&l, 10.045, 0), MODEL_BLOCKED);
    model_limit_close(&l, 10.05);
    ck_assert_double_eq_tol(l.overshoot, 95, 1e-9);
}

TEST(queued_calls_wait_for_the_next_window)
{
    const model_spend_limit limit = of(MODEL_LIMIT_QUEUE, 1);
    model_limit l = opened(&limit, 1, 0);
    double until_s = 0;
    model_limit_settle(&l, 0, 5, 0, 2);
    ck_assert_int_eq(model_limit_ask(&l, 0, 6, 0, &until_s), MODEL_WAITS);
    ck_assert(until_s == 604800);
    ck_assert_int_eq(model_limit_ask(&l, 0, until_s, 0, &until_s), MODEL_ADMITTED);
}

TEST(an_approval_raises_the_amount_once_for_all_who_wait)
{
    model_spend_limit limit = of(MODEL_LIMIT_APPROVE, 4);
    limit.delay_s = model_number_plain(3600);
    limit.increase = model_number_plain(2);
    model_limit l = opened(&limit, 1, 0);
    double until_s = 0;
    model_limit_settle(&l, 0, 0, 0, 5);
    ck_assert_int_eq(model_limit_ask(&l, 0, 100, 0, &until_s), MODEL_WAITS);
    ck_assert(until_s == 3700);
    ck_assert_int_eq(model_limit_ask(&l, 0, 200, 0, &until_s), MODEL_WAITS);
    ck_assert(until_s == 3700);
    ck_assert_int_eq(ask(&l, 3700, 0), MODEL_ADMITTED); /* 5 of 6 */
    model_limit_settle(&l, 0, 3701, 0, 1);
    ck_assert_int_eq(ask(&l, 3702, 0), MODEL_WAITS); /* 6 of 6: asked again */
    ck_assert_uint_eq(l.alerts, 2);
}

TEST(an_alert_cools_down_and_somebody_reacts)
{
    model_spend_limit limit = of(MODEL_LIMIT_ALERT, 1);
    limit.delay_s = model_number_plain(7200);
    limit.cooldown_s = model_number_plain(3600);
    model_limit l = opened(&limit, 1, 0);
    model_limit_settle(&l, 0, 0, 0, 1);
    ck_assert_int_eq(ask(&l, 10, 0), MODEL_ADMITTED);
    ck_assert_int_eq(ask(&l, 3000, 0), MODEL_ADMITTED); /* still cool */
    ck_assert_int_eq(ask(&l, 3700, 0), MODEL_ADMITTED);
    ck_assert_uint_eq(l.alerts, 2);
    ck_assert_int_eq(ask(&l, 7209, 0), MODEL_ADMITTED);
    ck_assert_int_eq(ask(&l, 7210, 0), MODEL_BLOCKED);
}

TEST(every_key_has_an_amount_of_its_own_and_some_escape)
{
    enum { KEYS = 20000 };
    model_spend_limit limit = of(MODEL_LIMIT_BLOCK, 1);
    limit.is_per_key = true;
    limit.unlimited = model_number_plain(0.1);
    model_limit l = opened(&limit, KEYS, 0);
    double until_s;
    int escaped = 0;
    for (size_t key = 0; key < KEYS; key++) {
        ck_assert_int_eq(model_limit_ask(&l, key, 0, 0, &until_s), MODEL_ADMITTED);
        model_limit_settle(&l, key, 1, 0, 1);
        escaped += model_limit_ask(&l, key, 2, 0, &until_s) == MODEL_ADMITTED;
    }
    ck_assert(fabs(escaped - 0.1 * KEYS) < 4.89 * sqrt(0.09 * KEYS)); /* 1e-6 */
}

/* C callers call one time after the other; calls take exponential times of mean 1 / r, cost c,
   and are charged L after they end. When the amount, a multiple of c, is reached, C calls are
   on their way and a Poisson number of mean C r L has ended and is not charged: the excess is
   C c + C r L c on average, with variance C r L c^2. */
TEST(overshoot_is_what_callers_spend_until_they_are_found_out)
{
    enum { CALLERS = 5, RUNS = 400 };
    const double r = 0.5, lag_s = 12, c = 0.25;
    double sum = 0;
    for (uint64_t run = 0; run < RUNS; run++) {
        model_spend_limit limit = of(MODEL_LIMIT_BLOCK, 40 * c);
        limit.lag_s = model_number_plain(lag_s);
        limit.n_windows = 1;
        model_limit l = opened(&limit, 1, run);
        const sim_stream stream = sim_stream_make(7, run, 1);
        uint64_t draws = 0;
        double ends_s[CALLERS];
        for (size_t i = 0; i < CALLERS; i++)
            ends_s[i] = -log1p(-sim_stream_uniform(stream, draws++, 0)) / r;
        for (;;) {
            size_t next = 0;
            for (size_t i = 1; i < CALLERS; i++)
                next = ends_s[i] < ends_s[next] ? i : next;
            const double now_s = ends_s[next];
            if (isinf(now_s))
                break;
            model_limit_settle(&l, 0, now_s, 0, c);
            ends_s[next] = ask(&l, now_s, 0) == MODEL_ADMITTED
                               ? now_s - log1p(-sim_stream_uniform(stream, draws++, 0)) / r
                               : HUGE_VAL;
        }
        model_limit_close(&l, 1e9);
        sum += l.overshoot;
    }
    const double expected = CALLERS * c + CALLERS * r * lag_s * c;
    const double sd = sqrt(CALLERS * r * lag_s) * c;
    ck_assert_double_eq_tol(sum / RUNS, expected, 4.89 * sd / sqrt(RUNS));
}

/* 12 over an hour, in pieces of 5 minutes that are charged half an hour after their middles: 6
   of them by its end. */
TEST(what_is_spent_evenly_is_charged_evenly)
{
    model_spend_limit limit = of(MODEL_LIMIT_BLOCK, 10);
    limit.lag_s = model_number_plain(1800);
    model_limit l = opened(&limit, 1, 0);
    model_limit_spend(&l, 0, 3600, 12);
    ck_assert_double_eq_tol(model_limit_left(&l, 1, 3600), 4, 1e-12);
    ck_assert_double_eq_tol(model_limit_left(&l, 3600, 3600), 4, 1e-12);
    ck_assert_int_eq(ask(&l, 3600, 0), MODEL_ADMITTED);
    ck_assert_double_eq_tol(model_limit_left(&l, 3600, 5400), -2, 1e-12);
    ck_assert_int_eq(ask(&l, 5400, 0), MODEL_BLOCKED);
    ck_assert_double_eq(model_limit_window_end(&l, 5400), 604800);
    ck_assert_double_eq(model_limit_left(&l, 604800, 604800), 10);
    ck_assert(isinf(model_limit_window_end(&l, 604800)));
}

TEST(what_is_reserved_is_not_left)
{
    model_spend_limit limit = of(MODEL_LIMIT_BLOCK, 10);
    limit.reserves = true;
    model_limit l = opened(&limit, 1, 0);
    model_limit_spend(&l, 0, 3600, 5);
    ck_assert_int_eq(ask(&l, 1800, 3), MODEL_ADMITTED);
    ck_assert_double_eq_tol(model_limit_left(&l, 1800, 1800), 10 - 2.5 - 3, 1e-12);
    ck_assert_double_eq_tol(model_limit_left(&l, 1800, 3600), 2, 1e-12);
}

/* Told at once, and again an exponential time of mean 1000 s after each day of cooling down. */
TEST(somebody_is_told_again_by_the_first_call_after_a_cool_down)
{
    enum { RUNS = 400 };
    const model_spend_limit limit = of(MODEL_LIMIT_ALERT, 10);
    double sum = 0;
    for (uint64_t run = 0; run < RUNS; run++) {
        model_limit l = opened(&limit, 1, run);
        const sim_stream stream = sim_stream_make(7, run, 1);
        model_limit_alert(&l, 0, 500000, 1e-3, stream);
        ck_assert_uint_eq(l.alerts, 6); /* at 0, 1, ... 5 days */
        sum += l.purses[0].next_alert_s - 6 * 86400.0;
    }
    ck_assert_double_eq_tol(sum / RUNS, 6000, 4.89 * 1000 * sqrt(6.0 / RUNS));
    model_limit l = opened(&limit, 1, 0);
    model_limit_alert(&l, 0, 500000, 0, sim_stream_make(7, 0, 1)); /* nobody calls */
    ck_assert_uint_eq(l.alerts, 0);
}

SUITE("purse", what_is_spent_evenly_is_charged_evenly, what_is_reserved_is_not_left,
      somebody_is_told_again_by_the_first_call_after_a_cool_down,
      calls_are_let_in_while_less_than_the_amount_is_charged,
      a_reservation_lets_nothing_overshoot, what_is_not_charged_yet_does_not_count,
      queued_calls_wait_for_the_next_window,
      an_approval_raises_the_amount_once_for_all_who_wait,
      an_alert_cools_down_and_somebody_reacts,
      every_key_has_an_amount_of_its_own_and_some_escape,
      overshoot_is_what_callers_spend_until_they_are_found_out)
