/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "validate/theory/networks.h"

#include "sim/failure.h"
#include "sim/memory.h"

#include <gsl/gsl_linalg.h>
#include <math.h>
#include <stdlib.h>

/* ---- open ---- */

/* lambda (I - P) = g */
static void solve_traffic(const validate_jackson *network, double *throughput)
{
    const size_t n = network->n;
    gsl_matrix *m = gsl_matrix_calloc(n, n);
    gsl_vector_const_view outside = gsl_vector_const_view_array(network->outside, n);
    gsl_vector_view x = gsl_vector_view_array(throughput, n);
    gsl_permutation *order = gsl_permutation_alloc(n);
    int sign;
    for (size_t i = 0; i < n; i++)
        for (size_t j = 0; j < n; j++) /* transposed */
            gsl_matrix_set(m, j, i, (i == j) - network->next[i][j]);
    gsl_linalg_LU_decomp(m, order, &sign);
    gsl_linalg_LU_solve(m, order, &outside.vector, &x.vector);
    gsl_matrix_free(m);
    gsl_permutation_free(order);
}

static validate_queue unlimited(double arrival, double service)
{
    const double load = arrival / service;
    return (validate_queue){.p_empty = exp(-load),
                            .present = load,
                            .busy = load,
                            .present_variance = load,
                            .stay_s = 1 / service,
                            .throughput = arrival};
}

void validate_jackson_solve(const validate_jackson *network, validate_queue *node)
{
    double throughput[VALIDATE_MOST_NODES];
    solve_traffic(network, throughput);
    for (size_t i = 0; i < network->n; i++) {
        const unsigned servers = network->servers[i];
        node[i] = servers ? validate_mmc(servers, throughput[i], network->service[i], 0, 0)
                          : unlimited(throughput[i], network->service[i]);
    }
}

/* ---- closed ---- */

double validate_closed(size_t n, const double *demand, double think, unsigned users,
                       double *queue)
{
    double throughput = 0;
    for (size_t i = 0; i < n; i++)
        queue[i] = 0;
    for (unsigned k = 1; k <= users; k++) {
        double total = 0, stay[VALIDATE_MOST_NODES];
        for (size_t i = 0; i < n; i++)
            total += stay[i] = demand[i] * (1 + queue[i]);
        throughput = k / (think + total);
        for (size_t i = 0; i < n; i++)
            queue[i] = throughput * stay[i];
    }
    return throughput;
}

/* ---- parallel queues ---- */

enum { MOST_QUEUES = 3 };

/* A state is the sorted queue lengths; its index counts in base longest + 1. */
typedef struct parallel {
    unsigned n, d;
    int longest;
    double arrival, service;
    size_t states;
    double *p, *inflow;
} parallel;

static void lengths_of(const parallel *q, size_t state, int *length)
{
    const size_t base = (size_t)q->longest + 1;
    for (unsigned i = 0; i < q->n; i++, state /= base)
        length[i] = (int)(state % base);
}

/* The index of lengths, which it sorts, the shortest first. */
static size_t state_of(const parallel *q, const int *length)
{
    int sorted[MOST_QUEUES] = {0};
    size_t state = 0;
    for (unsigned i = 0; i < q->n; i++) {
        unsigned at = i;
        for (; at > 0 && sorted[at - 1] > length[i]; at--)
            sorted[at] = sorted[at - 1];
        sorted[at] = length[i];
    }
    for (unsigned i = q->n; i-- > 0;)
        state = state * ((size_t)q->longest + 1) + (size_t)sorted[i];
    return state;
}

static double choose(unsigned n, unsigned k)
{
    double c = 1;
    for (unsigned i = 0; i < k; i++)
        c = c * (n - i) / (i + 1);
    return n < k ? 0 : c;
}

/* The probability that the shortest of the d drawn is the i-th of the sorted queues. */
static double joins(const parallel *q, unsigned i)
{
    return choose(q->n - 1 - i, q->d - 1) / choose(q->n, q->d);
}

static void flow(parallel *q, const int *length, unsigned i, int step, double rate)
{
    int after[MOST_QUEUES] = {0};
    for (unsigned k = 0; k < q->n; k++)
        after[k] = length[k];
    after[i] += step;
    if (after[i] >= 0 && after[i] <= q->longest)
        q->inflow[state_of(q, after)] += rate;
}

/* One step of the uniformized chain: p <- p + (inflow - outflow) / rate. */
static double step(parallel *q)
{
    const double most = q->arrival + q->n * q->service;
    double change = 0;
    for (size_t s = 0; s < q->states; s++)
        q->inflow[s] = 0;
    for (size_t s = 0; s < q->states; s++) {
        int length[MOST_QUEUES] = {0};
        if (q->p[s] <= 0)
            continue;
        lengths_of(q, s, length);
        double left = most;
        for (unsigned i = 0; i < q->n; i++) {
            const double in = length[i] < q->longest ? q->arrival * joins(q, i) : 0;
            const double out = length[i] > 0 ? q->service : 0;
            flow(q, length, i, 1, in * q->p[s]);
            flow(q, length, i, -1, out * q->p[s]);
            left -= in + out;
        }
        q->inflow[s] += left * q->p[s];
    }
    for (size_t s = 0; s < q->states; s++) {
        const double p = q->inflow[s] / most;
        change += fabs(p - q->p[s]);
        q->p[s] = p;
    }
    return change;
}

double validate_shortest(unsigned n, unsigned d, double arrival, double service)
{
    /* With a choice all queues grow together, and each length is rarer by rho^n. */
    const double rho = arrival / (n * service), decay = d > 1 ? pow(rho, n) : rho;
    parallel q = {n, d, (int)(log(1e-15) / log(decay)) + 3, arrival, service, .states = 1};
    sim_require(n <= MOST_QUEUES && d >= 1 && d <= n && rho < 1);
    for (unsigned i = 0; i < n; i++)
        q.states *= (size_t)q.longest + 1;
    q.p = sim_alloc(q.states, sizeof(double), "states");
    q.inflow = sim_alloc(q.states, sizeof(double), "states");
    q.p[0] = 1;
    for (int i = 0; i < 20000 && step(&q) > 1e-13; i++)
        continue;
    double mean = 0, total = 0;
    for (size_t s = 0; s < q.states; s++) {
        int length[MOST_QUEUES] = {0};
        lengths_of(&q, s, length);
        total += q.p[s];
        for (unsigned i = 0; i < n; i++)
            mean += length[i] * q.p[s];
    }
    free(q.p);
    free(q.inflow);
    return mean / total;
}
