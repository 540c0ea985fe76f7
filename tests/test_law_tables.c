/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Laws made of points or of other laws. */
#include "sim/law.h"
#include "tests/laws.h"
#include "tests/suite.h"

#include <math.h>
#include <string.h>

static void close_to(double x, double expected)
{
    ck_assert_msg(fabs(x - expected) <= 1e-10 * fabs(expected), "%.17g is not %.17g", x,
                  expected);
}

static void is_refused(const sim_law *law, const char *sentence)
{
    sim_failure why = {""};
    ck_assert(!sim_law_check(law, &why));
    ck_assert_msg(strstr(why.text, sentence) != NULL, "\"%s\" is not \"%s\"", why.text,
                  sentence);
}

/* ---- tables ---- */

/* From 2 to 4 an atom of 0.3 at 4, a jump from 6 to 10, an atom of 0.1 above the last point. */
static const double p[] = {0.1, 0.3, 0.6, 0.8, 0.8, 0.9}, x[] = {2, 4, 4, 6, 10, 11};

static sim_law table(size_t n)
{
    sim_law law = sim_law_of_constant(0);
    law.kind = &sim_law_empirical;
    law.p = p, law.x = x, law.n_points = n;
    return law;
}

TEST(a_table_is_straight_between_its_points)
{
    const sim_law law = table(6);
    const double cases[][2] = {{0, 2},    {0.05, 2},  {0.1, 2}, {0.2, 3}, {0.3, 4},
                               {0.5, 4},  {0.6, 4},   {0.7, 5}, {0.8, 6}, {0.85, 10.5},
                               {0.9, 11}, {0.95, 11}, {1, 11}};
    for (size_t i = 0; i < sizeof cases / sizeof *cases; i++)
        close_to(sim_law_quantile(&law, cases[i][0], 1 - cases[i][0]), cases[i][1]);
}

TEST(a_table_has_atoms_and_jumps)
{
    const sim_law law = table(6);
    const double cases[][2] = {
        {1.9, 0},  {2, 0.1},     {3, 0.2}, {3.999999999999, 0.2999999999999},
        {4, 0.6},  {5, 0.7},     {6, 0.8}, {8, 0.8},
        {10, 0.8}, {10.5, 0.85}, {11, 1},  {12, 1}};
    for (size_t i = 0; i < sizeof cases / sizeof *cases; i++)
        close_to(sim_law_cdf(&law, cases[i][0]), cases[i][1]);
}

/* 0.1 x 2 + 0.2 x 3 + 0.3 x 4 + 0.2 x 5 + 0.1 x 10.5 + 0.1 x 11 = 5.15; of squares
   0.1 x 4 + 0.2 x 28/3 + 0.3 x 16 + 0.2 x 76/3 + 0.1 x 331/3 + 0.1 x 121. */
TEST(a_table_has_the_moments_of_its_pieces)
{
    sim_law law = table(6);
    const double squares = 0.4 + 0.2 * 28 / 3 + 4.8 + 0.2 * 76 / 3 + 0.1 * 331 / 3 + 12.1;
    close_to(sim_law_mean(&law), 5.15);
    close_to(sim_law_variance(&law), squares - 5.15 * 5.15);
    law.maximum = 5; /* 0.2 + 0.6 + 1.2 + (0.1 x 4.5 + 0.1 x 5) + 0.2 x 5 */
    close_to(sim_law_mean(&law), 3.95);
}

TEST(one_point_is_a_constant)
{
    const sim_law law = table(1);
    sim_failure why = {""};
    ck_assert_msg(sim_law_check(&law, &why), "%s", why.text);
    close_to(sim_law_quantile(&law, 0, 1), 2);
    close_to(sim_law_quantile(&law, 0.99, 0.01), 2);
    close_to(sim_law_mean(&law), 2);
    ck_assert_double_eq(sim_law_variance(&law), 0);
}

TEST(tables_out_of_order_are_refused)
{
    sim_law law = table(0);
    is_refused(&law, "<empirical> has no points");
    law = table(2);
    law.p = (const double[]){0.5, 0.25};
    is_refused(&law, "p falls from 0.5 to 0.25 at point 2");
    law.p = (const double[]){0.5, 1.25};
    is_refused(&law, "p (1.25) of point 2 is not between 0 and 1");
    law = table(2);
    law.x = (const double[]){7, 3};
    is_refused(&law, "the value falls from 7 to 3 at point 2");
    law.x = (const double[]){7, HUGE_VAL};
    is_refused(&law, "the value (inf) of point 2 must be a finite number");
}

/* ---- mixtures ---- */

TEST(a_mixture_is_the_weighted_mean_of_its_parts)
{
    const sim_law parts[] = {law_of(&(law_case){"uniform", {"min", "max"}, {0, 2}}),
                             sim_law_of_constant(5),
                             law_of(&(law_case){"exponential", {"mean"}, {10}})};
    sim_law law = sim_law_of_constant(0);
    law.kind = &sim_law_mixture;
    law.parts = parts, law.weights = (const double[]){2, 1, 1}, law.n_parts = 3;
    ck_assert(sim_law_check(&law, NULL));
    close_to(sim_law_mean(&law), 0.5 + 1.25 + 2.5);
    /* E X^2 = 4/3 / 2 + 25 / 4 + 200 / 4 */
    close_to(sim_law_variance(&law), 2.0 / 3 + 6.25 + 50 - 4.25 * 4.25);
    close_to(sim_law_cdf(&law, 1), 0.25 + 0.25 * -expm1(-0.1));
    close_to(sim_law_tail(&law, 5), 0.25 * exp(-0.5));
    const double before = 0.5 + 0.25 * -expm1(-0.5), after = before + 0.25;
    close_to(sim_law_quantile(&law, before + 0.01, 1 - before - 0.01), 5);
    close_to(sim_law_quantile(&law, after - 0.01, 1 - after + 0.01), 5);
    close_to(sim_law_tail(&law, sim_law_quantile(&law, 1 - 1e-9, 1e-9)), 1e-9);
    law.scale = 3, law.maximum = 15;
    close_to(sim_law_quantile(&law, 0.99, 0.01), 15);
    close_to(sim_law_cdf(&law, 3), 0.25 + 0.25 * -expm1(-0.1));
}

TEST(mixtures_that_cannot_exist_are_refused)
{
    sim_law part = sim_law_of_constant(5), law = sim_law_of_constant(0);
    law.kind = &sim_law_mixture;
    is_refused(&law, "<mixture> has no parts");
    law.parts = &part, law.n_parts = 1, law.weights = (const double[]){0};
    is_refused(&law, "weight (0) must be above 0");
    part.scale = -1;
    law.weights = (const double[]){1};
    is_refused(&law, "scale (-1) must be above 0");
}

/* ---- tails ---- */

/* Uniform on (0, 4), above 3 a Pareto tail of shape 2: P(X > x) = 1/4 (3 / x)^2. */
TEST(a_pareto_tail_replaces_what_is_above)
{
    const sim_law body = law_of(&(law_case){"uniform", {"min", "max"}, {0, 4}});
    sim_law law = law_of(&(law_case){"pareto", {"shape", "minimum"}, {2, 3}});
    law.kind = &sim_law_pareto_tail;
    law.own[0] = 3, law.own[1] = 2;
    law.parts = &body, law.n_parts = 1;
    ck_assert(sim_law_check(&law, NULL));
    close_to(sim_law_cdf(&law, 2), 0.5);
    close_to(sim_law_tail(&law, 3), 0.25);
    close_to(sim_law_tail(&law, 30), 0.0025);
    close_to(sim_law_quantile(&law, 0.5, 0.5), 2);
    close_to(sim_law_quantile(&law, 1 - 1e-12, 1e-12), 3 * sqrt(0.25e12));
    close_to(sim_law_mean(&law), 9.0 / 8 + 0.25 * 6);
    ck_assert(isinf(sim_law_variance(&law)));
    law.n_parts = 0;
    is_refused(&law, "<pareto-tail> needs one law inside: its body");
}

/* ---- any law ---- */

TEST(limits_and_scales_are_checked)
{
    sim_law law = sim_law_of_constant(5);
    ck_assert(sim_law_check(&law, NULL));
    law.scale = 0;
    is_refused(&law, "scale (0) must be above 0");
    law = sim_law_of_constant(5);
    law.minimum = 3, law.maximum = 2;
    is_refused(&law, "min (3) is above max (2)");
    law.minimum = (double)NAN;
    is_refused(&law, "min (nan) must be a finite number");
    law = sim_law_of_constant((double)NAN);
    is_refused(&law, "<constant> lacks a number");
}

SUITE("law_tables", a_table_is_straight_between_its_points, a_table_has_atoms_and_jumps,
      a_table_has_the_moments_of_its_pieces, one_point_is_a_constant,
      tables_out_of_order_are_refused, a_mixture_is_the_weighted_mean_of_its_parts,
      mixtures_that_cannot_exist_are_refused, a_pareto_tail_replaces_what_is_above,
      limits_and_scales_are_checked)
