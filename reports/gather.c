/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "reports/gather.h"

#include <stdlib.h>
#include <string.h>

struct report_gather {
    report_results all;
    size_t room; /* replications that the arrays can take */
};

report_gather *report_gather_new(const report_results *shape)
{
    report_gather *gather = sim_alloc(1, sizeof *gather, "results in memory");
    const size_t n = shape->n_architectures;
    gather->all = *shape;
    gather->all.status = "partial";
    gather->all.n = gather->all.n_twins = 0;
    gather->all.unknowns = NULL;
    gather->all.arena = NULL;
    gather->all.architectures =
        sim_alloc(n, sizeof *gather->all.architectures, "results in memory");
    memcpy(gather->all.architectures, shape->architectures, n * sizeof *shape->architectures);
    for (size_t i = 0; i < n; i++) {
        report_architecture *of = &gather->all.architectures[i];
        of->usage = of->counters = NULL;
        of->cost = of->gauges = of->value = of->human_cost = NULL;
        of->twin = of->days = of->watched = NULL;
    }
    return gather;
}

void report_gather_free(report_gather *gather)
{
    for (size_t i = 0; gather && i < gather->all.n_architectures; i++) {
        report_architecture *of = &gather->all.architectures[i];
        free(of->usage);
        free(of->cost);
        free(of->counters);
        free(of->gauges);
        free(of->value);
        free(of->human_cost);
    }
    if (gather)
        free(gather->all.architectures);
    free(gather);
}

/* Makes room for `room` rows of n numbers of 8 bytes, and copies `rows` more behind the first
   `before`. */
static void *append(void *into, const void *from, size_t n, const size_t rows[3])
{
    const size_t before = rows[0], more = rows[1], room = rows[2];
    char *grown = sim_realloc(into, room * n + 1, sizeof(double), "results in memory");
    if (from && more * n > 0)
        memcpy(grown + before * n * sizeof(double), from, more * n * sizeof(double));
    return grown;
}

void report_gather_add(report_gather *gather, const report_results *block)
{
    report_results *all = &gather->all;
    if (all->n + block->n > gather->room)
        gather->room = 2 * (all->n + block->n);
    const size_t rows[3] = {all->n, block->n, gather->room};
    for (size_t i = 0; i < all->n_architectures; i++) {
        report_architecture *to = &all->architectures[i];
        const report_architecture *of = &block->architectures[i];
        const size_t n_cells = all->header.n_months * to->n_lines;
        to->usage = append(to->usage, of->usage, n_cells, rows);
        to->cost = append(to->cost, of->cost, n_cells, rows);
        to->counters = append(to->counters, of->counters, MODEL_COUNTERS, rows);
        to->gauges = append(to->gauges, of->gauges, MODEL_GAUGES, rows);
        to->value = append(to->value, of->value, 1, rows);
        to->human_cost = append(to->human_cost, of->human_cost, 1, rows);
    }
    all->n += block->n;
}

const report_results *report_gather_all(const report_gather *gather)
{
    return &gather->all;
}
