/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "sim/interval.h"

#include "sim/failure.h"
#include "sim/laws/families.h"

#include <gsl/gsl_cdf.h>
#include <math.h>

static const sim_interval nowhere = {NAN, NAN};

/* ---- means ---- */

sim_interval sim_interval_mean(const sim_tally *tally, double confidence)
{
    if (tally->n < 2)
        return nowhere;
    const double n = (double)tally->n;
    const double t = gsl_cdf_tdist_Qinv((1 - confidence) / 2, n - 1);
    const double half = t * sim_tally_sd(tally) / sqrt(n);
    return (sim_interval){tally->mean - half, tally->mean + half};
}

double sim_interval_skewness(size_t n, const double *x)
{
    double mean = 0, square = 0, cube = 0;
    for (size_t i = 0; i < n; i++)
        mean += x[i] / (double)n;
    for (size_t i = 0; i < n; i++) {
        const double off = x[i] - mean;
        square += off * off / (double)n;
        cube += off * off * off / (double)n;
    }
    const double dust = 1e-11 * mean; /* of rounding, where all are the same */
    return square > dust * dust ? fabs(cube) / (square * sqrt(square)) / sqrt((double)n) : 0;
}

/* ---- quantiles ---- */

/* ceil(n p) without the dust of the product: 0.07 * 100 is above 7. */
static size_t rank_of(size_t n, double p)
{
    const double rank = ceil((double)n * p * (1 - 1e-14));
    return rank < 1 ? 1 : rank > (double)n ? n : (size_t)rank;
}

double sim_interval_quantile_value(size_t n, const double *sorted, double p)
{
    return n == 0 ? (double)NAN : sorted[rank_of(n, p) - 1];
}

/* P(B >= k) of a binomial(n, p), 0 <= k <= n + 1: I_p(k, n - k + 1). GSL's binomial tails
   fail for large n. */
static double at_least(size_t k, size_t n, double p)
{
    if (k == 0 || k > n)
        return k == 0;
    return sim_law_beta_below((double)k, (double)(n - k) + 1, p);
}

static double fewer_than(size_t k, size_t n, double p)
{
    if (k == 0 || k > n)
        return k > n;
    return sim_law_beta_above((double)k, (double)(n - k) + 1, p);
}

void sim_interval_quantile_ranks(size_t n, double p, double confidence, size_t *l, size_t *u)
{
    const double share = (1 - confidence) / 2;
    size_t low = 0, high = n + 1; /* fewer_than(low) <= share < fewer_than(high) */
    while (high - low > 1) {
        const size_t middle = low + (high - low) / 2;
        if (fewer_than(middle, n, p) <= share)
            low = middle;
        else
            high = middle;
    }
    *l = low;
    for (low = 0, high = n + 1; high - low > 1;) { /* at_least(low) > share >= at_least(high) */
        const size_t middle = low + (high - low) / 2;
        if (at_least(middle, n, p) <= share)
            high = middle;
        else
            low = middle;
    }
    *u = high;
}

sim_interval sim_interval_quantile(size_t n, const double *sorted, double p, double confidence)
{
    size_t l, u;
    sim_interval_quantile_ranks(n, p, confidence, &l, &u);
    return (sim_interval){l >= 1 ? sorted[l - 1] : (double)NAN,
                          u <= n ? sorted[u - 1] : (double)NAN};
}

/* ---- conditional value at risk ---- */

/* q + (x - q)^+ / (1 - p): its mean is CVaR, its spread CVaR's error. */
static sim_tally excesses(size_t n, const double *sorted, double p)
{
    const double q = sim_interval_quantile_value(n, sorted, p);
    sim_tally tally = {0};
    for (size_t i = 0; i < n; i++)
        sim_tally_add(&tally, q + fmax(sorted[i] - q, 0) / (1 - p));
    return tally;
}

double sim_interval_cvar_value(size_t n, const double *sorted, double p)
{
    return n == 0 ? (double)NAN : excesses(n, sorted, p).mean;
}

sim_interval sim_interval_cvar(size_t n, const double *sorted, double p, double confidence)
{
    if (n < 2)
        return nowhere;
    const sim_tally tally = excesses(n, sorted, p);
    const double half =
        gsl_cdf_ugaussian_Qinv((1 - confidence) / 2) * sim_tally_sd(&tally) / sqrt((double)n);
    return (sim_interval){tally.mean - half, tally.mean + half};
}

/* ---- probabilities ---- */

/* The p in (0, 1) where P(B >= k) rises to a share, or P(B < k) falls to it. GSL's inverse of
   the beta distribution fails or searches for ever when n is large. */
static double limit_where(double (*tail)(size_t, size_t, double), size_t k, size_t n,
                          double share)
{
    double low = 0, high = 1;
    const double at_low = tail(k, n, 0);
    while (high - low > 1e-15 * high) {
        const double middle = low + (high - low) / 2;
        if (middle == low || middle == high)
            break;
        if ((tail(k, n, middle) > share) == (at_low > share))
            low = middle;
        else
            high = middle;
    }
    return low + (high - low) / 2;
}

sim_interval sim_interval_probability(size_t k, size_t n, double confidence)
{
    sim_require(k <= n);
    const double share = (1 - confidence) / 2;
    sim_interval limits = {0, 1};
    if (k > 0)
        limits.low = k == n ? exp(log(share) / (double)n) : limit_where(at_least, k, n, share);
    if (k < n)
        limits.high =
            k == 0 ? -expm1(log(share) / (double)n) : limit_where(fewer_than, k + 1, n, share);
    return limits;
}

/* ---- variances ---- */

/* If x has a beta law of d1 / 2 and d2 / 2, x d2 / ((1 - x) d1) has F's of d1 and d2. */
static double f_quantile(double d1, double d2, double p, double q)
{
    const sim_law beta = {.kind = &sim_law_beta, .own = {d1 / 2, d2 / 2, 0, 1}};
    const double x = beta.kind->quantile(&beta, p, q);
    return x * d2 / ((1 - x) * d1);
}

sim_interval sim_interval_noise_share(double share, size_t pairs, size_t n, double confidence)
{
    if (pairs == 0 || n < 2)
        return nowhere;
    const double d1 = (double)pairs, d2 = (double)n - 1, rest = (1 - confidence) / 2;
    return (sim_interval){share / f_quantile(d1, d2, 1 - rest, rest),
                          share / f_quantile(d1, d2, rest, 1 - rest)};
}
