/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "validate/theory/root.h"

#include "sim/failure.h"

#include <gsl/gsl_errno.h>
#include <gsl/gsl_roots.h>

typedef struct level {
    validate_root_function *f;
    void *of;
    double value;
} level;

static double excess(double x, void *who)
{
    const level *l = who;
    return l->f(x, l->of) - l->value;
}

double validate_root_between(validate_root_function *f, const void *of, double value,
                             double low, double high)
{
    level l = {f, (void *)of, value};
    gsl_function function = {excess, &l};
    gsl_root_fsolver *solver = gsl_root_fsolver_alloc(gsl_root_fsolver_brent);
    sim_require(gsl_root_fsolver_set(solver, &function, low, high) == GSL_SUCCESS);
    for (int i = 0; i < 200; i++) {
        gsl_root_fsolver_iterate(solver);
        if (gsl_root_test_interval(gsl_root_fsolver_x_lower(solver),
                                   gsl_root_fsolver_x_upper(solver), 0, 1e-15) == GSL_SUCCESS)
            break;
    }
    const double x = gsl_root_fsolver_root(solver);
    gsl_root_fsolver_free(solver);
    return x;
}

double validate_root_rising(validate_root_function *f, const void *of, double value,
                            double step)
{
    double high = step;
    while (f(high, (void *)of) < value)
        high *= 2;
    return validate_root_between(f, of, value, 0, high);
}
