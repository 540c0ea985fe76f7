/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "sim/histogram.h"

#include <math.h>

void sim_histogram_init(sim_histogram *histogram, double low, double high, size_t n_cells,
                        bool is_log, sim_arena *arena)
{
    sim_require(low < high && n_cells > 0 && (!is_log || low > 0));
    const double from = is_log ? log(low) : low, to = is_log ? log(high) : high;
    *histogram = (sim_histogram){.low = low,
                                 .high = high,
                                 .is_log = is_log,
                                 .n_cells = n_cells,
                                 .counts = sim_arena_alloc(arena, n_cells, sizeof(uint64_t)),
                                 .from = from,
                                 .per_cell = (to - from) / (double)n_cells};
}

void sim_histogram_add(sim_histogram *histogram, double x)
{
    sim_require(!isnan(x));
    if (x < histogram->low) {
        histogram->below++;
    } else if (x >= histogram->high) {
        histogram->above++;
    } else {
        const double at = (histogram->is_log ? log(x) : x) - histogram->from;
        const size_t cell = (size_t)fmax(at / histogram->per_cell, 0);
        histogram->counts[cell < histogram->n_cells ? cell : histogram->n_cells - 1]++;
    }
}

double sim_histogram_edge(const sim_histogram *histogram, size_t cell)
{
    if (cell >= histogram->n_cells)
        return histogram->high;
    const double at = histogram->from + histogram->per_cell * (double)cell;
    return histogram->is_log ? exp(at) : at;
}

uint64_t sim_histogram_count(const sim_histogram *histogram)
{
    uint64_t n = histogram->below + histogram->above;
    for (size_t i = 0; i < histogram->n_cells; i++)
        n += histogram->counts[i];
    return n;
}

void sim_histogram_merge(sim_histogram *into, const sim_histogram *other)
{
    const double dust = 1e-12 * (fabs(into->low) + fabs(into->high));
    sim_require(into->n_cells == other->n_cells && into->is_log == other->is_log);
    sim_require(fabs(into->low - other->low) <= dust && fabs(into->high - other->high) <= dust);
    for (size_t i = 0; i < into->n_cells; i++)
        into->counts[i] += other->counts[i];
    into->below += other->below;
    into->above += other->above;
}

void sim_histogram_write(const sim_histogram *histogram, int columns, FILE *out)
{
    uint64_t most = 1;
    for (size_t i = 0; i < histogram->n_cells; i++)
        most = histogram->counts[i] > most ? histogram->counts[i] : most;
    if (histogram->below)
        fprintf(out, "%12s %12llu\n", "below", (unsigned long long)histogram->below);
    for (size_t i = 0; i < histogram->n_cells; i++) {
        const double share = (double)histogram->counts[i] / (double)most;
        fprintf(out, "%12.6g %12llu ", sim_histogram_edge(histogram, i),
                (unsigned long long)histogram->counts[i]);
        for (int k = 0; k < (int)lround(share * columns); k++)
            fputc('#', out);
        fputc('\n', out);
    }
    if (histogram->above)
        fprintf(out, "%12s %12llu\n", "above", (unsigned long long)histogram->above);
}
