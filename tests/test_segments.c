/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "sim/sampler.h"
#include "tests/laws.h"

#include <math.h>

enum { N = 200000 };

/* Evenly spaced uniforms follow the law but for one of them per segment and what the parts'
   tables are off. */
static void check_even(const sim_law *law, const char *name)
{
    static double x[N];
    sim_failure why = {""};
    ck_assert_msg(sim_law_check(law, &why), "%s", why.text);
    sim_arena *arena = sim_arena_new();
    const sim_sampler *sampler = sim_sampler_new(law, arena);
    for (size_t i = 0; i < N; i++)
        x[i] = sim_sampler_draw(sampler, ((double)i + 0.5) / N);
    const double distance = law_distance(law, N, x);
    ck_assert_msg(distance < 10.0 / N, "%s: %g", name, distance);
    ck_assert(x[0] >= sim_sampler_minimum(sampler));
    ck_assert(x[N - 1] <= sim_sampler_maximum(sampler));
    const double mean = sim_law_mean(law), sampled = sim_sampler_mean(sampler);
    ck_assert_msg(fabs(sampled - mean) <= 1e-5 * fabs(mean), "%s: mean %.9g is not %.9g", name,
                  sampled, mean);
    sim_arena_free(arena);
}

static sim_law tail_of(const sim_law *body, double from, double shape)
{
    sim_law law = sim_law_of_constant(0);
    law.kind = &sim_law_pareto_tail;
    law.own[0] = from, law.own[1] = shape;
    law.parts = body, law.n_parts = 1;
    return law;
}

static sim_law parts[3];
static const double weights[] = {2, 1, 1};

/* Overlapping lognormals and an atom. */
static sim_law mixture(void)
{
    parts[0] = law_of(&(law_case){"lognormal", {"mu", "sigma"}, {3, 1.1}});
    parts[1] = law_of(&(law_case){"lognormal", {"mu", "sigma"}, {2.5, 0.4}});
    parts[2] = sim_law_of_constant(17);
    sim_law law = sim_law_of_constant(0);
    law.kind = &sim_law_mixture;
    law.parts = parts, law.weights = weights, law.n_parts = 3;
    return law;
}

TEST(a_mixture_has_its_law)
{
    sim_law law = mixture();
    check_even(&law, "mixture");
    law.scale = 0.5, law.minimum = 4, law.maximum = 60;
    check_even(&law, "clipped mixture");
}

/* A mixture does not rise with u: a tail must cut each part, not the uniform. */
TEST(a_mixture_can_have_a_pareto_tail)
{
    static const double from[] = {3, 11, 17, 18.5, 90};
    for (size_t i = 0; i < sizeof from / sizeof *from; i++) {
        const sim_law body = mixture();
        const sim_law law = tail_of(&body, from[i], 2.4);
        check_even(&law, "mixture with a tail");
    }
}

TEST(a_scaled_and_clipped_mixture_can_have_a_pareto_tail)
{
    sim_law body = mixture();
    body.scale = 3, body.minimum = 20, body.maximum = 300;
    sim_law law = tail_of(&body, 70, 3.1);
    check_even(&law, "scaled mixture with a tail");
    law.own[0] = 400; /* nothing to move */
    check_even(&law, "scaled mixture below its tail");
    law.own[0] = 70, law.maximum = 150, law.scale = 0.8;
    check_even(&law, "clipped tail");
}

TEST(tails_and_mixtures_nest)
{
    const sim_law body = law_of(&(law_case){"gamma", {"mean", "cv"}, {10, 0.8}});
    const sim_law inner = tail_of(&body, 12, 4);
    const sim_law outer = tail_of(&inner, 25, 2.6);
    check_even(&outer, "tail of a tail");
    const sim_law two[] = {outer, mixture()};
    sim_law law = sim_law_of_constant(0);
    law.kind = &sim_law_mixture;
    law.parts = two, law.weights = weights, law.n_parts = 2;
    check_even(&law, "mixture of a tail and a mixture");
    const sim_law all = tail_of(&law, 30, 2.2);
    check_even(&all, "tail of all that");
}

TEST(parts_go_by_their_means)
{
    sim_law law = mixture();
    sim_arena *arena = sim_arena_new();
    const sim_sampler *sampler = sim_sampler_new(&law, arena);
    /* Means: 13.2 of the second, 17 of the atom, 36.8 of the first. */
    ck_assert_double_lt(sim_sampler_draw(sampler, 0.01), 7);
    ck_assert_double_eq(sim_sampler_draw(sampler, 0.26), 17);
    ck_assert_double_eq(sim_sampler_draw(sampler, 0.49), 17);
    ck_assert_double_gt(sim_sampler_draw(sampler, 0.999), 200);
    sim_arena_free(arena);
}

SUITE("segments", a_mixture_has_its_law, a_mixture_can_have_a_pareto_tail,
      a_scaled_and_clipped_mixture_can_have_a_pareto_tail, tails_and_mixtures_nest,
      parts_go_by_their_means)
