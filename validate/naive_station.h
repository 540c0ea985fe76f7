/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * The slow twin of a station: no event list and no lines. At every step all customers are
 * looked at: who is served, at which speed, and what happens next.
 */
#ifndef VALIDATE_NAIVE_STATION_H
#define VALIDATE_NAIVE_STATION_H

#include "sim/station.h"

/* A customer: what it brings, and what becomes of it. */
typedef struct validate_naive_customer {
    double arrival_s, work_s, patience_s; /* patience HUGE_VAL: endless */
    int rank;
    /* Results. */
    double began_s, left_s; /* NAN: never */
    int fate;               /* sim_fate; -1: none */
    /* While it is played. */
    double left_work_s;
    bool is_present, is_served, has_begun;
    double entered_order; /* smaller goes first within a rank */
    double began_order;
} validate_naive_customer;

/* Plays customers[n], in the order of their arrival, through one station until all have left.
   speed is the station's own; NULL: 1, or equal shares. */
void validate_naive_station(const sim_discipline *discipline, uint32_t servers, uint64_t room,
                            double (*speed)(const void *owner, uint32_t n),
                            validate_naive_customer *customers, size_t n);

#endif
