/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * Where a function takes a value: quantiles and other roots, by Brent's method of GSL.
 */
#ifndef VALIDATE_THEORY_ROOT_H
#define VALIDATE_THEORY_ROOT_H

typedef double validate_root_function(double x, void *of);

/* x in [low, high] with f(x) = value, to 1e-15 of x; f - value changes its sign between. */
double validate_root_between(validate_root_function *f, const void *of, double value,
                             double low, double high);

/* x >= 0 with f(x) = value for a rising f with f(0) <= value; step is a first guess of x. */
double validate_root_rising(validate_root_function *f, const void *of, double value,
                            double step);

#endif
