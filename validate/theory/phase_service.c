/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "validate/theory/phase_service.h"

#include "sim/failure.h"
#include "validate/theory/one_server.h"
#include "validate/theory/root.h"

#include <gsl/gsl_randist.h>
#include <math.h>

enum { MOST_PHASES = 16 };

/* Phases are passed in their order, each to the next or to the end. */
typedef struct phases {
    int n;
    double start[MOST_PHASES];  /* of a service */
    double rate[MOST_PHASES];   /* of leaving a phase */
    double onward[MOST_PHASES]; /* the probability that the next phase follows, not the end */
} phases;

static phases erlang(double mean, int n)
{
    phases p = {.n = n, .start = {1}};
    sim_require(n <= MOST_PHASES);
    for (int i = 0; i < n; i++) {
        p.rate[i] = n / mean;
        p.onward[i] = i + 1 < n;
    }
    return p;
}

static phases hyperexponential(double mean, double scv)
{
    phases p = {.n = 2};
    validate_h2(mean, scv, &p.start[0], p.rate);
    p.start[1] = 1 - p.start[0];
    return p;
}

/* The time spent in each phase over a service, as shares of its mean. */
static void residual_phase(const phases *p, double mean, double *at)
{
    double visits = 0;
    for (int i = 0; i < p->n; i++) {
        visits = p->start[i] + (i > 0 ? visits * p->onward[i - 1] : 0);
        at[i] = visits / p->rate[i] / mean;
    }
}

/* v <- v (I + (T + rho t p_e) / most) */
static void step(const phases *p, double rho, const double *at, double most, double *v)
{
    double ended = 0, previous = 0;
    for (int i = 0; i < p->n; i++) {
        const double left = v[i] * p->rate[i] / most;
        v[i] += previous - left;
        previous = left * p->onward[i];
        ended += left * (1 - p->onward[i]);
    }
    for (int i = 0; i < p->n; i++)
        v[i] += ended * rho * at[i];
}

double validate_mph1_wait_tail(double arrival, const validate_phases *service, double t)
{
    const phases p = service->stages ? erlang(service->mean, service->stages)
                                     : hyperexponential(service->mean, service->scv);
    const double rho = arrival * service->mean;
    double at[MOST_PHASES], v[MOST_PHASES], most = 0, sum = 0, part = 1;
    if (t <= 0)
        return t < 0 ? 1 : rho;
    residual_phase(&p, service->mean, at);
    for (int i = 0; i < p.n; i++) {
        v[i] = rho * at[i];
        most = fmax(most, p.rate[i]);
    }
    for (unsigned k = 0; k <= most * t || part > 1e-17 * sum; k++) {
        double total = 0;
        for (int i = 0; i < p.n; i++)
            total += v[i];
        part = gsl_ran_poisson_pdf(k, most * t) * total;
        sum += part;
        step(&p, rho, at, most, v);
    }
    return sum;
}

typedef struct queue {
    double arrival;
    const validate_phases *service;
} queue;

static double within(double t, void *of)
{
    const queue *q = of;
    return 1 - validate_mph1_wait_tail(q->arrival, q->service, t);
}

double validate_mph1_wait_quantile(double arrival, const validate_phases *service, double p)
{
    const queue q = {arrival, service};
    return 1 - arrival * service->mean >= p
               ? 0
               : validate_root_rising(within, &q, p, service->mean);
}
