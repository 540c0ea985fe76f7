/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * The rig of cases with one station and one kind of customer.
 */
#ifndef VALIDATE_CASES_ONE_STATION_H
#define VALIDATE_CASES_ONE_STATION_H

#include "validate/cases/case.h"
#include "validate/theory/birth_death.h"

/* Parameters of a case: what stands in sim_station_options and sim_generator_options, as laws.
 */
typedef struct validate_station {
    validate_law gap, work, batch, patience, retry, setup, linger, uptime, repair;
    const sim_discipline *discipline;
    unsigned servers;
    unsigned room;
    bool breaks_only_busy;
    double drag; /* > 0: n in service proceed at 1 / (1 + drag (n - 1)) each, on one clock */
    /* Modulated arrivals: at rate arrival[i] in phase i, change[i] out of it; gap is then
       exponential, of the larger rate. */
    double arrival[2], change[2];
    /* Staffed so that the probability of a wait longer than promise_s is at most risk. */
    double promise_s, risk;
} validate_station;

/* The quantities of the rig. */
enum {
    VALIDATE_PRESENT,
    VALIDATE_PRESENT_VARIANCE,
    VALIDATE_WAITING,
    VALIDATE_BUSY,     /* servers */
    VALIDATE_STARTING, /* servers */
    VALIDATE_ON,       /* servers, busy or idle */
    VALIDATE_RETRYING,
    VALIDATE_WAIT, /* of those whose service begins */
    VALIDATE_WAIT_VARIANCE,
    VALIDATE_STAY, /* of those served */
    VALIDATE_STAY_VARIANCE,
    VALIDATE_SLOPE, /* of stay over work, a line through 0 fitted by least squares */
    VALIDATE_P_BLOCK,
    VALIDATE_P_ABANDON,
    VALIDATE_P_WAIT,
    VALIDATE_P_WAIT_90, /* P(wait > limit), a limit that about 0.1 exceed */
    VALIDATE_P_WAIT_99,
    VALIDATE_P_STAY_90,
    VALIDATE_P_STAY_99,
    VALIDATE_THROUGHPUT,
    VALIDATE_STATION_QUANTITIES
};

extern const validate_rig validate_rig_station;

/* Customers per second. */
double validate_station_rate(const validate_station *point);

/* Into an answer: customers per second, and the relaxation time of a queue whose arrivals have
   that limit index of dispersion and whose services have that squared coefficient of variation.
 */
void validate_station_plan(const validate_station *point, double arrivals, double service,
                           validate_answer *answer);

/* A row of a table of such cases. */
#define VALIDATE_STATION(title, solve, ...)                                                    \
    .name = (title), .rig = &validate_rig_station, .theory = (solve),                          \
    .point = &(const validate_station)                                                         \
    {                                                                                          \
        __VA_ARGS__                                                                            \
    }

#endif
