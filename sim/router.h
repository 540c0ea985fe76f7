/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * Routing among stations: which of them a customer goes to. A policy is a constant.
 */
#ifndef SIM_ROUTER_H
#define SIM_ROUTER_H

#include "sim/station.h"

typedef struct sim_router sim_router;

typedef struct sim_routing {
    const char *name, *summary;
    /* The index of the station chosen; n: out of the network. */
    size_t (*choose)(sim_router *router);
} sim_routing;

extern const sim_routing sim_routing_random, sim_routing_round_robin, sim_routing_shortest,
    sim_routing_power_of_d;

/* All of them, NULL after the last. */
extern const sim_routing *const sim_routings[];

struct sim_router {
    const sim_routing *routing;
    sim_station *const *stations; /* stations[n] */
    size_t n;
    const double *share; /* random: share[n], the probability of each; what is missing to one
                            leaves. NULL: equal shares */
    size_t d;            /* power-of-d: how many are compared */
    sim_draws *uniform;  /* random, power-of-d: uniforms */
    size_t turn;         /* round-robin: whose turn it is */
    size_t *drawn;       /* power-of-d: room for d indices */
};

/* A router in the arena's memory. share and d may be NULL and 0 where the policy does not use
   them; uniform too. */
sim_router *sim_router_new(sim_arena *arena, const sim_routing *routing,
                           sim_station *const *stations, size_t n, sim_draws *uniform);

/* The station chosen for the next customer; NULL: it leaves. */
sim_station *sim_router_choose(sim_router *router);

#endif
