/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Poisson arrivals and exponential service: M/M/c, limits, patience, retrials, batches. */
#include "validate/cases/one_station.h"
#include "validate/theory/networks.h"
#include "validate/theory/relaxation.h"

#include <math.h>

static double arrival_of(const validate_station *p)
{
    return 1 / p->gap.first;
}

static double service_of(const validate_station *p)
{
    return 1 / p->work.first;
}

/* ---- M/M/c ---- */

static void mmc(const validate_case *of, validate_answer *answer)
{
    const validate_station *p = of->point;
    const unsigned c = p->servers;
    const double a = arrival_of(p), s = service_of(p);
    const validate_queue q = validate_mmc(c, a, s, 0, 0);
    double *value = answer->value, *limit = answer->limit;
    value[VALIDATE_PRESENT] = q.present;
    value[VALIDATE_PRESENT_VARIANCE] = q.present_variance;
    value[VALIDATE_WAITING] = q.waiting;
    value[VALIDATE_BUSY] = q.busy;
    value[VALIDATE_WAIT] = q.wait_s;
    value[VALIDATE_STAY] = q.stay_s;
    value[VALIDATE_P_WAIT] = q.p_wait;
    limit[VALIDATE_P_WAIT_90] = validate_mmc_wait_quantile(c, a, s, 0.9);
    limit[VALIDATE_P_WAIT_99] = validate_mmc_wait_quantile(c, a, s, 0.99);
    limit[VALIDATE_P_STAY_90] = validate_mmc_stay_quantile(c, a, s, 0.9);
    limit[VALIDATE_P_STAY_99] = validate_mmc_stay_quantile(c, a, s, 0.99);
    for (int k = VALIDATE_P_WAIT_90; k <= VALIDATE_P_WAIT_99; k++)
        if (limit[k] > 0)
            value[k] = validate_mmc_wait_tail(c, a, s, limit[k]);
    for (int k = VALIDATE_P_STAY_90; k <= VALIDATE_P_STAY_99; k++)
        value[k] = validate_mmc_stay_tail(c, a, s, limit[k]);
    validate_station_plan(p, 1, 1, answer);
}

/* As many servers as it takes, and no more. */
static void staffed(const validate_case *of, validate_answer *answer)
{
    const validate_station *p = of->point;
    const double a = arrival_of(p), s = service_of(p);
    sim_require(validate_staffing(a, s, p->promise_s, p->risk) == p->servers);
    answer->limit[VALIDATE_P_WAIT_90] = p->promise_s;
    answer->value[VALIDATE_P_WAIT_90] = validate_mmc_wait_tail(p->servers, a, s, p->promise_s);
    answer->value[VALIDATE_P_WAIT] = validate_erlang_c(p->servers, a / s);
    validate_station_plan(p, 1, 1, answer);
}

/* ---- limits ---- */

static void limited(const validate_case *of, validate_answer *answer)
{
    const validate_station *p = of->point;
    const validate_queue q = validate_mmc(p->servers, arrival_of(p), service_of(p), p->room, 0);
    answer->value[VALIDATE_PRESENT] = q.present;
    answer->value[VALIDATE_PRESENT_VARIANCE] = q.present_variance;
    answer->value[VALIDATE_WAITING] = q.waiting;
    answer->value[VALIDATE_BUSY] = q.busy;
    answer->value[VALIDATE_WAIT] = q.wait_s;
    answer->value[VALIDATE_STAY] = q.stay_s;
    answer->value[VALIDATE_P_BLOCK] = q.p_block;
    answer->value[VALIDATE_P_WAIT] = q.p_wait;
    answer->value[VALIDATE_THROUGHPUT] = q.throughput;
    validate_station_plan(p, 1, 1, answer);
}

/* Erlang's loss formula holds for any service law of that mean (Sevastyanov 1957). */
static void lost(const validate_case *of, validate_answer *answer)
{
    const validate_station *p = of->point;
    const validate_moments work = validate_law_moments(p->work);
    const double a = arrival_of(p) * work.m1;
    const double b = validate_erlang_b(p->servers, a);
    answer->value[VALIDATE_P_BLOCK] = b;
    answer->value[VALIDATE_PRESENT] = a * (1 - b);
    answer->value[VALIDATE_WAITING] = 0;
    answer->value[VALIDATE_THROUGHPUT] = arrival_of(p) * (1 - b);
    validate_station_plan(p, 1, validate_moments_scv(work), answer);
    answer->relaxation_s += work.m2 / work.m1; /* who is here may stay long */
}

/* ---- patience ---- */

static void impatient(const validate_case *of, validate_answer *answer)
{
    const validate_station *p = of->point;
    const double a = arrival_of(p), s = service_of(p), leave = 1 / p->patience.first;
    const validate_queue q = validate_mmc(p->servers, a, s, 0, leave);
    answer->value[VALIDATE_PRESENT] = q.present;
    answer->value[VALIDATE_PRESENT_VARIANCE] = q.present_variance;
    answer->value[VALIDATE_WAITING] = q.waiting;
    answer->value[VALIDATE_BUSY] = q.busy;
    answer->value[VALIDATE_P_ABANDON] = q.p_abandon;
    answer->value[VALIDATE_THROUGHPUT] = q.throughput;
    answer->rate = a;
    answer->relaxation_s = validate_relaxation_impatient(s, leave);
}

static void patient_for_a_time(const validate_case *of, validate_answer *answer)
{
    const validate_station *p = of->point;
    const double a = arrival_of(p), s = service_of(p);
    double p_abandon, waiting;
    validate_constant_patience(a, s, p->patience.first, &p_abandon, &waiting);
    answer->value[VALIDATE_P_ABANDON] = p_abandon;
    answer->value[VALIDATE_WAITING] = waiting;
    answer->value[VALIDATE_BUSY] = a * (1 - p_abandon) / s;
    answer->value[VALIDATE_THROUGHPUT] = a * (1 - p_abandon);
    answer->rate = a;
    /* The line is no longer than those who come in a patience. */
    answer->relaxation_s = p->patience.first * (1 + a / s) + 2 / s;
}

/* ---- retrials, batches ---- */

static void retried(const validate_case *of, validate_answer *answer)
{
    const validate_station *p = of->point;
    const double a = arrival_of(p), s = service_of(p);
    answer->value[VALIDATE_RETRYING] = validate_retrial(a, s, 1 / p->retry.first);
    answer->value[VALIDATE_BUSY] = a / s;
    answer->rate = a;
    answer->relaxation_s =
        validate_relaxation_queue(1, a, s, 0, 2) + p->retry.first / (1 - a / s);
}

static void batched(const validate_case *of, validate_answer *answer)
{
    const validate_station *p = of->point;
    const double a = arrival_of(p);
    const validate_queue q = validate_batch(p->servers, a, p->work.first, 1, p->drag, p->room);
    answer->value[VALIDATE_PRESENT] = q.present;
    answer->value[VALIDATE_PRESENT_VARIANCE] = q.present_variance;
    answer->value[VALIDATE_WAITING] = q.waiting;
    answer->value[VALIDATE_BUSY] = q.busy;
    answer->value[VALIDATE_WAIT] = q.wait_s;
    answer->value[VALIDATE_STAY] = q.stay_s;
    answer->value[VALIDATE_P_BLOCK] = q.p_block;
    answer->value[VALIDATE_P_WAIT] = q.p_wait;
    answer->value[VALIDATE_THROUGHPUT] = q.throughput;
    /* As if all were always as slow as in a full batch. */
    const double slow = service_of(p) / (1 + p->drag * (p->servers - 1));
    answer->rate = a;
    answer->relaxation_s = validate_relaxation_queue(p->servers, a, slow, p->room, 2);
}

static const validate_case cases[] = {
    {VALIDATE_STATION("M/M/1, rho 0.3", mmc, .gap = {"exponential", 1 / 0.3, 0},
                      .work = {"exponential", 1, 0}, .servers = 1)},
    {VALIDATE_STATION("M/M/1, rho 0.5", mmc, .gap = {"exponential", 2, 0},
                      .work = {"exponential", 1, 0}, .servers = 1)},
    {VALIDATE_STATION("M/M/1, rho 0.8", mmc, .gap = {"exponential", 1 / 0.8, 0},
                      .work = {"exponential", 1, 0}, .servers = 1)},
    {VALIDATE_STATION("M/M/1, rho 0.9", mmc, .gap = {"exponential", 1 / 0.9, 0},
                      .work = {"exponential", 1, 0}, .servers = 1)},
    {VALIDATE_STATION("M/M/1, rho 0.95", mmc, .gap = {"exponential", 1 / 0.95, 0},
                      .work = {"exponential", 1, 0}, .servers = 1)},
    {VALIDATE_STATION("M/M/1, rho 0.75, mu 4", mmc, .gap = {"exponential", 1. / 3, 0},
                      .work = {"exponential", 0.25, 0}, .servers = 1)},
    {VALIDATE_STATION("M/M/1, rho 0.8, mu 1/8", mmc, .gap = {"exponential", 10, 0},
                      .work = {"exponential", 8, 0}, .servers = 1)},
    {VALIDATE_STATION("M/M/2, rho 0.75", mmc, .gap = {"exponential", 1 / 1.5, 0},
                      .work = {"exponential", 1, 0}, .servers = 2)},
    {VALIDATE_STATION("M/M/3, rho 0.667", mmc, .gap = {"exponential", 0.5, 0},
                      .work = {"exponential", 1, 0}, .servers = 3)},
    {VALIDATE_STATION("M/M/5, rho 0.8", mmc, .gap = {"exponential", 0.25, 0},
                      .work = {"exponential", 1, 0}, .servers = 5)},
    {VALIDATE_STATION("M/M/8, rho 0.625, mu 4", mmc, .gap = {"exponential", 0.05, 0},
                      .work = {"exponential", 0.25, 0}, .servers = 8)},
    {VALIDATE_STATION("M/M/10, rho 0.8", mmc, .gap = {"exponential", 1. / 8, 0},
                      .work = {"exponential", 1, 0}, .servers = 10)},
    {VALIDATE_STATION("M/M/10, rho 0.95", mmc, .gap = {"exponential", 1 / 9.5, 0},
                      .work = {"exponential", 1, 0}, .servers = 10)},
    {VALIDATE_STATION("M/M/50, rho 0.9", mmc, .gap = {"exponential", 1. / 45, 0},
                      .work = {"exponential", 1, 0}, .servers = 50)},
    {VALIDATE_STATION("M/M/100, rho 0.95", mmc, .gap = {"exponential", 1. / 95, 0},
                      .work = {"exponential", 1, 0}, .servers = 100)},
    {VALIDATE_STATION("staffed for 5 % over 0.5 s: M/M/14", staffed, .promise_s = 0.5,
                      .risk = 0.05, .gap = {"exponential", 0.1, 0},
                      .work = {"exponential", 1, 0}, .servers = 14)},
    {VALIDATE_STATION("staffed for 1 % over 0.2 s: M/M/114", staffed, .promise_s = 0.2,
                      .risk = 0.01, .gap = {"exponential", 0.01, 0},
                      .work = {"exponential", 1, 0}, .servers = 114)},
    {VALIDATE_STATION("staffed for 10 % over 5 s: M/M/29", staffed, .promise_s = 5, .risk = 0.1,
                      .gap = {"exponential", 0.4, 0}, .work = {"exponential", 10, 0},
                      .servers = 29)},
    {VALIDATE_STATION("staffed for 5 % over 50 ms: M/M/1032", staffed, .promise_s = 0.05,
                      .risk = 0.05, .gap = {"exponential", 0.001, 0},
                      .work = {"exponential", 1, 0}, .servers = 1032)},
    {VALIDATE_STATION("M/M/1/1, rho 1", limited, .gap = {"exponential", 1, 0},
                      .work = {"exponential", 1, 0}, .servers = 1, .room = 1)},
    {VALIDATE_STATION("M/M/1/5, rho 0.9", limited, .gap = {"exponential", 1 / 0.9, 0},
                      .work = {"exponential", 1, 0}, .servers = 1, .room = 5)},
    {VALIDATE_STATION("M/M/1/10, rho 1.2", limited, .gap = {"exponential", 1 / 1.2, 0},
                      .work = {"exponential", 1, 0}, .servers = 1, .room = 10)},
    {VALIDATE_STATION("M/M/5/20, rho 0.8", limited, .gap = {"exponential", 0.25, 0},
                      .work = {"exponential", 1, 0}, .servers = 5, .room = 20)},
    {VALIDATE_STATION("M/M/5/20, rho 1.2", limited, .gap = {"exponential", 1. / 6, 0},
                      .work = {"exponential", 1, 0}, .servers = 5, .room = 20)},
    {VALIDATE_STATION("M/M/50/100, rho 0.98", limited, .gap = {"exponential", 1. / 49, 0},
                      .work = {"exponential", 1, 0}, .servers = 50, .room = 100)},
    {VALIDATE_STATION("Erlang's loss, M/M/5/5", lost, .gap = {"exponential", 0.25, 0},
                      .work = {"exponential", 1, 0}, .servers = 5, .room = 5)},
    {VALIDATE_STATION("Erlang's loss, M/M/10/10", lost, .gap = {"exponential", 1. / 8, 0},
                      .work = {"exponential", 1, 0}, .servers = 10, .room = 10)},
    {VALIDATE_STATION("Erlang's loss, M/M/50/50", lost, .gap = {"exponential", 1. / 45, 0},
                      .work = {"exponential", 1, 0}, .servers = 50, .room = 50)},
    {VALIDATE_STATION("Erlang's loss, M/D/5/5", lost, .gap = {"exponential", 0.25, 0},
                      .work = {"constant", 1, 0}, .servers = 5, .room = 5)},
    {VALIDATE_STATION("Erlang's loss, M/H2/5/5", lost, .gap = {"exponential", 0.25, 0},
                      .work = {"h2", 1, 6}, .servers = 5, .room = 5)},
    {VALIDATE_STATION("M/M/1+M, rho 0.9, patience 2 s", impatient,
                      .gap = {"exponential", 1 / 0.9, 0}, .work = {"exponential", 1, 0},
                      .patience = {"exponential", 2, 0}, .servers = 1)},
    {VALIDATE_STATION("M/M/5+M, rho 1.2, patience 5 s", impatient,
                      .gap = {"exponential", 1. / 6, 0}, .work = {"exponential", 1, 0},
                      .patience = {"exponential", 5, 0}, .servers = 5)},
    {VALIDATE_STATION("M/M/10+M, rho 0.9, patience 1 s", impatient,
                      .gap = {"exponential", 1. / 9, 0}, .work = {"exponential", 1, 0},
                      .patience = {"exponential", 1, 0}, .servers = 10)},
    {VALIDATE_STATION("M/M/50+M, rho 1.1, patience 10 s", impatient,
                      .gap = {"exponential", 1. / 55, 0}, .work = {"exponential", 1, 0},
                      .patience = {"exponential", 10, 0}, .servers = 50)},
    {VALIDATE_STATION("M/M/1+D, rho 0.9, patience 2 s", patient_for_a_time,
                      .gap = {"exponential", 1 / 0.9, 0}, .work = {"exponential", 1, 0},
                      .patience = {"constant", 2, 0}, .servers = 1)},
    {VALIDATE_STATION("M/M/1+D, rho 1.4, patience 5 s", patient_for_a_time,
                      .gap = {"exponential", 1 / 1.4, 0}, .work = {"exponential", 1, 0},
                      .patience = {"constant", 5, 0}, .servers = 1)},
    {VALIDATE_STATION("M/M/1/1 with retrials, rho 0.6", retried,
                      .gap = {"exponential", 1 / 0.6, 0}, .work = {"exponential", 1, 0},
                      .retry = {"exponential", 2, 0}, .servers = 1, .room = 1)},
    {VALIDATE_STATION("M/M/1/1 with retrials, rho 0.75", retried,
                      .gap = {"exponential", 1 / 0.75, 0}, .work = {"exponential", 1, 0},
                      .retry = {"exponential", 0.2, 0}, .servers = 1, .room = 1)},
    {VALIDATE_STATION("batch of at most 8, drag 0.05", batched, .gap = {"exponential", 2, 0},
                      .work = {"exponential", 5, 0}, .servers = 8, .drag = 0.05)},
    {VALIDATE_STATION("batch of at most 32, drag 0.05", batched, .gap = {"exponential", 0.5, 0},
                      .work = {"exponential", 5, 0}, .servers = 32, .drag = 0.05),
     .longer = 4},
    {VALIDATE_STATION("batch of at most 64, drag 0.02", batched, .gap = {"exponential", 0.5, 0},
                      .work = {"exponential", 5, 0}, .servers = 64, .drag = 0.02)},
    {VALIDATE_STATION("batch of one", batched, .gap = {"exponential", 12.5, 0},
                      .work = {"exponential", 10, 0}, .servers = 1, .drag = 0.05)},
    {VALIDATE_STATION("batch of at most 32, room 48, load 1.2", batched,
                      .gap = {"exponential", 1. / 3, 0}, .work = {"exponential", 5, 0},
                      .servers = 32, .room = 48, .drag = 0.05)},
    {VALIDATE_STATION("batch of at most 32, room 64, load 3.2", batched,
                      .gap = {"exponential", 1. / 8, 0}, .work = {"exponential", 5, 0},
                      .servers = 32, .room = 64, .drag = 0.05)},
};

const validate_suite validate_suite_markov = {"Markov queues", cases,
                                              sizeof cases / sizeof *cases};
