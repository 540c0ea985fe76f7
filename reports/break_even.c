/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "reports/break_even.h"

#include "reports/break_even_search.h"
#include "reports/estimate.h"

#include <math.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

enum { HALVINGS = 3, MOST_GAPS = 24, ROUNDS = 3, VALUE_BYTES = 32 };

/* Costs are close if they differ by less than this share of the larger: gaps between others are
   halved only once. */
static const double close_by = 0.2;

/* Costs that agree to so much of them are equal but for rounding. */
static const double rounding = 1e-9;

/* ---- the axis ---- */

double report_search_way(const report_axis *axis, double a, double b)
{
    return axis->is_log ? log(b / a) : b - a;
}

/* Values are rounded to seven digits: to be read, and written into a scenario, as they are. */
double report_search_value(const report_axis *axis, double a, double b, double share)
{
    char text[VALUE_BYTES];
    const double x = axis->is_log ? a * pow(b / a, share) : a + share * (b - a);
    snprintf(text, sizeof text, axis->is_whole ? "%.0f" : "%.7g", x);
    return fmin(fmax(strtod(text, NULL), axis->from), axis->to);
}

double report_search_tolerance(const report_search *search, double x)
{
    const report_axis *axis = &search->wish->axis;
    const double least = 1e-3 * (axis->to - axis->from); /* where the axis passes 0 */
    return search->wish->precision * fmax(fabs(x), axis->is_log ? 0 : least);
}

/* ---- trials ---- */

int report_search_sign(const report_trial *trial)
{
    const double most = fmax(fabs(trial->first.value), fabs(trial->second.value));
    if (fabs(trial->less.value) <= rounding * most)
        return 0;
    return trial->sure.low > 0 ? 1 : trial->sure.high < 0 ? -1 : 0;
}

/* With which each of n values is judged, for all of them to be right with the usual one. */
static double confidence_of(size_t n)
{
    return 1 - (1 - REPORT_CONFIDENCE) / (double)n;
}

static double confidence_of_trial(const report_search *search)
{
    const size_t n = search->wish->n_sure;
    return confidence_of(n ? n : REPORT_BREAK_EVEN_SCAN);
}

static sim_interval less_level(sim_interval share, double level)
{
    return (sim_interval){share.low - level, share.high - level};
}

/* A probability against a level, which second holds. */
static void judge_share(const report_search *search, report_trial *trial)
{
    size_t k = 0;
    const double level = search->second[0];
    for (size_t i = 0; i < trial->n; i++)
        k += search->first[i] > 0;
    trial->first = report_estimate_probability(k, trial->n);
    trial->second = (report_estimate){level, {level, level}};
    trial->less =
        (report_estimate){trial->first.value - level, less_level(trial->first.ci95, level)};
    trial->sure =
        less_level(sim_interval_probability(k, trial->n, confidence_of_trial(search)), level);
}

static void judge_cost(const report_search *search, report_trial *trial)
{
    sim_tally tally = {0};
    for (size_t i = 0; i < trial->n; i++) {
        search->less[i] = search->first[i] - search->second[i];
        sim_tally_add(&tally, search->less[i]);
    }
    trial->first = report_estimate_mean(trial->n, search->first);
    trial->second = report_estimate_mean(trial->n, search->second);
    trial->less = report_estimate_mean(trial->n, search->less);
    trial->sure = sim_interval_mean(&tally, confidence_of_trial(search));
}

static void make_room(report_search *search, size_t n)
{
    sim_require(n > 0);
    if (n <= search->room)
        return;
    search->room = n;
    search->first = sim_realloc(search->first, n, sizeof(double), "costs");
    search->second = sim_realloc(search->second, n, sizeof(double), "costs");
    search->less = sim_realloc(search->less, n, sizeof(double), "costs");
}

/* Where a value stands among the trials, or would. */
static size_t place_of(const report_break_even *out, double x)
{
    size_t i = 0;
    while (i < out->n_trials && out->trials[i].x < x)
        i++;
    return i;
}

bool report_search_try(report_search *search, double x, size_t n, report_trial *made)
{
    const report_break_even_wish *wish = search->wish;
    report_break_even *out = search->out;
    const size_t at = place_of(out, x);
    const bool is_there = at < out->n_trials && out->trials[at].x <= x;
    if (is_there && out->trials[at].n >= n) {
        *made = out->trials[at];
        return true;
    }
    out->is_spent = out->n_plays >= wish->most;
    if (out->is_spent || search->is_failed)
        return false;
    make_room(search, n);
    if (!wish->play(wish->owner, x, n, search->first, search->second, search->why)) {
        search->is_failed = true;
        return false;
    }
    *made = (report_trial){.x = x, .n = n};
    (wish->is_share ? judge_share : judge_cost)(search, made);
    if (!is_there)
        memmove(&out->trials[at + 1], &out->trials[at],
                (out->n_trials++ - at) * sizeof *out->trials);
    out->trials[at] = *made;
    out->n_plays++;
    out->replications += n;
    return true;
}

/* ---- the scan ---- */

static void scan(report_search *search)
{
    const report_axis *axis = &search->wish->axis;
    report_trial ignored;
    for (int i = 0; i < REPORT_BREAK_EVEN_SCAN; i++) {
        const double share = (double)i / (REPORT_BREAK_EVEN_SCAN - 1);
        const double x = report_search_value(axis, axis->from, axis->to, share);
        if (!report_search_try(search, x, search->wish->replications, &ignored))
            return;
    }
}

static double closeness(const report_trial *trial)
{
    const double most = fmax(fabs(trial->first.value), fabs(trial->second.value));
    return most > 0 ? fabs(trial->less.value) / most : 0;
}

/* Whether costs that only rise or only fall between two trials can meet there: unless all that
   one can be is below all that the other can be. */
static bool can_meet(const report_trial *left, const report_trial *right)
{
    const double first[] = {left->first.value, right->first.value};
    const double second[] = {left->second.value, right->second.value};
    return fmax(first[0], first[1]) >= fmin(second[0], second[1]) &&
           fmax(second[0], second[1]) >= fmin(first[0], first[1]);
}

/* The widest gap that is to be halved; false if there is none. */
static bool find_gap(const report_search *search, size_t *gap)
{
    const report_break_even *out = search->out;
    const report_axis *axis = &search->wish->axis;
    const double range = report_search_way(axis, axis->from, axis->to);
    const double step = range / (REPORT_BREAK_EVEN_SCAN - 1);
    double widest = step / (1 << HALVINGS) * (1 + 1e-3);
    bool is_found = false;
    for (size_t i = 0; i + 1 < out->n_trials; i++) {
        const report_trial *left = &out->trials[i], *right = left + 1;
        const double way = report_search_way(axis, left->x, right->x);
        const bool is_near = fmin(closeness(left), closeness(right)) < close_by;
        if ((axis->is_whole && right->x - left->x <= 1) || way <= widest * (1 + 1e-3) ||
            !can_meet(left, right) || !(is_near || way > step * 0.75))
            continue;
        widest = way;
        *gap = i;
        is_found = true;
    }
    return is_found;
}

static void halve_gaps(report_search *search)
{
    size_t gap;
    report_trial ignored;
    for (; search->n_halved < MOST_GAPS && find_gap(search, &gap); search->n_halved++) {
        const report_trial *left = &search->out->trials[gap];
        const double x = report_search_value(&search->wish->axis, left[0].x, left[1].x, 0.5);
        if (!report_search_try(search, x, search->wish->replications, &ignored))
            return;
    }
}

/* ---- sides ---- */

static report_side side_of(int sign)
{
    return sign < 0 ? REPORT_SIDE_FIRST : sign > 0 ? REPORT_SIDE_SECOND : REPORT_SIDE_NONE;
}

report_side report_break_even_tried(const report_trial *trial)
{
    return side_of(report_search_sign(trial));
}

/* The next trial from i on whose side is sure; n_trials if none. */
static size_t next_sure(const report_break_even *out, size_t i)
{
    while (i < out->n_trials && report_search_sign(&out->trials[i]) == 0)
        i++;
    return i;
}

/* Whether trials left and right, the next ones that are sure, have opposite sides. */
static bool is_change(const report_break_even *out, size_t left, size_t right)
{
    return left < right && right < out->n_trials &&
           report_search_sign(&out->trials[left]) != report_search_sign(&out->trials[right]);
}

/* The futures with which a trial that is not sure may well be: so many that its difference
   would tell, as far as that can be had, or as many as the next ones that are sure have. */
static size_t promising(const report_search *search, size_t left, size_t i, size_t right)
{
    const report_break_even *out = search->out;
    const report_trial *trial = &out->trials[i];
    const double half = (trial->sure.high - trial->sure.low) / 2;
    const double ratio = half / fabs(trial->less.value);
    const double needed = ceil(1.2 * (double)trial->n * ratio * ratio);
    size_t n = needed <= (double)search->wish->limit ? (size_t)needed : 0;
    if (left < out->n_trials && out->trials[left].n > n)
        n = out->trials[left].n;
    if (right < out->n_trials && out->trials[right].n > n)
        n = out->trials[right].n;
    return n;
}

/* Plays more futures where neither side is sure and no change of sides explains it, as far as
   that promises to tell. */
static void settle(report_search *search)
{
    report_break_even *out = search->out;
    size_t left = out->n_trials;
    for (size_t i = 0; i < out->n_trials; i++) {
        report_trial trial = out->trials[i];
        const size_t right = next_sure(out, i);
        const size_t n = right == i ? 0 : promising(search, left, i, right);
        if (n > trial.n && !is_change(out, left, right) &&
            !report_search_try(search, trial.x, n, &trial))
            return;
        left = report_search_sign(&trial) != 0 ? i : left;
    }
}

static bool is_known(const report_break_even *out, double from, double to)
{
    for (size_t i = 0; i < out->n_crossings; i++)
        if (out->crossings[i].at >= from && out->crossings[i].at <= to)
            return true;
    return false;
}

static void add_crossing(report_break_even *out, report_crossing crossing)
{
    size_t at = 0;
    while (at < out->n_crossings && out->crossings[at].at < crossing.at)
        at++;
    memmove(&out->crossings[at + 1], &out->crossings[at],
            (out->n_crossings++ - at) * sizeof *out->crossings);
    out->crossings[at] = crossing;
}

/* Brackets the first change of sides that is not known yet; false if there is none. */
static bool cross_next(report_search *search)
{
    report_break_even *out = search->out;
    for (size_t left = next_sure(out, 0), right; left < out->n_trials; left = right) {
        right = next_sure(out, left + 1);
        if (!is_change(out, left, right) ||
            is_known(out, out->trials[left].x, out->trials[right].x))
            continue;
        add_crossing(out, report_search_cross(search, out->trials[left], out->trials[right]));
        return true;
    }
    return false;
}

/* Runs of trials that are not sure and lie in no change of sides. */
static void list_undecided(report_break_even *out, sim_arena *arena)
{
    const size_t n = out->n_trials;
    size_t left = n;
    out->undecided = sim_arena_alloc(arena, n, sizeof *out->undecided);
    for (size_t i = 0; i < n; i++) {
        if (report_search_sign(&out->trials[i]) != 0) {
            left = i;
            continue;
        }
        const size_t right = next_sure(out, i);
        if (!is_change(out, left, right))
            out->undecided[out->n_undecided++] = (report_undecided){
                out->trials[left < n ? left : 0].x, out->trials[right < n ? right : n - 1].x};
        i = right - 1;
    }
}

static void tell_sides(report_break_even *out)
{
    const size_t first = next_sure(out, 0);
    out->nearest = (double)NAN;
    if (first == out->n_trials)
        return;
    out->below = report_break_even_tried(&out->trials[first]);
    for (size_t i = first; i < out->n_trials; i = next_sure(out, i + 1))
        out->above = report_break_even_tried(&out->trials[i]);
    const report_trial *nearest = &out->trials[first];
    for (size_t i = first; i < out->n_trials; i++)
        nearest = closeness(&out->trials[i]) < closeness(nearest) ? &out->trials[i] : nearest;
    out->nearest = nearest->x;
}

const char *report_break_even_side(const report_break_even *of, report_side side)
{
    const char *const names[] = {NULL, of->between, of->and };
    return names[side];
}

size_t report_break_even_least(double probability)
{
    return (size_t)ceil(log((1 - confidence_of(REPORT_BREAK_EVEN_SCAN)) / 2) /
                        log1p(-probability));
}

/* ---- the whole ---- */

/* Whether a cost changes along the axis: in the same futures. */
static bool changes(const report_break_even *out, bool is_first)
{
    double least = HUGE_VAL, most = -HUGE_VAL;
    for (size_t i = 0; i < out->n_trials; i++) {
        const report_trial *trial = &out->trials[i];
        const double x = is_first ? trial->first.value : trial->second.value;
        least = fmin(least, x);
        most = fmax(most, x);
    }
    return most - least > rounding * fmax(fabs(most), fabs(least));
}

/* The widest gap in which costs can meet. */
static double resolution(const report_break_even *out)
{
    double widest = 0;
    for (size_t i = 0; i + 1 < out->n_trials; i++) {
        const report_trial *left = &out->trials[i], *right = left + 1;
        if (can_meet(left, right))
            widest = fmax(widest, report_search_way(&out->axis, left->x, right->x));
    }
    return out->axis.is_log ? exp(widest) : widest;
}

report_estimate report_break_even_chance(const report_break_even *of, const report_trial *trial)
{
    const report_estimate x = trial->first;
    return of->budget ? x : (report_estimate){1 - x.value, {1 - x.ci95.high, 1 - x.ci95.low}};
}

bool report_break_even_find(const report_break_even_wish *wish, sim_arena *arena,
                            report_break_even *out, sim_failure *why)
{
    report_search search = {.wish = wish, .out = out, .why = why};
    const size_t room = wish->most + 1;
    out->axis = wish->axis;
    out->precision = wish->precision;
    out->trials = sim_arena_alloc(arena, room, sizeof *out->trials);
    out->crossings = sim_arena_alloc(arena, room, sizeof *out->crossings);
    scan(&search);
    out->depends_first = changes(out, true);
    out->depends_second = changes(out, false);
    bool is_new = out->depends_first || out->depends_second;
    for (int i = 0; is_new; i++) {
        if (i < ROUNDS)
            halve_gaps(&search);
        settle(&search);
        is_new = false;
        while (!search.is_failed && !out->is_spent && cross_next(&search))
            is_new = true;
    }
    list_undecided(out, arena);
    tell_sides(out);
    out->resolution = resolution(out);
    free(search.first);
    free(search.second);
    free(search.less);
    return !search.is_failed;
}
