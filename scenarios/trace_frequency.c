/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "scenarios/trace.h"
#include "scenarios/trace_csv.h"
#include "scenarios/trace_names.h"
#include "sim/memory.h"

#include <stdlib.h>

enum { FIRST_ROOM = 1024, MOST_ROWS = 10000000 };

typedef struct names {
    uint64_t *hash; /* hash[room] */
    size_t n, room;
} names;

static bool take(void *taker, scenario_trace_draft *draft, const scenario_trace_lines *lines,
                 sim_failure *why)
{
    names *all = taker;
    if (all->n == MOST_ROWS)
        return scenario_trace_lines_fail(
            lines, why, "the column is too long, expected at most %d names", MOST_ROWS);
    if (all->n == all->room) {
        all->room = all->room ? 2 * all->room : FIRST_ROOM;
        all->hash = sim_realloc(all->hash, all->room, sizeof *all->hash, "a column");
    }
    all->hash[all->n++] = scenario_trace_names_hash(draft->app.begin, draft->app.n);
    return true;
}

static int by_hash(const void *a, const void *b)
{
    const uint64_t x = *(const uint64_t *)a, y = *(const uint64_t *)b;
    return (x > y) - (x < y);
}

static int most_first(const void *a, const void *b)
{
    const double x = *(const double *)a, y = *(const double *)b;
    return (x < y) - (x > y);
}

/* counts[]: of equal hashes, which stand together; returns how many there are. */
static size_t count(const names *all, double *counts)
{
    size_t n = 0;
    for (size_t i = 0; i < all->n; i++) {
        n += i == 0 || all->hash[i] != all->hash[i - 1];
        counts[n - 1] += 1;
    }
    return n;
}

bool scenario_trace_frequencies(const char *path, const char *column, double **counts,
                                size_t *n, sim_failure *why)
{
    const scenario_trace_field fields[] = {
        {column, &scenario_trace_name, offsetof(scenario_trace_draft, app), false},
        {0},
    };
    scenario_trace_lines *lines = scenario_trace_lines_new(path, why);
    if (!lines)
        return false;
    names all = {0};
    const scenario_trace_taker taker = {take, &all};
    bool is_read = scenario_trace_csv_read(lines, fields, "", taker, why);
    scenario_trace_lines_free(lines);
    if (is_read && all.n == 0)
        is_read =
            sim_fail(why, "%s has no rows, expected names in its column \"%s\"", path, column);
    if (is_read) {
        *counts = sim_alloc(all.n, sizeof **counts, "a column");
        qsort(all.hash, all.n, sizeof *all.hash, by_hash);
        *n = count(&all, *counts);
        qsort(*counts, *n, sizeof **counts, most_first);
    }
    free(all.hash);
    return is_read;
}
