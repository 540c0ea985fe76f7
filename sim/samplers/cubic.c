/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "sim/samplers/kinds.h"

#include <stdlib.h>
#include <string.h>

/* ---- drawing ---- */

static const double least = 0x1p-54;

/* Cells of a half: the octaves', and one that v = 1/2 has for itself. */
static inline size_t cells_per_half(int bits)
{
    return ((size_t)SIM_SAMPLER_OCTAVES << bits) + 1;
}

static inline double value_in(const sim_sampler_cell *cell, double t)
{
    return cell->a + t * (cell->b + t * (cell->c + t * cell->d));
}

/* The leading bits of v = min(u, 1 - u) are the cell's number, the others the way into it. No
   branches: which half u is in cannot be foreseen. */
static inline double lookup(const sim_sampler_cubic *table, double u)
{
    const int shift = 52 - table->bits;
    const uint64_t first = (uint64_t)(1023 - 54) << table->bits;
    const double upper = 1 - u, inner = u < upper ? u : upper;
    const double v = inner < least ? least : inner;
    uint64_t bits, start;
    memcpy(&bits, &v, sizeof bits);
    start = bits >> shift << shift;
    double v0;
    memcpy(&v0, &start, sizeof v0);
    const size_t half = (0 - (size_t)(u >= 0.5)) & cells_per_half(table->bits);
    return value_in(table->cells + ((bits >> shift) - first) + half, v - v0);
}

static double cubic_draw(const sim_sampler *sampler, double u)
{
    const double y = lookup(&sampler->cubic, u);
    return sim_sampler_finish(sampler, sampler->cubic.rounds_up ? ceil(y) + 0.0 : y);
}

static void fill_one_by_one(const sim_sampler *sampler, size_t n, const double *u, double *x)
{
    const sim_sampler copy = *sampler;
    for (size_t i = 0; i < n; i++)
        x[i] = sim_sampler_finish(&copy, lookup(&copy.cubic, u[i]));
}

#if defined SIM_CLONES && defined __x86_64__
#include <immintrin.h>

/* Four cells become four vectors a, b, c, d, and these the values at t. */
__attribute__((target("avx2"))) static inline __m256d values_avx2(const sim_sampler_cell *cells,
                                                                  __m256i number, __m256d t)
{
    const double *cell = (const double *)cells;
    const __m256i at = _mm256_slli_epi64(number, 2);
    const __m256d c0 = _mm256_load_pd(cell + _mm256_extract_epi64(at, 0));
    const __m256d c1 = _mm256_load_pd(cell + _mm256_extract_epi64(at, 1));
    const __m256d c2 = _mm256_load_pd(cell + _mm256_extract_epi64(at, 2));
    const __m256d c3 = _mm256_load_pd(cell + _mm256_extract_epi64(at, 3));
    const __m256d ac01 = _mm256_unpacklo_pd(c0, c1), bd01 = _mm256_unpackhi_pd(c0, c1);
    const __m256d ac23 = _mm256_unpacklo_pd(c2, c3), bd23 = _mm256_unpackhi_pd(c2, c3);
    const __m256d a = _mm256_permute2f128_pd(ac01, ac23, 0x20);
    const __m256d b = _mm256_permute2f128_pd(bd01, bd23, 0x20);
    const __m256d c = _mm256_permute2f128_pd(ac01, ac23, 0x31);
    const __m256d d = _mm256_permute2f128_pd(bd01, bd23, 0x31);
    __m256d sum = _mm256_add_pd(c, _mm256_mul_pd(t, d));
    sum = _mm256_add_pd(b, _mm256_mul_pd(t, sum));
    return _mm256_add_pd(a, _mm256_mul_pd(t, sum));
}

/* Four at a time what lookup and sim_sampler_finish do, operation by operation; how many it
   did. The rest is the caller's: gcc does not clear the upper halves of registers before a
   call at the end, which makes all that follows several times slower. */
__attribute__((target("avx2"))) static size_t fill_avx2(const sim_sampler *sampler, size_t n,
                                                        const double *u, double *x)
{
    const int bits = sampler->cubic.bits;
    const __m128i shift = _mm_cvtsi32_si128(52 - bits);
    const __m256i first = _mm256_set1_epi64x((1023LL - 54) << bits);
    const __m256i half = _mm256_set1_epi64x((long long)cells_per_half(bits));
    const __m256d scale = _mm256_set1_pd(sampler->scale);
    size_t i = 0;
    for (; i + 4 <= n; i += 4) {
        const __m256d from = _mm256_loadu_pd(u + i);
        const __m256d inner = _mm256_min_pd(from, _mm256_sub_pd(_mm256_set1_pd(1), from));
        const __m256d v = _mm256_max_pd(_mm256_set1_pd(least), inner);
        const __m256i leading = _mm256_srl_epi64(_mm256_castpd_si256(v), shift);
        const __m256d start = _mm256_castsi256_pd(_mm256_sll_epi64(leading, shift));
        const __m256d is_upper = _mm256_cmp_pd(from, _mm256_set1_pd(0.5), _CMP_GE_OQ);
        const __m256i skipped = _mm256_and_si256(_mm256_castpd_si256(is_upper), half);
        const __m256i number = _mm256_add_epi64(_mm256_sub_epi64(leading, first), skipped);
        __m256d y = values_avx2(sampler->cubic.cells, number, _mm256_sub_pd(v, start));
        y = _mm256_max_pd(_mm256_set1_pd(sampler->low), _mm256_mul_pd(scale, y));
        _mm256_storeu_pd(x + i, _mm256_min_pd(_mm256_set1_pd(sampler->high), y));
    }
    _mm256_zeroupper();
    return i;
}
#endif

static void cubic_fill(const sim_sampler *sampler, size_t n, const double *u, double *x)
{
    if (sampler->cubic.rounds_up) {
        for (size_t i = 0; i < n; i++)
            x[i] = cubic_draw(sampler, u[i]);
        return;
    }
    size_t done = 0;
#if defined SIM_CLONES && defined __x86_64__
    if (__builtin_cpu_supports("avx2"))
        done = fill_avx2(sampler, n, u, x);
#endif
    fill_one_by_one(sampler, n - done, u + done, x + done);
}

/* ---- mean ---- */

static double at(const sim_sampler *sampler, const sim_sampler_cell *cell, double t)
{
    const double y = value_in(cell, t);
    return sim_sampler_finish(sampler, sampler->cubic.rounds_up ? ceil(y) : y);
}

static bool is_inside(const sim_sampler *sampler, double x)
{
    return x > sampler->low && x < sampler->high;
}

/* Gauss's two points are exact for a cubic; where clipping or rounding bends it, many. */
static double cell_mean(const sim_sampler *sampler, const sim_sampler_cell *cell, double width)
{
    const bool is_cubic = !sampler->cubic.rounds_up &&
                          is_inside(sampler, at(sampler, cell, 0)) &&
                          is_inside(sampler, at(sampler, cell, width));
    const int n = is_cubic ? 1 : 64;
    const double step = width / n, near = step * 0.21132486540518712, far = step - near;
    double sum = 0;
    for (int i = 0; i < n; i++)
        sum += at(sampler, cell, step * i + near) + at(sampler, cell, step * i + far);
    return sum / (2 * n);
}

static double half_mean(const sim_sampler *sampler, const sim_sampler_cell *cells)
{
    const size_t per_octave = (size_t)1 << sampler->cubic.bits;
    double sum = least * at(sampler, cells, 0);
    for (size_t i = 0; i < SIM_SAMPLER_OCTAVES * per_octave; i++) {
        const double width = ldexp(least, (int)(i / per_octave)) / (double)per_octave;
        sum += width * cell_mean(sampler, cells + i, width);
    }
    return sum;
}

static double cubic_mean(const sim_sampler *sampler)
{
    const sim_sampler_cell *cells = sampler->cubic.cells;
    return half_mean(sampler, cells) +
           half_mean(sampler, cells + cells_per_half(sampler->cubic.bits));
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
        if (!(fabs(value_in(cell, t) - f[k]) <= sim_sampler_source_tolerance(source, f[k])))
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
        const double *f = values + (ptrdiff_t)SIM_SAMPLER_POINTS * i;
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
            sim_sampler_cell *first =
                cells + (size_t)half * cells_per_half(bits) + ((size_t)octave << bits);
            sim_sampler_source_octave(source, half, octave, bits, values);
            if (!fit_octave(source, values, octave, bits, bits == SIM_SAMPLER_MOST_BITS, first))
                return false;
            if (octave == SIM_SAMPLER_OCTAVES - 1)
                first[1 << bits] = (sim_sampler_cell){.a = values[SIM_SAMPLER_POINTS << bits]};
        }
    return true;
}

void sim_sampler_cubic_build(sim_sampler *sampler, const sim_law *law, sim_arena *arena)
{
    sim_sampler_source *source = sim_sampler_source_new(law);
    for (int bits = SIM_SAMPLER_LEAST_BITS; bits <= SIM_SAMPLER_MOST_BITS; bits++) {
        const size_t n = 2 * cells_per_half(bits);
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
