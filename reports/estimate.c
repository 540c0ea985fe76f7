/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "reports/estimate.h"

#include <gsl/gsl_statistics_double.h>
#include <math.h>
#include <stdlib.h>
#include <string.h>

enum { TAIL_POINTS = 100 };

const report_estimate report_estimate_none = {(double)NAN, {(double)NAN, (double)NAN}};

report_estimate report_estimate_mean(size_t n, const double *x)
{
    if (n == 0)
        return report_estimate_none;
    sim_tally tally = {0};
    for (size_t i = 0; i < n; i++)
        sim_tally_add(&tally, x[i]);
    report_estimate mean = {tally.mean, report_estimate_none.ci95};
    if (n > 1)
        mean.ci95 = sim_interval_mean(&tally, REPORT_CONFIDENCE);
    return mean;
}

report_estimate report_estimate_quantile(size_t n, const double *sorted, double p)
{
    if (n == 0)
        return report_estimate_none;
    return (report_estimate){sim_interval_quantile_value(n, sorted, p),
                             sim_interval_quantile(n, sorted, p, REPORT_CONFIDENCE)};
}

report_estimate report_estimate_cvar(size_t n, const double *sorted, double p)
{
    if (n == 0)
        return report_estimate_none;
    report_estimate cvar = {sim_interval_cvar_value(n, sorted, p), report_estimate_none.ci95};
    /* A little slack: 1 - 0.95 is not quite 0.05. */
    if ((double)n * (1 - p) > TAIL_POINTS - 1e-6)
        cvar.ci95 = sim_interval_cvar(n, sorted, p, REPORT_CONFIDENCE);
    return cvar;
}

report_estimate report_estimate_probability(size_t k, size_t n)
{
    if (n == 0)
        return report_estimate_none;
    return (report_estimate){(double)k / (double)n,
                             sim_interval_probability(k, n, REPORT_CONFIDENCE)};
}

static double sum(size_t n, const double *x)
{
    double all = 0;
    for (size_t i = 0; i < n; i++)
        all += x[i];
    return all;
}

report_estimate report_estimate_ratio(size_t n, const double *y, const double *x)
{
    const double sum_y = sum(n, y), sum_x = sum(n, x);
    if (n == 0 || sum_x <= 0)
        return report_estimate_none;
    report_estimate ratio = {sum_y / sum_x, report_estimate_none.ci95};
    sim_tally pseudo = {0};
    for (size_t i = 0; i < n && n > 1; i++) {
        if (sum_x - x[i] <= 0)
            return ratio;
        double without = (sum_y - y[i]) / (sum_x - x[i]);
        sim_tally_add(&pseudo, (double)n * ratio.value - (double)(n - 1) * without);
    }
    if (n > 1) {
        sim_interval around = sim_interval_mean(&pseudo, REPORT_CONFIDENCE);
        double half = (around.high - around.low) / 2;
        ratio.ci95 = (sim_interval){ratio.value - half, ratio.value + half};
    }
    return ratio;
}

/* A sample of n that is wholly in order could as well have had two neighbours the other way
   round, which would have made it 1 - 12 / (n (n^2 - 1)): half of that step is what it does not
   tell from 1, where Fisher's interval has no width. */
static double short_of_one(double r, double n)
{
    const double most = 1 - 6 / (n * (n * n - 1));
    return fmin(fmax(r, -most), most);
}

report_estimate report_estimate_rank(sim_arena *arena, size_t n, const double *x,
                                     const double *y)
{
    double *work = sim_arena_alloc(arena, 2 * n + 1, sizeof *work);
    const double r = n > 1 ? gsl_stats_spearman(x, 1, y, 1, n, work) : (double)NAN;
    report_estimate rank = {r, report_estimate_none.ci95};
    if (n <= 3 || !isfinite(r))
        return isfinite(r) ? rank : report_estimate_none;
    const double within = short_of_one(r, (double)n);
    const double half = 1.959963984540054 * sqrt((1 + r * r / 2) / (double)(n - 3));
    rank.ci95 = (sim_interval){fmin(r, tanh(atanh(within) - half)),
                               fmax(r, tanh(atanh(within) + half))};
    return rank;
}

static int ascending(const void *a, const void *b)
{
    double x, y;
    memcpy(&x, a, sizeof x);
    memcpy(&y, b, sizeof y);
    return (x > y) - (x < y);
}

double *report_estimate_sorted(sim_arena *arena, size_t n, const double *x)
{
    double *sorted = sim_arena_alloc(arena, n, sizeof *sorted);
    if (n > 0)
        memcpy(sorted, x, n * sizeof *sorted);
    qsort(sorted, n, sizeof *sorted, ascending);
    return sorted;
}

void report_estimate_level(size_t n, double *x)
{
    double low = HUGE_VAL, high = -HUGE_VAL;
    for (size_t i = 0; i < n; i++) {
        low = fmin(low, x[i]);
        high = fmax(high, x[i]);
    }
    for (size_t i = 0; i < n && high - low <= 1e-12 * fabs(high); i++)
        x[i] = low;
}
