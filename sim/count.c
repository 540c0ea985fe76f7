/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "sim/count.h"

#include "sim/failure.h"
#include "sim/sampler.h"

#include <math.h>

enum { PART = 512, WIDE = 256 };

uint64_t sim_count_poisson_quantile(double mean, double u)
{
    sim_require(mean >= 0 && mean <= 2 * PART);
    /* What lies more than nine standard deviations below the mean is less than 2^-54. */
    double k = mean > 100 ? floor(mean - 9 * sqrt(mean)) : 0;
    double term = exp(k * (k > 0 ? log(mean) : 0) - mean - lgamma(k + 1));
    double sum = term;
    while (sum <= u && (k < mean || term > 0x1p-60)) {
        k++;
        term *= mean / k;
        sum += term;
    }
    return (uint64_t)k;
}

uint64_t sim_count_poisson(double mean, sim_stream stream, uint64_t entity)
{
    sim_require(mean >= 0 && mean < 1e15);
    uint64_t n = 0, parts = (uint64_t)(mean / PART);
    for (uint64_t part = 0; part < parts; part++)
        n += sim_count_poisson_quantile(PART, sim_stream_uniform(stream, entity, part));
    double rest = mean - (double)parts * PART;
    return n + sim_count_poisson_quantile(rest, sim_stream_uniform(stream, entity, parts));
}

double sim_count_poisson_wide(double mean, double u)
{
    if (mean <= WIDE)
        return (double)sim_count_poisson_quantile(mean, u);
    const double z = sim_sampler_draw(sim_sampler_normal(), u), root = sqrt(mean);
    return round(mean + root * z + (z * z - 1) / 6 + (z - z * z * z) / (72 * root));
}
