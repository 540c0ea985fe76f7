/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * Functions whose Sobol' indices have a closed form, and their values at scrambled points.
 */
#ifndef VALIDATE_CASES_SOBOL_INDICES_H
#define VALIDATE_CASES_SOBOL_INDICES_H

#include "sim/memory.h"

#include <stddef.h>
#include <stdint.h>

enum { VALIDATE_MOST_INPUTS = 8 };

typedef struct validate_function {
    double (*value)(const double *u); /* of u[n_inputs], independent and uniform on [0, 1) */
    size_t n_inputs;
    double first[VALIDATE_MOST_INPUTS], total[VALIDATE_MOST_INPUTS];
} validate_function;

/* Ishigami & Homma (1990): sin x1 + 7 sin^2 x2 + 0.1 x3^4 sin x1, x uniform on (-pi, pi). */
extern const validate_function validate_ishigami;

/* Sobol's g (Saltelli & Sobol' 1995): the product of (|4 u - 2| + a) / (1 + a), a = 0, 1, 4.5,
   9, 99, 99, 99, 99. */
extern const validate_function validate_g;

/* 100 times the product of three lognormals of sigma 0.3, 0.5, 0.2: a bill of volume, length
   and price. */
extern const validate_function validate_product;

/* Values at points A and B, and AB of each input. */
typedef struct validate_points {
    double *a, *b, *ab[VALIDATE_MOST_INPUTS];
} validate_points;

/* n points in the scrambles of sim_points_sobol; a multiple of them. */
void validate_points_make(validate_points *points, const validate_function *of, size_t n,
                          uint64_t seed, sim_arena *arena);

#endif
