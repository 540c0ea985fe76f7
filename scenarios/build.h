/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * From a checked draft to the scenario that models play.
 */
#ifndef SCENARIOS_BUILD_H
#define SCENARIOS_BUILD_H

#include "scenarios/draft.h"
#include "scenarios/engine.h"
#include "scenarios/language/reader.h"

/* What the scenario's prices and machines are read from; NULL: none. */
typedef struct scenario_both_books {
    const model_price_book *prices;
    const model_hardware *hardware;
} scenario_both_books;

/* Fills out from a draft without problems: calendar, workloads with their traces,
   architectures, budgets, unknowns with their correlations. False and problems. */
bool scenario_build(scenario_reader *reader, const scenario_draft *draft,
                    const scenario_both_books *books, scenario *out);

#endif
