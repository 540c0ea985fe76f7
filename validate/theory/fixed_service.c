/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "validate/theory/fixed_service.h"

#include "sim/failure.h"
#include "validate/theory/one_server.h"

#include <gsl/gsl_integration.h>
#include <gsl/gsl_randist.h>
#include <gsl/gsl_sf_gamma.h>
#include <math.h>
#include <stdlib.h>

enum { MOST_STATES = 4096 };

/* ---- the number present in M/D/1 ---- */

/* p[n] = P(N = n), n < MOST_STATES, by Ramaswami's recursion, which only adds: with a_k the
   Poisson probability of k arrivals in a service and A_k = P(more than k - 1), p_n (1 - A_1) =
   p_0 A_n + sum_{0 < j < n} p_j A_{n+1-j}. (Ramaswami 1988) */
static void present(double rho, double *p)
{
    static _Thread_local double tail[MOST_STATES + 1];
    for (int k = 0; k <= MOST_STATES; k++)
        tail[k] = k == 0 ? 1 : gsl_sf_gamma_inc_P(k, rho);
    p[0] = 1 - rho;
    for (int n = 1; n < MOST_STATES; n++) {
        double sum = p[0] * tail[n];
        for (int j = n > 200 ? n - 200 : 1; j < n; j++)
            sum += p[j] * tail[n + 1 - j];
        p[n] = sum / (1 - tail[1]);
    }
}

/* The stationary law of the last rho asked for, kept: the same is asked many times. */
static const double *cumulative(double rho)
{
    static _Thread_local double at = -1, p[MOST_STATES], sum[MOST_STATES];
    if (at != rho) {
        present(rho, p);
        double total = 0;
        for (int n = 0; n < MOST_STATES; n++)
            sum[n] = total += p[n];
        at = rho;
    }
    return sum;
}

double validate_md1_wait(double arrival, double service_s, double t)
{
    const double rho = arrival * service_s;
    const double *below = cumulative(rho);
    const double k = floor(t / service_s) + 1;
    if (t < 0 || k + 1 >= MOST_STATES)
        return t < 0 ? 0 : 1;
    const double x = arrival * (k * service_s - t);
    double sum = 0;
    for (int j = 0; j < k; j++)
        sum += below[(int)k - j] * gsl_ran_poisson_pdf((unsigned)j, x);
    return sum;
}

double validate_md1_wait_quantile(double arrival, double service_s, double p)
{
    double low = 0, high = service_s;
    if (validate_md1_wait(arrival, service_s, 0) >= p)
        return 0;
    while (validate_md1_wait(arrival, service_s, high) < p)
        high *= 2;
    for (int i = 0; i < 100; i++) {
        const double middle = low + (high - low) / 2;
        *(validate_md1_wait(arrival, service_s, middle) < p ? &low : &high) = middle;
    }
    return high;
}

/* ---- token buckets ---- */

/* Blocking of M/G/1/K from the law of M/G/1: 1 - (1 - rho) ... holds for rho < 1; the embedded
   recursion from p_0 = 1 holds for any load. With b_n the unnormalised probabilities that n < K
   are left behind, P(block) = 1 - 1 / (b_0 / sum b + rho). (Cooper 1981, 5.9) */
double validate_bucket_reject(double arrival, double refill, unsigned depth)
{
    const double rho = arrival / refill;
    double b[MOST_STATES] = {1}, sum = 1;
    sim_require(depth < MOST_STATES);
    for (unsigned n = 0; n + 1 < depth; n++) {
        double next = b[n] - b[0] * gsl_ran_poisson_pdf(n, rho);
        for (unsigned k = 1; k <= n; k++)
            next -= b[k] * gsl_ran_poisson_pdf(n - k + 1, rho);
        b[n + 1] = next / exp(-rho);
        sum += b[n + 1];
    }
    return 1 - 1 / (1 / sum + rho);
}

double validate_bucket_delayed(double arrival, double refill, unsigned depth)
{
    return 1 - validate_md1_wait(arrival, 1 / refill, (depth - 1) / refill);
}

typedef struct tail_of {
    double arrival, service_s;
} tail_of;

static double waits_longer(double t, void *of)
{
    const tail_of *queue = of;
    return 1 - validate_md1_wait(queue->arrival, queue->service_s, t);
}

double validate_bucket_delay(double arrival, double refill, unsigned depth)
{
    /* The mean delay is the integral of P(V > t) from (depth - 1) / refill on, piece by piece:
       the density leaps at multiples of the service. */
    tail_of queue = {arrival, 1 / refill};
    gsl_function f = {waits_longer, &queue};
    gsl_integration_glfixed_table *nodes = gsl_integration_glfixed_table_alloc(24);
    double sum = 0, part = 1;
    for (double k = depth - 1; part > 1e-14 && k < MOST_STATES - 2; k++) {
        part = gsl_integration_glfixed(&f, k / refill, (k + 1) / refill, nodes);
        sum += part;
    }
    gsl_integration_glfixed_table_free(nodes);
    return sum;
}

double validate_bucket_debt_tail(double arrival, double size, double refill, double depth,
                                 double t)
{
    const double rho = arrival * size / refill;
    return rho * exp(-(1 - rho) * (depth + refill * t) / size);
}

double validate_bucket_debt_mean(double arrival, double size, double refill, double depth)
{
    const double rho = arrival * size / refill;
    return validate_bucket_debt_tail(arrival, size, refill, depth, 0) * size /
           (refill * (1 - rho));
}

/* ---- M/PH/1 ---- */

enum { MOST_PHASES = 16 };

typedef struct phases {
    int n;
    double start[MOST_PHASES];             /* of a service */
    double rate[MOST_PHASES];              /* of leaving a phase */
    double next[MOST_PHASES][MOST_PHASES]; /* probability of the next phase; rest: the end */
} phases;

static phases erlang_phases(double mean, int n)
{
    phases p = {.n = n, .start = {1}};
    for (int i = 0; i < n; i++) {
        p.rate[i] = n / mean;
        if (i + 1 < n)
            p.next[i][i + 1] = 1;
    }
    return p;
}

static phases h2_phases(double mean, double scv)
{
    phases p = {.n = 2};
    validate_h2(mean, scv, &p.start[0], p.rate);
    p.start[1] = 1 - p.start[0];
    return p;
}

/* The phase of a service seen at random, p_e: the time spent in each over a service. */
static void residual_phase(const phases *p, double mean, double *at)
{
    for (int i = 0; i < p->n; i++)
        at[i] = 0;
    double in[MOST_PHASES]; /* expected visits: phases only lead onward */
    for (int i = 0; i < p->n; i++) {
        in[i] = p->start[i];
        for (int j = 0; j < i; j++)
            in[i] += in[j] * p->next[j][i];
        at[i] = in[i] / p->rate[i] / mean;
    }
}

/* v exp(M t) 1 with M = T + rho t p_e, by uniformization: all terms positive. */
double validate_mph1_wait_tail(double arrival, double mean, double shape, double t)
{
    const phases p = shape > 0 ? erlang_phases(mean, (int)shape) : h2_phases(mean, -shape);
    const double rho = arrival * mean;
    double at[MOST_PHASES], v[MOST_PHASES], most = 0, sum = 0, left = 1;
    residual_phase(&p, mean, at);
    for (int i = 0; i < p.n; i++) {
        v[i] = rho * at[i];
        most = fmax(most, p.rate[i]);
    }
    for (unsigned k = 0; left > 1e-16 && k < 100000; k++) {
        const double weight = t > 0 ? gsl_ran_poisson_pdf(k, most * t) : k == 0;
        double total = 0, w[MOST_PHASES] = {0};
        for (int i = 0; i < p.n; i++) {
            double ends = 1;
            total += v[i];
            w[i] += v[i] * (1 - p.rate[i] / most);
            for (int j = 0; j < p.n; j++) {
                w[j] += v[i] * p.rate[i] / most * p.next[i][j];
                ends -= p.next[i][j];
            }
            for (int j = 0; j < p.n; j++)
                w[j] += v[i] * p.rate[i] / most * ends * rho * at[j];
        }
        sum += weight * total;
        left = k > most * t ? weight * total / fmax(sum, 1e-300) : 1;
        for (int i = 0; i < p.n; i++)
            v[i] = w[i];
    }
    return sum;
}
