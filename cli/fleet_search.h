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
    const report_tried *tried[CLI_FLEETS]; /* tried[n_tried]: fixed ones on demand first,
                                              ascending */
    size_t n_tried, n_fixed;
    uint32_t guess; /* from the load alone */
    uint32_t fixed; /* the smallest that meets the goals in all months; 0: none does */
    bool is_idle;   /* twice as many instances were no better: no number of them is enough */
} cli_fleet_search;

/* The smallest fixed fleets, for each month, and those beside them. */
cli_study_end cli_fleet_search_fixed(cli_fleet_search *search, sim_failure *why);

/* Where there is a fixed one: the least bounds between which a number that follows the load is
   enough. None if it has to be that of the fixed fleet all the time. */
cli_study_end cli_fleet_search_following(cli_fleet_search *search, sim_failure *why);

/* Where there is a fixed one: the smallest fixed fleet of spot instances; as many as are enough
   on demand, some of them spot instances; and one that follows the load if one on demand was
   found. */
cli_study_end cli_fleet_search_spot(cli_fleet_search *search, sim_failure *why);

/* A fleet with one instance fewer, and one more. */
cli_study_end cli_fleet_search_beside(cli_fleet_search *search, report_fleet fleet,
                                      sim_failure *why);

/* ---- one fleet ---- */

/* Plays a fleet until it is known for each month whether it meets the goals, or the futures are
   at their limit; once. */
cli_study_end cli_fleet_search_decide(cli_fleet_search *search, report_fleet fleet,
                                      bool *is_enough, sim_failure *why);

/* How it looks in a few futures. */
cli_study_end cli_fleet_search_glance(const cli_fleet_search *search, report_fleet fleet,
                                      bool *is_enough, sim_failure *why);

/* Plays a fleet in futures that nothing was chosen by. */
cli_study_end cli_fleet_search_afresh(const cli_fleet_search *search, report_fleet fleet,
                                      const report_tried **out, sim_failure *why);

#endif
