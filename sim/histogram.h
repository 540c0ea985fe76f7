/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * A histogram of equal cells between two limits, which are those of the numbers or of their
 * logarithms. What lies outside is counted below and above; histograms of the same cells merge.
 */
#ifndef SIM_HISTOGRAM_H
#define SIM_HISTOGRAM_H

#include "sim/failure.h"
#include "sim/memory.h"

#include <stdint.h>
#include <stdio.h>

typedef struct sim_histogram {
    double low, high; /* cells cover [low, high) */
    bool is_log;      /* equal cells of log x; then low > 0 */
    size_t n_cells;
    uint64_t *counts; /* counts[n_cells] */
    uint64_t below, above;
    double from, per_cell; /* of the cells' own scale: x or log x */
} sim_histogram;

/* In the arena's memory; low < high, and low > 0 if is_log. */
void sim_histogram_init(sim_histogram *histogram, double low, double high, size_t n_cells,
                        bool is_log, sim_arena *arena);

/* Counts a number; NAN is refused. */
void sim_histogram_add(sim_histogram *histogram, double x);

/* Where a cell begins; of n_cells: where the last ends. */
double sim_histogram_edge(const sim_histogram *histogram, size_t cell);

uint64_t sim_histogram_count(const sim_histogram *histogram);

/* Adds the counts of another with the same cells. */
void sim_histogram_merge(sim_histogram *into, const sim_histogram *other);

/* A line a cell, with a bar of at most that many columns for the fullest. */
void sim_histogram_write(const sim_histogram *histogram, int columns, FILE *out);

#endif
