/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Closed networks: users who think, then visit single servers one after the other. */
#include "validate/cases/case.h"
#include "validate/theory/networks.h"

#include <math.h>

enum { NODES = VALIDATE_MOST_NODES };

typedef struct closed {
    size_t n;
    double demand_s[NODES], think_s; /* means of exponential laws; think_s 0: no thinking */
    unsigned users;
} closed;

/* The quantities of the rig. */
enum { VISITS, ROUND, PRESENT, QUANTITIES = PRESENT + NODES };

/* ---- playing ---- */

typedef struct network network;

/* A station's own part of a network under way. */
typedef struct node {
    network *network;
    sim_station *station;
    sim_draws *work;
} node;

typedef struct user {
    sim_customer customer;
    network *network;
    double set_out_s; /* to the first station */
} user;

struct network {
    sim_engine *engine;
    size_t n;
    node nodes[NODES];
    sim_draws *think;
    sim_moments round_s; /* through all stations */
};

static void enter(node *to, user *who)
{
    who->customer.work_s = sim_draws_next(to->work);
    who->customer.patience_s = HUGE_VAL;
    sim_station_arrive(to->station, &who->customer);
}

static void set_out(sim_engine *engine, void *who)
{
    user *u = who;
    u->set_out_s = sim_engine_now(engine);
    enter(&u->network->nodes[0], u);
}

static const sim_action sets_out = {"a user stops thinking", set_out, NULL};

static void think(user *who)
{
    network *w = who->network;
    const double think_s = w->think ? sim_draws_next(w->think) : 0;
    sim_engine_after(w->engine, think_s, &sets_out, who);
}

static void move_on(void *owner, sim_customer *customer, sim_fate fate)
{
    const node *from = owner;
    network *w = from->network;
    user *u = (user *)customer;
    const size_t next = (size_t)(from - w->nodes) + 1;
    (void)fate;
    if (next < w->n) {
        enter(&w->nodes[next], u);
        return;
    }
    sim_moments_add(&w->round_s, sim_engine_now(w->engine) - u->set_out_s);
    think(u);
}

static void open_network(network *w, const validate_case *of, const validate_play *play)
{
    const closed *p = of->point;
    const validate_law thinking = {p->think_s > 0 ? "exponential" : NULL, p->think_s, 0};
    w->think = validate_draws(of, play, "think", thinking);
    for (size_t i = 0; i < w->n; i++) {
        node *at = &w->nodes[i];
        const sim_station_options options = {
            .name = of->name, .servers = 1, .ended = move_on, .owner = at};
        const validate_law work = {"exponential", p->demand_s[i], 0};
        at->network = w;
        at->work = validate_draws_of(of, play, "work", i, work);
        at->station = sim_station_new(w->engine, &options);
    }
    user *users = sim_arena_alloc(play->arena, p->users, sizeof *users);
    for (unsigned i = 0; i < p->users; i++) {
        users[i].network = w;
        think(&users[i]);
    }
}

static void play_closed(const validate_case *of, const validate_play *play, double *estimates)
{
    network w = {.engine = sim_engine_new(play->arena, 64),
                 .n = ((const closed *)of->point)->n};
    open_network(&w, of, play);
    sim_engine_run(w.engine, play->warm_up_s, 0);
    for (size_t i = 0; i < w.n; i++)
        sim_station_restart(w.nodes[i].station);
    w.round_s = (sim_moments){0};
    sim_engine_run(w.engine, play->warm_up_s + play->time_s, 0);
    for (size_t i = 0; i < w.n; i++) {
        validate_require_sound(w.nodes[i].station);
        estimates[PRESENT + i] =
            validate_mean(&sim_station_record_now(w.nodes[i].station)->present);
    }
    estimates[VISITS] = (double)w.round_s.n / play->time_s;
    estimates[ROUND] = sim_moments_mean(&w.round_s);
}

static const validate_quantity quantities[] = {{.name = "rounds per s"},
                                               {.name = "round without thinking, s"},
                                               {.name = "present at node 1"},
                                               {.name = "present at node 2"},
                                               {.name = "present at node 3"},
                                               {.name = "present at node 4"},
                                               {.name = "present at node 5"},
                                               {.name = "present at node 6"},
                                               {.name = "present at node 7"},
                                               {.name = "present at node 8"},
                                               {.name = NULL}};

static const validate_rig rig = {.quantities = quantities, .play = play_closed};

/* ---- theory ---- */

static void mean_values(const validate_case *of, validate_answer *answer)
{
    const closed *p = of->point;
    const double x =
        validate_closed(p->n, p->demand_s, p->think_s, p->users, answer->value + PRESENT);
    double demand_s = 0;
    for (size_t i = 0; i < p->n; i++)
        demand_s += p->demand_s[i];
    answer->value[VISITS] = x;
    answer->value[ROUND] = p->users / x - p->think_s;
    answer->rate = x;
    answer->relaxation_s = p->think_s + p->users * demand_s; /* everybody comes round */
}

#define CLOSED(title, ...)                                                                     \
    .name = (title), .rig = &rig, .theory = mean_values, .point = &(const closed)              \
    {                                                                                          \
        __VA_ARGS__                                                                            \
    }
#define TWO_STATIONS   .n = 2, .demand_s = {0.5, 0.2}, .think_s = 10
#define THREE_STATIONS .n = 3, .demand_s = {1, 0.5, 0.25}
#define ONE_STATION    .n = 1, .demand_s = {2}, .think_s = 5

static const validate_case cases[] = {
    {CLOSED("1 user, two stations, thinking 10 s", TWO_STATIONS, .users = 1)},
    {CLOSED("5 users, two stations, thinking 10 s", TWO_STATIONS, .users = 5)},
    {CLOSED("20 users, two stations, thinking 10 s", TWO_STATIONS, .users = 20)},
    {CLOSED("50 users, two stations, thinking 10 s", TWO_STATIONS, .users = 50)},
    {CLOSED("1 user, three stations", THREE_STATIONS, .users = 1)},
    {CLOSED("4 users, three stations", THREE_STATIONS, .users = 4)},
    {CLOSED("16 users, three stations", THREE_STATIONS, .users = 16)},
    {CLOSED("1 user, one station, thinking 5 s", ONE_STATION, .users = 1)},
    {CLOSED("3 users, one station, thinking 5 s", ONE_STATION, .users = 3)},
    {CLOSED("10 users, one station, thinking 5 s", ONE_STATION, .users = 10)},
};

const validate_suite validate_suite_closed = {"closed networks", cases,
                                              sizeof cases / sizeof *cases};
