/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Open networks: stations among which customers are routed by chance. */
#include "sim/generator.h"
#include "sim/router.h"
#include "validate/cases/case.h"
#include "validate/theory/networks.h"
#include "validate/theory/relaxation.h"

#include <math.h>

enum { NODES = VALIDATE_MOST_NODES };

/* The quantities of the rig: of each node, and of all. */
enum { PRESENT, SERVED = PRESENT + NODES, STAY = SERVED + NODES, QUANTITIES };

/* ---- playing ---- */

typedef struct network network;

/* A node's own part of a network under way. */
typedef struct node {
    network *network;
    sim_station *station;
    sim_router *onward;
    sim_draws *work;
} node;

/* A customer remembers where and when it came in. */
typedef struct traveller {
    sim_customer customer;
    size_t from;
    double entered_s;
} traveller;

struct network {
    sim_engine *engine;
    size_t n;
    node nodes[NODES];
    sim_generator *generators[NODES];
    sim_moments stay_s; /* in the network */
};

static void enter(node *to, sim_customer *customer)
{
    customer->work_s = sim_draws_next(to->work);
    sim_station_arrive(to->station, customer);
}

static void come_in(void *owner, sim_customer *customer)
{
    node *to = owner;
    traveller *t = (traveller *)customer;
    t->from = (size_t)(to - to->network->nodes);
    t->entered_s = sim_engine_now(to->network->engine);
    enter(to, customer);
}

static node *node_at(network *w, const sim_station *station)
{
    size_t i = 0;
    while (w->nodes[i].station != station)
        i++;
    return &w->nodes[i];
}

static void move_on(void *owner, sim_customer *customer, sim_fate fate)
{
    network *w = ((node *)owner)->network;
    const traveller *t = (traveller *)customer;
    const sim_station *next = sim_router_choose(((node *)owner)->onward);
    (void)fate;
    if (next) {
        enter(node_at(w, next), customer);
        return;
    }
    sim_moments_add(&w->stay_s, sim_engine_now(w->engine) - t->entered_s);
    sim_generator_give(w->generators[t->from], customer);
}

static void open_node(network *w, size_t i, const validate_case *of, const validate_play *play)
{
    const validate_jackson *j = of->point;
    node *at = &w->nodes[i];
    const sim_station_options options = {
        .name = of->name,
        .servers = j->servers[i] ? j->servers[i] : SIM_STATION_UNLIMITED,
        .ended = move_on,
        .owner = at,
    };
    const validate_law work = {"exponential", 1 / j->service[i], 0};
    at->network = w;
    at->work = validate_draws_of(of, play, "work", i, work);
    at->station = sim_station_new(w->engine, &options);
}

static void join(network *w, size_t i, const validate_case *of, const validate_play *play)
{
    const validate_jackson *j = of->point;
    const validate_law uniform = {"uniform", 0, 1}, gap = {"exponential", 1 / j->outside[i], 0};
    sim_station *stations[NODES];
    for (size_t k = 0; k < w->n; k++)
        stations[k] = w->nodes[k].station;
    w->nodes[i].onward = sim_router_new(play->arena, &sim_routing_random, stations, w->n,
                                        validate_draws_of(of, play, "route", i, uniform));
    w->nodes[i].onward->share = j->next[i];
    if (j->outside[i] <= 0)
        return;
    const sim_generator_options arrivals = {
        .gap = validate_draws_of(of, play, "gap", i, gap),
        .size = sizeof(traveller),
        .send = come_in,
        .owner = &w->nodes[i],
    };
    w->generators[i] = sim_generator_new(w->engine, &arrivals);
}

static void play_open(const validate_case *of, const validate_play *play, double *estimates)
{
    network w = {.engine = sim_engine_new(play->arena, 64),
                 .n = ((const validate_jackson *)of->point)->n};
    for (size_t i = 0; i < w.n; i++)
        open_node(&w, i, of, play);
    for (size_t i = 0; i < w.n; i++)
        join(&w, i, of, play);
    sim_engine_run(w.engine, play->warm_up_s, 0);
    for (size_t i = 0; i < w.n; i++)
        sim_station_restart(w.nodes[i].station);
    w.stay_s = (sim_moments){0};
    sim_engine_run(w.engine, play->warm_up_s + play->time_s, 0);
    for (size_t i = 0; i < w.n; i++) {
        const sim_station_record *r = sim_station_record_now(w.nodes[i].station);
        validate_require_sound(w.nodes[i].station);
        estimates[PRESENT + i] = validate_mean(&r->present);
        estimates[SERVED + i] = (double)r->n[SIM_FATE_SERVED] / play->time_s;
    }
    estimates[STAY] = sim_moments_mean(&w.stay_s);
}

static const validate_quantity quantities[] = {
    {.name = "present at node 1"},      {.name = "present at node 2"},
    {.name = "present at node 3"},      {.name = "present at node 4"},
    {.name = "present at node 5"},      {.name = "present at node 6"},
    {.name = "present at node 7"},      {.name = "present at node 8"},
    {.name = "served at node 1 per s"}, {.name = "served at node 2 per s"},
    {.name = "served at node 3 per s"}, {.name = "served at node 4 per s"},
    {.name = "served at node 5 per s"}, {.name = "served at node 6 per s"},
    {.name = "served at node 7 per s"}, {.name = "served at node 8 per s"},
    {.name = "stay in all, s"},         {.name = NULL}};

static const validate_rig rig = {.quantities = quantities, .play = play_open};

/* ---- theory ---- */

static void jackson(const validate_case *of, validate_answer *answer)
{
    const validate_jackson *j = of->point;
    validate_queue solved[NODES];
    double entering = 0, present = 0, visits = 0, relaxation_s = 0;
    validate_jackson_solve(j, solved);
    for (size_t i = 0; i < j->n; i++) {
        const double rate = solved[i].throughput, service = j->service[i];
        answer->value[PRESENT + i] = solved[i].present;
        answer->value[SERVED + i] = rate;
        present += solved[i].present;
        entering += j->outside[i];
        visits += rate;
        relaxation_s += j->servers[i]
                            ? validate_relaxation_queue(j->servers[i], rate, service, 0, 2)
                            : 1 / service;
    }
    answer->value[STAY] = present / entering;
    answer->rate = entering;
    /* A change passes through all nodes, and comes back as often as customers do. */
    answer->relaxation_s = relaxation_s * fmax(visits / entering / (double)j->n, 1);
}

#define OPEN(title, ...)                                                                       \
    .name = (title), .rig = &rig, .theory = jackson, .point = &(const validate_jackson)        \
    {                                                                                          \
        __VA_ARGS__                                                                            \
    }

static const validate_case cases[] = {
    {OPEN("one node with feedback", .n = 1, .outside = {0.4}, .service = {1}, .servers = {1},
          .next = {{0.5}})},
    {OPEN("two nodes with feedback", .n = 2, .outside = {0.5, 0}, .service = {1, 2},
          .servers = {1, 1}, .next = {{0, 1}, {0.25, 0}})},
    {OPEN("a delay node and two stations", .n = 3, .outside = {1, 0, 0}, .service = {2, 1, 2.5},
          .servers = {0, 4, 2}, .next = {{0, 1, 0}, {0, 0, 0.6}, {0, 1, 0}})},
    {OPEN("four nodes", .n = 4, .outside = {0.4, 0.3, 0, 0}, .service = {2, 1, 0.5, 3},
          .servers = {1, 2, 5, 1},
          .next = {{0, 0.5, 0.5, 0}, {0.2, 0, 0.6, 0}, {0, 0, 0, 0.9}, {0, 0, 0.5, 0}})},
    {OPEN("three stations in a row, rho 0.85", .n = 3, .outside = {0.85},
          .service = {1, 0.5, 0.25}, .servers = {1, 2, 4}, .next = {{0, 1, 0}, {0, 0, 1}})},
};

const validate_suite validate_suite_open = {"open networks", cases,
                                            sizeof cases / sizeof *cases};
