/* SPDX-License-Identifier: GPL-3.0-or-later */
/* What a reader of a map should know of it. */
#include "reports/render/break_even_say.h"
#include "reports/render/figure.h"
#include "reports/render/map_say.h"

#include <math.h>

/* ---- what it is of ---- */

static void say_axis(const report_axis *axis, FILE *out)
{
    fprintf(out, "%s from ", report_axis_name(axis));
    report_break_even_say_axis(axis, axis->from, out);
    fputs(" to ", out);
    report_break_even_say_axis(axis, axis->to, out);
}

void report_map_say_headline(const report_map *of, FILE *out)
{
    fprintf(out, "%s or %s, along ", of->between, of->and);
    say_axis(&of->over, out);
    fputs(", across ", out);
    say_axis(&of->across, out);
}

/* ---- what is open ---- */

static bool is_hidden(const report_break_even *row)
{
    return row->n_undecided > 0;
}

static bool is_wide(const report_break_even *row)
{
    for (size_t i = 0; i < row->n_crossings; i++)
        if (!row->crossings[i].is_precise)
            return true;
    return false;
}

static bool is_ended(const report_break_even *row)
{
    return row->is_spent;
}

static const struct {
    bool (*is_so)(const report_break_even *row);
    const char *sentence; /* behind "In 2 of 9 rows " */
} open_ends[] = {
    {is_hidden, "chance hides in places which costs less (?)."},
    {is_wide, "an interval is wider than was asked for: more futures (--limit) narrow it."},
    {is_ended, "the search ended early (--evaluations): there may be more crossings."},
};

void report_map_say_limits(const report_map *of, FILE *out)
{
    const char *gap = "";
    if (of->is_interrupted) {
        fputs("Interrupted: these are the rows that were finished; more would have come.", out);
        gap = " ";
    }
    for (size_t k = 0; k < sizeof open_ends / sizeof *open_ends; k++) {
        size_t n = 0;
        for (size_t i = 0; i < of->n_rows; i++)
            n += open_ends[k].is_so(&of->rows[i].along);
        if (n == 0)
            continue;
        fprintf(out, "%sIn %zu of %zu rows %s", gap, n, of->n_rows, open_ends[k].sentence);
        gap = " ";
    }
    if (of->is_spent)
        fprintf(out, "%sThe map ended at %zu rows (--rows): more would follow its frontier.",
                gap, of->n_rows);
}

static void say_only(const report_map *of, const bool changes[2], const char *way,
                     const report_axis *axis, FILE *out)
{
    if (changes[0] != changes[1])
        fprintf(out, "Only the cost of %s changes %s %s.", changes[0] ? of->between : of->and,
                way, report_axis_name(axis));
}

void report_map_say_along(const report_map *of, FILE *out)
{
    say_only(of, of->over_changes, "along", &of->over, out);
}

void report_map_say_depth(const report_map *of, FILE *out)
{
    say_only(of, of->across_changes, "across", &of->across, out);
    if (!of->across_changes[0] && !of->across_changes[1] && of->n_rows > 1)
        fprintf(out, "%s changes neither cost: all rows are the same.",
                report_axis_name(&of->across));
}

/* ---- how it was made ---- */

/* The most that the frontier moves between two rows of a kind, as a share of the range. */
static double most_moved(const report_map *of)
{
    double most = 0;
    for (size_t i = 0; i + 1 < of->n_rows; i++)
        if (report_map_is_alike(of, i))
            most = fmax(most, report_map_moves(of, i));
    return most;
}

static void say_moves(const report_map *of, FILE *out)
{
    const report_axis *axis = &of->over;
    const double moved = most_moved(of);
    fputs("From one row to the next of its kind the frontier moves by ", out);
    if (!(moved > 0))
        fputs("nothing", out);
    else if (axis->is_log)
        fprintf(out, "a factor of up to %.3g", pow(axis->to / axis->from, moved));
    else
        fprintf(out, "up to %s%s", report_figure_rough(moved * (axis->to - axis->from)).text,
                axis->unit);
    fputs("; between rows nothing was played. ", out);
}

/* The widest gap in which a row may hide a pair of crossings. */
static void say_resolution(const report_map *of, FILE *out)
{
    const report_axis *axis = &of->over;
    double widest = axis->is_log ? 1 : 0;
    for (size_t i = 0; i < of->n_rows; i++)
        widest = fmax(widest, of->rows[i].along.resolution);
    fputs("Where each cost only rises or only falls, two crossings of a row can be missed if "
          "they lie within ",
          out);
    if (axis->is_log)
        fprintf(out, "a factor of %.3g", widest);
    else
        fprintf(out, "%s%s", report_figure_rough(widest).text, axis->unit);
    fputs(" of each other.", out);
}

void report_map_say_effort(const report_map *of, FILE *out)
{
    size_t most = 0;
    for (size_t i = 0; i < of->n_rows; i++)
        for (size_t k = 0; k < of->rows[i].along.n_trials; k++) {
            const size_t n = of->rows[i].along.trials[k].n;
            most = n > most ? n : most;
        }
    fprintf(out, "%zu rows, %llu evaluations, with up to %zu futures each, %llu in all. ",
            of->n_rows, (unsigned long long)of->n_plays, most,
            (unsigned long long)of->replications);
    fprintf(out,
            "A and B at nodes are sure at 95 %% all at once (Bonferroni: %d nodes in each of "
            "up to %zu rows); an interval of the frontier holds in its row with 95 %%. ",
            REPORT_BREAK_EVEN_SCAN, of->most_rows);
    say_moves(of, out);
    say_resolution(of, out);
}
