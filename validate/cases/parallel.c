/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Equal parallel stations of one server behind a router. */
#include "sim/generator.h"
#include "sim/router.h"
#include "validate/cases/case.h"
#include "validate/theory/birth_death.h"
#include "validate/theory/networks.h"
#include "validate/theory/relaxation.h"
#include "validate/theory/renewal.h"

enum { MOST_STATIONS = 4 };

typedef struct parallel {
    const sim_routing *routing;
    unsigned n, d;
    double arrival; /* per second, to all of them; service at rate 1 */
} parallel;

/* The quantities of the rig. */
enum { PRESENT, STAY, QUANTITIES };

/* ---- playing ---- */

typedef struct house {
    sim_engine *engine;
    sim_station *stations[MOST_STATIONS];
    sim_router *router;
    sim_generator *generator;
    sim_moments stay_s;
} house;

static void arrive(void *owner, sim_customer *customer)
{
    const house *h = owner;
    sim_station_arrive(sim_router_choose(h->router), customer);
}

static void leave(void *owner, sim_customer *customer, sim_fate fate)
{
    house *h = owner;
    (void)fate;
    sim_moments_add(&h->stay_s, sim_engine_now(h->engine) - customer->arrived_s);
    sim_generator_give(h->generator, customer);
}

static void open_house(house *h, const validate_case *of, const validate_play *play)
{
    const parallel *p = of->point;
    const validate_law uniform = {"uniform", 0, 1}, work = {"exponential", 1, 0};
    const validate_law gap = {"exponential", 1 / p->arrival, 0};
    const sim_station_options station = {
        .name = of->name, .servers = 1, .ended = leave, .owner = h};
    for (unsigned i = 0; i < p->n; i++)
        h->stations[i] = sim_station_new(h->engine, &station);
    h->router = sim_router_new(play->arena, p->routing, h->stations, p->n,
                               validate_draws(of, play, "route", uniform));
    h->router->d = p->d;
    const sim_generator_options arrivals = {
        .gap = validate_draws(of, play, "gap", gap),
        .work = validate_draws(of, play, "work", work),
        .send = arrive,
        .owner = h,
    };
    h->generator = sim_generator_new(h->engine, &arrivals);
}

static void play_parallel(const validate_case *of, const validate_play *play, double *estimates)
{
    const parallel *p = of->point;
    house h = {.engine = sim_engine_new(play->arena, 64)};
    open_house(&h, of, play);
    sim_engine_run(h.engine, play->warm_up_s, 0);
    for (unsigned i = 0; i < p->n; i++)
        sim_station_restart(h.stations[i]);
    h.stay_s = (sim_moments){0};
    sim_engine_run(h.engine, play->warm_up_s + play->time_s, 0);
    estimates[PRESENT] = 0;
    for (unsigned i = 0; i < p->n; i++) {
        validate_require_sound(h.stations[i]);
        estimates[PRESENT] += validate_mean(&sim_station_record_now(h.stations[i])->present);
    }
    estimates[STAY] = sim_moments_mean(&h.stay_s);
}

static const validate_quantity quantities[] = {
    {.name = "present in all"}, {.name = "stay, s"}, {.name = NULL}};

static const validate_rig rig = {.quantities = quantities, .play = play_parallel};

/* ---- theory ---- */

static void answer_present(const parallel *p, double present, validate_answer *answer)
{
    answer->value[PRESENT] = present;
    answer->value[STAY] = present / p->arrival;
    answer->rate = p->arrival;
    answer->relaxation_s = validate_relaxation_queue(1, p->arrival / p->n, 1, 0, 2);
}

/* Each station is an M/M/1 of its own. */
static void by_chance(const validate_case *of, validate_answer *answer)
{
    const parallel *p = of->point;
    answer_present(p, p->n * validate_mmc(1, p->arrival / p->n, 1, 0, 0).present, answer);
}

/* Each sees every n-th arrival: gaps of n stages. */
static void by_turns(const validate_case *of, validate_answer *answer)
{
    const parallel *p = of->point;
    const double gap_s = p->n / p->arrival;
    const double sigma = validate_gim1_sigma(validate_transform_erlang, gap_s, p->n, 1);
    answer_present(p, p->n * validate_gim1_present(sigma, 1, gap_s), answer);
}

static void by_length(const validate_case *of, validate_answer *answer)
{
    const parallel *p = of->point;
    const double present =
        answer->only_plans ? (double)NAN : validate_shortest(p->n, p->d, p->arrival, 1);
    answer_present(p, present, answer);
}

#define PARALLEL(title, solve, ...)                                                            \
    .name = (title), .rig = &rig, .theory = (solve), .point = &(const parallel)                \
    {                                                                                          \
        __VA_ARGS__                                                                            \
    }

static const validate_case cases[] = {
    {PARALLEL("random over 3, rho 0.7", by_chance, .routing = &sim_routing_random, .n = 3,
              .arrival = 2.1)},
    {PARALLEL("round robin over 2, rho 0.8", by_turns, .routing = &sim_routing_round_robin,
              .n = 2, .arrival = 1.6)},
    {PARALLEL("round robin over 4, rho 0.8", by_turns, .routing = &sim_routing_round_robin,
              .n = 4, .arrival = 3.2)},
    {PARALLEL("shortest of 2, rho 0.5", by_length, .routing = &sim_routing_shortest, .n = 2,
              .d = 2, .arrival = 1)},
    {PARALLEL("shortest of 2, rho 0.8", by_length, .routing = &sim_routing_shortest, .n = 2,
              .d = 2, .arrival = 1.6)},
    {PARALLEL("shortest of 3, rho 0.7", by_length, .routing = &sim_routing_shortest, .n = 3,
              .d = 3, .arrival = 2.1)},
    {PARALLEL("the better of 2 of 3, rho 0.7", by_length, .routing = &sim_routing_power_of_d,
              .n = 3, .d = 2, .arrival = 2.1)},
    {PARALLEL("one of 3 drawn, rho 0.5", by_length, .routing = &sim_routing_power_of_d, .n = 3,
              .d = 1, .arrival = 1.5)},
};

const validate_suite validate_suite_routing = {"routing", cases, sizeof cases / sizeof *cases};
