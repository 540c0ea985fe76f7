/* SPDX-License-Identifier: GPL-3.0-or-later */
/* One of several laws, each with its weight. */
#include "sim/laws/families.h"

static double weight_sum(const sim_law *law)
{
    double sum = 0;
    for (size_t i = 0; i < law->n_parts; i++)
        sum += law->weights[i];
    return sum;
}

static double cdf(const sim_law *law, double x)
{
    double sum = 0;
    for (size_t i = 0; i < law->n_parts; i++)
        sum += law->weights[i] * sim_law_cdf(&law->parts[i], x);
    return fmin(sum / weight_sum(law), 1);
}

static double tail(const sim_law *law, double x)
{
    double sum = 0;
    for (size_t i = 0; i < law->n_parts; i++)
        sum += law->weights[i] * sim_law_tail(&law->parts[i], x);
    return fmin(sum / weight_sum(law), 1);
}

/* Between the least and the greatest quantile of the parts. */
static double quantile(const sim_law *law, double p, double q)
{
    double low = HUGE_VAL, high = -HUGE_VAL;
    for (size_t i = 0; i < law->n_parts; i++) {
        const double x = sim_law_quantile(&law->parts[i], p, q);
        low = fmin(low, x), high = fmax(high, x);
    }
    return low < high ? sim_law_bisect(law, p, q, low, high) : low;
}

static double moment(const sim_law *law, const sim_law_moment_of *of)
{
    double sum = 0;
    for (size_t i = 0; i < law->n_parts; i++)
        sum += law->weights[i] * sim_law_moment(&law->parts[i], *of);
    return sum / weight_sum(law);
}

static double mean(const sim_law *law)
{
    double sum = 0;
    for (size_t i = 0; i < law->n_parts; i++)
        sum += law->weights[i] * sim_law_mean(&law->parts[i]);
    return sum / weight_sum(law);
}

/* The mean of the variances plus the variance of the means. */
static double variance(const sim_law *law)
{
    const double center = mean(law);
    double sum = 0;
    if (!isfinite(center))
        return HUGE_VAL;
    for (size_t i = 0; i < law->n_parts; i++) {
        const double off = sim_law_mean(&law->parts[i]) - center;
        sum += law->weights[i] * (sim_law_variance(&law->parts[i]) + off * off);
    }
    return sum / weight_sum(law);
}

static bool check(const sim_law *law, sim_failure *why)
{
    if (law->n_parts == 0)
        return sim_fail(why, "<mixture> has no parts");
    for (size_t i = 0; i < law->n_parts; i++)
        if (!sim_law_is_positive("weight", law->weights[i], why) ||
            !sim_law_check(&law->parts[i], why))
            return false;
    return isfinite(weight_sum(law)) || sim_fail(why, "the weights of <mixture> are too large");
}

const sim_law_kind sim_law_mixture = {
    .name = "mixture",
    .summary = "one of several laws, each with its weight",
    .quantile = quantile,
    .cdf = cdf,
    .tail = tail,
    .mean = mean,
    .variance = variance,
    .moment = moment,
    .check = check,
};
