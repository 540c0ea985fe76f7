/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * Everything about budgets: how likely each breaks, in which period and by which month, how
 * deep, what sets the futures apart in which it does, and what would be enough. From the answer
 * alone (answer_breach.c, answer_overrun.c).
 */
#ifndef REPORTS_BUDGETS_H
#define REPORTS_BUDGETS_H

#include "reports/renderer.h"

typedef struct report_budgets {
    const report_results *results; /* with the budgets that are asked about */
    const report_answer *answer;   /* of these results */
    double confidence;             /* share of the futures that a budget is to be enough in */
} report_budgets;

/* What a budget for each period has to be to be enough in that share of the futures. */
report_estimate report_budgets_enough(const report_budgets *budgets,
                                      const report_breach *breach);

/* The share of the futures in which it is enough. */
report_estimate report_budgets_holds(const report_breach *breach);

/* For people, for programs, and for spreadsheets. */
typedef void report_budgets_writer(const report_budgets *budgets, const report_page *page,
                                   FILE *out);
report_budgets_writer report_budgets_write_text, report_budgets_write_json,
    report_budgets_write_csv;

#endif
