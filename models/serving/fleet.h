/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * Instances of one endpoint: who gets which request, when instances start and stop, and what
 * time of theirs is paid for.
 *
 * An instance is off, boots (machine and model weights), is up, or drains: it takes nothing
 * new and stops when it is empty. It is paid for from the moment it is launched, for a minimum
 * time. A started instance knows no prefixes. Requests that find no instance up wait in line.
 *
 * Scaling policies are rows of a table: they say how many instances are wanted.
 */
#ifndef MODELS_SERVING_FLEET_H
#define MODELS_SERVING_FLEET_H

#include "models/serving/replica.h"
#include "sim/draws.h"

typedef struct model_fleet model_fleet;

/* How many instances are wanted now, before they are kept between least and most. */
typedef struct model_scaling {
    const char *name, *meaning;
    double (*wanted)(const model_fleet *fleet);
    bool reacts;     /* to each arrival, not only at the evaluation's times */
    bool stops_idle; /* an instance stops once it had nothing to do for idle_s; else those that
                        are too many drain when the cool-down is over */
} model_scaling;

/* "fixed": least. "load": outstanding requests over the target per replica. "busy", "memory":
   as many as bring the share of time that replicas were busy since the last evaluation, or of
   KV memory in use, to the target. "demand": at once when there is work for another, none when
   there is none (serverless). */
extern const model_scaling model_scalings[];
const model_scaling *model_scaling_named(const char *name); /* NULL: there is none */

/* Which of the replicas that are up gets a request. */
typedef struct model_routing {
    const char *name, *meaning;
    uint32_t (*choose)(model_fleet *fleet, const model_request *request);
} model_routing;

/* "round-robin", "least-outstanding", "power-of-two", "prefix-affinity" */
extern const model_routing model_routings[];
const model_routing *model_routing_named(const char *name); /* NULL: there is none */

typedef struct model_fleet_options {
    const model_step *step;
    const model_batching *batching;
    uint32_t replicas_per_instance;
    const model_routing *routing;
    const model_scaling *scaling;
    uint32_t least, most; /* instances; most at least 1 */
    uint32_t first; /* that are up at the beginning, if more than wanted; not of fixed fleets */
    double target;  /* outstanding requests that a replica should have, or a share */
    double evaluate_s; /* from one evaluation of the scaling to the next */
    double cooldown_s; /* after a change, until instances are stopped */
    double idle_s;
    uint32_t committed;    /* instances that are paid for all the time, running or not: the
                              first ones; they are never taken away, and stop last */
    double minimum_paid_s; /* of each launch */
    double paid_step_s;    /* paid time is a multiple of; 0: to the nanosecond */
    sim_draws *boot_s;     /* from launch to the first request; NULL: 0 */
    sim_draws *life_s;     /* of a spot instance, until it is taken away; NULL: endless. Those
                              beyond the committed have it */
    sim_draws *chance;     /* uniforms for routing */
    const double *week;   /* week[168]: factor on least by hour of the week, Monday 00:00 first;
                             NULL: least always */
    double week_offset_s; /* of time 0 in it */
    void (*ended)(void *owner, model_request *request, model_fate fate);
    void *owner;
} model_fleet_options;

/* Time of instances in seconds, up to model_fleet_account. */
typedef struct model_fleet_record {
    double paid_s, boot_s, up_s, busy_s; /* paid: launched until stopped, with minimum */
    double beyond_s;               /* of it, what exceeds as many at a time as are committed */
    double committed_s;            /* of committed instances, running or not */
    double sequence_s, kv_block_s; /* decoding sequences; blocks in use, in part of all */
    uint64_t launches, interruptions, preemptions, cached_tokens, prefill_tokens, waited;
    double *level_s; /* level_s[most + 1]: time with exactly so many instances launched and not
                        stopped */
} model_fleet_record;

/* A fleet of as many instances that are up as are wanted without work, or first. In the
 * engine's arena; options must outlive it. */
model_fleet *model_fleet_new(sim_engine *engine, const model_fleet_options *options);

void model_fleet_submit(model_fleet *fleet, model_request *request);

/* Requests that wait or run; instances launched and not stopped; replicas that are up. */
uint32_t model_fleet_outstanding(const model_fleet *fleet);
uint32_t model_fleet_instances(const model_fleet *fleet);
uint32_t model_fleet_replicas(const model_fleet *fleet);

/* What was recorded up to the engine's current time. */
const model_fleet_record *model_fleet_account(model_fleet *fleet);

/* Stops evaluating, launching and paying: what runs may end. */
void model_fleet_close(model_fleet *fleet);

#endif
