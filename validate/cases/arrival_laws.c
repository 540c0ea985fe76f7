/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Exponential service and arrivals that are not Poisson: batches, renewals, modulated. */
#include "validate/cases/one_station.h"
#include "validate/theory/levels.h"
#include "validate/theory/renewal.h"

#include <string.h>

/* ---- batches ---- */

static void batch_arrivals(const validate_case *of, validate_answer *answer)
{
    const validate_station *p = of->point;
    const double mean = p->batch.first, rate = validate_station_rate(p);
    const double second = validate_batch_second(mean, strcmp(p->batch.kind, "constant") == 0);
    const double l = validate_batch_arrivals(1 / p->gap.first, mean, second, 1 / p->work.first);
    answer->value[VALIDATE_PRESENT] = l;
    answer->value[VALIDATE_STAY] = l / rate;
    answer->value[VALIDATE_WAIT] = l / rate - p->work.first;
    answer->value[VALIDATE_BUSY] = rate * p->work.first;
    validate_station_plan(p, second / mean, 1, answer);
}

/* ---- independent gaps ---- */

/* The transform of a law of gaps, and the shape that it wants. */
static validate_transform *transform_of(validate_law gap, double *shape)
{
    *shape = gap.second;
    if (strcmp(gap.kind, "constant") == 0)
        return validate_transform_constant;
    if (strcmp(gap.kind, "h2") == 0)
        return validate_transform_h2;
    if (strcmp(gap.kind, "uniform") == 0) {
        *shape = (gap.second - gap.first) / (gap.second + gap.first);
        return validate_transform_uniform;
    }
    sim_require(strcmp(gap.kind, "gamma") == 0);
    *shape = 1 / (gap.second * gap.second);
    return validate_transform_erlang;
}

static void gim1(const validate_case *of, validate_answer *answer)
{
    const validate_station *p = of->point;
    const validate_moments gap = validate_law_moments(p->gap);
    const double mu = 1 / p->work.first, orders[] = {0.9, 0.99};
    double shape, *value = answer->value, *limit = answer->limit;
    validate_transform *transform = transform_of(p->gap, &shape);
    const double sigma = validate_gim1_sigma(transform, gap.m1, shape, mu);
    value[VALIDATE_PRESENT] = validate_gim1_present(sigma, mu, gap.m1);
    value[VALIDATE_WAIT] = validate_gim1_wait(sigma, mu);
    value[VALIDATE_STAY] = validate_gim1_stay(sigma, mu);
    value[VALIDATE_BUSY] = 1 / (mu * gap.m1);
    value[VALIDATE_P_WAIT] = sigma;
    for (int k = 0; k < 2; k++) {
        limit[VALIDATE_P_WAIT_90 + k] = validate_gim1_wait_quantile(sigma, mu, orders[k]);
        limit[VALIDATE_P_STAY_90 + k] = validate_gim1_stay_quantile(sigma, mu, orders[k]);
        value[VALIDATE_P_WAIT_90 + k] = value[VALIDATE_P_STAY_90 + k] = 1 - orders[k];
    }
    validate_station_plan(p, validate_moments_scv(gap), 1, answer);
}

/* ---- modulated ---- */

static void modulated(const validate_case *of, validate_answer *answer)
{
    const validate_station *p = of->point;
    const validate_mmpp_queue q =
        validate_mmpp(p->arrival, p->change, 1 / p->work.first, p->servers);
    const double rate = validate_mmpp_rate(p->arrival, p->change);
    answer->value[VALIDATE_PRESENT] = q.present;
    answer->value[VALIDATE_WAITING] = q.waiting;
    answer->value[VALIDATE_STAY] = q.present / rate;
    answer->value[VALIDATE_WAIT] = q.waiting / rate;
    answer->value[VALIDATE_BUSY] = rate * p->work.first;
    answer->value[VALIDATE_P_WAIT] = q.p_wait;
    validate_station_plan(p, validate_mmpp_dispersion(p->arrival, p->change), 1, answer);
    answer->relaxation_s += 1 / (p->change[0] + p->change[1]);
}

static const validate_case cases[] = {
    {VALIDATE_STATION("M^X/M/1, single, rho 0.9", batch_arrivals,
                      .gap = {"exponential", 1 / 0.9, 0}, .work = {"exponential", 1, 0},
                      .batch = {"constant", 1, 0}, .servers = 1)},
    {VALIDATE_STATION("M^X/M/1, batches of 5, rho 0.5", batch_arrivals,
                      .gap = {"exponential", 10, 0}, .work = {"exponential", 1, 0},
                      .batch = {"constant", 5, 0}, .servers = 1)},
    {VALIDATE_STATION("M^X/M/1, batches of 40, rho 0.8", batch_arrivals,
                      .gap = {"exponential", 50, 0}, .work = {"exponential", 1, 0},
                      .batch = {"constant", 40, 0}, .servers = 1)},
    {VALIDATE_STATION("M^X/M/1, geometric of mean 5, rho 0.8", batch_arrivals,
                      .gap = {"exponential", 6.25, 0}, .work = {"exponential", 1, 0},
                      .batch = {"geometric", 5, 0}, .servers = 1)},
    {VALIDATE_STATION("D/M/1, rho 0.8", gim1, .gap = {"constant", 1.25, 0},
                      .work = {"exponential", 1, 0}, .servers = 1)},
    {VALIDATE_STATION("D/M/1, rho 0.95", gim1, .gap = {"constant", 1 / 0.95, 0},
                      .work = {"exponential", 1, 0}, .servers = 1)},
    {VALIDATE_STATION("E2/M/1, rho 0.8", gim1, .gap = {"gamma", 1.25, 0.70710678118654752},
                      .work = {"exponential", 1, 0}, .servers = 1)},
    {VALIDATE_STATION("E4/M/1, rho 0.6", gim1, .gap = {"gamma", 1 / 0.6, 0.5},
                      .work = {"exponential", 1, 0}, .servers = 1)},
    {VALIDATE_STATION("U/M/1, rho 0.8", gim1, .gap = {"uniform", 0, 2.5},
                      .work = {"exponential", 1, 0}, .servers = 1)},
    {VALIDATE_STATION("gamma scv 1/M/1, rho 0.8", gim1, .gap = {"gamma", 1.25, 1},
                      .work = {"exponential", 1, 0}, .servers = 1)},
    {VALIDATE_STATION("H2/M/1, rho 0.8, scv 4", gim1, .gap = {"h2", 1.25, 4},
                      .work = {"exponential", 1, 0}, .servers = 1)},
    {VALIDATE_STATION("H2/M/1, rho 0.91, scv 9", gim1, .gap = {"h2", 1.1, 9},
                      .work = {"exponential", 1, 0}, .servers = 1)},
    {VALIDATE_STATION("MMPP/M/1, equal phases, rho 0.8", modulated,
                      .gap = {"exponential", 1, 0}, .work = {"exponential", 0.8, 0},
                      .servers = 1, .arrival = {1, 1}, .change = {0.5, 0.5})},
    {VALIDATE_STATION("MMPP/M/1, rho 0.73, dispersion 8", modulated,
                      .gap = {"exponential", 0.5, 0}, .work = {"exponential", 1 / 1.5, 0},
                      .servers = 1, .arrival = {2, 0.2}, .change = {0.1, 0.1})},
    {VALIDATE_STATION("MMPP/M/2, on and off, rho 0.5", modulated,
                      .gap = {"exponential", 0.2, 0}, .work = {"exponential", 1, 0},
                      .servers = 2, .arrival = {5, 0}, .change = {1, 0.25})},
    {VALIDATE_STATION("MMPP/M/10, rho 0.55, dispersion 369", modulated,
                      .gap = {"exponential", 0.1, 0}, .work = {"exponential", 1, 0},
                      .servers = 10, .arrival = {10, 1}, .change = {0.01, 0.01})},
    {VALIDATE_STATION("MMPP/M/25, rho 0.74, dispersion 284", modulated,
                      .gap = {"exponential", 0.025, 0}, .work = {"exponential", 1, 0},
                      .servers = 25, .arrival = {40, 10}, .change = {0.05, 0.02})},
};

const validate_suite validate_suite_arrival_laws = {"arrival laws", cases,
                                                    sizeof cases / sizeof *cases};
