/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * Queues whose number of customers is a birth-death process: M/M/c and its relatives. Rates
 * are per second. All are exact; what has no stationary value is NAN.
 */
#ifndef VALIDATE_THEORY_BIRTH_DEATH_H
#define VALIDATE_THEORY_BIRTH_DEATH_H

#include <stddef.h>

/* A queue seen over all time and by those who arrive. */
typedef struct validate_queue {
    double p_empty;                /* nobody is there */
    double p_wait;                 /* an arrival that gets in finds all servers busy */
    double p_block;                /* an arrival finds it full */
    double p_abandon;              /* an arrival gives up before its service begins */
    double present, waiting, busy; /* mean numbers */
    double present_variance;
    double stay_s, wait_s; /* of those who get in; with abandonment wait_s over all arrivals */
    double throughput;     /* served per second */
} validate_queue;

/* Erlang's loss formula by its recursion B_k = a B_{k-1} / (k + a B_{k-1}) and his delay
   formula C = B / (1 - rho (1 - B)); a is the offered load. B(2, 1.5) = 0.31034482758620690,
   C(2, 1.5) = 0.64285714285714286. (Erlang 1917; Cooper 1981) */
double validate_erlang_b(unsigned servers, double load);
double validate_erlang_c(unsigned servers, double load);

/* M/M/c, waiting room for room - servers more (0: unlimited), waiting customers give up after
   an exponential time of rate patience (0: never). M/M/2 at 1.5: Wq = 1.2857142857142857. */
validate_queue validate_mmc(unsigned servers, double arrival, double service, unsigned room,
                            double patience);

/* P(Wq > t) and P(T > t) of M/M/c; and the p-quantiles. M/M/1 at 0.8: T95 = 14.978661367769955
 */
double validate_mmc_wait_tail(unsigned servers, double arrival, double service, double t);
double validate_mmc_stay_tail(unsigned servers, double arrival, double service, double t);
double validate_mmc_wait_quantile(unsigned servers, double arrival, double service, double p);
double validate_mmc_stay_quantile(unsigned servers, double arrival, double service, double p);

/* The fewest servers with P(Wq > t) <= risk. 14 for (10, 1, 0.5, 0.05). */
unsigned validate_staffing(double arrival, double service, double t, double risk);

/* M/M/1: asymptotic variances, var(average over T) ~ avar / T: of the number present over
   time, 2 rho (1 + rho) / (mu (1 - rho)^4); of waits over customers, rho (2 + 5 rho - 4 rho^2 +
   rho^3) / (mu^2 (1 - rho)^4). 1800 and 1976 at (0.8, 1). (Daley 1968; Whitt 1989) */
double validate_mm1_avar_present(double arrival, double service);
double validate_mm1_avar_wait(double arrival, double service);

/* M/M/1: mean and variance of a busy period, which are those of a stay when the newest is
   served first and at once: 1 / (mu - lambda), (1 + rho) / (mu^2 (1 - rho)^3). (0.8, 1): 5 and
   225. */
double validate_mm1_busy_mean(double arrival, double service);
double validate_mm1_busy_variance(double arrival, double service);

/* M/M/c with ranks 0 .. n - 1 of the same service and no preemption: the mean wait of a rank,
   (C / (c mu)) / ((1 - s_{i-1}) (1 - s_i)), s_i the load per server of ranks up to i.
   (Cobham 1954). And the mean number present of ranks up to one with preemption, to whom those
   behind do not exist: M/M/c. (3 servers; 0.8, 1.2; 1): waits 0.2020202 and 0.6060606. */
double validate_mmc_rank_wait(unsigned servers, size_t n, const double *arrival, double service,
                              size_t rank);
double validate_mmc_rank_stay(unsigned servers, const double *arrival, double service,
                              size_t rank);

/* M/M/1 whose customers give up after a constant wait: P(an arrival gives up) and the mean
   number waiting. With V the work found by those who stay, its density is p_0 lambda e^{-(mu -
   lambda) x} up to the patience and p_0 lambda e^{lambda patience} e^{-mu x} beyond. At
   patience 0 it is Erlang's loss. (Barrer 1957; Baccelli & Hebuterne 1981) */
void validate_constant_patience(double arrival, double service, double patience_s,
                                double *p_abandon, double *waiting);

/* n customers present, of whom at most `servers` are served, each at speed(n served): a
   birth-death process of death rate n_served x speed / work. room 0: unlimited. */
validate_queue validate_batch(unsigned servers, double arrival, double work, double one,
                              double drag, unsigned room);

/* M/M/1 whose refused arrivals (no waiting room) retry at exponential times of rate retry
   until they are served: mean number about to retry, rho (lambda + rho nu) / ((1 - rho) nu)
   with nu the rate of retrying. (0.6, 1, 2): 1.35. (Falin & Templeton 1997, Retrial Queues,
   1.2) */
double validate_retrial(double arrival, double service, double retry);

#endif
