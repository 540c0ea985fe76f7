/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Pareto: own[] is {shape, minimum}; P(X > x) = (minimum / x)^shape for x >= minimum. */
#include "sim/laws/families.h"

static bool convert(const double *given, double *own, sim_failure *why)
{
    own[0] = given[0], own[1] = given[1];
    if (!sim_law_is_positive("shape", given[0], why) ||
        !sim_law_is_positive("minimum", given[1], why))
        return false;
    return given[0] >= 0.1 || sim_fail(why, "shape (%g) is below 0.1", given[0]);
}

static double tail(const sim_law *law, double x)
{
    return x > law->own[1] ? pow(law->own[1] / x, law->own[0]) : 1;
}

static double cdf(const sim_law *law, double x)
{
    return x > law->own[1] ? -expm1(law->own[0] * log(law->own[1] / x)) : 0;
}

static double quantile(const sim_law *law, double p, double q)
{
    const double standard = p < 0.5 ? -log1p(-p) : -log(q);
    return law->own[1] * exp(standard / law->own[0]);
}

static double mean(const sim_law *law)
{
    const double shape = law->own[0];
    return shape > 1 ? law->own[1] * shape / (shape - 1) : HUGE_VAL;
}

static double variance(const sim_law *law)
{
    const double shape = law->own[0];
    const double spread = law->own[1] / (shape - 1);
    return shape > 2 ? spread * spread * shape / (shape - 2) : HUGE_VAL;
}

const sim_law_kind sim_law_pareto = {
    .name = "pareto",
    .summary = "never below minimum; a power law above, the heavier the smaller its shape",
    .forms = &(const sim_law_form){{"shape", "minimum"}, convert},
    .n_forms = 1,
    .quantile = quantile,
    .cdf = cdf,
    .tail = tail,
    .mean = mean,
    .variance = variance,
};
