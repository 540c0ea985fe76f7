/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "sim/law.h"
#include "tests/laws.h"
#include "tests/suite.h"

#include <math.h>
#include <string.h>

static void close_to(const char *kind, double x, double expected, double relative)
{
    if (!(fabs(x - expected) <= relative * fabs(expected)))
        ck_abort_msg("%s: %.17g is not %.17g", kind, x, expected);
}

/* ---- quantile and distribution function ---- */

typedef struct probability {
    double p, q; /* q = 1 - p, exact where p is close to 1 */
} probability;

static const double tails[] = {0x1p-54, 1e-12, 1e-6, 0.001, 0.01, 0.05, 0.2, 0.37, 0.5};

enum { TAILS = sizeof tails / sizeof *tails };

/* The smaller of P(X <= x) and P(X > x) is what was asked for, or x and its neighbouring
   doubles enclose it. */
static void check_continuous(const sim_law *law, probability at)
{
    double (*const side)(const sim_law *, double) = at.p <= at.q ? sim_law_cdf : sim_law_tail;
    const double x = sim_law_quantile(law, at.p, at.q), asked = fmin(at.p, at.q);
    const double a = side(law, nextafter(x, -HUGE_VAL)), b = side(law, nextafter(x, HUGE_VAL));
    if (!(fmin(a, b) * (1 - 1e-9) <= asked && asked <= fmax(a, b) * (1 + 1e-9)))
        ck_abort_msg("%s: %.17g gives %.17g, not %.17g", law->kind->name, x, side(law, x),
                     asked);
}

/* Whether P(X <= x) >= p, asked of the smaller side. */
static bool is_reached(const sim_law *law, double x, probability at)
{
    return at.p <= at.q ? sim_law_cdf(law, x) >= at.p : sim_law_tail(law, x) <= at.q;
}

static void check_discrete(const sim_law *law, probability at)
{
    const double k = sim_law_quantile(law, at.p, at.q);
    ck_assert_double_eq(k, floor(k));
    ck_assert_msg(is_reached(law, k, at), "%s: %g", law->kind->name, k);
    ck_assert_msg(!is_reached(law, k - 1, at), "%s: %g", law->kind->name, k - 1);
}

TEST(quantiles_invert_distribution_functions)
{
    for (size_t i = 0; i < LAW_CASES; i++) {
        const sim_law law = law_of(&law_cases[i]);
        void (*const check)(const sim_law *, probability) =
            law.kind->is_discrete ? check_discrete : check_continuous;
        for (size_t t = 0; t < TAILS; t++) {
            check(&law, (probability){tails[t], 1 - tails[t]});
            check(&law, (probability){1 - tails[t], tails[t]});
        }
    }
}

TEST(both_sides_of_a_law_add_up_to_1)
{
    for (size_t i = 0; i < LAW_CASES; i++) {
        const sim_law law = law_of(&law_cases[i]);
        for (double p = 0.015625; p < 1; p += 0.015625) {
            const double x = sim_law_quantile(&law, p, 1 - p);
            close_to(law.kind->name, sim_law_cdf(&law, x) + sim_law_tail(&law, x), 1, 1e-12);
        }
    }
}

TEST(scale_and_limits_apply_to_the_variate)
{
    sim_law law = law_of(&(law_case){"uniform", {"min", "max"}, {0, 1}});
    law.scale = 60, law.minimum = 15, law.maximum = 45;
    ck_assert_double_eq(sim_law_quantile(&law, 0.2, 0.8), 15);
    ck_assert_double_eq(sim_law_quantile(&law, 0.5, 0.5), 30);
    ck_assert_double_eq(sim_law_quantile(&law, 0.9, 0.1), 45);
    ck_assert_double_eq(sim_law_cdf(&law, 14.9), 0);
    ck_assert_double_eq(sim_law_cdf(&law, 15), 0.25);
    ck_assert_double_eq(sim_law_tail(&law, 44.9999), 1 - 44.9999 / 60);
    ck_assert_double_eq(sim_law_cdf(&law, 45), 1);
    ck_assert_double_eq(sim_law_tail(&law, 45), 0);
}

/* The scaled variate's quantile is the scaled quantile. */
TEST(scaled_laws_are_scaled_copies)
{
    for (size_t i = 0; i < LAW_CASES; i++) {
        const sim_law law = law_of(&law_cases[i]);
        sim_law scaled = law;
        scaled.scale = 0.25;
        for (double p = 0.03125; p < 1; p += 0.03125) {
            const double x = sim_law_quantile(&law, p, 1 - p);
            close_to(law.kind->name, sim_law_quantile(&scaled, p, 1 - p), 0.25 * x, 1e-12);
            close_to(law.kind->name, sim_law_cdf(&scaled, 0.25 * x), sim_law_cdf(&law, x),
                     1e-12);
        }
    }
}

/* ---- moments ---- */

/* The closed forms against quadrature of the quantile. */
TEST(means_and_variances_are_moments)
{
    for (size_t i = 0; i < LAW_CASES; i++) {
        const sim_law law = law_of(&law_cases[i]);
        const double mean = sim_law_mean(&law), variance = sim_law_variance(&law);
        sim_law_moment_of of = {1, -HUGE_VAL, HUGE_VAL, 0, 1};
        close_to(law.kind->name, sim_law_moment(&law, of), mean, 1e-7);
        of.center = mean, of.power = 2;
        close_to(law.kind->name, sim_law_moment(&law, of), variance, 1e-5);
    }
}

typedef struct moment_case {
    law_case law;
    double mean, variance;
} moment_case;

static const moment_case moment_cases[] = {
    {{"constant", {"value"}, {7.5}}, 7.5, 0},
    {{"uniform", {"min", "max"}, {2, 8}}, 5, 3},
    {{"triangular", {"min", "mode", "max"}, {0, 3, 9}}, 4, 3.5}, /* (81 - 18) / 18 */
    {{"pert", {"min", "mode", "max"}, {0, 3, 9}}, 3.5, 2.75},    /* 3.5 x 5.5 / 7 */
    {{"normal", {"mean", "sd"}, {-3, 4}}, -3, 16},
    {{"lognormal", {"mean", "sd"}, {3.7, 11}}, 3.7, 121},
    {{"gamma", {"mean", "cv"}, {20, 0.5}}, 20, 100},
    {{"weibull", {"shape", "scale"}, {1, 3}}, 3, 9},
    {{"weibull", {"shape", "scale"}, {0.5, 3}}, 6, 180}, /* 2 scale, 20 scale^2 */
    {{"pareto", {"shape", "minimum"}, {3, 2}}, 3, 3},
    {{"exponential", {"mean"}, {12.5}}, 12.5, 156.25},
    {{"beta", {"mean", "sd"}, {0.3, 0.2}}, 0.3, 0.04},
    {{"geometric", {"mean"}, {4}}, 4, 12},
    {{"poisson", {"mean"}, {2.3}}, 2.3, 2.3},
    {{"negative-binomial", {"mean", "dispersion"}, {6, 2}}, 6, 24},
};

TEST(known_moments_come_out)
{
    for (size_t i = 0; i < sizeof moment_cases / sizeof *moment_cases; i++) {
        const moment_case *about = &moment_cases[i];
        sim_law law = law_of(&about->law);
        close_to(about->law.kind, sim_law_mean(&law), about->mean, 1e-12);
        close_to(about->law.kind, sim_law_variance(&law), about->variance, 1e-12);
        law.scale = 3;
        close_to(about->law.kind, sim_law_mean(&law), 3 * about->mean, 1e-12);
        close_to(about->law.kind, sim_law_variance(&law), 9 * about->variance, 1e-12);
    }
}

TEST(a_heavy_tail_has_no_mean_until_it_is_cut)
{
    sim_law law = law_of(&(law_case){"pareto", {"shape", "minimum"}, {1, 2}});
    ck_assert(isinf(sim_law_mean(&law)) && isinf(sim_law_variance(&law)));
    law.maximum = 200; /* 2 + 2 ln 100, by integration of P(X > x) */
    close_to("pareto", sim_law_mean(&law), 2 + 2 * log(100), 1e-8);
    law = law_of(&(law_case){"pareto", {"shape", "minimum"}, {1.5, 2}});
    ck_assert(isfinite(sim_law_mean(&law)) && isinf(sim_law_variance(&law)));
}

/* Clipped laws by hand: E max(Z, 0) = 1 / sqrt(2 pi), E max(Z, 0)^2 = 1/2; of an exponential,
   E min(X, 1) = 1 - 1/e and E min(X, 1)^2 = 2 - 4/e. */
TEST(clipped_laws_have_the_moments_of_what_is_left)
{
    sim_law normal = law_of(&(law_case){"normal", {"mean", "sd"}, {0, 1}});
    normal.minimum = 0;
    const double half = 0.3989422804014327;
    close_to("normal", sim_law_mean(&normal), half, 1e-8);
    close_to("normal", sim_law_variance(&normal), 0.5 - half * half, 1e-8);
    sim_law exponential = law_of(&(law_case){"exponential", {"mean"}, {1}});
    exponential.maximum = 1;
    close_to("exponential", sim_law_mean(&exponential), 1 - exp(-1), 1e-8);
    close_to("exponential", sim_law_variance(&exponential),
             2 - 4 * exp(-1) - (1 - exp(-1)) * (1 - exp(-1)), 1e-8);
    sim_law poisson = law_of(&(law_case){"poisson", {"mean"}, {2}});
    poisson.maximum = 1;
    close_to("poisson", sim_law_mean(&poisson), 1 - exp(-2), 1e-12);
}

/* ---- forms ---- */

TEST(forms_say_the_same_law_in_other_words)
{
    const sim_law p95 = law_of(&(law_case){"lognormal", {"median", "p95"}, {40, 300}});
    close_to("lognormal", sim_law_quantile(&p95, 0.5, 0.5), 40, 1e-12);
    close_to("lognormal", sim_law_quantile(&p95, 0.95, 0.05), 300, 1e-12);
    const sim_law p5 = law_of(&(law_case){"lognormal", {"p5", "p95"}, {0.25, 9}});
    close_to("lognormal", sim_law_quantile(&p5, 0.05, 0.95), 0.25, 1e-12);
    close_to("lognormal", sim_law_quantile(&p5, 0.95, 0.05), 9, 1e-12);
}

typedef struct refusal {
    law_case law;
    const char *sentence;
} refusal;

static const refusal refusals[] = {
    {{"constant", {"value"}, {HUGE_VAL}}, "value (inf) must be a finite number"},
    {{"uniform", {"min", "max"}, {9, 8}}, "max (8) is below the min (9)"},
    {{"uniform", {"min", "max"}, {8, 8}}, "say <constant value=\"8\"/>"},
    {{"triangular", {"min", "mode", "max"}, {1, 0, 2}}, "mode (0) is below min (1)"},
    {{"pert", {"min", "mode", "max"}, {1, 3, 2}}, "mode (3) is above max (2)"},
    {{"normal", {"mean", "sd"}, {1, 0}}, "sd is 0; say <constant>"},
    {{"normal", {"mean", "sd"}, {1, -2}}, "sd (-2) must be above 0"},
    {{"lognormal", {"mean", "sd"}, {-1, 2}}, "mean (-1) must be above 0"},
    {{"lognormal", {"median", "p95"}, {200, 100}}, "p95 (100) is below the median (200)"},
    {{"lognormal", {"p5", "p95"}, {5, 5}}, "p5 and p95 are both 5; say <constant"},
    {{"lognormal", {"mu", "sigma"}, {0, 41}}, "sigma (41) must be at most 40"},
    {{"lognormal", {"mu", "sigma"}, {301, 1}}, "mu (301) must be between -300 and 300"},
    {{"gamma", {"mean", "cv"}, {1, 31}}, "cv (31) is above 14; say <lognormal>"},
    {{"gamma", {"mean", "cv"}, {5, 0.0001}}, "say <constant value=\"5\"/>"},
    {{"weibull", {"shape", "scale"}, {0.01, 1}}, "shape (0.01) is below 0.02"},
    {{"weibull", {"shape", "scale"}, {2e4, 1}}, "shape (20000) is above 10000"},
    {{"pareto", {"shape", "minimum"}, {0.05, 1}}, "shape (0.05) is below 0.1"},
    {{"pareto", {"shape", "minimum"}, {2, 0}}, "minimum (0) must be above 0"},
    {{"exponential", {"mean"}, {0}}, "mean (0) must be above 0"},
    {{"beta", {"mean", "sd"}, {0.5, 0.6}}, "sd (0.6) is too large"},
    {{"beta", {"mean", "sd"}, {1.5, 0.1}}, "mean (1.5) must be below 1"},
    {{"beta", {"mean", "sd"}, {0.5, 1e-6}}, "sd (1e-06) is too small"},
    {{"geometric", {"mean"}, {0.5}}, "mean (0.5) must be at least 1"},
    {{"poisson", {"mean"}, {1e13}}, "mean (1e+13) is above 1e12"},
    {{"negative-binomial", {"mean", "dispersion"}, {5, 1e7}}, "say <poisson>"},
    {{"negative-binomial", {"mean", "dispersion"}, {5, 1e-4}}, "is below 0.001"},
    {{"pareto-tail", {"from", "shape"}, {0, 2}}, "from (0) must be above 0"},
};

TEST(laws_that_cannot_exist_are_refused)
{
    for (size_t i = 0; i < sizeof refusals / sizeof *refusals; i++) {
        const refusal *about = &refusals[i];
        double own[SIM_LAW_NUMBERS] = {0};
        sim_failure why = {""};
        ck_assert_msg(!law_form(&about->law)->convert(about->law.given, own, &why), "%s",
                      about->sentence);
        ck_assert_msg(strstr(why.text, about->sentence) != NULL, "\"%s\" is not \"%s\"",
                      why.text, about->sentence);
    }
}

TEST(kinds_are_known_by_name)
{
    for (size_t i = 0; sim_law_kinds[i]; i++)
        ck_assert_ptr_eq(sim_law_kind_named(sim_law_kinds[i]->name), sim_law_kinds[i]);
    ck_assert_ptr_null(sim_law_kind_named("cauchy"));
}

SUITE("law", quantiles_invert_distribution_functions, both_sides_of_a_law_add_up_to_1,
      scale_and_limits_apply_to_the_variate, scaled_laws_are_scaled_copies,
      means_and_variances_are_moments, known_moments_come_out,
      a_heavy_tail_has_no_mean_until_it_is_cut, clipped_laws_have_the_moments_of_what_is_left,
      forms_say_the_same_law_in_other_words, laws_that_cannot_exist_are_refused,
      kinds_are_known_by_name)
