/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Gamma: own[] is {shape, scale}, shape = 1 / cv^2, scale = mean cv^2. */
#include "sim/laws/families.h"

#include <gsl/gsl_cdf.h>

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
    return given[1] <= 30 || sim_fail(why, "cv (%g) is above 30; say <lognormal>", given[1]);
}

static double cdf(const sim_law *law, double x)
{
    return sim_law_gamma_below(law->own[0], x / law->own[1]);
}

static double tail(const sim_law *law, double x)
{
    return sim_law_gamma_above(law->own[0], x / law->own[1]);
}

/* GSL's inverses are right over the usual range, yet give up or drift off for extreme shapes:
   what does not come back as p is searched. */
static double quantile(const sim_law *law, double p, double q)
{
    const double shape = law->own[0], scale = law->own[1];
    if (p <= 0 || q <= 0)
        return p <= 0 ? 0 : HUGE_VAL;
    if (shape < 1e4) {
        const double x =
            p < 0.5 ? gsl_cdf_gamma_Pinv(p, shape, scale) : gsl_cdf_gamma_Qinv(q, shape, scale);
        const double off = p < 0.5 ? cdf(law, x) / p - 1 : tail(law, x) / q - 1;
        if (x > 0 && fabs(off) < 1e-9)
            return x;
    }
    return sim_law_invert(law, (sim_law_sides){cdf, tail}, p, q, shape * scale);
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
