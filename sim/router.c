/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "sim/router.h"

static size_t at_random(sim_router *router)
{
    const double u = sim_draws_next(router->uniform);
    if (!router->share) {
        const size_t i = (size_t)(u * (double)router->n);
        return i < router->n ? i : router->n - 1;
    }
    double sum = 0;
    for (size_t i = 0; i < router->n; i++)
        if (u < (sum += router->share[i]))
            return i;
    return router->n;
}

static size_t in_turn(sim_router *router)
{
    const size_t i = router->turn;
    router->turn = i + 1 == router->n ? 0 : i + 1;
    return i;
}

/* Of those with the fewest customers the first. */
static size_t shortest(sim_router *router)
{
    size_t best = 0;
    for (size_t i = 1; i < router->n; i++)
        if (sim_station_present(router->stations[i]) <
            sim_station_present(router->stations[best]))
            best = i;
    return best;
}

/* d different indices, each set of them as likely, in the order of drawing (Floyd). */
static void draw_d(sim_router *router)
{
    for (size_t k = 0, j = router->n - router->d; k < router->d; k++, j++) {
        size_t i = (size_t)(sim_draws_next(router->uniform) * (double)(j + 1));
        i = i < j ? i : j;
        for (size_t before = 0; before < k; before++)
            if (router->drawn[before] == i)
                i = j;
        router->drawn[k] = i;
    }
}

/* Mitzenmacher, "The power of two choices in randomized load balancing" (2001). */
static size_t best_of_d(sim_router *router)
{
    draw_d(router);
    size_t best = router->drawn[0];
    for (size_t k = 1; k < router->d; k++) {
        const uint64_t here = sim_station_present(router->stations[router->drawn[k]]);
        if (here < sim_station_present(router->stations[best]))
            best = router->drawn[k];
    }
    return best;
}

const sim_routing sim_routing_random = {"random", "each with its probability", at_random};
const sim_routing sim_routing_round_robin = {"round-robin", "each in turn", in_turn};
const sim_routing sim_routing_shortest = {"join-shortest-queue",
                                          "the one with the fewest customers", shortest};
const sim_routing sim_routing_power_of_d = {
    "power-of-d", "the one with the fewest customers among d drawn at random", best_of_d};

const sim_routing *const sim_routings[] = {&sim_routing_random, &sim_routing_round_robin,
                                           &sim_routing_shortest, &sim_routing_power_of_d,
                                           NULL};

sim_router *sim_router_new(sim_arena *arena, const sim_routing *routing,
                           sim_station *const *stations, size_t n, sim_draws *uniform)
{
    sim_require(n >= 1);
    sim_router *router = sim_arena_alloc(arena, 1, sizeof *router);
    sim_station **copy = sim_arena_alloc(arena, n, sizeof(sim_station *));
    for (size_t i = 0; i < n; i++)
        copy[i] = stations[i];
    *router = (sim_router){
        .routing = routing, .stations = copy, .n = n, .d = n < 2 ? n : 2, .uniform = uniform};
    router->drawn = sim_arena_alloc(arena, n, sizeof *router->drawn);
    return router;
}

sim_station *sim_router_choose(sim_router *router)
{
    const size_t i = router->routing->choose(router);
    return i < router->n ? router->stations[i] : NULL;
}
