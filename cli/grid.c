/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "cli/grid.h"

#include "scenarios/scenario.h"

#include <math.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

enum { LONGEST = 400 };

static bool add_value(cli_axis *axis, const char *value, sim_failure *why, sim_arena *arena)
{
    if (axis->n == CLI_GRID_VALUES)
        return sim_fail(why, "--over \"%.200s\" has more than %d values", axis->path,
                        CLI_GRID_VALUES);
    axis->values[axis->n++] = sim_arena_copy(arena, value);
    return true;
}

/* A range: from, from + step or from * step, ... to. */
typedef struct range {
    double from, to, step;
    bool is_factor;
    const char *unit;
} range;

/* Reads "10..50/10 USD"; false if it is none. */
static bool read_range(const char *text, range *out)
{
    char first[LONGEST] = "", *end;
    const char *dots = strstr(text, "..");
    if (!dots || dots == text || dots - text >= LONGEST)
        return false;
    memcpy(first, text, (size_t)(dots - text));
    out->from = strtod(first, &end);
    if (*end)
        return false;
    text = dots + 2;
    out->to = strtod(text, &end);
    if (end == text || (*end != '/' && *end != '*'))
        return false;
    out->is_factor = *end == '*';
    text = end + 1;
    out->step = strtod(text, &end);
    out->unit = end;
    return end != text;
}

static bool makes_sense(const range *r)
{
    const bool are_finite = isfinite(r->from) && isfinite(r->to) && isfinite(r->step);
    return are_finite && r->from <= r->to &&
           (r->is_factor ? r->from > 0 && r->step > 1 : r->step > 0);
}

/* So many steps of rounding errors may lie between a value and the end of its range. */
static bool is_within(const range *r, double x)
{
    return x <= r->to + 1e-9 * fmax(fabs(r->to), r->is_factor ? 0 : r->step);
}

static bool add_range(cli_axis *axis, const range *r, sim_failure *why, sim_arena *arena)
{
    for (size_t i = 0;; i++) {
        const double k = (double)i;
        const double x = r->is_factor ? r->from * pow(r->step, k) : r->from + k * r->step;
        char value[LONGEST];
        if (!is_within(r, x))
            return true;
        snprintf(value, sizeof value, "%.12g%.200s", x, r->unit);
        if (!add_value(axis, value, why, arena))
            return false;
    }
}

static bool add_part(cli_axis *axis, const char *text, sim_failure *why, sim_arena *arena)
{
    range r;
    if (!read_range(text, &r))
        return add_value(axis, text, why, arena);
    if (!makes_sense(&r))
        return sim_fail(why,
                        "--over \"%.200s\": \"%.60s\" is no range; expected FROM..TO/STEP, or "
                        "FROM..TO*FACTOR, that goes up",
                        axis->path, text);
    return add_range(axis, &r, why, arena);
}

bool cli_grid_add(cli_grid *grid, const char *text, sim_arena *arena, sim_failure *why)
{
    const char *equals = scenario_set_find(text, '=');
    if (!equals || equals == text || !equals[1])
        return sim_fail(
            why,
            "--over takes XPATH=VALUES, for example "
            "--over \"architecture[1]/guard/max-steps/@n=20,40,80\", not \"%.200s\"",
            text);
    if (grid->n_axes == CLI_GRID_AXES)
        return sim_fail(why, "--over can be given %d times at most", CLI_GRID_AXES);
    cli_axis *axis = sim_arena_alloc(arena, 1, sizeof *axis);
    char *rest = sim_arena_copy(arena, text);
    rest[equals - text] = '\0';
    axis->path = rest;
    for (rest += equals - text + 1; rest;) {
        char *comma = rest + strlen(rest);
        const char *found = scenario_set_find(rest, ',');
        if (found)
            comma = rest + (found - rest);
        char *next = *comma ? comma + 1 : NULL;
        *comma = '\0';
        if (!add_part(axis, rest, why, arena))
            return false;
        rest = next;
    }
    grid->axes[grid->n_axes++] = axis;
    if (cli_grid_points(grid) > CLI_GRID_POINTS)
        return sim_fail(why, "the grid has more than %d points", CLI_GRID_POINTS);
    return true;
}

size_t cli_grid_points(const cli_grid *grid)
{
    size_t n = 1;
    for (size_t i = 0; i < grid->n_axes; i++)
        n *= grid->axes[i]->n;
    return n;
}

const char *cli_grid_value(const cli_grid *grid, size_t point, size_t axis)
{
    for (size_t i = grid->n_axes - 1; i > axis; i--)
        point /= grid->axes[i]->n;
    return grid->axes[axis]->values[point % grid->axes[axis]->n];
}
