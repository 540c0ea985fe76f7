/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * Axes by differences or by factors: scales whose marks are powers of ten where they are
 * logarithmic; between, 2 and 5 of them where there are few.
 */
#ifndef REPORTS_RENDER_RULER_H
#define REPORTS_RENDER_RULER_H

#include "reports/render/scale.h"
#include "reports/render/svg.h"

typedef struct report_ruler {
    report_scale scale; /* of logarithms, if is_log */
    bool is_log;
} report_ruler;

/* From least to most, laid from one pixel to another. A linear one is rounded outwards. */
report_ruler report_ruler_over(double least, double most, bool is_log, double start,
                               double end);

/* Where a value stands. */
double report_ruler_at(const report_ruler *of, double x);

/* The axis below a plot, and the one at its left, with lines across it. */
void report_ruler_below(report_svg *svg, const report_ruler *x, report_box plot,
                        const char *title);
void report_ruler_left(report_svg *svg, const report_ruler *y, report_box plot,
                       const char *title);

#endif
