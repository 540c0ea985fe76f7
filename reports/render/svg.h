/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * Scalable vector graphics: marks in pixels from the upper left corner, with one decimal.
 * Classes are styled by chart.css; nothing else says how a mark looks.
 */
#ifndef REPORTS_RENDER_SVG_H
#define REPORTS_RENDER_SVG_H

#include <stdbool.h>
#include <stddef.h>
#include <stdio.h>

typedef struct report_point {
    double x, y;
} report_point;

typedef struct report_box {
    double x, y, width, height;
} report_box;

typedef struct report_svg {
    FILE *out;
    const char *id;     /* unique on the page */
    bool stands_alone;  /* a file of its own, which brings its styles */
    double width;       /* of the page */
    const char *values; /* attributes of the drawing that the script reads; NULL: none */
    char tip[400];      /* what the next mark says when it is pointed at; "": nothing */
} report_svg;

/* title: what it is; finding: what it shows, for those who do not see it. */
void report_svg_open(report_svg *svg, double height, const char *title, const char *finding);
void report_svg_close(report_svg *svg);

/* Says what the next mark is, as printf; it can then be pointed at and reached by keys. */
void report_svg_tip(report_svg *svg, const char *format, ...)
    __attribute__((format(printf, 2, 3)));

void report_svg_line(report_svg *svg, const char *classes, report_point from, report_point to);
void report_svg_box(report_svg *svg, const char *classes, report_box box);
void report_svg_dot(report_svg *svg, const char *classes, report_point at, double radius);

/* Straight lines through points[n]; closed: an area. A point that is not finite is left out. */
void report_svg_path(report_svg *svg, const char *classes, const report_point *points, size_t n,
                     bool is_closed);

/* A text whose baseline begins, or by its class ends or is centred, at the point. */
void report_svg_text(report_svg *svg, const char *classes, report_point at, const char *text);

#endif
