/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "validate/theory/renewal.h"

#include "validate/theory/one_server.h"
#include "validate/theory/root.h"

#include <math.h>

double validate_transform_constant(double mean, double shape, double s)
{
    (void)shape;
    return exp(-s * mean);
}

double validate_transform_erlang(double mean, double shape, double s)
{
    return pow(1 + s * mean / shape, -shape);
}

double validate_transform_uniform(double mean, double shape, double s)
{
    const double low = mean * (1 - shape), high = mean * (1 + shape);
    return s > 0 ? (exp(-s * low) - exp(-s * high)) / (s * (high - low)) : 1;
}

double validate_transform_h2(double mean, double shape, double s)
{
    double p, rate[2];
    validate_h2(mean, shape, &p, rate);
    return p * rate[0] / (rate[0] + s) + (1 - p) * rate[1] / (rate[1] + s);
}

typedef struct gaps {
    validate_transform *transform;
    double mean, shape, service;
} gaps;

/* (1 - A*(mu y)) / y for y = 1 - sigma: falls from mu E A at 0, where sigma is not 1, and is 1
   at the root. Divided so, the root at y = 0 is gone. */
static double share_lost(double y, void *of)
{
    const gaps *g = of;
    return (1 - g->transform(g->mean, g->shape, g->service * y)) / y;
}

double validate_gim1_sigma(validate_transform *gap, double mean, double shape, double service)
{
    const gaps g = {gap, mean, shape, service};
    if (mean * service <= 1)
        return (double)NAN;
    return 1 - validate_root_between(share_lost, &g, 1, 1e-9, 1);
}

double validate_gim1_wait(double sigma, double service)
{
    return sigma / (service * (1 - sigma));
}

double validate_gim1_stay(double sigma, double service)
{
    return 1 / (service * (1 - sigma));
}

double validate_gim1_present(double sigma, double service, double mean_gap)
{
    return validate_gim1_stay(sigma, service) / mean_gap;
}

double validate_gim1_wait_tail(double sigma, double service, double t)
{
    return sigma * exp(-service * (1 - sigma) * t);
}

double validate_gim1_wait_quantile(double sigma, double service, double p)
{
    return fmax(log(sigma / (1 - p)) / (service * (1 - sigma)), 0);
}

double validate_gim1_stay_quantile(double sigma, double service, double p)
{
    return -log1p(-p) / (service * (1 - sigma));
}
