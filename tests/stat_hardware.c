/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * How good the roofline is where nothing was measured: it is fitted to measured runs without
 * one family of models after the other, and then asked for the times of those left out.
 *
 * The estimate is linear in the reciprocals of its shares and in its times per layer, so its
 * terms are what model_hardware_estimate says when all but one of them vanish, and the fit is
 * one of least squares with bounds: no share above 1/1.1, no time below 0.
 */
#include "tests/silicon.h"

/* The roofline of such coefficients. */
static model_roofline roofline_of(const double coefficient[SILICON_TERMS])
{
    return (model_roofline){.weights = 1 / coefficient[0],
                            .experts = 1 / coefficient[1],
                            .kv = 1 / coefficient[2],
                            .compute = 1 / coefficient[3],
                            .link = 1 / coefficient[4],
                            .layer_s = coefficient[5],
                            .exchange_s = coefficient[6]};
}

static void take_terms(const silicon_configuration *c, silicon_run *r)
{
    sim_failure why;
    model_step step;
    for (size_t t = 0; t < SILICON_TERMS; t++) {
        double alone[SILICON_TERMS] = {0};
        alone[t] = 1;
        const model_roofline roofline = roofline_of(alone);
        ck_assert_msg(model_hardware_estimate(&roofline, &c->what, &step, &why), "%s",
                      why.text);
        r->term[t] = silicon_mean_step_s(&step, r);
    }
}

static bool read_all(silicon_study *s, sim_arena *arena)
{
    const bool is_there = silicon_read(s, arena);
    for (size_t i = 0; i < s->n; i++)
        for (size_t k = s->all[i].first; k < s->all[i].end; k++)
            take_terms(&s->all[i], &s->runs[k]);
    return is_there;
}

/* Every configuration has the same weight. */
static void fit(const silicon_study *s, int without, double coefficient[SILICON_TERMS])
{
    static const double least[SILICON_TERMS] = {1.1, 1.1, 1.1, 1.1, 1.1, 0, 0};
    silicon_normal sum = {{{0}}, {0}};
    for (size_t i = 0; i < s->n; i++) {
        const silicon_configuration *c = &s->all[i];
        for (size_t k = c->first; k < c->end && c->family != without; k++)
            silicon_weigh(&sum, &s->runs[k], 1 / (double)(c->end - c->first));
    }
    silicon_solve(&sum, least, coefficient);
}

/* ---- what was left out ---- */

typedef struct verdict {
    double errors[SILICON_CONFIGURATIONS]; /* of each configuration the median */
    size_t n, n_covered;                   /* configurations; by their median run */
    size_t n_runs, n_covered_runs;
    double log_factor; /* of the interval */
} verdict;

static void judge(const silicon_study *s, const silicon_configuration *c, verdict *v)
{
    static double logs[SILICON_RUNS], errors[SILICON_RUNS];
    const size_t n = c->end - c->first;
    sim_failure why;
    model_step step;
    double coefficient[SILICON_TERMS];
    fit(s, c->family, coefficient);
    const model_roofline roofline = roofline_of(coefficient);
    ck_assert(model_hardware_estimate(&roofline, &c->what, &step, &why));
    for (size_t k = 0; k < n; k++) {
        const silicon_run *r = &s->runs[c->first + k];
        const double ratio = silicon_mean_step_s(&step, r) / r->step_s;
        logs[k] = log(ratio);
        errors[k] = fabs(ratio - 1);
        v->n_covered_runs += fabs(logs[k]) <= v->log_factor;
    }
    v->n_runs += n;
    v->n_covered += fabs(silicon_median(logs, n)) <= v->log_factor;
    v->errors[v->n++] = silicon_median(errors, n);
}

/* The median over configurations of their median errors, and what the interval that would be
   printed covers. */
static void judge_all(bool is_mixture)
{
    static silicon_study s;
    static verdict v;
    sim_arena *arena = sim_arena_new();
    v = (verdict){.n = 0};
    if (read_all(&s, arena)) {
        const model_roofline *shipped = s.book->roofline;
        v.log_factor =
            log(model_speed_factor(is_mixture ? shipped->experts_error : shipped->dense_error));
        for (size_t i = 0; i < s.n; i++)
            if ((s.all[i].what.network->experts > 0) == is_mixture)
                judge(&s, &s.all[i], &v);
        const double middle = silicon_median(v.errors, v.n);
        printf("# %s: median error %.1f %%; covered: %zu of %zu configurations, %zu of %zu "
               "runs\n",
               is_mixture ? "mixtures" : "dense", 100 * middle, v.n_covered, v.n,
               v.n_covered_runs, v.n_runs);
        ck_assert_uint_ge(v.n, 20);
        ck_assert_msg(middle <= 0.25, "median error %g", middle);
        ck_assert_double_ge((double)v.n_covered, 0.9 * (double)v.n);
        ck_assert_double_ge((double)v.n_covered_runs, 0.9 * (double)v.n_runs);
    }
    sim_arena_free(arena);
}

TEST(dense_models_that_were_left_out_are_estimated_within_a_quarter)
{
    judge_all(false);
}

TEST(mixtures_that_were_left_out_are_estimated_within_a_quarter)
{
    judge_all(true);
}

/* To three digits, as it is written. */
TEST(the_shipped_roofline_is_the_fit_to_all)
{
    static silicon_study s;
    double coefficient[SILICON_TERMS];
    sim_arena *arena = sim_arena_new();
    if (read_all(&s, arena)) {
        fit(&s, -1, coefficient);
        const model_roofline *r = s.book->roofline;
        const double shipped[SILICON_TERMS] = {1 / r->weights, 1 / r->experts, 1 / r->kv,
                                               1 / r->compute, 1 / r->link,    r->layer_s,
                                               r->exchange_s};
        for (size_t t = 0; t < SILICON_TERMS; t++)
            ck_assert_msg(fabs(shipped[t] / coefficient[t] - 1) < 0.01, "%zu: %g, not %g", t,
                          shipped[t], coefficient[t]);
    }
    sim_arena_free(arena);
}

SUITE("roofline", dense_models_that_were_left_out_are_estimated_within_a_quarter,
      mixtures_that_were_left_out_are_estimated_within_a_quarter,
      the_shipped_roofline_is_the_fit_to_all)
