/* SPDX-License-Identifier: GPL-3.0-or-later */
/* A search for crossings under way: what its scan and its brackets share. */
#ifndef REPORTS_BREAK_EVEN_SEARCH_H
#define REPORTS_BREAK_EVEN_SEARCH_H

#include "reports/break_even.h"

typedef struct report_search {
    const report_break_even_wish *wish;
    report_break_even *out;
    double *first, *second, *less; /* of the futures being judged; room[] of them */
    size_t room;
    size_t n_halved; /* gaps of the scan */
    sim_failure *why;
    bool is_failed;
} report_search;

/* The trial at a value, with n futures or more: played if it was not yet. False if it failed,
   or if no more may be tried. */
bool report_search_try(report_search *search, double x, size_t n, report_trial *out);

/* -1 or 1 if one side surely costs less there: the sign of first less second; else 0. */
int report_search_sign(const report_trial *trial);

/* The value at a share of the way from a to b, rounded as values are. */
double report_search_value(const report_axis *axis, double a, double b, double share);

/* How far b lies from a, in steps of the axis: a difference, or the logarithm of a factor. */
double report_search_way(const report_axis *axis, double a, double b);

/* Half the width that the interval of a crossing may have. */
double report_search_tolerance(const report_search *search, double x);

/* Brackets the crossing between two values of sure and opposite sides. */
report_crossing report_search_cross(report_search *search, report_trial left,
                                    report_trial right);

#endif
