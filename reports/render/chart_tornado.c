/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * The tornado: for each unknown, the mean cost in the tenth of the futures where it was lowest
 * and in the tenth where it was highest, around the mean of all, the strongest first.
 */
#include "reports/render/chart.h"
#include "reports/render/html_writer.h"

#include <math.h>

enum { MOST_BARS = 8, BAR = 26, HEAD = 30, FOOT = 56, LEFT = 170, RIGHT = 640 };

static bool has(const report_sheet *sheet)
{
    const report_answer *answer = sheet->answer;
    return answer->n > 0 && answer->n_options > 0 && answer->options[0].n_influences > 0 &&
           isfinite(answer->options[0].influences[0].rank.value);
}

/* Drivers that are drawn: those that vary, as many as there is room for. */
static size_t drawn(const report_option *option)
{
    size_t n = 0;
    while (n < option->n_influences && n < MOST_BARS &&
           isfinite(option->influences[n].rank.value))
        n++;
    return n;
}

static void say(const report_sheet *sheet, char *text, size_t size)
{
    const report_series series = report_series_of(sheet->answer);
    size_t used = 0;
    *text = '\0';
    for (size_t i = 0; i < series.n && used < size; i++) {
        const report_option *option = series.of[i];
        if (drawn(option) == 0)
            continue;
        used += (size_t)snprintf(
            text + used, size - used, "%s%s follows %s most: rank correlation %s.",
            used > 0 ? " " : "", report_chart_label(option->name, REPORT_NAME_COLUMNS).text,
            report_chart_label(option->influences[0].name, REPORT_NAME_COLUMNS).text,
            report_figure_estimate(option->influences[0].rank).text);
    }
}

static report_scale costs(const report_option *option)
{
    double least = option->cost.mean.value, most = least;
    for (size_t i = 0; i < drawn(option); i++) {
        const double low = option->influences[i].cost_low.value;
        const double high = option->influences[i].cost_high.value;
        least = fmin(least, fmin(low, high));
        most = fmax(most, fmax(low, high));
    }
    return report_scale_laid(report_scale_over(least, most, 5), LEFT + 60, RIGHT);
}

/* One half of a bar, from the mean of all, with the value of the unknown beyond its end. */
static void draw_half(report_svg *svg, const char *classes, double mean, double end, double y,
                      const char *value)
{
    const double left = fmin(mean, end);
    report_svg_box(svg, classes, (report_box){left, y + 4, fabs(end - mean), BAR - 9});
    report_svg_text(svg, end < mean ? "label end" : "label",
                    (report_point){end + (end < mean ? -5 : 5), y + 17}, value);
}

static void draw_driver(const report_sheet *sheet, report_svg *svg,
                        const report_influence *influence, size_t series, const report_scale *x,
                        report_point at)
{
    static const char *const sides[] = {"lowest", "highest"};
    const report_estimate *const cost[] = {&influence->cost_low, &influence->cost_high};
    const double value[] = {influence->low, influence->high};
    const double ends[] = {report_scale_at(x, cost[0]->value),
                           report_scale_at(x, cost[1]->value)};
    const bool is_around = (ends[0] < at.x) != (ends[1] < at.x);
    report_svg_text(svg, "label end", (report_point){LEFT - 8, at.y + 17},
                    report_chart_label(influence->name, 24).text);
    for (size_t side = 0; side < 2; side++) {
        char classes[32];
        snprintf(classes, sizeof classes, "%s s%zu", side == 0 ? "box" : "fill", series);
        report_svg_tip(svg, "%s %s (tenth of the futures, from %s): %s",
                       report_chart_label(influence->name, REPORT_NAME_COLUMNS).text,
                       sides[side], report_figure_rough(value[side]).text,
                       report_figure_money(*cost[side], sheet->currency).text);
        draw_half(svg, classes, at.x, ends[side], at.y,
                  is_around ? report_figure_rough(value[side]).text : "");
    }
}

static double height_of(const report_option *option)
{
    return drawn(option) > 0 ? HEAD + BAR * (double)drawn(option) + FOOT : 0;
}

static void draw_panel(const report_sheet *sheet, report_svg *svg, const report_option *option,
                       size_t series, double y)
{
    const report_scale x = costs(option);
    const report_box plot = {LEFT, y + HEAD, RIGHT - LEFT, BAR * (double)drawn(option)};
    const double mean = report_scale_at(&x, option->cost.mean.value);
    char title[64];
    snprintf(title, sizeof title, "mean cost over the horizon, %.16s", sheet->currency);
    report_svg_text(svg, "label strong", (report_point){0, y + 18},
                    report_chart_label(option->name, 60).text);
    report_chart_axis_below(svg, &x, plot, title);
    for (size_t i = 0; i < drawn(option); i++)
        draw_driver(sheet, svg, &option->influences[i], series, &x,
                    (report_point){mean, plot.y + BAR * (double)i});
    report_svg_line(svg, "whisker", (report_point){mean, plot.y},
                    (report_point){mean, plot.y + plot.height});
}

static void draw(const report_sheet *sheet, const report_chart *chart, report_svg *svg)
{
    const report_series series = report_series_of(sheet->answer);
    double height = 0, y = 0;
    for (size_t i = 0; i < series.n; i++)
        height += height_of(series.of[i]);
    report_chart_open(chart, sheet, svg, height);
    for (size_t i = 0; i < series.n; i++) {
        if (drawn(series.of[i]) > 0)
            draw_panel(sheet, svg, series.of[i], i + 1, y);
        y += height_of(series.of[i]);
    }
    report_svg_close(svg);
}

static void tabulate(const report_sheet *sheet)
{
    static const char *const heads[] = {
        "unknown", "architecture",      "rank correlation",   "low",
        "high",    "cost where lowest", "cost where highest", NULL};
    const report_answer *answer = sheet->answer;
    char caption[120];
    size_t rows = 0;
    snprintf(caption, sizeof caption,
             "Unknowns, and the mean cost in the tenths of futures where they were lowest and "
             "highest, %.16s",
             sheet->currency);
    report_html_table table = report_html_table_open(caption, heads, sheet->out);
    for (size_t i = 0; i < answer->n_options; i++)
        for (size_t k = 0; k < answer->options[i].n_influences && rows < REPORT_MOST_ROWS;
             k++, rows++) {
            const report_influence *influence = &answer->options[i].influences[k];
            report_html_table_row(&table, influence->name);
            report_html_table_text(&table, answer->options[i].name);
            report_html_table_cell(&table, report_figure_estimate(influence->rank).text,
                                   influence->rank.value);
            report_html_table_cell(&table, report_figure_rough(influence->low).text,
                                   influence->low);
            report_html_table_cell(&table, report_figure_rough(influence->high).text,
                                   influence->high);
            report_html_table_cell(&table, report_figure_estimate(influence->cost_low).text,
                                   influence->cost_low.value);
            report_html_table_cell(&table, report_figure_estimate(influence->cost_high).text,
                                   influence->cost_high.value);
        }
    report_html_table_close(&table);
}

const report_chart report_chart_tornado = {
    .name = "tornado",
    .title = "What drives it?",
    .reading =
        "Each bar spans the mean cost of the tenth of futures where the unknown was lowest "
        "(pale) to that of the tenth where it was highest (full); the numbers at its ends "
        "are the unknown's (a bar on one side only has none). Unknowns that are correlated "
        "move together.",
    .has = has,
    .say = say,
    .draw = draw,
    .tabulate = tabulate,
};
