/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "tests/suite.h"
#include "validate/agree.h"
#include "validate/made.h"
#include "validate/made_pipeline.h"
#include "validate/naive.h"

#include <math.h>
#include <pthread.h>
#include <string.h>

enum { SCENARIOS = 40, AGENT_SCENARIOS = 100, MOST_LINES = 4096 };

/* A plan and the ledgers of one replication of it. */
typedef struct played {
    const model_scenario *scenario;
    model_plan *plan;
    model_ledger ledgers[MADE_ARCHITECTURES];
    sim_arena *arena;
} played;

static played start(const model_scenario *scenario)
{
    played p = {.scenario = scenario, .arena = sim_arena_new()};
    sim_failure why;
    ck_assert_msg(model_plan_new(scenario, &p.plan, &why), "%s", why.text);
    model_world_ledgers(p.plan, p.arena, p.ledgers);
    return p;
}

static model_future future_of(const made_world *world, uint64_t replication, sim_arena *arena)
{
    return (model_future){.seed = world->seed,
                          .noise = replication,
                          .replication = replication,
                          .resolved = world->resolved,
                          .arena = arena};
}

static played play(const made_world *world, uint64_t replication)
{
    played p = start(&world->scenario);
    sim_failure why;
    const model_future future = future_of(world, replication, p.arena);
    ck_assert_msg(model_world_play(p.plan, &future, p.ledgers, &why), "%s", why.text);
    return p;
}

static void end(played *p)
{
    model_plan_free(p->plan);
    sim_arena_free(p->arena);
}

static size_t lines_of(const played *p, size_t architecture)
{
    size_t n;
    model_plan_lines(p->plan, architecture, &n);
    return n;
}

/* Everything but the order of memory is the same. */
static void check_same(const played *a, const played *b, uint64_t which)
{
    for (size_t i = 0; i < a->scenario->n_architectures; i++) {
        const model_ledger *x = &a->ledgers[i], *y = &b->ledgers[i];
        size_t cells = lines_of(a, i) * a->scenario->calendar->n_months;
        for (size_t k = 0; k < MODEL_COUNTERS; k++)
            ck_assert_msg(x->counters[k] == y->counters[k],
                          "scenario %zu, architecture %zu, %s: %zu is not %zu", (size_t)which,
                          i, model_counter_names[k], (size_t)x->counters[k],
                          (size_t)y->counters[k]);
        for (size_t k = 0; k < cells; k++)
            ck_assert_msg(x->usage[k] == y->usage[k],
                          "scenario %zu, architecture %zu, cell %zu: %zu is not %zu",
                          (size_t)which, i, k, (size_t)x->usage[k], (size_t)y->usage[k]);
        ck_assert(x->value == y->value);
        ck_assert(x->human_cost == y->human_cost);
        ck_assert(memcmp(x->session_cost, y->session_cost, sizeof(sim_sketch)) == 0);
        ck_assert(memcmp(x->call_cost, y->call_cost, sizeof(sim_sketch)) == 0);
    }
}

/* What models cost in a replication of one architecture. */
static double cost_of(const played *p, size_t architecture)
{
    static double cost[3 * MOST_LINES];
    size_t n, n_months = p->scenario->calendar->n_months;
    const model_line *lines = model_plan_lines(p->plan, architecture, &n);
    sim_failure why;
    sim_require(n <= MOST_LINES && n_months <= 3);
    bool is_rated = model_ledger_cost(&p->ledgers[architecture], lines, n_months, cost, &why);
    ck_assert_msg(is_rated, "%s", why.text);
    double sum = 0;
    for (size_t i = 0; i < n * n_months; i++)
        sum += strcmp(lines[i % n].service, "service") == 0 ? 0 : cost[i];
    return sum;
}

TEST(the_world_agrees_with_its_naive_twin_to_the_last_token)
{
    uint64_t calls = 0, cut = 0;
    for (uint64_t which = 0; which < SCENARIOS; which++) {
        sim_arena *arena = sim_arena_new();
        const made_world *world = made_world_new(which, arena);
        played fast = play(world, which % 3), slow = start(&world->scenario);
        sim_failure why;
        const model_future future = future_of(world, which % 3, slow.arena);
        bool is_played =
            validate_naive_play(slow.plan, &world->scenario, &future, slow.ledgers, &why);
        ck_assert_msg(is_played, "%s", why.text);
        check_same(&fast, &slow, which);
        calls += fast.ledgers[0].counters[MODEL_CALLS];
        cut += fast.ledgers[0].counters[MODEL_TRUNCATED];
        end(&fast);
        end(&slow);
        sim_arena_free(arena);
    }
    ck_assert_uint_gt(calls, 50000);
    ck_assert_uint_gt(cut, 100);
}

typedef const made_world *maker(uint64_t which, sim_arena *arena);

/* Lines cost what sessions do, and training beside them. */
static void check_cost(const played *p, size_t architecture)
{
    static double cost[8 * MOST_LINES];
    const size_t n_months = p->scenario->calendar->n_months;
    const model_ledger *ledger = &p->ledgers[architecture];
    size_t n;
    const model_line *lines = model_plan_lines(p->plan, architecture, &n);
    sim_failure why;
    double of_lines = 0, of_sessions = ledger->gauges[MODEL_PAID_ONCE];
    sim_require(n <= MOST_LINES && n_months <= 8);
    ck_assert(model_ledger_cost(ledger, lines, n_months, cost, &why));
    for (size_t i = 0; i < n * n_months; i++) {
        const bool is_hosting = lines[i % n].meter == MODEL_MACHINE_IDLE;
        of_lines += is_hosting ? 0 : cost[i];
    }
    for (size_t i = 0; i < MODEL_ENDINGS; i++)
        of_sessions += ledger->gauges[MODEL_ENDING_COST + i];
    ck_assert_double_eq_tol(of_lines, of_sessions, 1e-9 * of_sessions);
}

/* Plays a world in both ways and holds them against each other; adds what happened in the first
   architecture to counters[]. */
static void check_twins(maker *make, uint64_t which, uint64_t counters[MODEL_COUNTERS])
{
    sim_arena *arena = sim_arena_new();
    const made_world *world = make(which, arena);
    const size_t n_months = world->scenario.calendar->n_months;
    played fast = play(world, which % 3), slow = start(&world->scenario);
    sim_failure why;
    const model_future future = future_of(world, which % 3, slow.arena);
    bool is_played =
        validate_naive_play(slow.plan, &world->scenario, &future, slow.ledgers, &why);
    ck_assert_msg(is_played, "%s", why.text);
    for (size_t i = 0; i < world->scenario.n_architectures; i++) {
        size_t n = validate_agree(&fast.ledgers[i], &slow.ledgers[i], n_months, &why);
        ck_assert_msg(n == 0, "scenario %zu, architecture %zu: %s, and %zu more", (size_t)which,
                      i, why.text, n - 1);
        check_cost(&fast, i);
    }
    for (size_t i = 0; i < MODEL_COUNTERS; i++)
        counters[i] += fast.ledgers[0].counters[i];
    end(&fast);
    end(&slow);
    sim_arena_free(arena);
}

TEST(agents_agree_with_their_naive_twin_to_the_last_token)
{
    static const model_counter happen[] = {MODEL_SUCCESSES, MODEL_TRUNCATED,
                                           MODEL_LOST,      MODEL_HANDED_OVER,
                                           MODEL_REPEATED,  MODEL_COMPACTIONS};
    uint64_t counters[MODEL_COUNTERS] = {0};
    for (uint64_t which = 0; which < AGENT_SCENARIOS; which++)
        check_twins(made_agent_world_new, which, counters);
    for (size_t i = 0; i < sizeof happen / sizeof *happen; i++)
        ck_assert_msg(counters[happen[i]] > 50, "%s", model_counter_names[happen[i]]);
    for (size_t i = MODEL_OUTCOME_FINISHED; i < MODEL_OUTCOME_LIMIT; i++)
        ck_assert_msg(counters[MODEL_ENDED + i] > 50, "%s",
                      model_counter_names[MODEL_ENDED + i]);
}

/* Held against their twins in some worlds; those counters have something to show. */
static void check_worlds(maker *make, size_t n, const model_counter *happen, size_t n_happen)
{
    uint64_t counters[MODEL_COUNTERS] = {0};
    for (uint64_t which = 0; which < n; which++)
        check_twins(make, which, counters);
    for (size_t i = 0; i < n_happen; i++)
        ck_assert_msg(counters[happen[i]] > 50, "%s", model_counter_names[happen[i]]);
}

static const model_counter of_policies[] = {MODEL_SUCCESSES, MODEL_HANDED_OVER, MODEL_ESCALATED,
                                            MODEL_REMEMBERED, MODEL_MISTAKEN};

TEST(routes_cascades_and_kept_answers_agree_with_their_naive_twin)
{
    check_worlds(made_policy_world_new, 12, of_policies, 5);
}

TEST(training_agrees_with_its_naive_twin)
{
    check_worlds(made_training_world_new, 100, NULL, 0);
}

TEST(prices_and_exchange_rates_ahead_agree_with_their_naive_twin)
{
    check_worlds(made_prices_world_new, 12, of_policies, 5);
}

TEST(agents_come_to_the_same_in_blocks_and_on_the_engine)
{
    for (uint64_t which = 0; which < AGENT_SCENARIOS; which++) {
        sim_arena *arena = sim_arena_new();
        made_world *world = sim_arena_alloc(arena, 1, sizeof *world);
        sim_failure why;
        *world = *made_agent_world_new(which, arena);
        world->scenario.n_workloads = 1; /* its agents */
        made_world *timed = sim_arena_alloc(arena, 1, sizeof *timed);
        *timed = *world;
        timed->scenario.architectures = made_limited(&world->scenario, arena);
        played blocks = play(world, which % 3), engine = play(timed, which % 3);
        for (size_t i = 0; i < world->scenario.n_architectures; i++) {
            ck_assert_uint_eq(engine.ledgers[i].counters[MODEL_HOSTED],
                              engine.ledgers[i].counters[MODEL_CALLS]);
            made_forget_latency(&engine.ledgers[i]);
            size_t n = validate_agree(&blocks.ledgers[i], &engine.ledgers[i],
                                      world->scenario.calendar->n_months, &why);
            ck_assert_msg(n == 0, "scenario %zu, architecture %zu: %s, and %zu more",
                          (size_t)which, i, why.text, n - 1);
        }
        end(&blocks);
        end(&engine);
        sim_arena_free(arena);
    }
}

TEST(a_replication_is_the_same_when_played_again_and_another_is_not)
{
    for (uint64_t which = 0; which < 10; which++) {
        sim_arena *arena = sim_arena_new();
        const made_world *world = made_world_new(which, arena);
        played first = play(world, 4), again = play(world, 4), other = play(world, 5);
        check_same(&first, &again, which);
        ck_assert(cost_of(&first, 0) != cost_of(&other, 0));
        end(&first);
        end(&again);
        end(&other);
        sim_arena_free(arena);
    }
}

/* ---- threads ---- */

enum { REPLICATIONS = 8, THREADS = 2 };

/* Each thread plays every other replication, the last first, in an arena of its own. */
typedef struct worker {
    const made_world *world;
    const model_plan *plan;
    model_ledger (*ledgers)[MADE_ARCHITECTURES];
    size_t which;
    bool is_done;
} worker;

static void *work(void *who)
{
    worker *w = who;
    sim_arena *scratch = sim_arena_new();
    sim_failure why;
    w->is_done = true;
    for (size_t i = REPLICATIONS; i-- > 0;) {
        if (i % THREADS != w->which)
            continue;
        sim_arena_clear(scratch);
        const model_future future = future_of(w->world, i, scratch);
        w->is_done = w->is_done && model_world_play(w->plan, &future, w->ledgers[i], &why);
    }
    sim_arena_free(scratch);
    return NULL;
}

TEST(threads_do_not_change_anything)
{
    for (uint64_t which = 20; which < 24; which++) {
        sim_arena *arena = sim_arena_new();
        const made_world *world = made_world_new(which, arena);
        played shared = start(&world->scenario);
        model_ledger ledgers[REPLICATIONS][MADE_ARCHITECTURES];
        for (size_t i = 0; i < REPLICATIONS; i++)
            model_world_ledgers(shared.plan, arena, ledgers[i]);
        worker workers[THREADS];
        pthread_t threads[THREADS];
        for (size_t i = 0; i < THREADS; i++) {
            workers[i] = (worker){world, shared.plan, ledgers, i, false};
            ck_assert(pthread_create(&threads[i], NULL, work, &workers[i]) == 0);
        }
        for (size_t i = 0; i < THREADS; i++)
            ck_assert(pthread_join(threads[i], NULL) == 0 && workers[i].is_done);
        for (size_t i = 0; i < REPLICATIONS; i++) {
            played alone = play(world, i);
            memcpy(shared.ledgers, ledgers[i], sizeof shared.ledgers);
            check_same(&shared, &alone, which);
            end(&alone);
        }
        end(&shared);
        sim_arena_free(arena);
    }
}

/* ---- relations ---- */

/* Lines of the workloads that both have are the same; those come first. */
static void check_part(const played *part, const played *whole)
{
    size_t n_months = part->scenario->calendar->n_months;
    for (size_t i = 0; i < part->scenario->n_architectures; i++) {
        size_t n = lines_of(part, i), m = lines_of(whole, i);
        ck_assert_uint_gt(m, n);
        for (size_t month = 0; month < n_months; month++)
            ck_assert(memcmp(part->ledgers[i].usage + month * n,
                             whole->ledgers[i].usage + month * m, n * sizeof(uint64_t)) == 0);
    }
}

TEST(another_workload_disturbs_none)
{
    for (uint64_t which = 0; which < SCENARIOS; which += 4) {
        sim_arena *arena = sim_arena_new();
        const made_world *world = made_world_new(which, arena);
        made_world fewer = *world;
        ck_assert_uint_eq(fewer.scenario.n_workloads, MADE_WORKLOADS);
        fewer.scenario.n_workloads--;
        played part = play(&fewer, 1), whole = play(world, 1);
        check_part(&part, &whole);
        end(&part);
        end(&whole);
        sim_arena_free(arena);
    }
}

TEST(prices_at_twice_the_rate_are_twice_the_cost)
{
    const double one = 1, two = 2;
    for (uint64_t which = 0; which < SCENARIOS; which += 3) {
        sim_arena *arena = sim_arena_new();
        const made_world *world = made_world_new(which, arena);
        made_world dearer = *world;
        dearer.scenario.book = made_book(which, two, arena);
        made_world same = *world;
        same.scenario.book = made_book(which, one, arena);
        played a = play(world, 2), b = play(&dearer, 2), c = play(&same, 2);
        check_same(&a, &c, which);
        for (size_t i = 0; i < world->scenario.n_architectures; i++) {
            ck_assert(cost_of(&a, i) > 0);
            ck_assert(cost_of(&b, i) == 2 * cost_of(&a, i));
        }
        end(&a);
        end(&b);
        end(&c);
        sim_arena_free(arena);
    }
}

SUITE("world", the_world_agrees_with_its_naive_twin_to_the_last_token,
      agents_agree_with_their_naive_twin_to_the_last_token,
      routes_cascades_and_kept_answers_agree_with_their_naive_twin,
      training_agrees_with_its_naive_twin,
      prices_and_exchange_rates_ahead_agree_with_their_naive_twin,
      agents_come_to_the_same_in_blocks_and_on_the_engine,
      a_replication_is_the_same_when_played_again_and_another_is_not,
      threads_do_not_change_anything, another_workload_disturbs_none,
      prices_at_twice_the_rate_are_twice_the_cost)
