/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * Rows as they are read become the trace that is kept: times since the first row, sessions
 * and apps by number, totals, the index of days, and the spool.
 */
#ifndef SCENARIOS_TRACE_KEEP_H
#define SCENARIOS_TRACE_KEEP_H

#include "models/trace.h"
#include "scenarios/trace_lines.h"
#include "scenarios/trace_value.h"

typedef struct scenario_trace_keep scenario_trace_keep;

/* Begins a trace of that name; times count from 1970 if it has dates. */
scenario_trace_keep *scenario_trace_keep_new(const char *name, bool has_dates);
void scenario_trace_keep_free(scenario_trace_keep *keep);

/* Takes the row of the line last found. */
bool scenario_trace_keep_row(scenario_trace_keep *keep, const scenario_trace_draft *draft,
                             const scenario_trace_lines *lines, sim_failure *why);

/* Ends the trace; it is the keep's, which is its keeper. */
bool scenario_trace_keep_end(scenario_trace_keep *keep, model_trace **trace, sim_failure *why);

#endif
