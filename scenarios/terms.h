/* SPDX-License-Identifier: GPL-3.0-or-later */
/* What the buyer adds to a price book: discounts, the report's currency, exchange rates. */
#ifndef SCENARIOS_TERMS_H
#define SCENARIOS_TERMS_H

#include "scenarios/build.h"

/* The terms, but for the exchange rates. */
model_terms scenario_terms_of(const scenario_prices_draft *prices,
                              const scenario_both_books *books);

/* Adds the exchange rates; those that vary with what expressions come to at the medians of the
   unknowns. */
void scenario_terms_exchange(const scenario_prices_draft *prices, const double *medians,
                             sim_arena *arena, model_terms *terms);

#endif
