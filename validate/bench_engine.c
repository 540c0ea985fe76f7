/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * The event engine: M/M/1 at utilisation 0.9 written as events, as a process, as a station and
 * as two clocks by hand; replications on two cores; the hold model; a million timeouts. All
 * keep the same statistics: mean and spread of the time in the system, and the mean number
 * present.
 */
#include "sim/generator.h"
#include "sim/process.h"
#include "sim/replicate.h"
#include "sim/tally.h"
#include "validate/bench.h"

#include <math.h>
#include <stdio.h>
#include <stdlib.h>
#include <sys/resource.h>

enum { CUSTOMERS = 4000000, ROUNDS = 5, LINE = 1 << 14, LIVE = 1000000 };

/* ---- M/M/1: what all ways share ---- */

typedef struct queue {
    sim_draws *gap, *work;
    double arrived_s[LINE]; /* of those present, a ring */
    uint32_t head, tail;
    uint64_t most;
    sim_level present;
    sim_moments stay_s;
    sim_process server;
    sim_gate bell; /* where the server waits for customers */
} queue;

static sim_draws *exponential(double mean, uint64_t replication, const char *purpose,
                              sim_arena *arena)
{
    const sim_stream stream = sim_stream_make(1, replication, sim_stream_source(purpose));
    return sim_draws_new(stream, 0, (sim_draws_law){&sim_draws_exponential, {mean}, NULL},
                         arena);
}

static queue *queue_new(uint64_t replication, uint64_t most, sim_arena *arena)
{
    queue *q = sim_arena_alloc(arena, 1, sizeof *q);
    q->gap = exponential(1 / 0.9, replication, "gap", arena);
    q->work = exponential(1, replication, "work", arena);
    q->most = most;
    return q;
}

static inline uint32_t present(const queue *q)
{
    return q->tail - q->head;
}

static inline void join(queue *q, double now_s)
{
    sim_require(present(q) < LINE);
    q->arrived_s[q->tail++ % LINE] = now_s;
    sim_level_set(&q->present, now_s, present(q));
}

/* Whether that was the last customer wanted. */
static inline bool leave(queue *q, double now_s)
{
    sim_moments_add(&q->stay_s, now_s - q->arrived_s[q->head++ % LINE]);
    sim_level_set(&q->present, now_s, present(q));
    return q->stay_s.n == q->most;
}

/* ---- as events ---- */

static void arrives(sim_engine *engine, void *who);
static void departs(sim_engine *engine, void *who);
static const sim_action arrival = {"arrival", arrives, NULL};
static const sim_action departure = {"departure", departs, NULL};

static void arrives(sim_engine *engine, void *who)
{
    queue *q = who;
    sim_engine_after(engine, sim_draws_next(q->gap), &arrival, q);
    join(q, sim_engine_now(engine));
    if (present(q) == 1)
        sim_engine_after(engine, sim_draws_next(q->work), &departure, q);
}

static void departs(sim_engine *engine, void *who)
{
    queue *q = who;
    if (leave(q, sim_engine_now(engine)))
        sim_engine_stop(engine);
    if (present(q))
        sim_engine_after(engine, sim_draws_next(q->work), &departure, q);
}

static void play_events(queue *q, sim_arena *arena)
{
    sim_engine *engine = sim_engine_new(arena, 16);
    sim_engine_after(engine, sim_draws_next(q->gap), &arrival, q);
    sim_engine_run(engine, HUGE_VAL, 0);
}

/* ---- as a process: a server that serves, and waits when nobody is there ---- */

/* NOLINTNEXTLINE(readability-function-size): the macros nest, not the code */
static void serve(sim_engine *engine, void *who)
{
    queue *q = who;
    SIM_PROCESS_BEGIN(&q->server);
    for (;;) {
        if (present(q) == 0)
            SIM_PROCESS_WAIT(engine, &q->server, &q->bell);
        SIM_PROCESS_HOLD(engine, &q->server, sim_draws_next(q->work));
        if (leave(q, sim_engine_now(engine)))
            sim_engine_stop(engine);
    }
    SIM_PROCESS_END(&q->server);
}

static void rings(sim_engine *engine, void *who);
static const sim_action serving = {"server", serve, NULL};
static const sim_action ringing = {"arrival", rings, NULL};

static void rings(sim_engine *engine, void *who)
{
    queue *q = who;
    sim_engine_after(engine, sim_draws_next(q->gap), &ringing, q);
    join(q, sim_engine_now(engine));
    sim_gate_wake(engine, &q->bell);
}

static void play_process(queue *q, sim_arena *arena)
{
    sim_engine *engine = sim_engine_new(arena, 16);
    q->server = (sim_process){.action = &serving, .who = q};
    sim_process_start(engine, &q->server, 0);
    sim_engine_after(engine, sim_draws_next(q->gap), &ringing, q);
    sim_engine_run(engine, HUGE_VAL, 0);
}

/* ---- as a station ---- */

typedef struct house {
    queue *queue;
    sim_engine *engine;
    sim_generator *generator;
} house;

static void ended(void *owner, sim_customer *customer, sim_fate fate)
{
    house *h = owner;
    (void)fate;
    if (++h->queue->stay_s.n == h->queue->most)
        sim_engine_stop(h->engine);
    sim_generator_give(h->generator, customer);
}

static void play_station(queue *q, sim_arena *arena)
{
    house h = {q, sim_engine_new(arena, 16), NULL};
    const sim_station_options options = {.servers = 1, .ended = ended, .owner = &h};
    sim_station *station = sim_station_new(h.engine, &options);
    const sim_generator_options arrivals = {.gap = q->gap, .work = q->work, .station = station};
    h.generator = sim_generator_new(h.engine, &arrivals);
    sim_engine_run(h.engine, HUGE_VAL, 0);
    q->stay_s = sim_station_record_now(station)->stay_s;
}

/* ---- as two clocks: what any program that steps from event to event must do ---- */

static void play_clocks(queue *q, sim_arena *arena)
{
    (void)arena;
    double next_arrival_s = sim_draws_next(q->gap), next_departure_s = HUGE_VAL;
    for (bool is_over = false; !is_over;) {
        if (next_arrival_s < next_departure_s) {
            const double now_s = next_arrival_s;
            next_arrival_s = now_s + sim_draws_next(q->gap);
            join(q, now_s);
            if (present(q) == 1)
                next_departure_s = now_s + sim_draws_next(q->work);
        } else {
            const double now_s = next_departure_s;
            is_over = leave(q, now_s);
            next_departure_s = present(q) ? now_s + sim_draws_next(q->work) : HUGE_VAL;
        }
    }
}

/* ---- the same work in turn, the best of several rounds ---- */

static const struct {
    const char *name;
    void (*play)(queue *q, sim_arena *arena);
} ways[] = {{"two clocks by hand", play_clocks},
            {"event view", play_events},
            {"process view", play_process},
            {"station", play_station}};
enum { WAYS = sizeof ways / sizeof *ways };

static void check(const queue *q, const char *name)
{
    const double stay_s = sim_moments_mean(&q->stay_s);
    if (fabs(stay_s - 10) > 1) /* 7 standard errors of 4 million customers */
        validate_bench_stop(name);
}

static void bench_mm1(void)
{
    double best_s[WAYS];
    char name[64];
    for (int way = 0; way < WAYS; way++)
        best_s[way] = 1e9;
    for (int round = 0; round < ROUNDS; round++)
        for (int way = 0; way < WAYS; way++) {
            sim_arena *arena = sim_arena_new();
            queue *q = queue_new(0, CUSTOMERS, arena);
            const double start_s = validate_bench_cpu_s();
            ways[way].play(q, arena);
            const double took_s = validate_bench_cpu_s() - start_s;
            best_s[way] = took_s < best_s[way] ? took_s : best_s[way];
            check(q, ways[way].name);
            sim_arena_free(arena);
        }
    for (int way = 0; way < WAYS; way++) {
        snprintf(name, sizeof name, "M/M/1 at 0.9, %s", ways[way].name);
        validate_bench_record(name, CUSTOMERS / best_s[way] / 1e6, "million customers per s",
                              1);
    }
    for (int way = 1; way < WAYS; way++) {
        snprintf(name, sizeof name, "M/M/1, %s against two clocks", ways[way].name);
        validate_bench_record(name, best_s[0] / best_s[way], "of their speed", 1);
    }
}

/* ---- replications ---- */

static bool prepare(void *owner, uint64_t first, size_t n, sim_failure *why)
{
    (void)owner, (void)first, (void)n, (void)why;
    return true;
}

static bool play(void *owner, const sim_trial *trial, void *outcome, sim_failure *why)
{
    (void)owner, (void)why;
    queue *q = queue_new(trial->replication, CUSTOMERS / 16, trial->scratch);
    play_events(q, trial->scratch);
    *(uint64_t *)outcome = q->stay_s.n;
    return true;
}

static bool collect(void *owner, uint64_t first, size_t n, void *outcomes, sim_failure *why)
{
    uint64_t *customers = owner;
    (void)first, (void)why;
    for (size_t i = 0; i < n; i++)
        *customers += ((const uint64_t *)outcomes)[i];
    return true;
}

static bool is_enough(void *owner, uint64_t n)
{
    (void)owner, (void)n;
    return true;
}

static double customers_per_s(int threads)
{
    double best = 0;
    for (int round = 0; round < ROUNDS; round++) {
        uint64_t customers = 0;
        const sim_experiment experiment = {.owner = &customers,
                                           .outcome_size = sizeof(uint64_t),
                                           .prepare = prepare,
                                           .play = play,
                                           .collect = collect,
                                           .is_enough = is_enough};
        const sim_replicate_options options = {.least = 32, .limit = 32, .threads = threads};
        sim_failure why;
        const double start_s = validate_bench_now_s();
        sim_replicate(&experiment, &options, &why);
        const double rate = (double)customers / (validate_bench_now_s() - start_s);
        best = rate > best ? rate : best;
    }
    return best;
}

static void bench_replications(void)
{
    const double one = customers_per_s(1), two = customers_per_s(2);
    validate_bench_record("M/M/1, replications", two / 1e6, "million customers per s", 2);
    validate_bench_record("M/M/1, two threads against one", two / one, "times", 2);
}

/* ---- the hold model: n pending, each event schedules the next ---- */

static void hold(sim_engine *engine, void *who);
static const sim_action holding = {"hold", hold, NULL};

static void hold(sim_engine *engine, void *who)
{
    sim_engine_after(engine, sim_draws_next(who), &holding, who);
}

static void bench_hold(void)
{
    static const size_t pending[] = {16, 1000, 100000, 1000000};
    enum { HOLDS = 3000000 };
    for (size_t i = 0; i < sizeof pending / sizeof *pending; i++) {
        sim_arena *arena = sim_arena_new();
        sim_engine *engine = sim_engine_new(arena, pending[i]);
        sim_draws *draws = exponential(1, 0, "hold", arena);
        for (size_t k = 0; k < pending[i]; k++)
            hold(engine, draws);
        sim_engine_run(engine, HUGE_VAL, pending[i]);
        double best_s = 1e9;
        for (int round = 0; round < 3; round++) {
            const double start_s = validate_bench_cpu_s();
            sim_engine_run(engine, HUGE_VAL, HOLDS);
            const double took_s = validate_bench_cpu_s() - start_s;
            best_s = took_s < best_s ? took_s : best_s;
        }
        char name[64];
        snprintf(name, sizeof name, "hold, %zu pending", pending[i]);
        validate_bench_record(name, best_s * 1e9 / HOLDS, "ns", 1);
        sim_arena_free(arena);
    }
}

/* ---- a million live entities, each with a timeout that is cancelled or fires ---- */

typedef struct request {
    sim_handle timeout, end;
    double begun_s;
    uint64_t tokens[3];
} request;

static void finishes(sim_engine *engine, void *who)
{
    request *r = who;
    sim_engine_cancel(engine, r->timeout);
}

static void times_out(sim_engine *engine, void *who)
{
    request *r = who;
    sim_engine_cancel(engine, r->end);
}

static const sim_action finish = {"finishes", finishes, NULL};
static const sim_action timeout = {"times out", times_out, NULL};

static double resident_mib(void)
{
    struct rusage usage;
    getrusage(RUSAGE_SELF, &usage);
    return (double)usage.ru_maxrss / 1024;
}

static void bench_timeouts(void)
{
    const double before_mib = resident_mib();
    sim_arena *arena = sim_arena_new();
    sim_engine *engine = sim_engine_new(arena, (size_t)2 * LIVE);
    sim_draws *draws = exponential(1, 0, "work", arena);
    sim_pool pool;
    sim_pool_init(&pool, arena, sizeof(request));
    const double start_s = validate_bench_cpu_s();
    for (int i = 0; i < LIVE; i++) {
        request *r = sim_pool_take(&pool);
        r->end = sim_engine_after(engine, sim_draws_next(draws), &finish, r);
        r->timeout = sim_engine_after(engine, 2, &timeout, r);
    }
    sim_engine_run(engine, HUGE_VAL, 0);
    const double took_s = validate_bench_cpu_s() - start_s;
    validate_bench_record("a million entities with timeouts", took_s * 1e9 / LIVE,
                          "ns per entity", 1);
    validate_bench_record("a million entities, memory", resident_mib() - before_mib, "MiB", 1);
    sim_arena_free(arena);
}

/* ---- SimPy, where it is installed ---- */

static const char simpy[] =
    "import random, time, simpy\n"
    "N = 200000\n"
    "def arrivals(env, store):\n"
    "    while True:\n"
    "        yield env.timeout(random.expovariate(0.9))\n"
    "        yield store.put(env.now)\n"
    "def server(env, store, seen, done):\n"
    "    while len(seen) < N:\n"
    "        came = yield store.get()\n"
    "        yield env.timeout(random.expovariate(1.0))\n"
    "        seen.append(env.now - came)\n"
    "    done.succeed()\n"
    "random.seed(1)\n"
    "env = simpy.Environment(); store = simpy.Store(env); seen = []; done = env.event()\n"
    "env.process(arrivals(env, store)); env.process(server(env, store, seen, done))\n"
    "start = time.process_time(); env.run(until=done)\n"
    "print(N / (time.process_time() - start))\n";

static void bench_simpy(void)
{
    char script[] = "/tmp/outlay-bench-XXXXXX", command[128];
    char line[64] = "";
    const int file = mkstemp(script);
    FILE *out = file < 0 ? NULL : fdopen(file, "w");
    if (!out)
        return;
    fputs(simpy, out);
    fclose(out);
    snprintf(command, sizeof command, "/usr/bin/python3 %s 2>/dev/null", script);
    FILE *in = popen(command, "r"); /* NOLINT(cert-env33-c): a constant command of ours */
    const double rate = in && fgets(line, sizeof line, in) ? strtod(line, NULL) : 0;
    if (rate > 0)
        validate_bench_record("M/M/1 at 0.9, SimPy beside it", rate / 1e6,
                              "million customers per s", 1);
    else
        puts("M/M/1 at 0.9, SimPy beside it: not measured (python3-simpy3 is not installed)");
    if (in)
        pclose(in);
    remove(script);
}

void validate_bench_engine(void)
{
    bench_mm1();
    bench_replications();
    bench_hold();
    bench_timeouts();
    bench_simpy();
}
