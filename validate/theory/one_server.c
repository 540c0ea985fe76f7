/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "validate/theory/one_server.h"

#include <gsl/gsl_sf_gamma.h>
#include <math.h>

validate_moments validate_moments_gamma(double mean, double shape)
{
    const double scale = mean / shape;
    return (validate_moments){mean, shape * (shape + 1) * scale * scale,
                              shape * (shape + 1) * (shape + 2) * scale * scale * scale};
}

validate_moments validate_moments_constant(double value)
{
    return (validate_moments){value, value * value, value * value * value};
}

void validate_h2(double mean, double scv, double *p, double rate[2])
{
    *p = (1 + sqrt((scv - 1) / (scv + 1))) / 2;
    rate[0] = 2 * *p / mean;
    rate[1] = 2 * (1 - *p) / mean;
}

validate_moments validate_moments_h2(double mean, double scv)
{
    double p, rate[2];
    validate_h2(mean, scv, &p, rate);
    const double q = 1 - p;
    return (validate_moments){p / rate[0] + q / rate[1],
                              2 * (p / pow(rate[0], 2) + q / pow(rate[1], 2)),
                              6 * (p / pow(rate[0], 3) + q / pow(rate[1], 3))};
}

static double lognormal_moment(double mu, double sigma, double k)
{
    return exp(k * mu + k * k * sigma * sigma / 2);
}

validate_moments validate_moments_lognormal(double mu, double sigma)
{
    return (validate_moments){lognormal_moment(mu, sigma, 1), lognormal_moment(mu, sigma, 2),
                              lognormal_moment(mu, sigma, 3)};
}

static double uniform_moment(double low, double high, double k)
{
    return (pow(high, k + 1) - pow(low, k + 1)) / ((k + 1) * (high - low));
}

validate_moments validate_moments_uniform(double low, double high)
{
    return (validate_moments){uniform_moment(low, high, 1), uniform_moment(low, high, 2),
                              uniform_moment(low, high, 3)};
}

validate_moments validate_moments_weibull(double shape, double scale)
{
    return (validate_moments){scale * gsl_sf_gamma(1 + 1 / shape),
                              pow(scale, 2) * gsl_sf_gamma(1 + 2 / shape),
                              pow(scale, 3) * gsl_sf_gamma(1 + 3 / shape)};
}

validate_moments validate_moments_pareto(double shape, double minimum)
{
    return (validate_moments){shape * minimum / (shape - 1),
                              shape * pow(minimum, 2) / (shape - 2),
                              shape * pow(minimum, 3) / (shape - 3)};
}

double validate_moments_scv(validate_moments moments)
{
    return moments.m2 / (moments.m1 * moments.m1) - 1;
}

validate_one_server validate_mg1(double arrival, validate_moments service)
{
    const double rho = arrival * service.m1, rest = 1 - rho;
    const double wait = arrival * service.m2 / (2 * rest);
    const double wait2 = 2 * wait * wait + arrival * service.m3 / (3 * rest);
    const double stay = wait + service.m1;
    const double stay_variance = wait2 - wait * wait + service.m2 - service.m1 * service.m1;
    return (validate_one_server){
        .rho = rho,
        .wait_s = wait,
        .wait_variance = wait2 - wait * wait,
        .stay_s = stay,
        .present = arrival * stay,
        .waiting = arrival * wait,
        .present_variance = arrival * stay + arrival * arrival * stay_variance,
    };
}

double validate_batch_arrivals(double batches, double mean, double second, double service)
{
    const double rho = batches * mean / service;
    return rho * (1 + second / mean) / (2 * (1 - rho));
}

double validate_batch_second(double mean, bool is_fixed)
{
    return is_fixed ? mean * mean : mean * (2 * mean - 1);
}

/* Load of the classes before one. */
static double load_before(const double *arrival, const validate_moments *service, size_t end)
{
    double load = 0;
    for (size_t i = 0; i < end; i++)
        load += arrival[i] * service[i].m1;
    return load;
}

static double residual(const double *arrival, const validate_moments *service, size_t end)
{
    double sum = 0;
    for (size_t i = 0; i < end; i++)
        sum += arrival[i] * service[i].m2 / 2;
    return sum;
}

double validate_priority_wait(size_t n, const double *arrival, const validate_moments *service,
                              size_t which)
{
    const double before = load_before(arrival, service, which);
    const double with = load_before(arrival, service, which + 1);
    return residual(arrival, service, n) / ((1 - before) * (1 - with));
}

double validate_priority_preemptive_stay(size_t n, const double *arrival,
                                         const validate_moments *service, size_t which)
{
    const double before = load_before(arrival, service, which);
    const double with = load_before(arrival, service, which + 1);
    return which < n ? service[which].m1 / (1 - before) +
                           residual(arrival, service, which + 1) / ((1 - before) * (1 - with))
                     : (double)NAN;
}

double validate_sharing_stay(double arrival, double mean, double x)
{
    return x / (1 - arrival * mean);
}

double validate_sharing_variance(double arrival, double mean)
{
    const double rho = arrival * mean;
    return (2 + rho) / ((2 - rho) * pow(1 - rho, 2)) * mean * mean;
}

double validate_sharing_variance_of(double arrival, double mean, double x)
{
    const double rho = arrival * mean, rest = 1 - rho;
    return 2 * rho * mean * x / pow(rest, 3) +
           2 * rho * mean * mean * expm1(-x / mean * rest) / pow(rest, 4);
}

double validate_lifo_wait_variance(double arrival, validate_moments service)
{
    const validate_one_server q = validate_mg1(arrival, service);
    const double second = q.wait_variance + q.wait_s * q.wait_s;
    return second / (1 - q.rho) - q.wait_s * q.wait_s;
}

validate_moments validate_completion(validate_moments service, double failure,
                                     validate_moments repair)
{
    const double stretch = 1 + failure * repair.m1;
    return (validate_moments){service.m1 * stretch,
                              service.m2 * stretch * stretch + service.m1 * failure * repair.m2,
                              (double)NAN};
}

double validate_setup_one(double arrival, double service, double setup)
{
    return 1 / (service - arrival) + 1 / setup;
}
