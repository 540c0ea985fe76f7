/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "reports/sensitivity.h"

#include "reports/estimate.h"
#include "sim/indices.h"

#include <math.h>
#include <stdlib.h>

const char *const report_quantity_names[REPORT_QUANTITY_KINDS] = {
    [REPORT_QUANTITY_COST] = "cost",
    [REPORT_QUANTITY_DIFFERENCE] = "difference",
    [REPORT_QUANTITY_OVERRUN] = "overrun",
};

const char *const report_input_names[REPORT_INPUT_KINDS] = {
    [REPORT_INPUT_UNKNOWN] = "unknown",
    [REPORT_INPUT_AHEAD] = "ahead",
    [REPORT_INPUT_CHANCE] = "chance",
};

void report_quantity_say(const report_quantity *quantity, char *text, size_t size)
{
    if (quantity->kind == REPORT_QUANTITY_COST)
        snprintf(text, size, "cost of %s", quantity->of);
    else if (quantity->kind == REPORT_QUANTITY_DIFFERENCE)
        snprintf(text, size, "cost of %s less that of %s", quantity->of, quantity->less);
    else
        snprintf(text, size, "overrun of %s in %s", quantity->budget, quantity->of);
}

/* A quantity under analysis. */
typedef struct analysis {
    const report_sensitivity_plays *plays;
    size_t quantity;
    sim_arena *arena;
    double *a, *b; /* a[n_points], b[n_points] */
} analysis;

static bool is_share(const analysis *of)
{
    return of->plays->quantities[of->quantity].kind == REPORT_QUANTITY_OVERRUN;
}

/* ---- Sobol' ---- */

/* Sums of the same money in another order differ in their last bits: that is no effect. */
static double settled(double x, double like)
{
    return fabs(x - like) <= 1e-12 * fabs(like) ? like : x;
}

/* The quantity at column 0 (A), 1 (B) or 2 + input (AB) of every point. */
static double *column_of_points(const analysis *of, size_t column)
{
    const report_sensitivity_plays *plays = of->plays;
    const size_t width = 2 + plays->n_inputs, n = plays->n_quantities;
    double *out = sim_arena_alloc(of->arena, plays->n_points + 1, sizeof *out);
    for (size_t i = 0; i < plays->n_points; i++) {
        const double *row = plays->points + i * width * n + of->quantity;
        out[i] = settled(settled(row[column * n], row[0]), plays->points[of->quantity]);
    }
    return out;
}

/* A share is from 0 to 1. An estimate that lies beyond by chance is put at the end, with an
   interval no narrower than it was: no certainty comes of it. */
static report_estimate share_of(sim_index index)
{
    const double value = fmin(fmax(index.value, 0), 1), moved = value - index.value;
    const sim_interval interval = {fmin(index.interval.low, index.interval.low + moved),
                                   fmax(index.interval.high, index.interval.high + moved)};
    if (!isfinite(index.value))
        return report_estimate_none;
    return (report_estimate){value,
                             {isnan(interval.low) ? interval.low : fmax(interval.low, 0),
                              isnan(interval.high) ? interval.high : fmin(interval.high, 1)}};
}

static int strongest_first(const void *a, const void *b)
{
    const double x = ((const report_index *)a)->total.value;
    const double y = ((const report_index *)b)->total.value;
    return (x < y) - (x > y);
}

static void add_indices(const analysis *of, report_sensed *into)
{
    const report_sensitivity_plays *plays = of->plays;
    const sim_indices_rows rows = {plays->n_points, plays->n_blocks, of->a, of->b};
    double variance = 0;
    into->indices = sim_arena_alloc(of->arena, plays->n_inputs, sizeof *into->indices);
    into->mean = report_estimate_none;
    for (size_t i = 0; i < plays->n_inputs; i++)
        into->indices[i] =
            (report_index){&plays->inputs[i], report_estimate_none, report_estimate_none};
    if (plays->n_points == 0)
        return;
    const sim_index mean = sim_indices_mean(&rows, REPORT_CONFIDENCE, &variance);
    into->mean = is_share(of) ? share_of(mean) : (report_estimate){mean.value, mean.interval};
    into->sd = sqrt(variance);
    for (size_t i = 0; i < plays->n_inputs; i++) {
        const sim_indices found =
            sim_indices_of(&rows, column_of_points(of, 2 + i), REPORT_CONFIDENCE);
        into->indices[i].first = share_of(found.first);
        into->indices[i].total = share_of(found.total);
    }
    qsort(into->indices, plays->n_inputs, sizeof *into->indices, strongest_first);
}

/* ---- one at a time ---- */

/* The quantity in column 0 (medians), 1 + 2 lever (low) or 2 + 2 lever (high). */
static double *column_alone(const analysis *of, size_t column)
{
    const report_sensitivity_plays *plays = of->plays;
    const size_t width = 1 + 2 * plays->n_levers;
    double *out = sim_arena_alloc(of->arena, plays->n_pairs + 1, sizeof *out);
    for (size_t i = 0; i < plays->n_pairs; i++)
        out[i] = plays->alone[(i * width + column) * plays->n_quantities + of->quantity];
    report_estimate_level(plays->n_pairs, out);
    return out;
}

static size_t count(size_t n, const double *x)
{
    size_t k = 0;
    for (size_t i = 0; i < n; i++)
        k += x[i] > 0.5;
    return k;
}

static report_estimate mean_of(const analysis *of, const double *x)
{
    const size_t n = of->plays->n_pairs;
    return is_share(of) ? report_estimate_probability(count(n, x), n)
                        : report_estimate_mean(n, x);
}

/* Of two probabilities in the same replications: those in which only the one breaks less those
   in which only the other does, each with an exact interval at half the error. */
static report_estimate difference_of_shares(size_t n, const double *low, const double *high)
{
    size_t more = 0, fewer = 0;
    for (size_t i = 0; i < n; i++) {
        more += high[i] > low[i];
        fewer += high[i] < low[i];
    }
    const double confidence = 1 - (1 - REPORT_CONFIDENCE) / 2;
    const sim_interval plus = sim_interval_probability(more, n, confidence);
    const sim_interval minus = sim_interval_probability(fewer, n, confidence);
    return (report_estimate){((double)more - (double)fewer) / (double)n,
                             {plus.low - minus.high, plus.high - minus.low}};
}

static report_estimate effect_of(const analysis *of, const double *low, const double *high)
{
    const size_t n = of->plays->n_pairs;
    if (n == 0)
        return report_estimate_none;
    if (is_share(of))
        return difference_of_shares(n, low, high);
    double *gap = sim_arena_alloc(of->arena, n, sizeof *gap);
    for (size_t i = 0; i < n; i++)
        gap[i] = settled(high[i], low[i]) - low[i];
    report_estimate_level(n, gap);
    return report_estimate_mean(n, gap);
}

/* Over all points A and B. Points of a scramble spread more evenly than independent ones, so
   that the interval is too wide rather than too narrow. */
static report_estimate rank_of(const analysis *of, size_t unknown)
{
    const report_sensitivity_plays *plays = of->plays;
    const size_t n = plays->n_points;
    double *x = sim_arena_alloc(of->arena, 2 * n + 1, sizeof *x);
    double *y = sim_arena_alloc(of->arena, 2 * n + 1, sizeof *y);
    for (size_t i = 0; i < 2 * n; i++) {
        x[i] = plays->drawn[i * plays->n_unknowns + unknown];
        y[i] = (i % 2 ? of->b : of->a)[i / 2];
    }
    return report_estimate_rank(of->arena, 2 * n, x, y);
}

static int largest_first(const void *a, const void *b)
{
    const double x = fabs(((const report_lever *)a)->effect.value);
    const double y = fabs(((const report_lever *)b)->effect.value);
    return (x < y) - (x > y);
}

static void add_levers(const analysis *of, report_sensed *into)
{
    const report_sensitivity_plays *plays = of->plays;
    into->levers = sim_arena_alloc(of->arena, plays->n_levers, sizeof *into->levers);
    into->at_medians = mean_of(of, column_alone(of, 0));
    for (size_t i = 0; i < plays->n_levers; i++) {
        const double *low = column_alone(of, 1 + 2 * i), *high = column_alone(of, 2 + 2 * i);
        into->levers[i] = (report_lever){
            .name = plays->unknown_names[plays->levers[i]],
            .low = plays->values[3 * i],
            .median = plays->values[3 * i + 1],
            .high = plays->values[3 * i + 2],
            .at_low = mean_of(of, low),
            .at_high = mean_of(of, high),
            .effect = effect_of(of, low, high),
            .rank = rank_of(of, plays->levers[i]),
        };
    }
    qsort(into->levers, plays->n_levers, sizeof *into->levers, largest_first);
}

report_sensitivity *report_sensitivity_new(const report_sensitivity_plays *plays,
                                           sim_arena *arena)
{
    report_sensitivity *out = sim_arena_alloc(arena, 1, sizeof *out);
    out->plays = plays;
    out->sensed = sim_arena_alloc(arena, plays->n_quantities, sizeof *out->sensed);
    for (size_t i = 0; i < plays->n_quantities; i++) {
        analysis of = {.plays = plays, .quantity = i, .arena = arena};
        of.a = column_of_points(&of, 0);
        of.b = column_of_points(&of, 1);
        out->sensed[i].quantity = &plays->quantities[i];
        add_indices(&of, &out->sensed[i]);
        add_levers(&of, &out->sensed[i]);
    }
    return out;
}
