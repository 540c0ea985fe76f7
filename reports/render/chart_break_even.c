/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * Where two designs cost the same: what both cost along the axis, and below it their difference
 * as a share of the dearer one, with its band; crossings run through both.
 */
#include "reports/render/break_even_say.h"
#include "reports/render/chart.h"
#include "reports/render/html_writer.h"
#include "reports/render/ruler.h"
#include "sim/memory.h"

#include <math.h>
#include <stdlib.h>

enum { MOST_PANELS = 3, COSTS = 190, SHARES = 120, GAP = 34, BELOW = 62, SHARE_MARKS = 4 };

static const double left = 64, width = 632;

static bool has(const report_sheet *sheet)
{
    return sheet->results->n_break_evens > 0;
}

static size_t n_panels(const report_sheet *sheet)
{
    const size_t n = sheet->results->n_break_evens;
    return n < MOST_PANELS ? n : MOST_PANELS;
}

static void say(const report_sheet *sheet, char *text, size_t size)
{
    size_t used = 0;
    *text = '\0';
    for (size_t i = 0; i < n_panels(sheet) && used < size; i++) {
        const report_break_even *of = &sheet->results->break_evens[i];
        char *sentence = report_break_even_text(report_break_even_say, of);
        used += (size_t)snprintf(text + used, size - used, "%sAlong %s: %s", used ? " " : "",
                                 report_chart_label(report_axis_name(&of->axis), 80).text,
                                 sentence);
        free(sentence);
    }
}

/* ---- one panel ---- */

/* A panel: costs above, the share of their difference below, on one axis. */
typedef struct panel {
    const report_sheet *sheet;
    const report_break_even *of;
    report_svg *svg;
    report_box costs, shares;
    report_ruler x, cost;
    report_scale share;
} panel;

static double dearer(const report_trial *trial)
{
    return fmax(trial->first.value, trial->second.value);
}

/* The difference in percent of the dearer. */
static double percent(const report_trial *trial, double difference)
{
    return dearer(trial) > 0 ? 100 * difference / dearer(trial) : 0;
}

static report_ruler costs_of(const report_break_even *of, report_box plot)
{
    double least = HUGE_VAL, most = -HUGE_VAL;
    for (size_t i = 0; i < of->n_trials; i++) {
        const report_trial *trial = &of->trials[i];
        least = fmin(least, fmin(trial->first.value, trial->second.value));
        most = fmax(most, dearer(trial));
    }
    const bool is_log = of->axis.is_log && least > 0;
    if (is_log)
        return report_ruler_over(least / 1.2, most * 1.2, true, plot.y + plot.height, plot.y);
    return report_ruler_over(fmin(least, 0), most, false, plot.y + plot.height, plot.y);
}

/* Of a chance, all of it is one plot. */
static panel panel_of(const report_sheet *sheet, const report_break_even *of, report_svg *svg,
                      double top)
{
    const bool is_chance = report_break_even_is_chance(of);
    panel p = {.sheet = sheet,
               .of = of,
               .svg = svg,
               .costs = {left, top, width, COSTS},
               .shares = {left, top + COSTS + GAP, width, SHARES}};
    const double bottom = p.shares.y + p.shares.height;
    p.x = report_ruler_over(of->axis.from, of->axis.to, of->axis.is_log, left, left + width);
    p.cost = costs_of(of, p.costs);
    if (is_chance)
        p.shares = (report_box){left, top, width, bottom - top};
    p.share = report_scale_laid(report_scale_over(is_chance ? 0 : -100, 100, SHARE_MARKS),
                                bottom, p.shares.y);
    return p;
}

static void draw_cost(const panel *p, bool is_first)
{
    const size_t n = p->of->n_trials;
    report_point *line = sim_alloc(n + 1, sizeof *line, "a line");
    const char *name = is_first ? p->of->between : p->of->and;
    for (size_t i = 0; i < n; i++) {
        const report_trial *trial = &p->of->trials[i];
        line[i].x = report_ruler_at(&p->x, trial->x);
        line[i].y =
            report_ruler_at(&p->cost, is_first ? trial->first.value : trial->second.value);
    }
    report_svg_path(p->svg, is_first ? "line s1" : "line s2", line, n, false);
    for (size_t i = 0; i < n; i++) {
        const report_trial *trial = &p->of->trials[i];
        char *at = report_break_even_text_of_value(p->of, trial->x);
        report_svg_tip(
            p->svg, "%s at %s: %s", report_chart_label(name, 30).text, at,
            report_figure_money(is_first ? trial->first : trial->second, p->of->currency).text);
        report_svg_dot(p->svg, is_first ? "dot s1" : "dot s2", line[i], 2.5);
        free(at);
    }
    free(line);
}

/* The band of the difference forth along its upper limit and back along the lower. */
static void draw_difference(const panel *p)
{
    const size_t n = p->of->n_trials;
    report_point *band = sim_alloc(2 * n + 1, sizeof *band, "a band");
    report_point *line = sim_alloc(n + 1, sizeof *line, "a line");
    for (size_t i = 0; i < n; i++) {
        const report_trial *trial = &p->of->trials[i];
        const sim_interval limits = trial->less.ci95;
        const double x = report_ruler_at(&p->x, trial->x);
        line[i] =
            (report_point){x, report_scale_at(&p->share, percent(trial, trial->less.value))};
        band[i] = (report_point){x, report_scale_at(&p->share, percent(trial, limits.high))};
        band[2 * n - 1 - i] =
            (report_point){x, report_scale_at(&p->share, percent(trial, limits.low))};
    }
    report_svg_path(p->svg, "band s3", band, 2 * n, true);
    report_svg_path(p->svg, "line s3", line, n, false);
    for (size_t i = 0; i < n; i++) {
        const report_trial *trial = &p->of->trials[i];
        char *at = report_break_even_text_of_value(p->of, trial->x);
        report_svg_tip(p->svg, "at %s: %s less %s is %s, in %s futures", at,
                       report_chart_label(p->of->between, 30).text,
                       report_chart_label(p->of->and, 30).text,
                       report_figure_money(trial->less, p->of->currency).text,
                       report_figure_number((double)trial->n, 0).text);
        report_svg_dot(p->svg, "dot s3", line[i], 2.5);
        free(at);
    }
    free(band);
    free(line);
}

/* The share of the futures in which the first costs less, with its band, and the one asked for.
 */
static void draw_chance(const panel *p)
{
    const size_t n = p->of->n_trials;
    const double level = report_scale_at(&p->share, 100 * p->of->confidence);
    report_point *band = sim_alloc(2 * n + 1, sizeof *band, "a band");
    report_point *line = sim_alloc(n + 1, sizeof *line, "a line");
    for (size_t i = 0; i < n; i++) {
        const report_estimate chance = report_break_even_chance(p->of, &p->of->trials[i]);
        const double x = report_ruler_at(&p->x, p->of->trials[i].x);
        line[i] = (report_point){x, report_scale_at(&p->share, 100 * chance.value)};
        band[i] = (report_point){x, report_scale_at(&p->share, 100 * chance.ci95.high)};
        band[2 * n - 1 - i] =
            (report_point){x, report_scale_at(&p->share, 100 * chance.ci95.low)};
    }
    report_svg_path(p->svg, "band s1", band, 2 * n, true);
    report_svg_line(p->svg, "budget", (report_point){left, level},
                    (report_point){left + width, level});
    report_svg_path(p->svg, "line s1", line, n, false);
    for (size_t i = 0; i < n; i++) {
        const report_trial *trial = &p->of->trials[i];
        char *at = report_break_even_text_of_value(p->of, trial->x);
        report_svg_tip(p->svg, "at %s: %s costs less in %s of %s futures", at,
                       report_chart_label(p->of->between, 30).text,
                       report_figure_percent(report_break_even_chance(p->of, trial)).text,
                       report_figure_number((double)trial->n, 0).text);
        report_svg_dot(p->svg, "dot s1", line[i], 2.5);
        free(at);
    }
    free(band);
    free(line);
}

/* A crossing: its interval as a box behind, its value as a line through both plots. */
static void draw_crossing(const panel *p, const report_crossing *crossing)
{
    const double from = report_ruler_at(&p->x, crossing->ci95.low),
                 to = report_ruler_at(&p->x, crossing->ci95.high);
    const double at = report_ruler_at(&p->x, crossing->at),
                 bottom = p->shares.y + p->shares.height;
    const report_estimate estimate = {crossing->at, crossing->ci95};
    const report_figure figure =
        report_figure_axis(estimate, p->of->axis.unit, crossing->is_bracket);
    report_svg_box(p->svg, "band s6",
                   (report_box){from, p->costs.y, fmax(to - from, 1), bottom - p->costs.y});
    report_svg_tip(p->svg, "the same cost at %s", figure.text);
    report_svg_line(p->svg, "budget", (report_point){at, p->costs.y},
                    (report_point){at, bottom});
}

static void draw_crossings(const panel *p)
{
    for (size_t i = 0; i < p->of->n_crossings; i++)
        draw_crossing(p, &p->of->crossings[i]);
}

static void title_below(const report_break_even *of, char *title, size_t size)
{
    const char *unit = of->axis.unit;
    snprintf(title, size, "%.150s%s%.40s",
             report_chart_label(report_axis_name(&of->axis), 90).text, *unit ? ", " : "",
             unit + (*unit == ' '));
}

static void draw_costs(const panel *p)
{
    char title[240];
    snprintf(title, sizeof title, "cost, %.16s", p->of->currency);
    report_ruler_left(p->svg, &p->cost, p->costs, title);
    report_chart_axis_left(p->svg, &p->share, p->shares, "difference, % of the dearer");
    title_below(p->of, title, sizeof title);
    draw_crossings(p);
    report_ruler_below(p->svg, &p->x, p->shares, title);
    report_svg_line(p->svg, "axis", (report_point){left, report_scale_at(&p->share, 0)},
                    (report_point){left + width, report_scale_at(&p->share, 0)});
    draw_cost(p, true);
    draw_cost(p, false);
    draw_difference(p);
}

static void draw_shares(const panel *p)
{
    char title[240];
    report_chart_axis_left(p->svg, &p->share, p->shares, "% of the futures");
    title_below(p->of, title, sizeof title);
    draw_crossings(p);
    report_ruler_below(p->svg, &p->x, p->shares, title);
    draw_chance(p);
}

static void draw_panel(const panel *p)
{
    if (report_break_even_is_chance(p->of))
        draw_shares(p);
    else
        draw_costs(p);
}

static void draw_legend_of_chance(const panel *p, double top)
{
    char text[240];
    snprintf(text, sizeof text, "share in which %s costs less, with its 95 %% band",
             report_chart_label(p->of->between, REPORT_NAME_COLUMNS).text);
    report_svg_line(p->svg, "line s1", (report_point){left, top},
                    (report_point){left + 22, top});
    report_svg_text(p->svg, "label", (report_point){left + 28, top + 4}, text);
}

static void draw_legend(const panel *p, double top)
{
    const char *const names[] = {p->of->between, p->of->and };
    if (report_break_even_is_chance(p->of)) {
        draw_legend_of_chance(p, top);
        return;
    }
    for (size_t i = 0; i < 2; i++) {
        const double x = left + 300 * (double)i;
        report_svg_line(p->svg, i ? "line s2" : "line s1", (report_point){x, top},
                        (report_point){x + 22, top});
        report_svg_text(p->svg, "label", (report_point){x + 28, top + 4},
                        report_chart_label(names[i], REPORT_NAME_COLUMNS).text);
    }
}

static void draw(const report_sheet *sheet, const report_chart *chart, report_svg *svg)
{
    const double above = 50, height = above + COSTS + GAP + SHARES + BELOW;
    report_chart_open(chart, sheet, svg, height * (double)n_panels(sheet));
    for (size_t i = 0; i < n_panels(sheet); i++) {
        const double top = height * (double)i;
        const panel p = panel_of(sheet, &sheet->results->break_evens[i], svg, top + above);
        draw_legend(&p, top + 9);
        draw_panel(&p);
    }
    report_svg_close(svg);
}

/* ---- the figures ---- */

static void tabulate_one(const report_break_even *of, FILE *out)
{
    const char *const heads[] = {"at", of->between, of->and, "difference", "futures", NULL};
    char caption[200];
    snprintf(caption, sizeof caption, "Along %s, %.16s",
             report_chart_label(report_axis_name(&of->axis), 100).text, of->currency);
    report_html_table table = report_html_table_open(caption, heads, out);
    for (size_t i = 0; i < of->n_trials && i < REPORT_MOST_ROWS; i++) {
        const report_trial *trial = &of->trials[i];
        const report_estimate cells[] = {trial->first, trial->second, trial->less};
        char *at = report_break_even_text_of_value(of, trial->x);
        report_html_table_row(&table, at);
        free(at);
        for (size_t k = 0; k < 3; k++)
            report_html_table_cell(&table, report_figure_estimate(cells[k]).text,
                                   cells[k].value);
        report_html_table_cell(&table, report_figure_number((double)trial->n, 0).text,
                               (double)trial->n);
    }
    report_html_table_close(&table);
}

static void tabulate_chance(const report_break_even *of, FILE *out)
{
    char head[200], caption[240];
    const char *const heads[] = {"at", head, "futures", NULL};
    snprintf(head, sizeof head, "%s costs less in",
             report_chart_label(of->between, REPORT_NAME_COLUMNS).text);
    snprintf(caption, sizeof caption, "Along %s",
             report_chart_label(report_axis_name(&of->axis), 100).text);
    report_html_table table = report_html_table_open(caption, heads, out);
    for (size_t i = 0; i < of->n_trials && i < REPORT_MOST_ROWS; i++) {
        const report_trial *trial = &of->trials[i];
        const report_estimate chance = report_break_even_chance(of, trial);
        char *at = report_break_even_text_of_value(of, trial->x);
        report_html_table_row(&table, at);
        free(at);
        report_html_table_cell(&table, report_figure_percent(chance).text, chance.value);
        report_html_table_cell(&table, report_figure_number((double)trial->n, 0).text,
                               (double)trial->n);
    }
    report_html_table_close(&table);
}

static void tabulate(const report_sheet *sheet)
{
    for (size_t i = 0; i < n_panels(sheet); i++)
        (report_break_even_is_chance(&sheet->results->break_evens[i])
             ? tabulate_chance
             : tabulate_one)(&sheet->results->break_evens[i], sheet->out);
}

void report_break_even_write_svg(const report_break_evens *all, const report_page *page,
                                 FILE *out)
{
    const report_results results = {.break_evens = all->items, .n_break_evens = all->n};
    const report_sheet sheet = {.results = &results, .page = page, .out = out};
    report_svg svg = {.out = out, .id = report_chart_break_even.name, .stands_alone = true};
    report_chart_draw(&report_chart_break_even, &sheet, &svg);
}

const report_chart report_chart_break_even = {
    .name = "break-even",
    .title = "Where do they cost the same?",
    .reading =
        "Above, what both cost on average along the axis; below, their difference as a "
        "share of the dearer one, with its 95 % band: below the line in the middle the "
        "first costs less. A dashed line is a crossing, the strip around it its interval. "
        "Where "
        "a share of the futures is asked for, the share in which the first costs less, and a "
        "dashed line at what is asked.",
    .has = has,
    .say = say,
    .draw = draw,
    .tabulate = tabulate,
};
