/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Whether the shipped speeds are the fits to runs and profiles that they say they are. */
#include "tests/suite.h"
#include "validate/cases/measured_profile.h"
#include "validate/cases/measured_silicon.h"

#include <math.h>
#include <string.h>

/* ---- NVIDIA's runs ---- */

static double rms(const validate_silicon *s, const validate_configuration *c,
                  const model_step *step)
{
    double sum = 0;
    for (size_t k = c->first; k < c->end; k++)
        sum += pow(validate_speed_error(step, &s->runs[k]), 2);
    return sqrt(sum / (double)(c->end - c->first));
}

/* DeepSeek V3 and R1 were run as one: their rows are fitted together, and not compared. */
static bool is_alone(const validate_configuration *c)
{
    return strstr(c->what.network->id, "deepseek") == NULL;
}

/* But for the digits that the book leaves off. Whether it is shipped at all. */
static bool is_best(validate_silicon *s, validate_configuration *c, double *error)
{
    const model_measurement *m = validate_speed_shipped(s, c);
    if (!m)
        return false;
    const model_step best = validate_speed_fit(s, c, -1);
    *error = rms(s, c, &m->step);
    if (is_alone(c))
        ck_assert_msg(*error <= 1.05 * rms(s, c, &best), "%s %s: %g, %g", m->network_id,
                      m->accelerator_id, *error, rms(s, c, &best));
    ck_assert_double_le(0.9 * *error, m->error);
    return true;
}

TEST(shipped_speeds_are_the_best_there_are)
{
    static double errors[2][VALIDATE_SILICON_CONFIGURATIONS];
    size_t n[2] = {0};
    const validate_bench bench = {getenv("OUTLAY_REFERENCE"), sim_arena_new()};
    validate_silicon *s = validate_silicon_read(&bench);
    for (size_t i = 0; s && i < s->n; i++) {
        const bool is_mixture = validate_is_mixture(&s->all[i]);
        n[is_mixture] += is_best(s, &s->all[i], &errors[is_mixture][n[is_mixture]]);
    }
    if (s) {
        const double dense = validate_median(errors[0], n[0]);
        const double mixtures = validate_median(errors[1], n[1]);
        printf("# fitted: %zu dense %.1f %%, %zu mixtures %.1f %%\n", n[0], 100 * dense, n[1],
               100 * mixtures);
        ck_assert_uint_ge(n[0] + n[1], 50);
    }
    sim_arena_free(bench.arena);
}

/* ---- profiles of layers ---- */

static const double most = 1.002; /* of what physics allows: the book's four digits need it */

/* Steps that only decode give what they take, steps with prompts what is left of them. */
static model_step fit(const validate_profile_point *points, size_t n, const model_step *floor)
{
    double c[VALIDATE_SILICON_TERMS],
        least[VALIDATE_SILICON_TERMS] = {most * floor->fixed_s, 0,
                                         most * floor->per_kv_token_s};
    validate_normal alone = {{{0}}, {0}}, mixed = {{{0}}, {0}};
    for (size_t i = 0; i < n; i++) {
        const validate_profile_point *p = &points[i];
        const double term[VALIDATE_SILICON_TERMS] = {1, p->sequences, p->sequences * p->tokens};
        if (!(p->chunk > 0))
            validate_normal_add(&alone, term, p->step_s, p->step_s, 1);
    }
    validate_normal_solve(&alone, least, c);
    model_step step = {.fixed_s = c[0], .per_sequence_s = c[1], .per_kv_token_s = c[2]};
    for (size_t i = 0; i < n; i++) {
        const validate_profile_point *p = &points[i];
        const double term[VALIDATE_SILICON_TERMS] = {
            p->chunk, p->chunk * (p->known + p->chunk / 2), p->sequences * p->tokens,
            p->sequences * p->chunk};
        if (p->chunk > 0)
            validate_normal_add(&mixed, term, p->step_s - validate_profile_step_s(&step, p),
                                p->step_s, 1);
    }
    memset(least, 0, sizeof least);
    least[0] = most * floor->per_prefill_token_s;
    validate_normal_solve(&mixed, least, c);
    step.per_prefill_token_s = c[0];
    step.per_prefill_square_s = c[1];
    step.per_mixed_kv_token_s = c[2];
    step.per_pair_s = c[3];
    return step;
}

static void is_near(const char *name, double shipped, double fitted)
{
    printf("# %s: %.4g, fitted %.4g\n", name, shipped, fitted);
    fflush(stdout);
    ck_assert_msg(fabs(shipped / fitted - 1) <= 0.002, "%s is %g, not %g", name, shipped,
                  fitted);
}

static void compare(const char *chip, const char *folder)
{
    static validate_profile_point points[VALIDATE_PROFILE_POINTS];
    const validate_bench bench = {getenv("OUTLAY_REFERENCE"), sim_arena_new()};
    model_deployment what;
    model_speed speed;
    ck_assert(validate_profile_speed(chip, bench.arena, &what, &speed));
    const size_t n = validate_profile_read(&bench, folder, (double)what.network->layers,
                                           (double)speed.kv_tokens, points);
    const model_step floor = model_hardware_floor(&what);
    if (n > 0) {
        const model_step best = fit(points, n, &floor), *step = &speed.step;
        printf("# %s: %zu points\n", chip, n);
        is_near("fixed", step->fixed_s, best.fixed_s);
        is_near("per sequence", step->per_sequence_s, best.per_sequence_s);
        is_near("per KV token", step->per_kv_token_s, best.per_kv_token_s);
        is_near("per prompt token", step->per_prefill_token_s, best.per_prefill_token_s);
        is_near("per square", step->per_prefill_square_s, best.per_prefill_square_s);
        is_near("per mixed KV token", step->per_mixed_kv_token_s, best.per_mixed_kv_token_s);
        is_near("per pair", step->per_pair_s, best.per_pair_s);
    }
    sim_arena_free(bench.arena);
}

TEST(the_speeds_of_an_rtx_4090_are_the_fit_to_its_profile)
{
    compare("nvidia/rtx-4090", "RTX4090-Llama-3.1-8B-bf16-tp1");
}

TEST(the_speeds_of_an_rtx_pro_6000_are_the_fit_to_its_profile)
{
    compare("nvidia/rtx-pro-6000", "RTXPRO6000-Llama-3.1-8B-bf16-tp1");
}

SUITE_WITH_REFERENCE("speeds", shipped_speeds_are_the_best_there_are,
                     the_speeds_of_an_rtx_4090_are_the_fit_to_its_profile,
                     the_speeds_of_an_rtx_pro_6000_are_the_fit_to_its_profile)
