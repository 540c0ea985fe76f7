/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * What is known of a scenario before anything is played: how old its prices are, whether they
 * have a source, how far another price book is from its own.
 */
#ifndef REPORTS_FACTS_H
#define REPORTS_FACTS_H

#include "reports/results.h"
#include "scenarios/scenario.h"

typedef struct report_fact {
    double value;       /* in the quantity's base unit; HUGE_VAL: the other book has no price;
                           NAN: it cannot be told */
    const char *detail; /* the price that decides it, in the arena; NULL: none */
} report_fact;

/* The fact of an expectation (SCENARIO_FACT) in an architecture, from the lines of its shape; a
   sentence if it cannot be told. */
report_fact report_fact_find(const scenario *s, const scenario_expectation *x,
                             const report_results *shape, size_t architecture, sim_arena *arena,
                             sim_failure *why);

#endif
