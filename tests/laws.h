/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * Laws to test with, by kind and form, and how far a sample may be from one.
 */
#ifndef TESTS_LAWS_H
#define TESTS_LAWS_H

#include "sim/law.h"
#include "tests/suite.h"

#include <float.h>
#include <string.h>

/* What a scenario would say: a kind, one of its forms (NULL after the last name), numbers. */
typedef struct law_case {
    const char *kind;
    const char *names[SIM_LAW_NUMBERS];
    double given[SIM_LAW_NUMBERS];
} law_case;

static inline const sim_law_form *law_form(const law_case *about)
{
    const sim_law_kind *kind = sim_law_kind_named(about->kind);
    ck_assert_msg(kind != NULL, "%s", about->kind);
    for (size_t f = 0; f < kind->n_forms; f++) {
        size_t same = 0;
        const char *const *names = kind->forms[f].names;
        while (same < SIM_LAW_NUMBERS && names[same] && about->names[same] &&
               strcmp(names[same], about->names[same]) == 0)
            same++;
        if (same == SIM_LAW_NUMBERS || (!names[same] && !about->names[same]))
            return &kind->forms[f];
    }
    ck_abort_msg("%s has no such form", about->kind);
    return NULL;
}

/* The law, without scale and limits. */
static inline sim_law law_of(const law_case *about)
{
    sim_failure why = {""};
    sim_law law = sim_law_of_constant(0);
    law.kind = sim_law_kind_named(about->kind);
    ck_assert_msg(law_form(about)->convert(about->given, law.own, &why), "%s", why.text);
    ck_assert_msg(sim_law_check(&law, &why), "%s", why.text);
    return law;
}

/* One law of every kind that has forms, and the extremes that are hard to compute. */
static const law_case law_cases[] = {
    {"uniform", {"min", "max"}, {-3.25, 8.5}},
    {"triangular", {"min", "mode", "max"}, {1, 2.5, 11}},
    {"pert", {"min", "mode", "max"}, {1, 2.5, 11}},
    {"normal", {"mean", "sd"}, {-17.3, 4.1}},
    {"lognormal", {"mu", "sigma"}, {8, 0.6}},
    {"lognormal", {"median", "p95"}, {40, 300}},
    {"lognormal", {"mean", "sd"}, {3.7, 11}},
    {"lognormal", {"p5", "p95"}, {0.25, 9}},
    {"gamma", {"mean", "cv"}, {10000, 0.5}},
    {"gamma", {"mean", "cv"}, {0.003, 4}},
    {"gamma", {"mean", "cv"}, {71, 0.002}},
    {"weibull", {"shape", "scale"}, {1.5, 100}},
    {"weibull", {"shape", "scale"}, {0.4, 7}},
    {"pareto", {"shape", "minimum"}, {3.5, 100}},
    {"exponential", {"mean"}, {12.5}},
    {"beta", {"mean", "sd"}, {0.3, 0.2}},
    {"beta", {"mean", "sd"}, {0.97, 0.05}},
    {"geometric", {"mean"}, {3.6}},
    {"geometric", {"mean"}, {25000}},
    {"poisson", {"mean"}, {2.3}},
    {"poisson", {"mean"}, {70000}},
    {"negative-binomial", {"mean", "dispersion"}, {6.5, 1.7}},
    {"negative-binomial", {"mean", "dispersion"}, {900, 0.3}},
};

enum { LAW_CASES = sizeof law_cases / sizeof *law_cases };

static inline int law_ascending(const void *a, const void *b)
{
    double x, y;
    memcpy(&x, a, sizeof x);
    memcpy(&y, b, sizeof y);
    return (x > y) - (x < y);
}

/* sup |F_n - F| of a sample, which it sorts; atoms count from both sides. */
static inline double law_distance(const sim_law *law, size_t n, double *x)
{
    double most = 0;
    qsort(x, n, sizeof *x, law_ascending);
    for (size_t i = 0, end; i < n; i = end) {
        for (end = i + 1; end < n && x[end] == x[i];)
            end++;
        const double before = sim_law_cdf(law, nextafter(x[i], -DBL_MAX));
        most = fmax(most, fabs((double)i / (double)n - before));
        most = fmax(most, fabs((double)end / (double)n - sim_law_cdf(law, x[i])));
    }
    return most;
}

/* The distance that a sample exceeds once in a million times: 2 exp(-2 n d^2) = 1e-6
   (Massart's constant in the inequality of Dvoretzky, Kiefer & Wolfowitz). */
static inline double law_distance_limit(size_t n)
{
    return 2.6934 / sqrt((double)n);
}

#endif
