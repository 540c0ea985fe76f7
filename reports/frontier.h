/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * Which of several points are worth choosing, judged by goals of which less is better.
 *
 * A point dominates another if it is no worse in every goal and better in one. The estimates
 * decide who dominates whom, and resampled futures whether that is more than chance: all points
 * are of the same futures, so these are drawn again with replacement, the same for every point
 * (a paired bootstrap: Efron & Tibshirani 1993, chapter 8), and a point is surely better than
 * another in a goal if it is so in 97.5 % of the resamples: zero lies outside of the 95 %
 * percentile interval of the difference.
 */
#ifndef REPORTS_FRONTIER_H
#define REPORTS_FRONTIER_H

#include "sim/memory.h"

typedef enum report_goal {
    REPORT_GOAL_MEAN,
    REPORT_GOAL_P95,
    REPORT_GOAL_P99,
    REPORT_GOAL_CVAR95, /* mean of the dearest 1 in 20 futures */
    REPORT_GOAL_OVERRUN,
    REPORT_GOAL_LOST, /* successes that are missing, of the judged sessions */
    REPORT_GOAL_PER_SUCCESS,
    REPORT_GOALS
} report_goal;

extern const char *const report_goal_names[REPORT_GOALS];    /* "per-success" */
extern const char *const report_goal_meanings[REPORT_GOALS]; /* "cost per success" */

/* The goal of that name; REPORT_GOALS if there is none. */
report_goal report_goal_named(const char *name);

/* A point's futures, [n] each. */
typedef struct report_futures {
    const double *cost, *broken; /* broken: 1 where the budget is */
    const double *successes, *judged;
} report_futures;

typedef enum report_verdict {
    REPORT_DOMINATED, /* by a point that is surely better in one goal */
    REPORT_TIED,      /* on one side of the frontier or the other: chance could have decided */
    REPORT_EFFICIENT  /* nobody dominates it, nor would within chance */
} report_verdict;

extern const char *const report_verdict_names[]; /* "dominated", "tied", "efficient" */

/* verdicts[n_points] of points[n_points] with n futures each (at least 1), in goals[n_goals].
 */
void report_frontier_judge(size_t n_points, const report_futures *points, size_t n,
                           size_t n_goals, const report_goal *goals, report_verdict *verdicts);

#endif
