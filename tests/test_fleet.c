/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "models/serving/fleet.h"
#include "tests/scratch.h"
#include "tests/suite.h"

#include <math.h>

enum { MOST = 64 };

/* 10 ms a step, 0.1 ms a prompt token: a request of 100 and 100 takes 20 ms + 99 x 10 ms. */
static const model_step step = {.fixed_s = 0.010, .per_prefill_token_s = 1e-4};
static const model_batching batching = {.most_sequences = 4,
                                        .token_budget = 1000,
                                        .block_tokens = 16,
                                        .blocks = 1000,
                                        .longest_tokens = 4096,
                                        .caches_prefixes = true};
static const double alone_s = 0.020 + 99 * 0.010;

static struct {
    sim_engine *engine;
    model_fleet *fleet;
    model_request requests[MOST];
    int n, done;
} h;

static void ended(void *owner, model_request *request, model_fate fate)
{
    (void)owner, (void)request;
    h.done += fate == MODEL_DONE;
}

static model_fleet_options options(const char *scaling, uint32_t least, uint32_t most)
{
    return (model_fleet_options){.step = &step,
                                 .batching = &batching,
                                 .replicas_per_instance = 1,
                                 .routing = model_routing_named("round-robin"),
                                 .scaling = model_scaling_named(scaling),
                                 .least = least,
                                 .most = most,
                                 .target = 4,
                                 .evaluate_s = 10,
                                 .cooldown_s = 30,
                                 .idle_s = 20,
                                 .ended = ended};
}

static sim_draws *constant(double low)
{
    const sim_draws_law law = {&sim_draws_uniform, {low, low}, NULL};
    return sim_draws_new(sim_stream_make(1, 0, 1), 0, law, h.engine->arena);
}

static void open_fleet(model_fleet_options options, double boot_s)
{
    h.engine = sim_engine_new(scratch_arena(), 16);
    h.n = h.done = 0;
    if (boot_s > 0)
        options.boot_s = constant(boot_s);
    h.fleet = model_fleet_new(h.engine, &options);
}

static void submit(sim_engine *engine, void *who)
{
    (void)engine, (void)who;
    model_request *q = &h.requests[h.n++];
    *q = (model_request){.prompt = 100, .output = 100, .deadline_s = HUGE_VAL};
    model_fleet_submit(h.fleet, q);
}

static const sim_action submitting = {"a request", submit, NULL};

static void at(double when_s, int n)
{
    for (int i = 0; i < n; i++)
        sim_engine_at(h.engine, when_s, &submitting, NULL);
}

static const model_fleet_record *until(double s)
{
    sim_engine_run(h.engine, s, 0);
    return model_fleet_account(h.fleet);
}

static void is(double seen, double expected)
{
    ck_assert_msg(fabs(seen - expected) <= 1e-9, "%.15g is not %.15g", seen, expected);
}

TEST(a_fixed_fleet_is_paid_for_all_the_time)
{
    open_fleet(options("fixed", 2, 2), 0);
    at(5, 2);
    const model_fleet_record *record = until(3600);
    is(record->paid_s, 2 * 3600);
    is(record->busy_s, 2 * alone_s); /* one on each */
    ck_assert_int_eq(h.done, 2);
    is(h.requests[0].end_s, 5 + alone_s);
    is(h.requests[1].end_s, 5 + alone_s);
}

/* Two wait for an instance that takes 40 s to boot; one of them only for 30 s, and then no
   second instance is needed for it. */
TEST(clients_may_give_up_before_an_instance_is_up)
{
    model_fleet_options serverless = options("demand", 0, 3);
    serverless.target = 2;
    open_fleet(serverless, 40);
    model_request patient = {.prompt = 100, .output = 100, .deadline_s = HUGE_VAL};
    model_request hasty = {.prompt = 100, .output = 100, .deadline_s = 30};
    model_fleet_submit(h.fleet, &patient);
    model_fleet_submit(h.fleet, &hasty);
    ck_assert_uint_eq(model_fleet_outstanding(h.fleet), 2);
    until(30);
    is(hasty.end_s, 30);
    ck_assert_uint_eq(model_fleet_outstanding(h.fleet), 1);
    until(3600);
    ck_assert_int_eq(h.done, 1);
    is(patient.end_s, 40 + alone_s);
}

TEST(without_work_a_serverless_fleet_costs_nothing_and_starts_cold)
{
    open_fleet(options("demand", 0, 3), 40);
    at(100, 1);
    const model_fleet_record *record = until(3600);
    ck_assert_int_eq(h.done, 1);
    is(h.requests[0].end_s, 100 + 40 + alone_s);
    is(record->boot_s, 40);
    is(record->paid_s, 40 + alone_s + 20); /* boot, work, and the idle time it is kept */
    ck_assert_uint_eq(record->launches, 1);
    ck_assert_uint_eq(model_fleet_instances(h.fleet), 0);
}

TEST(a_minimum_is_paid_for_each_launch)
{
    model_fleet_options o = options("demand", 0, 1);
    o.idle_s = 1;
    o.minimum_paid_s = 60;
    open_fleet(o, 0);
    at(0, 1);
    is(until(3600)->paid_s, 60);
}

TEST(paid_time_comes_in_steps)
{
    model_fleet_options o = options("demand", 0, 1);
    o.idle_s = 300 - 10;
    o.paid_step_s = 300;
    open_fleet(o, 0);
    at(0, 1); /* about a second of work, then 290 s idle: one window */
    is(until(1000)->paid_s, 300);
    at(1000, 1);
    at(1200, 1); /* until 1492: 492 s, two windows */
    is(until(5000)->paid_s, 300 + 600);
}

/* Three by day, none by night: hours of the first beyond one, and of one all the time. */
TEST(committed_instances_are_paid_for_whether_they_run_or_not)
{
    static double week[168];
    week[1] = 1; /* from 1 to 2 o'clock on Monday */
    model_fleet_options o = options("fixed", 3, 3);
    o.week = week;
    o.committed = 1;
    o.cooldown_s = 0;
    open_fleet(o, 0);
    const model_fleet_record *record = until(4 * 3600);
    is(record->committed_s, 4 * 3600);
    /* One of them stops at each look, every 10 s: two on until 2:00:00, one until 2:00:10. */
    is(record->beyond_s, 2 * 3600 + 10);
    is(record->paid_s, 3 * 3600 + 10 + 20);
}

/* A life of 100 s: nine ends by 950 s for one beyond the committed, and none of the latter. */
TEST(committed_instances_are_not_taken_away)
{
    model_fleet_options o = options("fixed", 2, 2);
    o.committed = 1;
    h.engine = sim_engine_new(scratch_arena(), 16);
    o.life_s = constant(100);
    h.fleet = model_fleet_new(h.engine, &o);
    const model_fleet_record *record = until(950);
    ck_assert_uint_eq(record->interruptions, 9);
    is(record->committed_s, 950);
    is(record->beyond_s, 950);
}

TEST(more_may_be_committed_than_there_are)
{
    model_fleet_options o = options("fixed", 1, 1);
    o.committed = 3;
    open_fleet(o, 0);
    const model_fleet_record *record = until(100);
    is(record->committed_s, 300);
    is(record->beyond_s, 0);
    is(record->paid_s, 100);
}

TEST(a_call_that_is_refused_on_arrival_does_not_stop_a_copy_twice)
{
    open_fleet(options("demand", 0, 2), 40);
    at(10, 9);
    sim_engine_run(h.engine, 5, 0);
    model_request endless = {.prompt = 5000, .output = 1, .deadline_s = HUGE_VAL};
    model_fleet_submit(h.fleet, &endless); /* waits for a copy, and can never fit */
    until(45.5);
    ck_assert_uint_eq(model_fleet_instances(h.fleet), 2);
    until(1000);
    ck_assert_int_eq(h.done, 9);
    ck_assert_uint_eq(model_fleet_instances(h.fleet), 0);
}

TEST(another_copy_starts_when_those_there_are_full)
{
    open_fleet(options("demand", 0, 3), 40);
    at(0, 9); /* at 4 for each: 3 copies */
    ck_assert_uint_eq(until(50)->launches, 3);
    ck_assert_int_eq(h.done, 9);
    at(200, 5); /* all are gone by then */
    ck_assert_uint_eq(until(400)->launches, 5);
    at(500, 40);
    ck_assert_uint_eq(until(900)->launches, 8); /* never more than 3 */
    ck_assert_int_eq(h.done, 54);
}

TEST(a_fleet_follows_its_load_and_drains_after_the_cool_down)
{
    open_fleet(options("load", 1, 3), 15);
    at(3, 60); /* 4 at a time, about a second each: 36 are left at the first evaluation */
    until(9.9);
    ck_assert_uint_eq(model_fleet_instances(h.fleet), 1);
    until(10.1);
    ck_assert_uint_eq(model_fleet_instances(h.fleet), 3);
    ck_assert_uint_eq(model_fleet_replicas(h.fleet), 1);
    until(39.9);
    ck_assert_int_eq(h.done, 60);
    ck_assert_uint_eq(model_fleet_replicas(h.fleet), 3);
    until(40.1); /* one, 30 s after the launch; the next 30 s after that */
    ck_assert_uint_eq(model_fleet_instances(h.fleet), 2);
    until(100);
    ck_assert_uint_eq(model_fleet_instances(h.fleet), 1);
}

/* The time with k instances adds up to all of it, and k times it to what is paid for. */
TEST(time_is_kept_by_how_many_instances_are_paid_for)
{
    open_fleet(options("load", 1, 5), 30);
    at(100, 16);
    at(900, 9);
    const model_fleet_record *record = until(3600);
    double all_s = 0, paid_s = 0;
    for (int k = 0; k <= 5; k++) {
        all_s += record->level_s[k];
        paid_s += k * record->level_s[k];
    }
    is(all_s, 3600);
    is(paid_s, record->paid_s);
    is(record->level_s[0], 0);
    ck_assert(record->level_s[1] > 1000 && record->level_s[3] > 10);
}

TEST(a_fleet_follows_the_time_in_which_it_is_busy)
{
    model_fleet_options o = options("busy", 1, 4);
    o.target = 0.8;
    open_fleet(o, 5);
    for (int i = 0; i < 60; i++) /* one a second, each of a second: always busy */
        at(0.1 + i, 1);
    until(9.9);
    ck_assert_uint_eq(model_fleet_instances(h.fleet), 1);
    until(10.1); /* 1 x (nearly 1 / 0.8), rounded up */
    ck_assert_uint_eq(model_fleet_instances(h.fleet), 2);
    until(40.1); /* each of two is busy half of the time: 2 x 0.5 / 0.8, rounded up */
    ck_assert_uint_eq(model_fleet_instances(h.fleet), 2);
    until(300); /* and then there is no work */
    ck_assert_uint_eq(model_fleet_instances(h.fleet), 1);
}

TEST(a_fleet_follows_the_memory_in_use)
{
    model_fleet_options o = options("memory", 1, 4);
    const model_batching small = {.most_sequences = 8,
                                  .token_budget = 1000,
                                  .block_tokens = 16,
                                  .blocks = 100,
                                  .longest_tokens = 4096};
    o.batching = &small;
    o.target = 0.25;
    open_fleet(o, 5);
    model_request q[2] = {{.prompt = 320, .output = 1000, .deadline_s = HUGE_VAL},
                          {.prompt = 320, .output = 1000, .deadline_s = HUGE_VAL}};
    model_fleet_submit(h.fleet, &q[0]);
    model_fleet_submit(h.fleet, &q[1]);
    until(9); /* 2 x 20 blocks and more: above 40 of 100, below 50 */
    until(10.1);
    ck_assert_uint_ge(model_fleet_instances(h.fleet), 2);
    ck_assert_uint_le(model_fleet_instances(h.fleet), 4);
    until(300);
    ck_assert_uint_eq(model_fleet_instances(h.fleet), 1);
}

TEST(a_schedule_turns_instances_off)
{
    double week[168] = {0};
    for (int i = 8; i < 10; i++)
        week[i] = 1; /* Monday, 8 to 10 */
    model_fleet_options o = options("fixed", 2, 2);
    o.week = week;
    o.evaluate_s = 60;
    o.cooldown_s = 0;
    open_fleet(o, 0);
    const double day_s = 86400;
    /* On at 8:00, off at 10:00, one at each evaluation of a minute. */
    is(until(day_s)->paid_s, 2 * 7200 + 60);
    at(day_s + 9.0 * 3600, 1); /* Tuesday: nobody is there until next Monday */
    until(7 * day_s + 8.0 * 3600 + 120);
    ck_assert_int_eq(h.done, 1);
    is(h.requests[0].arrival_s, 7 * day_s + 8.0 * 3600);
}

TEST(what_a_spot_instance_had_begun_is_begun_again)
{
    model_fleet_options o = options("fixed", 1, 1);
    open_fleet(o, 0);
    o.life_s = constant(10);
    o.boot_s = constant(5);
    h.fleet = model_fleet_new(h.engine, &o);
    at(9.5, 1);
    const model_fleet_record *record = until(18);
    ck_assert_int_eq(h.done, 1);
    is(h.requests[0].end_s, 10 + 5 + alone_s);
    ck_assert_uint_eq(record->interruptions, 1);
}

TEST(routing_is_what_its_name_says)
{
    static const struct {
        const char *name;
        double first_end_s; /* of the second request, while the first runs */
    } cases[] = {{"round-robin", 0}, {"least-outstanding", 0}};
    for (size_t i = 0; i < 2; i++) {
        model_fleet_options o = options("fixed", 2, 2);
        o.routing = model_routing_named(cases[i].name);
        open_fleet(o, 0);
        at(1, 2);
        until(60);
        is(h.requests[1].end_s, 1 + alone_s); /* not beside the first */
    }
    model_fleet_options o = options("fixed", 2, 2);
    o.routing = model_routing_named("prefix-affinity");
    open_fleet(o, 0);
    model_request a = {.prompt = 64, .output = 17, .session = 9, .deadline_s = HUGE_VAL};
    for (int turn = 0; turn < 5; turn++) {
        a.known_tokens = turn ? 64 : 0;
        model_fleet_submit(h.fleet, &a);
        until(10 * (turn + 1));
        ck_assert_uint_eq(a.cached_tokens, turn ? 48 : 0);
    }
    ck_assert_ptr_null(model_routing_named("nonsense"));
    ck_assert_ptr_null(model_scaling_named("nonsense"));
}

TEST(a_closed_fleet_is_paid_no_more_and_finishes_its_work)
{
    open_fleet(options("fixed", 1, 1), 0);
    at(1, 1);
    until(1.5);
    model_fleet_close(h.fleet);
    is(until(100)->paid_s, 1.5);
    ck_assert_int_eq(h.done, 1);
}

SUITE("fleet", time_is_kept_by_how_many_instances_are_paid_for,
      clients_may_give_up_before_an_instance_is_up, a_fixed_fleet_is_paid_for_all_the_time,
      without_work_a_serverless_fleet_costs_nothing_and_starts_cold,
      a_minimum_is_paid_for_each_launch, paid_time_comes_in_steps,
      a_call_that_is_refused_on_arrival_does_not_stop_a_copy_twice,
      another_copy_starts_when_those_there_are_full,
      a_fleet_follows_its_load_and_drains_after_the_cool_down,
      a_fleet_follows_the_time_in_which_it_is_busy, a_fleet_follows_the_memory_in_use,
      a_schedule_turns_instances_off, what_a_spot_instance_had_begun_is_begun_again,
      routing_is_what_its_name_says, a_closed_fleet_is_paid_no_more_and_finishes_its_work,
      committed_instances_are_paid_for_whether_they_run_or_not,
      committed_instances_are_not_taken_away, more_may_be_committed_than_there_are)
