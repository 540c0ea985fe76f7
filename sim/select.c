/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "sim/select.h"

#include "sim/memory.h"
#include "sim/tally.h"

#include <gsl/gsl_cdf.h>
#include <gsl/gsl_integration.h>
#include <gsl/gsl_randist.h>
#include <math.h>
#include <stdlib.h>

/* ---- constants ---- */

double sim_select_kn(size_t k, size_t n0, double alpha)
{
    const double freedom = (double)n0 - 1;
    return (pow(2 * alpha / ((double)k - 1), -2 / freedom) - 1) * freedom;
}

/* Rinott's double integral over two chi-square variates, one in the other: P(best is picked)
   = E[(E[Phi(h / sqrt(f (1/X + 1/Y))) | Y])^(k - 1)]. */
typedef struct rinott {
    double h, freedom, y;
    size_t k;
    gsl_integration_glfixed_table *nodes;
} rinott;

enum { NODES = 64 };
static const double normal_end = 8; /* beyond: 1e-15 of a normal law */

/* The chi-square variate at the rank of a standard normal one, over which the integrals are
   smooth. */
static double chi_square(double z, double freedom)
{
    return z < 0 ? gsl_cdf_chisq_Pinv(gsl_cdf_ugaussian_P(z), freedom)
                 : gsl_cdf_chisq_Qinv(gsl_cdf_ugaussian_Q(z), freedom);
}

static double given(double z, void *parameter)
{
    const rinott *r = parameter;
    const double x = chi_square(z, r->freedom);
    return gsl_ran_ugaussian_pdf(z) *
           gsl_cdf_ugaussian_P(r->h / sqrt(r->freedom * (1 / x + 1 / r->y)));
}

static double over_normal(gsl_function *f, const rinott *r)
{
    return gsl_integration_glfixed(f, -normal_end, normal_end, r->nodes);
}

static double over(double z, void *parameter)
{
    rinott *r = parameter;
    r->y = chi_square(z, r->freedom);
    gsl_function inner = {given, r};
    return gsl_ran_ugaussian_pdf(z) * pow(over_normal(&inner, r), (double)r->k - 1);
}

double sim_select_rinott(size_t k, size_t n0, double probability)
{
    rinott r = {.freedom = (double)n0 - 1, .k = k};
    gsl_function outer = {over, &r};
    double low = 0, high = 64;
    r.nodes = gsl_integration_glfixed_table_alloc(NODES);
    while (high - low > 1e-9) {
        r.h = (low + high) / 2;
        if (over_normal(&outer, &r) < probability)
            low = r.h;
        else
            high = r.h;
    }
    gsl_integration_glfixed_table_free(r.nodes);
    return (low + high) / 2;
}

/* ---- where to spend replications ---- */

static size_t least(size_t k, const double *means)
{
    size_t best = 0;
    for (size_t i = 1; i < k; i++)
        best = means[i] < means[best] ? i : best;
    return best;
}

bool sim_select_ocba(size_t k, const double *means, const double *sds, double *shares)
{
    const size_t best = least(k, means);
    double squares = 0, all = 0;
    bool is_sound = sds[best] > 0;
    for (size_t i = 0; i < k; i++) {
        const double ratio = sds[i] / (means[i] - means[best]);
        shares[i] = i == best ? 0 : ratio * ratio;
        squares += i == best ? 0 : shares[i] * shares[i] / (sds[i] * sds[i]);
        is_sound = is_sound && sds[i] > 0 && (i == best || means[i] > means[best]);
    }
    shares[best] = sds[best] * sqrt(squares);
    for (size_t i = 0; i < k; i++)
        all += shares[i];
    for (size_t i = 0; i < k; i++)
        shares[i] = is_sound ? shares[i] / all : 1 / (double)k;
    return is_sound;
}

/* ---- Kim & Nelson ---- */

typedef struct race {
    size_t k;
    const double *x;
    sim_select_wish wish;
    double h2;
    double *variance; /* variance[k * k] of differences over the first n0 */
    double *sum;      /* sum[k] so far */
    bool *left;
} race;

static void take_variances(race *r)
{
    for (size_t i = 0; i < r->k; i++)
        for (size_t l = 0; l < r->k; l++) {
            sim_tally difference = {0};
            for (size_t j = 0; j < r->wish.n0; j++)
                sim_tally_add(&difference, r->x[j * r->k + i] - r->x[j * r->k + l]);
            r->variance[i * r->k + l] = sim_tally_variance(&difference);
        }
}

/* Whether another design that is left excludes this one after so many replications. */
static bool is_beaten(const race *r, size_t i, size_t n, const bool *were_left)
{
    const double delta = r->wish.delta;
    for (size_t l = 0; l < r->k; l++) {
        const double bound =
            r->h2 * r->variance[i * r->k + l] / (2 * delta) - delta * (double)n / 2;
        if (l != i && were_left[l] && r->sum[i] - r->sum[l] > fmax(0, bound))
            return true;
    }
    return false;
}

static size_t exclude(race *r, size_t n, bool *were_left)
{
    size_t left = 0;
    for (size_t i = 0; i < r->k; i++)
        were_left[i] = r->left[i];
    for (size_t i = 0; i < r->k; i++) {
        r->left[i] = were_left[i] && !is_beaten(r, i, n, were_left);
        left += r->left[i];
    }
    return left;
}

/* The pick is made without regard to differences once the bound is 0 of every pair. */
static double enough(const race *r)
{
    double most = 0;
    for (size_t i = 0; i < r->k * r->k; i++)
        most = fmax(most, r->variance[i]);
    return fmax((double)r->wish.n0, floor(r->h2 * most / (r->wish.delta * r->wish.delta)) + 1);
}

static void add_replication(race *r, size_t at)
{
    for (size_t i = 0; i < r->k; i++)
        r->sum[i] += r->x[at * r->k + i];
}

static sim_selection run(race *r, size_t n)
{
    sim_selection out = {.left = r->k};
    bool *were_left = sim_alloc(r->k, sizeof *were_left, "a selection");
    take_variances(r);
    out.needed = enough(r);
    while (out.used < n && (out.used < r->wish.n0 || out.left > 1)) {
        add_replication(r, out.used++);
        if (out.used >= r->wish.n0)
            out.left = exclude(r, out.used, were_left);
    }
    free(were_left);
    for (size_t i = 0; i < r->k; i++)
        if (r->left[i] && (!r->left[out.best] || r->sum[i] < r->sum[out.best]))
            out.best = i;
    if ((double)out.used >= out.needed) /* what is left then is equal to the last bit */
        out.left = 1;
    return out;
}

sim_selection sim_select_least(size_t k, size_t n, const double *x, sim_select_wish wish,
                               bool *left)
{
    race r = {.k = k, .x = x, .wish = wish, .left = left};
    r.h2 = k > 1 ? sim_select_kn(k, wish.n0, wish.alpha) : 0;
    r.variance = sim_alloc(k * k, sizeof *r.variance, "a selection");
    r.sum = sim_alloc(k, sizeof *r.sum, "a selection");
    for (size_t i = 0; i < k; i++)
        left[i] = true;
    const sim_selection out = run(&r, n);
    free(r.variance);
    free(r.sum);
    return out;
}
