/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "sim/controls.h"

#include "sim/failure.h"

#include <gsl/gsl_linalg.h>
#include <math.h>

/* Added to the diagonal of S, relative to it, so that controls may depend on each other. */
static const double ridge = 1e-9;

typedef struct spread {
    double mean[SIM_CONTROLS_MOST];
    gsl_matrix *root; /* Cholesky's of S */
} spread;

static spread measure(const double *controls, size_t n, size_t k)
{
    spread s = {.root = gsl_matrix_calloc(k, k)};
    for (size_t g = 0; g < n; g++)
        for (size_t i = 0; i < k; i++)
            s.mean[i] += controls[g * k + i] / (double)n;
    for (size_t g = 0; g < n; g++)
        for (size_t i = 0; i < k; i++)
            for (size_t j = 0; j < k; j++)
                *gsl_matrix_ptr(s.root, i, j) +=
                    (controls[g * k + i] - s.mean[i]) * (controls[g * k + j] - s.mean[j]);
    for (size_t i = 0; i < k; i++) {
        double *own = gsl_matrix_ptr(s.root, i, i);
        *own = *own > 0 ? *own * (1 + ridge) : 1;
    }
    gsl_linalg_cholesky_decomp1(s.root);
    return s;
}

void sim_controls_weights(const double *controls, size_t n, size_t n_controls, double *weights)
{
    const size_t k = n_controls;
    sim_require(k > 0 && k <= SIM_CONTROLS_MOST && k < n);
    spread s = measure(controls, n, k);
    gsl_vector *pull = gsl_vector_alloc(k); /* S^-1 cm */
    for (size_t i = 0; i < k; i++)
        gsl_vector_set(pull, i, s.mean[i]);
    gsl_linalg_cholesky_svx(s.root, pull);
    for (size_t g = 0; g < n; g++) {
        weights[g] = 1 / (double)n;
        for (size_t i = 0; i < k; i++)
            weights[g] -= gsl_vector_get(pull, i) * (controls[g * k + i] - s.mean[i]);
    }
    gsl_vector_free(pull);
    gsl_matrix_free(s.root);
}

static double mean_of(const double *y, size_t n)
{
    double mean = 0;
    for (size_t g = 0; g < n; g++)
        mean += y[g] / (double)n;
    return mean;
}

static void find_slopes(const spread *s, const double *controls, size_t n, const double *y,
                        double *slopes)
{
    const size_t k = s->root->size1;
    const double mean = mean_of(y, n);
    gsl_vector_view slope = gsl_vector_view_array(slopes, k);
    gsl_vector_set_zero(&slope.vector);
    for (size_t g = 0; g < n; g++)
        for (size_t i = 0; i < k; i++)
            slopes[i] += (controls[g * k + i] - s->mean[i]) * (y[g] - mean);
    gsl_linalg_cholesky_svx(s->root, &slope.vector);
}

void sim_controls_slopes(const double *controls, size_t n, size_t n_controls, const double *y,
                         double *slopes)
{
    sim_require(n_controls > 0 && n_controls <= SIM_CONTROLS_MOST && n_controls < n);
    spread s = measure(controls, n, n_controls);
    find_slopes(&s, controls, n, y, slopes);
    gsl_matrix_free(s.root);
}

double sim_controls_error(const double *controls, size_t n, size_t n_controls, const double *y)
{
    const size_t k = n_controls;
    sim_require(k > 0 && k <= SIM_CONTROLS_MOST && k + 1 < n);
    spread s = measure(controls, n, k);
    const double mean = mean_of(y, n);
    double slopes[SIM_CONTROLS_MOST], square = 0;
    find_slopes(&s, controls, n, y, slopes);
    for (size_t g = 0; g < n; g++) {
        double left = y[g] - mean;
        for (size_t i = 0; i < k; i++)
            left -= slopes[i] * (controls[g * k + i] - s.mean[i]);
        square += left * left;
    }
    gsl_matrix_free(s.root);
    return sqrt(square / (double)(n - k - 1) / (double)n);
}
