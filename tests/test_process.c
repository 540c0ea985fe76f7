/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "sim/pool.h"
#include "sim/process.h"
#include "tests/scratch.h"
#include "tests/suite.h"

/* A visitor of a desk: what happened to it, when. */
typedef struct visitor {
    sim_process process;
    sim_resource *desk;
    double work_s, patience_s;
    double began_s, ended_s;
    bool is_gone;
} visitor;

static void visit(sim_engine *engine, void *who)
{
    visitor *v = who;
    SIM_PROCESS_BEGIN(&v->process);
    SIM_PROCESS_SEIZE(engine, &v->process, v->desk);
    v->began_s = sim_engine_now(engine);
    SIM_PROCESS_HOLD(engine, &v->process, v->work_s);
    v->ended_s = sim_engine_now(engine);
    sim_resource_release(engine, v->desk);
    SIM_PROCESS_END(&v->process);
}

static const sim_action visiting = {"visitor", visit, NULL};

static sim_engine *new_engine(void)
{
    return sim_engine_new(scratch_arena(), 4);
}

TEST(a_desk_serves_in_the_order_of_arrival)
{
    /* Arrivals at 0, 1, 2, 9; work 4, 3, 1, 2; one desk: begins 0, 4, 7, 9; ends 4, 7, 8, 11.
     */
    const double arrival_s[] = {0, 1, 2, 9}, work_s[] = {4, 3, 1, 2};
    const double began_s[] = {0, 4, 7, 9}, ended_s[] = {4, 7, 8, 11};
    sim_engine *engine = new_engine();
    sim_resource desk = {.n_free = 1};
    visitor v[4];
    for (int i = 0; i < 4; i++) {
        v[i] = (visitor){.desk = &desk, .work_s = work_s[i]};
        v[i].process = (sim_process){.action = &visiting, .who = &v[i]};
        sim_process_start(engine, &v[i].process, arrival_s[i]);
    }
    sim_engine_run(engine, HUGE_VAL, 0);
    for (int i = 0; i < 4; i++) {
        ck_assert_double_eq(v[i].began_s, began_s[i]);
        ck_assert_double_eq(v[i].ended_s, ended_s[i]);
        ck_assert(sim_process_has_ended(&v[i].process));
    }
    ck_assert_uint_eq(desk.n_free, 1);
}

/* Waits at a gate, at most for a time. */
typedef struct waiter {
    sim_process process;
    sim_gate *gate;
    double longest_s, went_on_s;
    bool was_late, was_interrupted;
} waiter;

static void wait_there(sim_engine *engine, void *who)
{
    waiter *w = who;
    SIM_PROCESS_BEGIN(&w->process);
    SIM_PROCESS_WAIT_AT_MOST(engine, &w->process, w->gate, w->longest_s);
    w->went_on_s = sim_engine_now(engine);
    w->was_late = w->process.is_late;
    w->was_interrupted = w->process.is_interrupted;
    SIM_PROCESS_END(&w->process);
}

static const sim_action waiting = {"waiter", wait_there, NULL};

static void open_gate(sim_engine *engine, void *who)
{
    sim_gate_wake(engine, who);
}

static void open_wide(sim_engine *engine, void *who)
{
    sim_gate_wake_all(engine, who);
}

static void interrupt_it(sim_engine *engine, void *who)
{
    sim_process_interrupt(engine, who);
}

static const sim_action opens = {"opens", open_gate, NULL};
static const sim_action opens_wide = {"opens wide", open_wide, NULL};
static const sim_action interrupts = {"interrupts", interrupt_it, NULL};

static void start(sim_engine *engine, waiter *w, sim_gate *gate, double longest_s)
{
    *w = (waiter){.gate = gate, .longest_s = longest_s};
    w->process = (sim_process){.action = &waiting, .who = w};
    sim_process_start(engine, &w->process, 0);
}

TEST(a_wait_ends_by_a_wake_by_the_clock_or_by_an_interrupt)
{
    sim_engine *engine = new_engine();
    sim_gate gate = {0};
    waiter w[5];
    const double longest_s[] = {HUGE_VAL, 2, HUGE_VAL, 50, HUGE_VAL};
    for (int i = 0; i < 5; i++)
        start(engine, &w[i], &gate, longest_s[i]);
    sim_engine_at(engine, 1, &opens, &gate);              /* wakes 0 */
    sim_engine_at(engine, 3, &interrupts, &w[2].process); /* 1 is late at 2 */
    sim_engine_at(engine, 4, &opens_wide, &gate);         /* wakes 3 and 4 */
    sim_engine_at(engine, 5, &opens, &gate);              /* nobody */
    sim_engine_run(engine, HUGE_VAL, 0);
    const double went_on_s[] = {1, 2, 3, 4, 4};
    for (int i = 0; i < 5; i++) {
        ck_assert_double_eq(w[i].went_on_s, went_on_s[i]);
        ck_assert_int_eq(w[i].was_late, i == 1);
        ck_assert_int_eq(w[i].was_interrupted, i == 2);
    }
    ck_assert_uint_eq(gate.n, 0);
    ck_assert_double_eq(sim_engine_now(engine), 5); /* the wait of at most 50 left no event */
}

TEST(a_wake_and_a_timeout_at_the_same_time_resume_it_once)
{
    sim_engine *engine = new_engine();
    sim_gate gate = {0};
    waiter w;
    sim_engine_at(engine, 2, &opens, &gate); /* older than the end of the wait */
    start(engine, &w, &gate, 2);
    sim_engine_run(engine, HUGE_VAL, 0);
    ck_assert_double_eq(w.went_on_s, 2);
    ck_assert(!w.was_late);
}

TEST(who_was_interrupted_while_waiting_for_a_desk_has_none)
{
    sim_engine *engine = new_engine();
    sim_resource desk = {.n_free = 1};
    visitor first = {.desk = &desk, .work_s = 10};
    first.process = (sim_process){.action = &visiting, .who = &first};
    sim_process_start(engine, &first.process, 0);
    waiter second;
    start(engine, &second, &desk.gate, HUGE_VAL);
    sim_engine_at(engine, 4, &interrupts, &second.process);
    sim_engine_run(engine, HUGE_VAL, 0);
    ck_assert(second.was_interrupted);
    ck_assert_uint_eq(desk.n_free, 1);
}

TEST(a_process_that_runs_cannot_be_interrupted)
{
    sim_process process = {.action = &visiting, .line = 42};
    sim_process_interrupt(new_engine(), &process);
}

TEST(a_process_starts_once)
{
    sim_engine *engine = new_engine();
    sim_process process = {.action = &visiting};
    sim_process_start(engine, &process, 1);
    sim_process_start(engine, &process, 2);
}

TEST(a_pool_uses_again_what_was_given_back)
{
    enum { N = 1000 };
    sim_arena *arena = sim_arena_new();
    sim_pool pool;
    sim_pool_init(&pool, arena, 40);
    unsigned char *record[N];
    for (int i = 0; i < N; i++) {
        record[i] = sim_pool_take(&pool);
        for (int k = 0; k < 40; k++) {
            ck_assert_uint_eq(record[i][k], 0);
            record[i][k] = (unsigned char)i;
        }
    }
    for (int i = 0; i < N; i++) /* nobody shares memory with another */
        for (int k = 0; k < 40; k++)
            ck_assert_uint_eq(record[i][k], (unsigned char)i);
    for (int i = 0; i < N; i++)
        sim_pool_give(&pool, record[i]);
    for (int i = N; i-- > 0;) {
        unsigned char *again = sim_pool_take(&pool);
        ck_assert_ptr_eq(again, record[i]);
        ck_assert_uint_eq(again[0] | again[39], 0);
    }
    ck_assert_uint_eq(pool.n_alive, N);
    sim_arena_free(arena);
}

int main(void)
{
    const TTest *const breaches[] = {a_process_that_runs_cannot_be_interrupted,
                                     a_process_starts_once};
    const TTest *const tests[] = {a_desk_serves_in_the_order_of_arrival,
                                  a_wait_ends_by_a_wake_by_the_clock_or_by_an_interrupt,
                                  a_wake_and_a_timeout_at_the_same_time_resume_it_once,
                                  who_was_interrupted_while_waiting_for_a_desk_has_none,
                                  a_pool_uses_again_what_was_given_back};
    return suite_run_both("process", tests, sizeof tests / sizeof *tests, breaches,
                          sizeof breaches / sizeof *breaches);
}
