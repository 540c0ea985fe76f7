/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Unlimited servers: the number present after an empty start, and under a rate like a sine. */
#include "sim/generator.h"
#include "validate/cases/case.h"
#include "validate/theory/unlimited.h"

#include <gsl/gsl_math.h>
#include <math.h>

enum { MOMENTS = 4 };

typedef struct unlimited {
    double arrival; /* mean rate */
    validate_law work;
    validate_survival *survival;
    double at_s[MOMENTS];       /* from an empty start: when customers are counted */
    double amplitude, period_s; /* the rate is arrival + amplitude sin(2 pi t / period) */
} unlimited;

/* The quantities of both rigs. */
enum { PRESENT, VARIANCE = PRESENT + MOMENTS, QUANTITIES = VARIANCE + MOMENTS };

/* ---- playing ---- */

typedef struct house {
    const unlimited *point;
    sim_engine *engine;
    sim_station *station;
    sim_generator *generator;
    sim_tally present[MOMENTS];
} house;

/* Where one house after the other takes its numbers from. */
typedef struct taps {
    sim_draws *gap, *work, *thinning;
} taps;

static taps open_taps(const validate_case *of, const validate_play *play)
{
    const unlimited *p = of->point;
    const validate_law gap = {"exponential", 1 / (p->arrival + p->amplitude), 0};
    const validate_law uniform = {p->amplitude > 0 ? "uniform" : NULL, 0, 1};
    return (taps){validate_draws(of, play, "gap", gap),
                  validate_draws(of, play, "work", p->work),
                  validate_draws(of, play, "thinning", uniform)};
}

static void leave(void *owner, sim_customer *customer, sim_fate fate)
{
    house *h = owner;
    (void)fate;
    sim_generator_give(h->generator, customer);
}

static double share(const void *owner, double now_s)
{
    const unlimited *p = ((const house *)owner)->point;
    return (p->arrival + p->amplitude * sin(2 * M_PI * now_s / p->period_s)) /
           (p->arrival + p->amplitude);
}

static void open_house(house *h, const taps *from, sim_arena *arena)
{
    const sim_station_options station = {
        .servers = SIM_STATION_UNLIMITED, .ended = leave, .owner = h};
    h->engine = sim_engine_new(arena, 256);
    h->station = sim_station_new(h->engine, &station);
    const sim_generator_options arrivals = {
        .gap = from->gap,
        .work = from->work,
        .share = from->thinning ? share : NULL,
        .thinning = from->thinning,
        .size = 0,
        .station = h->station,
        .owner = h,
    };
    h->generator = sim_generator_new(h->engine, &arrivals);
}

static void count_at(house *h, double when_s, int moment)
{
    sim_engine_run(h->engine, when_s, 0);
    sim_tally_add(&h->present[moment], (double)sim_station_present(h->station));
}

static void estimate(const house *h, double *estimates)
{
    for (int i = 0; i < MOMENTS; i++) {
        estimates[PRESENT + i] = h->present[i].mean;
        estimates[VARIANCE + i] = sim_tally_variance(&h->present[i]);
    }
}

/* One house after the other, each from empty. */
static void play_filling(const validate_case *of, const validate_play *play, double *estimates)
{
    const unlimited *p = of->point;
    const taps from = open_taps(of, play);
    const int times = (int)fmax(ceil(play->time_s / p->at_s[MOMENTS - 1]), 30);
    house h = {.point = p};
    for (int k = 0; k < times; k++) {
        open_house(&h, &from, play->arena);
        for (int i = 0; i < MOMENTS; i++)
            count_at(&h, p->at_s[i], i);
        validate_require_sound(h.station);
    }
    estimate(&h, estimates);
}

/* One period after the other, at its quarters. */
static void play_periods(const validate_case *of, const validate_play *play, double *estimates)
{
    const unlimited *p = of->point;
    const taps from = open_taps(of, play);
    const int before = (int)ceil(play->warm_up_s / p->period_s);
    const int periods = (int)fmax(ceil(play->time_s / p->period_s), 30);
    house h = {.point = p};
    open_house(&h, &from, play->arena);
    for (int k = before; k < before + periods; k++)
        for (int i = 0; i < MOMENTS; i++)
            count_at(&h, (k + i / (double)MOMENTS) * p->period_s, i);
    validate_require_sound(h.station);
    estimate(&h, estimates);
}

static const validate_quantity quantities_filling[] = {{.name = "present at moment 1"},
                                                       {.name = "present at moment 2"},
                                                       {.name = "present at moment 3"},
                                                       {.name = "present at moment 4"},
                                                       {.name = "variance at moment 1"},
                                                       {.name = "variance at moment 2"},
                                                       {.name = "variance at moment 3"},
                                                       {.name = "variance at moment 4"},
                                                       {.name = NULL}};
static const validate_quantity quantities_periods[] = {{.name = "present at 0"},
                                                       {.name = "present at 1/4 period"},
                                                       {.name = "present at 1/2 period"},
                                                       {.name = "present at 3/4 period"},
                                                       {.name = "variance at 0"},
                                                       {.name = "variance at 1/4 period"},
                                                       {.name = "variance at 1/2 period"},
                                                       {.name = "variance at 3/4 period"},
                                                       {.name = NULL}};

static const validate_rig filling = {.quantities = quantities_filling, .play = play_filling};
static const validate_rig periods = {.quantities = quantities_periods, .play = play_periods};

/* ---- theory: the number present is Poisson at all times ---- */

static void from_empty(const validate_case *of, validate_answer *answer)
{
    const unlimited *p = of->point;
    for (int i = 0; i < MOMENTS; i++)
        answer->value[PRESENT + i] = answer->value[VARIANCE + i] = validate_filling(
            p->arrival, p->survival, p->work.first, p->work.second, p->at_s[i]);
    answer->rate = p->arrival;
}

static void periodic(const validate_case *of, validate_answer *answer)
{
    const unlimited *p = of->point;
    for (int i = 0; i < MOMENTS; i++) {
        const double present = validate_sine(p->arrival, p->amplitude, p->period_s,
                                             1 / p->work.first, i * p->period_s / MOMENTS);
        if (present > 0.1) /* else too rare to be counted */
            answer->value[PRESENT + i] = present;
    }
    answer->rate = p->arrival;
    answer->relaxation_s = p->work.first;
}

#define FILLING(title, ...)                                                                    \
    .name = (title), .rig = &filling, .theory = from_empty, .point = &(const unlimited)        \
    {                                                                                          \
        __VA_ARGS__                                                                            \
    }
#define PERIODIC(title, ...)                                                                   \
    .name = (title), .rig = &periods, .theory = periodic, .point = &(const unlimited)          \
    {                                                                                          \
        __VA_ARGS__                                                                            \
    }

static const validate_case cases[] = {
    {FILLING("M/M/infinity from empty", .arrival = 10, .work = {"exponential", 1, 0},
             .survival = validate_survival_exponential, .at_s = {0.5, 1, 2, 5})},
    {FILLING("M/D/infinity from empty", .arrival = 10, .work = {"constant", 1, 0},
             .survival = validate_survival_constant, .at_s = {0.5, 1, 2, 5})},
    {FILLING("M/U/infinity from empty", .arrival = 2.5, .work = {"uniform", 0.5, 1.5},
             .survival = validate_survival_uniform, .at_s = {0.5, 1, 2, 5})},
    {FILLING("M/Weibull/infinity from empty", .arrival = 50, .work = {"weibull", 0.7, 1},
             .survival = validate_survival_weibull, .at_s = {0.6, 1.3, 2.5, 6.3})},
    {FILLING("M/lognormal/infinity from empty, 10 per s", .arrival = 10,
             .work = {"lognormal", 0, 1}, .survival = validate_survival_lognormal,
             .at_s = {0.8, 1.6, 3.3, 8.2})},
    {FILLING("M/lognormal/infinity from empty, 200 per s", .arrival = 200,
             .work = {"lognormal", 1, 0.8}, .survival = validate_survival_lognormal,
             .at_s = {1.9, 3.7, 7.5, 18.7})},
    {PERIODIC("M_t/M/infinity, 10 +- 5 per s", .arrival = 10, .amplitude = 5, .period_s = 24,
              .work = {"exponential", 1, 0})},
    {PERIODIC("M_t/M/infinity, 100 +- 80 per s, service 6 s", .arrival = 100, .amplitude = 80,
              .period_s = 24, .work = {"exponential", 6, 0})},
    {PERIODIC("M_t/M/infinity, 50 +- 50 per s, service 0.05 s", .arrival = 50, .amplitude = 50,
              .period_s = 24, .work = {"exponential", 0.05, 0})},
};

const validate_suite validate_suite_unlimited = {"unlimited servers", cases,
                                                 sizeof cases / sizeof *cases};
