/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * Architectures side by side: where the middle nine tenths and the middle half of their futures
 * lie, the median, and the mean with its interval.
 */
#include "reports/render/chart.h"
#include "reports/render/html_writer.h"

#include <math.h>

enum { ROW = 54, MOST_LINES = 12 };

static bool has(const report_sheet *sheet)
{
    return sheet->answer->n > 0 && sheet->answer->n_options > 1;
}

static const report_comparison *closest(const report_answer *answer)
{
    const report_comparison *best = &answer->comparisons[0];
    for (size_t i = 1; i < answer->n_comparisons; i++)
        if (fabs(answer->comparisons[i].difference.value) < fabs(best->difference.value))
            best = &answer->comparisons[i];
    return best;
}

static void say(const report_sheet *sheet, char *text, size_t size)
{
    const report_comparison *pair = closest(sheet->answer);
    report_estimate apart = pair->difference;
    const bool is_b_cheaper = apart.value > 0;
    if (!is_b_cheaper)
        apart = (report_estimate){-apart.value, {-apart.ci95.high, -apart.ci95.low}};
    const bool is_clear = apart.ci95.low > 0;
    const report_figure a = report_chart_label(pair->a, REPORT_NAME_COLUMNS);
    const report_figure b = report_chart_label(pair->b, REPORT_NAME_COLUMNS);
    snprintf(
        text, size,
        "%s%s costs less than %s by %s on average over the same futures%s; %s costs less in "
        "%s of them.",
        sheet->answer->n_comparisons > 1 ? "The two closest: " : "",
        is_b_cheaper ? b.text : a.text, is_b_cheaper ? a.text : b.text,
        report_figure_money(apart, sheet->currency).text,
        is_clear ? "" : ", which may be chance", a.text,
        report_figure_percent(pair->p_cheaper).text);
}

static report_scale costs(const report_sheet *sheet, const report_series *series)
{
    double least = INFINITY, most = -INFINITY;
    (void)sheet;
    for (size_t i = 0; i < series->n; i++) {
        const report_cost *cost = &series->of[i]->cost;
        least = fmin(least, fmin(cost->p05.value, cost->mean.value));
        most = fmax(most, fmax(cost->p95.value, cost->mean.value));
    }
    if (least < most / 2)
        least = 0;
    return report_scale_laid(report_scale_over(least, most, 6), 12, 690);
}

static void draw_option(const report_sheet *sheet, report_svg *svg, size_t i,
                        const report_option *option, const report_scale *x)
{
    const double y = 26 + ROW * (double)i, middle = y + 20;
    const size_t n = sheet->answer->n;
    const double q25 = sim_interval_quantile_value(n, option->sorted, 0.25);
    const double q75 = sim_interval_quantile_value(n, option->sorted, 0.75);
    const double at25 = report_scale_at(x, q25), at75 = report_scale_at(x, q75);
    const double at50 = report_scale_at(x, option->cost.p50.value);
    const double mean = report_scale_at(x, option->cost.mean.value);
    const report_figure name = report_chart_label(option->name, REPORT_NAME_COLUMNS);
    char classes[4][32];
    static const char *const marks[] = {"line", "box", "median", "mean"};
    for (size_t k = 0; k < 4; k++)
        snprintf(classes[k], sizeof classes[k], "%s s%zu", marks[k], i + 1);
    report_svg_text(svg, "label strong", (report_point){12, y},
                    report_chart_label(option->name, 60).text);
    report_svg_line(svg, classes[0],
                    (report_point){report_scale_at(x, option->cost.p05.value), middle},
                    (report_point){report_scale_at(x, option->cost.p95.value), middle});
    report_svg_tip(svg, "%s: half of the futures cost between %s and %s %s", name.text,
                   report_figure_rough(q25).text, report_figure_rough(q75).text,
                   sheet->currency);
    report_svg_box(svg, classes[1], (report_box){at25, middle - 10, fmax(at75 - at25, 1), 20});
    report_svg_line(svg, classes[2], (report_point){at50, middle - 10},
                    (report_point){at50, middle + 10});
    report_svg_tip(svg, "%s: mean %s", name.text,
                   report_figure_money(option->cost.mean, sheet->currency).text);
    report_svg_dot(svg, classes[3], (report_point){mean, middle}, 4.5);
}

static void draw(const report_sheet *sheet, const report_chart *chart, report_svg *svg)
{
    const report_series series = report_series_of(sheet->answer);
    const report_scale x = costs(sheet, &series);
    const report_box plot = {12, 6, 678, ROW * (double)series.n + 8};
    char title[64];
    report_chart_open(chart, sheet, svg, plot.y + plot.height + 44);
    snprintf(title, sizeof title, "cost over the horizon, %.16s", sheet->currency);
    report_chart_axis_below(svg, &x, plot, title);
    for (size_t i = 0; i < series.n; i++)
        draw_option(sheet, svg, i, series.of[i], &x);
    report_svg_close(svg);
}

/* What got cheaper and what dearer, line by line. */
static void tabulate_lines(const report_sheet *sheet)
{
    static const char *const heads[] = {"line",      "a",        "b", "cost of a",
                                        "cost of b", "a less b", NULL};
    const report_answer *answer = sheet->answer;
    size_t rows = 0;
    report_html_table table = report_html_table_open(
        "The same line by line, the largest difference first", heads, sheet->out);
    for (size_t i = 0; i < answer->n_comparisons; i++) {
        const report_comparison *pair = &answer->comparisons[i];
        for (size_t k = 0; k < pair->n_lines && k < MOST_LINES && rows < REPORT_MOST_ROWS;
             k++, rows++) {
            const report_contrast *line = &pair->lines[k];
            char name[200];
            snprintf(name, sizeof name, "%.120s: %s", line->component,
                     model_meter_names[line->meter]);
            report_html_table_row(&table, name);
            report_html_table_text(&table, pair->a);
            report_html_table_text(&table, pair->b);
            report_html_table_cell(&table, report_figure_estimate(line->a).text, line->a.value);
            report_html_table_cell(&table, report_figure_estimate(line->b).text, line->b.value);
            report_html_table_cell(&table, report_figure_estimate(line->difference).text,
                                   line->difference.value);
        }
    }
    report_html_table_close(&table);
}

static void tabulate(const report_sheet *sheet)
{
    static const char *const heads[] = {
        "a", "b", "a less b", "a costs less in", "variance saved by pairing", NULL};
    const report_answer *answer = sheet->answer;
    char caption[96];
    snprintf(caption, sizeof caption, "Pairs in the same futures: difference of cost, %.16s",
             sheet->currency);
    report_html_table table = report_html_table_open(caption, heads, sheet->out);
    for (size_t i = 0; i < answer->n_comparisons && i < REPORT_MOST_ROWS; i++) {
        const report_comparison *pair = &answer->comparisons[i];
        const report_estimate saved = {100 * pair->variance_ratio, {NAN, NAN}};
        report_html_table_row(&table, pair->a);
        report_html_table_text(&table, pair->b);
        report_html_table_cell(&table, report_figure_estimate(pair->difference).text,
                               pair->difference.value);
        report_html_table_cell(&table, report_figure_percent(pair->p_cheaper).text,
                               pair->p_cheaper.value);
        char percent[200];
        snprintf(percent, sizeof percent, "%s %%", report_figure_rough(saved.value).text);
        report_html_table_cell(&table, percent, pair->variance_ratio);
    }
    report_html_table_close(&table);
    tabulate_lines(sheet);
}

const report_chart report_chart_designs = {
    .name = "architectures",
    .title = "Which design?",
    .reading =
        "The line spans nine in ten futures, the box half of them; the bar is the median, "
        "the dot the mean.",
    .has = has,
    .say = say,
    .draw = draw,
    .tabulate = tabulate,
};
