/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Uniform and triangular: own[] is {min, max} and {min, mode, max}. */
#include "sim/laws/families.h"

static double within_unit(double share)
{
    return share < 0 ? 0 : share > 1 ? 1 : share;
}

/* ---- uniform ---- */

static bool uniform_convert(const double *given, double *own, sim_failure *why)
{
    own[0] = given[0], own[1] = given[1];
    return sim_law_is_range(given[0], given[0], given[1], why);
}

static double uniform_quantile(const sim_law *law, double p, double q)
{
    const double width = law->own[1] - law->own[0];
    return p < 0.5 ? law->own[0] + width * p : law->own[1] - width * q;
}

static double uniform_cdf(const sim_law *law, double x)
{
    return within_unit((x - law->own[0]) / (law->own[1] - law->own[0]));
}

static double uniform_tail(const sim_law *law, double x)
{
    return within_unit((law->own[1] - x) / (law->own[1] - law->own[0]));
}

static double uniform_mean(const sim_law *law)
{
    return law->own[0] + (law->own[1] - law->own[0]) / 2;
}

static double uniform_variance(const sim_law *law)
{
    const double width = law->own[1] - law->own[0];
    return width * width / 12;
}

const sim_law_kind sim_law_uniform = {
    .name = "uniform",
    .summary = "every value between min and max is equally likely",
    .forms = &(const sim_law_form){{"min", "max"}, uniform_convert},
    .n_forms = 1,
    .quantile = uniform_quantile,
    .cdf = uniform_cdf,
    .tail = uniform_tail,
    .mean = uniform_mean,
    .variance = uniform_variance,
};

/* ---- triangular ---- */

static bool triangular_convert(const double *given, double *own, sim_failure *why)
{
    own[0] = given[0], own[1] = given[1], own[2] = given[2];
    return sim_law_is_range(given[0], given[1], given[2], why);
}

/* Below the mode P(X <= x) = (x - min)^2 / ((max - min) (mode - min)); above, the mirror. */
static double triangular_quantile(const sim_law *law, double p, double q)
{
    const double min = law->own[0], mode = law->own[1], max = law->own[2];
    if (p * (max - min) <= mode - min)
        return min + sqrt(p * (max - min) * (mode - min));
    return max - sqrt(q * (max - min) * (max - mode));
}

static double triangular_tail(const sim_law *law, double x)
{
    const double min = law->own[0], mode = law->own[1], max = law->own[2];
    if (x <= min || x >= max)
        return x <= min;
    if (x < mode)
        return 1 - (x - min) * (x - min) / ((max - min) * (mode - min));
    return (max - x) * (max - x) / ((max - min) * (max - mode));
}

static double triangular_cdf(const sim_law *law, double x)
{
    const double min = law->own[0], mode = law->own[1], max = law->own[2];
    if (x <= min || x >= max)
        return x >= max;
    if (x < mode)
        return (x - min) * (x - min) / ((max - min) * (mode - min));
    return 1 - (max - x) * (max - x) / ((max - min) * (max - mode));
}

static double triangular_mean(const sim_law *law)
{
    return law->own[0] / 3 + law->own[1] / 3 + law->own[2] / 3;
}

/* ((b - a)^2 - (b - m) (m - a)) / 18 */
static double triangular_variance(const sim_law *law)
{
    const double min = law->own[0], mode = law->own[1], max = law->own[2];
    return ((max - min) * (max - min) - (max - mode) * (mode - min)) / 18;
}

const sim_law_kind sim_law_triangular = {
    .name = "triangular",
    .summary = "from min to max, rising to the mode and falling after it in straight lines",
    .forms = &(const sim_law_form){{"min", "mode", "max"}, triangular_convert},
    .n_forms = 1,
    .quantile = triangular_quantile,
    .cdf = triangular_cdf,
    .tail = triangular_tail,
    .mean = triangular_mean,
    .variance = triangular_variance,
};
