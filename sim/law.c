/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "sim/laws/families.h"

#include <string.h>

const sim_law_kind *const sim_law_kinds[] = {
    &sim_law_constant,    &sim_law_uniform,
    &sim_law_triangular,  &sim_law_pert,
    &sim_law_normal,      &sim_law_lognormal,
    &sim_law_gamma,       &sim_law_weibull,
    &sim_law_pareto,      &sim_law_exponential,
    &sim_law_beta,        &sim_law_geometric,
    &sim_law_poisson,     &sim_law_negative_binomial,
    &sim_law_empirical,   &sim_law_mixture,
    &sim_law_pareto_tail, NULL,
};

const sim_law_kind *sim_law_kind_named(const char *name)
{
    for (size_t i = 0; sim_law_kinds[i]; i++)
        if (strcmp(sim_law_kinds[i]->name, name) == 0)
            return sim_law_kinds[i];
    return NULL;
}

sim_law sim_law_of_constant(double x)
{
    return (sim_law){.kind = &sim_law_constant,
                     .own = {x},
                     .scale = 1,
                     .minimum = -HUGE_VAL,
                     .maximum = HUGE_VAL};
}

bool sim_law_check(const sim_law *law, sim_failure *why)
{
    if (!sim_law_is_positive("scale", law->scale, why))
        return false;
    if (isnan(law->minimum) || law->minimum == HUGE_VAL)
        return sim_fail(why, "min (%g) must be a finite number", law->minimum);
    if (isnan(law->maximum) || law->maximum == -HUGE_VAL)
        return sim_fail(why, "max (%g) must be a finite number", law->maximum);
    if (law->minimum > law->maximum)
        return sim_fail(why, "min (%g) is above max (%g)", law->minimum, law->maximum);
    for (size_t i = 0; i < SIM_LAW_NUMBERS; i++)
        if (isnan(law->own[i]))
            return sim_fail(why, "<%s> lacks a number", law->kind->name);
    return !law->kind->check || law->kind->check(law, why);
}

double sim_law_quantile(const sim_law *law, double p, double q)
{
    const double y = law->scale * law->kind->quantile(law, p, q);
    return fmin(fmax(y, law->minimum), law->maximum);
}

double sim_law_cdf(const sim_law *law, double x)
{
    if (x < law->minimum || x >= law->maximum)
        return x >= law->maximum;
    return law->kind->cdf(law, x / law->scale);
}

double sim_law_tail(const sim_law *law, double x)
{
    if (x < law->minimum || x >= law->maximum)
        return x < law->minimum;
    return law->kind->tail(law, x / law->scale);
}

/* Whether clipping can touch the law at all. */
static bool is_clipped(const sim_law *law)
{
    return law->minimum > law->scale * law->kind->quantile(law, 0, 1) ||
           law->maximum < law->scale * law->kind->quantile(law, 1, 0);
}

double sim_law_mean(const sim_law *law)
{
    if (is_clipped(law))
        return sim_law_moment(law, (sim_law_moment_of){1, -HUGE_VAL, HUGE_VAL, 0, 1});
    return law->scale * law->kind->mean(law);
}

double sim_law_variance(const sim_law *law)
{
    if (!is_clipped(law))
        return law->scale * law->scale * law->kind->variance(law);
    const double mean = sim_law_mean(law);
    if (isinf(mean))
        return HUGE_VAL;
    return sim_law_moment(law, (sim_law_moment_of){1, -HUGE_VAL, HUGE_VAL, mean, 2});
}
