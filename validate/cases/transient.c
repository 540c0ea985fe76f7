/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Unlimited servers: filling from empty, a rate that varies, set-up times without limit. */
#include "sim/generator.h"
#include "validate/cases/case.h"
#include "validate/theory/unlimited.h"

#include <gsl/gsl_math.h>
#include <math.h>

enum { MOMENTS = 4 };

typedef struct filling {
    double arrival;   /* mean rate */
    double amplitude; /* of a sine of that period; 0: constant */
    double period_s;  /* from its crossing upwards at time 0 */
    validate_law work;
    validate_survival *survival;
    double at_s[MOMENTS]; /* when customers are counted */
} filling;

typedef struct house {
    const filling *point;
    sim_generator *generator;
} house;

static void ended(void *owner, sim_customer *customer, sim_fate fate)
{
    house *h = owner;
    (void)fate;
    sim_generator_give(h->generator, customer);
}

static double share(const void *owner, double now_s)
{
    const filling *p = ((const house *)owner)->point;
    return (p->arrival + p->amplitude * sin(2 * M_PI * now_s / p->period_s)) /
           (p->arrival + p->amplitude);
}

/* What fills one engine after the other, so that an estimate is a mean over many. */
typedef struct taps {
    sim_draws *gap, *work, *thinning;
} taps;

static void fill_once(const filling *p, const taps *from, sim_arena *arena, double *sums)
{
    house h = {.point = p};
    sim_engine *engine = sim_engine_new(arena, 256);
    const sim_station_options options = {
        .servers = SIM_STATION_UNLIMITED, .ended = ended, .owner = &h};
    sim_station *station = sim_station_new(engine, &options);
    const sim_generator_options arrivals = {.gap = from->gap,
                                            .work = from->work,
                                            .share = p->amplitude > 0 ? share : NULL,
                                            .thinning = from->thinning,
                                            .station = station,
                                            .owner = &h};
    h.generator = sim_generator_new(engine, &arrivals);
    for (int i = 0; i < MOMENTS; i++) {
        sim_engine_run(engine, p->at_s[i], 0);
        sums[i] += (double)sim_station_present(station);
    }
}

static void play_filling(const validate_case *of, const validate_play *play, double *estimates)
{
    const filling *p = of->point;
    const validate_law gap = {"exponential", 1 / (p->arrival + p->amplitude), 0};
    const validate_law uniform = {p->amplitude > 0 ? "uniform" : NULL, 0, 1};
    const taps from = {validate_draws(of, play, "gap", gap),
                       validate_draws(of, play, "work", p->work),
                       validate_draws(of, play, "thinning", uniform)};
    const int times = (int)ceil(60 * play->scale);
    for (int i = 0; i < MOMENTS; i++)
        estimates[i] = 0;
    for (int i = 0; i < times; i++)
        fill_once(p, &from, play->arena, estimates);
    for (int i = 0; i < MOMENTS; i++)
        estimates[i] /= times;
}

static void from_empty(const validate_case *of, double *values)
{
    const filling *p = of->point;
    for (int i = 0; i < MOMENTS; i++)
        values[i] = validate_filling(p->arrival, p->survival, p->work.first, p->work.second,
                                     p->at_s[i]);
}

/* Late enough after the start that it is periodic. */
static void periodic(const validate_case *of, double *values)
{
    const filling *p = of->point;
    for (int i = 0; i < MOMENTS; i++)
        values[i] =
            validate_sine(p->arrival, p->amplitude, p->period_s, 1 / p->work.first, p->at_s[i]);
}

#define CASE(title, solve, ...)                                                                \
    {                                                                                          \
        .name = (title),                                                                       \
        .quantities = {"present at moment 1", "present at moment 2", "present at moment 3",    \
                       "present at moment 4"},                                                 \
        .theory = (solve), .play = play_filling, .point = &(const filling)                     \
        {                                                                                      \
            __VA_ARGS__                                                                        \
        }                                                                                      \
    }

static const validate_case cases[] = {
    CASE("M/M/infinity from empty", from_empty, .arrival = 10, .work = {"exponential", 1, 0},
         .survival = validate_survival_exponential, .at_s = {0.5, 1, 2, 5}),
    CASE("M/D/infinity from empty", from_empty, .arrival = 10, .work = {"constant", 1, 0},
         .survival = validate_survival_constant, .at_s = {0.5, 1, 2, 5}),
    CASE("M/U/infinity from empty", from_empty, .arrival = 2.5, .work = {"uniform", 0.5, 1.5},
         .survival = validate_survival_uniform, .at_s = {0.5, 1, 2, 5}),
    CASE("M/lognormal/infinity from empty", from_empty, .arrival = 20,
         .work = {"lognormal", 1, 0.8}, .survival = validate_survival_lognormal,
         .at_s = {1.9, 3.7, 7.5, 18.7}),
    CASE("M/Weibull/infinity from empty", from_empty, .arrival = 50,
         .work = {"weibull", 0.7, 1}, .survival = validate_survival_weibull,
         .at_s = {0.6, 1.3, 2.5, 6.3}),
    CASE("M_t/M/infinity, period 24 s", periodic, .arrival = 10, .amplitude = 5, .period_s = 24,
         .work = {"exponential", 1, 0}, .at_s = {48, 54, 60, 66}),
    CASE("M_t/M/infinity, service 6 s", periodic, .arrival = 100, .amplitude = 80,
         .period_s = 24, .work = {"exponential", 6, 0}, .at_s = {144, 150, 156, 162}),
    CASE("M_t/M/infinity, rate down to 0", periodic, .arrival = 50, .amplitude = 50,
         .period_s = 24, .work = {"exponential", 0.05, 0}, .at_s = {24, 30, 36, 40}),
};

const validate_suite validate_suite_transient = {"unlimited servers, transient", cases,
                                                 sizeof cases / sizeof *cases};
