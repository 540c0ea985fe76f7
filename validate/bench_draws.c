/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * Variates: one after the other from sim_draws, beside GSL's generator and samplers; and what
 * a sampler costs to make. Processor time, the best of several rounds.
 */
#include "sim/draws.h"
#include "sim/law.h"
#include "validate/bench.h"

#include <gsl/gsl_randist.h>
#include <gsl/gsl_rng.h>
#include <stdio.h>

enum { ROUNDS = 5, VARIATES = 1 << 21 };

static double rounds_ns(double (*round)(void *), void *of, int things)
{
    static volatile double sink;
    double best_s = 1e9;
    for (int i = 0; i < ROUNDS; i++) {
        const double start_s = validate_bench_cpu_s();
        sink = round(of);
        const double took_s = validate_bench_cpu_s() - start_s;
        best_s = took_s < best_s ? took_s : best_s;
    }
    (void)sink;
    return best_s * 1e9 / things;
}

/* ---- ours ---- */

/* Four sums: one would wait for itself. */
static double take(void *of)
{
    double sum[4] = {0};
    for (int i = 0; i < VARIATES / 4; i++)
        for (int k = 0; k < 4; k++)
            sum[k] += sim_draws_next(of);
    return sum[0] + sum[1] + sum[2] + sum[3];
}

static sim_law law_of(const char *kind, int form, double a, double b)
{
    const double given[SIM_LAW_NUMBERS] = {a, b};
    sim_law law = sim_law_of_constant(0);
    sim_failure why;
    law.kind = sim_law_kind_named(kind);
    if (!law.kind->forms[form].convert(given, law.own, &why))
        validate_bench_stop(why.text);
    return law;
}

static void bench_ours(sim_arena *arena)
{
    const sim_law gamma = law_of("gamma", 0, 2.5, 0.63);
    const struct {
        const char *name;
        sim_draws_law law;
    } rows[] = {
        {"draws: uniform", {&sim_draws_uniform, {0, 1}, NULL}},
        {"draws: exponential", {&sim_draws_exponential, {1}, NULL}},
        {"draws: normal", {&sim_draws_normal, {0, 1}, NULL}},
        {"draws: lognormal", {&sim_draws_lognormal, {0, 1}, NULL}},
        {"draws: any law by its quantiles (gamma)", sim_draws_law_of(&gamma, arena)},
    };
    for (size_t i = 0; i < sizeof rows / sizeof *rows; i++) {
        sim_draws *draws = sim_draws_new((sim_stream){.key = {1, 2}}, 7, rows[i].law, arena);
        validate_bench_record(rows[i].name, rounds_ns(take, draws, VARIATES), "ns a variate",
                              1);
    }
}

/* ---- GSL's, on its mt19937 and on our generator ---- */

static double gsl_uniform(const gsl_rng *generator)
{
    return gsl_rng_uniform(generator);
}

static double gsl_exponential(const gsl_rng *generator)
{
    return gsl_ran_exponential(generator, 1);
}

static double gsl_normal(const gsl_rng *generator)
{
    return gsl_ran_gaussian(generator, 1);
}

static double gsl_lognormal(const gsl_rng *generator)
{
    return gsl_ran_lognormal(generator, 0, 1);
}

static double gsl_gamma(const gsl_rng *generator)
{
    return gsl_ran_gamma(generator, 2.5, 1);
}

typedef struct gsl_row {
    const char *name;
    double (*draw)(const gsl_rng *generator);
    gsl_rng *generator;
} gsl_row;

static double take_gsl(void *of)
{
    const gsl_row *row = of;
    double sum[4] = {0};
    for (int i = 0; i < VARIATES / 4; i++)
        for (int k = 0; k < 4; k++)
            sum[k] += row->draw(row->generator);
    return sum[0] + sum[1] + sum[2] + sum[3];
}

static void bench_gsl(void)
{
    gsl_rng *twister = gsl_rng_alloc(gsl_rng_mt19937), *philox = gsl_rng_alloc(sim_stream_gsl);
    gsl_row rows[] = {
        {"GSL: uniform, mt19937", gsl_uniform, twister},
        {"GSL: uniform, philox4x32-10", gsl_uniform, philox},
        {"GSL: exponential, mt19937", gsl_exponential, twister},
        {"GSL: normal, mt19937", gsl_normal, twister},
        {"GSL: lognormal, mt19937", gsl_lognormal, twister},
        {"GSL: gamma, mt19937", gsl_gamma, twister},
    };
    for (size_t i = 0; i < sizeof rows / sizeof *rows; i++)
        validate_bench_record(rows[i].name, rounds_ns(take_gsl, &rows[i], VARIATES),
                              "ns a variate", 1);
    gsl_rng_free(twister);
    gsl_rng_free(philox);
}

/* ---- making samplers ---- */

typedef struct set_up {
    sim_law law;
    sim_arena *arena;
} set_up;

enum { SET_UPS = 50 };

static double make(void *of)
{
    set_up *s = of;
    double sum = 0;
    for (int i = 0; i < SET_UPS; i++) {
        sim_arena_clear(s->arena);
        s->law.scale = 1 + i;
        sum += sim_sampler_maximum(sim_sampler_new(&s->law, s->arena));
    }
    return sum;
}

static void bench_set_up(void)
{
    static const struct {
        const char *kind;
        int form;
        double a, b;
    } rows[] = {
        {"lognormal", 2, 190, 900}, {"gamma", 0, 2.5, 0.63}, {"beta", 0, 0.3, 0.1},
        {"weibull", 0, 0.7, 30},    {"poisson", 0, 12, 0},
    };
    for (size_t i = 0; i < sizeof rows / sizeof *rows; i++) {
        set_up s = {law_of(rows[i].kind, rows[i].form, rows[i].a, rows[i].b), sim_arena_new()};
        char name[64];
        snprintf(name, sizeof name, "sampler, made: %s", rows[i].kind);
        validate_bench_record(name, rounds_ns(make, &s, SET_UPS) / 1000, "microseconds", 1);
        sim_arena_free(s.arena);
    }
}

void validate_bench_draws(void)
{
    sim_arena *arena = sim_arena_new();
    bench_ours(arena);
    bench_gsl();
    bench_set_up();
    sim_arena_free(arena);
}
