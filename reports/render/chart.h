/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * Charts: each is a question, and a picture, a sentence and a table that answer it. A new one
 * is a constant in a file of its own and a row in the table of chart.c.
 */
#ifndef REPORTS_RENDER_CHART_H
#define REPORTS_RENDER_CHART_H

#include "reports/render/scale.h"
#include "reports/render/svg.h"
#include "reports/render/text_parts.h"

/* What a page has room for; what is more is left to the other forms of the report. */
enum { REPORT_MOST_SERIES = 6, REPORT_MOST_ROWS = 120, REPORT_NAME_COLUMNS = 30 };

typedef struct report_chart report_chart;
struct report_chart {
    const char *name;    /* on the command line, in file names and anchors */
    const char *title;   /* the question */
    const char *reading; /* how to read it */
    /* Whether the answer has what it shows. */
    bool (*has)(const report_sheet *sheet);
    /* What it shows, in a sentence. */
    void (*say)(const report_sheet *sheet, char *text, size_t size);
    void (*draw)(const report_sheet *sheet, const report_chart *chart, report_svg *svg);
    /* The same figures for those who want numbers; to sheet->out. */
    void (*tabulate)(const report_sheet *sheet);
};

extern const report_chart report_chart_curve, report_chart_months, report_chart_designs,
    report_chart_tornado, report_chart_cumulative, report_chart_costs, report_chart_overruns,
    report_chart_break_even, report_chart_map, report_chart_sensitivity;

/* All of them, in the order of the page, NULL after the last. */
extern const report_chart *const report_charts[];

/* The chart of that name, or NULL. */
const report_chart *report_chart_named(const char *name);

/* Draws it into svg, whose out, id and stands_alone are set. */
void report_chart_draw(const report_chart *chart, const report_sheet *sheet, report_svg *svg);

/* ---- what charts share ---- */

/* The options that are drawn: all, or the cheapest ones, in the order of the scenario. */
typedef struct report_series {
    const report_option *of[REPORT_MOST_SERIES];
    size_t n;
} report_series;

report_series report_series_of(const report_answer *answer);

/* A text cut to that many columns. */
report_figure report_chart_label(const char *text, size_t columns);

/* Opens the drawing, with its sentence for those who do not see it. */
void report_chart_open(const report_chart *chart, const report_sheet *sheet, report_svg *svg,
                       double height);

/* Series' names with their colours, in rows of three from the upper left corner. */
void report_chart_legend(report_svg *svg, const report_series *series);
double report_chart_legend_height(const report_series *series);

/* An axis below, and one at the left, with lines across the plot. */
void report_chart_axis_below(report_svg *svg, const report_scale *x, report_box plot,
                             const char *title);
void report_chart_axis_left(report_svg *svg, const report_scale *y, report_box plot,
                            const char *title);

/* The months below, each in a slot of the plot's width; where they are many, some are named. */
void report_chart_axis_months(report_svg *svg, const report_header *header, report_box plot);

/* A budget that covers the whole horizon. */
bool report_budget_is_whole(const report_header *header, const report_budget *budget);

#endif
