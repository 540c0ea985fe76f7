/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * A map of break-evens as a picture: regions of the cheaper side, the frontier with the band of
 * its intervals, and the nodes. Between rows that are of a kind the frontier is drawn as a
 * broken line; what lies between rows that are not is left empty.
 */
#include "reports/break_even_map.h"
#include "reports/render/chart.h"
#include "reports/render/html_writer.h"
#include "reports/render/map_say.h"
#include "reports/render/ruler.h"

#include <math.h>
#include <stdlib.h>

enum { MOST_PANELS = 3, LEGEND = 46, HEAD = 30, PLOT = 330, FOOT = 66, NODE = 6 };

static const double left = 64, width = 632;

typedef struct panel {
    report_svg *svg;
    const report_map *of;
    report_box plot;
    report_ruler x, y;
} panel;

static report_point place(const panel *p, double x, double across)
{
    return (report_point){report_ruler_at(&p->x, x), report_ruler_at(&p->y, across)};
}

/* ---- regions and the frontier, between two rows that are of a kind ---- */

/* The border at the left of region k of a row: a crossing, or an end of the axis. */
static double border(const report_map *of, size_t row, size_t k)
{
    const report_break_even *along = &of->rows[row].along;
    return k == 0                   ? of->over.from
           : k > along->n_crossings ? of->over.to
                                    : along->crossings[k - 1].at;
}

static const char *class_of(report_side side)
{
    static const char *const classes[] = {"", "band s1", "band s2"};
    return classes[side];
}

/* Whether chance hides in a row which costs less somewhere in region k. */
static bool is_open(const report_map *of, size_t row, size_t k)
{
    const report_break_even *along = &of->rows[row].along;
    for (size_t i = 0; i < along->n_undecided; i++)
        if (along->undecided[i].from < border(of, row, k + 1) &&
            along->undecided[i].to > border(of, row, k))
            return true;
    return false;
}

static void draw_regions(const panel *p, size_t i)
{
    const report_map *of = p->of;
    const report_break_even *along = &of->rows[i].along;
    const double a = of->rows[i].across, b = of->rows[i + 1].across;
    for (size_t k = 0; k <= along->n_crossings; k++) {
        const report_side side = k ? along->crossings[k - 1].above : along->below;
        const report_point corners[] = {
            place(p, border(of, i, k), a), place(p, border(of, i, k + 1), a),
            place(p, border(of, i + 1, k + 1), b), place(p, border(of, i + 1, k), b)};
        if (side != REPORT_SIDE_NONE && !is_open(of, i, k) && !is_open(of, i + 1, k))
            report_svg_path(p->svg, class_of(side), corners, 4, true);
    }
}

static void draw_frontier(const panel *p, size_t i)
{
    const report_map_row *a = &p->of->rows[i], *b = a + 1;
    for (size_t k = 0; k < a->along.n_crossings; k++) {
        const report_crossing *from = &a->along.crossings[k], *to = &b->along.crossings[k];
        const report_point band[] = {
            place(p, from->ci95.low, a->across), place(p, from->ci95.high, a->across),
            place(p, to->ci95.high, b->across), place(p, to->ci95.low, b->across)};
        report_svg_path(p->svg, "band s6", band, 4, true);
        report_svg_line(p->svg, "budget", place(p, from->at, a->across),
                        place(p, to->at, b->across));
    }
}

/* ---- rows ---- */

static void draw_crossings(const panel *p, const report_map_row *row)
{
    for (size_t k = 0; k < row->along.n_crossings; k++) {
        const report_crossing *crossing = &row->along.crossings[k];
        const report_estimate at = {crossing->at, crossing->ci95};
        char *across = report_map_text_of_value(&p->of->across, row->across);
        report_svg_line(p->svg, "whisker", place(p, crossing->ci95.low, row->across),
                        place(p, crossing->ci95.high, row->across));
        report_svg_tip(p->svg, "the same cost at %s, across %s",
                       report_figure_axis(at, p->of->over.unit, crossing->is_bracket).text,
                       across);
        report_svg_dot(p->svg, "mean s5", place(p, crossing->at, row->across), 3);
        free(across);
    }
}

/* A full dot, a full square, or an empty dot where chance hides which costs less. */
static void draw_node(const panel *p, const report_map_row *row, double x)
{
    const report_side side = report_map_side(row, x);
    const report_point at = place(p, x, row->across);
    const char *const names[] = {NULL, p->of->between, p->of->and };
    char *along = report_map_text_of_value(&p->of->over, x);
    char *across = report_map_text_of_value(&p->of->across, row->across);
    report_svg_tip(p->svg, "at %s, across %s: %s%s", along, across,
                   names[side] ? report_chart_label(names[side], REPORT_NAME_COLUMNS).text
                               : "chance hides which costs less",
                   names[side] ? " costs less" : "");
    if (side == REPORT_SIDE_SECOND)
        report_svg_box(p->svg, "fill s2",
                       (report_box){at.x - NODE / 2.0, at.y - NODE / 2.0, NODE, NODE});
    else
        report_svg_dot(p->svg, side == REPORT_SIDE_FIRST ? "fill s1" : "dot s3", at,
                       NODE / 2.0);
    free(along);
    free(across);
}

static void draw_row(const panel *p, const report_map_row *row)
{
    for (size_t k = 0; k < REPORT_BREAK_EVEN_SCAN; k++)
        draw_node(p, row, report_map_node(p->of, k));
    draw_crossings(p, row);
}

/* ---- the whole ---- */

static void draw_legend(const panel *p, double top)
{
    const char *const names[] = {p->of->between, p->of->and };
    const double second = left + 300;
    report_svg_dot(p->svg, "fill s1", (report_point){left + 6, top}, NODE / 2.0);
    report_svg_box(p->svg, "fill s2", (report_box){second + 3, top - NODE / 2.0, NODE, NODE});
    for (size_t i = 0; i < 2; i++) {
        char text[200];
        snprintf(text, sizeof text, "%s costs less",
                 report_chart_label(names[i], REPORT_NAME_COLUMNS).text);
        report_svg_text(p->svg, "label", (report_point){(i ? second : left) + 16, top + 4},
                        text);
    }
    report_svg_dot(p->svg, "dot s3", (report_point){left + 6, top + 20}, NODE / 2.0);
    report_svg_text(p->svg, "label", (report_point){left + 16, top + 24},
                    "chance hides which; white: unknown");
    report_svg_line(p->svg, "budget", (report_point){second, top + 20},
                    (report_point){second + 12, top + 20});
    report_svg_text(p->svg, "label", (report_point){second + 16, top + 24},
                    "the same cost, joined between rows; band: 95 %");
}

static void title_of(const report_axis *axis, char *text, size_t size)
{
    snprintf(text, size, "%s%s%.40s", report_chart_label(report_axis_name(axis), 90).text,
             *axis->unit ? ", " : "", axis->unit + (*axis->unit == ' '));
}

static void draw_panel(const panel *p)
{
    char title[240];
    title_of(&p->of->across, title, sizeof title);
    report_ruler_left(p->svg, &p->y, p->plot, title);
    title_of(&p->of->over, title, sizeof title);
    report_ruler_below(p->svg, &p->x, p->plot, title);
    for (size_t i = 0; i + 1 < p->of->n_rows; i++)
        if (report_map_is_alike(p->of, i)) {
            draw_regions(p, i);
            draw_frontier(p, i);
        }
    for (size_t i = 0; i < p->of->n_rows; i++)
        draw_row(p, &p->of->rows[i]);
}

static panel panel_of(report_svg *svg, const report_map *of, double top)
{
    const report_axis *over = &of->over, *across = &of->across;
    panel p = {.svg = svg, .of = of, .plot = {left, top, width, PLOT}};
    p.x = report_ruler_over(over->from, over->to, over->is_log, left, left + width);
    p.y = report_ruler_over(across->from, across->to, across->is_log, top + PLOT, top);
    return p;
}

static bool has(const report_sheet *sheet)
{
    return sheet->results->n_maps > 0;
}

static size_t n_panels(const report_sheet *sheet)
{
    const size_t n = sheet->results->n_maps;
    return n < MOST_PANELS ? n : MOST_PANELS;
}

static void say(const report_sheet *sheet, char *text, size_t size)
{
    size_t used = 0;
    *text = '\0';
    for (size_t i = 0; i < n_panels(sheet) && used < size; i++) {
        const report_map *of = &sheet->results->maps[i];
        char *headline = report_map_text_of(of, report_map_say_headline);
        char *found = report_map_text_of(of, report_map_say);
        used += (size_t)snprintf(text + used, size - used, "%s%s: %s", used ? " " : "",
                                 headline, found);
        free(headline);
        free(found);
    }
}

static void draw(const report_sheet *sheet, const report_chart *chart, report_svg *svg)
{
    const double height = LEGEND + HEAD + PLOT + FOOT;
    report_chart_open(chart, sheet, svg, height * (double)n_panels(sheet));
    for (size_t i = 0; i < n_panels(sheet); i++) {
        const double top = height * (double)i;
        const panel p = panel_of(svg, &sheet->results->maps[i], top + LEGEND + HEAD);
        draw_legend(&p, top + 10);
        draw_panel(&p);
    }
    report_svg_close(svg);
}

/* ---- the figures ---- */

static const char *name_of(const report_map *of, report_side side)
{
    const char *const names[] = {"chance hides it", of->between, of->and };
    return names[side];
}

/* A crossing, or that there is none, in a row of the table. */
static void tabulate_row(const report_map *of, const report_map_row *row, size_t i,
                         report_html_table *table)
{
    const report_break_even *along = &row->along;
    const bool is_crossed = i < along->n_crossings;
    const report_crossing *crossing = is_crossed ? &along->crossings[i] : NULL;
    const report_side below = i == 0 ? along->below : along->crossings[i - 1].above;
    char *across = report_map_text_of_value(&of->across, row->across);
    report_html_table_row(table, across);
    free(across);
    report_html_table_text(table, name_of(of, below));
    if (is_crossed) {
        const report_estimate at = {crossing->at, crossing->ci95};
        report_html_table_cell(
            table, report_figure_axis(at, of->over.unit, crossing->is_bracket).text, at.value);
    } else {
        report_html_table_text(table, along->n_undecided ? "none was found" : "never");
    }
    report_html_table_text(table, name_of(of, is_crossed ? crossing->above : along->above));
}

static void tabulate_one(const report_map *of, FILE *out)
{
    const char *const heads[] = {"across", "cheaper below", "the same cost at", "cheaper above",
                                 NULL};
    char caption[400];
    snprintf(caption, sizeof caption, "Along %s, across %s",
             report_chart_label(report_axis_name(&of->over), 90).text,
             report_chart_label(report_axis_name(&of->across), 90).text);
    report_html_table table = report_html_table_open(caption, heads, out);
    for (size_t i = 0; i < of->n_rows && i < REPORT_MOST_ROWS; i++) {
        const report_map_row *row = &of->rows[i];
        tabulate_row(of, row, 0, &table);
        for (size_t k = 1; k < row->along.n_crossings; k++)
            tabulate_row(of, row, k, &table);
    }
    report_html_table_close(&table);
}

static void tabulate(const report_sheet *sheet)
{
    for (size_t i = 0; i < n_panels(sheet); i++)
        tabulate_one(&sheet->results->maps[i], sheet->out);
}

void report_map_write_svg(const report_break_evens *all, const report_page *page, FILE *out)
{
    const report_results results = {.maps = all->maps, .n_maps = all->n_maps};
    const report_sheet sheet = {.results = &results, .page = page, .out = out};
    report_svg svg = {.out = out, .id = report_chart_map.name, .stands_alone = true};
    report_chart_draw(&report_chart_map, &sheet, &svg);
}

const report_chart report_chart_map = {
    .name = "map",
    .title = "Which costs less where?",
    .reading =
        "Each row of marks is a value across, searched along the other axis: a dot where the "
        "first surely costs less, a square where the second does, a ring where chance hides "
        "it. Colour lies between rows that are of a kind; the dashed line joins where both "
        "cost the same, and the strip around it their 95 % intervals. Nothing was played in "
        "between, and what is left white is unknown.",
    .has = has,
    .say = say,
    .draw = draw,
    .tabulate = tabulate,
};
