/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * Poisson and negative binomial on 0, 1, ...: own[] is {mean} and {mean, dispersion,
 * dispersion / (mean + dispersion)}. Both distribution functions are incomplete gamma and beta
 * functions, which continue them between the integers.
 */
#include "sim/laws/families.h"

/* The continuous function that rounds up to the quantile, one lower. */
static double smooth_of(const sim_law *law, sim_law_sides sides, double p, double q)
{
    const double guess = law->own[0] + 0.5;
    return sim_law_invert(law, sides, p, q, guess) - 1;
}

/* ---- Poisson ---- */

static bool poisson_convert(const double *given, double *own, sim_failure *why)
{
    own[0] = given[0];
    return sim_law_is_positive("mean", given[0], why) &&
           (given[0] <= 1e12 || sim_fail(why, "mean (%g) is above 1e12", given[0]));
}

/* P(X <= k) = Q(k + 1, mean), of n = k + 1 > 0. */
static double poisson_below(const sim_law *law, double n)
{
    return sim_law_gamma_above(n, law->own[0]);
}

static double poisson_above(const sim_law *law, double n)
{
    return sim_law_gamma_below(n, law->own[0]);
}

static double poisson_cdf(const sim_law *law, double x)
{
    return x < 0 ? 0 : poisson_below(law, floor(x) + 1);
}

static double poisson_tail(const sim_law *law, double x)
{
    return x < 0 ? 1 : poisson_above(law, floor(x) + 1);
}

static double poisson_smooth(const sim_law *law, double p, double q)
{
    return smooth_of(law, (sim_law_sides){poisson_below, poisson_above, NULL}, p, q);
}

static double poisson_quantile(const sim_law *law, double p, double q)
{
    return sim_law_round_up(law, poisson_smooth(law, p, q), p, q, 0);
}

static double mean(const sim_law *law)
{
    return law->own[0];
}

const sim_law_kind sim_law_poisson = {
    .name = "poisson",
    .summary = "how many independent rare events happen",
    .forms = &(const sim_law_form){{"mean"}, poisson_convert},
    .n_forms = 1,
    .is_discrete = true,
    .quantile = poisson_quantile,
    .cdf = poisson_cdf,
    .tail = poisson_tail,
    .mean = mean,
    .variance = mean,
    .smooth = poisson_smooth,
    .moment = sim_law_moment_of_integers,
};

/* ---- negative binomial ---- */

static bool negative_binomial_convert(const double *given, double *own, sim_failure *why)
{
    own[0] = given[0], own[1] = given[1], own[2] = given[1] / (given[0] + given[1]);
    if (!sim_law_is_positive("mean", given[0], why) ||
        !sim_law_is_positive("dispersion", given[1], why))
        return false;
    if (given[0] > 1e12)
        return sim_fail(why, "mean (%g) is above 1e12", given[0]);
    if (given[1] < 1e-3)
        return sim_fail(why, "dispersion (%g) is below 0.001", given[1]);
    return given[1] <= 1e6 ||
           sim_fail(why, "dispersion (%g) is above 1e6; say <poisson>", given[1]);
}

/* P(X <= k) = I_p(dispersion, k + 1) with p = dispersion / (mean + dispersion). */
static double negative_binomial_below(const sim_law *law, double n)
{
    return sim_law_beta_below(law->own[1], n, law->own[2]);
}

static double negative_binomial_above(const sim_law *law, double n)
{
    return sim_law_beta_above(law->own[1], n, law->own[2]);
}

static double negative_binomial_cdf(const sim_law *law, double x)
{
    return x < 0 ? 0 : negative_binomial_below(law, floor(x) + 1);
}

static double negative_binomial_tail(const sim_law *law, double x)
{
    return x < 0 ? 1 : negative_binomial_above(law, floor(x) + 1);
}

static double negative_binomial_smooth(const sim_law *law, double p, double q)
{
    return smooth_of(
        law, (sim_law_sides){negative_binomial_below, negative_binomial_above, NULL}, p, q);
}

static double negative_binomial_quantile(const sim_law *law, double p, double q)
{
    return sim_law_round_up(law, negative_binomial_smooth(law, p, q), p, q, 0);
}

static double negative_binomial_variance(const sim_law *law)
{
    return law->own[0] * (1 + law->own[0] / law->own[1]);
}

const sim_law_kind sim_law_negative_binomial = {
    .name = "negative-binomial",
    .summary = "a count that varies more than poisson: variance = mean + mean^2 / dispersion",
    .forms = &(const sim_law_form){{"mean", "dispersion"}, negative_binomial_convert},
    .n_forms = 1,
    .is_discrete = true,
    .quantile = negative_binomial_quantile,
    .cdf = negative_binomial_cdf,
    .tail = negative_binomial_tail,
    .mean = mean,
    .variance = negative_binomial_variance,
    .smooth = negative_binomial_smooth,
    .moment = sim_law_moment_of_integers,
};
