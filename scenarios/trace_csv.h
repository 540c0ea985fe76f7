/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * Tables in CSV: a header line that names the columns, then a row a line. Columns are found
 * by name, in any order; columns that no field asks for are skipped. A field may be quoted,
 * and then hold commas and doubled quotes, but no end of line.
 */
#ifndef SCENARIOS_TRACE_CSV_H
#define SCENARIOS_TRACE_CSV_H

#include "scenarios/trace_lines.h"
#include "scenarios/trace_value.h"

/* Who takes the rows. */
typedef struct scenario_trace_taker {
    bool (*take)(void *taker, scenario_trace_draft *draft, const scenario_trace_lines *lines,
                 sim_failure *why);
    void *taker;
} scenario_trace_taker;

/* Reads all rows of a table. fields end with a name of NULL; advice ends the sentence for a
   missing column ("" for none). */
bool scenario_trace_csv_read(scenario_trace_lines *lines, const scenario_trace_field *fields,
                             const char *advice, scenario_trace_taker taker, sim_failure *why);

/* Takes the field that begins at a place, quotes off: [*begin, *end). Returns where it ends,
   at a comma or the end of the line; NULL if a quote is not closed there. Changes the line. */
char *scenario_trace_csv_cut(char *at, char *line_end, char **begin, char **end);

#endif
