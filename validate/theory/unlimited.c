/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "validate/theory/unlimited.h"

#include <gsl/gsl_cdf.h>
#include <gsl/gsl_integration.h>
#include <gsl/gsl_math.h>
#include <math.h>

double validate_survival_exponential(double first, double second, double t)
{
    (void)second;
    return exp(-t / first);
}

double validate_survival_constant(double first, double second, double t)
{
    (void)second;
    return t < first ? 1 : 0;
}

double validate_survival_uniform(double first, double second, double t)
{
    return t < first ? 1 : t > second ? 0 : (second - t) / (second - first);
}

double validate_survival_weibull(double first, double second, double t)
{
    return exp(-pow(t / second, first));
}

double validate_survival_lognormal(double first, double second, double t)
{
    return t > 0 ? gsl_cdf_ugaussian_Q((log(t) - first) / second) : 1;
}

typedef struct law {
    validate_survival *survival;
    double first, second;
} law;

static double survives(double t, void *of)
{
    const law *l = of;
    return l->survival(l->first, l->second, t);
}

double validate_filling(double arrival, validate_survival *survival, double first,
                        double second, double t)
{
    law l = {survival, first, second};
    gsl_function f = {survives, &l};
    double sum = 0, part, error, from = 0;
    gsl_integration_workspace *work = gsl_integration_workspace_alloc(1000);
    /* The kinks of a constant and of a uniform law are ends of pieces. */
    const double kinks[] = {
        survival == validate_survival_constant || survival == validate_survival_uniform ? first
                                                                                        : 0,
        survival == validate_survival_uniform ? second : 0, t};
    for (int i = 0; i < 3; i++) {
        const double to = fmin(kinks[i], t);
        if (to <= from)
            continue;
        gsl_integration_qag(&f, from, to, 0, 1e-12, 1000, GSL_INTEG_GAUSS61, work, &part,
                            &error);
        sum += part;
        from = to;
    }
    gsl_integration_workspace_free(work);
    return arrival * sum;
}

double validate_memory(validate_survival *survival, double first, double second, double mean,
                       double lag)
{
    return 1 - validate_filling(1, survival, first, second, lag) / mean;
}

double validate_sine(double average, double amplitude, double period, double service, double t)
{
    const double w = 2 * M_PI / period;
    return average / service +
           amplitude * (service * sin(w * t) - w * cos(w * t)) / (service * service + w * w);
}

double validate_starting_unlimited(double arrival, double setup)
{
    double p = 1, all = 1, mean = 0;
    for (int j = 1; p > 1e-20 * all; j++) {
        p *= arrival / (arrival + j * setup);
        all += p;
        mean += j * p;
    }
    return mean / all;
}
