/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * The calendar periods over which budgets are kept.
 */
#ifndef CLI_PERIODS_H
#define CLI_PERIODS_H

#include "reports/results.h"
#include "scenarios/scenario.h"

/* The budgets of a scenario with their periods over its horizon: months, quarters and years
   of the calendar, as far as the horizon touches them. */
report_budget *cli_periods_of(const scenario *s, sim_arena *arena);

#endif
