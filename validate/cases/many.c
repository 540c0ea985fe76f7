/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Several stations: open and closed networks. */
#include "sim/generator.h"
#include "sim/router.h"
#include "validate/cases/case.h"
#include "validate/theory/networks.h"

#include <math.h>

enum { NODES = VALIDATE_MOST_NODES };

/* A node's own part of the network under way. */
typedef struct node {
    struct network *network;
    sim_station *station;
    sim_router *onward; /* NULL: customers leave */
    sim_draws *work;
} node;

typedef struct network {
    sim_engine *engine;
    node nodes[NODES];
    size_t n;
    sim_generator *generators[NODES];
    sim_pool pool; /* of a closed network's users */
    sim_draws *think;
} network;

static void enter(node *to, sim_customer *customer)
{
    customer->work_s = sim_draws_next(to->work);
    customer->patience_s = HUGE_VAL;
    sim_station_arrive(to->station, customer);
}

static node *node_at(network *w, const sim_station *station)
{
    size_t i = 0;
    while (w->nodes[i].station != station)
        i++;
    return &w->nodes[i];
}

static const validate_law standard = {"exponential", 1, 0}, uniform = {"uniform", 0, 1};

static sim_draws *draws_at(const validate_case *of, const validate_play *play,
                           const char *purpose, size_t i, validate_law law)
{
    char name[32];
    snprintf(name, sizeof name, "%s %zu", purpose, i);
    return validate_draws(of, play, name, law);
}

/* ---- open ---- */

typedef struct open_point {
    validate_jackson jackson;
    double time_s; /* of a replication */
} open_point;

static void moves_on(void *owner, sim_customer *customer, sim_fate fate)
{
    node *from = owner;
    network *w = from->network;
    (void)fate;
    const sim_station *next = from->onward ? sim_router_choose(from->onward) : NULL;
    if (next)
        enter(node_at(w, next), customer);
    else
        sim_generator_give(w->generators[customer->rank], customer); /* where it is from */
}

static void arrives_at(void *owner, sim_customer *customer)
{
    enter(owner, customer);
}

static void play_open(const validate_case *of, const validate_play *play, double *estimates)
{
    const open_point *p = of->point;
    const validate_jackson *j = &p->jackson;
    network w = {.engine = sim_engine_new(play->arena, 64), .n = j->n};
    sim_station *stations[NODES];
    for (size_t i = 0; i < w.n; i++) {
        node *at = &w.nodes[i];
        const sim_station_options options = {.servers = j->servers[i] ? j->servers[i]
                                                                      : SIM_STATION_UNLIMITED,
                                             .ended = moves_on,
                                             .owner = at};
        at->network = &w;
        at->work =
            draws_at(of, play, "work", i, (validate_law){"exponential", 1 / j->service[i], 0});
        stations[i] = at->station = sim_station_new(w.engine, &options);
    }
    for (size_t i = 0; i < w.n; i++) {
        w.nodes[i].onward = sim_router_new(play->arena, &sim_routing_random, stations, w.n,
                                           draws_at(of, play, "route", i, uniform));
        w.nodes[i].onward->share = j->next[i];
        if (j->outside[i] <= 0)
            continue;
        const validate_law gap = {"exponential", 1 / j->outside[i], 0};
        const sim_generator_options arrivals = {.gap = draws_at(of, play, "gap", i, gap),
                                                .rank = (uint8_t)i,
                                                .send = arrives_at,
                                                .owner = &w.nodes[i]};
        w.generators[i] = sim_generator_new(w.engine, &arrivals);
    }
    sim_engine_run(w.engine, p->time_s * play->scale / 4, 0);
    for (size_t i = 0; i < w.n; i++)
        sim_station_restart(w.nodes[i].station);
    sim_engine_run(w.engine, p->time_s * play->scale * 1.25, 0);
    sim_failure why;
    for (size_t i = 0; i < w.n; i++) {
        const sim_level *present = &sim_station_record_now(w.nodes[i].station)->present;
        estimates[i] = sim_level_mean(present, present->since_s);
        if (!sim_station_verify(w.nodes[i].station, &why))
            sim_failure_abort(why.text, __FILE__, __LINE__);
    }
}

static void jackson(const validate_case *of, double *values)
{
    const open_point *p = of->point;
    double throughput[NODES];
    validate_jackson_solve(&p->jackson, throughput, values);
}

/* ---- closed ---- */

typedef struct closed_point {
    size_t n;
    double demand_s[NODES], think_s;
    unsigned users;
    double time_s;
} closed_point;

/* A user thinks, then visits the stations one after the other. */
static void goes_on(void *owner, sim_customer *customer, sim_fate fate);

static void stops_thinking(sim_engine *engine, void *who);
static const sim_action thinking_ends = {"a user stops thinking", stops_thinking, NULL};

typedef struct user {
    sim_customer customer;
    network *network;
} user;

static void stops_thinking(sim_engine *engine, void *who)
{
    (void)engine;
    user *u = who;
    enter(&u->network->nodes[0], &u->customer);
}

static void think(network *w, user *u)
{
    const double think_s = w->think ? sim_draws_next(w->think) : 0;
    sim_engine_after(w->engine, think_s, &thinking_ends, u);
}

static void goes_on(void *owner, sim_customer *customer, sim_fate fate)
{
    node *from = owner;
    network *w = from->network;
    (void)fate;
    const size_t next = (size_t)(from - w->nodes) + 1;
    if (next < w->n)
        enter(&w->nodes[next], customer);
    else
        think(w, (user *)customer);
}

static void play_closed(const validate_case *of, const validate_play *play, double *estimates)
{
    const closed_point *p = of->point;
    network w = {.engine = sim_engine_new(play->arena, 64), .n = p->n};
    if (p->think_s > 0)
        w.think =
            validate_draws(of, play, "think", (validate_law){standard.kind, p->think_s, 0});
    for (size_t i = 0; i < w.n; i++) {
        node *at = &w.nodes[i];
        const sim_station_options options = {.servers = 1, .ended = goes_on, .owner = at};
        at->network = &w;
        at->work =
            draws_at(of, play, "work", i, (validate_law){standard.kind, p->demand_s[i], 0});
        at->station = sim_station_new(w.engine, &options);
    }
    user *users = sim_arena_alloc(play->arena, p->users, sizeof *users);
    for (unsigned i = 0; i < p->users; i++) {
        users[i].network = &w;
        think(&w, &users[i]);
    }
    sim_engine_run(w.engine, p->time_s * play->scale / 4, 0);
    for (size_t i = 0; i < w.n; i++)
        sim_station_restart(w.nodes[i].station);
    sim_engine_run(w.engine, p->time_s * play->scale * 1.25, 0);
    const sim_station_record *last = sim_station_record_now(w.nodes[w.n - 1].station);
    estimates[0] = (double)last->n[SIM_FATE_SERVED] / (p->time_s * play->scale);
    for (size_t i = 0; i < w.n; i++) {
        const sim_level *present = &sim_station_record_now(w.nodes[i].station)->present;
        estimates[i + 1] = sim_level_mean(present, present->since_s);
    }
}

static void closed(const validate_case *of, double *values)
{
    const closed_point *p = of->point;
    values[0] = validate_closed(p->n, p->demand_s, p->think_s, p->users, values + 1);
}

/* ---- the cases ---- */

#define OPEN(title, judged, ...)                                                               \
    {                                                                                          \
        .name = (title), .quantities = {judged}, .theory = jackson, .play = play_open,         \
        .point = &(const open_point)                                                           \
        {                                                                                      \
            __VA_ARGS__                                                                        \
        }                                                                                      \
    }
#define CLOSED(title, judged, ...)                                                             \
    {                                                                                          \
        .name = (title), .quantities = {judged}, .theory = closed, .play = play_closed,        \
        .point = &(const closed_point)                                                         \
        {                                                                                      \
            __VA_ARGS__                                                                        \
        }                                                                                      \
    }
#define AT_2     "present at node 1", "present at node 2"
#define AT_3     AT_2, "present at node 3"
#define AT_4     AT_3, "present at node 4"
#define VISITS_1 "visits per s", "present at node 1"
#define VISITS_2 "visits per s", AT_2
#define VISITS_3 "visits per s", AT_3

static const validate_case cases[] = {
    OPEN("Jackson, two nodes with feedback", AT_2,
         .jackson = {.n = 2,
                     .outside = {0.5, 0},
                     .service = {1, 2},
                     .servers = {1, 1},
                     .next = {{0, 1}, {0.25, 0}}},
         .time_s = 60000),
    OPEN("Jackson, delay node and two stations", AT_3,
         .jackson = {.n = 3,
                     .outside = {1, 0, 0},
                     .service = {2, 1, 2.5},
                     .servers = {0, 4, 2},
                     .next = {{0, 1, 0}, {0, 0, 0.6}, {0, 1, 0}}},
         .time_s = 30000),
    OPEN("Jackson, four nodes", AT_4,
         .jackson =
             {.n = 4,
              .outside = {0.4, 0.3, 0, 0},
              .service = {2, 1, 0.5, 3},
              .servers = {1, 2, 5, 1},
              .next = {{0, 0.5, 0.5, 0}, {0.2, 0, 0.6, 0}, {0, 0, 0, 0.9}, {0, 0, 0.5, 0}}},
         .time_s = 30000),
    CLOSED("closed, 20 users who think 10 s", VISITS_2, .n = 2, .demand_s = {0.5, 0.2},
           .think_s = 10, .users = 20, .time_s = 20000),
    CLOSED("closed, 4 users, three stations", VISITS_3, .n = 3, .demand_s = {1, 0.5, 0.25},
           .users = 4, .time_s = 20000),
    CLOSED("closed, 3 users, one station", VISITS_1, .n = 1, .demand_s = {2}, .think_s = 5,
           .users = 3, .time_s = 40000),
};

const validate_suite validate_suite_networks = {"networks", cases,
                                                sizeof cases / sizeof *cases};
