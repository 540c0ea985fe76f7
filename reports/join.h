/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * Several results as one: the architectures of all of them, under the same chance.
 */
#ifndef REPORTS_JOIN_H
#define REPORTS_JOIN_H

#include "reports/results.h"

typedef struct report_part {
    const char *label; /* stands before the names of its architectures */
    const report_results *results;
} report_part;

/*
 * The results of parts[n] side by side, over the replications that all have; of one part, the
 * same. Budgets and unknowns are those of the first. Borrows the parts' arrays: they must
 * outlive it. NULL and a sentence if they cannot be compared: another horizon, currency or
 * seed, or unknowns of other names.
 */
const report_results *report_join(const report_part *parts, size_t n, sim_arena *arena,
                                  sim_failure *why);

#endif
