/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * Where the uniforms behind the unknowns of replications come from. A design is a constant;
 * each of its numbers is a function of (seed, replication, source, dimension) and nothing else.
 *
 * Apart from "independent", replications are not independent of each other: pairs of antithetic
 * replications, and the 16 scrambles of a Sobol' design, are. Whoever gives an interval has to
 * take the mean of a pair, or of a scramble, as one observation.
 */
#ifndef SIM_POINTS_H
#define SIM_POINTS_H

#include "sim/failure.h"
#include "sim/stream.h"

#include <stdbool.h>

enum {
    SIM_POINTS_SCRAMBLES = 16, /* of a Sobol' design: replication i is point i / 16 of i % 16 */
    SIM_POINTS_DIMENSIONS = 40,
    SIM_POINTS_BITS = 16,                       /* at most 2^16 points of each scramble */
    SIM_POINTS_LEAST = 4 * SIM_POINTS_SCRAMBLES /* below, a scramble's part of an interval says
                                                   nothing */
};

/* Whose number is asked for. */
typedef struct sim_points_address {
    uint64_t seed, replication;
    uint64_t source;  /* of the unknown: sim_stream_source */
    size_t dimension; /* its number among the unknowns */
} sim_points_address;

typedef struct sim_points_design {
    const char *name, *summary;
    size_t most_dimensions;     /* 0: no limit */
    uint64_t most_replications; /* 0: no limit */
    size_t group; /* replications that are one observation; 0: those equal modulo scrambles */
    double (*uniform)(sim_points_address address); /* in [0, 1) */
} sim_points_design;

/* Each for itself. */
extern const sim_points_design sim_points_independent;

/* Replication 2k + 1 has 1 - 2^-53 - u where 2k has u. */
extern const sim_points_design sim_points_antithetic;

/*
 * 16 independently scrambled Sobol' sequences. The first 2^k points of each are a net: in every
 * dimension one of them lies in each of 2^k equal intervals. Scrambling is Owen's, each bit
 * flipped by chance that depends on the bits before it: every point is uniform, and the error
 * of a mean of a smooth function falls nearly like n^-3/2. (Owen 1995, 1997; direction numbers
 * are those of GSL's qrng)
 */
extern const sim_points_design sim_points_sobol;

/* All of them, NULL after the last. */
extern const sim_points_design *const sim_points_designs[];

/* Whether so many points of a Sobol' design fill the space evenly: a power of two from
   SIM_POINTS_LEAST on; what else is to be taken. */
bool sim_points_suffice(uint64_t n, sim_failure *why);

/* The number of a point of the unscrambled sequence in a dimension, in units of 2^-16: 0,
   32768, 49152, 16384, ... in each. */
uint32_t sim_points_sobol_integer(uint32_t point, size_t dimension);

#endif
