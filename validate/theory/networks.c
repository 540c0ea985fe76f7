/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "validate/theory/networks.h"

#include "sim/memory.h"
#include "validate/theory/birth_death.h"

#include <gsl/gsl_linalg.h>
#include <math.h>
#include <stdlib.h>

/* ---- open ---- */

void validate_jackson_solve(const validate_jackson *network, double *throughput,
                            double *present)
{
    const size_t n = network->n;
    gsl_matrix *m = gsl_matrix_calloc(n, n);
    gsl_vector *right = gsl_vector_calloc(n), *x = gsl_vector_calloc(n);
    gsl_permutation *order = gsl_permutation_alloc(n);
    int sign;
    for (size_t i = 0; i < n; i++) {
        gsl_vector_set(right, i, network->outside[i]);
        for (size_t j = 0; j < n; j++) /* (I - P)^T */
            gsl_matrix_set(m, j, i, (i == j) - network->next[i][j]);
    }
    gsl_linalg_LU_decomp(m, order, &sign);
    gsl_linalg_LU_solve(m, order, right, x);
    for (size_t i = 0; i < n; i++) {
        throughput[i] = gsl_vector_get(x, i);
        present[i] = network->servers[i] == 0 ? throughput[i] / network->service[i]
                                              : validate_mmc(network->servers[i], throughput[i],
                                                             network->service[i], 0, 0)
                                                    .present;
    }
    gsl_matrix_free(m);
    gsl_vector_free(right);
    gsl_vector_free(x);
    gsl_permutation_free(order);
}

/* ---- closed ---- */

double validate_closed(size_t n, const double *demand, double think, unsigned users,
                       double *queue)
{
    double q[VALIDATE_MOST_NODES] = {0}, throughput = 0;
    for (unsigned k = 1; k <= users; k++) {
        double total = 0, stay[VALIDATE_MOST_NODES];
        for (size_t i = 0; i < n; i++)
            total += stay[i] = demand[i] * (1 + q[i]);
        throughput = k / (think + total);
        for (size_t i = 0; i < n; i++)
            q[i] = throughput * stay[i];
    }
    for (size_t i = 0; queue && i < n; i++)
        queue[i] = q[i];
    return throughput;
}

/* ---- parallel queues ---- */

enum { LONGEST = 48, MOST_QUEUES = 3 };

/* A state is the sorted queue lengths; its index counts in base LONGEST + 1. */
typedef struct parallel {
    unsigned n, d;
    double arrival, service;
    size_t states;
    double *p, *inflow;
} parallel;

static void lengths_of(const parallel *q, size_t state, int *length)
{
    for (unsigned i = 0; i < q->n; i++, state /= LONGEST + 1)
        length[i] = (int)(state % (LONGEST + 1));
}

/* The index of lengths, which it sorts, the shortest first. */
static size_t state_of(const parallel *q, const int *length)
{
    int sorted[MOST_QUEUES];
    size_t state = 0;
    for (unsigned i = 0; i < q->n; i++) {
        unsigned at = i;
        for (; at > 0 && sorted[at - 1] > length[i]; at--)
            sorted[at] = sorted[at - 1];
        sorted[at] = length[i];
    }
    for (unsigned i = q->n; i-- > 0;)
        state = state * (LONGEST + 1) + (size_t)sorted[i];
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
    if (after[i] >= 0 && after[i] <= LONGEST)
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
        int length[MOST_QUEUES];
        if (q->p[s] <= 0)
            continue;
        lengths_of(q, s, length);
        double left = most;
        for (unsigned i = 0; i < q->n; i++) {
            const double in = length[i] < LONGEST ? q->arrival * joins(q, i) : 0;
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
    parallel q = {.n = n, .d = d, .arrival = arrival, .service = service, .states = 1};
    for (unsigned i = 0; i < n; i++)
        q.states *= LONGEST + 1;
    q.p = sim_alloc(q.states, sizeof(double), "states");
    q.inflow = sim_alloc(q.states, sizeof(double), "states");
    q.p[0] = 1;
    for (int i = 0; i < 20000 && step(&q) > 1e-13; i++)
        continue;
    double mean = 0, total = 0;
    for (size_t s = 0; s < q.states; s++) {
        int length[MOST_QUEUES];
        lengths_of(&q, s, length);
        total += q.p[s];
        for (unsigned i = 0; i < n; i++)
            mean += length[i] * q.p[s];
    }
    free(q.p);
    free(q.inflow);
    return mean / total;
}
