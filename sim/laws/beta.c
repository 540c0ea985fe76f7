/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Beta on [0, 1] and PERT, a beta on [min, max]: own[] is {a, b, min, max - min}. */
#include "sim/laws/families.h"

#include <gsl/gsl_cdf.h>
#include <gsl/gsl_sf_gamma.h>

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

/* The standard beta's x^a (1 - x)^(b - 1) / B(a, b): x times the density. */
static double slope(const sim_law *law, double x)
{
    return x < 1 ? sim_law_beta_front(law->own[0], law->own[1], x) / (1 - x) : 0;
}

/* Small values by the first term of the series, P = x^a / (a B(a, b)), others as if normal. */
static double guess(double a, double b, double p, double q)
{
    const double mean = a / (a + b), sd = sqrt(mean * (1 - mean) / (a + b + 1));
    const double z = p < q ? gsl_cdf_ugaussian_Pinv(p) : gsl_cdf_ugaussian_Qinv(q);
    const double normal = mean + z * sd;
    if (normal > 0.3 * mean)
        return normal;
    return exp((log(p * a) + gsl_sf_lnbeta(a, b)) / a);
}

/* The quantile of the standard beta where it is at most 1/2. */
static double small_quantile(double a, double b, double p, double q)
{
    const sim_law standard = {.kind = &sim_law_beta, .own = {a, b, 0, 1}};
    const double start = fmin(fmax(guess(a, b, p, q), 1e-300), 0.5);
    return sim_law_invert(&standard, (sim_law_sides){cdf, tail, slope}, p, q, start);
}

/* GSL's inverse may search for ever where a + b is large. Larger values are mirrored, so that
   neither end of (0, 1) loses digits. */
static double standard_quantile(double a, double b, double p, double q)
{
    const bool is_small =
        p < q ? p <= sim_law_beta_below(a, b, 0.5) : q >= sim_law_beta_above(a, b, 0.5);
    return is_small ? small_quantile(a, b, p, q) : 1 - small_quantile(b, a, q, p);
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
    /* Beyond this nearly all is within 1e-60 of an end: two atoms. */
    const double widest = sqrt(mu * (1 - mu)), end = fmin(mu, 1 - mu);
    const double most = widest / sqrt(1 + 0.005 / end), ratio = widest / sd;
    if (sd > most)
        return sim_fail(why, "sd (%g) is too large: with mean %g it can be at most %g", sd, mu,
                        most);
    if (sd < 1e-3 * widest)
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
