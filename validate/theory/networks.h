/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * Networks of stations, and parallel queues behind a router.
 */
#ifndef VALIDATE_THEORY_NETWORKS_H
#define VALIDATE_THEORY_NETWORKS_H

#include "validate/theory/birth_death.h"

#include <stddef.h>

enum { VALIDATE_MOST_NODES = 8 };

/* An open Jackson network: arrivals from outside, exponential service, servers (0: unlimited),
   and where customers go next; what is missing to one leaves. */
typedef struct validate_jackson {
    size_t n;
    double outside[VALIDATE_MOST_NODES], service[VALIDATE_MOST_NODES];
    unsigned servers[VALIDATE_MOST_NODES];
    double next[VALIDATE_MOST_NODES][VALIDATE_MOST_NODES];
} validate_jackson;

/* Each node, node[n], as an M/M/c of its own, with the throughputs lambda = g + lambda P. Nodes
   1 and 2 with mu 1 and 2, arrivals 0.5 at 1, all go on to 2, a quarter from there back to 1: 2
   and 0.5 present. (Jackson 1957) */
void validate_jackson_solve(const validate_jackson *network, validate_queue *node);

/* A closed network of n single servers with mean demands, and `users` who think for a mean
   time between visits: exact mean value analysis, R_k = D_k (1 + Q_k(N - 1)). Throughput, and
   the numbers present queue[n]. Demands 0.5 and 0.2, think 10, 20 users: X
   = 1.6524025679210254. (Reiser & Lavenberg 1980) */
double validate_closed(size_t n, const double *demand, double think, unsigned users,
                       double *queue);

/* n <= 3 equal single exponential servers behind a router that sends each arrival to the
   shortest of d queues drawn without repetition (d = n: the shortest of all; ties by chance):
   the mean number present in all, from the Markov chain of the sorted lengths, cut where it is
   rarer than 1e-15. With d = 1, n M/M/1. Two queues, (1, 1): 1.42632075. (Flatto & McKean 1977;
   Adan, Wessels & Zijm 1990; Mitzenmacher 2001) */
double validate_shortest(unsigned n, unsigned d, double arrival, double service);

#endif
