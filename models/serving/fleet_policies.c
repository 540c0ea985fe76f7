/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "models/serving/fleet_state.h"

#include <math.h>
#include <string.h>

/* ---- scaling ---- */

static double least_now(const model_fleet *f)
{
    const model_fleet_options *options = &f->options;
    if (!options->week)
        return options->least;
    const double hours = (sim_engine_now(f->engine) + options->week_offset_s) / 3600;
    return ceil(options->week[(size_t)fmod(hours, 168)] * options->least);
}

static double wanted_fixed(const model_fleet *f)
{
    return least_now(f);
}

static double wanted_by_load(const model_fleet *f)
{
    const double each = f->options.target * f->options.replicas_per_instance;
    return fmax(least_now(f), ceil(f->n_outstanding / each));
}

/* As many as would bring a share of those that are up to the target. */
static double wanted_for(const model_fleet *f, double share)
{
    const double up = (double)f->n_up / f->options.replicas_per_instance;
    if (f->n_up == 0)
        return fmax(least_now(f), f->n_outstanding > 0);
    return fmax(least_now(f), ceil(up * share / f->options.target - 1e-9));
}

static double wanted_by_busy(const model_fleet *f)
{
    return wanted_for(f, f->busy_share);
}

static double wanted_by_memory(const model_fleet *f)
{
    double blocks = 0;
    for (uint32_t i = 0; i < f->n_up; i++)
        blocks += (double)model_replica_blocks(f->up[i]);
    return wanted_for(f, blocks / (fmax(f->n_up, 1) * (double)f->options.batching->blocks));
}

const model_scaling model_scalings[] = {
    {"fixed", "as many as stated, by hour of the week if a schedule is given", wanted_fixed,
     false, false},
    {"load", "outstanding requests over the target per replica, at each evaluation",
     wanted_by_load, false, false},
    {"busy", "the share of time that replicas were busy over the target, at each evaluation",
     wanted_by_busy, false, false},
    {"memory", "the share of KV memory in use over the target, at each evaluation",
     wanted_by_memory, false, false},
    {"demand", "another one as soon as there is work for it, none without work", wanted_by_load,
     true, true},
    {NULL, NULL, NULL, false, false},
};

const model_scaling *model_scaling_named(const char *name)
{
    for (const model_scaling *s = model_scalings; s->name; s++)
        if (strcmp(s->name, name) == 0)
            return s;
    return NULL;
}

/* ---- routing ---- */

static uint32_t round_robin(model_fleet *f, const model_request *request)
{
    (void)request;
    f->turn = f->turn + 1 < f->n_up ? f->turn + 1 : 0;
    return f->turn;
}

static uint32_t lesser(const model_fleet *f, uint32_t a, uint32_t b)
{
    return model_replica_outstanding(f->up[b]) < model_replica_outstanding(f->up[a]) ? b : a;
}

static uint32_t least_outstanding(model_fleet *f, const model_request *request)
{
    uint32_t best = 0;
    (void)request;
    for (uint32_t i = 1; i < f->n_up; i++)
        best = lesser(f, best, i);
    return best;
}

static uint32_t power_of_two(model_fleet *f, const model_request *request)
{
    (void)request;
    const uint32_t a = (uint32_t)(sim_draws_next(f->options.chance) * f->n_up);
    const uint32_t b = (uint32_t)(sim_draws_next(f->options.chance) * f->n_up);
    return lesser(f, a, b);
}

/* A session stays where it was as long as the same replicas are up. */
static uint32_t prefix_affinity(model_fleet *f, const model_request *request)
{
    if (request->session == 0)
        return least_outstanding(f, request);
    const uint64_t spread = request->session * 0x9e3779b97f4a7c15; /* 2^64 / golden ratio */
    return (uint32_t)(((spread >> 32) * f->n_up) >> 32);
}

const model_routing model_routings[] = {
    {"round-robin", "one after the other", round_robin},
    {"least-outstanding", "the one with the fewest requests", least_outstanding},
    {"power-of-two", "the one with fewer requests of two drawn at random", power_of_two},
    {"prefix-affinity", "all calls of a session to the same one", prefix_affinity},
    {NULL, NULL, NULL},
};

const model_routing *model_routing_named(const char *name)
{
    for (const model_routing *r = model_routings; r->name; r++)
        if (strcmp(r->name, name) == 0)
            return r;
    return NULL;
}
