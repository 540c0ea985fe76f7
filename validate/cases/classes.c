/* SPDX-License-Identifier: GPL-3.0-or-later */
/* One server and classes of priority, with and without preemption. */
#include "sim/generator.h"
#include "validate/cases/case.h"
#include "validate/theory/one_server.h"

enum { MOST_CLASSES = 3 };

typedef struct classes {
    size_t n;
    double gap_s[MOST_CLASSES];
    validate_law work[MOST_CLASSES];
    double scv[MOST_CLASSES]; /* of the work */
    bool preempts;
    double customers; /* per replication, all classes */
} classes;

typedef struct house {
    sim_engine *engine;
    sim_generator *generator[MOST_CLASSES];
    sim_moments stay_s[MOST_CLASSES];
} house;

static void ended(void *owner, sim_customer *customer, sim_fate fate)
{
    house *h = owner;
    (void)fate;
    sim_moments_add(&h->stay_s[customer->rank],
                    sim_engine_now(h->engine) - customer->arrived_s);
    sim_generator_give(h->generator[customer->rank], customer);
}

static void play_classes(const validate_case *of, const validate_play *play, double *estimates)
{
    static const char *const gaps[] = {"gap 1", "gap 2", "gap 3"};
    static const char *const works[] = {"work 1", "work 2", "work 3"};
    const classes *p = of->point;
    house h = {.engine = sim_engine_new(play->arena, 64)};
    const sim_station_options options = {.name = of->name,
                                         .servers = 1,
                                         .discipline = p->preempts
                                                           ? &sim_discipline_priority_preemptive
                                                           : &sim_discipline_priority,
                                         .ended = ended,
                                         .owner = &h};
    sim_station *station = sim_station_new(h.engine, &options);
    double rate = 0;
    for (size_t i = 0; i < p->n; i++) {
        const validate_law gap = {"exponential", p->gap_s[i], 0};
        const sim_generator_options arrivals = {
            .gap = validate_draws(of, play, gaps[i], gap),
            .work = validate_draws(of, play, works[i], p->work[i]),
            .rank = (uint8_t)i,
            .station = station};
        h.generator[i] = sim_generator_new(h.engine, &arrivals);
        rate += 1 / p->gap_s[i];
    }
    const double time_s = p->customers * play->scale / rate;
    sim_engine_run(h.engine, time_s / 4, 0);
    for (size_t i = 0; i < p->n; i++)
        h.stay_s[i] = (sim_moments){0};
    sim_engine_run(h.engine, time_s * 1.25, 0);
    sim_failure why;
    if (!sim_station_verify(station, &why))
        sim_failure_abort(why.text, __FILE__, __LINE__);
    for (size_t i = 0; i < p->n; i++)
        estimates[i] = sim_moments_mean(&h.stay_s[i]);
}

static void priorities(const validate_case *of, double *values)
{
    const classes *p = of->point;
    double arrival[MOST_CLASSES];
    validate_moments service[MOST_CLASSES];
    for (size_t i = 0; i < p->n; i++) {
        const double mean = p->work[i].first;
        arrival[i] = 1 / p->gap_s[i];
        service[i] = (validate_moments){mean, mean * mean * (1 + p->scv[i]), 0};
    }
    for (size_t i = 0; i < p->n; i++)
        values[i] = p->preempts
                        ? validate_priority_preemptive_stay(p->n, arrival, service, i)
                        : validate_priority_wait(p->n, arrival, service, i) + service[i].m1;
}

#define CASE(title, judged, ...)                                                               \
    {                                                                                          \
        .name = (title), .quantities = {judged}, .theory = priorities, .play = play_classes,   \
        .point = &(const classes)                                                              \
        {                                                                                      \
            __VA_ARGS__                                                                        \
        }                                                                                      \
    }
#define TWO   "stay of rank 1, s", "stay of rank 2, s"
#define THREE "stay of rank 1, s", "stay of rank 2, s", "stay of rank 3, s"
#define MARKOV_PAIR                                                                            \
    .n = 2, .gap_s = {1 / 0.3, 2}, .work = {{"exponential", 1, 0}, {"exponential", 1, 0}},     \
    .scv = {1, 1}, .customers = 80000
#define MIXED_TRIPLE                                                                           \
    .n = 3, .gap_s = {10, 1 / 0.3, 2.5},                                                       \
    .work = {{"exponential", 1, 0}, {"constant", 1, 0}, {"h2", 1, 4}}, .scv = {1, 0, 4},       \
    .customers = 150000
#define LONG_SECOND                                                                            \
    .n = 2, .gap_s = {5, 10}, .work = {{"exponential", 1, 0}, {"h2", 5, 2}}, .scv = {1, 2},    \
    .customers = 150000

static const validate_case cases[] = {
    CASE("two ranks, exponential", TWO, MARKOV_PAIR),
    CASE("two ranks, exponential, preemptive", TWO, MARKOV_PAIR, .preempts = true),
    CASE("three ranks, mixed service", THREE, MIXED_TRIPLE),
    CASE("three ranks, mixed service, preemptive", THREE, MIXED_TRIPLE, .preempts = true),
    CASE("two ranks, long work behind", TWO, LONG_SECOND),
    CASE("two ranks, long work behind, preemptive", TWO, LONG_SECOND, .preempts = true),
};

const validate_suite validate_suite_classes = {"priorities", cases,
                                               sizeof cases / sizeof *cases};
