/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * The grid of a sweep: axes "XPATH=VALUES", every value of one with every value of the others.
 *
 * VALUES is a list, "5,10,20", whose parts may be ranges: "10..50/10" is 10, 20, 30, 40, 50,
 * and "1..16*2" is 1, 2, 4, 8, 16. What follows a range, such as its unit, is written behind
 * each of its values: "10..30/10 USD" is 10 USD, 20 USD, 30 USD.
 */
#ifndef CLI_GRID_H
#define CLI_GRID_H

#include "sim/failure.h"
#include "sim/memory.h"

enum { CLI_GRID_AXES = 8, CLI_GRID_VALUES = 200, CLI_GRID_POINTS = 1000 };

typedef struct cli_axis {
    const char *path;
    const char *values[CLI_GRID_VALUES];
    size_t n;
} cli_axis;

typedef struct cli_grid {
    cli_axis *axes[CLI_GRID_AXES];
    size_t n_axes;
} cli_grid;

/* Adds an axis; its texts live in the arena. False with what was expected. */
bool cli_grid_add(cli_grid *grid, const char *text, sim_arena *arena, sim_failure *why);

/* How many points there are: 1 without axes. */
size_t cli_grid_points(const cli_grid *grid);

/* The value on an axis at a point; the last axis changes from point to point. */
const char *cli_grid_value(const cli_grid *grid, size_t point, size_t axis);

#endif
