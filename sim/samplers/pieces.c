/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "sim/samplers/kinds.h"

/* ---- drawing ---- */

/* The guide gives the piece at the beginning of u's bucket; with at least as many buckets as
   pieces, less than one more is passed on average (Chen & Asau 1974). */
static inline double lookup(const sim_sampler_pieces *table, double u)
{
    size_t i = table->guide[(size_t)(u * (double)table->n_guide)];
    while (u >= table->pieces[i + 1].begin)
        i++;
    const sim_sampler_piece *piece = &table->pieces[i];
    return piece->x + piece->slope * (u - piece->begin);
}

static double pieces_draw(const sim_sampler *sampler, double u)
{
    return sim_sampler_finish(sampler, lookup(&sampler->pieces, u));
}

static void pieces_fill(const sim_sampler *sampler, size_t n, const double *u, double *x)
{
    const sim_sampler copy = *sampler;
    for (size_t i = 0; i < n; i++)
        x[i] = sim_sampler_finish(&copy, lookup(&copy.pieces, u[i]));
}

/* The mean of clip(x) where x runs straight from x0 to x1. */
static double straight_mean(double low, double high, double x0, double x1)
{
    const double y0 = fmin(fmax(x0, low), high), y1 = fmin(fmax(x1, low), high);
    if (x0 == x1)
        return y0;
    const double flat_low = fabs(y0 - x0), flat_high = fabs(x1 - y1), all = fabs(x1 - x0);
    if (flat_low > all || flat_high > all)
        return y0;
    return (flat_low * y0 + (all - flat_low - flat_high) * (y0 + y1) / 2 + flat_high * y1) /
           all;
}

static double pieces_mean(const sim_sampler *sampler)
{
    double sum = 0;
    for (size_t i = 0; i < sampler->pieces.n; i++) {
        const sim_sampler_piece *piece = &sampler->pieces.pieces[i];
        const double width = fmin(piece[1].begin, 1) - piece->begin;
        const double x0 = sampler->scale * piece->x;
        const double x1 = sampler->scale * (piece->x + piece->slope * width);
        sum += width * straight_mean(sampler->low, sampler->high, x0, x1);
    }
    return sum;
}

const sim_sampler_kind sim_sampler_kind_pieces = {pieces_fill, pieces_draw, pieces_mean};

/* ---- building ---- */

/* Ends the table and makes its guide. */
static void conclude(sim_sampler *sampler, sim_sampler_piece *pieces, size_t n,
                     sim_arena *arena)
{
    size_t n_guide = 1;
    while (n_guide < n)
        n_guide *= 2;
    uint32_t *guide = sim_arena_alloc(arena, n_guide, sizeof *guide);
    pieces[n] = (sim_sampler_piece){2, 0, 0};
    for (size_t bucket = 0, i = 0; bucket < n_guide; bucket++) {
        while (pieces[i + 1].begin <= (double)bucket / (double)n_guide)
            i++;
        guide[bucket] = (uint32_t)i;
    }
    sampler->kind = &sim_sampler_kind_pieces;
    sampler->pieces = (sim_sampler_pieces){pieces, n, guide, n_guide};
}

/* A step for each integer, until less than 2^-54 is left on either side. */
void sim_sampler_steps_build(sim_sampler *sampler, const sim_law *law, sim_arena *arena)
{
    const double first = law->kind->quantile(law, 0x1p-54, 1);
    const double last = law->kind->quantile(law, 1, 0x1p-54);
    const size_t most = (size_t)(last - first) + 1;
    sim_sampler_piece *pieces = sim_arena_alloc(arena, most + 1, sizeof *pieces);
    size_t n = 0;
    double begin = 0;
    while (n < most && begin < 1) {
        const double k = first + (double)n;
        pieces[n++] = (sim_sampler_piece){begin, k, 0};
        begin = law->kind->cdf(law, k);
        if (begin > 0.5)
            begin = 1 - law->kind->tail(law, k);
    }
    conclude(sampler, pieces, n, arena);
}

/* A piece between neighbouring points, and a flat one at either end. */
void sim_sampler_points_build(sim_sampler *sampler, const sim_law *law, sim_arena *arena)
{
    const size_t last = law->n_points - 1;
    sim_sampler_piece *pieces = sim_arena_alloc(arena, law->n_points + 2, sizeof *pieces);
    size_t n = 0;
    if (law->p[0] > 0)
        pieces[n++] = (sim_sampler_piece){0, law->x[0], 0};
    for (size_t i = 0; i < last; i++) {
        const double width = law->p[i + 1] - law->p[i];
        if (width > 0)
            pieces[n++] =
                (sim_sampler_piece){law->p[i], law->x[i], (law->x[i + 1] - law->x[i]) / width};
    }
    if (law->p[last] < 1 || n == 0)
        pieces[n++] = (sim_sampler_piece){law->p[last] < 1 ? law->p[last] : 0, law->x[last], 0};
    conclude(sampler, pieces, n, arena);
}
