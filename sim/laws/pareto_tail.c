/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * A body with a Pareto tail: own[] is {from, shape}, the body is parts[0]. Up to `from` the
 * body's law; what the body has above moves on to from * (share above / P(X > x))^(1 / shape).
 */
#include "sim/laws/families.h"

static bool convert(const double *given, double *own, sim_failure *why)
{
    own[0] = given[0], own[1] = given[1];
    if (!sim_law_is_positive("from", given[0], why) ||
        !sim_law_is_positive("shape", given[1], why))
        return false;
    return given[1] >= 0.1 || sim_fail(why, "shape (%g) is below 0.1", given[1]);
}

static sim_law pareto_of(const sim_law *law)
{
    return (sim_law){.kind = &sim_law_pareto,
                     .own = {law->own[1], law->own[0]},
                     .scale = 1,
                     .minimum = -HUGE_VAL,
                     .maximum = HUGE_VAL};
}

static double share_above(const sim_law *law)
{
    return sim_law_tail(&law->parts[0], law->own[0]);
}

static double cdf(const sim_law *law, double x)
{
    if (x < law->own[0])
        return sim_law_cdf(&law->parts[0], x);
    const sim_law pareto = pareto_of(law);
    return sim_law_cdf(&law->parts[0], law->own[0]) +
           share_above(law) * sim_law_cdf(&pareto, x);
}

static double tail(const sim_law *law, double x)
{
    if (x < law->own[0])
        return sim_law_tail(&law->parts[0], x);
    const sim_law pareto = pareto_of(law);
    return share_above(law) * sim_law_tail(&pareto, x);
}

static double quantile(const sim_law *law, double p, double q)
{
    const double above = share_above(law);
    if (q >= above)
        return fmin(sim_law_quantile(&law->parts[0], p, q), law->own[0]);
    return law->own[0] * pow(above / q, 1 / law->own[1]);
}

/* E f(Y) = E f(min(B, from)) - f(from) P(B > from) + P(B > from) E f(T), where B is the body,
   T the tail and f the clipped power of the scaled variate. */
static double moment(const sim_law *law, const sim_law_moment_of *of)
{
    const sim_law pareto = pareto_of(law);
    const double above = share_above(law), edge = of->scale * law->own[0];
    sim_law_moment_of body = *of;
    body.high = fmax(of->low, fmin(of->high, edge));
    const double up_to = sim_law_moment(&law->parts[0], body);
    if (above <= 0)
        return up_to;
    return up_to + above * (sim_law_moment(&pareto, *of) - sim_law_power(of, edge));
}

static double mean(const sim_law *law)
{
    return moment(law, &(sim_law_moment_of){1, -HUGE_VAL, HUGE_VAL, 0, 1});
}

static double variance(const sim_law *law)
{
    const double center = mean(law);
    if (!isfinite(center))
        return HUGE_VAL;
    return moment(law, &(sim_law_moment_of){1, -HUGE_VAL, HUGE_VAL, center, 2});
}

static bool check(const sim_law *law, sim_failure *why)
{
    if (law->n_parts != 1)
        return sim_fail(why, "<pareto-tail> needs one law inside: its body");
    return sim_law_check(&law->parts[0], why);
}

const sim_law_kind sim_law_pareto_tail = {
    .name = "pareto-tail",
    .summary = "another law up to a value, a power law above it",
    .forms = &(const sim_law_form){{"from", "shape"}, convert},
    .n_forms = 1,
    .quantile = quantile,
    .cdf = cdf,
    .tail = tail,
    .mean = mean,
    .variance = variance,
    .moment = moment,
    .check = check,
};
