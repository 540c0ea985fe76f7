/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "sim/sampler.h"

#include "sim/sampler_parts.h"

#include <math.h>

/* ---- a constant ---- */

static void fill_constant(const sim_sampler *sampler, size_t n, const double *u, double *x)
{
    (void)u;
    for (size_t i = 0; i < n; i++)
        x[i] = sampler->constant;
}

/* ---- mixtures and tails: some of the uniform picks a part, the rest draws from it ---- */

static const double below_one = 0x1.fffffffffffffp-1;

static void fill_parts(const sim_sampler *sampler, size_t n, const double *u, double *x)
{
    for (size_t i = 0; i < n; i++) {
        size_t k = 0;
        while (k + 1 < sampler->n_parts && u[i] >= sampler->upto[k])
            k++;
        double from = k ? sampler->upto[k - 1] : 0;
        double rest = (u[i] - from) / (sampler->upto[k] - from);
        x[i] = sim_sampler_draw(sampler->parts[k], rest < below_one ? rest : below_one);
    }
}

static void order_by_mean(size_t n, const sim_law *const *laws, size_t *order)
{
    for (size_t i = 0; i < n; i++) {
        size_t at = i;
        for (; at > 0 && sim_law_mean(laws[order[at - 1]]) > sim_law_mean(laws[i]); at--)
            order[at] = order[at - 1];
        order[at] = i;
    }
}

static void make_mixture(sim_sampler *sampler, const sim_law *law, sim_arena *arena)
{
    size_t n = law->n_parts;
    const sim_sampler **parts = sim_arena_alloc(arena, n, sizeof(const sim_sampler *));
    const sim_law **laws = sim_arena_alloc(arena, n, sizeof(const sim_law *));
    size_t *order = sim_arena_alloc(arena, n, sizeof *order);
    double *upto = sim_arena_alloc(arena, n, sizeof *upto), sum = 0;
    for (size_t i = 0; i < n; i++)
        laws[i] = &law->parts[i];
    order_by_mean(n, laws, order);
    for (size_t i = 0; i < n; i++) {
        parts[i] = sim_sampler_new(laws[order[i]], arena);
        upto[i] = sum += law->weights[order[i]];
    }
    for (size_t i = 0; i < n; i++)
        upto[i] /= sum;
    sampler->fill = fill_parts;
    sampler->parts = parts;
    sampler->upto = upto;
    sampler->n_parts = n;
}

/* Below `from` the body's quantile, above it Pareto's. */
static void fill_tail(const sim_sampler *sampler, size_t n, const double *u, double *x)
{
    double split = sampler->upto[0];
    for (size_t i = 0; i < n; i++) {
        if (u[i] < split) {
            x[i] = sim_sampler_draw(sampler->parts[0], u[i]);
        } else {
            double rest = (u[i] - split) / (1 - split);
            x[i] = sim_sampler_draw(sampler->parts[1], rest < below_one ? rest : below_one);
        }
    }
}

static void make_tail(sim_sampler *sampler, const sim_law *law, sim_arena *arena)
{
    const sim_law *body = &law->parts[0];
    double from = law->own[0], shape = law->own[1];
    const double given[SIM_LAW_NUMBERS] = {shape, from};
    sim_law pareto = sim_law_of_constant(from);
    pareto.kind = sim_law_kind_named("pareto");
    sim_require(pareto.kind->forms[0].convert(given, pareto.own, NULL));
    const sim_sampler **parts = sim_arena_alloc(arena, 2, sizeof(const sim_sampler *));
    double *upto = sim_arena_alloc(arena, 2, sizeof *upto);
    parts[0] = sim_sampler_new(body, arena);
    parts[1] = sim_sampler_new(&pareto, arena);
    upto[0] = sim_law_cdf(body, from);
    upto[1] = 1;
    sampler->fill = fill_tail;
    sampler->parts = parts;
    sampler->upto = upto;
    sampler->n_parts = 2;
}

/* ---- all ---- */

const sim_sampler *sim_sampler_new(const sim_law *law, sim_arena *arena)
{
    sim_sampler *sampler = sim_arena_alloc(arena, 1, sizeof *sampler);
    sampler->scale = law->scale;
    sampler->minimum = law->minimum;
    sampler->maximum = law->maximum;
    if (law->kind == &sim_law_constant) {
        sampler->constant = law->own[0];
        sampler->fill = fill_constant;
    } else if (law->kind == &sim_law_mixture) {
        make_mixture(sampler, law, arena);
    } else if (law->kind == &sim_law_pareto_tail) {
        make_tail(sampler, law, arena);
    } else if (law->kind == &sim_law_empirical) {
        sim_sampler_make_table(sampler, law, arena);
    } else if (!law->kind->is_discrete || !sim_sampler_make_steps(sampler, law, arena)) {
        sim_sampler_make_cubic(sampler, law, arena);
    }
    return sampler;
}

void sim_sampler_fill(const sim_sampler *sampler, size_t n, const double *u, double *x)
{
    double scale = sampler->scale, minimum = sampler->minimum, maximum = sampler->maximum;
    sampler->fill(sampler, n, u, x);
    if (scale == 1 && isinf(minimum) && isinf(maximum))
        return;
    for (size_t i = 0; i < n; i++) {
        double y = x[i] * scale;
        y = y < minimum ? minimum : y;
        x[i] = y > maximum ? maximum : y;
    }
}

double sim_sampler_draw(const sim_sampler *sampler, double u)
{
    double x;
    sim_sampler_fill(sampler, 1, &u, &x);
    return x;
}

double sim_sampler_minimum(const sim_sampler *sampler)
{
    return sim_sampler_draw(sampler, 0);
}

double sim_sampler_maximum(const sim_sampler *sampler)
{
    return sim_sampler_draw(sampler, below_one);
}

/* Two points of Gauss in each of 64 steps of each of 53 halvings towards both ends. */
double sim_sampler_mean(const sim_sampler *sampler)
{
    enum { STEPS = 64, HALVINGS = 53 };
    const double offset = 0.5 / sqrt(3);
    double sum = 0;
    for (int halving = 1; halving <= HALVINGS; halving++)
        for (int step = 0; step < STEPS; step++) {
            double from = ldexp(1, -halving - 1), width = from / STEPS;
            double middle = from + (step + 0.5) * width;
            for (int side = -1; side <= 1; side += 2) {
                double v = middle + side * offset * width;
                sum += width / 2 *
                       (sim_sampler_draw(sampler, v) + sim_sampler_draw(sampler, 1 - v));
            }
        }
    return sum;
}
