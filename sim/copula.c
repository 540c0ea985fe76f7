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

/* Phi(z), kept below 1 as uniforms are. */
static double share_below(double z)
{
    return fmin(gsl_cdf_ugaussian_P(z), 0x1.fffffffffffffp-1);
}

bool sim_copula_init(sim_copula *copula, size_t n, const double *rank, sim_arena *arena,
                     sim_failure *why)
{
    double *factor = sim_arena_alloc(arena, n * n, sizeof *factor);
    *copula = (sim_copula){n, factor};
    for (size_t i = 0; i < n * n; i++) {
        if (!(fabs(rank[i]) <= 1))
            return sim_fail(why, "a rank correlation (%g) must be between -1 and 1", rank[i]);
        factor[i] = i % (n + 1) == 0 ? 1 : pearson(rank[i]);
    }
    if (n == 0)
        return true;
    gsl_matrix_view matrix = gsl_matrix_view_array(factor, n, n);
    return gsl_linalg_cholesky_decomp1(&matrix.matrix) == GSL_SUCCESS ||
           sim_fail(why, "the rank correlations contradict each other: their matrix is not "
                         "positive definite; bring them closer to 0");
}

/* From the last to the first: each needs the normals before it, which are still in place. */
void sim_copula_mix(const sim_copula *copula, const double *independent, double *dependent)
{
    const size_t n = copula->n;
    for (size_t i = 0; i < n; i++)
        dependent[i] = gsl_cdf_ugaussian_Pinv(fmax(independent[i], 0x1p-54));
    for (size_t i = n; i-- > 0;) {
        double z = 0;
        for (size_t k = 0; k <= i; k++)
            z += copula->factor[i * n + k] * dependent[k];
        dependent[i] = share_below(z);
    }
}

void sim_copula_pairs(double rank, size_t n, const double *u1, double *u2)
{
    enum { BATCH = 256 };
    double z1[BATCH], z2[BATCH];
    const double r = pearson(rank), rest = sqrt(fmax(1 - r * r, 0));
    for (size_t at = 0; at < n; at += BATCH) {
        size_t m = n - at < BATCH ? n - at : BATCH;
        sim_sampler_fill(sim_sampler_normal(), m, u1 + at, z1);
        sim_sampler_fill(sim_sampler_normal(), m, u2 + at, z2);
        for (size_t i = 0; i < m; i++)
            u2[at + i] = share_below(r * z1[i] + rest * z2[i]);
    }
}
