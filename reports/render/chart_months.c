/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * The fan of months: median and the middle nine tenths of the cost of each month, a panel for
 * each architecture on one scale.
 */
#include "reports/render/chart.h"
#include "reports/render/html_writer.h"

#include <math.h>
#include <stdlib.h>

enum { PANEL = 140, GAP = 64 };

static bool has(const report_sheet *sheet)
{
    return sheet->answer->n > 0 && sheet->results->header.n_months > 1;
}

/* A budget per month, or NULL. */
static const report_budget *monthly(const report_header *header)
{
    for (size_t i = 0; i < header->n_budgets; i++)
        if (header->budgets[i].n_periods == header->n_months)
            return &header->budgets[i];
    return NULL;
}

static void say(const report_sheet *sheet, char *text, size_t size)
{
    const report_option *option = report_answer_cheapest(sheet->answer);
    const size_t n = sheet->results->header.n_months;
    size_t most = 0;
    for (size_t i = 1; i < n; i++)
        if (option->months[i].mean.value > option->months[most].mean.value)
            most = i;
    snprintf(text, size,
             "The dearest month of %s is %s: %s expected; 1 in 20 futures costs more "
             "than %s.",
             report_chart_label(option->name, REPORT_NAME_COLUMNS).text,
             option->months[most].name,
             report_figure_money(option->months[most].mean, sheet->currency).text,
             report_figure_money(option->months[most].p95, sheet->currency).text);
}

static report_scale costs(const report_sheet *sheet, const report_series *series)
{
    const report_header *header = &sheet->results->header;
    const report_budget *budget = monthly(header);
    double most = 0;
    for (size_t i = 0; i < series->n; i++)
        for (size_t k = 0; k < header->n_months; k++)
            most = fmax(most, series->of[i]->months[k].p95.value);
    if (budget && budget->amount < 2 * most)
        most = fmax(most, budget->amount);
    return report_scale_over(0, most, 3);
}

static double middle(report_box plot, size_t i, size_t n)
{
    return plot.x + plot.width * ((double)i + 0.5) / (double)n;
}

/* The band between quantiles, forth along the upper, back along the lower. */
static void draw_band(report_svg *svg, const report_option *option, const char *classes,
                      const report_scale *y, report_box plot, size_t n)
{
    report_point *points = sim_alloc(2 * n, sizeof *points, "a band");
    for (size_t i = 0; i < n; i++) {
        const double x = middle(plot, i, n);
        points[i] = (report_point){x, report_scale_at(y, option->months[i].p95.value)};
        points[2 * n - 1 - i] =
            (report_point){x, report_scale_at(y, option->months[i].p05.value)};
    }
    report_svg_path(svg, classes, points, 2 * n, true);
    free(points);
}

static void draw_median(const report_sheet *sheet, report_svg *svg, const report_option *option,
                        size_t series, const report_scale *y, report_box plot)
{
    const size_t n = sheet->results->header.n_months;
    report_point *points = sim_alloc(n, sizeof *points, "a line");
    char line[32], dot[32];
    snprintf(line, sizeof line, "line s%zu", series);
    snprintf(dot, sizeof dot, "dot s%zu", series);
    for (size_t i = 0; i < n; i++)
        points[i] =
            (report_point){middle(plot, i, n), report_scale_at(y, option->months[i].p50.value)};
    report_svg_path(svg, line, points, n, false);
    for (size_t i = 0; i < n; i++) {
        const report_month *month = &option->months[i];
        report_svg_tip(svg,
                       "%s, %s: half of the futures cost more than %s, 1 in 20 more than %s",
                       report_chart_label(option->name, REPORT_NAME_COLUMNS).text, month->name,
                       report_figure_money(month->p50, sheet->currency).text,
                       report_figure_money(month->p95, sheet->currency).text);
        report_svg_dot(svg, dot, points[i], n > 36 ? 2 : 3.5);
    }
    free(points);
}

static void draw_budget(const report_sheet *sheet, report_svg *svg, const report_scale *y,
                        report_box plot, bool is_named)
{
    const report_budget *budget = monthly(&sheet->results->header);
    if (!budget || budget->amount > y->to)
        return;
    const double at = report_scale_at(y, budget->amount), right = plot.x + plot.width;
    char label[400];
    snprintf(label, sizeof label, "budget %s, %s %s", report_chart_label(budget->name, 24).text,
             report_figure_exact(budget->amount).text, sheet->currency);
    report_svg_line(svg, "budget", (report_point){plot.x, at}, (report_point){right, at});
    if (is_named)
        report_svg_text(svg, "label strong end", (report_point){right, at - 6}, label);
}

static void draw(const report_sheet *sheet, const report_chart *chart, report_svg *svg)
{
    const report_series series = report_series_of(sheet->answer);
    const size_t n = sheet->results->header.n_months;
    const report_scale y = costs(sheet, &series);
    report_chart_open(chart, sheet, svg, (double)series.n * (PANEL + GAP) + 24);
    for (size_t i = 0; i < series.n; i++) {
        const report_box plot = {64, 36 + (double)i * (PANEL + GAP), 640, PANEL};
        const report_scale laid = report_scale_laid(y, plot.y + plot.height, plot.y);
        char title[256], band[32];
        snprintf(title, sizeof title, "%s: a month's cost, %.16s",
                 report_chart_label(series.of[i]->name, REPORT_NAME_COLUMNS).text,
                 sheet->currency);
        snprintf(band, sizeof band, "band s%zu", i + 1);
        report_chart_axis_left(svg, &laid, plot, title);
        draw_band(svg, series.of[i], band, &laid, plot, n);
        report_chart_axis_months(svg, &sheet->results->header, plot);
        draw_budget(sheet, svg, &laid, plot, i == 0);
        draw_median(sheet, svg, series.of[i], i + 1, &laid, plot);
    }
    report_svg_close(svg);
}

static void tabulate(const report_sheet *sheet)
{
    static const char *const heads[] = {"month",  "architecture", "mean", "19 in 20 cost more",
                                        "1 in 2", "1 in 20",      NULL};
    const report_answer *answer = sheet->answer;
    const size_t n_months = sheet->results->header.n_months;
    char caption[96];
    size_t rows = 0;
    snprintf(caption, sizeof caption, "Cost of each month by itself, %.16s", sheet->currency);
    report_html_table table = report_html_table_open(caption, heads, sheet->out);
    for (size_t i = 0; i < n_months; i++)
        for (size_t k = 0; k < answer->n_options && rows < REPORT_MOST_ROWS; k++, rows++) {
            const report_month *month = &answer->options[k].months[i];
            const report_estimate *cells[] = {&month->mean, &month->p05, &month->p50,
                                              &month->p95};
            report_html_table_row(&table, month->name);
            report_html_table_text(&table, answer->options[k].name);
            for (size_t c = 0; c < sizeof cells / sizeof *cells; c++)
                report_html_table_cell(&table, report_figure_estimate(*cells[c]).text,
                                       cells[c]->value);
        }
    report_html_table_close(&table);
}

const report_chart report_chart_months = {
    .name = "months",
    .title = "When does it hurt?",
    .reading =
        "The line is the median of each month; nine in ten futures stay within the band. "
        "Each month stands by itself: quantiles of months do not add up to those of a "
        "year.",
    .has = has,
    .say = say,
    .draw = draw,
    .tabulate = tabulate,
};
