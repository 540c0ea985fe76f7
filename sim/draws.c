/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "sim/draws.h"

#include "sim/clones.h"
#include "sim/exponential.h"
#include "sim/failure.h"
#include "sim/laws/families.h"
#include "sim/logarithm.h"

enum { HALF = SIM_DRAWS_BLOCK / 2 };

/* ---- kinds ---- */

SIM_HOT static void turn_uniform(const sim_draws_law *law, size_t n, double *x)
{
    const double low = law->own[0], width = law->own[1] - low;
    for (size_t i = 0; i < n; i++)
        x[i] = low + width * x[i];
}

/* 0 less the logarithm, not minus it: the least is +0. */
SIM_HOT static void turn_exponential(const sim_draws_law *law, size_t n, double *x)
{
    const double mean = law->own[0];
    for (size_t i = 0; i < n; i++)
        x[i] = mean * (0 - sim_logarithm(1 - x[i]));
}

SIM_HOT static void stretch(double mean, double sd, size_t n, double *x)
{
    for (size_t i = 0; i < n; i++)
        x[i] = mean + sd * x[i];
}

SIM_HOT static void raise(double mu, double sigma, size_t n, double *x)
{
    for (size_t i = 0; i < n; i++)
        x[i] = sim_exponential(mu + sigma * x[i]);
}

static void turn_normal(const sim_draws_law *law, size_t n, double *x)
{
    sim_sampler_fill(sim_sampler_normal(), n, x, x);
    stretch(law->own[0], law->own[1], n, x);
}

static void turn_lognormal(const sim_draws_law *law, size_t n, double *x)
{
    sim_sampler_fill(sim_sampler_normal(), n, x, x);
    raise(law->own[0], law->own[1], n, x);
}

static void turn_sampled(const sim_draws_law *law, size_t n, double *x)
{
    sim_sampler_fill(law->sampler, n, x, x);
}

const sim_draws_kind sim_draws_uniform = {"uniform", {"low", "high"}, turn_uniform};
const sim_draws_kind sim_draws_exponential = {"exponential", {"mean"}, turn_exponential};
const sim_draws_kind sim_draws_normal = {"normal", {"mean", "sd"}, turn_normal};
const sim_draws_kind sim_draws_lognormal = {"lognormal", {"mu", "sigma"}, turn_lognormal};
const sim_draws_kind sim_draws_sampled = {"sampled", {NULL}, turn_sampled};

const sim_draws_kind *const sim_draws_kinds[] = {
    &sim_draws_uniform,   &sim_draws_exponential, &sim_draws_normal,
    &sim_draws_lognormal, &sim_draws_sampled,     NULL,
};

/* Kinds of laws that are kinds of draws, and which of their numbers those need. */
static const struct {
    const sim_law_kind *from;
    const sim_draws_kind *to;
    int numbers[SIM_DRAWS_NUMBERS];
} same[] = {
    {&sim_law_exponential, &sim_draws_exponential, {1, 1}},
    {&sim_law_normal, &sim_draws_normal, {0, 1}},
    {&sim_law_lognormal, &sim_draws_lognormal, {0, 1}},
};

sim_draws_law sim_draws_law_of(const sim_law *law, sim_arena *arena)
{
    const bool is_plain =
        law->scale == 1 && law->minimum == -HUGE_VAL && law->maximum == HUGE_VAL;
    for (size_t i = 0; i < sizeof same / sizeof *same && is_plain; i++)
        if (law->kind == same[i].from)
            return (sim_draws_law){
                same[i].to, {law->own[same[i].numbers[0]], law->own[same[i].numbers[1]]}, NULL};
    return (sim_draws_law){.kind = &sim_draws_sampled, .sampler = sim_sampler_new(law, arena)};
}

/* ---- one after the other ---- */

sim_draws *sim_draws_new(sim_stream stream, uint64_t entity, sim_draws_law law,
                         sim_arena *arena)
{
    sim_require(isfinite(law.own[0]) && isfinite(law.own[1]));
    sim_require((law.kind == &sim_draws_sampled) == (law.sampler != NULL));
    sim_draws *draws = sim_arena_alloc(arena, 1, sizeof *draws);
    draws->next = SIM_DRAWS_BLOCK;
    draws->stream = stream;
    draws->entity = entity;
    draws->law = law;
    return draws;
}

void sim_draws_refill(sim_draws *draws)
{
    sim_stream_run(draws->stream, draws->entity, HALF * draws->block, HALF, draws->values,
                   draws->values + HALF);
    draws->law.kind->turn(&draws->law, SIM_DRAWS_BLOCK, draws->values);
    draws->block++;
    draws->next = 0;
}

double sim_draws_at(const sim_draws *draws, uint64_t i)
{
    const uint64_t within = i % SIM_DRAWS_BLOCK;
    uint32_t words[4];
    sim_stream_words(draws->stream, draws->entity, i / SIM_DRAWS_BLOCK * HALF + within % HALF,
                     words);
    const bool is_first = within < HALF;
    double x = sim_stream_unit(words[is_first ? 0 : 2], words[is_first ? 1 : 3]);
    draws->law.kind->turn(&draws->law, 1, &x);
    return x;
}
