/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Normal and lognormal: own[] is {mean, sd} and {mu, sigma}, of the logarithm. */
#include "sim/exponential.h"
#include "sim/laws/families.h"

#include <gsl/gsl_cdf.h>

/* The standard normal's 0.95 quantile. */
static const double Z95 = 1.6448536269514722;

static double standard_quantile(double p, double q)
{
    return p < 0.5 ? gsl_cdf_ugaussian_Pinv(p) : gsl_cdf_ugaussian_Qinv(q);
}

static bool is_spread(const char *name, double value, sim_failure *why)
{
    if (value == 0)
        return sim_fail(why, "%s is 0; say <constant> for a value that does not vary", name);
    return sim_law_is_positive(name, value, why);
}

/* ---- normal ---- */

static bool normal_convert(const double *given, double *own, sim_failure *why)
{
    own[0] = given[0], own[1] = given[1];
    return sim_law_is_finite("mean", given[0], why) && is_spread("sd", given[1], why);
}

static double normal_of_normal(const sim_law *law, double z)
{
    return law->own[0] + law->own[1] * z;
}

static double normal_quantile(const sim_law *law, double p, double q)
{
    return law->own[0] + law->own[1] * standard_quantile(p, q);
}

static double normal_cdf(const sim_law *law, double x)
{
    return gsl_cdf_ugaussian_P((x - law->own[0]) / law->own[1]);
}

static double normal_tail(const sim_law *law, double x)
{
    return gsl_cdf_ugaussian_Q((x - law->own[0]) / law->own[1]);
}

static double normal_mean(const sim_law *law)
{
    return law->own[0];
}

static double normal_variance(const sim_law *law)
{
    return law->own[1] * law->own[1];
}

const sim_law_kind sim_law_normal = {
    .name = "normal",
    .summary = "the bell curve, of any sign; give min=\"0\" where negative makes no sense",
    .forms = &(const sim_law_form){{"mean", "sd"}, normal_convert},
    .n_forms = 1,
    .quantile = normal_quantile,
    .cdf = normal_cdf,
    .tail = normal_tail,
    .mean = normal_mean,
    .variance = normal_variance,
    .of_normal = normal_of_normal,
};

/* ---- lognormal ---- */

/* A median e^mu beyond these is beyond any use and soon beyond doubles. */
static bool is_lognormal(const double *own, sim_failure *why)
{
    if (!(fabs(own[0]) <= 300))
        return sim_fail(why, "mu (%g) must be between -300 and 300", own[0]);
    if (!(own[1] <= 40))
        return sim_fail(why, "sigma (%g) must be at most 40", own[1]);
    return true;
}

static bool from_mu_sigma(const double *given, double *own, sim_failure *why)
{
    own[0] = given[0], own[1] = given[1];
    return sim_law_is_finite("mu", given[0], why) && is_spread("sigma", given[1], why) &&
           is_lognormal(own, why);
}

/* sigma^2 = ln(1 + (sd / mean)^2), mu = ln mean - sigma^2 / 2 */
static bool from_mean_sd(const double *given, double *own, sim_failure *why)
{
    if (!sim_law_is_positive("mean", given[0], why) || !is_spread("sd", given[1], why))
        return false;
    const double cv = given[1] / given[0];
    const double square = log1p(cv * cv);
    own[0] = log(given[0]) - square / 2, own[1] = sqrt(square);
    return is_lognormal(own, why);
}

static bool from_median_p95(const double *given, double *own, sim_failure *why)
{
    if (!sim_law_is_positive("median", given[0], why) ||
        !sim_law_is_positive("p95", given[1], why) ||
        !sim_law_is_above("median", given[0], "p95", given[1], why))
        return false;
    own[0] = log(given[0]), own[1] = log(given[1] / given[0]) / Z95;
    return is_lognormal(own, why);
}

static bool from_p5_p95(const double *given, double *own, sim_failure *why)
{
    if (!sim_law_is_positive("p5", given[0], why) ||
        !sim_law_is_positive("p95", given[1], why) ||
        !sim_law_is_above("p5", given[0], "p95", given[1], why))
        return false;
    own[0] = (log(given[0]) + log(given[1])) / 2;
    own[1] = log(given[1] / given[0]) / (2 * Z95);
    return is_lognormal(own, why);
}

static double lognormal_of_normal(const sim_law *law, double z)
{
    return sim_exponential(law->own[0] + law->own[1] * z);
}

static double lognormal_quantile(const sim_law *law, double p, double q)
{
    return exp(law->own[0] + law->own[1] * standard_quantile(p, q));
}

static double lognormal_cdf(const sim_law *law, double x)
{
    return x > 0 ? gsl_cdf_ugaussian_P((log(x) - law->own[0]) / law->own[1]) : 0;
}

static double lognormal_tail(const sim_law *law, double x)
{
    return x > 0 ? gsl_cdf_ugaussian_Q((log(x) - law->own[0]) / law->own[1]) : 1;
}

static double lognormal_mean(const sim_law *law)
{
    return exp(law->own[0] + law->own[1] * law->own[1] / 2);
}

static double lognormal_variance(const sim_law *law)
{
    const double square = law->own[1] * law->own[1];
    return expm1(square) * exp(2 * law->own[0] + square);
}

static const sim_law_form lognormal_forms[] = {
    {{"mu", "sigma"}, from_mu_sigma},
    {{"mean", "sd"}, from_mean_sd},
    {{"median", "p95"}, from_median_p95},
    {{"p5", "p95"}, from_p5_p95},
};

const sim_law_kind sim_law_lognormal = {
    .name = "lognormal",
    .summary = "positive with a long upper tail: a product of many factors",
    .forms = lognormal_forms,
    .n_forms = sizeof lognormal_forms / sizeof *lognormal_forms,
    .quantile = lognormal_quantile,
    .cdf = lognormal_cdf,
    .tail = lognormal_tail,
    .mean = lognormal_mean,
    .variance = lognormal_variance,
    .of_normal = lognormal_of_normal,
};
