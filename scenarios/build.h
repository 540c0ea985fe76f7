/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * From a checked draft to the scenario that models play.
 */
#ifndef SCENARIOS_BUILD_H
#define SCENARIOS_BUILD_H

#include "scenarios/draft.h"
#include "scenarios/engine.h"
#include "scenarios/language/reader.h"

/* Fills out from a draft without problems: calendar, workloads with their traces,
   architectures, budgets, unknowns with their correlations. False and problems. */
bool scenario_build(scenario_reader *reader, const scenario_draft *draft,
                    const model_price_book *book, scenario *out);

#endif
