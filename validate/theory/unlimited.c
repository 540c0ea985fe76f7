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

double validate_poisson_quantile(double mean, double p)
{
    unsigned n = (unsigned)fmax(mean - 10 * sqrt(mean), 0);
    while (gsl_cdf_poisson_P(n, mean) < p)
        n++;
    return n;
}

/* ---- filling ---- */

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

double validate_sine_swing(double amplitude, double period, double service)
{
    return amplitude / hypot(service, 2 * M_PI / period);
}

double validate_sine_lag(double period, double service)
{
    const double w = 2 * M_PI / period;
    return atan(w / service) / w;
}

/* ---- set-up times ---- */

/* P(J = j) / P(J = 0) from that of j - 1. */
static double next_starting(double arrival, double setup, unsigned j, double p)
{
    return p * arrival / (arrival + j * setup);
}

/* Sums of 1, j and j^2 over the law that is not scaled. */
static void sum_starting(double arrival, double setup, double sums[3])
{
    double p = 1;
    sums[0] = 1;
    sums[1] = sums[2] = 0;
    for (unsigned j = 1; p > 1e-25 * sums[0]; j++) {
        p = next_starting(arrival, setup, j, p);
        sums[0] += p;
        sums[1] += j * p;
        sums[2] += (double)j * j * p;
    }
}

double validate_starting(double arrival, double setup, unsigned n)
{
    double sums[3], p = 1;
    sum_starting(arrival, setup, sums);
    for (unsigned j = 1; j <= n; j++)
        p = next_starting(arrival, setup, j, p);
    return p / sums[0];
}

double validate_starting_mean(double arrival, double setup)
{
    double sums[3];
    sum_starting(arrival, setup, sums);
    return sums[1] / sums[0];
}

double validate_starting_variance(double arrival, double setup)
{
    double sums[3];
    sum_starting(arrival, setup, sums);
    return sums[2] / sums[0] - sums[1] / sums[0] * sums[1] / sums[0];
}

unsigned validate_starting_quantile(double arrival, double setup, double p)
{
    double sums[3], q = 1, below = 1;
    unsigned n = 0;
    sum_starting(arrival, setup, sums);
    while (below < p * sums[0]) {
        q = next_starting(arrival, setup, ++n, q);
        below += q;
    }
    return n;
}
