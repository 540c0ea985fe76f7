/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * Where a run's start ends: MSER-5. The series is averaged in fives; the cut is where the
 * standard error of the rest's mean, sum (x - mean)^2 / (n - d)^2, is smallest. A cut in the
 * last half means that the run is too short to tell. (White 1997; Franklin & White 2008)
 */
#ifndef SIM_WARMUP_H
#define SIM_WARMUP_H

#include "sim/failure.h"

#include <stddef.h>

enum { SIM_WARMUP_GROUP = 5 };

/* The number of first observations of x[n] to leave out, a multiple of 5. False with a
   sentence if there are fewer than 50, or the best cut lies in the last half. */
bool sim_warmup_mser5(size_t n, const double *x, size_t *cut, sim_failure *why);

#endif
