/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "validate/theory/renewal.h"

#include "validate/theory/one_server.h"

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

/* A*(mu (1 - x)) - x is convex, positive at 0, zero at 1, and crosses zero once before. */
double validate_gim1_sigma(validate_transform *gap, double mean, double shape, double service)
{
    if (mean * service <= 1)
        return (double)NAN;
    double low = 0, high = 1 - 1e-12;
    while (gap(mean, shape, service * (1 - high)) > high && high > 0.5)
        high = 1 - 2 * (1 - high); /* rounding hides the crossing near 1 */
    for (int i = 0; i < 200; i++) {
        const double middle = low + (high - low) / 2;
        if (gap(mean, shape, service * (1 - middle)) > middle)
            low = middle;
        else
            high = middle;
    }
    return low + (high - low) / 2;
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
