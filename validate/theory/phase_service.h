/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * M/PH/1: Poisson arrivals and service of phases. P(Wq > t) = rho p_e exp((T + rho t p_e) t) 1,
 * where p_e = -p T^-1 / E S is the phase of a service seen at random, summed by uniformization:
 * only positive terms. (Neuts 1981; Asmussen 2003, VIII)
 */
#ifndef VALIDATE_THEORY_PHASE_SERVICE_H
#define VALIDATE_THEORY_PHASE_SERVICE_H

/* The service law: of Erlang stages, or a balanced hyperexponential. */
typedef struct validate_phases {
    double mean;
    int stages; /* 0: hyperexponential */
    double scv; /* of that */
} validate_phases;

/* P(Wq > t). Two stages of mean 1 at 0.8: P(Wq > 1) = 0.6243025718599782. */
double validate_mph1_wait_tail(double arrival, const validate_phases *service, double t);

/* The p-quantile of Wq; 0 where P(Wq = 0) >= p. The same at 0.95: 10.24275652797825. */
double validate_mph1_wait_quantile(double arrival, const validate_phases *service, double p);

#endif
