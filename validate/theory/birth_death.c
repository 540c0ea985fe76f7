/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "validate/theory/birth_death.h"

#include "validate/theory/root.h"

#include <math.h>
#include <stdbool.h>

double validate_erlang_b(unsigned servers, double load)
{
    double b = 1;
    for (unsigned k = 1; k <= servers; k++)
        b = load * b / (k + load * b);
    return b;
}

/* Not report_erlang_c, which plans by the same formula: theory is to err by itself. */
double validate_erlang_c(unsigned servers, double load)
{
    const double b = validate_erlang_b(servers, load), rho = load / servers;
    return rho < 1 ? b / (1 - rho * (1 - b)) : 1;
}

/* ---- any birth-death process ---- */

typedef struct model {
    unsigned servers, room; /* 0: unlimited */
    double arrival, service, patience;
    double drag; /* each of n served at 1 / (1 + drag (n - 1)) of the speed of one */
} model;

static double death(const model *m, double n)
{
    const double served = fmin(n, m->servers);
    return served * m->service / (1 + m->drag * (served - 1)) +
           fmax(n - m->servers, 0) * m->patience;
}

/* Sums over the states, with the probability of the state where the process turns scaled to
   one: no over- or underflow. */
typedef struct sums {
    double all, present, square, waiting, busy, waits;
} sums;

static void add(sums *s, const model *m, double n, double p)
{
    const double served = fmin(n, m->servers);
    s->all += p;
    s->present += n * p;
    s->square += n * n * p;
    s->waiting += (n - served) * p;
    s->busy += served * p;
    s->waits += n >= m->servers ? p : 0;
}

static double mode_of(const model *m)
{
    double n = 0;
    while ((m->room == 0 || n < m->room) && death(m, n + 1) <= m->arrival && n < 1e7)
        n++;
    return n;
}

static validate_queue solve(const model *m)
{
    const double least = 1e-300, mode = mode_of(m);
    sums s = {0};
    double p = 1, empty = 0, full = 0;
    add(&s, m, mode, 1);
    for (double n = mode; n > 0 && p > least; n--) {
        p *= death(m, n) / m->arrival;
        add(&s, m, n - 1, p);
        empty = n - 1 < 1 ? p : 0;
    }
    empty = mode < 1 ? 1 : empty;
    p = 1;
    double n = mode;
    for (; (m->room == 0 || n < m->room) && p > 1e-40; n++) {
        p *= m->arrival / death(m, n + 1);
        add(&s, m, n + 1, p);
    }
    full = m->room ? p : 0;
    validate_queue q = {.p_empty = empty / s.all,
                        .p_block = full / s.all,
                        .present = s.present / s.all,
                        .waiting = s.waiting / s.all,
                        .busy = s.busy / s.all};
    q.present_variance = s.square / s.all - q.present * q.present;
    const double let_in = m->arrival * (1 - q.p_block);
    q.p_wait = (s.waits - full) / s.all / (1 - q.p_block);
    q.p_abandon = m->patience * q.waiting / m->arrival;
    q.throughput = let_in - m->patience * q.waiting;
    q.stay_s = q.present / let_in;
    q.wait_s = q.waiting / let_in;
    return q;
}

validate_queue validate_mmc(unsigned servers, double arrival, double service, unsigned room,
                            double patience)
{
    const model m = {servers, room, arrival, service, patience, 0};
    const double none = (double)NAN;
    if (room == 0 && patience <= 0 && arrival >= servers * service)
        return (validate_queue){none, none, none, none, none, none,
                                none, none, none, none, none};
    return solve(&m);
}

validate_queue validate_batch(unsigned servers, double arrival, double work, double one,
                              double drag, unsigned room)
{
    const model m = {servers, room, arrival, one / work, 0, drag};
    return solve(&m);
}

/* ---- waits of M/M/c ---- */

double validate_mmc_wait_tail(unsigned servers, double arrival, double service, double t)
{
    return validate_erlang_c(servers, arrival / service) *
           exp(-(servers * service - arrival) * t);
}

double validate_mmc_stay_tail(unsigned servers, double arrival, double service, double t)
{
    const double c = validate_erlang_c(servers, arrival / service);
    const double d = servers * service - arrival;
    if (fabs(d - service) < 1e-9 * service)
        return exp(-service * t) * (1 + c * service * t);
    return (1 - c) * exp(-service * t) +
           c * (d * exp(-service * t) - service * exp(-d * t)) / (d - service);
}

double validate_mmc_wait_quantile(unsigned servers, double arrival, double service, double p)
{
    const double c = validate_erlang_c(servers, arrival / service);
    return 1 - c >= p ? 0 : log(c / (1 - p)) / (servers * service - arrival);
}

typedef struct servers_of {
    unsigned servers;
    double arrival, service;
} servers_of;

static double stays_within(double t, void *of)
{
    const servers_of *q = of;
    return 1 - validate_mmc_stay_tail(q->servers, q->arrival, q->service, t);
}

double validate_mmc_stay_quantile(unsigned servers, double arrival, double service, double p)
{
    const servers_of q = {servers, arrival, service};
    return validate_root_rising(stays_within, &q, p, 1 / service);
}

unsigned validate_staffing(double arrival, double service, double t, double risk)
{
    unsigned servers = (unsigned)(arrival / service) + 1;
    while (validate_mmc_wait_tail(servers, arrival, service, t) > risk)
        servers++;
    return servers;
}

/* ---- M/M/1 ---- */

double validate_mm1_avar_present(double arrival, double service)
{
    const double rho = arrival / service;
    return 2 * rho * (1 + rho) / (service * pow(1 - rho, 4));
}

double validate_mm1_avar_wait(double arrival, double service)
{
    const double r = arrival / service;
    return r * (2 + r * (5 + r * (r - 4))) / (service * service * pow(1 - r, 4));
}

double validate_mm1_busy_mean(double arrival, double service)
{
    return 1 / (service - arrival);
}

double validate_mm1_busy_variance(double arrival, double service)
{
    const double rho = arrival / service;
    return (1 + rho) / (service * service * pow(1 - rho, 3));
}

/* ---- ranks ---- */

static double load_up_to(unsigned servers, const double *arrival, double service, size_t n)
{
    double load = 0;
    for (size_t i = 0; i < n; i++)
        load += arrival[i] / (servers * service);
    return load;
}

double validate_mmc_rank_wait(unsigned servers, size_t n, const double *arrival, double service,
                              size_t rank)
{
    const double load = load_up_to(servers, arrival, service, n);
    const double all = validate_erlang_c(servers, load * servers) / (servers * service);
    return all / ((1 - load_up_to(servers, arrival, service, rank)) *
                  (1 - load_up_to(servers, arrival, service, rank + 1)));
}

double validate_mmc_rank_stay(unsigned servers, const double *arrival, double service,
                              size_t rank)
{
    double rate = 0;
    for (size_t i = 0; i < rank; i++)
        rate += arrival[i];
    const double before = rank ? validate_mmc(servers, rate, service, 0, 0).present : 0;
    const double with = validate_mmc(servers, rate + arrival[rank], service, 0, 0).present;
    return (with - before) / arrival[rank];
}

/* ---- constant patience ---- */

void validate_constant_patience(double arrival, double service, double patience_s,
                                double *p_abandon, double *waiting)
{
    /* With d = mu - lambda: the integral of e^{-d x} up to x, at the patience and, for the mean
       of min(V, patience), once more. */
    const double d = service - arrival, e = exp(-d * patience_s);
    const bool is_critical = fabs(d * patience_s) < 1e-9;
    const double below = is_critical ? patience_s : (1 - e) / d;
    const double beyond = e / service;
    const double p_empty = 1 / (1 + arrival * (below + beyond));
    /* int_0^patience x e^{-d x} dx */
    const double first =
        is_critical ? patience_s * patience_s / 2 : (below - patience_s * e) / d;
    *p_abandon = p_empty * arrival * beyond;
    *waiting = arrival * p_empty * arrival * (first + patience_s * beyond);
}

/* ---- retrials ---- */

double validate_retrial(double arrival, double service, double retry)
{
    const double rho = arrival / service;
    return rho * (arrival + rho * retry) / ((1 - rho) * retry);
}
