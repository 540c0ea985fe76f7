/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Decimal numbers read by hand: fast, and the same under every locale. */
#ifndef SCENARIOS_TRACE_DECIMAL_H
#define SCENARIOS_TRACE_DECIMAL_H

#include <stdint.h>

/* Each reads a number at the beginning of [at, end), where *end is no digit, and returns where
   it ends, or NULL if there is none that fits. */

/* Digits only, at most 18 of them. */
const char *scenario_trace_decimal_whole(const char *at, const char *end, uint64_t *value);

/* A decimal number (12, .5, 1.25e-3), not negative, times 10^shift, cut down to a whole number
   of at most INT64_MAX. */
const char *scenario_trace_decimal_shifted(const char *at, const char *end, int shift,
                                           int64_t *value);

/* A decimal number of either sign, to the nearest double, which is finite. */
const char *scenario_trace_decimal_real(const char *at, const char *end, double *value);

#endif
