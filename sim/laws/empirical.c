/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * A quantile table: x[] at p[], straight in between, constant beyond both ends. Equal
 * neighbouring x are an atom, equal neighbouring p a jump.
 */
#include "sim/laws/families.h"

/* The first point with p[i] >= p, or n_points. */
static size_t first_reaching(const sim_law *law, double p)
{
    size_t low = 0, high = law->n_points;
    while (low < high) {
        const size_t middle = low + (high - low) / 2;
        if (law->p[middle] < p)
            low = middle + 1;
        else
            high = middle;
    }
    return low;
}

static double quantile(const sim_law *law, double p, double q)
{
    (void)q;
    const size_t i = first_reaching(law, p);
    if (i == 0)
        return law->x[0];
    if (i == law->n_points)
        return law->x[i - 1];
    const double share = (p - law->p[i - 1]) / (law->p[i] - law->p[i - 1]);
    return law->x[i - 1] + (law->x[i] - law->x[i - 1]) * share;
}

/* How many points have x[i] <= x. */
static size_t points_up_to(const sim_law *law, double x)
{
    size_t low = 0, high = law->n_points;
    while (low < high) {
        const size_t middle = low + (high - low) / 2;
        if (law->x[middle] <= x)
            low = middle + 1;
        else
            high = middle;
    }
    return low;
}

static double cdf(const sim_law *law, double x)
{
    const size_t n = points_up_to(law, x);
    if (n == 0 || n == law->n_points)
        return n > 0;
    const double share = (x - law->x[n - 1]) / (law->x[n] - law->x[n - 1]);
    return law->p[n - 1] + (law->p[n] - law->p[n - 1]) * share;
}

static double tail(const sim_law *law, double x)
{
    return 1 - cdf(law, x);
}

/* The integral of (y - center)^power where y runs straight from y0 to y1 over a width. */
static double straight(double width, double y0, double y1, const sim_law_moment_of *of)
{
    const double d0 = y0 - of->center, d1 = y1 - of->center;
    return width * (of->power == 1 ? (d0 + d1) / 2 : (d0 * d0 + d0 * d1 + d1 * d1) / 3);
}

static double share_below(double limit, double y0, double y1)
{
    return limit <= y0 ? 0 : limit >= y1 ? 1 : (limit - y0) / (y1 - y0);
}

/* The same of clip(y): flat, straight, flat. */
static double clipped(double width, double y0, double y1, const sim_law_moment_of *of)
{
    const double low = share_below(of->low, y0, y1), high = 1 - share_below(of->high, y0, y1);
    const double flat_low = low > 0 ? width * low * sim_law_power(of, y0) : 0;
    const double flat_high = high > 0 ? width * high * sim_law_power(of, y1) : 0;
    y0 = fmin(fmax(y0, of->low), of->high);
    y1 = fmin(fmax(y1, of->low), of->high);
    return flat_low + straight(width * (1 - low - high), y0, y1, of) + flat_high;
}

static double moment(const sim_law *law, const sim_law_moment_of *of)
{
    const size_t last = law->n_points - 1;
    double sum = law->p[0] * sim_law_power(of, of->scale * law->x[0]);
    for (size_t i = 0; i < last; i++)
        sum += clipped(law->p[i + 1] - law->p[i], of->scale * law->x[i],
                       of->scale * law->x[i + 1], of);
    return sum + (1 - law->p[last]) * sim_law_power(of, of->scale * law->x[last]);
}

static double mean(const sim_law *law)
{
    return moment(law, &(sim_law_moment_of){1, -HUGE_VAL, HUGE_VAL, 0, 1});
}

static double variance(const sim_law *law)
{
    return moment(law, &(sim_law_moment_of){1, -HUGE_VAL, HUGE_VAL, mean(law), 2});
}

static bool check(const sim_law *law, sim_failure *why)
{
    if (law->n_points == 0)
        return sim_fail(why, "<empirical> has no points");
    for (size_t i = 0; i < law->n_points; i++) {
        if (!(law->p[i] >= 0 && law->p[i] <= 1))
            return sim_fail(why, "p (%g) of point %zu is not between 0 and 1", law->p[i],
                            i + 1);
        if (!isfinite(law->x[i]))
            return sim_fail(why, "the value (%g) of point %zu must be a finite number",
                            law->x[i], i + 1);
        if (i > 0 && law->p[i] < law->p[i - 1])
            return sim_fail(why, "p falls from %g to %g at point %zu", law->p[i - 1], law->p[i],
                            i + 1);
        if (i > 0 && law->x[i] < law->x[i - 1])
            return sim_fail(why, "the value falls from %g to %g at point %zu", law->x[i - 1],
                            law->x[i], i + 1);
    }
    return true;
}

const sim_law_kind sim_law_empirical = {
    .name = "empirical",
    .summary = "a table of quantiles, straight in between; equal values make an atom",
    .quantile = quantile,
    .cdf = cdf,
    .tail = tail,
    .mean = mean,
    .variance = variance,
    .moment = moment,
    .check = check,
};
