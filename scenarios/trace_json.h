/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Tables in JSON lines: an object a line, its members found by name, others skipped. */
#ifndef SCENARIOS_TRACE_JSON_H
#define SCENARIOS_TRACE_JSON_H

#include "scenarios/trace_csv.h"

/* Reads all rows; fields end with a name of NULL. */
bool scenario_trace_json_read(scenario_trace_lines *lines, const scenario_trace_field *fields,
                              scenario_trace_taker taker, sim_failure *why);

#endif
