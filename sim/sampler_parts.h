/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * What a sampler is made of, for the files that make one. Outside them it is opaque.
 */
#ifndef SIM_SAMPLER_PARTS_H
#define SIM_SAMPLER_PARTS_H

#include "sim/sampler.h"

#include <stdint.h>

/* x = a + w (b + w (c + w d)), w counted from the cell's start. */
typedef struct sim_sampler_cell {
    double a, b, c, d;
} sim_sampler_cell;

/* x = value + (u - from) slope, for u in [from, end). */
typedef struct sim_sampler_piece {
    double end, from, value, slope;
} sim_sampler_piece;

struct sim_sampler {
    void (*fill)(const sim_sampler *sampler, size_t n, const double *u, double *x);
    double scale, minimum, maximum;
    double constant;
    const sim_sampler_cell *cells;   /* cells[2 * side]: lower half, then upper half */
    size_t side;
    int bits;                        /* 2^bits cells between powers of two */
    const sim_sampler_piece *pieces; /* pieces[n_pieces], their ends rising to 1 */
    size_t n_pieces;
    const uint32_t *guide;           /* guide[n_guide]: first piece to look at */
    size_t n_guide;
    const sim_sampler *const *parts; /* parts[n_parts], part k for u < upto[k] */
    const double *upto;
    size_t n_parts;
};

/* A smooth law's cubic cells; a discrete law's smooth quantile is rounded up. */
void sim_sampler_make_cubic(sim_sampler *sampler, const sim_law *law, sim_arena *arena);

/* An empirical law's pieces. */
void sim_sampler_make_table(sim_sampler *sampler, const sim_law *law, sim_arena *arena);

/* A discrete law's steps, until less than 2^-54 remains; false if there are too many. */
bool sim_sampler_make_steps(sim_sampler *sampler, const sim_law *law, sim_arena *arena);

#endif
