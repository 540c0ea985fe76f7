/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * Time zones of the IANA database, and the calendar of a horizon in one. The C library knows
 * the zones; it is asked through TZ, which is put back: not while threads run.
 */
#ifndef SCENARIOS_CLOCK_H
#define SCENARIOS_CLOCK_H

#include "models/calendar.h"
#include "scenarios/language/dates.h"
#include "sim/failure.h"
#include "sim/memory.h"

/* Whether the zone is known; the sentence suggests a near name. */
bool scenario_clock_knows(const char *zone, sim_failure *why);

/* When a zone's clocks show this date and time, given as if it were UTC. Of an hour that is
   shown twice the first or second, of one that is skipped the one after. */
int64_t scenario_clock_unix(const char *zone, int64_t local_s);

/* The calendar of n months from the first day of a month; it lives in the arena. */
void scenario_clock_calendar(const char *zone, scenario_date start, size_t n_months,
                             sim_arena *arena, model_calendar *out);

#endif
