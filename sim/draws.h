/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * Variates one after the other: the service times of a station, the gaps of a source. They
 * are made in blocks of 256, so that taking one costs a load, an increment and a branch.
 *
 * The uniforms behind variates 256 b to 256 b + 255 are the first ones at (entity, 128 b),
 * ..., (entity, 128 b + 127) of the stream, then the second ones there. Each variate is made
 * from one uniform by inversion and rises with it: the same question has the same answer in
 * every design, and the mirrored stream gives antithetic variates. The bits are the same on
 * every machine.
 *
 * A block costs a microsecond and two KiB. For an entity that asks less than some dozen times
 * sim_sampler_draw of sim_stream_uniform is cheaper.
 */
#ifndef SIM_DRAWS_H
#define SIM_DRAWS_H

#include "sim/memory.h"
#include "sim/sampler.h"
#include "sim/stream.h"

enum { SIM_DRAWS_BLOCK = 256, SIM_DRAWS_NUMBERS = 2 };

typedef struct sim_draws_kind sim_draws_kind;

/* What to draw: {&sim_draws_exponential, {mean}}, or {&sim_draws_sampled, .sampler = s}. */
typedef struct sim_draws_law {
    const sim_draws_kind *kind;
    double own[SIM_DRAWS_NUMBERS];
    const sim_sampler *sampler; /* of sim_draws_sampled alone; must outlive the draws */
} sim_draws_law;

struct sim_draws_kind {
    const char *name;
    const char *numbers[SIM_DRAWS_NUMBERS]; /* what own[] is; NULL after the last */
    /* n uniforms x in [0, 1) become variates. */
    void (*turn)(const sim_draws_law *law, size_t n, double *x);
};

extern const sim_draws_kind sim_draws_uniform;     /* low + (high - low) u */
extern const sim_draws_kind sim_draws_exponential; /* -mean ln(1 - u), at most 36.8 means */
extern const sim_draws_kind sim_draws_normal;      /* mean + sd z, z within 3e-7 of exact */
extern const sim_draws_kind sim_draws_lognormal;   /* e^(mu + sigma z) */
extern const sim_draws_kind sim_draws_sampled;     /* sim_sampler_fill: any law */

/* All of them; NULL after the last. */
extern const sim_draws_kind *const sim_draws_kinds[];

/* How to draw from any law: by its own kind where there is one and nothing is scaled or
   clipped, else by a sampler in the arena's memory. */
sim_draws_law sim_draws_law_of(const sim_law *law, sim_arena *arena);

typedef struct sim_draws {
    uint32_t next; /* of values; at the end: a new block is due */
    sim_stream stream;
    uint64_t entity;
    uint64_t block; /* the next one */
    sim_draws_law law;
    double values[SIM_DRAWS_BLOCK];
} sim_draws;

/* Draws of an entity from the beginning, in the arena's memory; nothing is drawn yet. The
   law's numbers must be finite. */
sim_draws *sim_draws_new(sim_stream stream, uint64_t entity, sim_draws_law law,
                         sim_arena *arena);

/* Makes the next block; for sim_draws_next alone. */
void sim_draws_refill(sim_draws *draws);

static inline double sim_draws_next(sim_draws *draws)
{
    if (draws->next == SIM_DRAWS_BLOCK)
        sim_draws_refill(draws);
    return draws->values[draws->next++];
}

/* The variate that the call number i, from 0, of sim_draws_next gives; slow. */
double sim_draws_at(const sim_draws *draws, uint64_t i);

#endif
