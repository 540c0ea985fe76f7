/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "sim/sampler.h"
#include "sim/stream.h"
#include "tests/laws.h"
#include "tests/suite.h"

#include <math.h>
#include <string.h>

enum { N = 100000 };

/* Uniforms by address: the same in every run. */
static void uniforms(const char *source, size_t n, double *u)
{
    const sim_stream stream = sim_stream_make(2026, 0, sim_stream_source(source));
    for (size_t i = 0; i < n; i++)
        u[i] = sim_stream_uniform(stream, i, 0);
}

/* ---- a sample ---- */

/* fill and draw agree to the last bit, also in place. */
static void check_fill(const sim_sampler *sampler, size_t n, const double *u, double *x)
{
    sim_sampler_fill(sampler, n, u, x);
    size_t same = 0;
    while (same < n && x[same] == sim_sampler_draw(sampler, u[same]))
        same++;
    ck_assert_uint_eq(same, n);
    double in_place[37];
    memcpy(in_place, u, sizeof in_place);
    sim_sampler_fill(sampler, 37, in_place, in_place);
    ck_assert_mem_eq(in_place, x, sizeof in_place);
}

/* Draws by address have the law, and stay between the sampler's bounds. */
static void check_sample(const sim_law *law, const char *name)
{
    static double u[N], x[N];
    sim_arena *arena = sim_arena_new();
    const sim_sampler *sampler = sim_sampler_new(law, arena);
    uniforms(name, N, u);
    check_fill(sampler, N, u, x);
    const double distance = law_distance(law, N, x); /* x is sorted now */
    ck_assert_msg(distance < law_distance_limit(N), "%s: %g", name, distance);
    ck_assert(x[0] >= sim_sampler_minimum(sampler) && x[N - 1] <= sim_sampler_maximum(sampler));
    sim_arena_free(arena);
}

TEST(samples_have_their_laws)
{
    for (size_t i = 0; i < LAW_CASES; i++) {
        const sim_law law = law_of(&law_cases[i]);
        check_sample(&law, law_cases[i].kind);
    }
    const sim_law constant = sim_law_of_constant(7.5);
    check_sample(&constant, "constant");
}

TEST(samples_are_scaled_and_clipped)
{
    for (size_t i = 0; i < LAW_CASES; i++) {
        sim_law law = law_of(&law_cases[i]);
        law.scale = 0.25;
        law.minimum = sim_law_quantile(&law, 0.1, 0.9);
        law.maximum = law.minimum + sim_law_quantile(&law, 0.8, 0.2);
        if (law.minimum < law.maximum)
            check_sample(&law, law_cases[i].kind);
    }
}

/* ---- against the slow twin ---- */

/* The header's claim: 1e-5 of the value plus 1e-6 of the interquartile range, of a quantile
   no more than the last bit of u away; large counts may be rounded to the other side. */
static void check_quantile(const sim_sampler *sampler, const sim_law *law, double u)
{
    const double x = sim_sampler_draw(sampler, u), bit = 0x1p-53;
    const double low = sim_law_quantile(law, u - bit, 1 - u + bit);
    const double high = sim_law_quantile(law, u + bit, 1 - u - bit);
    const double spread = sim_law_quantile(law, 0.75, 0.25) - sim_law_quantile(law, 0.25, 0.75);
    const double rounding = law->kind->is_discrete && spread > 100 ? 1 : 0;
    const double error = 1e-5 * fabs(x) + 1e-6 * spread + rounding;
    if (!(low - error <= x && x <= high + error))
        ck_abort_msg("%s: at %.17g %.17g is not in [%.17g, %.17g]", law->kind->name, u, x, low,
                     high);
}

TEST(quantiles_are_as_exact_as_claimed)
{
    sim_arena *arena = sim_arena_new();
    double u[2000];
    uniforms("grid", 2000, u);
    for (size_t i = 0; i < LAW_CASES; i++) {
        const sim_law law = law_of(&law_cases[i]);
        const sim_sampler *sampler = sim_sampler_new(&law, arena);
        for (size_t k = 0; k < 2000; k++)
            check_quantile(sampler, &law, u[k]);
        for (int bits = 1; bits < 50; bits++) {
            const double v = ldexp(1 + 0.9 * u[bits], -bits - 1);
            check_quantile(sampler, &law, v);
            check_quantile(sampler, &law, 1 - v);
        }
        sim_arena_clear(arena);
    }
    sim_arena_free(arena);
}

TEST(samples_rise_with_their_uniforms)
{
    sim_arena *arena = sim_arena_new();
    for (size_t i = 0; i < LAW_CASES; i++) {
        const sim_law law = law_of(&law_cases[i]);
        const sim_sampler *sampler = sim_sampler_new(&law, arena);
        double last = sim_sampler_draw(sampler, 0);
        /* Neighbouring cells may overlap by their errors. */
        for (double u = 0; u < 1; u += 0x1p-12) {
            const double x = sim_sampler_draw(sampler, u);
            if (!(x >= last - 2e-5 * fabs(last)))
                ck_abort_msg("%s falls at %g", law_cases[i].kind, u);
            last = x;
        }
        sim_arena_clear(arena);
    }
    sim_arena_free(arena);
}

/* Between its cells' ends a table errs to both sides, so that its mean is nearer than its
   quantiles; large counts are one off where u is next to a step. */
TEST(means_and_high_quantiles_are_those_of_the_laws)
{
    sim_arena *arena = sim_arena_new();
    for (size_t i = 0; i < LAW_CASES; i++) {
        const sim_law law = law_of(&law_cases[i]);
        const double mean = sim_law_mean(&law), spread = sqrt(sim_law_variance(&law));
        const sim_sampler *sampler = sim_sampler_new(&law, arena);
        const double steps = law.kind->is_discrete ? 1e-5 : 0;
        ck_assert_msg(
            fabs(sim_sampler_mean(sampler) - mean) <= 1e-6 * fabs(mean) + steps * spread,
            "%s: %.17g is not %.17g", law_cases[i].kind, sim_sampler_mean(sampler), mean);
        const double high = sim_law_quantile(&law, 0.999, 0.001);
        ck_assert_double_eq_tol(sim_sampler_draw(sampler, 0.999), high,
                                1e-6 * fabs(high) + steps * spread);
        sim_arena_clear(arena);
    }
    sim_arena_free(arena);
}

TEST(the_standard_normal_is_the_normal)
{
    const sim_law law = law_of(&(law_case){"normal", {"mean", "sd"}, {0, 1}});
    const sim_sampler *sampler = sim_sampler_normal();
    ck_assert_ptr_eq(sim_sampler_normal(), sampler);
    for (double u = 0x1p-11; u < 1; u += 0x1p-10)
        check_quantile(sampler, &law, u);
}

/* ---- tables, mixtures, tails ---- */

/* Atoms of 1/8 at 2, 1/4 at 4 and 1/8 at 11, a jump from 6 to 10. */
static const double table_p[] = {0.125, 0.25, 0.5, 0.75, 0.75, 0.875};
static const double table_x[] = {2, 4, 4, 6, 10, 11};

static sim_law table(void)
{
    sim_law law = sim_law_of_constant(0);
    law.kind = &sim_law_empirical;
    law.p = table_p, law.x = table_x, law.n_points = 6;
    return law;
}

TEST(tables_and_their_atoms_are_exact)
{
    sim_arena *arena = sim_arena_new();
    const sim_law law = table();
    const sim_sampler *sampler = sim_sampler_new(&law, arena);
    size_t atoms = 0, low = 0, high = 0;
    for (int i = 0; i < 4096; i++) {
        const double u = (double)i / 4096, x = sim_sampler_draw(sampler, u);
        atoms += x == 4, low += x == 2, high += x == 11;
        ck_assert(!(x > 6 && x < 10));
        if (u != 0.75) /* where the jump belongs to either side */
            ck_assert_double_eq_tol(x, sim_law_quantile(&law, u, 1 - u), 1e-13);
    }
    ck_assert_uint_eq(atoms, 1025); /* from 1/4 to 1/2, both included */
    ck_assert_uint_eq(low, 513);    /* from 0 to 1/8 */
    ck_assert_uint_eq(high, 512);
    check_sample(&law, "table");
    sim_arena_free(arena);
}

TEST(long_tables_are_found_through_the_guide)
{
    enum { POINTS = 1000 };
    static double p[POINTS], x[POINTS];
    for (size_t i = 0; i < POINTS; i++) {
        const double share = (double)i / (POINTS - 1);
        p[i] = pow(share, 6), x[i] = exp(5 * share);
    }
    sim_law law = table();
    law.p = p, law.x = x, law.n_points = POINTS;
    check_sample(&law, "long table");
}

TEST(counts_are_exact_steps)
{
    sim_arena *arena = sim_arena_new();
    const sim_law law = law_of(&(law_case){"poisson", {"mean"}, {2.3}});
    const sim_sampler *sampler = sim_sampler_new(&law, arena);
    for (double k = 0; k < 15; k++) {
        const double edge = sim_law_cdf(&law, k);
        ck_assert_double_eq(sim_sampler_draw(sampler, edge * (1 - 1e-14)), k);
        ck_assert_double_eq(sim_sampler_draw(sampler, edge + 1e-14), k + 1);
    }
    ck_assert_double_eq(sim_sampler_minimum(sampler), 0);
    sim_arena_free(arena);
}

TEST(mixtures_have_their_law)
{
    const sim_law parts[] = {law_of(&(law_case){"lognormal", {"mu", "sigma"}, {3, 0.5}}),
                             sim_law_of_constant(5),
                             law_of(&(law_case){"exponential", {"mean"}, {2}}), table()};
    sim_law law = sim_law_of_constant(0);
    law.kind = &sim_law_mixture;
    law.parts = parts, law.weights = (const double[]){3, 1, 2, 1}, law.n_parts = 4;
    check_sample(&law, "mixture");
    law.scale = 60, law.minimum = 50, law.maximum = 1800;
    check_sample(&law, "mixture, clipped");
}

TEST(pareto_tails_have_their_law)
{
    const sim_law body = law_of(&(law_case){"lognormal", {"mu", "sigma"}, {3, 0.5}});
    sim_law law = law_of(&(law_case){"exponential", {"mean"}, {1}});
    law.kind = &sim_law_pareto_tail;
    law.own[0] = 25, law.own[1] = 1.25;
    law.parts = &body, law.n_parts = 1;
    check_sample(&law, "tail");
    law.own[0] = 1e9; /* the body has next to nothing above */
    check_sample(&law, "no tail");
    law.own[0] = 1e-9; /* nor below */
    check_sample(&law, "no body");
}

SUITE("sampler", samples_have_their_laws, samples_are_scaled_and_clipped,
      quantiles_are_as_exact_as_claimed, samples_rise_with_their_uniforms,
      means_and_high_quantiles_are_those_of_the_laws, the_standard_normal_is_the_normal,
      tables_and_their_atoms_are_exact, long_tables_are_found_through_the_guide,
      counts_are_exact_steps, mixtures_have_their_law, pareto_tails_have_their_law)
