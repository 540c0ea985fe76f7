/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * Networks of stations, and parallel queues behind a router.
 */
#ifndef VALIDATE_THEORY_NETWORKS_H
#define VALIDATE_THEORY_NETWORKS_H

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

/* Throughputs, from lambda = g + lambda P; and mean numbers present, each node an M/M/c.
   (Jackson 1957) */
void validate_jackson_solve(const validate_jackson *network, double *throughput,
                            double *present);

/* A closed network of n single servers with mean demands, and `users` who think for a mean
   time between visits: exact mean value analysis, R_k = D_k (1 + Q_k(N - 1)). Throughput, and
   queue[n] if it is not NULL. Demands 0.5 and 0.2, think 10, 20 users: X = 1.6524025679210254.
   (Reiser & Lavenberg 1980) */
double validate_closed(size_t n, const double *demand, double think, unsigned users,
                       double *queue);

/* Equal single exponential servers of rate service behind a router that sends each arrival
   to the shortest of d queues drawn without repetition (d = n: the shortest of all; ties by
   chance): mean number present in all, from the truncated Markov chain. n <= 3. Shortest of
   two, lambda 1.6, mu 1 ("symmetric shortest queue", Flatto & McKean 1977, has no closed form).
 */
double validate_shortest(unsigned n, unsigned d, double arrival, double service);

#endif
