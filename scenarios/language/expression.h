/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * Expressions over the unknowns: "{1 + 2 * $growth}" is XPath 1.0 with the unknowns as
 * variables, and min, max, exp, log and pow besides XPath's own functions. Compiled when the
 * scenario is loaded, evaluated once in each replication.
 */
#ifndef SCENARIOS_EXPRESSION_H
#define SCENARIOS_EXPRESSION_H

#include "scenarios/language/element.h"
#include "scenarios/language/units.h"

typedef struct scenario_expressions scenario_expressions;

scenario_expressions *scenario_expressions_new(void);
void scenario_expressions_free(scenario_expressions *expressions);

/* Compiles what stands between the braces. Its value, in the unit, must lie in the field's
   range; *slot is its index among the results. Keeps pointers to value's parts. */
bool scenario_expressions_add(scenario_expressions *expressions, const char *text,
                              scenario_unit unit, const scenario_value *value, int32_t *slot,
                              sim_failure *why);

size_t scenario_expressions_count(const scenario_expressions *expressions);

/* Names the variables names[n], borrowed; every expression must use no others. */
void scenario_expressions_name(scenario_expressions *expressions, size_t n,
                               const char *const *names, scenario_problems *problems);

/* results[count] from the variables' values, in the order of their names. False with a
   sentence and the place of the first that is no number or leaves its range. */
bool scenario_expressions_evaluate(scenario_expressions *expressions, const double *values,
                                   double *results, scenario_place *place, sim_failure *why);

#endif
