/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * Where the money goes: the dearest uses of each architecture as bars with their intervals, the
 * rest in one. Means only, since they add up and quantiles do not.
 */
#include "reports/estimate.h"
#include "reports/render/chart.h"
#include "reports/render/html_writer.h"

#include <math.h>
#include <stdlib.h>

enum { MOST_BARS = 6, BAR = 22, HEAD = 28, LEFT = 236 };

static bool has(const report_sheet *sheet)
{
    return sheet->answer->n > 0 && sheet->answer->n_options > 0 &&
           sheet->answer->options[0].n_uses > 0;
}

static void name_use(const report_use *use, char *text, size_t size)
{
    snprintf(text, size, "%.200s: %s", use->component, model_meter_names[use->meter]);
}

static void say(const report_sheet *sheet, char *text, size_t size)
{
    const report_series series = report_series_of(sheet->answer);
    size_t used = 0;
    for (size_t i = 0; i < series.n && used < size; i++) {
        const report_option *option = series.of[i];
        report_use *uses = report_text_dearest(option);
        if (option->n_uses > 0 && option->cost.mean.value > 0)
            used += (size_t)snprintf(
                text + used, size - used, "%s%.0f %% of %s is %s %s.", used > 0 ? " " : "",
                100 * uses[0].mean.value / option->cost.mean.value,
                report_chart_label(option->name, REPORT_NAME_COLUMNS).text,
                report_chart_label(uses[0].component, REPORT_NAME_COLUMNS).text,
                model_meter_names[uses[0].meter]);
        free(uses);
    }
}

/* Bars of an option: its dearest uses that cost anything, and one for the rest. */
typedef struct bars {
    struct bar {
        char name[256];
        report_estimate cost;
    } of[MOST_BARS + 1];
    size_t n;
} bars;

static bars bars_of(const report_option *option)
{
    report_use *uses = report_text_dearest(option);
    bars out = {.n = 0};
    double rest = 0;
    for (size_t i = 0; i < option->n_uses; i++) {
        if (!(uses[i].mean.value > 0))
            continue;
        if (out.n < MOST_BARS) {
            name_use(&uses[i], out.of[out.n].name, sizeof out.of[out.n].name);
            out.of[out.n++].cost = uses[i].mean;
        } else {
            rest += uses[i].mean.value;
        }
    }
    if (rest > 0) {
        snprintf(out.of[out.n].name, sizeof out.of[out.n].name, "all else");
        out.of[out.n++].cost = (report_estimate){rest, {NAN, NAN}};
    }
    free(uses);
    return out;
}

static void draw_bar(const report_sheet *sheet, report_svg *svg, const struct bar *bar,
                     const char *classes, const report_scale *x, double y)
{
    const double end = report_scale_at(x, bar->cost.value);
    report_svg_text(svg, "label end", (report_point){LEFT - 8, y + 14},
                    report_chart_label(bar->name, 34).text);
    report_svg_tip(svg, "%s: %s", report_chart_label(bar->name, 60).text,
                   report_figure_money(bar->cost, sheet->currency).text);
    report_svg_box(svg, classes, (report_box){LEFT, y + 3, fmax(end - LEFT, 1), BAR - 7});
    double right = end;
    if (bar->cost.ci95.high > bar->cost.ci95.low) {
        right = report_scale_at(x, bar->cost.ci95.high);
        report_svg_line(svg, "whisker",
                        (report_point){report_scale_at(x, bar->cost.ci95.low), y + BAR / 2.0},
                        (report_point){right, y + BAR / 2.0});
    }
    report_svg_text(svg, "label", (report_point){right + 6, y + 14},
                    report_figure_rough(bar->cost.value).text);
}

static double height_of(const report_series *series)
{
    double height = 8;
    for (size_t i = 0; i < series->n; i++)
        height += HEAD + BAR * (double)bars_of(series->of[i]).n + 10;
    return height;
}

static report_scale costs(const report_series *series)
{
    double most = 0;
    for (size_t i = 0; i < series->n; i++) {
        const bars of = bars_of(series->of[i]);
        for (size_t k = 0; k < of.n; k++)
            most = fmax(most, of.of[k].cost.value);
    }
    report_scale x = {.from = 0, .to = most > 0 ? most : 1, .step = 1};
    return report_scale_laid(x, LEFT, 640);
}

static void draw(const report_sheet *sheet, const report_chart *chart, report_svg *svg)
{
    const report_series series = report_series_of(sheet->answer);
    const report_scale x = costs(&series);
    double y = 0;
    report_chart_open(chart, sheet, svg, height_of(&series));
    for (size_t i = 0; i < series.n; i++) {
        const report_option *option = series.of[i];
        const bars of = bars_of(option);
        char classes[32], title[400];
        snprintf(classes, sizeof classes, "fill s%zu", i + 1);
        snprintf(title, sizeof title, "%s: %s expected",
                 report_chart_label(option->name, REPORT_NAME_COLUMNS).text,
                 report_figure_money(option->cost.mean, sheet->currency).text);
        report_svg_text(svg, "label strong", (report_point){0, y + 18}, title);
        y += HEAD;
        for (size_t k = 0; k < of.n; k++, y += BAR)
            draw_bar(sheet, svg, &of.of[k], classes, &x, y);
        y += 10;
    }
    report_svg_close(svg);
}

static void tabulate(const report_sheet *sheet)
{
    static const char *const heads[] = {"architecture", "component",     "what", "quantity",
                                        "unit",         "expected cost", NULL};
    const report_answer *answer = sheet->answer;
    char caption[96];
    size_t rows = 0;
    snprintf(caption, sizeof caption, "Use and cost over the horizon, %.16s", sheet->currency);
    report_html_table table = report_html_table_open(caption, heads, sheet->out);
    for (size_t i = 0; i < answer->n_options; i++) {
        report_use *uses = report_text_dearest(&answer->options[i]);
        for (size_t k = 0; k < answer->options[i].n_uses && rows < REPORT_MOST_ROWS;
             k++, rows++) {
            report_html_table_row(&table, answer->options[i].name);
            report_html_table_text(&table, uses[k].component);
            report_html_table_text(&table, model_meter_names[uses[k].meter]);
            report_html_table_cell(&table, report_figure_estimate(uses[k].quantity).text,
                                   uses[k].quantity.value);
            report_html_table_text(&table, model_meter_shown[uses[k].meter]);
            report_html_table_cell(&table, report_figure_estimate(uses[k].mean).text,
                                   uses[k].mean.value);
        }
        free(uses);
    }
    report_html_table_close(&table);
}

const report_chart report_chart_costs = {
    .name = "breakdown",
    .title = "Where does the money go?",
    .reading =
        "Expected cost of each use over the horizon, the dearest first; the thin line is "
        "the 95 % interval of the estimate.",
    .has = has,
    .say = say,
    .draw = draw,
    .tabulate = tabulate,
};
