/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * The engine, its stations and whole worlds against their slow twins, on random models: nobody
 * may leave at another time or in another way, no event may happen at another place in the
 * order, and no token may be counted elsewhere.
 */
#include "validate/agree.h"
#include "validate/cases/case.h"
#include "validate/made_pipeline.h"
#include "validate/naive.h"
#include "validate/naive_engine.h"
#include "validate/naive_station.h"
#include "validate/served.h"

#include <math.h>

/* A number in [0, 1) by address, so that both twins are asked the same. */
static double chance(const validate_play *play, uint64_t who, uint64_t question)
{
    const uint64_t source = sim_stream_source("twins");
    return sim_stream_uniform(sim_stream_make(play->seed, play->replication, source), who,
                              question);
}

/* Twins agree or do not: one replication that differs is no matter of chance. */
static validate_row judge_all(size_t n, const double *x, double theory, double error)
{
    double most = 0;
    (void)error;
    for (size_t i = 0; i < n; i++)
        most = fmax(most, x[i]);
    validate_row row = validate_judge_mean(1, &most, theory, 0.5);
    return row;
}

static void all_agree(const validate_case *of, validate_answer *answer)
{
    (void)of;
    answer->value[0] = 0;
    answer->rate = 1;
}

/* ---- stations: a replication is one random model ---- */

enum { GUESTS = 150 };

typedef struct twin {
    const sim_discipline *discipline;
    double (*speed)(const void *owner, uint32_t n);
    uint64_t room;
    bool gives_up;
} twin;

typedef struct guest {
    sim_customer customer;
    sim_engine *engine;
    sim_station *station;
    double left_s;
    int fate;
} guest;

static void arrive(sim_engine *engine, void *who)
{
    (void)engine;
    guest *g = who;
    sim_station_arrive(g->station, &g->customer);
}

static const sim_action arrives = {"a guest arrives", arrive, NULL};

static void leave(void *owner, sim_customer *customer, sim_fate fate)
{
    guest *g = (guest *)customer;
    (void)owner;
    g->left_s = sim_engine_now(g->engine);
    g->fate = (int)fate;
}

/* Gaps of mean 1, work of a load between 0.5 and 1.5 of one server. */
static void invite(const twin *p, const validate_play *play, validate_naive_customer *c,
                   guest *g)
{
    const double load = 0.5 + chance(play, GUESTS, 0);
    double time_s = 0;
    for (uint64_t i = 0; i < GUESTS; i++) {
        time_s -= log1p(-chance(play, i, 0));
        c[i] = (validate_naive_customer){
            .arrival_s = time_s,
            .work_s = -load * log1p(-chance(play, i, 1)),
            .patience_s = p->gives_up ? -2 * log1p(-chance(play, i, 2)) : HUGE_VAL,
            .rank = (int)(3 * chance(play, i, 3))};
        g[i].customer.work_s = c[i].work_s;
        g[i].customer.patience_s = c[i].patience_s;
        g[i].customer.rank = (uint8_t)c[i].rank;
        sim_engine_at(g[i].engine, time_s, &arrives, &g[i]);
    }
}

static double count_differing(const validate_naive_customer *c, const guest *g)
{
    double n = 0;
    for (size_t i = 0; i < GUESTS; i++)
        n += g[i].fate != c[i].fate ||
             !(fabs(g[i].left_s - c[i].left_s) <= 1e-9 * (1 + c[i].left_s));
    return n;
}

static void play_station(const validate_case *of, const validate_play *play, double *estimates)
{
    const twin *p = of->point;
    sim_engine *engine = sim_engine_new(play->arena, 4);
    const sim_station_options options = {
        .name = of->name,
        .discipline = p->discipline,
        .servers = (uint32_t)(1 + 4 * chance(play, GUESTS, 1)),
        .room = p->room,
        .speed = p->speed,
        .ended = leave,
    };
    sim_station *station = sim_station_new(engine, &options);
    validate_naive_customer *c = sim_arena_alloc(play->arena, GUESTS, sizeof *c);
    guest *g = sim_arena_alloc(play->arena, GUESTS, sizeof *g);
    for (size_t i = 0; i < GUESTS; i++)
        g[i] = (guest){.engine = engine, .station = station, .left_s = (double)NAN, .fate = -1};
    invite(p, play, c, g);
    sim_engine_run(engine, HUGE_VAL, 0);
    validate_require_sound(station);
    validate_naive_station(p->discipline, options.servers, p->room, p->speed, c, GUESTS);
    estimates[0] = count_differing(c, g);
}

static double slower_in_company(const void *owner, uint32_t n)
{
    (void)owner;
    return 1 / (1 + 0.3 * (n - 1));
}

/* ---- the engine: entities that plan, move and cancel events, their own and others' ---- */

enum { ENTITIES = 40, LOGGED = 3000 };

typedef struct world world;

typedef struct entity {
    world *world;
    uint64_t number, acts;
    uint64_t planned; /* the name of its event; 0: none */
} entity;

struct world {
    const validate_play *play;
    sim_engine *engine; /* one of the two */
    validate_naive_engine *naive;
    entity entities[ENTITIES];
    size_t n;
    double when_s[LOGGED];
    uint64_t who[LOGGED];
};

static void happen_fast(sim_engine *engine, void *who);
static void happen_slowly(validate_naive_engine *engine, void *who);
static const sim_action acts = {"an entity acts", happen_fast, NULL};

static double now_of(const world *w)
{
    return w->engine ? sim_engine_now(w->engine) : w->naive->now_s;
}

static void plan(entity *e, double when_s, int priority)
{
    world *w = e->world;
    e->planned = w->engine
                     ? sim_engine_at_priority(w->engine, when_s, priority, &acts, e)
                     : validate_naive_engine_at(w->naive, when_s, priority, happen_slowly, e);
}

static void move(entity *e, double when_s)
{
    world *w = e->world;
    e->planned = w->engine ? sim_engine_move(w->engine, e->planned, when_s)
                           : validate_naive_engine_move(w->naive, e->planned, when_s);
}

static void cancel(entity *e)
{
    world *w = e->world;
    if (w->engine)
        sim_engine_cancel(w->engine, e->planned);
    else
        validate_naive_engine_cancel(w->naive, e->planned);
    e->planned = 0;
}

/* A number in [0, 1) for an entity's question in its present act. */
static double ask(const entity *e, uint64_t question)
{
    return chance(e->world->play, e->number, e->acts * 8 + question);
}

/* On a grid of a quarter second, often now: ties are the point. */
static double later(const entity *e, uint64_t question)
{
    const double u = ask(e, question);
    return now_of(e->world) + (u < 0.3 ? 0 : floor(u * 12) / 4);
}

static void act(entity *e)
{
    world *w = e->world;
    e->planned = 0;
    e->acts++;
    if (w->n == LOGGED)
        return;
    w->when_s[w->n] = now_of(w);
    w->who[w->n++] = e->number;
    plan(e, later(e, 0), (int)(8 * ask(e, 1)));
    entity *other = &w->entities[(size_t)(ENTITIES * ask(e, 2))];
    const double what = ask(e, 3);
    if (!other->planned)
        plan(other, later(e, 4), (int)(8 * what));
    else if (what < 0.3)
        move(other, later(e, 4));
    else if (what < 0.4 && other != e)
        cancel(other);
}

static void happen_fast(sim_engine *engine, void *who)
{
    (void)engine;
    act(who);
}

static void happen_slowly(validate_naive_engine *engine, void *who)
{
    (void)engine;
    act(who);
}

static world *begin(const validate_play *play, sim_engine *engine, validate_naive_engine *naive)
{
    world *w = sim_arena_alloc(play->arena, 1, sizeof *w);
    sim_require(engine || naive);
    w->play = play;
    w->engine = engine;
    w->naive = naive;
    for (size_t i = 0; i < ENTITIES; i++) {
        w->entities[i] = (entity){.world = w, .number = i};
        plan(&w->entities[i], later(&w->entities[i], 7), (int)(i % 8));
    }
    return w;
}

static void play_engine(const validate_case *of, const validate_play *play, double *estimates)
{
    validate_naive_engine naive = {0};
    (void)of;
    const world *fast = begin(play, sim_engine_new(play->arena, 1), NULL);
    const world *slow = begin(play, NULL, &naive);
    sim_engine_run(fast->engine, HUGE_VAL, 0);
    while (validate_naive_engine_step(&naive))
        continue;
    validate_naive_engine_free(&naive);
    sim_require(fast->n == LOGGED && slow->n == LOGGED);
    estimates[0] = 0;
    for (size_t i = 0; i < LOGGED; i++)
        estimates[0] += fast->who[i] != slow->who[i] || fast->when_s[i] != slow->when_s[i];
}

/* ---- a replica that serves a model: a replication is 20 random ones ---- */

enum { MODELS_SERVED = 20 };

static void play_replica(const validate_case *of, const validate_play *play, double *estimates)
{
    validate_served *m = sim_arena_alloc(play->arena, 1, sizeof *m);
    const sim_stream stream =
        sim_stream_make(play->seed, play->replication, sim_stream_source("served"));
    (void)of;
    estimates[0] = 0;
    for (uint64_t index = 0; index < MODELS_SERVED; index++) {
        validate_served_draw(m, stream, index);
        validate_served_play(m, play->arena);
        for (size_t i = 0; i < m->n; i++)
            estimates[0] += !validate_served_agrees(m, i);
    }
}

/* ---- whole worlds on metered APIs: a replication is a random scenario ---- */

typedef struct worlds {
    const made_world *(*make)(uint64_t which, sim_arena *arena);
    bool on_engine; /* held against themselves on the engine, else against a naive twin */
} worlds;

typedef struct played {
    model_plan *plan;
    model_ledger ledgers[MADE_ARCHITECTURES];
} played;

static played play_world(const made_world *w, const model_future *future)
{
    played p;
    sim_failure why;
    sim_require(model_plan_new(&w->scenario, &p.plan, &why));
    model_world_ledgers(p.plan, future->arena, p.ledgers);
    sim_require(model_world_play(p.plan, future, p.ledgers, &why));
    return p;
}

/* The same in another way. */
static played play_again(const made_world *w, const model_future *future)
{
    played p;
    sim_failure why;
    sim_require(model_plan_new(&w->scenario, &p.plan, &why));
    model_world_ledgers(p.plan, future->arena, p.ledgers);
    sim_require(validate_naive_play(p.plan, &w->scenario, future, p.ledgers, &why));
    return p;
}

static played play_on_engine(made_world *w, const model_future *future)
{
    w->scenario.architectures = made_limited(&w->scenario, future->arena);
    played p = play_world(w, future);
    for (size_t i = 0; i < MADE_ARCHITECTURES; i++)
        made_forget_latency(&p.ledgers[i]);
    return p;
}

static void play_worlds(const validate_case *of, const validate_play *play, double *estimates)
{
    const worlds *p = of->point;
    made_world *w = sim_arena_alloc(play->arena, 1, sizeof *w);
    sim_failure first;
    *w = *p->make(play->seed * 100000 + play->replication, play->arena);
    if (p->on_engine)
        w->scenario.n_workloads = 1; /* the agents: where chats end with the horizon differs */
    const model_future future = {.seed = w->seed,
                                 .noise = play->replication,
                                 .replication = play->replication,
                                 .resolved = w->resolved,
                                 .arena = play->arena};
    const size_t n_months = w->scenario.calendar->n_months;
    played one = play_world(w, &future);
    played other = p->on_engine ? play_on_engine(w, &future) : play_again(w, &future);
    estimates[0] = 0;
    for (size_t i = 0; i < MADE_ARCHITECTURES; i++)
        estimates[0] +=
            (double)validate_agree(&one.ledgers[i], &other.ledgers[i], n_months, &first);
    model_plan_free(one.plan);
    model_plan_free(other.plan);
}

/* ---- the cases ---- */

static const validate_quantity of_stations[] = {{.name = "customers who differ"},
                                                {.name = NULL}};
static const validate_quantity of_engines[] = {{.name = "events that differ"}, {.name = NULL}};

static const validate_quantity of_replicas[] = {{.name = "requests that differ"},
                                                {.name = NULL}};

static const validate_quantity of_worlds[] = {{.name = "figures that differ"}, {.name = NULL}};

static const validate_rig worlds_twice = {
    .quantities = of_worlds, .play = play_worlds, .judge = judge_all};
static const validate_rig replicas = {
    .quantities = of_replicas, .play = play_replica, .judge = judge_all};
static const validate_rig stations = {
    .quantities = of_stations, .play = play_station, .judge = judge_all};
static const validate_rig engines = {
    .quantities = of_engines, .play = play_engine, .judge = judge_all};

#define WORLDS(title, ...)                                                                     \
    .name = (title), .rig = &worlds_twice, .theory = all_agree, .point = &(const worlds)       \
    {                                                                                          \
        __VA_ARGS__                                                                            \
    }
#define STATION(title, ...)                                                                    \
    .name = (title), .rig = &stations, .theory = all_agree, .point = &(const twin)             \
    {                                                                                          \
        __VA_ARGS__                                                                            \
    }

static const validate_case cases[] = {
    {.name = "engine and sorted list", .rig = &engines, .theory = all_agree},
    {.name = "replica and its steps one by one", .rig = &replicas, .theory = all_agree},
    {WORLDS("chats and jobs, call by call", made_world_new, false)},
    {WORLDS("routes, cascades and kept answers", made_policy_world_new, false)},
    {WORLDS("training, month by month", made_training_world_new, false)},
    {WORLDS("prices and exchange rates ahead", made_prices_world_new, false)},
    {WORLDS("agents and guards, step by step", made_agent_world_new, false)},
    {WORLDS("agents in blocks and on the engine", made_agent_world_new, true)},
    {STATION("first come, first served", .discipline = &sim_discipline_fifo)},
    {STATION("newest first", .discipline = &sim_discipline_lifo)},
    {STATION("newest first, preemptive", .discipline = &sim_discipline_lifo_preemptive)},
    {STATION("ranks", .discipline = &sim_discipline_priority)},
    {STATION("ranks, preemptive", .discipline = &sim_discipline_priority_preemptive)},
    {STATION("sharing", .discipline = &sim_discipline_sharing)},
    {STATION("impatient", .discipline = &sim_discipline_fifo, .gives_up = true)},
    {STATION("impatient, ranks, preemptive", .discipline = &sim_discipline_priority_preemptive,
             .gives_up = true)},
    {STATION("room for 6", .discipline = &sim_discipline_priority, .room = 6)},
    {STATION("slower in company", .discipline = &sim_discipline_fifo,
             .speed = slower_in_company)},
};

const validate_suite validate_suite_twins = {"slow twins", cases, sizeof cases / sizeof *cases};
