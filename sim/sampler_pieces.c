/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "sim/sampler_parts.h"

#include <stdlib.h>
#include <string.h>

enum { LEAST_GUIDE = 256, MOST_STEPS = 1 << 20 };

static void fill_pieces(const sim_sampler *sampler, size_t n, const double *u, double *x)
{
    double buckets = (double)sampler->n_guide;
    for (size_t i = 0; i < n; i++) {
        const sim_sampler_piece *piece = sampler->pieces + sampler->guide[(size_t)(u[i] * buckets)];
        while (u[i] >= piece->end)
            piece++;
        x[i] = piece->value + (u[i] - piece->from) * piece->slope;
    }
}

/* Takes the pieces (whose last end becomes 1) and makes the guide to them. */
static void finish(sim_sampler *sampler, sim_sampler_piece *pieces, size_t n, sim_arena *arena)
{
    size_t n_guide = LEAST_GUIDE;
    while (n_guide < n)
        n_guide *= 2;
    uint32_t *guide = sim_arena_alloc(arena, n_guide, sizeof *guide);
    pieces[n - 1].end = 1;
    for (size_t g = 0, k = 0; g < n_guide; g++) {
        while (k + 1 < n && pieces[k].end <= (double)g / (double)n_guide)
            k++;
        guide[g] = (uint32_t)k;
    }
    sampler->fill = fill_pieces;
    sampler->pieces = pieces;
    sampler->n_pieces = n;
    sampler->guide = guide;
    sampler->n_guide = n_guide;
}

/* Adds the piece from (u0, x0) to (u1, x1) unless it is empty. */
static void add(sim_sampler_piece *pieces, size_t *n, double u0, double u1, double x0, double x1)
{
    if (u1 > u0)
        pieces[(*n)++] = (sim_sampler_piece){
            .end = u1, .from = u0, .value = x0, .slope = (x1 - x0) / (u1 - u0)};
}

void sim_sampler_make_table(sim_sampler *sampler, const sim_law *law, sim_arena *arena)
{
    size_t points = law->n_points, n = 0;
    sim_sampler_piece *pieces = sim_arena_alloc(arena, points + 1, sizeof *pieces);
    add(pieces, &n, 0, law->p[0], law->x[0], law->x[0]);
    for (size_t i = 0; i + 1 < points; i++)
        add(pieces, &n, law->p[i], law->p[i + 1], law->x[i], law->x[i + 1]);
    add(pieces, &n, law->p[points - 1], 1, law->x[points - 1], law->x[points - 1]);
    finish(sampler, pieces, n, arena);
}

/* P(X <= x) as a double, good at both ends. */
static double share_upto(const sim_law *law, double x)
{
    double tail = law->kind->tail(law, x);
    return tail < 0.5 ? 1 - tail : law->kind->cdf(law, x);
}

bool sim_sampler_make_steps(sim_sampler *sampler, const sim_law *law, sim_arena *arena)
{
    double first = law->kind->quantile(law, 0x1p-54, 1);
    double last = law->kind->quantile(law, 1, 0x1p-54);
    if (!(last - first < MOST_STEPS))
        return false;
    size_t steps = (size_t)(last - first) + 1, n = 0;
    sim_sampler_piece *pieces = sim_arena_alloc(arena, steps + 1, sizeof *pieces);
    double from = 0;
    for (size_t i = 0; i < steps && from < 1; i++) {
        double x = first + (double)i;
        double upto = i + 1 < steps ? share_upto(law, x) : 1;
        add(pieces, &n, from, upto, x, x);
        from = upto > from ? upto : from;
    }
    finish(sampler, pieces, n, arena);
    return true;
}
