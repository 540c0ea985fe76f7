/* SPDX-License-Identifier: GPL-3.0-or-later */
/* One server, Poisson arrivals and any service law, in the order of arrival and in others. */
#include "validate/cases/one_station.h"
#include "validate/theory/constant_service.h"
#include "validate/theory/phase_service.h"

#include <string.h>

static double arrival_of(const validate_station *p)
{
    return 1 / p->gap.first;
}

static double scv_of(const validate_station *p)
{
    return validate_moments_scv(validate_law_moments(p->work));
}

/* ---- first come, first served ---- */

static void mg1(const validate_case *of, validate_answer *answer)
{
    const validate_station *p = of->point;
    const validate_one_server q = validate_mg1(arrival_of(p), validate_law_moments(p->work));
    answer->value[VALIDATE_PRESENT] = q.present;
    answer->value[VALIDATE_WAITING] = q.waiting;
    answer->value[VALIDATE_BUSY] = q.rho;
    answer->value[VALIDATE_WAIT] = q.wait_s;
    answer->value[VALIDATE_STAY] = q.stay_s;
    answer->value[VALIDATE_P_WAIT] = q.rho;
    validate_station_plan(p, 1, scv_of(p), answer);
}

/* Second moments too, for laws whose tails leave their estimates a normal law. */
static void mg1_variances(const validate_case *of, validate_answer *answer)
{
    const validate_station *p = of->point;
    const validate_one_server q = validate_mg1(arrival_of(p), validate_law_moments(p->work));
    mg1(of, answer);
    answer->value[VALIDATE_PRESENT_VARIANCE] = q.present_variance;
    answer->value[VALIDATE_WAIT_VARIANCE] = q.wait_variance;
}

/* Of a law without a fourth moment averages of waits have no normal law at any length: the
   shares of time and of customers have. */
static void mg1_shares(const validate_case *of, validate_answer *answer)
{
    const validate_station *p = of->point;
    const validate_one_server q = validate_mg1(arrival_of(p), validate_law_moments(p->work));
    answer->value[VALIDATE_BUSY] = q.rho;
    answer->value[VALIDATE_P_WAIT] = q.rho;
    validate_station_plan(p, 1, scv_of(p), answer);
}

static void md1(const validate_case *of, validate_answer *answer)
{
    const validate_station *p = of->point;
    validate_md1 law;
    mg1_variances(of, answer);
    validate_md1_solve(&law, arrival_of(p), p->work.first);
    const double orders[] = {0.9, 0.99};
    for (int k = 0; k < 2; k++) {
        const double limit = validate_md1_wait_quantile(&law, orders[k]);
        answer->limit[VALIDATE_P_WAIT_90 + k] = limit;
        answer->value[VALIDATE_P_WAIT_90 + k] = 1 - validate_md1_wait(&law, limit);
    }
}

static void mph1(const validate_case *of, validate_answer *answer)
{
    const validate_station *p = of->point;
    const bool is_erlang = strcmp(p->work.kind, "gamma") == 0; /* by its cv, 1 / sqrt(stages) */
    const double cv = p->work.second;
    const validate_phases phases = {p->work.first, is_erlang ? (int)(1 / (cv * cv) + 0.5) : 0,
                                    cv};
    const double orders[] = {0.9, 0.99};
    mg1(of, answer);
    for (int k = 0; k < 2; k++) {
        const double limit = validate_mph1_wait_quantile(arrival_of(p), &phases, orders[k]);
        answer->limit[VALIDATE_P_WAIT_90 + k] = limit;
        answer->value[VALIDATE_P_WAIT_90 + k] =
            validate_mph1_wait_tail(arrival_of(p), &phases, limit);
    }
}

/* ---- other orders ---- */

/* The newest first, without preemption: the same means, another variance. */
static void lifo(const validate_case *of, validate_answer *answer)
{
    const validate_station *p = of->point;
    mg1(of, answer);
    answer->value[VALIDATE_WAIT_VARIANCE] =
        validate_lifo_wait_variance(arrival_of(p), validate_law_moments(p->work));
}

/* The number present is geometric whatever the service law, shared or the newest first with
   preemption (Kelly 1979, 3.3). */
static void insensitive(const validate_case *of, validate_answer *answer)
{
    const validate_station *p = of->point;
    const double mean = validate_law_moments(p->work).m1, rho = arrival_of(p) * mean;
    answer->value[VALIDATE_PRESENT] = rho / (1 - rho);
    answer->value[VALIDATE_PRESENT_VARIANCE] = rho / ((1 - rho) * (1 - rho));
    answer->value[VALIDATE_STAY] = validate_sharing_stay(arrival_of(p), mean, mean);
    validate_station_plan(p, 1, scv_of(p), answer);
}

static void shared(const validate_case *of, validate_answer *answer)
{
    const validate_station *p = of->point;
    insensitive(of, answer);
    answer->value[VALIDATE_SLOPE] =
        validate_sharing_stay(arrival_of(p), validate_law_moments(p->work).m1, 1);
}

static void shared_markov(const validate_case *of, validate_answer *answer)
{
    const validate_station *p = of->point;
    shared(of, answer);
    answer->value[VALIDATE_STAY_VARIANCE] =
        validate_sharing_variance(arrival_of(p), p->work.first);
}

/* A stay is a busy period. */
static void newest_at_once(const validate_case *of, validate_answer *answer)
{
    const validate_station *p = of->point;
    insensitive(of, answer);
    answer->value[VALIDATE_STAY] = validate_mm1_busy_mean(arrival_of(p), 1 / p->work.first);
    answer->value[VALIDATE_STAY_VARIANCE] =
        validate_mm1_busy_variance(arrival_of(p), 1 / p->work.first);
}

static const validate_case cases[] = {
    {VALIDATE_STATION("M/D/1, rho 0.5", md1, .gap = {"exponential", 2, 0},
                      .work = {"constant", 1, 0}, .servers = 1)},
    {VALIDATE_STATION("M/D/1, rho 0.75, 4 per s", md1, .gap = {"exponential", 1. / 3, 0},
                      .work = {"constant", 0.25, 0}, .servers = 1)},
    {VALIDATE_STATION("M/D/1, rho 0.8", md1, .gap = {"exponential", 1.25, 0},
                      .work = {"constant", 1, 0}, .servers = 1)},
    {VALIDATE_STATION("M/D/1, rho 0.9", md1, .gap = {"exponential", 1 / 0.9, 0},
                      .work = {"constant", 1, 0}, .servers = 1)},
    {VALIDATE_STATION("M/D/1, rho 0.95", md1, .gap = {"exponential", 1 / 0.95, 0},
                      .work = {"constant", 1, 0}, .servers = 1)},
    {VALIDATE_STATION("M/E2/1, rho 0.8", mph1, .gap = {"exponential", 1.25, 0},
                      .work = {"gamma", 1, 0.70710678118654752}, .servers = 1)},
    {VALIDATE_STATION("M/E4/1, rho 0.8", mph1, .gap = {"exponential", 1.25, 0},
                      .work = {"gamma", 1, 0.5}, .servers = 1)},
    {VALIDATE_STATION("M/H2/1, rho 0.7, scv 4", mph1, .gap = {"exponential", 1 / 0.7, 0},
                      .work = {"h2", 1, 4}, .servers = 1)},
    {VALIDATE_STATION("M/H2/1, rho 0.8, scv 4", mph1, .gap = {"exponential", 1.25, 0},
                      .work = {"h2", 1, 4}, .servers = 1)},
    {VALIDATE_STATION("M/H2/1, rho 0.8, scv 25", mph1, .gap = {"exponential", 1.25, 0},
                      .work = {"h2", 1, 25}, .servers = 1)},
    {VALIDATE_STATION("M/H2/1, rho 0.9, scv 9", mph1, .gap = {"exponential", 1 / 0.9, 0},
                      .work = {"h2", 1, 9}, .servers = 1)},
    {VALIDATE_STATION("M/G/1, lognormal scv 1.7, rho 0.82", mg1, .gap = {"exponential", 2, 0},
                      .work = {"lognormal", 0, 1}, .servers = 1),
     .longer = 3},
    {VALIDATE_STATION("M/G/1, lognormal scv 3.2, rho 0.68", mg1, .gap = {"exponential", 5, 0},
                      .work = {"lognormal", 0.5, 1.2}, .servers = 1),
     .longer = 3},
    {VALIDATE_STATION("M/G/1, uniform, rho 0.7", mg1_variances,
                      .gap = {"exponential", 1 / 0.7, 0}, .work = {"uniform", 0.5, 1.5},
                      .servers = 1)},
    {VALIDATE_STATION("M/G/1, Weibull, rho 0.63", mg1_variances, .gap = {"exponential", 2, 0},
                      .work = {"weibull", 0.7, 1}, .servers = 1),
     .longer = 3},
    {VALIDATE_STATION("M/G/1, gamma scv 2, rho 0.75", mg1_variances,
                      .gap = {"exponential", 1 / 0.6, 0},
                      .work = {"gamma", 1.25, 1.4142135623730951}, .servers = 1),
     .longer = 3},
    {VALIDATE_STATION("M/G/1, Pareto 3.5, rho 0.56", mg1_shares, .gap = {"exponential", 2.5, 0},
                      .work = {"pareto", 3.5, 1}, .servers = 1)},
    {VALIDATE_STATION("M/G/1 LIFO, uniform, rho 0.7", lifo, .gap = {"exponential", 1 / 0.7, 0},
                      .work = {"uniform", 0.5, 1.5}, .servers = 1,
                      .discipline = &sim_discipline_lifo)},
    {VALIDATE_STATION("M/M/1 LIFO, rho 0.5", lifo, .gap = {"exponential", 2, 0},
                      .work = {"exponential", 1, 0}, .servers = 1,
                      .discipline = &sim_discipline_lifo),
     .longer = 3},
    {VALIDATE_STATION("M/M/1 LIFO preemptive, rho 0.5", newest_at_once,
                      .gap = {"exponential", 2, 0}, .work = {"exponential", 1, 0}, .servers = 1,
                      .discipline = &sim_discipline_lifo_preemptive),
     .longer = 3},
    {VALIDATE_STATION("M/D/1 LIFO preemptive, rho 0.8", insensitive,
                      .gap = {"exponential", 1.25, 0}, .work = {"constant", 1, 0}, .servers = 1,
                      .discipline = &sim_discipline_lifo_preemptive)},
    {VALIDATE_STATION("M/H2/1 LIFO preemptive, rho 0.7, scv 4", insensitive,
                      .gap = {"exponential", 1 / 0.7, 0}, .work = {"h2", 1, 4}, .servers = 1,
                      .discipline = &sim_discipline_lifo_preemptive)},
    {VALIDATE_STATION("M/M/1 sharing, rho 0.5", shared_markov, .gap = {"exponential", 2, 0},
                      .work = {"exponential", 1, 0}, .servers = 1,
                      .discipline = &sim_discipline_sharing)},
    {VALIDATE_STATION("M/M/1 sharing, rho 0.8", shared_markov, .gap = {"exponential", 1.25, 0},
                      .work = {"exponential", 1, 0}, .servers = 1,
                      .discipline = &sim_discipline_sharing)},
    {VALIDATE_STATION("M/M/1 sharing, rho 0.8, mu 5", shared_markov,
                      .gap = {"exponential", 0.25, 0}, .work = {"exponential", 0.2, 0},
                      .servers = 1, .discipline = &sim_discipline_sharing)},
    {VALIDATE_STATION("M/M/1 sharing, rho 0.95", shared, .gap = {"exponential", 1 / 0.95, 0},
                      .work = {"exponential", 1, 0}, .servers = 1,
                      .discipline = &sim_discipline_sharing)},
    {VALIDATE_STATION("M/D/1 sharing, rho 0.8", shared, .gap = {"exponential", 1.25, 0},
                      .work = {"constant", 1, 0}, .servers = 1,
                      .discipline = &sim_discipline_sharing)},
    {VALIDATE_STATION("M/U/1 sharing, rho 0.8", shared, .gap = {"exponential", 1.25, 0},
                      .work = {"uniform", 0, 2}, .servers = 1,
                      .discipline = &sim_discipline_sharing)},
    {VALIDATE_STATION("M/H2/1 sharing, rho 0.8, scv 4", shared, .gap = {"exponential", 1.25, 0},
                      .work = {"h2", 1, 4}, .servers = 1,
                      .discipline = &sim_discipline_sharing)},
};

const validate_suite validate_suite_service_laws = {"service laws and orders", cases,
                                                    sizeof cases / sizeof *cases};
