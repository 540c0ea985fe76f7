/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * Where customers come from: gaps between arrivals, how many come at once, and what each of
 * them brings. Customers are taken from the generator's pool; whoever ends a customer gives it
 * back.
 */
#ifndef SIM_GENERATOR_H
#define SIM_GENERATOR_H

#include "sim/pool.h"
#include "sim/station.h"

typedef struct sim_generator_options {
    const char *name;
    sim_draws *gap;      /* seconds between arrivals */
    sim_draws *batch;    /* customers of an arrival, rounded; NULL: one */
    sim_draws *work;     /* seconds of a server; NULL: 0, the receiver sets it */
    sim_draws *patience; /* seconds; NULL: endless */
    uint8_t rank;
    /* The probability that an arrival at that time happens at all, for rates that vary: gaps
       are then those of the highest rate. NULL: 1. (Lewis & Shedler 1979) */
    double (*share)(const void *owner, double now_s);
    sim_draws *thinning; /* uniforms, with share */
    uint64_t most;       /* customers made at most; 0: no limit */
    size_t size;         /* of the model's record that begins with a sim_customer; 0: that */
    void (*send)(void *owner, sim_customer *customer); /* NULL: to the station */
    sim_station *station;
    void *owner;
} sim_generator_options;

typedef struct sim_generator {
    sim_engine *engine;
    sim_generator_options options;
    sim_pool pool;
    uint64_t n_made;
    sim_handle next; /* its next arrival; SIM_HANDLE_NONE: it has stopped */
} sim_generator;

/* A generator in the engine's arena; its first arrival is one gap from now. */
sim_generator *sim_generator_new(sim_engine *engine, const sim_generator_options *options);

/* No more arrivals. */
void sim_generator_stop(sim_generator *generator);

/* Gives back a customer that is nowhere. */
static inline void sim_generator_give(sim_generator *generator, sim_customer *customer)
{
    sim_require(!customer->station);
    sim_pool_give(&generator->pool, customer);
}

#endif
