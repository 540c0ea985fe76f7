/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "sim/controls.h"
#include "sim/stream.h"
#include "tests/suite.h"

#include <math.h>

enum { N = 2000, K = 3 };

/* Uniforms less a half, and one control that never varies. y = 5 + 2 a - 3 b + e. */
typedef struct sample {
    double controls[N * K], y[N], rest[N];
} sample;

static void draw(sample *s, uint64_t replication)
{
    const sim_stream stream = sim_stream_make(5, replication, sim_stream_source("controls"));
    for (uint64_t g = 0; g < N; g++) {
        double *c = s->controls + g * K;
        c[0] = sim_stream_uniform(stream, g, 0) - 0.5;
        c[1] = sim_stream_uniform(stream, g, 1) - 0.5;
        c[2] = 0;
        s->rest[g] = sim_stream_uniform(stream, g, 2) - 0.5;
        s->y[g] = 5 + 2 * c[0] - 3 * c[1] + s->rest[g];
    }
}

static double weighted(const double *weights, const double *x, size_t stride)
{
    double sum = 0;
    for (size_t g = 0; g < N; g++)
        sum += weights[g] * x[g * stride];
    return sum;
}

TEST(weights_sum_to_one_and_leave_controls_without_a_mean)
{
    static sample s;
    static double weights[N];
    draw(&s, 0);
    sim_controls_weights(s.controls, N, K, weights);
    const double one = 1;
    ck_assert_double_eq_tol(weighted(weights, &one, 0), 1, 1e-12);
    for (size_t i = 0; i < K; i++)
        ck_assert_double_eq_tol(weighted(weights, s.controls + i, K), 0, 1e-9);
}

/* What is left is e, of variance 1/12; without controls the variance is (4 + 9 + 1) / 12. Over
   400 replications the squared errors have a mean with relative error sqrt(2 / 400). */
TEST(a_weighted_mean_errs_by_what_controls_do_not_explain)
{
    enum { REPLICATIONS = 400 };
    static sample s;
    static double weights[N];
    double square = 0, stated = 0;
    for (uint64_t i = 0; i < REPLICATIONS; i++) {
        draw(&s, i);
        sim_controls_weights(s.controls, N, K, weights);
        const double off = weighted(weights, s.y, 1) - 5;
        square += off * off / REPLICATIONS;
        stated += sim_controls_error(s.controls, N, K, s.y) / REPLICATIONS;
    }
    ck_assert_double_eq_tol(square * 12 * N, 1, 5 * sqrt(2.0 / REPLICATIONS));
    ck_assert_double_eq_tol(stated * sqrt(12.0 * N), 1, 0.01);
}

/* Residuals and controls have the same variance, so that a slope's standard error is
   1 / sqrt(N); a control that never varies has none. */
TEST(slopes_are_those_of_the_controls)
{
    static sample s;
    double slopes[K];
    draw(&s, 2);
    sim_controls_slopes(s.controls, N, K, s.y, slopes);
    ck_assert_double_eq_tol(slopes[0], 2, 5 / sqrt(N));
    ck_assert_double_eq_tol(slopes[1], -3, 5 / sqrt(N));
    ck_assert_double_eq(slopes[2], 0);
}

/* A control and its double say the same. */
TEST(controls_may_depend_on_each_other)
{
    static sample s;
    static double weights[N];
    draw(&s, 1);
    for (size_t g = 0; g < N; g++)
        s.controls[g * K + 2] = 2 * s.controls[g * K];
    sim_controls_weights(s.controls, N, K, weights);
    for (size_t i = 0; i < K; i++)
        ck_assert_double_eq_tol(weighted(weights, s.controls + i, K), 0, 1e-6);
}

SUITE("controls", weights_sum_to_one_and_leave_controls_without_a_mean,
      a_weighted_mean_errs_by_what_controls_do_not_explain, slopes_are_those_of_the_controls,
      controls_may_depend_on_each_other)
