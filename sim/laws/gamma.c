/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Gamma: own[] is {shape, scale}, shape = 1 / cv^2, scale = mean cv^2. */
#include "sim/laws/families.h"

#include <gsl/gsl_cdf.h>
#include <gsl/gsl_math.h>
#include <gsl/gsl_sf_gamma.h>
#include <gsl/gsl_sf_log.h>

static bool convert(const double *given, double *own, sim_failure *why)
{
    if (!sim_law_is_positive("mean", given[0], why) ||
        !sim_law_is_positive("cv", given[1], why))
        return false;
    const double square = given[1] * given[1];
    own[0] = 1 / square, own[1] = given[0] * square;
    if (given[1] < 1e-3)
        return sim_fail(why, "cv (%g) is below 0.001; say <constant value=\"%g\"/>", given[1],
                        given[0]);
    return given[1] <= 14 || sim_fail(why, "cv (%g) is above 14; say <lognormal>", given[1]);
}

static double cdf(const sim_law *law, double x)
{
    return sim_law_gamma_below(law->own[0], x / law->own[1]);
}

static double tail(const sim_law *law, double x)
{
    return sim_law_gamma_above(law->own[0], x / law->own[1]);
}

/* x^shape e^-x / Gamma(shape), x in units of the scale: x times the density. Stirling's
   formula keeps it exact for large shapes. */
static double slope(const sim_law *law, double x)
{
    const double shape = law->own[0], y = x / law->own[1];
    const double off = (y - shape) / shape;
    const double excess = fabs(off) < 0.5 ? gsl_sf_log_1plusx_mx(off) : log(y / shape) - off;
    return sqrt(shape / (2 * M_PI)) / gsl_sf_gammastar(shape) * exp(shape * excess);
}

/* Small values by the first term of the series, P = x^a / Gamma(a + 1), others by Wilson &
   Hilferty (1931): the cube root is nearly normal. */
static double guess(double shape, double p, double q)
{
    const double z = p < q ? gsl_cdf_ugaussian_Pinv(p) : gsl_cdf_ugaussian_Qinv(q);
    const double root = 1 - 1 / (9 * shape) + z / (3 * sqrt(shape));
    if (root > 0.3)
        return shape * root * root * root;
    return exp((log(p) + gsl_sf_lngamma(shape + 1)) / shape);
}

static double quantile(const sim_law *law, double p, double q)
{
    if (p <= 0 || q <= 0)
        return p <= 0 ? 0 : HUGE_VAL;
    return sim_law_invert(law, (sim_law_sides){cdf, tail, slope}, p, q,
                          fmax(law->own[1] * guess(law->own[0], p, q), 1e-300));
}

static double mean(const sim_law *law)
{
    return law->own[0] * law->own[1];
}

static double variance(const sim_law *law)
{
    return law->own[0] * law->own[1] * law->own[1];
}

const sim_law_kind sim_law_gamma = {
    .name = "gamma",
    .summary = "positive, by its mean and coefficient of variation",
    .forms = &(const sim_law_form){{"mean", "cv"}, convert},
    .n_forms = 1,
    .quantile = quantile,
    .cdf = cdf,
    .tail = tail,
    .mean = mean,
    .variance = variance,
};
