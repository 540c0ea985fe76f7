/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * Constant service and Poisson arrivals: M/D/1, and the token buckets that follow from it.
 * Rates are per second.
 */
#ifndef VALIDATE_THEORY_CONSTANT_SERVICE_H
#define VALIDATE_THEORY_CONSTANT_SERVICE_H

enum { VALIDATE_MD1_STATES = 4096 };

/* The law of the number present in M/D/1, from which waits follow. */
typedef struct validate_md1 {
    double arrival, service_s;
    double up_to[VALIDATE_MD1_STATES]; /* P(N <= n) */
    double above[VALIDATE_MD1_STATES]; /* P(N > n), by sums of its own: small ones are exact */
} validate_md1;

/* By Ramaswami's recursion, which only adds: with A_k the probability of k or more arrivals in
   a service, p_n (1 - A_1) = p_0 A_n + sum_{0 < j < n} p_j A_{n+1-j}. The load must be below
   0.99, for the sake of the states that are left out. (Ramaswami 1988, Stochastic Models 4) */
void validate_md1_solve(validate_md1 *law, double arrival, double service_s);

/* P(Wq <= t): for (k - 1) D <= t < k D it is sum_{j < k} P(N <= k - j) x^j e^-x / j! with x =
   lambda (k D - t): only positive terms. (0.8, 1): P(Wq <= 1) = 0.44510818569849353.
   (Erlang 1909; Franx 2001, Operations Research Letters 29) And its p-quantile: 6.620324997 for
   0.95. */
double validate_md1_wait(const validate_md1 *law, double t);
double validate_md1_wait_quantile(const validate_md1 *law, double p);

/* Poisson requests of one token; `refill` tokens a second; at most `depth` tokens. A policer
   rejects who finds no token, which is as probable as blocking in M/D/1/K with K = depth, at
   any load: (0.8, 1, 5): 0.03529039643618077. (Turner 1986; ITU-T I.371; Keilson 1966) */
double validate_bucket_reject(double arrival, double refill, unsigned depth);

/* A shaper makes requests wait, in order, for (V - (depth - 1) / refill)^+, V being the work
   that an arrival of M/D/1 finds: the probability of a delay, its mean over all requests, its
   p-quantile. law is that of (arrival, 1 / refill). (0.8, 1, 5): 0.1546248878205545,
   0.3588784424294609 s, 2.620324997 s for 0.95. */
double validate_bucket_delayed(const validate_md1 *law, unsigned depth);
double validate_bucket_delay(const validate_md1 *law, unsigned depth);
double validate_bucket_delay_quantile(const validate_md1 *law, unsigned depth, double p);

/* Requests of exponential size (mean `size`) that may go as soon as the bucket is not in debt,
   and may leave it in debt: P(delay > t) = rho e^{-(1 - rho) (depth + refill t) / size}, from
   the work in M/M/1; the mean delay; the p-quantile. (0.8, 1000, 1000, 5000): 0.29430355,
   1.47151776 s, 8.86294361 s for 0.95. */
double validate_bucket_debt_tail(double arrival, double size, double refill, double depth,
                                 double t);
double validate_bucket_debt_mean(double arrival, double size, double refill, double depth);
double validate_bucket_debt_quantile(double arrival, double size, double refill, double depth,
                                     double p);

#endif
