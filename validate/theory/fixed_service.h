/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * Constant service and Poisson arrivals, and what follows from it for token buckets. Also waits
 * of M/PH/1.
 */
#ifndef VALIDATE_THEORY_FIXED_SERVICE_H
#define VALIDATE_THEORY_FIXED_SERVICE_H

/* P(Wq <= t) of M/D/1: for (k - 1) D <= t < k D it is sum_{j < k} Q_{k-1-j} x^j e^-x / j! with
   x = lambda (k D - t) and Q_i = P(N <= i + 1): only positive terms. (0.8, 1): P(Wq <= 1) =
   0.44510818569849353. (Erlang 1909; Franx 2001) */
double validate_md1_wait(double arrival, double service_s, double t);
double validate_md1_wait_quantile(double arrival, double service_s, double p);

/* Poisson requests of one token, refill tokens a second, at most depth tokens. A policer
   rejects who finds no token, as M/D/1/K with K = depth blocks; a shaper delays by
   (V - (depth - 1) / refill)^+ with V the work that an M/D/1 arrival finds. (0.8, 1, 5):
   0.035290396, 0.154624888, mean 0.358878442. (Turner 1986; ITU-T I.371) */
double validate_bucket_reject(double arrival, double refill, unsigned depth);
double validate_bucket_delayed(double arrival, double refill, unsigned depth);
double validate_bucket_delay(double arrival, double refill, unsigned depth);

/* The same with requests of exponential size, which may go into debt: P(delay > t) =
   rho e^{-(1 - rho) (depth + refill t) / size}; its mean. */
double validate_bucket_debt_tail(double arrival, double size, double refill, double depth,
                                 double t);
double validate_bucket_debt_mean(double arrival, double size, double refill, double depth);

/* P(Wq > t) of M/PH/1 = rho p_e exp((T + rho t p_e) t) 1, where p_e = -p T^-1 / E S, for Erlang
   stages (shape > 0) or a balanced hyperexponential of that scv (shape < 0: -scv).
   Summed by uniformization. Erlang-2 of mean 1 at 0.8: P(Wq > 1) = 0.62430257185998. (Asmussen
   2003) */
double validate_mph1_wait_tail(double arrival, double mean, double shape, double t);

#endif
