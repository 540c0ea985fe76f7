/* SPDX-License-Identifier: GPL-3.0-or-later */
/* How much a quantity changed from a baseline that met the same futures. */
#include "reports/quantity.h"

#include <math.h>

enum { SUMS = 4 };

/* Sums over replications of top and bottom: now, then in the baseline. */
typedef double change_of(const double sums[SUMS]);

static double of_means(const double sums[SUMS])
{
    return sums[0] / sums[2] - 1;
}

static double of_ratios(const double sums[SUMS])
{
    return sums[0] / sums[1] / (sums[2] / sums[3]) - 1;
}

static double of_shares(const double sums[SUMS])
{
    return sums[0] / sums[1] - sums[2] / sums[3];
}

/* The jackknife: pseudo-values n f - (n - 1) f_(i), where f_(i) leaves out replication i, are
   averaged like a mean (Law 2015, 9.4). */
static report_estimate jackknife(size_t n, const double *const columns[SUMS], change_of *change,
                                 double confidence)
{
    double sums[SUMS] = {0}, without[SUMS] = {0};
    for (size_t k = 0; k < SUMS; k++)
        for (size_t i = 0; columns[k] && i < n; i++)
            sums[k] += columns[k][i];
    report_estimate out = {change(sums), report_estimate_none.ci95};
    sim_tally pseudo = {0};
    for (size_t i = 0; i < n; i++) {
        for (size_t k = 0; k < SUMS; k++)
            without[k] = sums[k] - (columns[k] ? columns[k][i] : 0);
        const double left = change(without);
        if (!isfinite(left))
            return out;
        sim_tally_add(&pseudo, (double)n * out.value - (double)(n - 1) * left);
    }
    const sim_interval around = sim_interval_mean(&pseudo, confidence);
    const double half = (around.high - around.low) / 2;
    out.ci95 = (sim_interval){out.value - half, out.value + half};
    return out;
}

/* P(over now) - P(over then) = P(only now) - P(only then), each exact and at half the error. */
static report_estimate of_overruns(const report_sample *now, const report_sample *before,
                                   double confidence)
{
    size_t only_now = 0, only_then = 0;
    const double each = 1 - (1 - confidence) / 2;
    for (size_t i = 0; i < now->n; i++) {
        const bool is_now = now->top[i] > now->amount, was = before->top[i] > before->amount;
        only_now += is_now && !was;
        only_then += was && !is_now;
    }
    const sim_interval up = sim_interval_probability(only_now, now->n, each);
    const sim_interval down = sim_interval_probability(only_then, now->n, each);
    const double change = ((double)only_now - (double)only_then) / (double)now->n;
    return (report_estimate){change, {up.low - down.high, up.high - down.low}};
}

/* From nothing to nothing is no change; from nothing to something has no share. */
static report_estimate from_nothing(const report_sample *now)
{
    double sum = 0;
    for (size_t i = 0; i < now->n; i++)
        sum += fabs(now->top[i]);
    const double change = sum > 0 ? HUGE_VAL : 0;
    return (report_estimate){change, {change, change}};
}

report_estimate report_quantity_change(const report_sample *now, const report_sample *before,
                                       double confidence)
{
    const scenario_quantity *quantity = now->subject->of->quantity;
    const double *const columns[SUMS] = {now->top, now->bottom, before->top, before->bottom};
    const bool is_share = report_quantity_in_points(quantity);
    bool is_something = false;
    for (size_t i = 0; i < before->n; i++)
        is_something |= fabs(before->top[i]) > 0;
    if (now->n == 0)
        return report_estimate_none;
    if (quantity->estimator == SCENARIO_OVERRUN)
        return of_overruns(now, before, confidence);
    if (!is_something && !is_share)
        return from_nothing(now);
    return jackknife(now->n, columns,
                     quantity->estimator == SCENARIO_MEAN ? of_means
                     : is_share                           ? of_shares
                                                          : of_ratios,
                     confidence);
}

bool report_quantity_in_points(const scenario_quantity *quantity)
{
    return quantity->dimension == &scenario_units_share;
}
