/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "sim/laws/families.h"

static bool convert(const double *given, double *own, sim_failure *why)
{
    own[0] = given[0];
    return sim_law_is_finite("value", given[0], why);
}

static double quantile(const sim_law *law, double p, double q)
{
    (void)p, (void)q;
    return law->own[0];
}

static double cdf(const sim_law *law, double x)
{
    return x >= law->own[0];
}

static double tail(const sim_law *law, double x)
{
    return x < law->own[0];
}

static double mean(const sim_law *law)
{
    return law->own[0];
}

static double variance(const sim_law *law)
{
    (void)law;
    return 0;
}

static double moment(const sim_law *law, const sim_law_moment_of *of)
{
    return sim_law_power(of, of->scale * law->own[0]);
}

const sim_law_kind sim_law_constant = {
    .name = "constant",
    .summary = "always the same value",
    .forms = &(const sim_law_form){{"value"}, convert},
    .n_forms = 1,
    .quantile = quantile,
    .cdf = cdf,
    .tail = tail,
    .mean = mean,
    .variance = variance,
    .moment = moment,
};
