/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * Numbers for people. An estimate is rounded so that half the width of its interval keeps two
 * significant digits, but is given no digits that nobody reads: money to the hundredth, below
 * one with four digits; percent likewise, between 99 and 100 to the thousandth; other numbers
 * with five digits. Where that cuts it, its limits are rounded outwards, so that the interval
 * is never narrower than what was estimated, nor empty. "18,240 (18,100..18,380)" is an
 * estimate with its 95 % interval, where ? stands for a limit that the sample does not give and
 * n/a for no estimate. Programs read all digits in JSON.
 */
#ifndef REPORTS_RENDER_FIGURE_H
#define REPORTS_RENDER_FIGURE_H

#include "reports/answer.h"

typedef struct report_figure {
    char text[160];
} report_figure;

/* A number with thousands separated and that many decimals. */
report_figure report_figure_number(double x, int decimals);

/* A number that is known exactly, such as a budget, as short as it can be. */
report_figure report_figure_exact(double x);

/* Value and interval; in percent, "18 % (16..20 %)". */
report_figure report_figure_estimate(report_estimate estimate);
report_figure report_figure_percent(report_estimate estimate);

/* Value and unit before the interval: "18,240 USD (18,100..18,380)". */
report_figure report_figure_money(report_estimate estimate, const char *unit);

/* The same for those who read no notes: "18,240 USD (95 % interval 18,100..18,380)". */
report_figure report_figure_spelt(report_estimate estimate, const char *unit);

/* A value of an axis with its interval: "500/day (95 % interval 480..525)", or "(between ...)"
   where chance has no part in it; the unit as it is written behind a number. */
report_figure report_figure_axis(report_estimate estimate, const char *unit, bool is_bracket);

/* A value known within 0.78 %: three significant digits. */
report_figure report_figure_rough(double x);

/* A bar of that share of so many columns, at most 48, in eighths of one where the page has
 * them. */
report_figure report_figure_bar(double share, size_t columns, bool is_utf8);

#endif
