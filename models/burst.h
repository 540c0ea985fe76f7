/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * Bursts: a random factor on the rate whose logarithm is a stationary AR(1) on fixed steps,
 *
 *     x[k] = r x[k-1] + sqrt(1 - r^2) s e[k],   factor[k] = exp(x[k] - s^2 / 2),
 *
 * with mean one. Rate variability at a time scale is what makes real chat traffic bursty: the
 * index of dispersion of counts grows with the window, which no renewal process does.
 *
 * e[k] has an address. Steps fall into segments; a segment starts from the sum of the
 * innovations before it, as far back as they matter (r^n < 1e-9), so that any window can be
 * generated without those before it. Going on from the last step costs nothing extra.
 */
#ifndef MODELS_BURST_H
#define MODELS_BURST_H

#include "sim/memory.h"
#include "sim/sampler.h"
#include "sim/stream.h"

/* s, r and the length of a step: sd >= 0, 0 <= correlation < 1, step_s > 0. */
typedef struct model_burst_shape {
    double sd, correlation, step_s;
} model_burst_shape;

typedef struct model_burst {
    model_burst_shape shape;
    sim_stream stream;
    uint64_t entity; /* which client's bursts */
    int64_t memory;  /* steps back that matter */
    int64_t segment; /* steps in a segment */
    int64_t next;    /* the step that continues x */
    double x;        /* of step next - 1 */
    double *e;       /* room for innovations */
} model_burst;

void model_burst_init(model_burst *burst, model_burst_shape shape, sim_stream stream,
                      uint64_t entity, sim_arena *arena);

/*
 * A shape with steps of an hour in place of shorter ones, for a factor that is the mean of so
 * many superposed clients' (concentration: the sum of their squared shares; 1: one client). The
 * factor's hourly means keep their variance, and sums of many hours theirs:
 *
 *     variance of an hour   c = 1/m^2 sum_{i, j < m} (exp(s^2 r^|i-j|) - 1), m steps an hour,
 *     of many hours, each   v = 1/m sum_j (exp(s^2 r^|j|) - 1)   over all lags j.
 *
 * Steps of an hour and more stay as they are, with the variance of the mean of the clients.
 */
model_burst_shape model_burst_hourly(model_burst_shape shape, double concentration);

/* The factors of steps [first, first + n), first >= 0, into factor[n]. */
void model_burst_fill(model_burst *burst, int64_t first, size_t n, double *factor);

#endif
