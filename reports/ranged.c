/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "reports/ranged.h"

#include <math.h>
#include <string.h>

/* ---- what may be moved ---- */

static bool is_moved(const report_analysis *analysis, report_picked picked, size_t k)
{
    return analysis->of->lines[picked.lines[k]].pilot_error > 0;
}

static bool is_any_moved(const report_analysis *analysis, report_picked picked)
{
    for (size_t k = 0; k < picked.n; k++)
        if (is_moved(analysis, picked, k))
            return true;
    return false;
}

static bool have_one_workload(const report_analysis *analysis, report_picked picked, size_t i,
                              size_t k)
{
    const model_line *lines = analysis->of->lines;
    return strcmp(lines[picked.lines[i]].workload, lines[picked.lines[k]].workload) == 0;
}

/* Which of the picked lines is the first of its workload: first[picked.n]. */
static size_t *find_firsts(const report_analysis *analysis, report_picked picked)
{
    size_t *first = sim_arena_alloc(analysis->arena, picked.n, sizeof *first);
    for (size_t k = 0; k < picked.n; k++)
        while (!have_one_workload(analysis, picked, first[k], k))
            first[k]++;
    return first;
}

/* What each workload may be moved by in a replication, at the place of its first line. */
static void add_up(const report_analysis *analysis, report_picked picked, const size_t *first,
                   const double *cost, double *moved)
{
    memset(moved, 0, picked.n * sizeof *moved);
    for (size_t k = 0; k < picked.n; k++)
        moved[first[k]] +=
            analysis->of->lines[picked.lines[k]].pilot_error * cost[picked.lines[k]];
}

double *report_ranged_doubt(const report_analysis *analysis, report_picked picked, size_t from,
                            size_t to)
{
    const size_t n = analysis->results->n, n_lines = analysis->of->n_lines;
    const size_t n_months = analysis->results->header.n_months;
    if (!is_any_moved(analysis, picked))
        return NULL;
    double *out = sim_arena_alloc(analysis->arena, n, sizeof *out);
    double *cost = sim_arena_alloc(analysis->arena, n_lines, sizeof *cost);
    double *moved = sim_arena_alloc(analysis->arena, picked.n, sizeof *moved);
    const size_t *first = find_firsts(analysis, picked);
    for (size_t i = 0; i < n; i++) {
        const double *cells = analysis->of->cost + i * n_months * n_lines;
        memset(cost, 0, n_lines * sizeof *cost);
        for (size_t month = from; month < to; month++)
            for (size_t k = 0; k < picked.n; k++)
                cost[picked.lines[k]] += cells[month * n_lines + picked.lines[k]];
        add_up(analysis, picked, first, cost, moved);
        for (size_t k = 0; k < picked.n; k++)
            out[i] = hypot(out[i], moved[k]);
    }
    return out;
}

report_ranged report_ranged_new(sim_arena *arena, size_t n, const double *x,
                                const double *doubt)
{
    if (!doubt)
        return (report_ranged){n, x, NULL, NULL};
    double *low = sim_arena_alloc(arena, n, sizeof *low);
    double *high = sim_arena_alloc(arena, n, sizeof *high);
    for (size_t i = 0; i < n; i++) {
        low[i] = x[i] - doubt[i];
        high[i] = x[i] + doubt[i];
    }
    return (report_ranged){n, x, low, high};
}

report_ranged report_ranged_sorted(sim_arena *arena, report_ranged of)
{
    return (report_ranged){of.n, report_estimate_sorted(arena, of.n, of.at),
                           of.low ? report_estimate_sorted(arena, of.n, of.low) : NULL,
                           of.high ? report_estimate_sorted(arena, of.n, of.high) : NULL};
}

report_ranged report_ranged_total(const report_option *option, size_t n)
{
    return (report_ranged){n, option->sorted, option->sorted_low, option->sorted_high};
}

double report_ranged_both(const double *a, const double *b, size_t i)
{
    return hypot(a ? a[i] : 0, b ? b[i] : 0);
}

report_ranged report_ranged_less(sim_arena *arena, const report_option *a,
                                 const report_option *b, size_t n)
{
    double *less = sim_arena_alloc(arena, n, sizeof *less), *doubt = NULL;
    for (size_t i = 0; i < n; i++)
        less[i] = a->total[i] - b->total[i];
    if (a != b && (a->doubt || b->doubt))
        doubt = sim_arena_alloc(arena, n, sizeof *doubt);
    for (size_t i = 0; doubt && i < n; i++)
        doubt[i] = report_ranged_both(a->doubt, b->doubt, i);
    return report_ranged_new(arena, n, less, doubt);
}

/* ---- estimates ---- */

report_estimate report_ranged_widen(report_estimate of, double one, double other)
{
    const double down = of.value - fmin(one, other), up = fmax(one, other) - of.value;
    if (down > 0)
        of.ci95.low = of.value - hypot(of.value - of.ci95.low, down);
    if (up > 0)
        of.ci95.high = of.value + hypot(of.ci95.high - of.value, up);
    return of;
}

report_estimate report_ranged_mean(report_ranged of)
{
    const report_estimate mean = report_estimate_mean(of.n, of.at);
    return of.low ? report_ranged_widen(mean, report_estimate_mean(of.n, of.low).value,
                                        report_estimate_mean(of.n, of.high).value)
                  : mean;
}

report_estimate report_ranged_quantile(report_ranged sorted, double p)
{
    const size_t n = sorted.n;
    const report_estimate quantile = report_estimate_quantile(n, sorted.at, p);
    return sorted.low
               ? report_ranged_widen(quantile, report_estimate_quantile(n, sorted.low, p).value,
                                     report_estimate_quantile(n, sorted.high, p).value)
               : quantile;
}

report_estimate report_ranged_cvar(report_ranged sorted, double p)
{
    const report_estimate cvar = report_estimate_cvar(sorted.n, sorted.at, p);
    return sorted.low
               ? report_ranged_widen(cvar, report_estimate_cvar(sorted.n, sorted.low, p).value,
                                     report_estimate_cvar(sorted.n, sorted.high, p).value)
               : cvar;
}

report_estimate report_ranged_ratio(report_ranged y, const double *x)
{
    const report_estimate ratio = report_estimate_ratio(y.n, y.at, x);
    return y.low ? report_ranged_widen(ratio, report_estimate_ratio(y.n, y.low, x).value,
                                       report_estimate_ratio(y.n, y.high, x).value)
                 : ratio;
}

report_estimate report_ranged_share(report_ranged y, report_ranged x)
{
    const report_estimate share = report_ranged_ratio(y, x.at);
    return x.low ? report_ranged_widen(share, report_estimate_ratio(y.n, y.at, x.low).value,
                                       report_estimate_ratio(y.n, y.at, x.high).value)
                 : share;
}

/* Of x above an amount where sign is 1, below where it is -1. */
static report_estimate beyond(size_t n, const double *x, double amount, double sign)
{
    size_t k = 0;
    for (size_t i = 0; i < n; i++)
        k += sign * x[i] > sign * amount;
    return report_estimate_probability(k, n);
}

static report_estimate ranged_beyond(report_ranged of, double amount, double sign)
{
    report_estimate share = beyond(of.n, of.at, amount, sign);
    if (!of.low)
        return share;
    share = report_ranged_widen(share, beyond(of.n, of.low, amount, sign).value,
                                beyond(of.n, of.high, amount, sign).value);
    share.ci95 = (sim_interval){fmax(share.ci95.low, 0), fmin(share.ci95.high, 1)};
    return share;
}

report_estimate report_ranged_above(report_ranged of, double amount)
{
    return ranged_beyond(of, amount, 1);
}

report_estimate report_ranged_below(report_ranged of, double amount)
{
    return ranged_beyond(of, amount, -1);
}
