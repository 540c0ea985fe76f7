/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * Where the values of a cubic table come from. Laws made from the standard normal transform
 * its quantiles, which are kept. For others a few exact quantiles to the octave suffice:
 * between them a polynomial in ln v, of the quantile or of the logarithm of its distance
 * from an end of the support, which is straight where the law has a power at that end.
 */
#include "sim/exponential.h"
#include "sim/samplers/kinds.h"

#include <gsl/gsl_cdf.h>
#include <gsl/gsl_math.h>
#include <pthread.h>
#include <stdlib.h>

enum {
    NODES = 14,      /* exact quantiles to the octave */
    NORMAL_BITS = 5, /* up to here the normal's are kept */
    MOST_POINTS = SIM_SAMPLER_POINTS << SIM_SAMPLER_MOST_BITS
};

typedef enum way { UNKNOWN, EXACT, PLAIN, FROM_LOW, FROM_HIGH } way;

typedef struct octave_values {
    way way;
    double f[NODES]; /* quantiles at the nodes, or logarithms of distances from an end */
} octave_values;

struct sim_sampler_source {
    const sim_law *law;
    double low, high, middle_half; /* support, interquartile range */
    octave_values octaves[2][SIM_SAMPLER_OCTAVES];
    int bits;        /* of weights */
    double *weights; /* weights[point][NODES] of an octave's points */
};

/* ---- the standard normal ---- */

/* -Phi^-1(v) at all points of all octaves, by bits. */
static double *normal_points[NORMAL_BITS + 1];
static pthread_once_t normal_once = PTHREAD_ONCE_INIT;

static double point(int octave, int bits, int i)
{
    const int cell = i / SIM_SAMPLER_POINTS;
    const double within = cell + sim_sampler_shares[i % SIM_SAMPLER_POINTS];
    return ldexp(1 + ldexp(within, -bits), octave - 54);
}

static void fill_normal_points(void)
{
    for (int bits = SIM_SAMPLER_LEAST_BITS; bits <= NORMAL_BITS; bits++) {
        const int n = SIM_SAMPLER_POINTS << bits;
        const int points = n * SIM_SAMPLER_OCTAVES + 1;
        double *z = sim_alloc((size_t)points, sizeof *z, "a sampler");
        for (int i = 0; i < points; i++)
            z[i] = -gsl_cdf_ugaussian_Pinv(point(i / n, bits, i % n));
        normal_points[bits] = z;
    }
}

static void octave_of_normal(const sim_law *law, int half, int octave, int bits, double *values)
{
    const int n = SIM_SAMPLER_POINTS << bits;
    const double *z = bits <= NORMAL_BITS ? normal_points[bits] + (ptrdiff_t)n * octave : NULL;
    for (int i = 0; i <= n; i++) {
        const double from_middle = z ? z[i] : -gsl_cdf_ugaussian_Pinv(point(octave, bits, i));
        values[i] = law->kind->of_normal(law, half ? from_middle : -from_middle);
    }
}

/* ---- exact ---- */

/* A power law's quantiles may exceed even doubles. */
static double within_reason(double x)
{
    return fmin(fmax(x, -1e200), 1e200);
}

static double exact(const sim_law *law, int half, double v)
{
    const double p = half ? 1 - v : v, q = half ? v : 1 - v;
    return within_reason(law->kind->smooth ? law->kind->smooth(law, p, q)
                                           : law->kind->quantile(law, p, q));
}

sim_sampler_source *sim_sampler_source_new(const sim_law *law)
{
    sim_sampler_source *source = sim_alloc(1, sizeof *source, "a sampler");
    source->law = law;
    if (law->kind->of_normal)
        pthread_once(&normal_once, fill_normal_points);
    source->low = law->kind->quantile(law, 0, 1);
    source->high = law->kind->quantile(law, 1, 0);
    source->middle_half = exact(law, 1, 0.25) - exact(law, 0, 0.25);
    return source;
}

void sim_sampler_source_free(sim_sampler_source *source)
{
    free(source->weights);
    free(source);
}

double sim_sampler_source_tolerance(const sim_sampler_source *source, double y)
{
    return 1e-5 * fabs(y) + 1e-6 * source->middle_half;
}

/* ---- between exact nodes ---- */

/* Chebyshev's nodes in log2(v / 2^octave), within (0, 1). */
static double node(int j)
{
    return 0.5 - 0.5 * cos(M_PI * (2 * j + 1) / (2 * NODES));
}

/* Barycentric weights of the nodes at s (Berrut & Trefethen, SIAM Review 46 (2004)). */
static void weights_at(double s, double *weights)
{
    double sum = 0;
    for (int j = 0; j < NODES; j++) {
        const double off = s - node(j);
        weights[j] = (j % 2 ? -1 : 1) * sin(M_PI * (2 * j + 1) / (2 * NODES)) / off;
        sum += weights[j];
    }
    for (int j = 0; j < NODES; j++)
        weights[j] /= sum;
}

static double value_of(const sim_sampler_source *source, const octave_values *octave,
                       const double *weights)
{
    double sum = 0;
    for (int j = 0; j < NODES; j++)
        sum += weights[j] * octave->f[j];
    if (octave->way == FROM_LOW)
        return source->low + sim_exponential(sum);
    return octave->way == FROM_HIGH ? source->high - sim_exponential(sum) : sum;
}

/* Distances from an end that differ by more than a factor of two, as logarithms; false if
   they do not, or there is no such end. */
static bool take_logarithms(octave_values *octave, double end, double sign)
{
    const double first = sign * (octave->f[0] - end),
                 last = sign * (octave->f[NODES - 1] - end);
    if (!isfinite(end) || !(fmin(first, last) > 0) || fmax(first, last) < 2 * fmin(first, last))
        return false;
    for (int j = 0; j < NODES; j++)
        octave->f[j] = log(sign * (octave->f[j] - end));
    return true;
}

static void choose_way(const sim_sampler_source *source, int half, octave_values *octave)
{
    octave->way = PLAIN;
    if (half && take_logarithms(octave, source->high, -1))
        octave->way = FROM_HIGH;
    else if (take_logarithms(octave, source->low, 1))
        octave->way = FROM_LOW;
}

/* Tried against exact quantiles at three places. */
static void prepare(const sim_sampler_source *source, int half, int octave,
                    octave_values *values)
{
    static const double tests[] = {0.002, 0.47, 0.995};
    const double start = ldexp(1, octave - 54);
    for (int j = 0; j < NODES; j++)
        values->f[j] = exact(source->law, half, start * exp2(node(j)));
    choose_way(source, half, values);
    for (size_t i = 0; i < sizeof tests / sizeof *tests; i++) {
        double weights[NODES];
        weights_at(tests[i], weights);
        const double y = exact(source->law, half, start * exp2(tests[i]));
        const double off = fabs(value_of(source, values, weights) - y);
        if (!(off <= sim_sampler_source_tolerance(source, y) / 20))
            values->way = EXACT;
    }
}

static void prepare_weights(sim_sampler_source *source, int bits)
{
    const int n = (SIM_SAMPLER_POINTS << bits) + 1;
    if (source->bits == bits)
        return;
    free(source->weights);
    source->weights = sim_alloc((size_t)n, NODES * sizeof *source->weights, "a sampler");
    source->bits = bits;
    for (int i = 0; i < n; i++)
        weights_at(log2(point(0, bits, i)) + 54, source->weights + (ptrdiff_t)i * NODES);
}

void sim_sampler_source_octave(sim_sampler_source *source, int half, int octave, int bits,
                               double *values)
{
    octave_values *known = &source->octaves[half][octave];
    const int n = SIM_SAMPLER_POINTS << bits;
    if (source->law->kind->of_normal) {
        octave_of_normal(source->law, half, octave, bits, values);
        return;
    }
    if (known->way == UNKNOWN)
        prepare(source, half, octave, known);
    prepare_weights(source, bits);
    for (int i = 0; i <= n; i++)
        values[i] = known->way == EXACT
                        ? exact(source->law, half, point(octave, bits, i))
                        : value_of(source, known, source->weights + (ptrdiff_t)i * NODES);
}
