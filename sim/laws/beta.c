/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Beta on [0, 1] and PERT, a beta on [min, max]: own[] is {a, b, min, max - min}. */
#include "sim/laws/families.h"

#include <gsl/gsl_cdf.h>

static double cdf(const sim_law *law, double x)
{
    const double share = (x - law->own[2]) / law->own[3];
    return share <= 0   ? 0
           : share >= 1 ? 1
                        : sim_law_beta_below(law->own[0], law->own[1], share);
}

static double tail(const sim_law *law, double x)
{
    const double share = (x - law->own[2]) / law->own[3];
    return share <= 0   ? 1
           : share >= 1 ? 0
                        : sim_law_beta_above(law->own[0], law->own[1], share);
}

static double searched(double a, double b, double p, double q)
{
    const sim_law standard = {.kind = &sim_law_beta, .own = {a, b, 0, 1}};
    return sim_law_invert(&standard, (sim_law_sides){cdf, tail}, p, q, a / (a + b));
}

/* The standard beta's lower quantile, P(X <= x) = p, for p < 0.5. GSL's inverse is not called
   where it may search for ever (large a + b), and checked where it is. */
static double lower_quantile(double a, double b, double p)
{
    if (a + b < 1e4) {
        const double x = gsl_cdf_beta_Pinv(p, a, b);
        if (x > 0 && x < 1 && fabs(sim_law_beta_below(a, b, x) / p - 1) < 1e-9)
            return x;
    }
    return searched(a, b, p, 1 - p);
}

/* The upper half is the mirrored lower half of the law with a and b exchanged; a small value
   with much below it would lose its digits to the mirror. */
static double standard_quantile(double a, double b, double p, double q)
{
    if (p < 0.5)
        return lower_quantile(a, b, p);
    const double x = 1 - lower_quantile(b, a, q);
    return x < 0.25 ? searched(a, b, p, q) : x;
}

static double quantile(const sim_law *law, double p, double q)
{
    const double min = law->own[2], width = law->own[3];
    if (p <= 0 || q <= 0)
        return p <= 0 ? min : min + width;
    return min + width * standard_quantile(law->own[0], law->own[1], p, q);
}

static double mean(const sim_law *law)
{
    return law->own[2] + law->own[3] * law->own[0] / (law->own[0] + law->own[1]);
}

/* a b / ((a + b)^2 (a + b + 1)), times the width squared */
static double variance(const sim_law *law)
{
    const double sum = law->own[0] + law->own[1];
    const double share = law->own[0] / sum, width = law->own[3];
    return width * width * share * (1 - share) / (sum + 1);
}

/* ---- beta ---- */

static bool beta_convert(const double *given, double *own, sim_failure *why)
{
    const double mu = given[0], sd = given[1];
    if (!sim_law_is_positive("mean", mu, why) || !sim_law_is_positive("sd", sd, why))
        return false;
    if (mu >= 1)
        return sim_fail(why, "mean (%g) must be below 1", mu);
    const double most = sqrt(mu * (1 - mu)), ratio = most / sd;
    if (sd > 0.99 * most)
        return sim_fail(why, "sd (%g) is too large: with mean %g it can be at most %g", sd, mu,
                        0.99 * most);
    if (sd < 1e-3 * most)
        return sim_fail(why, "sd (%g) is too small; say <constant value=\"%g\"/>", sd, mu);
    own[0] = mu * (ratio * ratio - 1), own[1] = (1 - mu) * (ratio * ratio - 1);
    own[2] = 0, own[3] = 1;
    return true;
}

const sim_law_kind sim_law_beta = {
    .name = "beta",
    .summary = "a share between 0 and 1, by its mean and standard deviation",
    .forms = &(const sim_law_form){{"mean", "sd"}, beta_convert},
    .n_forms = 1,
    .quantile = quantile,
    .cdf = cdf,
    .tail = tail,
    .mean = mean,
    .variance = variance,
};

/* ---- PERT ---- */

/* Malcolm, Roseboom, Clark & Fazar (1959): mean (min + 4 mode + max) / 6. */
static bool pert_convert(const double *given, double *own, sim_failure *why)
{
    const double min = given[0], mode = given[1], max = given[2];
    if (!sim_law_is_range(min, mode, max, why))
        return false;
    own[0] = 1 + 4 * (mode - min) / (max - min), own[1] = 1 + 4 * (max - mode) / (max - min);
    own[2] = min, own[3] = max - min;
    return true;
}

const sim_law_kind sim_law_pert = {
    .name = "pert",
    .summary = "a smooth guess from min, most likely value and max",
    .forms = &(const sim_law_form){{"min", "mode", "max"}, pert_convert},
    .n_forms = 1,
    .quantile = quantile,
    .cdf = cdf,
    .tail = tail,
    .mean = mean,
    .variance = variance,
};
