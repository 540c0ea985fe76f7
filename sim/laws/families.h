/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * What the families of laws share: their kinds, checks of what was given, and inversion.
 */
#ifndef SIM_LAWS_FAMILIES_H
#define SIM_LAWS_FAMILIES_H

#include "sim/law.h"

/* sim_law_constant, _empirical, _mixture and _pareto_tail are in law.h. */
extern const sim_law_kind sim_law_uniform;
extern const sim_law_kind sim_law_triangular;
extern const sim_law_kind sim_law_pert;
extern const sim_law_kind sim_law_normal;
extern const sim_law_kind sim_law_lognormal;
extern const sim_law_kind sim_law_gamma;
extern const sim_law_kind sim_law_weibull;
extern const sim_law_kind sim_law_pareto;
extern const sim_law_kind sim_law_exponential;
extern const sim_law_kind sim_law_beta;
extern const sim_law_kind sim_law_geometric;
extern const sim_law_kind sim_law_poisson;
extern const sim_law_kind sim_law_negative_binomial;

/* "<name> (<value>) must be a finite number" and "... above 0". */
bool sim_law_is_finite(const char *name, double value, sim_failure *why);
bool sim_law_is_positive(const char *name, double value, sim_failure *why);

/* min below max, and mode within: what uniform, triangular and pert ask. */
bool sim_law_is_range(double min, double mode, double max, sim_failure *why);

/* low below high by name: "p95 (100) is below the median (200)". */
bool sim_law_is_above(const char *low_name, double low, const char *high_name, double high,
                      sim_failure *why);

/* ---- numerical inversion ---- */

/* The two sides of an increasing, continuous distribution function. */
typedef struct sim_law_sides {
    double (*below)(const sim_law *law, double x); /* P(X <= x) */
    double (*above)(const sim_law *law, double x); /* P(X > x) */
    double (*slope)(const sim_law *law, double x); /* x times the density; NULL: not known */
} sim_law_sides;

/* The x > 0 where below(x) = p and above(x) = q, from a guess, to about 1e-13 of itself; 0 or
   INFINITY beyond the range of doubles. */
double sim_law_invert(const sim_law *law, sim_law_sides sides, double p, double q,
                      double guess);

/* The smallest double x in [low, high] where the kind's cdf reaches p; atoms and jumps are
   fine. Halves the doubles in between, at most 64 times. */
double sim_law_bisect(const sim_law *law, double p, double q, double low, double high);

/* The smallest integer >= first where the kind's cdf reaches p, near the real x. */
double sim_law_round_up(const sim_law *law, double x, double p, double q, double first);

/* The incomplete gamma functions P(a, x) and Q(a, x) = 1 - P(a, x), for any a > 0. */
double sim_law_gamma_below(double a, double x);
double sim_law_gamma_above(double a, double x);

/* The incomplete beta functions I_x(a, b) and 1 - I_x(a, b), for any a, b > 0. */
double sim_law_beta_below(double a, double b, double x);
double sim_law_beta_above(double a, double b, double x);

/* x^a (1 - x)^b / B(a, b) */
double sim_law_beta_front(double a, double b, double x);

/* sim_law_kind's moment for integers: their sum, or quadrature where they are too many. */
double sim_law_moment_of_integers(const sim_law *law, const sim_law_moment_of *of);

/* sim_law_kind's moment by quadrature of the quantile (or of smooth, rounded up). */
double sim_law_moment_by_quadrature(const sim_law *law, const sim_law_moment_of *of);

/* (clip(y) - center)^power */
double sim_law_power(const sim_law_moment_of *of, double y);

#endif
