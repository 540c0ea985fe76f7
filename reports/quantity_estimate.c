/* SPDX-License-Identifier: GPL-3.0-or-later */
/* How what was read in each replication becomes an estimate with its interval. */
#include "reports/quantity.h"
#include "reports/ranged.h"
#include "sim/grouped.h"

#include <gsl/gsl_cdf.h>
#include <math.h>

enum { FEWEST = 20, TAIL_POINTS = 100 };

static const scenario_statistic *statistic(const report_sample *sample)
{
    return sample->subject->of->at;
}

/* ---- one number from each replication ---- */

static report_estimate mean(size_t n, const double *x, double confidence)
{
    sim_tally tally = {0};
    for (size_t i = 0; i < n; i++)
        sim_tally_add(&tally, x[i]);
    return (report_estimate){n > 0 ? tally.mean : (double)NAN,
                             sim_interval_mean(&tally, confidence)};
}

static report_estimate quantile(const report_sample *sample, const double *x, double confidence)
{
    const double p = statistic(sample)->p;
    const double *sorted = report_estimate_sorted(sample->arena, sample->n, x);
    if (!statistic(sample)->is_cvar)
        return (report_estimate){sim_interval_quantile_value(sample->n, sorted, p),
                                 sim_interval_quantile(sample->n, sorted, p, confidence)};
    report_estimate cvar = {sim_interval_cvar_value(sample->n, sorted, p),
                            report_estimate_none.ci95};
    if ((double)sample->n * (1 - p) > TAIL_POINTS - 1e-6)
        cvar.ci95 = sim_interval_cvar(sample->n, sorted, p, confidence);
    return cvar;
}

/* top, less that of the other architecture. */
static double *differences(const report_sample *sample)
{
    double *x = sim_arena_alloc(sample->arena, sample->n, sizeof *x);
    for (size_t i = 0; i < sample->n; i++)
        x[i] = sample->top[i] - (sample->other_top ? sample->other_top[i] : 0);
    return x;
}

static report_estimate of_mean(const report_sample *sample, double confidence)
{
    const double *x = differences(sample);
    return statistic(sample)->p > 0 ? quantile(sample, x, confidence)
                                    : mean(sample->n, x, confidence);
}

/* ---- ratios ---- */

static double sum(size_t n, const double *x)
{
    double all = 0;
    for (size_t i = 0; i < n; i++)
        all += x[i];
    return all;
}

/* A ratio and what each replication takes it away from there: its value plus the mean of these
   is the jackknife's; their spread is its error. */
static bool add_ratio(const report_sample *sample, const double *y, const double *x,
                      double sign, double *pseudo)
{
    const size_t n = sample->n;
    const double sum_y = sum(n, y), sum_x = sum(n, x), ratio = sum_y / sum_x;
    for (size_t i = 0; i < n; i++) {
        if (!(sum_x - x[i] > 0))
            return false;
        pseudo[i] +=
            sign * ((double)n * ratio - (double)(n - 1) * (sum_y - y[i]) / (sum_x - x[i]));
    }
    return true;
}

/* A share from 0 to 1, not compared with another. */
static bool is_share(const report_sample *sample)
{
    const scenario_quantity *quantity = sample->subject->of->quantity;
    return quantity->estimator == SCENARIO_RATIO && !sample->other_bottom &&
           quantity->dimension == &scenario_units_share;
}

/* y / x less that of another architecture, if there is one, with the jackknife's interval
   around it (report_estimate_ratio). A share that was 0, or 1, in every future has no spread to
   go by: other futures, of which so many show no more than that probability, may differ. */
static report_estimate of_ratio(const report_sample *sample, double confidence)
{
    const size_t n = sample->n;
    const double *y = sample->top, *x = sample->bottom;
    double *pseudo = sim_arena_alloc(sample->arena, n, sizeof *pseudo);
    if (n < 2 || !add_ratio(sample, y, x, 1, pseudo))
        return report_estimate_none;
    report_estimate ratio = {sum(n, y) / sum(n, x), report_estimate_none.ci95};
    if (sample->other_bottom) {
        if (!add_ratio(sample, sample->other_top, sample->other_bottom, -1, pseudo))
            return report_estimate_none;
        ratio.value -= sum(n, sample->other_top) / sum(n, sample->other_bottom);
    }
    if (is_share(sample) && (ratio.value <= 0 || ratio.value >= 1)) {
        ratio.ci95 = sim_interval_probability(ratio.value > 0 ? n : 0, n, confidence);
        return ratio;
    }
    const sim_interval around = mean(n, pseudo, confidence).ci95;
    const double half = (around.high - around.low) / 2;
    ratio.ci95 = (sim_interval){ratio.value - half, ratio.value + half};
    return ratio;
}

/* top over that of the other architecture. */
static report_estimate of_over(const report_sample *sample, double confidence)
{
    report_sample turned = *sample;
    turned.bottom = sample->other_top;
    turned.other_top = turned.other_bottom = NULL;
    return of_ratio(&turned, confidence);
}

/* ---- probabilities ---- */

static report_estimate probability(size_t k, size_t n, double confidence)
{
    return n == 0 ? report_estimate_none
                  : (report_estimate){(double)k / (double)n,
                                      sim_interval_probability(k, n, confidence)};
}

static report_estimate of_overrun(const report_sample *sample, double confidence)
{
    size_t over = 0;
    for (size_t i = 0; i < sample->n; i++)
        over += sample->top[i] > sample->amount;
    return probability(over, sample->n, confidence);
}

static report_estimate of_cheaper(const report_sample *sample, double confidence)
{
    size_t cheaper = 0;
    for (size_t i = 0; i < sample->n; i++)
        cheaper += sample->top[i] < sample->other_top[i];
    return probability(cheaper, sample->n, confidence);
}

/* ---- latencies ---- */

static report_estimate of_latency(const report_sample *sample, double confidence)
{
    const report_architecture *of = sample->of;
    const sim_sketch *const all[SCENARIO_SKETCHES] = {of->ttft_s, of->tpot_s, of->e2e_s};
    const int which = sample->subject->of->quantity->top.first;
    const double p = statistic(sample)->p;
    report_estimate latency = {all[which] ? sim_sketch_quantile(all[which], p) : (double)NAN,
                               report_estimate_none.ci95};
    if (of->latency_groups)
        latency.ci95 = sim_grouped_quantile(of->latency_groups + which, REPORT_LATENCY_GROUPS,
                                            SCENARIO_SKETCHES, p, confidence);
    return latency;
}

/* ---- what pilots of sums may move ---- */

/* By how much of the 95 % bound x may be moved at another confidence, by replication. */
static double *moved_by(const report_sample *sample, const double *x, const double *to,
                        double confidence)
{
    const double share = gsl_cdf_ugaussian_Pinv((1 + confidence) / 2) /
                         gsl_cdf_ugaussian_Pinv((1 + REPORT_CONFIDENCE) / 2);
    double *out = sim_arena_alloc(sample->arena, sample->n, sizeof *out);
    for (size_t i = 0; i < sample->n; i++)
        out[i] = x[i] + share * (to[i] - x[i]);
    return out;
}

typedef report_estimate estimating(const report_sample *sample, double confidence);

/* The estimate, widened by what one architecture's pilots may move: those of its tops, which
   the caller has as a member of the sample. */
static report_estimate widen(report_sample *sample, estimating *estimate, double **top,
                             double *const moved[2], report_estimate of, double confidence)
{
    double *const as_it_is = *top, ends[2];
    if (!moved[0])
        return of;
    for (int side = 0; side < 2; side++) {
        *top = moved_by(sample, as_it_is, moved[side], confidence);
        ends[side] = estimate(sample, confidence).value;
    }
    *top = as_it_is;
    return report_ranged_widen(of, ends[0], ends[1]);
}

/* ---- the whole ---- */

static bool is_probability(const report_sample *sample)
{
    const scenario_estimator by = sample->subject->of->quantity->estimator;
    return by == SCENARIO_OVERRUN || by == SCENARIO_CHEAPER;
}

report_estimate report_quantity_estimate(const report_sample *sample, double confidence)
{
    static estimating *const estimators[] = {
        [SCENARIO_MEAN] = of_mean,       [SCENARIO_RATIO] = of_ratio,
        [SCENARIO_OVERRUN] = of_overrun, [SCENARIO_CHEAPER] = of_cheaper,
        [SCENARIO_OVER] = of_over,       [SCENARIO_LATENCY] = of_latency,
    };
    estimating *estimate = estimators[sample->subject->of->quantity->estimator];
    report_sample work = *sample;
    report_estimate out = estimate(&work, confidence);
    out = widen(&work, estimate, &work.top, work.moved, out, confidence);
    out = widen(&work, estimate, &work.other_top, work.other_moved, out, confidence);
    if (is_probability(sample))
        out.ci95 = (sim_interval){fmax(out.ci95.low, 0), fmin(out.ci95.high, 1)};
    return out;
}

double report_quantity_skewness(const report_sample *sample)
{
    const bool is_mean = sample->subject->of->quantity->estimator == SCENARIO_MEAN;
    return is_mean && !(statistic(sample)->p > 0)
               ? sim_interval_skewness(sample->n, differences(sample))
               : 0;
}

/* Replications after which a probability that never, or always, came true is far enough from
   the limits. */
static double least_for_probability(const scenario_expectation *of, double share)
{
    double least = 1;
    if (!isnan(of->below))
        least = fmax(least, of->below > 0 ? log(share) / log1p(-fmin(of->below, 1)) : HUGE_VAL);
    if (!isnan(of->above) && !(of->above < 0))
        least = fmax(least, of->above < 1 ? log(share) / log(of->above) : HUGE_VAL);
    return least;
}

size_t report_quantity_least(const scenario_expectation *of, double confidence)
{
    const scenario_estimator estimator = of->quantity->estimator;
    const double share = (1 - confidence) / 2, p = of->at->p;
    double least = FEWEST;
    if (estimator == SCENARIO_OVERRUN || estimator == SCENARIO_CHEAPER)
        least = fmax(least, least_for_probability(of, share));
    if (estimator == SCENARIO_MEAN && of->at->is_cvar)
        least = fmax(least, TAIL_POINTS / (1 - p) - 1e-6);
    else if (estimator == SCENARIO_MEAN && p > 0) {
        least = fmax(least, isnan(of->below) ? 0 : log(share) / log(p));
        least = fmax(least, isnan(of->above) ? 0 : log(share) / log1p(-p));
    }
    return least < 1e15 ? (size_t)ceil(least) : SIZE_MAX;
}
