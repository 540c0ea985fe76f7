/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * One server and Poisson arrivals, any service law: M/G/1 and its relatives. Times in seconds.
 */
#ifndef VALIDATE_THEORY_ONE_SERVER_H
#define VALIDATE_THEORY_ONE_SERVER_H

#include <stdbool.h>
#include <stddef.h>

/* Moments about zero of a service time. */
typedef struct validate_moments {
    double m1, m2, m3;
} validate_moments;

/* Moments of laws: gamma with that shape; hyperexponential of two phases with balanced means
   and that squared coefficient of variation; lognormal; uniform; Weibull (shape, scale); Pareto
   (shape, minimum). */
validate_moments validate_moments_gamma(double mean, double shape);
validate_moments validate_moments_constant(double value);
validate_moments validate_moments_h2(double mean, double scv);
validate_moments validate_moments_lognormal(double mu, double sigma);
validate_moments validate_moments_uniform(double low, double high);
validate_moments validate_moments_weibull(double shape, double scale);
validate_moments validate_moments_pareto(double shape, double minimum);

/* The squared coefficient of variation. */
double validate_moments_scv(validate_moments moments);

/* The probability and the rates of the two phases of a balanced hyperexponential law:
   p = (1 + sqrt((c - 1) / (c + 1))) / 2, rates 2p / mean and 2(1 - p) / mean. */
void validate_h2(double mean, double scv, double *p, double rate[2]);

typedef struct validate_one_server {
    double rho, wait_s, wait_variance, stay_s, present, waiting, present_variance;
} validate_one_server;

/* M/G/1, first come first served: E Wq = lambda m2 / (2 (1 - rho)), E Wq^2 = 2 (E Wq)^2 +
   lambda m3 / (3 (1 - rho)); var N by the distributional law of Little. (0.8, exponential of
   mean 1): Wq = 4, var Wq = 24. (Pollaczek 1930; Khinchine 1932; Takacs 1962) */
validate_one_server validate_mg1(double arrival, validate_moments service);

/* M^X/M/1: L = rho (1 + E X^2 / E X) / (2 (1 - rho)), rho = lambda E X / mu. Batches of 5,
   (0.1, 1): 3. (Gross & Harris 1998, 3.1) And E X^2 of fixed batches or of geometric ones on 1,
   2, ... */
double validate_batch_arrivals(double batches, double mean, double second, double service);
double validate_batch_second(double mean, bool is_fixed);

/* M/G/1 with classes, the first the highest. Mean waits without preemption,
   W0 / ((1 - s_{i-1}) (1 - s_i)) (Cobham 1954), and mean stays with preemption and resumption,
   E S_i / (1 - s_{i-1}) + sum_{j <= i} lambda_j E S_j^2 / (2 (1 - s_{i-1}) (1 - s_i)). */
double validate_priority_wait(size_t n, const double *arrival, const validate_moments *service,
                              size_t which);
double validate_priority_preemptive_stay(size_t n, const double *arrival,
                                         const validate_moments *service, size_t which);

/* M/G/1 sharing: E T(x) = x / (1 - rho) whatever the law; for exponential service of mean 1 /
   mu var T = (2 + rho) / ((2 - rho) (1 - rho)^2 mu^2) and var T(x) = 2 rho x / (mu (1 - rho)^3)
   - 2 rho (1 - e^{-mu x (1 - rho)}) / (mu^2 (1 - rho)^4). (0.8, 1): 58.33333333 and, for x =
   0.5, 4.837418036. (Coffman, Muntz & Trotter 1970; Ott 1984) */
double validate_sharing_stay(double arrival, double mean, double x);
double validate_sharing_variance(double arrival, double mean);
double validate_sharing_variance_of(double arrival, double mean, double x);

/* M/G/1, the newest of those who wait first: E Wq as always, E Wq^2 = that of first come, first
   served over 1 - rho. (Kingman 1962) */
double validate_lifo_wait_variance(double arrival, validate_moments service);

/* M/G/1 whose server breaks at rate `failure` while it serves, and is repaired: the completion
   time C of a service S has E C = E S (1 + f m1(R)), E C^2 = E S^2 (1 + f m1(R))^2 +
   E S f m2(R), and takes the place of S. (Gaver 1962) */
validate_moments validate_completion(validate_moments service, double failure,
                                     validate_moments repair);

/* M/M/1 without waiting where a single server is started when needed (exponential, rate setup)
   and shut down at once: E T = 1 / (mu - lambda) + 1 / setup. (Welch 1964) */
double validate_setup_one(double arrival, double service, double setup);

#endif
