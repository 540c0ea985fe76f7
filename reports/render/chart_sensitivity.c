/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * What the spread of a cost comes from: Sobol' indices of every input, total and first, with
 * their intervals, the largest total first.
 */
#include "reports/render/chart.h"
#include "reports/render/html_writer.h"
#include "reports/render/sensitivity_say.h"

enum {
    MOST_PANELS = 6,
    MOST_BARS = 8,
    ROW = 34,
    BAR = 12,
    HEAD = 30,
    FOOT = 56,
    LEFT = 190,
    RIGHT = 640,
    MARKS = 5
};

/* Quantities that have indices, over all that is asked. */
typedef struct asked {
    const report_sensitivity *of[MOST_PANELS];
    const report_sensed *sensed[MOST_PANELS];
    size_t n;
} asked;

static void add_quantities(asked *to, const report_sensitivity *of)
{
    for (size_t i = 0; i < of->plays->n_quantities && to->n < MOST_PANELS; i++)
        if (report_sensitivity_has_indices(of, &of->sensed[i])) {
            to->of[to->n] = of;
            to->sensed[to->n++] = &of->sensed[i];
        }
}

static asked asked_of(const report_sheet *sheet)
{
    asked all = {.n = 0};
    for (size_t i = 0; i < sheet->answer->n_sensitivities; i++)
        add_quantities(&all, sheet->answer->sensitivities[i]);
    return all;
}

static bool has(const report_sheet *sheet)
{
    return asked_of(sheet).n > 0;
}

static void say(const report_sheet *sheet, char *text, size_t size)
{
    const asked all = asked_of(sheet);
    size_t used = 0;
    *text = '\0';
    for (size_t i = 0; i < all.n && used < size; i++) {
        char sentence[1024];
        report_sensitivity_say(all.of[i], all.sensed[i], sentence, sizeof sentence);
        used += (size_t)snprintf(text + used, size - used, "%s%s", used ? " " : "", sentence);
    }
}

/* Inputs that are drawn: those that explain anything, as many as there is room for. */
static size_t drawn(const asked *all, size_t which)
{
    size_t n = 0;
    while (n < all->of[which]->plays->n_inputs && n < MOST_BARS &&
           all->sensed[which]->indices[n].total.value > 0)
        n++;
    return n;
}

static double height_of(const asked *all, size_t which)
{
    return HEAD + ROW * (double)drawn(all, which) + FOOT;
}

/* A bar from 0, with its interval as a line through it. */
static void draw_index(report_svg *svg, const char *classes, const report_scale *x, double y,
                       report_estimate index)
{
    const double middle = y + BAR / 2.0, start = report_scale_at(x, 0);
    report_svg_box(svg, classes,
                   (report_box){start, y, report_scale_at(x, index.value) - start, BAR});
    report_svg_line(svg, "whisker", (report_point){report_scale_at(x, index.ci95.low), middle},
                    (report_point){report_scale_at(x, index.ci95.high), middle});
}

static void draw_input(report_svg *svg, const report_index *index, size_t series,
                       const report_scale *x, double y)
{
    const report_figure name = report_chart_label(index->input->name, REPORT_NAME_COLUMNS);
    const report_estimate *const values[] = {&index->total, &index->first};
    static const char *const words[] = {"total", "first"};
    report_svg_text(svg, "label end", (report_point){LEFT - 8, y + 20},
                    report_chart_label(index->input->name, 26).text);
    for (size_t i = 0; i < 2; i++) {
        char classes[32];
        snprintf(classes, sizeof classes, "%s s%zu", i == 0 ? "fill" : "box", series);
        report_svg_tip(svg, "%s: %s index %s", name.text, words[i],
                       report_figure_estimate(*values[i]).text);
        draw_index(svg, classes, x, y + 3 + (BAR + 2) * (double)i, *values[i]);
    }
}

static void draw_panel(report_svg *svg, const asked *all, size_t which, double y)
{
    const size_t n = drawn(all, which);
    const report_box plot = {LEFT, y + HEAD, RIGHT - LEFT, ROW * (double)n};
    const report_scale x = report_scale_laid(report_scale_over(0, 1, MARKS), LEFT, RIGHT);
    char what[512];
    report_quantity_say(all->sensed[which]->quantity, what, sizeof what);
    report_svg_text(svg, "label strong", (report_point){0, y + 18},
                    report_chart_label(what, 80).text);
    report_chart_axis_below(svg, &x, plot, "share of the variance");
    for (size_t i = 0; i < n; i++)
        draw_input(svg, &all->sensed[which]->indices[i], which % REPORT_MOST_SERIES + 1, &x,
                   plot.y + ROW * (double)i);
}

static void draw(const report_sheet *sheet, const report_chart *chart, report_svg *svg)
{
    const asked all = asked_of(sheet);
    double height = 0, y = 0;
    for (size_t i = 0; i < all.n; i++)
        height += height_of(&all, i);
    report_chart_open(chart, sheet, svg, height);
    for (size_t i = 0; i < all.n; y += height_of(&all, i), i++)
        draw_panel(svg, &all, i, y);
    report_svg_close(svg);
}

static void tabulate_one(const report_sensitivity *of, const report_sensed *sensed, FILE *out)
{
    static const char *const heads[] = {"input", "total index", "first index", NULL};
    char what[512], caption[700];
    report_quantity_say(sensed->quantity, what, sizeof what);
    snprintf(caption, sizeof caption,
             "What the variance of the %s comes from, as shares of it, from %zu points", what,
             of->plays->n_points);
    report_html_table table = report_html_table_open(caption, heads, out);
    for (size_t i = 0; i < of->plays->n_inputs && i < REPORT_MOST_ROWS; i++) {
        const report_index *index = &sensed->indices[i];
        report_html_table_row(&table, index->input->name);
        report_html_table_cell(&table, report_figure_estimate(index->total).text,
                               index->total.value);
        report_html_table_cell(&table, report_figure_estimate(index->first).text,
                               index->first.value);
    }
    report_html_table_close(&table);
}

static void tabulate(const report_sheet *sheet)
{
    const asked all = asked_of(sheet);
    for (size_t i = 0; i < all.n; i++)
        tabulate_one(all.of[i], all.sensed[i], sheet->out);
}

const report_chart report_chart_sensitivity = {
    .name = "sensitivity",
    .title = "What does the spread come from?",
    .reading =
        "Sobol' indices. Full: the total index, the share of the variance that would be left "
        "if all but this input were known. Pale: the first index, the share that would go if "
        "only it were known. A line is the 95 % interval. Unknowns that are correlated are "
        "one input; chance is what is left if every unknown were known.",
    .has = has,
    .say = say,
    .draw = draw,
    .tabulate = tabulate,
};
