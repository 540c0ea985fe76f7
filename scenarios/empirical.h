/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * Empirical distributions: quantiles that were written down, or a column of measured values,
 * each an atom as large as its share.
 */
#ifndef SCENARIOS_EMPIRICAL_H
#define SCENARIOS_EMPIRICAL_H

#include "scenarios/draft.h"

/* Fills the law's table of points, in the reader's arena. */
bool scenario_empirical_points(scenario_reader *reader, const scenario_law_draft *draft,
                               model_law *law);

/* The table of values[n], which are sorted: p[] and x[] of room for 2 n points. Beyond 4096
   different values the table is thinned to as many quantiles. Returns the number of points. */
size_t scenario_empirical_table(size_t n, double *values, double *p, double *x);

#endif
