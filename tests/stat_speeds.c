/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * The shipped speeds against the runs that they were fitted to, and how well such a fit
 * foretells a number of sequences that it has not seen.
 */
#include "tests/silicon.h"

/* The law has five coefficients here: fixed, per sequence, per KV token, per prompt token,
   and all experts. */
static model_step step_of(const silicon_configuration *c, const double coefficient[])
{
    return (model_step){.fixed_s = coefficient[0],
                        .per_sequence_s = coefficient[1],
                        .per_kv_token_s = coefficient[2],
                        .per_prefill_token_s = coefficient[3],
                        .experts_s = coefficient[4],
                        .n_experts = (uint32_t)c->what.network->experts,
                        .n_taken = (uint32_t)c->what.network->taken};
}

static void take_terms(silicon_study *s, const silicon_configuration *c)
{
    const size_t n = c->what.network->experts ? 5 : 4;
    for (size_t k = c->first; k < c->end; k++)
        for (size_t t = 0; t < n; t++) {
            double alone[SILICON_TERMS] = {0};
            alone[t] = 1;
            const model_step step = step_of(c, alone);
            s->runs[k].term[t] = silicon_mean_step_s(&step, &s->runs[k]);
        }
}

/* Fits to the runs that do not have so many sequences; nothing is faster than physics, with
   the two thousandths that the book's four digits need. */
static model_step fit(const silicon_study *s, const silicon_configuration *c, double without)
{
    const model_step floor = model_hardware_floor(&c->what);
    const double most = 1.002;
    const double least[SILICON_TERMS] = {most * floor.fixed_s, 0, most * floor.per_kv_token_s,
                                         most * floor.per_prefill_token_s,
                                         most * floor.experts_s};
    double coefficient[SILICON_TERMS];
    silicon_normal sum = {{{0}}, {0}};
    for (size_t k = c->first; k < c->end; k++)
        if (fabs(s->runs[k].sequences - without) > 0)
            silicon_weigh(&sum, &s->runs[k], 1);
    silicon_solve(&sum, least, coefficient);
    return step_of(c, coefficient);
}

static double error_of(const model_step *step, const silicon_run *r)
{
    return fabs(silicon_mean_step_s(step, r) / r->step_s - 1);
}

static double rms(const silicon_study *s, const silicon_configuration *c,
                  const model_step *step)
{
    double sum = 0;
    for (size_t k = c->first; k < c->end; k++)
        sum += pow(error_of(step, &s->runs[k]), 2);
    return sqrt(sum / (double)(c->end - c->first));
}

/* The shipped speed of that configuration and engine; NULL if there is none. */
static const model_measurement *shipped(const silicon_study *s, silicon_configuration *c)
{
    sim_failure why;
    model_speed speed;
    c->what.engine = c->engine;
    return model_hardware_speed(s->book, &c->what, &speed, &why) ? speed.measured : NULL;
}

/* DeepSeek V3 and R1 were run as one: their rows are fitted together, and not compared. */
static bool is_alone(const silicon_configuration *c)
{
    return strstr(c->what.network->id, "deepseek") == NULL;
}

/* But for the digits that the book leaves off. */
TEST(shipped_speeds_are_the_best_there_are)
{
    static silicon_study s;
    static double errors[2][SILICON_CONFIGURATIONS];
    size_t n[2] = {0};
    sim_arena *arena = sim_arena_new();
    silicon_read(&s, arena);
    for (size_t i = 0; i < s.n; i++) {
        silicon_configuration *c = &s.all[i];
        const model_measurement *m = shipped(&s, c);
        if (!m)
            continue;
        take_terms(&s, c);
        const model_step best = fit(&s, c, -1);
        const bool is_mixture = c->what.network->experts > 0;
        errors[is_mixture][n[is_mixture]++] = rms(&s, c, &m->step);
        if (is_alone(c))
            ck_assert_msg(rms(&s, c, &m->step) <= 1.05 * rms(&s, c, &best), "%s %s: %g, %g",
                          m->network_id, m->accelerator_id, rms(&s, c, &m->step),
                          rms(&s, c, &best));
        ck_assert_double_le(0.9 * rms(&s, c, &m->step), m->error);
    }
    if (s.n) {
        const double dense = silicon_median(errors[0], n[0]);
        const double mixtures = silicon_median(errors[1], n[1]);
        printf("# fitted: %zu dense %.1f %%, %zu mixtures %.1f %%\n", n[0], 100 * dense, n[1],
               100 * mixtures);
        ck_assert_uint_ge(n[0] + n[1], 50);
    }
    sim_arena_free(arena);
}

/* Of every run the error of the law fitted without all runs of as many sequences. */
static size_t leave_out(silicon_study *s, bool is_mixture, double *errors)
{
    size_t n = 0;
    for (size_t i = 0; i < s->n; i++) {
        silicon_configuration *c = &s->all[i];
        if ((c->what.network->experts > 0) != is_mixture || !shipped(s, c))
            continue;
        take_terms(s, c);
        for (size_t k = c->first; k < c->end; k++) {
            const model_step step = fit(s, c, s->runs[k].sequences);
            errors[n++] = error_of(&step, &s->runs[k]);
        }
    }
    return n;
}

TEST(a_number_of_sequences_that_was_left_out_is_foretold)
{
    static silicon_study s;
    static double errors[SILICON_RUNS];
    static const double most[] = {0.042, 0.10}; /* dense, mixtures */
    sim_arena *arena = sim_arena_new();
    if (silicon_read(&s, arena))
        for (int is_mixture = 0; is_mixture < 2; is_mixture++) {
            const size_t n = leave_out(&s, is_mixture, errors);
            const double middle = silicon_median(errors, n);
            printf("# left out: %s, %zu runs, median error %.1f %%, 90 %% within %.1f %%\n",
                   is_mixture ? "mixtures" : "dense", n, 100 * middle,
                   100 * errors[n * 9 / 10]);
            ck_assert_uint_ge(n, 400);
            ck_assert_msg(middle <= most[is_mixture], "%g", middle);
        }
    sim_arena_free(arena);
}

SUITE("speeds", shipped_speeds_are_the_best_there_are,
      a_number_of_sequences_that_was_left_out_is_foretold)
