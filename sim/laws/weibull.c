/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Weibull and exponential: own[] is {shape, scale}, of the exponential {1, mean}. */
#include "sim/laws/families.h"

#include <gsl/gsl_sf_gamma.h>

/* P(X > x) = exp(-(x / scale)^shape) */
static double hazard(const sim_law *law, double x)
{
    return x > 0 ? pow(x / law->own[1], law->own[0]) : 0;
}

static double cdf(const sim_law *law, double x)
{
    return -expm1(-hazard(law, x));
}

static double tail(const sim_law *law, double x)
{
    return exp(-hazard(law, x));
}

static double quantile(const sim_law *law, double p, double q)
{
    const double standard = p < 0.5 ? -log1p(-p) : -log(q);
    return law->own[1] * (law->own[0] == 1 ? standard : pow(standard, 1 / law->own[0]));
}

static double mean(const sim_law *law)
{
    return law->own[1] * gsl_sf_gamma(1 + 1 / law->own[0]);
}

/* scale^2 (Gamma(1 + 2/k) - Gamma(1 + 1/k)^2), by logarithms, whose difference stays exact
   where k is large. */
static double variance(const sim_law *law)
{
    const double k = law->own[0], scale = law->own[1];
    const double first = gsl_sf_lngamma(1 + 1 / k), second = gsl_sf_lngamma(1 + 2 / k);
    return scale * scale * exp(2 * first) * expm1(second - 2 * first);
}

/* ---- Weibull ---- */

static bool weibull_convert(const double *given, double *own, sim_failure *why)
{
    own[0] = given[0], own[1] = given[1];
    if (!sim_law_is_positive("shape", given[0], why) ||
        !sim_law_is_positive("scale", given[1], why))
        return false;
    if (given[0] < 0.02)
        return sim_fail(why, "shape (%g) is below 0.02", given[0]);
    return given[0] <= 1e4 ||
           sim_fail(why, "shape (%g) is above 10000; say <constant>", given[0]);
}

const sim_law_kind sim_law_weibull = {
    .name = "weibull",
    .summary = "waiting times whose hazard falls (shape below 1) or rises (above 1) with age",
    .forms = &(const sim_law_form){{"shape", "scale"}, weibull_convert},
    .n_forms = 1,
    .quantile = quantile,
    .cdf = cdf,
    .tail = tail,
    .mean = mean,
    .variance = variance,
};

/* ---- exponential ---- */

static bool exponential_convert(const double *given, double *own, sim_failure *why)
{
    own[0] = 1, own[1] = given[0];
    return sim_law_is_positive("mean", given[0], why);
}

const sim_law_kind sim_law_exponential = {
    .name = "exponential",
    .summary = "waiting times without memory",
    .forms = &(const sim_law_form){{"mean"}, exponential_convert},
    .n_forms = 1,
    .quantile = quantile,
    .cdf = cdf,
    .tail = tail,
    .mean = mean,
    .variance = variance,
};
