/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "reports/break_even_map.h"

#include "reports/break_even_search.h"

#include <math.h>
#include <string.h>

enum { HALVINGS = 3 };

/* A frontier that moves by more than this share of the range is looked at between. */
static const double moves_little = 1.0 / 6;

/* Costs that agree to so much of them are equal but for rounding. */
static const double rounding = 1e-9;

/* What a row's scan found before anything was played again: to tell whether rows differ. */
typedef struct scanned {
    double x[REPORT_BREAK_EVEN_SCAN];
    double first[REPORT_BREAK_EVEN_SCAN], second[REPORT_BREAK_EVEN_SCAN]; /* means */
    size_t n;
} scanned;

typedef struct mapping {
    const report_map_wish *wish;
    report_map *out;
    sim_arena *arena;
    double across;  /* of the row being searched */
    scanned *scans; /* scans[n_rows]: as rows were searched */
    size_t n_scans;
    sim_failure *why;
} mapping;

/* ---- a row ---- */

static double mean_of(const double *x, size_t n)
{
    double sum = 0;
    for (size_t i = 0; i < n; i++)
        sum += x[i];
    return sum / (double)n;
}

static bool play_in_row(void *owner, double x, size_t n, double *first, double *second,
                        sim_failure *why)
{
    const mapping *m = owner;
    scanned *scan = &m->scans[m->n_scans];
    const report_map_point at = {x, m->across};
    if (!m->wish->play(m->wish->owner, at, n, first, second, why))
        return false;
    if (scan->n < REPORT_BREAK_EVEN_SCAN && n == m->wish->along.replications) {
        scan->x[scan->n] = x;
        scan->first[scan->n] = mean_of(first, n);
        scan->second[scan->n++] = mean_of(second, n);
    }
    return true;
}

static void insert_row(report_map *out, const report_map_row *row)
{
    size_t at = 0;
    while (at < out->n_rows && out->rows[at].across < row->across)
        at++;
    memmove(&out->rows[at + 1], &out->rows[at], (out->n_rows++ - at) * sizeof *out->rows);
    out->rows[at] = *row;
}

static bool has_row(const report_map *out, double across)
{
    for (size_t i = 0; i < out->n_rows; i++)
        if (fabs(out->rows[i].across - across) <= 0)
            return true;
    return false;
}

static bool add_row(mapping *m, double across)
{
    report_map *out = m->out;
    report_map_row row = {
        .across = across,
        .along = {.between = out->between, .and = out->and, .currency = out->currency}};
    report_break_even_wish wish = m->wish->along;
    wish.play = play_in_row;
    wish.owner = m;
    wish.n_sure = REPORT_BREAK_EVEN_SCAN * m->wish->most_rows;
    m->across = across;
    m->scans[m->n_scans] = (scanned){.n = 0};
    const bool is_found = report_break_even_find(&wish, m->arena, &row.along, m->why);
    out->n_plays += row.along.n_plays;
    out->replications += row.along.replications;
    if (!is_found)
        return false;
    insert_row(out, &row);
    m->n_scans++;
    out->over_changes[0] |= row.along.depends_first;
    out->over_changes[1] |= row.along.depends_second;
    return true;
}

/* ---- where the next row goes ---- */

bool report_map_is_alike(const report_map *of, size_t i)
{
    const report_break_even *a = &of->rows[i].along, *b = &of->rows[i + 1].along;
    bool is_alike = a->n_crossings == b->n_crossings && a->below == b->below;
    for (size_t k = 0; is_alike && k < a->n_crossings; k++)
        is_alike = a->crossings[k].above == b->crossings[k].above;
    return is_alike;
}

double report_map_moves(const report_map *of, size_t i)
{
    const report_break_even *a = &of->rows[i].along, *b = &of->rows[i + 1].along;
    const double range = report_search_way(&of->over, of->over.from, of->over.to);
    double most = 0;
    if (!report_map_is_alike(of, i))
        return 1;
    for (size_t k = 0; k < a->n_crossings; k++) {
        const double way = report_search_way(&of->over, a->crossings[k].at, b->crossings[k].at);
        most = fmax(most, fabs(way) / range);
    }
    return most;
}

/* The widest gap between rows that is to be halved, of equals the one across which the frontier
   moves most; false if there is none. */
static bool find_gap(const report_map *out, size_t *gap)
{
    const report_axis *axis = &out->across;
    const double range = report_search_way(axis, axis->from, axis->to);
    const double least = range / ((REPORT_MAP_ROWS - 1) << HALVINGS);
    double widest = least * (1 + 1e-3), most = 0;
    bool is_found = false;
    for (size_t i = 0; i + 1 < out->n_rows; i++) {
        const double a = out->rows[i].across, b = out->rows[i + 1].across;
        const double way = report_search_way(axis, a, b), moves = report_map_moves(out, i);
        const bool is_wider = way > widest * (1 + 1e-3);
        const bool is_as_wide = is_found && way > widest * (1 - 1e-3) && moves > most;
        if ((axis->is_whole && b - a <= 1) || moves <= moves_little ||
            !(is_wider || is_as_wide))
            continue;
        widest = way;
        most = moves;
        *gap = i;
        is_found = true;
    }
    return is_found;
}

static bool add_rows(mapping *m)
{
    static const double order[REPORT_MAP_ROWS] = {0, 1, 0.5, 0.25, 0.75};
    const report_axis *axis = &m->wish->across;
    report_map *out = m->out;
    for (size_t i = 0; i < REPORT_MAP_ROWS; i++) {
        const double across = report_search_value(axis, axis->from, axis->to, order[i]);
        if (!has_row(out, across) && !add_row(m, across))
            return false;
    }
    for (size_t gap; find_gap(out, &gap);) {
        if (out->n_rows == m->wish->most_rows) {
            out->is_spent = true;
            return true;
        }
        const double a = out->rows[gap].across, b = out->rows[gap + 1].across;
        if (!add_row(m, report_search_value(axis, a, b, 0.5)))
            return false;
    }
    return true;
}

/* ---- what the whole map says ---- */

static bool differ(double a, double b)
{
    return fabs(a - b) > rounding * fmax(fabs(a), fabs(b));
}

/* Whether a cost is another in another row at the same value, in the same futures. */
static void compare_scans(const mapping *m)
{
    const scanned *base = &m->scans[0];
    for (size_t i = 1; i < m->n_scans; i++)
        for (size_t k = 0; k < base->n && k < m->scans[i].n; k++) {
            const scanned *scan = &m->scans[i];
            if (differ(base->x[k], scan->x[k]))
                continue;
            m->out->across_changes[0] |= differ(base->first[k], scan->first[k]);
            m->out->across_changes[1] |= differ(base->second[k], scan->second[k]);
        }
}

double report_map_node(const report_map *of, size_t i)
{
    return report_search_value(&of->over, of->over.from, of->over.to,
                               (double)i / (REPORT_BREAK_EVEN_SCAN - 1));
}

/* Whether chance hides somewhere around a value which costs less. */
static bool is_hidden(const report_break_even *of, double x)
{
    for (size_t i = 0; i < of->n_undecided; i++)
        if (x > of->undecided[i].from && x < of->undecided[i].to)
            return true;
    return false;
}

/* The side of the sure value nearest below, or above. */
static report_side nearest_side(const report_break_even *of, double x, bool is_below)
{
    for (size_t i = 0; i < of->n_trials; i++) {
        const report_trial *trial = &of->trials[is_below ? of->n_trials - 1 - i : i];
        const report_side side = report_break_even_tried(trial);
        const bool is_beyond = is_below ? trial->x <= x : trial->x >= x;
        if (is_beyond && side != REPORT_SIDE_NONE)
            return side;
    }
    return REPORT_SIDE_NONE;
}

report_side report_map_side(const report_map_row *row, double x)
{
    const report_break_even *of = &row->along;
    for (size_t i = 0; i < of->n_trials; i++)
        if (fabs(of->trials[i].x - x) <= 0)
            return report_break_even_tried(&of->trials[i]);
    const report_side below = nearest_side(of, x, true);
    const bool agree = below == nearest_side(of, x, false);
    return agree && !is_hidden(of, x) ? below : REPORT_SIDE_NONE;
}

bool report_map_find(const report_map_wish *wish, sim_arena *arena, report_map *out,
                     sim_failure *why)
{
    const size_t room = wish->most_rows + 1;
    mapping m = {.wish = wish,
                 .out = out,
                 .arena = arena,
                 .scans = sim_arena_alloc(arena, room, sizeof *m.scans),
                 .why = why};
    out->over = wish->along.axis;
    out->across = wish->across;
    out->precision = wish->along.precision;
    out->most_rows = wish->most_rows;
    out->rows = sim_arena_alloc(arena, room, sizeof *out->rows);
    const bool is_found = add_rows(&m);
    compare_scans(&m);
    return is_found;
}
