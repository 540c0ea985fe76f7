/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "sim/clones.h"
#include "sim/samplers/kinds.h"

#include <stdlib.h>
#include <string.h>

/* ---- drawing ---- */

static inline uint64_t bits_of(double x)
{
    uint64_t bits;
    memcpy(&bits, &x, sizeof bits);
    return bits;
}

static inline double of_bits(uint64_t bits)
{
    double x;
    memcpy(&x, &bits, sizeof x);
    return x;
}

/* The leading bits of v are the cell's number, the others the way into it. No branches. */
static inline double lookup(const sim_sampler_cell *cells, int bits, double u)
{
    const double least = 0x1p-54, most = 0x1.fffffffffffffp-2;
    const int shift = 52 - bits;
    double v = u < 0.5 ? u : 1 - u;
    v = v < least ? least : v;
    v = v > most ? most : v;
    const uint64_t number = bits_of(v) >> shift;
    const uint64_t first = bits_of(least) >> shift;
    const uint64_t upper = (uint64_t)SIM_SAMPLER_OCTAVES << bits;
    const double t = v - of_bits(number << shift);
    const sim_sampler_cell *cell = cells + (number - first + (u < 0.5 ? 0 : upper));
    return cell->a + t * (cell->b + t * (cell->c + t * cell->d));
}

static double cubic_draw(const sim_sampler *sampler, double u)
{
    const double y = lookup(sampler->cubic.cells, sampler->cubic.bits, u);
    return sim_sampler_finish(sampler, sampler->cubic.rounds_up ? ceil(y) + 0.0 : y);
}

SIM_HOT static void fill_smooth(const sim_sampler *sampler, size_t n, const double *u, double *x)
{
    const sim_sampler copy = *sampler;
    for (size_t i = 0; i < n; i++)
        x[i] = sim_sampler_finish(&copy, lookup(copy.cubic.cells, copy.cubic.bits, u[i]));
}

static void cubic_fill(const sim_sampler *sampler, size_t n, const double *u, double *x)
{
    if (!sampler->cubic.rounds_up) {
        fill_smooth(sampler, n, u, x);
        return;
    }
    for (size_t i = 0; i < n; i++)
        x[i] = cubic_draw(sampler, u[i]);
}

/* ---- mean ---- */

static double at(const sim_sampler *sampler, const sim_sampler_cell *cell, double t)
{
    const double y = cell->a + t * (cell->b + t * (cell->c + t * cell->d));
    return sim_sampler_finish(sampler, sampler->cubic.rounds_up ? ceil(y) : y);
}

static bool is_inside(const sim_sampler *sampler, double x)
{
    return x > sampler->low && x < sampler->high;
}

/* Gauss's two points are exact for a cubic; where clipping or rounding bends it, many. */
static double cell_mean(const sim_sampler *sampler, const sim_sampler_cell *cell, double width)
{
    const bool is_cubic = !sampler->cubic.rounds_up && is_inside(sampler, at(sampler, cell, 0)) &&
                          is_inside(sampler, at(sampler, cell, width));
    const int n = is_cubic ? 1 : 64;
    const double step = width / n, near = step * 0.21132486540518712, far = step - near;
    double sum = 0;
    for (int i = 0; i < n; i++)
        sum += at(sampler, cell, step * i + near) + at(sampler, cell, step * i + far);
    return sum / (2 * n);
}

static double cubic_mean(const sim_sampler *sampler)
{
    const size_t cells = (size_t)1 << sampler->cubic.bits;
    const size_t n = SIM_SAMPLER_OCTAVES * cells;
    double sum = 0x1p-54 * (at(sampler, sampler->cubic.cells, 0) +
                            at(sampler, sampler->cubic.cells + n, 0));
    for (size_t i = 0; i < 2 * n; i++) {
        const double width = ldexp(0x1p-54, (int)(i % n / cells)) / (double)cells;
        sum += width * cell_mean(sampler, sampler->cubic.cells + i, width);
    }
    return sum;
}

const sim_sampler_kind sim_sampler_kind_cubic = {cubic_fill, cubic_draw, cubic_mean};

/* ---- building ---- */

/* Ends and inner nodes of Chebyshev's polynomial of degree 4, stretched to reach both ends of
   (0, 1): (1 -+ (sqrt 2 - 1)) / 2. The interpolating cubic is continuous from cell to cell and
   has 1.37 times the least possible error, seen at the shares 0.5 and 0.88. */
#define INNER 0.29289321881345243
const double sim_sampler_shares[SIM_SAMPLER_POINTS] = {0, INNER, 0.5, 1 - INNER,
                                                       0.88268343236508984};

/* From values at the five shares and 1; Newton's divided differences, expanded. */
static sim_sampler_cell fit(const double *f, double width)
{
    const double d01 = (f[1] - f[0]) / INNER, d13 = (f[3] - f[1]) / (1 - 2 * INNER);
    const double d35 = (f[5] - f[3]) / INNER;
    const double d013 = (d13 - d01) / (1 - INNER), d135 = (d35 - d13) / (1 - INNER);
    const double cube = d135 - d013, per_width = 1 / width;
    return (sim_sampler_cell){
        f[0],
        per_width * (d01 - d013 * INNER + cube * (INNER * (1 - INNER))),
        per_width * per_width * (d013 - cube),
        per_width * per_width * per_width * cube,
    };
}

static bool is_good(const sim_sampler_source *source, const sim_sampler_cell *cell,
                    const double *f, double width)
{
    for (int k = 2; k < SIM_SAMPLER_POINTS; k += 2) {
        const double t = width * sim_sampler_shares[k];
        const double y = cell->a + t * (cell->b + t * (cell->c + t * cell->d));
        if (!(fabs(y - f[k]) <= sim_sampler_source_tolerance(source, f[k])))
            return false;
    }
    return true;
}

/* All cells of an octave; false at the first that is not good enough, unless `anyhow`, when
   it becomes the straight line between its ends. */
static bool fit_octave(const sim_sampler_source *source, const double *values, int octave,
                       int bits, bool anyhow, sim_sampler_cell *cells)
{
    const double width = ldexp(1, octave - 54 - bits);
    for (int i = 0; i < 1 << bits; i++) {
        const double *f = values + SIM_SAMPLER_POINTS * i;
        cells[i] = fit(f, width);
        if (is_good(source, &cells[i], f, width))
            continue;
        if (!anyhow)
            return false;
        cells[i] = (sim_sampler_cell){f[0], (f[SIM_SAMPLER_POINTS] - f[0]) / width, 0, 0};
    }
    return true;
}

/* Starts with the octaves around the median, where a bad law shows first. */
static bool fit_all(sim_sampler_source *source, int bits, sim_sampler_cell *cells)
{
    double values[SIM_SAMPLER_POINTS * (1 << SIM_SAMPLER_MOST_BITS) + 1];
    for (int octave = SIM_SAMPLER_OCTAVES - 1; octave >= 0; octave--)
        for (int half = 0; half < 2; half++) {
            const int place = (half * SIM_SAMPLER_OCTAVES + octave) * (1 << bits);
            sim_sampler_source_octave(source, half, octave, bits, values);
            if (!fit_octave(source, values, octave, bits, bits == SIM_SAMPLER_MOST_BITS,
                            cells + place))
                return false;
        }
    return true;
}

void sim_sampler_cubic_build(sim_sampler *sampler, const sim_law *law, sim_arena *arena)
{
    sim_sampler_source *source = sim_sampler_source_new(law);
    for (int bits = SIM_SAMPLER_LEAST_BITS; bits <= SIM_SAMPLER_MOST_BITS; bits++) {
        const size_t n = (size_t)2 * SIM_SAMPLER_OCTAVES << bits;
        sim_sampler_cell *cells = sim_alloc(n, sizeof *cells, "a sampler");
        if (fit_all(source, bits, cells)) {
            sim_sampler_cell *kept = sim_arena_alloc(arena, n, sizeof *kept);
            memcpy(kept, cells, n * sizeof *kept);
            sampler->kind = &sim_sampler_kind_cubic;
            sampler->cubic = (sim_sampler_cubic){kept, bits, law->kind->is_discrete};
            bits = SIM_SAMPLER_MOST_BITS;
        }
        free(cells);
    }
    sim_sampler_source_free(source);
}
