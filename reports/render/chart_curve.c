/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * The exceedance curve: how likely the horizon costs more than so much. The budget's line can
 * be dragged where there is a script; what it then reads comes from the same quantiles that are
 * drawn.
 */
#include "reports/ranged.h"
#include "reports/render/chart.h"
#include "reports/render/html_writer.h"

#include <math.h>
#include <stdlib.h>

/* Steps of 0.5 % up to 95 %, of 0.1 % beyond. */
enum { BODY = 190, TAIL = 50, POINTS = BODY + TAIL + 1, MOST_BUDGETS = 4 };

static double probability_of(size_t i)
{
    return i <= BODY ? (double)i / 200 : 0.95 + (double)(i - BODY) / 1000;
}

static double quantile(const report_option *option, size_t n, double p)
{
    return p > 0 ? sim_interval_quantile_value(n, option->sorted, p) : option->sorted[0];
}

static bool has(const report_sheet *sheet)
{
    bool is_spread = false;
    for (size_t i = 0; i < sheet->answer->n_options; i++)
        is_spread = is_spread || sheet->answer->options[i].cost.sd > 0;
    return sheet->answer->n > 1 && is_spread;
}

/* The budgets of the whole horizon that stand near the costs drawn. */
typedef struct budgets {
    const report_budget *of[MOST_BUDGETS];
    size_t n;
} budgets;

/* What the curves span: the least, and the cost that 1 in 1,000 exceeds. */
static report_scale span(const report_sheet *sheet, const report_series *series)
{
    double least = INFINITY, most = -INFINITY;
    for (size_t i = 0; i < series->n; i++) {
        least = fmin(least, quantile(series->of[i], sheet->answer->n, 0.001));
        most = fmax(most, quantile(series->of[i], sheet->answer->n, 0.999));
    }
    return (report_scale){.from = least, .to = most};
}

static budgets budgets_near(const report_sheet *sheet, report_scale costs)
{
    const report_header *header = &sheet->results->header;
    budgets near = {.n = 0};
    for (size_t i = 0; i < header->n_budgets && near.n < MOST_BUDGETS; i++) {
        const report_budget *budget = &header->budgets[i];
        if (report_budget_is_whole(header, budget) && budget->amount <= 2 * costs.to &&
            budget->amount >= costs.from / 2)
            near.of[near.n++] = budget;
    }
    return near;
}

static report_estimate chance_over(const report_sheet *sheet, const report_option *option,
                                   double amount)
{
    return report_ranged_above(report_ranged_total(option, sheet->answer->n), amount);
}

static void say(const report_sheet *sheet, char *text, size_t size)
{
    const report_series series = report_series_of(sheet->answer);
    const budgets near = budgets_near(sheet, span(sheet, &series));
    size_t used = 0;
    for (size_t i = 0; i < series.n && used < size; i++) {
        const report_option *option = series.of[i];
        const report_figure name = report_chart_label(option->name, REPORT_NAME_COLUMNS);
        if (near.n > 0)
            used += (size_t)snprintf(
                text + used, size - used, "%s%s exceeds %s %s in %s of the futures.",
                i > 0 ? " " : "", name.text, report_figure_exact(near.of[0]->amount).text,
                sheet->currency,
                report_figure_percent(chance_over(sheet, option, near.of[0]->amount)).text);
        else
            used += (size_t)snprintf(
                text + used, size - used, "%s1 in 20 futures of %s costs more than %s.",
                i > 0 ? " " : "", name.text,
                report_figure_money(option->cost.p95, sheet->currency).text);
    }
}

static void draw_curve(const report_sheet *sheet, report_svg *svg, const report_option *option,
                       const char *classes, const report_scale axes[2])
{
    report_point points[POINTS];
    for (size_t i = 0; i < POINTS; i++) {
        const double p = probability_of(i);
        points[i] =
            (report_point){report_scale_at(&axes[0], quantile(option, sheet->answer->n, p)),
                           report_scale_at(&axes[1], 100 * (1 - p))};
    }
    report_svg_path(svg, classes, points, POINTS, false);
}

/* Points that can be pointed at: costs that 1 in 2, 4, 10, 20, 100 futures exceed. */
static void draw_dots(const report_sheet *sheet, report_svg *svg, const report_option *option,
                      const char *classes, const report_scale axes[2])
{
    static const double chances[] = {0.5, 0.25, 0.1, 0.05, 0.01};
    for (size_t i = 0; i < sizeof chances / sizeof *chances; i++) {
        const report_estimate cost = report_ranged_quantile(
            report_ranged_total(option, sheet->answer->n), 1 - chances[i]);
        report_svg_tip(svg, "%s: 1 in %.0f futures costs more than %s",
                       report_chart_label(option->name, REPORT_NAME_COLUMNS).text,
                       1 / chances[i], report_figure_money(cost, sheet->currency).text);
        report_svg_dot(svg, classes,
                       (report_point){report_scale_at(&axes[0], cost.value),
                                      report_scale_at(&axes[1], 100 * chances[i])},
                       3.5);
    }
}

/* What the script needs to read a chance at any cost: the axis, and quantiles of each curve. */
static void write_values(const report_sheet *sheet, const report_series *series,
                         const report_scale *x, FILE *out)
{
    fprintf(out, " data-n=\"%zu\" data-axis=\"%.17g %.17g %.1f %.1f\" data-currency=\"",
            sheet->answer->n, x->from, x->to, x->start, x->end);
    report_html_text(sheet->currency, out);
    fputs("\" data-quantiles=\"", out);
    for (size_t i = 0; i < series->n; i++) {
        for (size_t k = 0; k < POINTS; k++)
            fprintf(out, "%s%.7g",
                    k > 0   ? " "
                    : i > 0 ? ";"
                            : "",
                    quantile(series->of[i], sheet->answer->n, probability_of(k)));
    }
    fputs("\" data-names=\"", out);
    for (size_t i = 0; i < series->n; i++) {
        fputs(i > 0 ? "\t" : "", out);
        report_html_text(report_chart_label(series->of[i]->name, REPORT_NAME_COLUMNS).text,
                         out);
    }
    fputc('"', out);
}

/* Budgets as lines, each named at a height of its own; the first is the one that moves. */
static void draw_budgets(const report_sheet *sheet, report_svg *svg, const budgets *near,
                         const report_scale *x, report_box plot)
{
    for (size_t i = 0; i < near->n; i++) {
        const double at = report_scale_at(x, near->of[i]->amount),
                     y = plot.y - 34 - 16 * (double)i;
        const bool is_right = at > plot.x + plot.width * 0.6;
        char label[400];
        snprintf(label, sizeof label, "budget %s, %s %s",
                 report_chart_label(near->of[i]->name, 24).text,
                 report_figure_exact(near->of[i]->amount).text, sheet->currency);
        report_svg_line(svg, "budget", (report_point){at, y - 10},
                        (report_point){at, plot.y + plot.height});
        report_svg_text(svg, is_right ? "label strong end" : "label strong",
                        (report_point){at + (is_right ? -6 : 6), y}, label);
    }
}

static void draw(const report_sheet *sheet, const report_chart *chart, report_svg *svg)
{
    const report_series series = report_series_of(sheet->answer);
    report_scale costs = span(sheet, &series);
    const budgets near = budgets_near(sheet, costs);
    for (size_t i = 0; i < near.n; i++) {
        costs.from = fmin(costs.from, near.of[i]->amount);
        costs.to = fmax(costs.to, near.of[i]->amount);
    }
    const double top = report_chart_legend_height(&series) + 40 + 16 * (double)near.n;
    const report_box plot = {56, top, 640, 260};
    const report_scale axes[2] = {
        report_scale_laid(report_scale_over(costs.from, costs.to, 6), plot.x,
                          plot.x + plot.width),
        report_scale_laid(report_scale_over(0, 100, 5), plot.y + plot.height, plot.y)};
    char title[64], *values = NULL;
    size_t n_values = 0;
    FILE *memory = svg->stands_alone ? NULL : open_memstream(&values, &n_values);
    if (memory) {
        write_values(sheet, &series, &axes[0], memory);
        fclose(memory);
    }
    svg->values = values;
    report_chart_open(chart, sheet, svg, top + plot.height + 44);
    free(values);
    svg->values = NULL;
    snprintf(title, sizeof title, "cost over the horizon, %.16s", sheet->currency);
    report_chart_legend(svg, &series);
    report_chart_axis_below(svg, &axes[0], plot, title);
    report_chart_axis_left(svg, &axes[1], plot, "% of futures that cost more");
    for (size_t i = 0; i < series.n; i++) {
        char classes[32];
        snprintf(classes, sizeof classes, "line s%zu", i + 1);
        draw_curve(sheet, svg, series.of[i], classes, axes);
        snprintf(classes, sizeof classes, "dot s%zu", i + 1);
        draw_dots(sheet, svg, series.of[i], classes, axes);
    }
    draw_budgets(sheet, svg, &near, &axes[0], plot);
    report_svg_close(svg);
}

static void tabulate(const report_sheet *sheet)
{
    static const char *const heads[] = {
        "architecture", "mean",     "19 in 20 cost more than", "1 in 2",
        "1 in 20",      "1 in 100", "mean of the worst 5 %",   NULL};
    const report_answer *answer = sheet->answer;
    char caption[96];
    snprintf(caption, sizeof caption, "Cost over the horizon, %.16s, with 95 %% intervals",
             sheet->currency);
    report_html_table table = report_html_table_open(caption, heads, sheet->out);
    for (size_t i = 0; i < answer->n_options && i < REPORT_MOST_ROWS; i++) {
        const report_cost *cost = &answer->options[i].cost;
        const report_estimate *cells[] = {&cost->mean, &cost->p05, &cost->p50,
                                          &cost->p95,  &cost->p99, &cost->cvar95};
        report_html_table_row(&table, answer->options[i].name);
        for (size_t k = 0; k < sizeof cells / sizeof *cells; k++)
            report_html_table_cell(&table, report_figure_estimate(*cells[k]).text,
                                   cells[k]->value);
    }
    report_html_table_close(&table);
}

const report_chart report_chart_curve = {
    .name = "exceedance",
    .title = "How bad, and how likely?",
    .reading =
        "Each curve says how many of the futures played cost more than the amount below. "
        "The steeper it falls, the surer the cost.",
    .has = has,
    .say = say,
    .draw = draw,
    .tabulate = tabulate,
};
