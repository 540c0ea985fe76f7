/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * Axes: where a value stands on the page, and the round values that are marked.
 */
#ifndef REPORTS_RENDER_SCALE_H
#define REPORTS_RENDER_SCALE_H

#include "reports/render/figure.h"

typedef struct report_scale {
    double from, to;   /* values at the ends: whole multiples of the step */
    double start, end; /* where they stand, in pixels; start may be above end */
    double step;       /* between marks */
} report_scale;

/* The least of 1, 2, 2.5, 5 and 10 times a power of ten that is no smaller than step > 0. */
double report_scale_step(double step);

/* The scale from least to most, rounded outwards to whole steps, with about that many of them.
   Where both are the same, a value is given room on both sides. */
report_scale report_scale_over(double least, double most, size_t about);

/* The same scale laid from one pixel to another. */
report_scale report_scale_laid(report_scale scale, double start, double end);

/* Where a value stands; values outside stand at the ends. */
double report_scale_at(const report_scale *scale, double x);

/* Marks, and the value of each. */
size_t report_scale_marks(const report_scale *scale);
double report_scale_mark(const report_scale *scale, size_t i);

/* A mark as it is written: thousands separated, from 10,000 "k", from a million "M", from a
   billion "bn", with the decimals that the step needs. */
report_figure report_scale_label(const report_scale *scale, double x);

#endif
