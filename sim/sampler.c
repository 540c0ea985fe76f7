/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "sim/sampler.h"

#include "sim/samplers/kinds.h"

#include <pthread.h>

/* ---- laws that are one number ---- */

static double constant_draw(const sim_sampler *sampler, double u)
{
    (void)u;
    return sampler->low;
}

static void constant_fill(const sim_sampler *sampler, size_t n, const double *u, double *x)
{
    (void)u;
    for (size_t i = 0; i < n; i++)
        x[i] = sampler->low;
}

static double constant_mean(const sim_sampler *sampler)
{
    return sampler->low;
}

static const sim_sampler_kind kind_constant = {constant_fill, constant_draw, constant_mean};

/* ---- all ---- */

/* The law's end, or its outermost quantile where it has none. */
static double end_of(const sim_law *law, double p, double q)
{
    const double end = law->kind->quantile(law, p, q);
    if (isfinite(end))
        return sim_law_quantile(law, p, q);
    return sim_law_quantile(law, p < 0.5 ? 0x1p-54 : 1, p < 0.5 ? 1 : 0x1p-54);
}

static bool has_many_values(const sim_law *law)
{
    return law->kind->quantile(law, 1, 0x1p-54) - law->kind->quantile(law, 0x1p-54, 1) >
           SIM_SAMPLER_STEPS;
}

const sim_sampler *sim_sampler_new(const sim_law *law, sim_arena *arena)
{
    sim_sampler *sampler = sim_arena_alloc(arena, 1, sizeof *sampler);
    *sampler = (sim_sampler){.kind = &kind_constant, .scale = law->scale};
    sampler->low = end_of(law, 0, 1);
    sampler->high = end_of(law, 1, 0);
    if (sampler->low == sampler->high)
        return sampler;
    if (law->n_parts)
        sim_sampler_segments_build(sampler, law, arena);
    else if (law->n_points)
        sim_sampler_points_build(sampler, law, arena);
    else if (law->kind->is_discrete && !has_many_values(law))
        sim_sampler_steps_build(sampler, law, arena);
    else
        sim_sampler_cubic_build(sampler, law, arena);
    return sampler;
}

double sim_sampler_draw(const sim_sampler *sampler, double u)
{
    return sampler->kind->draw(sampler, u);
}

void sim_sampler_fill(const sim_sampler *sampler, size_t n, const double *u, double *x)
{
    sampler->kind->fill(sampler, n, u, x);
}

double sim_sampler_minimum(const sim_sampler *sampler)
{
    return sampler->low;
}

double sim_sampler_maximum(const sim_sampler *sampler)
{
    return sampler->high;
}

double sim_sampler_mean(const sim_sampler *sampler)
{
    return sampler->kind->mean(sampler);
}

/* ---- the standard normal ---- */

static const sim_sampler *normal;
static sim_arena *volatile normal_room; /* never freed; kept reachable for leak checkers */

static void make_normal(void)
{
    sim_law law = sim_law_of_constant(0);
    law.kind = sim_law_kind_named("normal");
    law.own[1] = 1;
    normal_room = sim_arena_new();
    normal = sim_sampler_new(&law, normal_room);
}

const sim_sampler *sim_sampler_normal(void)
{
    static pthread_once_t once = PTHREAD_ONCE_INIT;
    pthread_once(&once, make_normal);
    return normal;
}
