/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "reports/frontier.h"

#include "sim/stream.h"

#include <math.h>
#include <stdbool.h>
#include <stdlib.h>
#include <string.h>

const char *const report_goal_names[REPORT_GOALS] = {
    [REPORT_GOAL_MEAN] = "mean",
    [REPORT_GOAL_P95] = "p95",
    [REPORT_GOAL_P99] = "p99",
    [REPORT_GOAL_CVAR95] = "cvar95",
    [REPORT_GOAL_OVERRUN] = "overrun",
    [REPORT_GOAL_LOST] = "lost",
    [REPORT_GOAL_PER_SUCCESS] = "per-success",
};

const char *const report_goal_meanings[REPORT_GOALS] = {
    [REPORT_GOAL_MEAN] = "expected cost",
    [REPORT_GOAL_P95] = "cost that 1 in 20 futures exceeds",
    [REPORT_GOAL_P99] = "cost that 1 in 100 futures exceeds",
    [REPORT_GOAL_CVAR95] = "mean cost of the dearest 1 in 20 futures",
    [REPORT_GOAL_OVERRUN] = "chance over budget",
    [REPORT_GOAL_LOST] = "successes lost",
    [REPORT_GOAL_PER_SUCCESS] = "cost per success",
};

const char *const report_verdict_names[] = {
    [REPORT_DOMINATED] = "dominated",
    [REPORT_TIED] = "tied",
    [REPORT_EFFICIENT] = "efficient",
};

report_goal report_goal_named(const char *name)
{
    report_goal goal = 0;
    while (goal < REPORT_GOALS && strcmp(report_goal_names[goal], name) != 0)
        goal++;
    return goal;
}

enum { RESAMPLES = 200, SURE = 195 }; /* 97.5 % of them */

/* Points under judgement. */
typedef struct frontier {
    const report_futures *points;
    size_t n_points, n;
    const report_goal *goals;
    size_t n_goals;
    size_t **ascending; /* ascending[n_points][n]: futures by cost */
    double *values;     /* values[1 + RESAMPLES][n_points][n_goals]; first as they are */
} frontier;

/* ---- goals ---- */

/* Futures, each as often as the weights say. */
typedef struct resample {
    const double *weights;   /* weights[n], n in sum */
    const size_t *ascending; /* by cost */
    size_t n;
} resample;

static double weighted(const resample *of, const double *x)
{
    double sum = 0;
    for (size_t i = 0; i < of->n; i++)
        sum += of->weights[i] * x[i];
    return sum;
}

/* The cost of rank ceil(p n). */
static double quantile(const resample *of, const double *cost, double p)
{
    const double rank = ceil(p * (double)of->n - 1e-9);
    double below = 0;
    for (size_t i = 0; i < of->n; i++) {
        below += of->weights[of->ascending[i]];
        if (below >= rank)
            return cost[of->ascending[i]];
    }
    return cost[of->ascending[of->n - 1]];
}

/* The mean of the dearest share 1 - p. */
static double tail_mean(const resample *of, const double *cost, double p)
{
    const double room = (1 - p) * (double)of->n;
    double left = room, sum = 0;
    for (size_t i = of->n; i-- > 0 && left > 0;) {
        const double weight = fmin(of->weights[of->ascending[i]], left);
        sum += weight * cost[of->ascending[i]];
        left -= weight;
    }
    return sum / room;
}

static double value_of(const resample *of, const report_futures *point, report_goal goal)
{
    switch (goal) {
    case REPORT_GOAL_MEAN:
        return weighted(of, point->cost);
    case REPORT_GOAL_P95:
        return quantile(of, point->cost, 0.95);
    case REPORT_GOAL_P99:
        return quantile(of, point->cost, 0.99);
    case REPORT_GOAL_CVAR95:
        return tail_mean(of, point->cost, 0.95);
    case REPORT_GOAL_OVERRUN:
        return weighted(of, point->broken);
    case REPORT_GOAL_LOST:
        return 1 - weighted(of, point->successes) / weighted(of, point->judged);
    default:
        return weighted(of, point->cost) / weighted(of, point->successes);
    }
}

/* ---- resampling ---- */

typedef struct ranked {
    double cost;
    size_t future;
} ranked;

static int by_cost(const void *a, const void *b)
{
    const ranked *x = a, *y = b;
    if (x->cost < y->cost || x->cost > y->cost)
        return x->cost < y->cost ? -1 : 1;
    return (x->future > y->future) - (x->future < y->future);
}

static void sort_futures(frontier *f, sim_arena *arena)
{
    ranked *futures = sim_arena_alloc(arena, f->n, sizeof *futures);
    f->ascending = sim_arena_alloc(arena, f->n_points, sizeof *f->ascending);
    for (size_t i = 0; i < f->n_points; i++) {
        f->ascending[i] = sim_arena_alloc(arena, f->n, sizeof *f->ascending[i]);
        for (size_t k = 0; k < f->n; k++)
            futures[k] = (ranked){f->points[i].cost[k], k};
        qsort(futures, f->n, sizeof *futures, by_cost);
        for (size_t k = 0; k < f->n; k++)
            f->ascending[i][k] = futures[k].future;
    }
}

/* Weights of a resample; the first are all 1. */
static void draw(size_t which, size_t n, double *weights)
{
    const sim_stream stream = sim_stream_make(1, which, sim_stream_source("frontier"));
    for (size_t i = 0; i < n; i++)
        weights[i] = which == 0;
    for (size_t i = 0; i < n && which > 0; i++)
        weights[(size_t)(sim_stream_uniform(stream, i, 0) * (double)n)]++;
}

static double *at(const frontier *f, size_t which, size_t point)
{
    return f->values + (which * f->n_points + point) * f->n_goals;
}

static void evaluate(frontier *f, sim_arena *arena)
{
    double *weights = sim_arena_alloc(arena, f->n, sizeof *weights);
    f->values =
        sim_arena_alloc(arena, (1 + RESAMPLES) * f->n_points * f->n_goals, sizeof(double));
    for (size_t which = 0; which <= RESAMPLES; which++) {
        draw(which, f->n, weights);
        for (size_t i = 0; i < f->n_points; i++) {
            const resample of = {weights, f->ascending[i], f->n};
            for (size_t k = 0; k < f->n_goals; k++)
                at(f, which, i)[k] = value_of(&of, &f->points[i], f->goals[k]);
        }
    }
}

/* ---- judging ---- */

static bool is_surely_better(const frontier *f, size_t a, size_t b, size_t goal)
{
    size_t times = 0;
    if (!(at(f, 0, a)[goal] < at(f, 0, b)[goal]) || f->n < 2)
        return false;
    for (size_t which = 1; which <= RESAMPLES; which++)
        times += at(f, which, a)[goal] < at(f, which, b)[goal];
    return times >= SURE;
}

static bool is_surely_better_in_one(const frontier *f, size_t a, size_t b)
{
    for (size_t k = 0; k < f->n_goals; k++)
        if (is_surely_better(f, a, b, k))
            return true;
    return false;
}

/* By the estimates. */
static bool dominates(const frontier *f, size_t a, size_t b)
{
    bool is_better = false;
    for (size_t k = 0; k < f->n_goals; k++) {
        if (at(f, 0, a)[k] > at(f, 0, b)[k])
            return false;
        is_better |= at(f, 0, a)[k] < at(f, 0, b)[k];
    }
    return is_better;
}

static report_verdict judge(const frontier *f, size_t point)
{
    bool is_dominated = false, could_be = false;
    for (size_t i = 0; i < f->n_points; i++) {
        const bool is_below = dominates(f, i, point);
        is_dominated |= is_below;
        if (!is_surely_better_in_one(f, i, point))
            continue;
        if (is_below)
            return REPORT_DOMINATED;
        could_be |= !is_surely_better_in_one(f, point, i);
    }
    return is_dominated || could_be ? REPORT_TIED : REPORT_EFFICIENT;
}

void report_frontier_judge(size_t n_points, const report_futures *points, size_t n,
                           size_t n_goals, const report_goal *goals, report_verdict *verdicts)
{
    sim_arena *arena = sim_arena_new();
    frontier f = {
        .points = points, .n_points = n_points, .n = n, .goals = goals, .n_goals = n_goals};
    sort_futures(&f, arena);
    evaluate(&f, arena);
    for (size_t i = 0; i < n_points; i++)
        verdicts[i] = judge(&f, i);
    sim_arena_free(arena);
}
