/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "sim/sums.h"

#include <gsl/gsl_blas.h>
#include <gsl/gsl_eigen.h>
#include <gsl/gsl_linalg.h>
#include <math.h>

/* Axes along which the correlations vary less than this share of the most are none. */
static const double least_share = 1e-10;

/* A sample in units of its standard deviations. */
typedef struct standard {
    const sim_sums_sample *of;
    double *mean, *sd; /* of a group's sum; sd 0: the column does not vary */
    gsl_matrix *axes;  /* axes[n_columns][rank]: x = mean + sd * axes * (uncorrelated, of
                          variance 1) */
    gsl_matrix *back;  /* back[n_columns][rank]: uncorrelated = back' * (x - mean) / sd */
} standard;

static double deviation(const standard *s, size_t group, size_t column)
{
    const double off = s->of->sums[group * s->of->stride + column] - s->mean[column];
    return s->sd[column] > 0 ? off / s->sd[column] : 0;
}

static void find_scales(standard *s)
{
    const sim_sums_sample *of = s->of;
    for (size_t i = 0; i < of->n_columns; i++) {
        double sum = 0, square = 0;
        for (size_t g = 0; g < of->n_groups; g++)
            sum += of->sums[g * of->stride + i];
        s->mean[i] = sum / (double)of->n_groups;
        for (size_t g = 0; g < of->n_groups; g++) {
            const double off = of->sums[g * of->stride + i] - s->mean[i];
            square += off * off;
        }
        s->sd[i] = sqrt(square / (double)(of->n_groups - 1));
    }
}

/* One row of deviations at a time, so that the sample is read once. */
static void correlate(const standard *s, double *row, gsl_matrix *correlation)
{
    const size_t d = s->of->n_columns;
    for (size_t g = 0; g < s->of->n_groups; g++) {
        for (size_t i = 0; i < d; i++)
            row[i] = deviation(s, g, i);
        for (size_t i = 0; i < d; i++)
            for (size_t j = 0; j <= i; j++)
                *gsl_matrix_ptr(correlation, i, j) += row[i] * row[j];
    }
    gsl_matrix_scale(correlation, 1 / (double)(s->of->n_groups - 1));
}

/* Axes that are uncorrelated, from the eigenvectors; how many. */
static size_t find_axes(standard *s, double *row)
{
    const size_t d = s->of->n_columns;
    gsl_matrix *correlation = gsl_matrix_calloc(d, d);
    gsl_matrix *vectors = gsl_matrix_alloc(d, d);
    gsl_vector *variance = gsl_vector_alloc(d);
    gsl_eigen_symmv_workspace *work = gsl_eigen_symmv_alloc(d);
    correlate(s, row, correlation);
    gsl_eigen_symmv(correlation, variance, vectors, work);
    gsl_eigen_symmv_sort(variance, vectors, GSL_EIGEN_SORT_VAL_DESC);
    const double least = least_share * gsl_vector_get(variance, 0);
    size_t rank = 0;
    while (rank < d && gsl_vector_get(variance, rank) > least)
        rank++;
    s->axes = rank ? gsl_matrix_alloc(d, rank) : NULL;
    s->back = rank ? gsl_matrix_alloc(d, rank) : NULL;
    for (size_t i = 0; i < d; i++)
        for (size_t k = 0; k < rank; k++) {
            const double root = sqrt(gsl_vector_get(variance, k));
            gsl_matrix_set(s->axes, i, k, gsl_matrix_get(vectors, i, k) * root);
            gsl_matrix_set(s->back, i, k, gsl_matrix_get(vectors, i, k) / root);
        }
    gsl_eigen_symmv_free(work);
    gsl_vector_free(variance);
    gsl_matrix_free(vectors);
    gsl_matrix_free(correlation);
    return rank;
}

static void turn_matrix(gsl_matrix **matrix, const gsl_matrix *turn)
{
    gsl_matrix *turned = gsl_matrix_alloc((*matrix)->size1, (*matrix)->size2);
    gsl_blas_dgemm(CblasNoTrans, CblasNoTrans, 1, *matrix, turn, 0, turned);
    gsl_matrix_free(*matrix);
    *matrix = turned;
}

/* Turns the axes until the weighted sums lie along the first: by the Q of their directions. */
static void turn_to_weights(standard *s, size_t rank)
{
    const size_t n = s->of->n_weights < rank ? s->of->n_weights : rank;
    if (n == 0)
        return;
    gsl_matrix *directions = gsl_matrix_calloc(rank, n), *r = gsl_matrix_alloc(rank, n);
    gsl_matrix *turn = gsl_matrix_alloc(rank, rank);
    gsl_vector *tau = gsl_vector_alloc(n);
    for (size_t w = 0; w < n; w++)
        for (size_t i = 0; i < s->of->n_columns; i++)
            for (size_t k = 0; k < rank; k++)
                *gsl_matrix_ptr(directions, k, w) += s->of->weights[w * s->of->n_columns + i] *
                                                     s->sd[i] * gsl_matrix_get(s->axes, i, k);
    gsl_linalg_QR_decomp(directions, tau);
    gsl_linalg_QR_unpack(directions, tau, turn, r);
    turn_matrix(&s->axes, turn);
    turn_matrix(&s->back, turn);
    gsl_vector_free(tau);
    gsl_matrix_free(turn);
    gsl_matrix_free(r);
    gsl_matrix_free(directions);
}

/* The third moments of the sample along the axes. */
static void find_skew(const standard *s, sim_sums *out)
{
    for (size_t g = 0; g < s->of->n_groups; g++)
        for (size_t k = 0; k < out->rank; k++) {
            double along = 0;
            for (size_t i = 0; i < s->of->n_columns; i++)
                along += gsl_matrix_get(s->back, i, k) * deviation(s, g, i);
            out->skew[k] += along * along * along;
        }
    for (size_t k = 0; k < out->rank; k++)
        out->skew[k] *= sqrt(s->of->group_size) / (double)s->of->n_groups;
}

/* The factor, of one vector. */
static void find_factor(const standard *s, sim_sums *out)
{
    const double root = sqrt(s->of->group_size);
    for (size_t k = 0; k < out->rank; k++)
        for (size_t i = 0; i < s->of->n_columns; i++)
            out->factor[k * s->of->n_columns + i] =
                gsl_matrix_get(s->axes, i, k) * s->sd[i] / root;
}

void sim_sums_fit(const sim_sums_sample *sample, sim_arena *arena, sim_sums *out)
{
    const size_t d = sample->n_columns;
    *out = (sim_sums){.n_columns = d, .mean = sim_arena_alloc(arena, d, sizeof *out->mean)};
    if (d == 0)
        return;
    standard s = {
        .of = sample, .mean = out->mean, .sd = sim_arena_alloc(arena, d, sizeof *s.sd)};
    find_scales(&s);
    out->rank = find_axes(&s, sim_arena_alloc(arena, d, sizeof(double)));
    if (out->rank > 0) {
        turn_to_weights(&s, out->rank);
        out->factor = sim_arena_alloc(arena, d * out->rank, sizeof *out->factor);
        out->skew = sim_arena_alloc(arena, out->rank, sizeof *out->skew);
        find_skew(&s, out);
        find_factor(&s, out);
        gsl_matrix_free(s.axes);
        gsl_matrix_free(s.back);
    }
    for (size_t i = 0; i < d; i++)
        out->mean[i] /= sample->group_size;
}

void sim_sums_draw(const sim_sums *law, const double *scale, double n, const double *z,
                   double *sum)
{
    const double root = sqrt(n);
    for (size_t i = 0; i < law->n_columns; i++)
        sum[i] = n * law->mean[i];
    for (size_t k = 0; k < law->rank; k++) {
        const double g = law->skew[k] / root;
        const double w = root * (z[k] + g / 6 * (z[k] * z[k] - 1)) / sqrt(1 + g * g / 18);
        const double *axis = law->factor + k * law->n_columns;
        for (size_t i = 0; i < law->n_columns; i++)
            sum[i] += axis[i] * w;
    }
    for (size_t i = 0; scale && i < law->n_columns; i++)
        sum[i] *= scale[i];
}
