/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * How long a model remembers: its relaxation time, in which the distance from the long run
 * shrinks by the factor e.
 *
 * Simulations are planned by it: what remains of an empty start after 20 relaxation times is
 * e^-20, and an average over a time T has a squared coefficient of variation of about
 * relaxation time / T at high load (Whitt 1989, "Planning queueing simulations": M/M/1 has 2 (1
 * + rho) / (rho (1 - rho)^2 mu T) against (1 + sqrt rho)^2 / ((1 - rho)^2 mu T) here). They are
 * upper estimates, exact where it is said.
 */
#ifndef VALIDATE_THEORY_RELAXATION_H
#define VALIDATE_THEORY_RELAXATION_H

/* c servers of that rate each. variability is c_a^2 + c_s^2, the limit index of dispersion of
   the arrivals and the squared coefficient of variation of a service: 2 for M/M/c. room 0:
   unlimited. The longest of the waiting line, (variability / 2) / (lambda + c mu - 2
   sqrt(lambda c mu) cos(pi / (room - c + 2))), which is exact for M/M/1 and M/M/1/K, plus a
   service. (0.8, 1): 89.72
   + 1. (Morse 1955; Cohen 1982, II.2) */
double validate_relaxation_queue(unsigned servers, double arrival, double service,
                                 unsigned room, double variability);

/* Customers who wait leave at rate patience: each of them at least at the smaller rate, so 1 /
   min(service, patience), exact when they are equal. */
double validate_relaxation_impatient(double service, double patience);

/* What set-up and idle times add: a start, in which a line builds up that is then worked off,
   and the idle time. setup_s and idle_s are means; 0: none. */
double validate_relaxation_setup(unsigned servers, double arrival, double service,
                                 double setup_s, double idle_s);

#endif
