/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "sim/indices.h"

#include "sim/failure.h"
#include "sim/memory.h"

#include <math.h>
#include <stdlib.h>

/* Sums over rows, of numbers less a shift that they have in common. */
typedef struct sums {
    double n;
    double y, square; /* of A and B */
    double step;      /* ab - a */
    double cross;     /* b (ab - a) */
    double gap;       /* (ab - a)^2 */
    double rest;      /* (ab - b)^2 */
} sums;

static void add_row(sums *into, double a, double b, double ab)
{
    into->n += 1;
    into->y += a + b;
    into->square += a * a + b * b;
    into->step += ab - a;
    into->cross += b * (ab - a);
    into->gap += (ab - a) * (ab - a);
    into->rest += (ab - b) * (ab - b);
}

static sums less(const sums *all, const sums *block)
{
    return (sums){all->n - block->n,           all->y - block->y,
                  all->square - block->square, all->step - block->step,
                  all->cross - block->cross,   all->gap - block->gap,
                  all->rest - block->rest};
}

static double centre(const sums *of)
{
    return of->y / (2 * of->n);
}

/* The dust that sums of equal numbers leave is no variance. */
static double variance_of(const sums *of)
{
    const double c = centre(of), square = of->square / (2 * of->n);
    return square - c * c > 1e-13 * square ? square - c * c : (double)NAN;
}

static double small_first_of(const sums *of)
{
    return (of->cross - centre(of) * of->step) / of->n / variance_of(of);
}

static double large_first_of(const sums *of)
{
    return 1 - of->rest / (2 * of->n) / variance_of(of);
}

static double total_of(const sums *of)
{
    return of->gap / (2 * of->n) / variance_of(of);
}

/* Pseudo-values n r - (n - 1) r_(i) of an estimate r, where r_(i) leaves block i out, are
   averaged like a mean. (Tukey 1958; Efron & Tibshirani 1993, 11) */
static sim_index jackknife(size_t n, const sums *blocks, const sums *all,
                           double (*estimate)(const sums *of), double confidence)
{
    sim_index out = {estimate(all), {(double)NAN, (double)NAN}};
    sim_tally pseudo = {0};
    for (size_t i = 0; i < n && n > 1; i++) {
        const sums others = less(all, &blocks[i]);
        sim_tally_add(&pseudo, (double)n * out.value - (double)(n - 1) * estimate(&others));
    }
    if (n > 1) {
        const sim_interval around = sim_interval_mean(&pseudo, confidence);
        const double half = (around.high - around.low) / 2;
        out.interval = (sim_interval){out.value - half, out.value + half};
    }
    return out;
}

static double mean_of(const sim_indices_rows *rows)
{
    double sum = 0;
    for (size_t i = 0; i < rows->n; i++)
        sum += rows->a[i] + rows->b[i];
    return rows->n > 0 ? sum / (2 * (double)rows->n) : 0;
}

/* Sums of each block; ab may be NULL. To be freed. */
static sums *sum_up(const sim_indices_rows *rows, const double *ab, double shift, sums *all)
{
    sim_require(rows->blocks > 0 && rows->n % rows->blocks == 0);
    sums *blocks = sim_alloc(rows->blocks, sizeof *blocks, "sums");
    *all = (sums){0};
    for (size_t i = 0; i < rows->n; i++) {
        const double a = rows->a[i] - shift, b = rows->b[i] - shift;
        const double mixed = ab ? ab[i] - shift : a;
        add_row(&blocks[i % rows->blocks], a, b, mixed);
        add_row(all, a, b, mixed);
    }
    return blocks;
}

sim_indices sim_indices_of(const sim_indices_rows *rows, const double *ab, double confidence)
{
    sums all;
    sums *blocks = sum_up(rows, ab, mean_of(rows), &all);
    const sim_indices out = {
        .first = jackknife(rows->blocks, blocks, &all,
                           total_of(&all) > 0.5 ? large_first_of : small_first_of, confidence),
        .total = jackknife(rows->blocks, blocks, &all, total_of, confidence),
    };
    free(blocks);
    return out;
}

sim_index sim_indices_mean(const sim_indices_rows *rows, double confidence, double *variance)
{
    sums all;
    const double shift = mean_of(rows);
    sums *blocks = sum_up(rows, NULL, shift, &all);
    sim_tally means = {0};
    for (size_t i = 0; i < rows->blocks; i++)
        sim_tally_add(&means, shift + centre(&blocks[i]));
    free(blocks);
    const double found = variance_of(&all);
    *variance = isnan(found) ? 0 : found;
    return (sim_index){shift, sim_interval_mean(&means, confidence)};
}
