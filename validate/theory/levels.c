/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "validate/theory/levels.h"

#include "sim/failure.h"

#include <gsl/gsl_blas.h>
#include <gsl/gsl_complex_math.h>
#include <gsl/gsl_eigen.h>
#include <gsl/gsl_linalg.h>
#include <math.h>
#include <stdlib.h>

/* ---- small matrices ---- */

static gsl_matrix *matrix(size_t n)
{
    return gsl_matrix_calloc(n, n);
}

/* out = a b */
static void times(const gsl_matrix *a, const gsl_matrix *b, gsl_matrix *out)
{
    gsl_blas_dgemm(CblasNoTrans, CblasNoTrans, 1, a, b, 0, out);
}

/* out = (-a)^-1 */
static void minus_inverse(const gsl_matrix *a, gsl_matrix *out)
{
    gsl_matrix *copy = gsl_matrix_alloc(a->size1, a->size2);
    gsl_permutation *order = gsl_permutation_alloc(a->size1);
    int sign;
    gsl_matrix_memcpy(copy, a);
    gsl_matrix_scale(copy, -1);
    gsl_linalg_LU_decomp(copy, order, &sign);
    gsl_linalg_LU_invert(copy, order, out);
    gsl_permutation_free(order);
    gsl_matrix_free(copy);
}

/* The rate at which a phase of a level is left. */
static double rate_out(const validate_levels *q, size_t level, size_t phase)
{
    double out = 0;
    for (int step = level ? -1 : 0; step <= 1; step++)
        for (size_t to = 0; to < q->phases; to++)
            if (step != 0 || to != phase)
                out += q->rate(q->owner, level, phase, to, step);
    return out;
}

/* The rates of a level for a step; the diagonal of step 0 makes rows sum to zero. */
static gsl_matrix *rates(const validate_levels *q, size_t level, int step)
{
    gsl_matrix *m = matrix(q->phases);
    for (size_t i = 0; i < q->phases; i++)
        for (size_t j = 0; j < q->phases; j++)
            gsl_matrix_set(m, i, j,
                           step == 0 && i == j ? -rate_out(q, level, i)
                                               : q->rate(q->owner, level, i, j, step));
    return m;
}

/* ---- the homogeneous part ---- */

/* One step of the reduction: up, down <- up^2, down^2 over what stays. */
static void halve(gsl_matrix *up, gsl_matrix *down)
{
    const size_t n = up->size1;
    gsl_matrix *a = matrix(n), *b = matrix(n), *stay = matrix(n), *inverse = matrix(n);
    times(up, down, a);
    times(down, up, b);
    gsl_matrix_memcpy(stay, a);
    gsl_matrix_add(stay, b);
    for (size_t i = 0; i < n; i++)
        gsl_matrix_set(stay, i, i, gsl_matrix_get(stay, i, i) - 1);
    minus_inverse(stay, inverse);
    times(up, up, a);
    times(down, down, b);
    times(inverse, a, up);
    times(inverse, b, down);
    gsl_matrix_free(a);
    gsl_matrix_free(b);
    gsl_matrix_free(stay);
    gsl_matrix_free(inverse);
}

/* G, the phase at the first visit to the level below. */
static gsl_matrix *first_passage(const gsl_matrix *a0, const gsl_matrix *a1,
                                 const gsl_matrix *a2)
{
    const size_t n = a0->size1;
    gsl_matrix *inverse = matrix(n), *up = matrix(n), *down = matrix(n), *g = matrix(n),
               *path = matrix(n), *part = matrix(n);
    minus_inverse(a1, inverse);
    times(inverse, a0, up);
    times(inverse, a2, down);
    gsl_matrix_memcpy(g, down);
    gsl_matrix_memcpy(path, up);
    for (int i = 0; i < 60; i++) {
        halve(up, down);
        times(path, down, part);
        gsl_matrix_add(g, part);
        times(path, up, part);
        gsl_matrix_memcpy(path, part);
        if (gsl_matrix_max(path) < 1e-18)
            break;
    }
    gsl_matrix_free(inverse);
    gsl_matrix_free(up);
    gsl_matrix_free(down);
    gsl_matrix_free(path);
    gsl_matrix_free(part);
    return g;
}

/* u = (-(a1 + a0 g))^-1: the time spent in a level before the one below. */
static gsl_matrix *sojourn(const gsl_matrix *a0, const gsl_matrix *a1, const gsl_matrix *g)
{
    gsl_matrix *sum = matrix(a0->size1), *u = matrix(a0->size1);
    times(a0, g, sum);
    gsl_matrix_add(sum, a1);
    minus_inverse(sum, u);
    gsl_matrix_free(sum);
    return u;
}

/* ---- all levels ---- */

/* R[n], n = 1 .. homogeneous + 1: p_n = p_{n-1} R[n]; the last for all beyond. And the
   matrix of level 0 whose left null vector p_0 is. */
typedef struct solution {
    gsl_matrix **r;
    gsl_matrix *ground;
} solution;

static solution eliminate(const validate_levels *q)
{
    const size_t top = q->homogeneous + 1;
    solution s = {calloc(top + 1, sizeof(gsl_matrix *)), NULL};
    sim_require(s.r);
    gsl_matrix *a0 = rates(q, top, 1), *a1 = rates(q, top, 0), *a2 = rates(q, top, -1);
    gsl_matrix *g = first_passage(a0, a1, a2);
    for (size_t level = top; level > 0; level--) {
        gsl_matrix *up = rates(q, level, 1), *stay = rates(q, level, 0),
                   *down = rates(q, level, -1), *from = rates(q, level - 1, 1);
        gsl_matrix *u = sojourn(up, stay, g);
        s.r[level] = matrix(q->phases);
        times(from, u, s.r[level]);
        times(u, down, g);
        gsl_matrix_free(up);
        gsl_matrix_free(stay);
        gsl_matrix_free(down);
        gsl_matrix_free(from);
        gsl_matrix_free(u);
    }
    s.ground = rates(q, 0, 0);
    gsl_matrix *up = rates(q, 0, 1);
    gsl_blas_dgemm(CblasNoTrans, CblasNoTrans, 1, up, g, 1, s.ground);
    gsl_matrix_free(up);
    gsl_matrix_free(g);
    gsl_matrix_free(a0);
    gsl_matrix_free(a1);
    gsl_matrix_free(a2);
    return s;
}

/* p ground = 0 with p summing to one for now: the last column is replaced by ones. */
static void solve_ground(gsl_matrix *ground, gsl_vector *p)
{
    const size_t n = ground->size1;
    gsl_permutation *order = gsl_permutation_alloc(n);
    gsl_vector *right = gsl_vector_calloc(n);
    int sign;
    for (size_t i = 0; i < n; i++)
        gsl_matrix_set(ground, i, n - 1, 1);
    gsl_vector_set(right, n - 1, 1);
    gsl_matrix_transpose(ground);
    gsl_linalg_LU_decomp(ground, order, &sign);
    gsl_linalg_LU_solve(ground, order, right, p);
    gsl_permutation_free(order);
    gsl_vector_free(right);
}

/* The sums over all levels beyond: of p_n, and of (n - n0) p_n: p R (I - R)^-1 and
   p R (I - R)^-2. */
static void sum_tail(const gsl_matrix *r, const gsl_vector *p, gsl_vector *all,
                     gsl_vector *weighted)
{
    const size_t n = r->size1;
    gsl_matrix *rest = matrix(n), *inverse = matrix(n);
    gsl_vector *next = gsl_vector_calloc(n);
    gsl_matrix_memcpy(rest, r);
    for (size_t i = 0; i < n; i++)
        gsl_matrix_set(rest, i, i, gsl_matrix_get(rest, i, i) - 1);
    minus_inverse(rest, inverse);
    gsl_blas_dgemv(CblasTrans, 1, r, p, 0, next);
    gsl_blas_dgemv(CblasTrans, 1, inverse, next, 0, all);
    gsl_blas_dgemv(CblasTrans, 1, inverse, all, 0, weighted);
    gsl_vector_free(next);
    gsl_matrix_free(rest);
    gsl_matrix_free(inverse);
}

/* Sums over levels: of probabilities, and of the functions asked for. */
typedef struct sums {
    size_t n;
    validate_level_function *const *functions;
    double *sum; /* sum[n] */
    double total;
} sums;

static void add_level(const validate_levels *q, size_t level, const gsl_vector *p, sums *s)
{
    for (size_t i = 0; i < q->phases; i++) {
        s->total += gsl_vector_get(p, i);
        for (size_t k = 0; k < s->n; k++)
            s->sum[k] += s->functions[k](q->owner, (double)level, i) * gsl_vector_get(p, i);
    }
}

/* Adds the levels beyond the top one, over which f is linear: f(top + k) = f(top) + k slope. */
static void add_tail(const validate_levels *q, const gsl_matrix *r, const gsl_vector *p,
                     sums *s)
{
    const double top = (double)(q->homogeneous + 1);
    gsl_vector *all = gsl_vector_calloc(q->phases), *weighted = gsl_vector_calloc(q->phases);
    sum_tail(r, p, all, weighted);
    for (size_t i = 0; i < q->phases; i++) {
        s->total += gsl_vector_get(all, i);
        for (size_t k = 0; k < s->n; k++) {
            const double at = s->functions[k](q->owner, top, i);
            const double slope = s->functions[k](q->owner, top + 1, i) - at;
            s->sum[k] += at * gsl_vector_get(all, i) + slope * gsl_vector_get(weighted, i);
        }
    }
    gsl_vector_free(all);
    gsl_vector_free(weighted);
}

/* Destroys m. */
static double spectral_radius(gsl_matrix *m)
{
    gsl_vector_complex *values = gsl_vector_complex_alloc(m->size1);
    gsl_eigen_nonsymm_workspace *work = gsl_eigen_nonsymm_alloc(m->size1);
    double radius = 0;
    gsl_eigen_nonsymm(m, values, work);
    for (size_t i = 0; i < m->size1; i++)
        radius = fmax(radius, gsl_complex_abs(gsl_vector_complex_get(values, i)));
    gsl_eigen_nonsymm_free(work);
    gsl_vector_complex_free(values);
    return radius;
}

double validate_levels_solve(const validate_levels *q, size_t n,
                             validate_level_function *const *functions, double *mean)
{
    const size_t top = q->homogeneous + 1;
    solution solved = eliminate(q);
    gsl_vector *p = gsl_vector_calloc(q->phases), *next = gsl_vector_calloc(q->phases);
    sums s = {.n = n, .functions = functions, .sum = mean};
    for (size_t k = 0; k < n; k++)
        mean[k] = 0;
    solve_ground(solved.ground, p);
    add_level(q, 0, p, &s);
    for (size_t level = 1; level <= top; level++) {
        gsl_blas_dgemv(CblasTrans, 1, solved.r[level], p, 0, next);
        gsl_vector_memcpy(p, next);
        add_level(q, level, p, &s);
    }
    add_tail(q, solved.r[top], p, &s);
    for (size_t k = 0; k < n; k++)
        mean[k] /= s.total;
    const double decay = spectral_radius(solved.r[top]);
    for (size_t level = 1; level <= top; level++)
        gsl_matrix_free(solved.r[level]);
    gsl_matrix_free(solved.ground);
    gsl_vector_free(p);
    gsl_vector_free(next);
    free(solved.r);
    return decay;
}

static double level_of(const void *owner, double level, size_t phase)
{
    (void)owner;
    (void)phase;
    return level;
}

/* ---- MMPP(2)/M/c ---- */

typedef struct mmpp {
    const double *arrival, *change;
    double service;
    unsigned servers;
} mmpp;

static double mmpp_rate(const void *owner, size_t level, size_t from, size_t to, int step)
{
    const mmpp *q = owner;
    if (step == 0)
        return from != to ? q->change[from] : 0;
    if (from != to)
        return 0;
    return step > 0 ? q->arrival[from] : fmin((double)level, q->servers) * q->service;
}

static double waits_of(const void *owner, double level, size_t phase)
{
    (void)phase;
    return fmax(level - ((const mmpp *)owner)->servers, 0);
}

static double empty(const void *owner, double level, size_t phase)
{
    (void)owner;
    (void)phase;
    return level < 1 ? 1 : 0;
}

/* Arrivals that wait, per second. */
static double made_to_wait(const void *owner, double level, size_t phase)
{
    const mmpp *q = owner;
    return level >= q->servers ? q->arrival[phase] : 0;
}

validate_mmpp_queue validate_mmpp(const double arrival[2], const double change[2],
                                  double service, unsigned servers)
{
    const mmpp q = {arrival, change, service, servers};
    const validate_levels levels = {2, servers, mmpp_rate, &q};
    validate_level_function *const functions[] = {level_of, waits_of, empty, made_to_wait};
    double mean[4];
    const double decay = validate_levels_solve(&levels, 4, functions, mean);
    return (validate_mmpp_queue){.present = mean[0],
                                 .waiting = mean[1],
                                 .p_empty = mean[2],
                                 .p_wait = mean[3] / validate_mmpp_rate(arrival, change),
                                 .decay = decay};
}

double validate_mmpp_rate(const double arrival[2], const double change[2])
{
    return (arrival[0] * change[1] + arrival[1] * change[0]) / (change[0] + change[1]);
}

double validate_mmpp_dispersion(const double arrival[2], const double change[2])
{
    const double gap = arrival[0] - arrival[1], all = change[0] + change[1];
    return 1 + 2 * gap * gap * change[0] * change[1] /
                   (all * all * all * validate_mmpp_rate(arrival, change));
}

/* ---- M/M/k with set-up times: the phase is the number of servers that are on ---- */

typedef struct setup {
    double servers, arrival, service, setup, idle;
} setup;

static double setup_rate(const void *owner, size_t level, size_t from, size_t to, int step)
{
    const setup *q = owner;
    const double n = (double)level, on = (double)from, busy = fmin(n, on);
    const bool at_once = isinf(q->idle);
    if (step > 0)
        return from == to ? q->arrival : 0;
    if (step < 0) {
        const size_t after = at_once && n <= on && on > 0 ? from - 1 : from;
        return to == after ? busy * q->service : 0;
    }
    if (to == from + 1)
        return fmin(fmax(n - on, 0), q->servers - on) * q->setup;
    return to + 1 == from && !at_once ? (on - busy) * q->idle : 0;
}

static double on_of(const void *owner, double level, size_t phase)
{
    (void)owner;
    (void)level;
    return (double)phase;
}

static double busy_of(const void *owner, double level, size_t phase)
{
    (void)owner;
    return fmin(level, (double)phase);
}

static double starting_of(const void *owner, double level, size_t phase)
{
    const setup *q = owner;
    return fmin(fmax(level - (double)phase, 0), q->servers - (double)phase);
}

static double no_idle(const void *owner, double level, size_t phase)
{
    (void)owner;
    return level >= (double)phase ? 1 : 0;
}

validate_setup validate_mmk_setup(unsigned servers, double arrival, double service,
                                  double setup_rate_each, double idle)
{
    const setup q = {servers, arrival, service, setup_rate_each, idle};
    const validate_levels levels = {servers + 1, servers, setup_rate, &q};
    validate_level_function *const functions[] = {level_of, on_of, busy_of, starting_of,
                                                  no_idle};
    double mean[5];
    validate_levels_solve(&levels, 5, functions, mean);
    return (validate_setup){.present = mean[0],
                            .waiting = mean[0] - mean[2],
                            .starting = mean[3],
                            .on = mean[1],
                            .idle = mean[1] - mean[2],
                            .p_wait = mean[4]};
}

/* ---- a server that breaks ---- */

typedef struct breaking {
    double arrival, service, failure, repair;
} breaking;

/* Phase 0: it works; 1: it is broken. */
static double breaking_rate(const void *owner, size_t level, size_t from, size_t to, int step)
{
    const breaking *q = owner;
    (void)level;
    if (step == 0)
        return from == to ? 0 : from == 0 ? q->failure : q->repair;
    if (from != to)
        return 0;
    return step > 0 ? q->arrival : from == 0 ? q->service : 0;
}

double validate_breaking(double arrival, double service, double failure, double repair)
{
    const breaking q = {arrival, service, failure, repair};
    const validate_levels levels = {2, 1, breaking_rate, &q};
    validate_level_function *const functions[] = {level_of};
    double mean;
    validate_levels_solve(&levels, 1, functions, &mean);
    return mean;
}
