/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * The calendar periods over which budgets are kept.
 */
#ifndef CLI_PERIODS_H
#define CLI_PERIODS_H

#include "reports/results.h"
#include "scenarios/scenario.h"

/* Months of a horizon: [first, end). */
typedef struct cli_months {
    size_t first, end;
} cli_months;

/* The periods that months belong to, by their names, "2027-01"; a budget without name and
   amount. */
report_budget cli_periods_make(scenario_period per, const char *const *month_names,
                               cli_months months, sim_arena *arena);

/* The budgets of a scenario with their periods over its horizon: months, quarters and years
   of the calendar, as far as the horizon touches them. */
report_budget *cli_periods_of(const scenario *s, sim_arena *arena);

#endif
