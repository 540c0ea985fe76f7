/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "scenarios/trace.h"
#include "scenarios/trace_csv.h"
#include "sim/memory.h"

#include <stdlib.h>

enum { FIRST_ROOM = 1024, MOST_VALUES = 10000000 };

typedef struct values {
    double *all; /* all[room] */
    size_t n, room;
} values;

static bool take(void *taker, scenario_trace_draft *draft, const scenario_trace_lines *lines,
                 sim_failure *why)
{
    values *v = taker;
    if (v->n == MOST_VALUES)
        return scenario_trace_lines_fail(
            lines, why, "the column is too long, expected at most %d values", MOST_VALUES);
    if (v->n == v->room) {
        v->room = v->room ? 2 * v->room : FIRST_ROOM;
        v->all = sim_realloc(v->all, v->room, sizeof *v->all, "a column");
    }
    v->all[v->n++] = draft->number;
    return true;
}

bool scenario_trace_column(const char *path, const char *column, double **out, size_t *n,
                           sim_failure *why)
{
    const scenario_trace_field fields[] = {
        {column, &scenario_trace_number, offsetof(scenario_trace_draft, number), false},
        {0},
    };
    scenario_trace_lines *lines = scenario_trace_lines_new(path, why);
    if (!lines)
        return false;
    values v = {0};
    const scenario_trace_taker taker = {take, &v};
    bool is_read = scenario_trace_csv_read(lines, fields, "", taker, why);
    scenario_trace_lines_free(lines);
    if (is_read && v.n == 0)
        is_read =
            sim_fail(why, "%s: error: column \"%s\" is empty, expected numbers", path, column);
    if (!is_read) {
        free(v.all);
        return false;
    }
    *out = v.all;
    *n = v.n;
    return true;
}
