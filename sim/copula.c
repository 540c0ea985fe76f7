/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "sim/copula.h"

#include "sim/sampler.h"

#include <gsl/gsl_cdf.h>
#include <gsl/gsl_errno.h>
#include <gsl/gsl_linalg.h>
#include <gsl/gsl_math.h>

static double pearson(double rank)
{
    return 2 * sin(M_PI * rank / 6);
}

bool sim_copula_init(sim_copula *copula, size_t n, const double *rank, sim_arena *arena,
                     sim_failure *why)
{
    double *factor = sim_arena_alloc(arena, n * n, sizeof *factor);
    for (size_t i = 0; i < n * n; i++)
        factor[i] = i % (n + 1) == 0 ? 1 : pearson(rank[i]);
    copula->n = n;
    copula->factor = factor;
    copula->z = sim_arena_alloc(arena, n, sizeof(double));
    if (n == 0)
        return true;
    gsl_matrix_view matrix = gsl_matrix_view_array(factor, n, n);
    gsl_error_handler_t *handler = gsl_set_error_handler_off();
    int status = gsl_linalg_cholesky_decomp1(&matrix.matrix);
    gsl_set_error_handler(handler);
    return status == GSL_SUCCESS ||
           sim_fail(why, "the rank correlations contradict each other: their matrix is not "
                         "positive definite; bring them closer to 0");
}

void sim_copula_mix(const sim_copula *copula, const double *independent, double *dependent)
{
    size_t n = copula->n;
    for (size_t i = 0; i < n; i++)
        copula->z[i] = gsl_cdf_ugaussian_Pinv(fmax(independent[i], 0x1p-54));
    for (size_t i = 0; i < n; i++) {
        double z = 0;
        for (size_t k = 0; k <= i; k++)
            z += copula->factor[i * n + k] * copula->z[k];
        dependent[i] = fmin(gsl_cdf_ugaussian_P(z), 0x1.fffffffffffffp-1);
    }
}

void sim_copula_pairs(double rank, size_t n, const double *u1, double *u2)
{
    enum { BATCH = 256 };
    double z1[BATCH], z2[BATCH];
    double r = pearson(rank), rest = sqrt(1 - r * r);
    for (size_t at = 0; at < n; at += BATCH) {
        size_t m = n - at < BATCH ? n - at : BATCH;
        sim_sampler_fill(sim_sampler_normal(), m, u1 + at, z1);
        sim_sampler_fill(sim_sampler_normal(), m, u2 + at, z2);
        for (size_t i = 0; i < m; i++)
            u2[at + i] =
                fmin(gsl_cdf_ugaussian_P(r * z1[i] + rest * z2[i]), 0x1.fffffffffffffp-1);
    }
}
