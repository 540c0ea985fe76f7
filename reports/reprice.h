/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * Stored usage under other prices, without simulating again. Right as long as money does not
 * change behaviour: prices that a session never sees.
 */
#ifndef REPORTS_REPRICE_H
#define REPORTS_REPRICE_H

#include "reports/results.h"

/* Other prices for the same lines, in the currency of the results. */
typedef struct report_prices {
    report_file book;          /* takes the place of files of its role */
    const double *const *rate; /* rate[n_architectures] -> [n_lines][n_months]; NAN: no price */
    const double *const *minimum; /* minimum[n_architectures] -> [n_lines][n_months], of what a
                                     store's month costs; NAN: the line tops nothing up; or
                                     NULL: none does */
} report_prices;

/*
 * The results as they would have been: new costs and rates; the usage, the unknowns and the
 * texts are those of the results given, which must outlive them. Twins and sketches are gone,
 * since the usage behind them is not stored; a warning says so. Answers to the scenario's
 * questions are gone too: open tells which. Free with report_results_free.
 * NULL and a sentence if something that was used has no price.
 */
report_results *report_reprice(const report_results *results, const report_prices *prices,
                               sim_failure *why);

#endif
