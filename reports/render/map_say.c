/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "reports/render/map_say.h"

#include "reports/render/break_even_say.h"
#include "reports/render/figure.h"
#include "sim/failure.h"

#include <string.h>

char *report_map_text_of(const report_map *of, void (*say)(const report_map *of, FILE *out))
{
    char *text = NULL;
    size_t n = 0;
    FILE *out = open_memstream(&text, &n);
    sim_require(out != NULL);
    say(of, out);
    sim_require(fclose(out) == 0);
    return text;
}

char *report_map_text_of_value(const report_axis *axis, double x)
{
    const report_break_even along = {.axis = *axis};
    return report_break_even_text_of_value(&along, x);
}

/* Its label, or the attribute's name: behind the last '@'. */
static const char *name_of(const report_axis *axis)
{
    const char *at = strrchr(axis->path, '@');
    return axis->label ? axis->label : at ? at + 1 : axis->path;
}

void report_map_say_across(const report_map *of, double across, FILE *out)
{
    fprintf(out, "%s ", name_of(&of->across));
    report_break_even_say_axis(&of->across, across, out);
}

static const char *name_of_side(const report_map *of, report_side side)
{
    return side == REPORT_SIDE_FIRST ? of->between : of->and;
}

/* Where a run of rows that are of a kind ends: the last of them. */
static size_t end_of_run(const report_map *of, size_t i)
{
    while (i + 1 < of->n_rows && report_map_is_alike(of, i))
        i++;
    return i;
}

static void say_rows(const report_map *of, size_t from, size_t to, FILE *out)
{
    if (from == to) {
        fputs("In the row at ", out);
        report_map_say_across(of, of->rows[from].across, out);
    } else {
        fprintf(out, "In the %zu rows at ", to - from + 1);
        report_map_say_across(of, of->rows[from].across, out);
        fputs(" to ", out);
        report_break_even_say_axis(&of->across, of->rows[to].across, out);
    }
    fputs(", ", out);
}

static void say_none(const report_map *of, size_t from, size_t to, FILE *out)
{
    const report_break_even *first = &of->rows[from].along;
    size_t n_hidden = 0;
    for (size_t i = from; i <= to; i++)
        n_hidden += of->rows[i].along.n_undecided > 0;
    if (first->below == REPORT_SIDE_NONE) {
        fprintf(out, "%s and %s can nowhere be told apart by what they cost.", of->between,
                of->and);
        return;
    }
    fprintf(out, "%s costs less everywhere ", name_of_side(of, first->below));
    report_break_even_say_range(first, out);
    fputs(n_hidden ? " where chance does not hide it: no crossing was found."
                   : ": they never cross there.",
          out);
}

/* "872/day (95 % interval 832..914)", or from the first row's to the last row's. */
static void say_frontier(const report_map *of, size_t from, size_t to, FILE *out)
{
    const report_break_even *first = &of->rows[from].along, *last = &of->rows[to].along;
    if (from < to)
        fputs("a frontier that goes from ", out);
    report_break_even_say_crossing(first, &first->crossings[0], out);
    if (from < to) {
        fputs(" to ", out);
        report_break_even_say_crossing(last, &last->crossings[0], out);
    }
}

static void say_run(const report_map *of, size_t from, size_t to, FILE *out)
{
    const report_break_even *first = &of->rows[from].along;
    say_rows(of, from, to, out);
    if (first->n_crossings == 0) {
        say_none(of, from, to, out);
    } else if (first->n_crossings == 1) {
        fprintf(out, "%s costs less below ", name_of_side(of, first->below));
        say_frontier(of, from, to, out);
        fprintf(out, ", %s above.", name_of_side(of, first->crossings[0].above));
    } else {
        fprintf(out, "they cross %zu times; %s costs less below, %s above all of them.",
                first->n_crossings, name_of_side(of, first->below),
                name_of_side(of, first->crossings[first->n_crossings - 1].above));
    }
}

void report_map_say(const report_map *of, FILE *out)
{
    for (size_t from = 0, to; from < of->n_rows; from = to + 1) {
        to = end_of_run(of, from);
        say_run(of, from, to, out);
        if (to + 1 == of->n_rows)
            return;
        fputs(" Between ", out);
        report_map_say_across(of, of->rows[to].across, out);
        fputs(" and ", out);
        report_break_even_say_axis(&of->across, of->rows[to + 1].across, out);
        fputs(" that changes; where in between is unknown. ", out);
    }
}
