/* SPDX-License-Identifier: GPL-3.0-or-later */
/* What the files of a plan share. */
#ifndef REPORTS_PLAN_PARTS_H
#define REPORTS_PLAN_PARTS_H

#include "reports/plan.h"

typedef struct report_planner {
    const report_plan_wish *asked;
    sim_arena *arena;
} report_planner;

/* The mean of a - b over n futures. */
report_estimate report_plan_paired(const report_planner *planner, size_t n, const double *a,
                                   const double *b);

/* Judges and buys the fleets months[n_months]; with so many instances committed, or, if NULL,
   as many as the rule says. */
report_plan_design *report_plan_design_of(const report_planner *planner,
                                          const report_tried *const *months,
                                          const uint32_t *committed);

#endif
