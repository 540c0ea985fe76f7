/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "sim/sampler.h"
#include "sim/stream.h"
#include "tests/laws.h"

#include <gsl/gsl_cdf.h>
#include <math.h>

enum { N = 400000 };
static double x[N];

static void draw(const sim_law *law, const char *source)
{
    sim_arena *arena = sim_arena_new();
    const sim_stream stream = sim_stream_make(31, 4, sim_stream_source(source));
    for (size_t i = 0; i < N; i++)
        x[i] = sim_stream_uniform(stream, i, 7);
    sim_sampler_fill(sim_sampler_new(law, arena), N, x, x);
    sim_arena_free(arena);
}

/* Chi-square over neighbouring counts, joined until 10 or more are expected in each cell. */
static double chi_square_share(const sim_law *law)
{
    qsort(x, N, sizeof *x, law_ascending);
    double statistic = 0, before = 0;
    size_t from = 0, cells = 0;
    for (size_t i = 0; i < N; i++) {
        if (i + 1 < N && x[i + 1] == x[i])
            continue;
        double up_to = sim_law_cdf(law, x[i]);
        const bool is_last = N * sim_law_tail(law, x[i]) < 10;
        if (is_last)
            up_to = 1, i = N - 1;
        const double expected = N * (up_to - before);
        if (expected < 10)
            continue;
        const double off = (double)(i + 1 - from) - expected;
        statistic += off * off / expected;
        before = up_to, from = i + 1, cells++;
    }
    ck_assert_uint_eq(from, N);
    return gsl_cdf_chisq_Q(statistic, (double)cells - 1);
}

/* With the seed fixed, one in a million by chance. */
TEST(counts_have_exactly_their_law)
{
    static const law_case counts[] = {
        {"geometric", {"mean"}, {1.04}},
        {"geometric", {"mean"}, {3.6}},
        {"geometric", {"mean"}, {900}}, /* smooth, rounded up */
        {"poisson", {"mean"}, {0.31}},
        {"poisson", {"mean"}, {11.7}},
        {"poisson", {"mean"}, {60000}},
        {"negative-binomial", {"mean", "dispersion"}, {6.5, 1.7}},
        {"negative-binomial", {"mean", "dispersion"}, {40, 0.2}},
        {"negative-binomial", {"mean", "dispersion"}, {700, 3}},
    };
    for (size_t i = 0; i < sizeof counts / sizeof *counts; i++) {
        const sim_law law = law_of(&counts[i]);
        draw(&law, counts[i].kind);
        const double share = chi_square_share(&law);
        ck_assert_msg(share > 1e-6, "%s(%g): %g", counts[i].kind, counts[i].given[0], share);
    }
}

TEST(a_table_of_many_points_is_exact)
{
    static double p[N], values[N];
    for (size_t i = 0; i < N; i++) {
        const double share = (double)i / (N - 1);
        p[i] = share * share, values[i] = (double)(i / 3) * 0.5; /* atoms of three points */
    }
    sim_law law = sim_law_of_constant(0);
    law.kind = &sim_law_empirical;
    law.p = p, law.x = values, law.n_points = N;
    draw(&law, "table");
    const sim_stream stream = sim_stream_make(31, 4, sim_stream_source("table"));
    for (size_t i = 0; i < N; i += 17) {
        const double u = sim_stream_uniform(stream, i, 7);
        const double twin = sim_law_quantile(&law, u, 1 - u);
        ck_assert_msg(fabs(x[i] - twin) <= 1e-9 * twin, "at %.17g: %.17g is not %.17g", u, x[i],
                      twin);
    }
}

TEST(a_single_point_is_a_constant)
{
    sim_law law = sim_law_of_constant(0);
    law.kind = &sim_law_empirical;
    law.p = (const double[]){1}, law.x = (const double[]){42.5}, law.n_points = 1;
    draw(&law, "point");
    for (size_t i = 0; i < N; i++)
        ck_assert(x[i] == 42.5);
}

SUITE("pieces", counts_have_exactly_their_law, a_table_of_many_points_is_exact,
      a_single_point_is_a_constant)
