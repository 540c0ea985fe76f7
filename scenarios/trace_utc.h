/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Points in time as traces write them. */
#ifndef SCENARIOS_TRACE_UTC_H
#define SCENARIOS_TRACE_UTC_H

#include <stdint.h>

/* Reads a time at the beginning of [at, end): "2023-11-16 18:15:46.6805900", a space or T
   between, up to 9 digits of a fraction, then nothing, Z or an offset such as +00:00; from
   1970 to 2260. Nanoseconds since 1970; returns where it ends, or NULL. */
const char *scenario_trace_utc_read(const char *at, const char *end, int64_t *unix_ns);

#endif
