/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * How samplers look inside. Each turns a uniform u into y by its own kind of table; all end
 * in x = clip(scale * y, low, high).
 */
#ifndef SIM_SAMPLERS_KINDS_H
#define SIM_SAMPLERS_KINDS_H

#include "sim/sampler.h"

#include <stdint.h>

typedef struct sim_sampler_kind {
    void (*fill)(const sim_sampler *sampler, size_t n, const double *u, double *x);
    double (*draw)(const sim_sampler *sampler, double u);
    double (*mean)(const sim_sampler *sampler);
} sim_sampler_kind;

/* y = a + t (b + t (c + t d)), t from the cell's beginning. */
typedef struct sim_sampler_cell {
    double a, b, c, d;
} sim_sampler_cell;

enum {
    SIM_SAMPLER_OCTAVES = 53,   /* v = min(u, 1 - u) in [2^-54, 2^-53), ..., [2^-2, 2^-1) */
    SIM_SAMPLER_LEAST_BITS = 3, /* 2^bits cells to the octave */
    SIM_SAMPLER_MOST_BITS = 10
};

typedef struct sim_sampler_cubic {
    const sim_sampler_cell *cells; /* lower half by octaves, v = 1/2; the same of the upper */
    int bits;
    bool rounds_up; /* y is the next integer */
} sim_sampler_cubic;

/* y = x + slope (u - begin) from begin to the next piece's. */
typedef struct sim_sampler_piece {
    double begin, x, slope;
} sim_sampler_piece;

typedef struct sim_sampler_pieces {
    const sim_sampler_piece *pieces; /* pieces[n + 1]; the last begins beyond 1 */
    size_t n;
    const uint32_t *guide; /* guide[n_guide]: the piece that holds u = i / n_guide */
    size_t n_guide;        /* a power of two */
} sim_sampler_pieces;

/* From begin to the next segment's, y is what the part draws from (u - begin) gain. */
typedef struct sim_sampler_segment {
    double begin, gain;
    double reach; /* the end of the part's uniforms, at most 1 */
    const sim_sampler *part;
} sim_sampler_segment;

typedef struct sim_sampler_segments {
    const sim_sampler_segment *segments; /* segments[n] */
    size_t n;
} sim_sampler_segments;

struct sim_sampler {
    const sim_sampler_kind *kind;
    double scale, low, high;
    union {
        sim_sampler_cubic cubic;
        sim_sampler_pieces pieces;
        sim_sampler_segments segments;
    };
};

extern const sim_sampler_kind sim_sampler_kind_cubic;
extern const sim_sampler_kind sim_sampler_kind_pieces;
extern const sim_sampler_kind sim_sampler_kind_segments;

/* Fill in kind and table; scale, low and high are there already. */
void sim_sampler_cubic_build(sim_sampler *sampler, const sim_law *law, sim_arena *arena);
void sim_sampler_steps_build(sim_sampler *sampler, const sim_law *law, sim_arena *arena);
void sim_sampler_points_build(sim_sampler *sampler, const sim_law *law, sim_arena *arena);
void sim_sampler_segments_build(sim_sampler *sampler, const sim_law *law, sim_arena *arena);

/* More integers than this are drawn from a smooth table and rounded up. */
enum { SIM_SAMPLER_STEPS = 4096 };

static inline double sim_sampler_finish(const sim_sampler *sampler, double y)
{
    const double x = sampler->scale * y;
    const double raised = x < sampler->low ? sampler->low : x;
    return raised > sampler->high ? sampler->high : raised;
}

/* ---- points of a cubic table ---- */

/* A cell is made of values at shares 0, 0.29, 0.71 and 1 of its width and checked at two
   more; its end is the next one's beginning. */
enum { SIM_SAMPLER_POINTS = 5 };
extern const double sim_sampler_shares[SIM_SAMPLER_POINTS];

/* The quantiles of a law at all points of an octave. */
typedef struct sim_sampler_source sim_sampler_source;
sim_sampler_source *sim_sampler_source_new(const sim_law *law);
void sim_sampler_source_free(sim_sampler_source *source);

/* values[SIM_SAMPLER_POINTS * 2^bits + 1] of an octave (0: from 2^-54) in one half. */
void sim_sampler_source_octave(sim_sampler_source *source, int half, int octave, int bits,
                               double *values);

/* How far from y a table of the law may be. */
double sim_sampler_source_tolerance(const sim_sampler_source *source, double y);

#endif
