/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * What another price book asks for the lines of results.
 */
#ifndef REPORTS_RERATE_H
#define REPORTS_RERATE_H

#include "reports/reprice.h"

/*
 * The rates of all lines under the other book, with the buyer's own terms: rate and minimum of
 * *prices, in the arena. own is the book that the results were rated with. Results of which
 * nothing was played (n is 0) will do. False and a sentence if the other book does not price
 * something, or in another currency.
 */
bool report_rerate(const report_results *results, const model_price_book *own,
                   const model_price_book *other, sim_arena *arena, report_prices *prices,
                   sim_failure *why);

#endif
