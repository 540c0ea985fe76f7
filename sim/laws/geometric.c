/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Geometric on 1, 2, ...: own[] is {mean, ln(1 - 1 / mean)}; P(X > k) = (1 - 1 / mean)^k. */
#include "sim/laws/families.h"

static bool convert(const double *given, double *own, sim_failure *why)
{
    own[0] = given[0], own[1] = log1p(-1 / given[0]);
    if (!sim_law_is_finite("mean", given[0], why))
        return false;
    return given[0] >= 1 || sim_fail(why, "mean (%g) must be at least 1", given[0]);
}

static double tail(const sim_law *law, double x)
{
    return x < 1 ? 1 : exp(floor(x) * law->own[1]);
}

static double cdf(const sim_law *law, double x)
{
    return x < 1 ? 0 : -expm1(floor(x) * law->own[1]);
}

static double smooth(const sim_law *law, double p, double q)
{
    return (p < 0.5 ? log1p(-p) : log(q)) / law->own[1];
}

static double quantile(const sim_law *law, double p, double q)
{
    return law->own[0] > 1 ? sim_law_round_up(law, smooth(law, p, q), p, q, 1) : 1;
}

static double mean(const sim_law *law)
{
    return law->own[0];
}

static double variance(const sim_law *law)
{
    return law->own[0] * (law->own[0] - 1);
}

const sim_law_kind sim_law_geometric = {
    .name = "geometric",
    .summary = "the number of tries until the first success: 1, 2, ...",
    .forms = &(const sim_law_form){{"mean"}, convert},
    .n_forms = 1,
    .is_discrete = true,
    .quantile = quantile,
    .cdf = cdf,
    .tail = tail,
    .mean = mean,
    .variance = variance,
    .smooth = smooth,
    .moment = sim_law_moment_of_integers,
};
