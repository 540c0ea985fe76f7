/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * Finds where two architectures of a scenario cost the same along an axis, where one costs less
 * in a share of the futures, or where one breaks a budget with more than a probability, by
 * playing it at one value after another.
 */
#ifndef CLI_CROSS_H
#define CLI_CROSS_H

#include "cli/options.h"
#include "reports/break_even_map.h"
#include "scenarios/scenario.h"

typedef struct cli_cross_wish {
    const char *path; /* of the scenario; NULL: the shipped default */
    const cli_play *play;
    const char *between, *and;  /* architectures; with a budget only the first */
    const char *budget;         /* NULL: costs; else where it is kept with the confidence */
    double confidence;          /* without a budget: the share of futures in which between is to
                                   cost less; 0: where they cost the same on average */
    scenario_axis axis, across; /* across: of a map */
    bool has_across;
    uint64_t rows; /* of a map, at most; 0: the usual number */
    double precision;
    uint64_t limit; /* most futures at a value; 0: as many as a run has, at least 1000 */
    uint64_t most;  /* values to play along the axis; 0: the usual number */
} cli_cross_wish;

/* Whether the scenario can be loaded at the ends of the axes, with both architectures;
   complains if not. */
bool cli_cross_check(const cli_cross_wish *wish);

/* Searches; what is found lives in the arena. The exit status: it has complained unless it is
   CLI_DONE, and if it is CLI_INTERRUPTED nothing was found. */
int cli_cross_find(const cli_cross_wish *wish, sim_arena *arena, report_break_even *out);

/* Searches row by row, as cli_cross_find; if it is CLI_INTERRUPTED, finished rows are there. */
int cli_cross_map(const cli_cross_wish *wish, sim_arena *arena, report_map *out);

#endif
