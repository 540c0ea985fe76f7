/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * Probability laws by name.
 *
 * A kind of law is a constant: its parameter forms, quantile, distribution function, mean and
 * variance. A law is a kind with plain numbers. A scenario's <lognormal median="40 s"
 * p95="5 min"/> is the kind "lognormal" in its form {median, p95}; the form turns what the
 * user gave into the kind's own numbers (mu, sigma) or says why it cannot be.
 */
#ifndef SIM_LAW_H
#define SIM_LAW_H

#include "sim/failure.h"

#include <math.h>
#include <stddef.h>

enum { SIM_LAW_NUMBERS = 4 };

typedef struct sim_law sim_law;

/* One way to state the parameters of a kind, e.g. {median, p95}. */
typedef struct sim_law_form {
    const char *names[SIM_LAW_NUMBERS]; /* NULL after the last */
    /* own[] from given[], both in the order of names; false and why if no such law exists. */
    bool (*convert)(const double *given, double *own, sim_failure *why);
} sim_law_form;

/* Of X: the mean of (clip(scale * X, low, high) - center)^power, power 1 or 2. */
typedef struct sim_law_moment_of {
    double scale, low, high, center;
    int power;
} sim_law_moment_of;

typedef struct sim_law_kind {
    const char *name;    /* the XML element */
    const char *summary; /* one sentence for people */
    const sim_law_form *forms;
    size_t n_forms; /* 0: made of points or parts, below */
    bool is_discrete;
    /* The smallest x with P(X <= x) >= p; q is 1 - p, exact where p is close to 1. */
    double (*quantile)(const sim_law *law, double p, double q);
    double (*cdf)(const sim_law *law, double x);  /* P(X <= x) */
    double (*tail)(const sim_law *law, double x); /* P(X > x), exact where small */
    double (*mean)(const sim_law *law);           /* INFINITY where there is none */
    double (*variance)(const sim_law *law);
    /* The rest may be NULL. Of a discrete kind: a continuous function of p that rounds up to
       the quantile; of a kind made from the standard normal: the quantile from the normal's. */
    double (*smooth)(const sim_law *law, double p, double q);
    double (*of_normal)(const sim_law *law, double z);
    /* The moment below; NULL: quadrature of the quantile will do. */
    double (*moment)(const sim_law *law, const sim_law_moment_of *of);
    /* What sim_law_check asks beyond numbers: tables and parts. */
    bool (*check)(const sim_law *law, sim_failure *why);
} sim_law_kind;

/*
 * A law with its numbers. The variate is clip(scale * X, minimum, maximum) where X has the
 * kind's law: truncation moves the mass outside on to the limits.
 */
struct sim_law {
    const sim_law_kind *kind;
    double own[SIM_LAW_NUMBERS]; /* the kind's own numbers */
    double scale;                /* > 0; 1 if not given */
    double minimum, maximum;     /* -INFINITY, INFINITY if not given */
    const double *p, *x;         /* p[n_points], x[n_points]: quantile table of "empirical" */
    size_t n_points;             /*   (p not decreasing, x not decreasing), linear between */
    const sim_law *parts;  /* parts[n_parts]: of "mixture", or the body of "pareto-tail" */
    const double *weights; /* weights[n_parts] of "mixture", positive, any sum */
    size_t n_parts;
};

extern const sim_law_kind sim_law_constant;
extern const sim_law_kind sim_law_empirical;
extern const sim_law_kind sim_law_mixture;
extern const sim_law_kind sim_law_pareto_tail;

/* All kinds, in the order of the manual; NULL after the last. */
extern const sim_law_kind *const sim_law_kinds[];

/* The kind of that name, or NULL. */
const sim_law_kind *sim_law_kind_named(const char *name);

/* The law that is one number. */
sim_law sim_law_of_constant(double x);

/* Whether the law can exist: finite numbers, minimum <= maximum, scale > 0, tables in order,
   weights positive; parts are checked too. The forms have checked the kind's own numbers. */
bool sim_law_check(const sim_law *law, sim_failure *why);

/* The law's exact quantile, after scale and clipping; 0 <= p <= 1, q = 1 - p. Slow. */
double sim_law_quantile(const sim_law *law, double p, double q);

/* P(variate <= x), after scale and clipping. */
double sim_law_cdf(const sim_law *law, double x);

/* P(variate > x), exact where small. */
double sim_law_tail(const sim_law *law, double x);

/* The moment of the variate, that is of X after the law's own scale and clipping. */
double sim_law_moment(const sim_law *law, sim_law_moment_of of);

/* Mean and variance after scale; by quadrature of the quantile when clipped. */
double sim_law_mean(const sim_law *law);
double sim_law_variance(const sim_law *law);

#endif
