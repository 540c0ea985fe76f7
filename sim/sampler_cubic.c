/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * Cubic cells over v = min(u, 1 - u): 53 octaves from 2^-54 to 2^-1, each cut into 2^bits
 * equal cells, for the lower half and for the upper half. The leading bits of v are the
 * cell's number; v less its trailing bits is the distance from the cell's start, exactly.
 */
#include "sim/clones.h"
#include "sim/sampler_parts.h"

#include <math.h>
#include <string.h>

enum { OCTAVES = 53, LEAST_BITS = 3, MOST_BITS = 10, CACHED_BITS = 5, NODES = 4, POINTS = 5 };

static const double least_v = 0x1p-54;

/* ---- drawing ---- */

SIM_HOT static void fill_cubic(const sim_sampler *sampler, size_t n, const double *u, double *x)
{
    const sim_sampler_cell *cells = sampler->cells;
    const int shift = 52 - sampler->bits;
    const uint64_t first = (uint64_t)(1023 - 54) << sampler->bits;
    const size_t side = sampler->side;
    for (size_t i = 0; i < n; i++) {
        double upper = 1 - u[i], v = u[i] < upper ? u[i] : upper;
        size_t of_half = (0 - (size_t)(u[i] >= 0.5)) & side; /* no branch: u is random */
        v = v < least_v ? least_v : v;
        uint64_t bits;
        memcpy(&bits, &v, sizeof bits);
        uint64_t leading = bits >> shift, start = leading << shift;
        double v0;
        memcpy(&v0, &start, sizeof v0);
        const sim_sampler_cell *cell = cells + (leading - first) + of_half;
        double w = v - v0;
        x[i] = cell->a + w * (cell->b + w * (cell->c + w * cell->d));
    }
}

static void fill_rounded_up(const sim_sampler *sampler, size_t n, const double *u, double *x)
{
    fill_cubic(sampler, n, u, x);
    for (size_t i = 0; i < n; i++)
        x[i] = ceil(x[i]);
}

/* ---- making ---- */

/* Where in a cell (from 0 to 1) the law is evaluated: four nodes of Chebyshev, and the middle,
   where their cubic errs most. */
static const double points[POINTS] = {0.03806023374435662, 0.30865828381745508,
                                      0.69134171618254492, 0.96193976625564337, 0.5};

/* The standard normal's quantiles at all points, for laws made from it. */
static double *normal_points[CACHED_BITS + 1];

typedef struct making {
    const sim_law *law;
    int bits;
    double tolerance;  /* absolute part */
} making;

static double cell_start(int bits, size_t cell)
{
    size_t per_octave = (size_t)1 << bits;
    double octave = ldexp(1, (int)(cell / per_octave) - 54);
    return octave * (1 + (double)(cell % per_octave) / (double)per_octave);
}

static double cell_width(int bits, size_t cell)
{
    return ldexp(1, (int)(cell >> bits) - 54 - bits);
}

static double quantile(const sim_law *law, int half, double v)
{
    double p = half ? 1 - v : v, q = half ? v : 1 - v;
    return law->kind->smooth ? law->kind->smooth(law, p, q) : law->kind->quantile(law, p, q);
}

static double at_point(const making *m, int half, size_t cell, int point)
{
    size_t side = ((size_t)OCTAVES << m->bits) + 1;
    if (m->law->kind->of_normal && m->bits <= CACHED_BITS && normal_points[m->bits])
        return m->law->kind->of_normal(
            m->law, normal_points[m->bits][((size_t)half * side + cell) * POINTS + (size_t)point]);
    double v = cell_start(m->bits, cell) + points[point] * cell_width(m->bits, cell);
    return quantile(m->law, half, v);
}

/* The cubic through y[] at the nodes, in powers of s = w / width: Newton's differences. */
static void through_nodes(const double y[NODES], double power[NODES])
{
    double difference[NODES];
    memcpy(difference, y, sizeof difference);
    for (int k = 1; k < NODES; k++)
        for (int i = NODES - 1; i >= k; i--)
            difference[i] =
                (difference[i] - difference[i - 1]) / (points[i] - points[i - k]);
    for (int i = 0; i < NODES; i++)
        power[i] = 0;
    for (int k = NODES - 1; k >= 0; k--) {
        for (int i = NODES - 1; i > 0; i--)
            power[i] = power[i - 1] - points[k] * power[i];
        power[0] = difference[k] - points[k] * power[0];
    }
}

/* The straight line between a cell's ends, where no cubic fits. */
static void straight(const making *m, int half, size_t cell, double power[NODES])
{
    double v = cell_start(m->bits, cell), width = cell_width(m->bits, cell);
    double y0 = quantile(m->law, half, v), y1 = quantile(m->law, half, v + width);
    power[0] = y0;
    power[1] = y1 - y0;
    power[2] = power[3] = 0;
}

/* Makes one cell; whether it is good enough. */
static bool make_cell(const making *m, int half, size_t cell, sim_sampler_cell *out)
{
    double y[POINTS], power[NODES], width = cell_width(m->bits, cell);
    for (int i = 0; i < POINTS; i++)
        y[i] = at_point(m, half, cell, i);
    through_nodes(y, power);
    double middle = power[0] + 0.5 * (power[1] + 0.5 * (power[2] + 0.5 * power[3]));
    bool is_good = fabs(middle - y[NODES]) <= 1e-5 * fabs(y[NODES]) + m->tolerance;
    if (!is_good && m->bits == MOST_BITS)
        straight(m, half, cell, power);
    *out = (sim_sampler_cell){power[0], power[1] / width, power[2] / (width * width),
                              power[3] / (width * width * width)};
    return is_good;
}

static bool make_cells(const making *m, size_t side, sim_sampler_cell *cells)
{
    for (int half = 0; half < 2; half++) {
        sim_sampler_cell *of_half = cells + (size_t)half * side;
        for (size_t cell = side - 1; cell-- > 0;)
            if (!make_cell(m, half, cell, &of_half[cell]) && m->bits < MOST_BITS)
                return false;
        of_half[side - 1] = (sim_sampler_cell){.a = quantile(m->law, half, 0.5)};
    }
    return true;
}

void sim_sampler_make_cubic(sim_sampler *sampler, const sim_law *law, sim_arena *arena)
{
    making m = {.law = law, .bits = LEAST_BITS};
    m.tolerance = 1e-6 * (quantile(law, 1, 0.25) - quantile(law, 0, 0.25));
    for (;; m.bits++) {
        size_t side = ((size_t)OCTAVES << m.bits) + 1;
        sim_sampler_cell *cells = sim_arena_alloc(arena, 2 * side, sizeof *cells);
        if (!make_cells(&m, side, cells))
            continue;
        sampler->cells = cells;
        sampler->side = side;
        sampler->bits = m.bits;
        sampler->fill = law->kind->is_discrete ? fill_rounded_up : fill_cubic;
        return;
    }
}

/* ---- the standard normal ---- */

static void cache_normal(const sim_law *normal, int bits)
{
    making m = {.law = normal, .bits = bits};
    size_t side = ((size_t)OCTAVES << bits) + 1;
    double *z = sim_alloc(2 * side * POINTS, sizeof *z, "quantiles of the normal");
    for (size_t half = 0; half < 2; half++)
        for (size_t cell = 0; cell + 1 < side; cell++)
            for (size_t point = 0; point < POINTS; point++)
                z[(half * side + cell) * POINTS + point] =
                    at_point(&m, (int)half, cell, (int)point);
    normal_points[bits] = z;
}

const sim_sampler *sim_sampler_normal(void)
{
    static const sim_sampler *standard;
    if (standard)
        return standard;
    sim_law normal = sim_law_of_constant(0);
    normal.kind = sim_law_kind_named("normal");
    normal.own[1] = 1;
    for (int bits = LEAST_BITS; bits <= CACHED_BITS; bits++)
        cache_normal(&normal, bits);
    static sim_sampler made;
    made = (sim_sampler){.scale = 1, .minimum = -HUGE_VAL, .maximum = HUGE_VAL};
    sim_arena *arena = sim_arena_new(); /* for as long as the program runs */
    sim_sampler_make_cubic(&made, &normal, arena);
    return standard = &made;
}
