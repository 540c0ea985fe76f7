/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * Sobol' indices of functions that have them in closed form: estimates from 1,024 scrambled
 * points in each replication, whose scrambles are its own. Their first and total indices, and
 * the variances they are shares of, were computed elsewhere by a second method.
 */
#include "validate/cases/sobol_indices.h"

#include "sim/indices.h"
#include "sim/points.h"
#include "validate/cases/case.h"

#include <gsl/gsl_cdf.h>
#include <math.h>

enum { POINTS = 1024 };

/* ---- functions ---- */

static double ishigami(const double *u)
{
    double x[3];
    for (size_t i = 0; i < 3; i++)
        x[i] = 3.14159265358979324 * (2 * u[i] - 1);
    return sin(x[0]) + 7 * pow(sin(x[1]), 2) + 0.1 * pow(x[2], 4) * sin(x[0]);
}

static double g(const double *u)
{
    static const double a[] = {0, 1, 4.5, 9, 99, 99, 99, 99};
    double product = 1;
    for (size_t i = 0; i < 8; i++)
        product *= (fabs(4 * u[i] - 2) + a[i]) / (1 + a[i]);
    return product;
}

static double product(const double *u)
{
    static const double sigma[] = {0.3, 0.5, 0.2};
    double exponent = 0;
    for (size_t i = 0; i < 3; i++)
        exponent += sigma[i] * gsl_cdf_ugaussian_Pinv(fmax(u[i], 0x1p-54));
    return 100 * exp(exponent);
}

const validate_function validate_ishigami = {
    ishigami,
    3,
    {0.3139051911478115, 0.4424111447900408, 0},
    {0.5575888552099592, 0.4424111447900408, 0.2436836640621477}};

const validate_function validate_g = {
    g,
    8,
    {0.7161921688790333, 0.1790480422197583, 0.02367577417781928, 0.007161921688790333,
     7.161921688790333e-5, 7.161921688790333e-5, 7.161921688790333e-5, 7.161921688790333e-5},
    {0.787144126659275, 0.2421981928182385, 0.03431691015408283, 0.01046038706523953,
     0.000104949051919506, 0.000104949051919506, 0.000104949051919506, 0.000104949051919506}};

const validate_function validate_product = {
    product,
    3,
    {0.2037149536402831, 0.6143951651846132, 0.08828062869743342},
    {0.272250263766709, 0.6996906526896571, 0.1240296565818983}};

/* ---- points ---- */

static double coordinate(uint64_t seed, uint64_t point, size_t dimension)
{
    return sim_points_sobol.uniform((sim_points_address){
        .seed = seed, .replication = point, .source = dimension, .dimension = dimension});
}

void validate_points_make(validate_points *points, const validate_function *of, size_t n,
                          uint64_t seed, sim_arena *arena)
{
    points->a = sim_arena_alloc(arena, n, sizeof *points->a);
    points->b = sim_arena_alloc(arena, n, sizeof *points->b);
    for (size_t k = 0; k < of->n_inputs; k++)
        points->ab[k] = sim_arena_alloc(arena, n, sizeof *points->ab[k]);
    for (size_t i = 0; i < n; i++) {
        double a[VALIDATE_MOST_INPUTS], b[VALIDATE_MOST_INPUTS];
        for (size_t k = 0; k < of->n_inputs; k++) {
            a[k] = coordinate(seed, i, k);
            b[k] = coordinate(seed, i, k + of->n_inputs);
        }
        points->a[i] = of->value(a);
        points->b[i] = of->value(b);
        for (size_t k = 0; k < of->n_inputs; k++) {
            const double own = a[k];
            a[k] = b[k];
            points->ab[k][i] = of->value(a);
            a[k] = own;
        }
    }
}

/* ---- the rigs ---- */

static void play_indices(const validate_case *of, const validate_play *play, double *estimates)
{
    const validate_function *f = of->point;
    const uint64_t seed = play->seed + 1000003 * play->replication;
    validate_points points;
    validate_points_make(&points, f, POINTS, seed, play->arena);
    const sim_indices_rows rows = {POINTS, SIM_POINTS_SCRAMBLES, points.a, points.b};
    for (size_t k = 0; k < f->n_inputs; k++) {
        const sim_indices found = sim_indices_of(&rows, points.ab[k], 0.95);
        estimates[k] = found.first.value;
        estimates[f->n_inputs + k] = found.total.value;
    }
}

static void answer_indices(const validate_case *of, validate_answer *answer)
{
    const validate_function *f = of->point;
    for (size_t k = 0; k < f->n_inputs; k++) {
        answer->value[k] = f->first[k];
        answer->value[f->n_inputs + k] = f->total[k];
    }
    answer->rate = 1;
}

static const validate_quantity of_three[] = {{.name = "first of x1"}, {.name = "first of x2"},
                                             {.name = "first of x3"}, {.name = "total of x1"},
                                             {.name = "total of x2"}, {.name = "total of x3"},
                                             {.name = NULL}};

static const validate_quantity of_eight[] = {
    {.name = "first of x1"}, {.name = "first of x2"}, {.name = "first of x3"},
    {.name = "first of x4"}, {.name = "first of x5"}, {.name = "first of x6"},
    {.name = "first of x7"}, {.name = "first of x8"}, {.name = "total of x1"},
    {.name = "total of x2"}, {.name = "total of x3"}, {.name = "total of x4"},
    {.name = "total of x5"}, {.name = "total of x6"}, {.name = "total of x7"},
    {.name = "total of x8"}, {.name = NULL}};

static const validate_rig three = {.quantities = of_three, .play = play_indices};
static const validate_rig eight = {.quantities = of_eight, .play = play_indices};

static const validate_case cases[] = {
    {"Ishigami & Homma", &three, answer_indices, 0, &validate_ishigami},
    {"Sobol's g of eight", &eight, answer_indices, 0, &validate_g},
    {"product of lognormals", &three, answer_indices, 0, &validate_product},
};

const validate_suite validate_suite_indices = {"sensitivity indices", cases,
                                               sizeof cases / sizeof *cases};
