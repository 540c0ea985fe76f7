/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * Looks for the smallest fleets that meet goals, playing as few as it takes: more instances
 * never serve worse, so that a first guess from the load, a gallop and bisection in a few
 * futures find the place, and all futures decide there.
 */
#ifndef CLI_FLEET_SEARCH_H
#define CLI_FLEET_SEARCH_H

#include "cli/fleet_study.h"

enum { CLI_FLEETS = 64 };

typedef struct cli_fleet_search {
    cli_fleet_study study;
    const report_plan_goals *goals;
    size_t n;      /* futures to play each fleet in, */
    size_t limit;  /* and at most, to decide whether it meets the goals */
    uint32_t most; /* instances that are allowed */
    const report_tried *tried[CLI_FLEETS]; /* tried[n_tried]: fixed ones first, ascending */
    size_t n_tried;
    uint32_t guess; /* from the load alone */
    bool is_idle;   /* twice as many instances were no better: no number of them is enough */
} cli_fleet_search;

/* The smallest fixed fleets, for each month, and those beside them. */
cli_study_end cli_fleet_search_fixed(cli_fleet_search *search, sim_failure *why);

#endif
