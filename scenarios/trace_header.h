/* SPDX-License-Identifier: GPL-3.0-or-later */
/* The header line of a CSV table: which column holds which field. */
#ifndef SCENARIOS_TRACE_HEADER_H
#define SCENARIOS_TRACE_HEADER_H

#include "scenarios/trace_lines.h"
#include "scenarios/trace_value.h"

typedef struct scenario_trace_header {
    const scenario_trace_field **fields; /* fields[n]: of each column; NULL: skipped */
    size_t n;
} scenario_trace_header;

/* Reads the header line, the next one; false if a field's column is missing or there twice.
   No columns at the end of the file. Clear it in any case. */
bool scenario_trace_header_init(scenario_trace_header *header, scenario_trace_lines *lines,
                                const scenario_trace_field *fields, const char *advice,
                                sim_failure *why);
void scenario_trace_header_clear(scenario_trace_header *header);

#endif
