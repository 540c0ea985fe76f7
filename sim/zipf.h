/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * Zipf's law on 0 .. n - 1: P(i) is proportional to (i + 1)^-s. By inversion of the cumulative
 * shares through a guide table, so that a draw costs a few loads whatever n, and rises with its
 * uniform. (Zipf 1949; guide tables: Chen & Asau, AIIE Transactions 6, 1974.)
 */
#ifndef SIM_ZIPF_H
#define SIM_ZIPF_H

#include "sim/memory.h"

#include <stdint.h>

enum { SIM_ZIPF_MOST = 10000000 };

typedef struct sim_zipf {
    uint32_t n;
    double *cumulative; /* cumulative[n]; the last is 1 */
    uint32_t *guide;    /* guide[n]: the first i with cumulative[i] > k / n */
} sim_zipf;

/* n from 1 to SIM_ZIPF_MOST, s >= 0; in the arena's memory. */
void sim_zipf_init(sim_zipf *zipf, uint32_t n, double s, sim_arena *arena);

/* The same for any weights, of which one at least is above 0; they need not sum to 1. */
void sim_zipf_init_weights(sim_zipf *zipf, uint32_t n, const double *weights, sim_arena *arena);

uint32_t sim_zipf_draw(const sim_zipf *zipf, double u);

#endif
