/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * What searches along one axis and over two have in common: the scenario at a point, and what
 * its two sides cost there.
 */
#ifndef CLI_CROSS_PLAY_H
#define CLI_CROSS_PLAY_H

#include "cli/cross.h"

typedef struct cli_cross_search {
    const cli_cross_wish *wish;
    size_t n_values; /* played so far */
    int status;      /* CLI_DONE until something ends the search */
} cli_cross_search;

/* Plays futures 0 .. n - 1 at a point: out[side][n]. If not, the status says so; it has
   complained unless it was interrupted. */
bool cli_cross_play(cli_cross_search *of, report_map_point at, size_t n, double *const out[2],
                    sim_failure *why);

/* The scenario at a point, with the sides in it; NULL when it has complained. */
scenario *cli_cross_load(const cli_cross_wish *wish, report_map_point at);

/* The same at the ends of its axes, one after another: that at the last is returned. */
scenario *cli_cross_load_ends(const cli_cross_wish *wish);

/* An axis as it is searched; its texts live in the arena. */
report_axis cli_cross_axis(const cli_cross_wish *wish, bool is_across, sim_arena *arena);

/* What is asked of the search along the axis, but who plays; s is the scenario. */
report_break_even_wish cli_cross_asked(const cli_cross_wish *wish, const scenario *s,
                                       sim_arena *arena);

/* The currency of costs; in the arena. */
const char *cli_cross_currency(const scenario *s, sim_arena *arena);

/* Says that the axis changes neither cost; the exit status. */
int cli_cross_refuse(const cli_cross_wish *wish);

#endif
