/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Equal parallel stations behind a router. */
#include "sim/generator.h"
#include "sim/router.h"
#include "validate/cases/case.h"
#include "validate/theory/birth_death.h"
#include "validate/theory/networks.h"
#include "validate/theory/renewal.h"

enum { MOST = 4 };

typedef struct parallel {
    const sim_routing *routing;
    unsigned n, d;
    double arrival; /* per second to all of them; service at rate 1 */
    double customers;
} parallel;

typedef struct house {
    sim_router *router;
    sim_generator *generator;
} house;

static void send(void *owner, sim_customer *customer)
{
    house *h = owner;
    sim_station_arrive(sim_router_choose(h->router), customer);
}

static void ended(void *owner, sim_customer *customer, sim_fate fate)
{
    house *h = owner;
    (void)fate;
    sim_generator_give(h->generator, customer);
}

static void play_parallel(const validate_case *of, const validate_play *play, double *estimates)
{
    const parallel *p = of->point;
    const validate_law uniform = {"uniform", 0, 1}, work = {"exponential", 1, 0},
                       gap = {"exponential", 1 / p->arrival, 0};
    house h = {0};
    sim_station *stations[MOST];
    sim_engine *engine = sim_engine_new(play->arena, 64);
    const sim_station_options options = {.servers = 1, .ended = ended, .owner = &h};
    for (unsigned i = 0; i < p->n; i++)
        stations[i] = sim_station_new(engine, &options);
    h.router = sim_router_new(play->arena, p->routing, stations, p->n,
                              validate_draws(of, play, "route", uniform));
    h.router->d = p->d;
    const sim_generator_options arrivals = {.gap = validate_draws(of, play, "gap", gap),
                                            .work = validate_draws(of, play, "work", work),
                                            .send = send,
                                            .owner = &h};
    h.generator = sim_generator_new(engine, &arrivals);
    const double time_s = p->customers * play->scale / p->arrival;
    sim_engine_run(engine, time_s / 4, 0);
    for (unsigned i = 0; i < p->n; i++)
        sim_station_restart(stations[i]);
    sim_engine_run(engine, time_s * 1.25, 0);
    estimates[0] = 0;
    for (unsigned i = 0; i < p->n; i++) {
        const sim_level *present = &sim_station_record_now(stations[i])->present;
        estimates[0] += sim_level_mean(present, present->since_s);
    }
}

/* Chosen by chance, each station is an M/M/1 of its own. */
static void by_chance(const validate_case *of, double *values)
{
    const parallel *p = of->point;
    values[0] = p->n * validate_mmc(1, p->arrival / p->n, 1, 0, 0).present;
}

/* In turn, each sees every n-th arrival: an Erlang gap of n stages. */
static void by_turns(const validate_case *of, double *values)
{
    const parallel *p = of->point;
    const double gap = p->n / p->arrival;
    const double sigma = validate_gim1_sigma(validate_transform_erlang, gap, p->n, 1);
    values[0] = p->n * validate_gim1_present(sigma, 1, gap);
}

static void by_length(const validate_case *of, double *values)
{
    const parallel *p = of->point;
    values[0] = validate_shortest(p->n, p->d, p->arrival, 1);
}

#define CASE(title, solve, ...)                                                                \
    {                                                                                          \
        .name = (title), .quantities = {"present in all"}, .theory = (solve),                  \
        .play = play_parallel, .point = &(const parallel)                                      \
        {                                                                                      \
            __VA_ARGS__                                                                        \
        }                                                                                      \
    }

static const validate_case cases[] = {
    CASE("random over 3, rho 0.7", by_chance, .routing = &sim_routing_random, .n = 3,
         .arrival = 2.1, .customers = 60000),
    CASE("round robin over 2, rho 0.8", by_turns, .routing = &sim_routing_round_robin, .n = 2,
         .arrival = 1.6, .customers = 60000),
    CASE("round robin over 4, rho 0.8", by_turns, .routing = &sim_routing_round_robin, .n = 4,
         .arrival = 3.2, .customers = 80000),
    CASE("shortest of 2, rho 0.8", by_length, .routing = &sim_routing_shortest, .n = 2, .d = 2,
         .arrival = 1.6, .customers = 60000),
    CASE("shortest of 3, rho 0.7", by_length, .routing = &sim_routing_shortest, .n = 3, .d = 3,
         .arrival = 2.1, .customers = 60000),
    CASE("the better of 2 of 3, rho 0.7", by_length, .routing = &sim_routing_power_of_d, .n = 3,
         .d = 2, .arrival = 2.1, .customers = 60000),
};

const validate_suite validate_suite_routing = {"routing", cases, sizeof cases / sizeof *cases};
