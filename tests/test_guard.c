/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "models/guard.h"
#include "tests/suite.h"
#include "validate/made.h"

#include <math.h>

static model_charge charges[MODEL_GUARD_CHARGES];

static model_guard nothing(void)
{
    const model_number absent = made_absent();
    return (model_guard){absent, absent, absent, absent, absent, false,
                         absent, absent, absent, absent, absent, false};
}

/* A session that begins at a time. */
static model_guarded guarded_by(const model_guard *guard, double now_s)
{
    model_guarded guarded;
    model_guarded_init(&guarded, guard, NULL, charges);
    model_guarded_begin(&guarded, now_s);
    return guarded;
}

/* Asks for a call that can cost so much; MODEL_OUTCOME_FINISHED if it is let in, at that time.
 */
static model_outcome ask_for(model_guarded *guarded, double now_s, double most)
{
    model_outcome why = MODEL_OUTCOME_UNFINISHED;
    double when_s = now_s;
    if (!model_guarded_admits(guarded, &when_s, most, &why))
        return why;
    ck_assert_double_eq(when_s, now_s);
    return MODEL_OUTCOME_FINISHED;
}

static model_outcome ask(model_guarded *guarded, double now_s)
{
    return ask_for(guarded, now_s, 0);
}

#define LET_IN(guarded, now_s) ck_assert_int_eq(ask(guarded, now_s), MODEL_OUTCOME_FINISHED)

TEST(without_guards_nothing_is_refused)
{
    const model_guard none = nothing();
    model_guarded a = guarded_by(NULL, 5), b = guarded_by(&none, 5);
    for (int i = 0; i < 10000; i++) {
        LET_IN(&a, 5);
        LET_IN(&b, 5);
        model_guarded_charge(&a, 5, 1e9);
        model_guarded_charge(&b, 5, 1e9);
        model_guarded_step(&a, true);
        model_guarded_step(&b, true);
    }
}

TEST(calls_are_counted_up_to_the_limit)
{
    model_guard guard = nothing();
    guard.calls = model_number_plain(3);
    model_guarded g = guarded_by(&guard, 0);
    for (int i = 0; i < 3; i++)
        LET_IN(&g, 1e6 * i);
    ck_assert_int_eq(ask(&g, 1e8), MODEL_OUTCOME_CALLS);
    model_guarded_begin(&g, 0); /* the next session has a count of its own */
    LET_IN(&g, 0);
}

TEST(a_count_expires_so_long_after_its_first_event)
{
    model_guard guard = nothing();
    guard.calls = model_number_plain(2);
    guard.calls_ttl_s = model_number_plain(60);
    model_guarded g = guarded_by(&guard, 0);
    LET_IN(&g, 100); /* the window is [100, 160), whatever came when within */
    LET_IN(&g, 159);
    model_guarded other = g;
    ck_assert_int_eq(ask(&other, 159.5), MODEL_OUTCOME_CALLS);
    LET_IN(&g, 160); /* the next is [160, 220) */
    LET_IN(&g, 161);
    ck_assert_int_eq(ask(&g, 219), MODEL_OUTCOME_CALLS);
}

TEST(a_slow_loop_escapes_a_count_that_expires)
{
    model_guard guard = nothing();
    guard.calls = model_number_plain(2);
    guard.calls_ttl_s = model_number_plain(60);
    model_guarded g = guarded_by(&guard, 0);
    for (int i = 0; i < 1000; i++)
        LET_IN(&g, 31.0 * i);
}

/* Checked before, charged after: of 5.00 USD, calls of 0.0236 USD spend 212 x 0.0236 = 5.0032;
   after 211 of them it was 4.9796. */
TEST(spend_that_is_charged_after_calls_stops_just_beyond_the_limit)
{
    model_guard guard = nothing();
    guard.spend = model_number_plain(5);
    model_guarded g = guarded_by(&guard, 0);
    int calls = 0;
    double now_s = 0;
    for (; ask(&g, now_s) == MODEL_OUTCOME_FINISHED; calls++, now_s += 2) {
        model_guarded_charge(&g, now_s + 1, 0.0236);
        ck_assert_int_lt(calls, 1000);
    }
    ck_assert_int_eq(calls, 212);
    ck_assert_double_eq_tol(g.spend.sum, 5.0032, 1e-9);
    ck_assert_int_eq(ask(&g, now_s), MODEL_OUTCOME_SPEND);
}

/* 1 USD a call every 10 s, known 25 s after the call's end, a second after its beginning. The
   third charge is known at 20 + 1 + 25 = 46 s: calls at 0, 10, 20, 30 and 40 s are let in. */
TEST(spend_overshoots_by_what_the_lag_hides)
{
    model_guard guard = nothing();
    guard.spend = model_number_plain(3);
    guard.spend_lag_s = model_number_plain(25);
    model_guarded g = guarded_by(&guard, 0);
    int calls = 0;
    for (; ask(&g, 10.0 * calls) == MODEL_OUTCOME_FINISHED; calls++)
        model_guarded_charge(&g, 10.0 * calls + 1, 1);
    ck_assert_int_eq(calls, 5);
}

TEST(spend_that_expires_is_forgotten_from_its_first_charge_on)
{
    model_guard guard = nothing();
    guard.spend = model_number_plain(2);
    guard.spend_ttl_s = model_number_plain(100);
    guard.spend_lag_s = model_number_plain(5);
    model_guarded g = guarded_by(&guard, 0);
    LET_IN(&g, 0);
    model_guarded_charge(&g, 10, 1); /* known at 15: [15, 115) */
    LET_IN(&g, 50);
    model_guarded_charge(&g, 60, 1); /* known at 65 */
    LET_IN(&g, 64);
    ck_assert_int_eq(ask(&g, 65), MODEL_OUTCOME_SPEND);
    ck_assert_int_eq(ask(&g, 114), MODEL_OUTCOME_SPEND);
    LET_IN(&g, 115);
}

/* So many charges wait; with one more, the first waits no longer. */
TEST(charges_wait_in_a_ring_that_does_not_overflow)
{
    model_guard guard = nothing();
    guard.spend = model_number_plain(1);
    guard.spend_lag_s = model_number_plain(1e6);
    model_guarded g = guarded_by(&guard, 0);
    for (int i = 0; i < MODEL_GUARD_CHARGES; i++) {
        LET_IN(&g, 0);
        model_guarded_charge(&g, 0, 1);
    }
    LET_IN(&g, 0);
    model_guarded_charge(&g, 0, 1);
    ck_assert_int_eq(ask(&g, 0), MODEL_OUTCOME_SPEND);
}

/* A call that can cost 2 and costs 0.5 is let in up to 3 of 5 spent: at 0, 0.5, ... 3, seven
   of them. */
TEST(a_reservation_keeps_within_the_limit)
{
    model_guard guard = nothing();
    guard.spend = model_number_plain(5);
    guard.reserves = true;
    guard.spend_lag_s = model_number_plain(1e6); /* what is reserved needs no account */
    model_guarded g = guarded_by(&guard, 0);
    int calls = 0;
    for (; ask_for(&g, calls, 2) == MODEL_OUTCOME_FINISHED; calls++)
        model_guarded_charge(&g, calls, 0.5);
    ck_assert_int_eq(calls, 7);
    ck_assert_double_eq(g.spend.sum, 3.5);
    ck_assert_int_eq(ask_for(&g, calls, HUGE_VAL), MODEL_OUTCOME_SPEND);
    ck_assert_int_eq(ask_for(&g, calls, 1.5), MODEL_OUTCOME_FINISHED);
}

TEST(time_runs_from_the_arrival)
{
    model_guard guard = nothing();
    guard.time_s = model_number_plain(600);
    model_guarded g = guarded_by(&guard, 1000);
    LET_IN(&g, 1000);
    LET_IN(&g, 1600);
    ck_assert_int_eq(ask(&g, 1600.001), MODEL_OUTCOME_TIME);
}

TEST(a_loop_is_detected_after_so_many_equal_steps)
{
    model_guard guard = nothing();
    guard.repeats = model_number_plain(3);
    model_guarded g = guarded_by(&guard, 0);
    const bool repeats[] = {true, true, false, true, true, true};
    for (size_t i = 0; i < sizeof repeats / sizeof *repeats; i++) {
        LET_IN(&g, (double)i);
        model_guarded_step(&g, repeats[i]);
    }
    ck_assert_int_eq(ask(&g, 10), MODEL_OUTCOME_LOOP);
}

/* Five calls a minute are in order. The sixth, at 5 s, trips the breaker, which kills 10 s
   later: calls at 5 to 14 s go on. */
TEST(a_breaker_kills_after_its_detection)
{
    model_guard guard = nothing();
    guard.burst = model_number_plain(5);
    guard.burst_span_s = model_number_plain(60);
    guard.burst_delay_s = model_number_plain(10);
    model_guarded g = guarded_by(&guard, 0);
    for (int i = 0; i < 15; i++)
        LET_IN(&g, i);
    ck_assert_int_eq(ask(&g, 15), MODEL_OUTCOME_BREAKER);
    model_guarded_begin(&g, 0);
    for (int i = 0; i < 6; i++)
        LET_IN(&g, i);
    ck_assert_int_eq(ask(&g, 1e6), MODEL_OUTCOME_BREAKER); /* however slow it has become */
}

TEST(a_breaker_leaves_those_alone_who_keep_to_its_rate)
{
    model_guard guard = nothing();
    guard.burst = model_number_plain(5);
    guard.burst_span_s = model_number_plain(60);
    model_guarded g = guarded_by(&guard, 0);
    for (int i = 0; i < 1000; i++)
        LET_IN(&g, 12.0 * i);
    model_guarded_begin(&g, 0);
    for (int i = 0; i < 5; i++)
        LET_IN(&g, i);
    ck_assert_int_eq(ask(&g, 59), MODEL_OUTCOME_BREAKER);
}

/* Two calls in 10 s: calls that are ready every second from 0.1 s on are made at 0.1, 1.1,
   10.1, 11.1, 20.1, 21.1 ... s: two in each span, whatever rounding does to 10.1 - 0.1. */
TEST(a_throttle_has_calls_wait_for_the_next_span)
{
    model_guard guard = nothing();
    guard.burst = model_number_plain(2);
    guard.burst_span_s = model_number_plain(10);
    guard.throttles = true;
    model_guarded g = guarded_by(&guard, 0.1);
    double now_s = 0.1;
    for (int i = 0; i < 2000; i++) {
        model_outcome why = MODEL_OUTCOME_UNFINISHED;
        ck_assert(model_guarded_admits(&g, &now_s, 0, &why));
        ck_assert_double_eq_tol(now_s, 0.1 + 10 * (i / 2) + i % 2, 1e-6);
        now_s += 1;
    }
}

TEST(the_first_guard_that_objects_says_why)
{
    model_guard guard = nothing();
    guard.calls = guard.repeats = guard.burst = model_number_plain(1);
    guard.burst_span_s = model_number_plain(60);
    guard.spend = guard.time_s = model_number_plain(1);
    static const model_outcome order[] = {MODEL_OUTCOME_BREAKER, MODEL_OUTCOME_CALLS,
                                          MODEL_OUTCOME_SPEND, MODEL_OUTCOME_TIME,
                                          MODEL_OUTCOME_LOOP};
    model_number *const limits[] = {&guard.burst, &guard.calls, &guard.spend, &guard.time_s,
                                    &guard.repeats};
    for (size_t i = 0; i < sizeof order / sizeof *order; i++) {
        model_guarded g = guarded_by(&guard, 0);
        LET_IN(&g, 0);
        model_guarded_charge(&g, 1, 1);
        model_guarded_step(&g, true);
        ck_assert_int_eq(ask(&g, 10), order[i]);
        *limits[i] = made_absent();
    }
}

SUITE("guard", without_guards_nothing_is_refused, calls_are_counted_up_to_the_limit,
      a_count_expires_so_long_after_its_first_event, a_slow_loop_escapes_a_count_that_expires,
      spend_that_is_charged_after_calls_stops_just_beyond_the_limit,
      spend_overshoots_by_what_the_lag_hides,
      spend_that_expires_is_forgotten_from_its_first_charge_on,
      charges_wait_in_a_ring_that_does_not_overflow, a_reservation_keeps_within_the_limit,
      time_runs_from_the_arrival, a_loop_is_detected_after_so_many_equal_steps,
      a_breaker_kills_after_its_detection, a_breaker_leaves_those_alone_who_keep_to_its_rate,
      a_throttle_has_calls_wait_for_the_next_span, the_first_guard_that_objects_says_why)
