/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * Verdicts that do not flicker: an interval against limits is met when all of it is within
 * them, missed when all of it is beyond one, and else undecided. Looked at again and again with
 * more data, the looks share the error: if look k uses intervals of error sim_looks_share(k)
 * of the whole, the chance that any of them is wrong is at most the whole (Bonferroni).
 */
#ifndef SIM_LOOKS_H
#define SIM_LOOKS_H

#include "sim/interval.h"

#include <stdbool.h>
#include <stdint.h>

typedef enum sim_verdict { SIM_UNDECIDED, SIM_MET, SIM_MISSED } sim_verdict;

/* A value must be above and below these; NAN: no such limit. */
typedef struct sim_limits {
    double above, below;
} sim_limits;

/* A limit of the interval that is NAN decides nothing. */
sim_verdict sim_looks_verdict(sim_interval interval, sim_limits limits);

/* How many checkpoints sim_replicate has between the first and the limit. */
size_t sim_looks_count(uint64_t first, uint64_t limit);

/* The share of the error that look k = 1..looks spends: 1 / (k (k + 1)), and the last one all
   that is left, 1 / looks. They add up to 1. */
double sim_looks_share(size_t look, size_t looks);

#endif
