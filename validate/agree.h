/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * Whether two ways to play an architecture came to the same.
 */
#ifndef VALIDATE_AGREE_H
#define VALIDATE_AGREE_H

#include "models/ledger.h"

/* How many figures of two ledgers differ: usage, counters and sketches to the last, but that an
   observation on the border of two buckets may be in either; sums of money and other gauges,
   which depend on the order of adding, by more than 1e-9 of them.
   first: a sentence about the first that does; untouched if all agree. */
size_t validate_agree(const model_ledger *a, const model_ledger *b, size_t n_months,
                      sim_failure *first);

#endif
