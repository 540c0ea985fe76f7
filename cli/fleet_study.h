/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * Plays an architecture with one fleet or another at one of its endpoints, under the same
 * chance, and keeps what a plan is made from.
 */
#ifndef CLI_FLEET_STUDY_H
#define CLI_FLEET_STUDY_H

#include "cli/study.h"
#include "reports/plan.h"

typedef struct cli_fleet_study {
    const scenario *scenario; /* its only architecture is played */
    size_t endpoint;          /* whose fleet it is: on machines */
    model_term base;          /* at which spot fleets buy those that are no spot instances */
    double ttft_p, tpot_p;    /* quantiles to be kept */
    uint64_t seed;
    int threads;
    bool shows_progress;
    const char *note; /* of the progress; NULL: none */
    sim_arena *arena; /* of what is kept */
} cli_fleet_study;

/* Price of an hour of the endpoint's instance at a term in a month, in the report's currency:
   the scenario's for the term that it states, else the hardware book's; NAN where there is
   none. */
double cli_fleet_price(const scenario *s, size_t endpoint, model_term term, size_t month);

/* Plays the fleet in further futures, up to the n-th. What is paid is the price on demand, or
   spot. */
cli_study_end cli_fleet_play(const cli_fleet_study *asked, size_t n, report_tried *tried,
                             sim_failure *why);

#endif
