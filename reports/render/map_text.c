/* SPDX-License-Identifier: GPL-3.0-or-later */
/* A map of break-evens for people: sentences, the map in characters, the table of its frontier.
 */
#include "reports/render/break_even_say.h"
#include "reports/render/figure.h"
#include "reports/render/map_say.h"
#include "reports/render/table.h"
#include "sim/memory.h"

#include <math.h>
#include <stdlib.h>
#include <string.h>

/* A line of the map: nodes stand eight columns apart. */
enum { NODE_COLUMNS = 8, COLUMNS = (REPORT_BREAK_EVEN_SCAN - 1) * NODE_COLUMNS + 1 };

static void paragraph(void (*say)(const report_map *of, FILE *out), const report_map *of,
                      size_t indent, FILE *out)
{
    char *text = report_map_text_of(of, say);
    if (*text) {
        fprintf(out, "%*s", (int)indent, "");
        report_table_wrap(text, indent, out);
    }
    free(text);
}

/* ---- the map ---- */

/* The value at a column, as a share of columns; and the column nearest to a value. */
static double value_at(const report_axis *axis, size_t column)
{
    const double share = (double)column / (COLUMNS - 1);
    return axis->is_log ? axis->from * pow(axis->to / axis->from, share)
                        : axis->from + share * (axis->to - axis->from);
}

static size_t column_of(const report_axis *axis, double x)
{
    const double share = axis->is_log ? log(x / axis->from) / log(axis->to / axis->from)
                                      : (x - axis->from) / (axis->to - axis->from);
    return (size_t)lround(share * (COLUMNS - 1));
}

static void draw_row(const report_map *of, const report_map_row *row, char line[COLUMNS + 1])
{
    static const char between[] = {'?', 'a', 'b'}, node[] = {'?', 'A', 'B'};
    for (size_t i = 0; i < COLUMNS; i++)
        line[i] = between[report_map_side(row, value_at(&of->over, i))];
    for (size_t i = 0; i < REPORT_BREAK_EVEN_SCAN; i++)
        line[i * NODE_COLUMNS] = node[report_map_side(row, report_map_node(of, i))];
    for (size_t i = 0; i < row->along.n_crossings; i++) {
        const size_t at = column_of(&of->over, row->along.crossings[i].at);
        if (at % NODE_COLUMNS != 0 || line[at] == '?')
            line[at] = '|';
    }
    line[COLUMNS] = '\0';
}

static size_t widest_label(const report_map *of)
{
    size_t widest = 0;
    for (size_t i = 0; i < of->n_rows; i++) {
        char *label = report_map_text_of_value(&of->across, of->rows[i].across);
        const size_t width = report_table_width(label);
        widest = width > widest ? width : widest;
        free(label);
    }
    return widest;
}

/* A label that ends before the map, and the line. */
static void put_line(const char *label, size_t width, const char *line, FILE *out)
{
    fprintf(out, "  %*s%s %s\n", (int)(width - report_table_width(label)), "", label, line);
}

static void draw_rows(const report_map *of, size_t width, FILE *out)
{
    static const char open[] =
        ". . . . . . . . . . . unknown where that changes . . . . . . . . .";
    char line[COLUMNS + 1];
    for (size_t i = of->n_rows; i-- > 0;) {
        char *label = report_map_text_of_value(&of->across, of->rows[i].across);
        draw_row(of, &of->rows[i], line);
        put_line(label, width, line, out);
        free(label);
        if (i > 0 && !report_map_is_alike(of, i - 1))
            put_line("", width, open, out);
    }
}

/* Marks below the nodes, and the values of the first, the middle and the last. */
static void draw_axis(const report_map *of, size_t width, FILE *out)
{
    const size_t middle = (REPORT_BREAK_EVEN_SCAN - 1) / 2;
    char *labels[3], line[COLUMNS + 1];
    for (size_t i = 0; i < 3; i++)
        labels[i] = report_map_text_of_value(&of->over, report_map_node(of, i * middle));
    for (size_t i = 0; i < COLUMNS; i++)
        line[i] = i % NODE_COLUMNS == 0 ? '+' : '-';
    line[COLUMNS] = '\0';
    put_line("", width, line, out);
    const int half = COLUMNS / 2, mid = (int)report_table_width(labels[1]);
    fprintf(out, "  %*s %-*s%s%*s\n", (int)width, "", half - mid / 2, labels[0], labels[1],
            COLUMNS - half + mid / 2 - mid, labels[2]);
    for (size_t i = 0; i < 3; i++)
        free(labels[i]);
}

static void say_legend(const report_map *of, FILE *out)
{
    fprintf(out,
            "A: %s costs less; B: %s; ?: chance hides it; |: the frontier. Capitals are nodes; "
            "small letters lie in a row between values that agree.",
            of->between, of->and);
}

static void draw_map(const report_map *of, FILE *out)
{
    const size_t width = widest_label(of);
    fprintf(out, "\n  %s (upwards)\n", report_axis_name(&of->across));
    draw_rows(of, width, out);
    draw_axis(of, width, out);
    fprintf(out, "  %*s %s\n\n", (int)width, "", report_axis_name(&of->over));
    paragraph(say_legend, of, 2, out);
}

/* ---- the table ---- */

static const char *letter_of(report_side side)
{
    static const char *const letters[] = {"?", "A", "B"};
    return letters[side];
}

static void add_count(report_table *table, size_t n)
{
    report_table_add(table, report_figure_number((double)n, 0).text);
}

static void add_crossing(report_table *table, const report_break_even *row, size_t i)
{
    const report_crossing *crossing = &row->crossings[i];
    const report_estimate at = {crossing->at, crossing->ci95};
    const bool is_first = i == 0;
    report_table_add(table, is_first ? letter_of(row->below) : "");
    report_table_add(table, report_figure_estimate(at).text);
    report_table_add(table, crossing->is_bracket ? "between" : "95 %");
    report_table_add(table, letter_of(crossing->above));
    add_count(table, crossing->n);
}

static void add_never(report_table *table, const report_break_even *row)
{
    report_table_add(table, letter_of(row->below));
    report_table_add(table, row->n_undecided ? "none was found" : "never in this range");
    report_table_add(table, "");
    report_table_add(table, letter_of(row->above));
    add_count(table, row->n_trials ? row->trials[0].n : 0);
}

static void write_table(const report_map *of, FILE *out)
{
    char head[80];
    report_table *table = report_table_new(6, 1);
    report_table_add(table, "across");
    report_table_add(table, "below");
    snprintf(head, sizeof head, "they cross at%s%.40s", *of->over.unit ? ", " : "",
             of->over.unit + (*of->over.unit == ' '));
    report_table_add(table, head);
    report_table_add(table, "interval");
    report_table_add(table, "above");
    report_table_add(table, "futures");
    for (size_t i = 0; i < of->n_rows; i++) {
        const report_break_even *row = &of->rows[i].along;
        char *label = report_map_text_of_value(&of->across, of->rows[i].across);
        for (size_t k = 0; k < row->n_crossings; k++) {
            report_table_add(table, k ? "" : label);
            add_crossing(table, row, k);
        }
        if (row->n_crossings == 0) {
            report_table_add(table, label);
            add_never(table, row);
        }
        free(label);
    }
    report_table_write(table, out);
}

void report_map_text(const report_map *of, FILE *out)
{
    paragraph(report_map_say_headline, of, 0, out);
    paragraph(report_map_say, of, 2, out);
    paragraph(report_map_say_limits, of, 2, out);
    paragraph(report_map_say_along, of, 2, out);
    paragraph(report_map_say_depth, of, 2, out);
    draw_map(of, out);
    fputc('\n', out);
    write_table(of, out);
    fputc('\n', out);
    paragraph(report_map_say_effort, of, 2, out);
}
