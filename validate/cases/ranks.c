/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Customers of different rank at one station, with and without preemption. */
#include "sim/generator.h"
#include "validate/cases/case.h"
#include "validate/theory/birth_death.h"
#include "validate/theory/relaxation.h"

enum { MOST_RANKS = 3 };

typedef struct ranks {
    unsigned servers;
    size_t n;
    double arrival[MOST_RANKS]; /* per second, Poisson */
    validate_law work[MOST_RANKS];
    bool preempts;
} ranks;

/* The quantities of the rig. */
enum { STAY, WAIT = STAY + MOST_RANKS, PRESENT = WAIT + MOST_RANKS, QUANTITIES };

/* ---- playing ---- */

typedef struct house {
    sim_engine *engine;
    sim_generator *generator[MOST_RANKS];
    sim_moments stay_s[MOST_RANKS], wait_s[MOST_RANKS];
} house;

static void leave(void *owner, sim_customer *customer, sim_fate fate)
{
    house *h = owner;
    (void)fate;
    sim_moments_add(&h->stay_s[customer->rank],
                    sim_engine_now(h->engine) - customer->arrived_s);
    sim_moments_add(&h->wait_s[customer->rank], customer->began_s - customer->arrived_s);
    sim_generator_give(h->generator[customer->rank], customer);
}

static sim_station *open_station(house *h, const validate_case *of, const validate_play *play)
{
    const ranks *p = of->point;
    const sim_station_options options = {
        .name = of->name,
        .servers = p->servers,
        .discipline =
            p->preempts ? &sim_discipline_priority_preemptive : &sim_discipline_priority,
        .ended = leave,
        .owner = h,
    };
    sim_station *station = sim_station_new(h->engine, &options);
    for (size_t i = 0; i < p->n; i++) {
        const validate_law gap = {"exponential", 1 / p->arrival[i], 0};
        const sim_generator_options arrivals = {
            .gap = validate_draws_of(of, play, "gap", i, gap),
            .work = validate_draws_of(of, play, "work", i, p->work[i]),
            .rank = (uint8_t)i,
            .station = station,
        };
        h->generator[i] = sim_generator_new(h->engine, &arrivals);
    }
    return station;
}

static void play_ranks(const validate_case *of, const validate_play *play, double *estimates)
{
    house h = {.engine = sim_engine_new(play->arena, 64)};
    sim_station *station = open_station(&h, of, play);
    sim_engine_run(h.engine, play->warm_up_s, 0);
    sim_station_restart(station);
    for (size_t i = 0; i < MOST_RANKS; i++)
        h.stay_s[i] = h.wait_s[i] = (sim_moments){0};
    sim_engine_run(h.engine, play->warm_up_s + play->time_s, 0);
    validate_require_sound(station);
    for (size_t i = 0; i < MOST_RANKS; i++) {
        estimates[STAY + i] = sim_moments_mean(&h.stay_s[i]);
        estimates[WAIT + i] = sim_moments_mean(&h.wait_s[i]);
    }
    estimates[PRESENT] = validate_mean(&sim_station_record_now(station)->present);
}

static const validate_quantity quantities[] = {
    {.name = "stay of rank 1, s"}, {.name = "stay of rank 2, s"},
    {.name = "stay of rank 3, s"}, {.name = "wait of rank 1, s"},
    {.name = "wait of rank 2, s"}, {.name = "wait of rank 3, s"},
    {.name = "present"},           {.name = NULL}};

static const validate_rig rig = {.quantities = quantities, .play = play_ranks};

/* ---- theory ---- */

/* Plans for the customers of all ranks together, whose mean wait the last rank may exceed by
   the time that those before leave it: 1 / (1 - their load). */
static void plan(const ranks *p, validate_answer *answer)
{
    double rate = 0, load = 0, m2 = 0, before = 0;
    for (size_t i = 0; i < p->n; i++) {
        const validate_moments work = validate_law_moments(p->work[i]);
        before = load;
        rate += p->arrival[i];
        load += p->arrival[i] * work.m1;
        m2 += p->arrival[i] * work.m2;
    }
    const double mean = load / rate, scv = m2 / rate / (mean * mean) - 1;
    answer->rate = rate;
    answer->relaxation_s = validate_relaxation_queue(p->servers, rate, 1 / mean, 0, 1 + scv) /
                           (1 - before / p->servers);
}

static void one_server(const validate_case *of, validate_answer *answer)
{
    const ranks *p = of->point;
    validate_moments work[MOST_RANKS];
    double present = 0;
    for (size_t i = 0; i < p->n; i++)
        work[i] = validate_law_moments(p->work[i]);
    for (size_t i = 0; i < p->n; i++) {
        const double wait_s = validate_priority_wait(p->n, p->arrival, work, i);
        const double stay_s = p->preempts
                                  ? validate_priority_preemptive_stay(p->n, p->arrival, work, i)
                                  : wait_s + work[i].m1;
        answer->value[STAY + i] = stay_s;
        if (!p->preempts)
            answer->value[WAIT + i] = wait_s;
        present += p->arrival[i] * stay_s;
    }
    answer->value[PRESENT] = present;
    plan(p, answer);
}

static void many_servers(const validate_case *of, validate_answer *answer)
{
    const ranks *p = of->point;
    const double service = 1 / p->work[0].first;
    double all = 0;
    for (size_t i = 0; i < p->n; i++) {
        const double wait_s = validate_mmc_rank_wait(p->servers, p->n, p->arrival, service, i);
        answer->value[STAY + i] =
            p->preempts ? validate_mmc_rank_stay(p->servers, p->arrival, service, i)
                        : wait_s + 1 / service;
        if (!p->preempts)
            answer->value[WAIT + i] = wait_s;
        all += p->arrival[i];
    }
    answer->value[PRESENT] = validate_mmc(p->servers, all, service, 0, 0).present;
    plan(p, answer);
}

#define RANKS(title, solve, ...)                                                               \
    .name = (title), .rig = &rig, .theory = (solve), .point = &(const ranks)                   \
    {                                                                                          \
        __VA_ARGS__                                                                            \
    }
#define EQUAL                                                                                  \
    .servers = 1, .n = 2, .arrival = {0.3, 0.5},                                               \
    .work = {{"exponential", 1, 0}, {"exponential", 1, 0}}
#define MIXED                                                                                  \
    .servers = 1, .n = 3, .arrival = {0.1, 0.3, 0.4},                                          \
    .work = {{"exponential", 1, 0}, {"constant", 1, 0}, {"h2", 1, 4}}
#define LONG_SECOND                                                                            \
    .servers = 1, .n = 2, .arrival = {0.2, 0.1}, .work = {{"exponential", 1, 0}, {"h2", 5, 2}}
#define THREE_SERVERS                                                                          \
    .servers = 3, .n = 2, .arrival = {0.8, 1.2},                                               \
    .work = {{"exponential", 1, 0}, {"exponential", 1, 0}}
#define TEN_SERVERS                                                                            \
    .servers = 10, .n = 3, .arrival = {2, 3, 4},                                               \
    .work = {{"exponential", 1, 0}, {"exponential", 1, 0}, {"exponential", 1, 0}}
#define PREEMPTIVE .preempts = true

static const validate_case cases[] = {
    {RANKS("two ranks, exponential", one_server, EQUAL)},
    {RANKS("two ranks, exponential, preemptive", one_server, EQUAL, PREEMPTIVE)},
    {RANKS("three ranks, mixed service", one_server, MIXED)},
    {RANKS("three ranks, mixed service, preemptive", one_server, MIXED, PREEMPTIVE)},
    {RANKS("two ranks, long work behind", one_server, LONG_SECOND)},
    {RANKS("two ranks, long work behind, preemptive", one_server, LONG_SECOND, PREEMPTIVE)},
    {RANKS("two ranks, three servers", many_servers, THREE_SERVERS)},
    {RANKS("two ranks, three servers, preemptive", many_servers, THREE_SERVERS, PREEMPTIVE)},
    {RANKS("three ranks, ten servers", many_servers, TEN_SERVERS)},
    {RANKS("three ranks, ten servers, preemptive", many_servers, TEN_SERVERS, PREEMPTIVE)},
};

const validate_suite validate_suite_ranks = {"ranks of priority", cases,
                                             sizeof cases / sizeof *cases};
