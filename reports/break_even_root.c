/* SPDX-License-Identifier: GPL-3.0-or-later */
/* One crossing: bracketed on the sample path, and the values that chance leaves possible. */
#include "reports/break_even_search.h"

#include <math.h>

enum { MOST_STEPS = 60, END_STEPS = 8 };

/* ---- the bracket ---- */

static bool is_positive(const report_trial *trial)
{
    return trial->less.value > 0;
}

static bool is_narrow(const report_search *search, const report_trial *a, const report_trial *b)
{
    const double width = b->x - a->x;
    if (search->wish->axis.is_whole && width <= 1)
        return true;
    return width <= report_search_tolerance(search, (a->x + b->x) / 2);
}

/* The share of the way from a to b at which a straight line through f(a) and f(b) is 0. */
static double secant(double fa, double fb)
{
    return fa / (fa - fb);
}

/*
 * ITP: the secant's root, drawn towards the middle by k1 way^k2 and held within the range that
 * keeps bisection's worst case. Truncation k1 = 0.2 of the first way, k2 = 2, slack n0 = 1.
 */
typedef struct itp {
    double first;  /* way of the first bracket */
    double radius; /* slack beyond what bisection leaves, as a way; halved with every step */
} itp;

/* The share of the way at which to try. */
static double itp_share(const itp *state, double way, double root)
{
    const double towards = root < 0.5 ? 1 : -1;
    const double delta = 0.2 * way / state->first;
    const double share = delta <= fabs(0.5 - root) ? root + towards * delta : 0.5;
    const double slack = fmax(state->radius / way - 0.5, 0);
    return fabs(share - 0.5) <= slack ? share : 0.5 - towards * slack;
}

/* Narrows the bracket [a, b] of the sample path of n futures; false if trying ended. */
static bool narrow(report_search *search, size_t n, report_trial *a, report_trial *b)
{
    const report_axis *axis = &search->wish->axis;
    itp state = {report_search_way(axis, a->x, b->x), 0};
    state.radius = state.first; /* n0 = 1: twice what bisection leaves */
    for (int i = 0; i < MOST_STEPS && !is_narrow(search, a, b); i++, state.radius /= 2) {
        const double way = report_search_way(axis, a->x, b->x);
        const double share = itp_share(&state, way, secant(a->less.value, b->less.value));
        report_trial middle;
        double x = report_search_value(axis, a->x, b->x, share);
        if (x <= a->x || x >= b->x)
            x = report_search_value(axis, a->x, b->x, 0.5);
        if (x <= a->x || x >= b->x)
            return true; /* no number between */
        if (!report_search_try(search, x, n, &middle))
            return false;
        *(is_positive(&middle) == is_positive(a) ? a : b) = middle;
    }
    return true;
}

/* ---- its interval ---- */

/* Negative where the 95 % interval has the sign, 0 or more where it does not. */
static double doubt(const report_trial *trial, int sign)
{
    return sign < 0 ? trial->less.ci95.high : -trial->less.ci95.low;
}

static double half_width(const report_trial *trial)
{
    return (trial->less.ci95.high - trial->less.ci95.low) / 2;
}

/* Whether a trial says something about n futures. */
static bool is_of_use(const report_trial *trial, size_t n)
{
    return trial->n >= n || report_search_sign(trial) != 0;
}

/* From the bracket outwards: the first trial that has the sign, and its neighbour inwards. */
static void step_out(const report_search *search, size_t n, int sign, report_trial *outer,
                     report_trial *inner)
{
    const report_break_even *out = search->out;
    const bool is_left = outer->x < inner->x;
    while (!(doubt(outer, sign) < 0)) {
        const report_trial *next = NULL;
        for (size_t i = 0; i < out->n_trials; i++) {
            const report_trial *trial = &out->trials[is_left ? i : out->n_trials - 1 - i];
            const bool is_beyond = is_left ? trial->x < outer->x : trial->x > outer->x;
            next = is_beyond && is_of_use(trial, n) ? trial : next;
        }
        if (!next)
            return;
        *inner = *outer;
        *outer = *next;
    }
}

/* Whether the interval of the difference just touches 0. */
static bool is_small(const report_trial *trial, int sign)
{
    return fabs(doubt(trial, sign)) <= 0.1 * half_width(trial);
}

/* Whether the doubt may be taken for a straight line between two trials. */
static bool is_smooth(const report_trial *outer, const report_trial *inner, int sign)
{
    return doubt(inner, sign) - doubt(outer, sign) <= half_width(inner);
}

static double end_between(const report_search *search, const report_trial *outer,
                          const report_trial *inner, int sign)
{
    const report_axis *axis = &search->wish->axis;
    if (axis->is_whole)
        return outer->x < inner->x ? outer->x + 1 : outer->x;
    if (is_smooth(outer, inner, sign)) {
        const double share = secant(doubt(outer, sign), doubt(inner, sign));
        return report_search_value(axis, outer->x, inner->x, share);
    }
    return is_small(inner, sign) ? inner->x : outer->x;
}

/* Where the interval of the difference gains a sign, outwards from the bracket. */
static double find_end(report_search *search, size_t n, int sign, report_trial outer,
                       report_trial inner)
{
    const report_axis *axis = &search->wish->axis;
    step_out(search, n, sign, &outer, &inner);
    for (int i = 0; i < END_STEPS; i++) {
        const double way = fabs(outer.x - inner.x);
        report_trial middle;
        double share = secant(doubt(&outer, sign), doubt(&inner, sign));
        if (i % 2 == 1 || !(share > 0.02 && share < 0.98))
            share = 0.5;
        const double x = report_search_value(axis, outer.x, inner.x, share);
        const bool is_between = fabs(x - outer.x) > 0 && fabs(x - inner.x) > 0;
        if (!is_between || way <= 0.1 * report_search_tolerance(search, x) ||
            !report_search_try(search, x, n, &middle))
            break;
        *(doubt(&middle, sign) < 0 ? &outer : &inner) = middle;
        if (is_small(&middle, sign))
            break;
    }
    return end_between(search, &outer, &inner, sign);
}

/* ---- the whole ---- */

static double root_of(const report_search *search, const report_trial *a, const report_trial *b)
{
    const report_axis *axis = &search->wish->axis;
    if (axis->is_whole)
        return b->x;
    return report_search_value(axis, a->x, b->x, secant(a->less.value, b->less.value));
}

/* The crossing with n futures, from the bracket of its sample path. */
static report_crossing make(report_search *search, size_t n, report_trial a, report_trial b)
{
    const int sign = is_positive(&a) ? 1 : -1;
    report_crossing out = {.at = root_of(search, &a, &b),
                           .is_bracket =
                               report_search_sign(&a) != 0 && report_search_sign(&b) != 0,
                           .n = n,
                           .above = sign < 0 ? REPORT_SIDE_SECOND : REPORT_SIDE_FIRST};
    if (out.is_bracket)
        out.ci95 = (sim_interval){search->wish->axis.is_whole ? out.at : a.x, b.x};
    else
        out.ci95 =
            (sim_interval){find_end(search, n, sign, a, b), find_end(search, n, -sign, b, a)};
    const double half = (out.ci95.high - out.ci95.low) / 2;
    out.is_precise = half <= report_search_tolerance(search, out.at) * (1 + 1e-9);
    return out;
}

/* How many futures would make the interval as narrow as is asked for. */
static size_t enough(const report_search *search, const report_crossing *found)
{
    const double half = (found->ci95.high - found->ci95.low) / 2;
    const double ratio = half / report_search_tolerance(search, found->at);
    const double n = (double)found->n;
    const double wanted = ceil(fmin(fmax(1.15 * ratio * ratio, 1.5), 16) * n);
    return wanted < (double)search->wish->limit ? (size_t)wanted : search->wish->limit;
}

/* Draws the ends to the nearest trials around a value that are as sure of their sides. */
static void enclose(const report_search *search, double x, report_trial *left,
                    report_trial *right)
{
    const report_break_even *out = search->out;
    for (size_t i = 0; i < out->n_trials; i++) {
        const report_trial *trial = &out->trials[i];
        const int sign = report_search_sign(trial);
        if (sign == report_search_sign(left) && trial->x <= x && trial->x > left->x)
            *left = *trial;
        if (sign == report_search_sign(right) && trial->x >= x && trial->x < right->x)
            *right = *trial;
    }
}

report_crossing report_search_cross(report_search *search, report_trial left,
                                    report_trial right)
{
    size_t n = search->wish->replications;
    for (;;) {
        report_trial a = left, b = right;
        const bool is_narrowed = narrow(search, n, &a, &b);
        const report_crossing found = make(search, n, a, b);
        if (!is_narrowed || found.is_precise || found.is_bracket || n >= search->wish->limit ||
            search->out->is_spent || search->is_failed)
            return found;
        n = enough(search, &found);
        enclose(search, found.at, &left, &right);
    }
}
