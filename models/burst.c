/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "models/burst.h"

#include "sim/clones.h"
#include "sim/exponential.h"

#include <gsl/gsl_errno.h>
#include <gsl/gsl_roots.h>
#include <math.h>
#include <stdbool.h>

enum { BATCH = 512 };

static const int64_t BEFORE_START = INT64_C(1) << 40; /* addresses of steps before zero */

void model_burst_init(model_burst *burst, model_burst_shape shape, sim_stream stream,
                      uint64_t entity, sim_arena *arena)
{
    double memory = shape.correlation > 0 ? ceil(log(1e-9) / log(shape.correlation)) : 1;
    double day = ceil(86400 / shape.step_s);
    *burst = (model_burst){
        .shape = shape,
        .stream = stream,
        .entity = entity,
        .memory = (int64_t)memory,
        .segment = (int64_t)fmax(day, 8 * memory),
        .next = -1,
        .e = sim_arena_alloc(arena, BATCH, sizeof(double)),
    };
}

/* The innovations of steps [first, first + n), n <= BATCH - 2, from burst->e[skip] on: two to
   an address. Returns skip. */
static size_t innovations(model_burst *burst, int64_t first, size_t n)
{
    uint64_t entity[BATCH / 2];
    uint32_t index[BATCH / 2] = {0};
    double even[BATCH / 2], odd[BATCH / 2];
    uint64_t from = (uint64_t)(first + BEFORE_START);
    size_t blocks = (size_t)((from + n + 1) / 2 - from / 2);
    for (size_t i = 0; i < blocks; i++)
        entity[i] = (burst->entity << 44) + from / 2 + i;
    sim_stream_uniforms(burst->stream, blocks, entity, index, even, odd);
    for (size_t i = 0; i < blocks; i++) {
        burst->e[2 * i] = even[i];
        burst->e[2 * i + 1] = odd[i];
    }
    sim_sampler_fill(sim_sampler_normal(), 2 * blocks, burst->e, burst->e);
    return (size_t)(from % 2);
}

/* factor[i] = exp(path[i] - half_variance) */
SIM_HOT static void exponentials(size_t n, const double *path, double half_variance,
                                 double *restrict factor)
{
    for (size_t i = 0; i < n; i++)
        factor[i] = sim_exponential(path[i] - half_variance); /* cppcheck-suppress uninitvar */
}

/* Advances x over steps [burst->next, to); factors too unless NULL. */
static void advance(model_burst *burst, int64_t to, double *factor)
{
    double r = burst->shape.correlation, sd = burst->shape.sd, x = burst->x;
    double fresh = sqrt(1 - r * r) * sd, half_variance = sd * sd / 2;
    while (burst->next < to) {
        size_t n = (size_t)(to - burst->next < BATCH - 2 ? to - burst->next : BATCH - 2);
        const double *e = burst->e + innovations(burst, burst->next, n);
        double path[BATCH];
        for (size_t i = 0; i < n; i++)
            path[i] = x = r * x + fresh * e[i];
        if (factor) {
            exponentials(n, path, half_variance, factor);
            factor += n;
        }
        burst->next += (int64_t)n;
    }
    burst->x = x;
}

/* Stands before step k: at the start of its segment, run up from what came before, and on. */
static void stand_before(model_burst *burst, int64_t k)
{
    int64_t start = k / burst->segment * burst->segment;
    bool is_on_the_way = burst->next > start && burst->next <= k;
    if (!is_on_the_way) {
        burst->next = start - burst->memory;
        burst->x = 0;
        advance(burst, start, NULL);
    }
    advance(burst, k, NULL);
}

void model_burst_fill(model_burst *burst, int64_t first, size_t n, double *factor)
{
    int64_t end = first + (int64_t)n;
    for (int64_t k = first; k < end;) {
        int64_t segment_end = (k / burst->segment + 1) * burst->segment;
        int64_t to = segment_end < end ? segment_end : end;
        stand_before(burst, k);
        advance(burst, to, factor + (k - first));
        k = to;
    }
}

/* ---- hours instead of steps ---- */

/* Covariance of factors so many steps apart. */
static double covariance(model_burst_shape shape, double lag)
{
    return expm1(shape.sd * shape.sd * pow(shape.correlation, lag));
}

/* The variance of the mean of m steps, and m times that of the mean of infinitely many. */
static double variance_of_mean(model_burst_shape shape, double m)
{
    double sum = m * covariance(shape, 0);
    for (double lag = 1; lag < m; lag++)
        sum += 2 * (m - lag) * covariance(shape, lag);
    return sum / (m * m);
}

/* The exponential as its series, so that the sums over lags are geometric:
   sum_j (exp(s^2 r^|j|) - 1) = sum_n s^2n / n! (1 + r^n) / (1 - r^n). */
static double variance_of_many(model_burst_shape shape)
{
    double sum = 0, term = 1, power = 1;
    for (double n = 1; n == 1 || term > 1e-16 * sum; n++) {
        term *= shape.sd * shape.sd / n;
        power *= shape.correlation;
        sum += term * (1 + power) / (1 - power);
    }
    return sum;
}

typedef struct wanted {
    double sd, variance_of_many;
} wanted;

static double excess(double correlation, void *of)
{
    const wanted *w = of;
    return variance_of_many((model_burst_shape){w->sd, correlation, 3600}) -
           w->variance_of_many;
}

/* The correlation of hours that gives sums of many their variance. */
static double hourly_correlation(wanted w)
{
    double low = 0, high = 0.9999;
    if (excess(low, &w) >= 0 || excess(high, &w) <= 0)
        return excess(low, &w) >= 0 ? low : high;
    gsl_function f = {excess, &w};
    gsl_root_fsolver *solver = gsl_root_fsolver_alloc(gsl_root_fsolver_brent);
    gsl_root_fsolver_set(solver, &f, low, high);
    do {
        gsl_root_fsolver_iterate(solver);
        low = gsl_root_fsolver_x_lower(solver);
        high = gsl_root_fsolver_x_upper(solver);
    } while (gsl_root_test_interval(low, high, 1e-10, 0) == GSL_CONTINUE);
    double root = gsl_root_fsolver_root(solver);
    gsl_root_fsolver_free(solver);
    return root;
}

model_burst_shape model_burst_hourly(model_burst_shape shape, double concentration)
{
    const bool is_long = shape.step_s >= 3600;
    const double m = is_long ? 1 : fmax(1, round(3600 / shape.step_s));
    const double variance = variance_of_mean(shape, m) * concentration;
    const double many = variance_of_many(shape) / m * concentration;
    if (shape.sd == 0)
        return (model_burst_shape){0, 0, is_long ? shape.step_s : 3600};
    const wanted w = {sqrt(log1p(variance)), many};
    return (model_burst_shape){w.sd, hourly_correlation(w), is_long ? shape.step_s : 3600};
}
