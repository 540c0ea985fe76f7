/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "tests/laws.h"

#include <gsl/gsl_cdf.h>
#include <gsl/gsl_randist.h>
#include <math.h>

static void close_to(double value, double expected, double error)
{
    ck_assert_msg(fabs(value - expected) <= error * fabs(expected), "%.17g is not %.17g", value,
                  expected);
}

static sim_law clipped(law_case about, double minimum, double maximum)
{
    sim_law law = law_of(&about);
    law.minimum = minimum, law.maximum = maximum;
    return law;
}

/* E min(X, c) = m (1 - e^-t) and E min(X, c)^2 = 2 m^2 (1 - e^-t (1 + t)), t = c / m. */
TEST(an_exponential_can_be_clipped_above)
{
    const double m = 2.2;
    for (double c = 0.01; c < 200; c *= 3.7) {
        const double t = c / m, mean = -m * expm1(-t);
        const double square = 2 * m * m * (1 - exp(-t) * (1 + t));
        const sim_law law = clipped((law_case){"exponential", {"mean"}, {m}}, -INFINITY, c);
        close_to(sim_law_mean(&law), mean, 1e-9);
        close_to(sim_law_variance(&law) + mean * mean, square, 1e-8);
    }
}

TEST(an_exponential_can_be_clipped_below)
{
    sim_law law = clipped((law_case){"exponential", {"mean"}, {2.2}}, 1.7, INFINITY);
    close_to(sim_law_mean(&law), 1.7 + 2.2 * exp(-1.7 / 2.2), 1e-9);
    law.scale = 3; /* the limits are those of the scaled variate */
    close_to(sim_law_mean(&law), 1.7 + 6.6 * exp(-1.7 / 6.6), 1e-9);
}

/* E max(X, 0) = m Phi(m / s) + s phi(m / s) */
TEST(a_normal_can_be_clipped_at_zero)
{
    for (double m = -7; m < 8; m += 2.3) {
        const sim_law law = clipped((law_case){"normal", {"mean", "sd"}, {m, 3}}, 0, INFINITY);
        const double mean = m * gsl_cdf_ugaussian_P(m / 3) + 3 * gsl_ran_ugaussian_pdf(m / 3);
        close_to(sim_law_mean(&law), mean, 1e-8);
    }
}

/* The limited expected value (Klugman, Panjer & Willmot, appendix A). */
TEST(a_wild_lognormal_can_be_clipped)
{
    const double mu = 3, sigma = 6;
    const sim_law_kind *kind = sim_law_kind_named("lognormal");
    for (double k = 1e-3; k < 1e20; k *= 900) {
        const sim_law law =
            clipped((law_case){"lognormal", {"mu", "sigma"}, {mu, sigma}}, -INFINITY, k);
        const double z = (log(k) - mu) / sigma;
        const double mean = exp(mu + sigma * sigma / 2) * gsl_cdf_ugaussian_P(z - sigma) +
                            k * gsl_cdf_ugaussian_Q(z);
        close_to(sim_law_mean(&law), mean, 1e-7);
        ck_assert_double_gt(kind->mean(&law), mean);
    }
}

/* E min(X, c) = 1 + (c^(1 - a) - 1) / (1 - a) of a Pareto law from 1. */
TEST(an_infinite_mean_becomes_finite_by_clipping)
{
    const law_case heavy = {"pareto", {"shape", "minimum"}, {0.8, 1}};
    sim_law law = clipped(heavy, -INFINITY, INFINITY);
    ck_assert_double_eq(sim_law_mean(&law), INFINITY);
    ck_assert_double_eq(sim_law_variance(&law), INFINITY);
    law.minimum = 5;
    ck_assert_double_eq(sim_law_mean(&law), INFINITY);
    law.minimum = 0, law.maximum = 1e4;
    close_to(sim_law_mean(&law), 1 + (pow(1e4, 0.2) - 1) / 0.2, 1e-8);
    ck_assert(isfinite(sim_law_variance(&law)));
}

TEST(counts_can_be_clipped)
{
    const double m = 2.3, p0 = exp(-m), p1 = m * p0, p2 = m * p1 / 2;
    const sim_law few = clipped((law_case){"poisson", {"mean"}, {m}}, 1, 3);
    close_to(sim_law_mean(&few), p0 + p1 + 2 * p2 + 3 * (1 - p0 - p1 - p2), 1e-12);
    /* E min(N, k) = m (1 - (1 - 1/m)^k) */
    const sim_law tries = clipped((law_case){"geometric", {"mean"}, {25000}}, -INFINITY, 40000);
    close_to(sim_law_mean(&tries), -25000 * expm1(40000 * log1p(-1.0 / 25000)), 1e-8);
    /* E (N - m)^+ = m m^m e^-m / m! for an integer m (de Moivre's mean deviation) */
    const double many = 70000, excess = many * gsl_ran_poisson_pdf(70000, many);
    const sim_law events = clipped((law_case){"poisson", {"mean"}, {many}}, -INFINITY, many);
    close_to(sim_law_mean(&events), many - excess, 1e-7);
}

/* Straight from 1 to 5 over half of the mass, an atom of 1/4 at 5, then from 5 to 9. */
TEST(a_table_can_be_clipped)
{
    static const double p[] = {0, 0.5, 0.75, 1}, x[] = {1, 5, 5, 9};
    sim_law law = sim_law_of_constant(0);
    law.kind = &sim_law_empirical, law.p = p, law.x = x, law.n_points = 4;
    close_to(sim_law_mean(&law), 0.5 * 3 + 0.25 * 5 + 0.25 * 7, 1e-14);
    law.minimum = 3, law.maximum = 8;
    /* 3 over 1/4, 3..5 over 1/4, 5 over 1/4, 5..8 over 3/16, 8 over 1/16 */
    const double mean = 0.75 + 1 + 1.25 + 3 * 6.5 / 16 + 0.5;
    close_to(sim_law_mean(&law), mean, 1e-14);
    /* squares: 9/4, (9 + 15 + 25)/12, 25/4, (25 + 40 + 64)/16, 64/16 */
    close_to(sim_law_variance(&law), 2.25 + 49.0 / 12 + 6.25 + 129.0 / 16 + 4 - mean * mean,
             1e-13);
}

TEST(a_mixture_clips_its_clipped_parts)
{
    sim_law parts[] = {clipped((law_case){"exponential", {"mean"}, {4}}, 1, INFINITY),
                       sim_law_of_constant(10)};
    sim_law law = sim_law_of_constant(0);
    law.kind = &sim_law_mixture, law.parts = parts, law.n_parts = 2;
    law.weights = (const double[]){3, 1};
    const double part = 1 + 4 * exp(-0.25);
    close_to(sim_law_mean(&law), (3 * part + 10) / 4, 1e-9);
    law.scale = 2, law.maximum = 15; /* min(2 max(E, 1), 15), min(20, 15) */
    const double limited = 2 + 8 * (exp(-0.25) - exp(-7.5 / 4));
    close_to(sim_law_mean(&law), (3 * limited + 15) / 4, 1e-9);
}

/* Mean of an exponential of mean 1 below f: 1 - e^-f (1 + f); of the tail f a / (a - 1). */
TEST(a_pareto_tail_adds_to_the_mean_of_its_body)
{
    const sim_law body = law_of(&(law_case){"exponential", {"mean"}, {1}});
    const double f = 2.5, a = 1.6, above = exp(-f);
    sim_law law = sim_law_of_constant(0);
    law.kind = &sim_law_pareto_tail, law.parts = &body, law.n_parts = 1;
    law.own[0] = f, law.own[1] = a;
    close_to(sim_law_mean(&law), 1 - above * (1 + f) + above * f * a / (a - 1), 1e-9);
    ck_assert_double_eq(sim_law_variance(&law), INFINITY);
    law.own[1] = 0.9;
    ck_assert_double_eq(sim_law_mean(&law), INFINITY);
}

SUITE("moment", an_exponential_can_be_clipped_above, an_exponential_can_be_clipped_below,
      a_normal_can_be_clipped_at_zero, a_wild_lognormal_can_be_clipped,
      an_infinite_mean_becomes_finite_by_clipping, counts_can_be_clipped,
      a_table_can_be_clipped, a_mixture_clips_its_clipped_parts,
      a_pareto_tail_adds_to_the_mean_of_its_body)
