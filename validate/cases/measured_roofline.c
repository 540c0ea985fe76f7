/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * How good the roofline is where nothing was measured: it is fitted to measured runs without
 * one family of models after the other, and then asked for the times of those left out.
 *
 * The estimate is linear in the reciprocals of its shares and in its times per layer, so its
 * terms are what model_hardware_estimate says when all but one of them vanish, and the fit is
 * one of least squares with bounds: no share above 1/1.1, no time below 0.
 */
#include "validate/cases/measured_silicon.h"
#include "validate/cases/measured_tables.h"

#include <math.h>

/* The roofline of such coefficients. */
static model_roofline roofline_of(const double coefficient[VALIDATE_SILICON_TERMS])
{
    return (model_roofline){.weights = 1 / coefficient[0],
                            .experts = 1 / coefficient[1],
                            .kv = 1 / coefficient[2],
                            .compute = 1 / coefficient[3],
                            .link = 1 / coefficient[4],
                            .layer_s = coefficient[5],
                            .exchange_s = coefficient[6]};
}

static model_step estimate(const validate_configuration *c,
                           const double coefficient[VALIDATE_SILICON_TERMS])
{
    sim_failure why;
    model_step step;
    const model_roofline roofline = roofline_of(coefficient);
    sim_require(model_hardware_estimate(&roofline, &c->what, &step, &why));
    return step;
}

void validate_roofline_take(validate_silicon *silicon)
{
    for (size_t i = 0; i < silicon->n; i++) {
        const validate_configuration *c = &silicon->all[i];
        for (size_t t = 0; t < VALIDATE_SILICON_TERMS; t++) {
            double alone[VALIDATE_SILICON_TERMS] = {0};
            alone[t] = 1;
            const model_step step = estimate(c, alone);
            for (size_t k = c->first; k < c->end; k++)
                silicon->runs[k].term[t] = validate_silicon_step_s(&step, &silicon->runs[k]);
        }
    }
}

/* Every configuration has the same weight. */
void validate_roofline_fit(const validate_silicon *silicon, int without,
                           double coefficient[VALIDATE_SILICON_TERMS])
{
    static const double least[VALIDATE_SILICON_TERMS] = {1.1, 1.1, 1.1, 1.1, 1.1, 0, 0};
    validate_normal sum = {{{0}}, {0}};
    for (size_t i = 0; i < silicon->n; i++) {
        const validate_configuration *c = &silicon->all[i];
        for (size_t k = c->first; k < c->end && c->family != without; k++) {
            const validate_run *r = &silicon->runs[k];
            validate_normal_add(&sum, r->term, r->step_s, r->step_s,
                                1 / (double)(c->end - c->first));
        }
    }
    validate_normal_solve(&sum, least, coefficient);
}

/* ---- what was left out ---- */

typedef struct verdict {
    double errors[VALIDATE_SILICON_CONFIGURATIONS]; /* of each configuration the median */
    size_t n, n_covered;                            /* configurations; by their median run */
    size_t n_runs, n_covered_runs;
    double log_factor; /* of the interval */
} verdict;

static void judge(const validate_silicon *s, const validate_configuration *c, verdict *v,
                  double *scratch)
{
    double *logs = scratch, *errors = scratch + VALIDATE_SILICON_RUNS;
    const size_t n = c->end - c->first;
    double coefficient[VALIDATE_SILICON_TERMS];
    validate_roofline_fit(s, c->family, coefficient);
    const model_step step = estimate(c, coefficient);
    for (size_t k = 0; k < n; k++) {
        const validate_run *r = &s->runs[c->first + k];
        const double ratio = validate_silicon_step_s(&step, r) / r->step_s;
        logs[k] = log(ratio);
        errors[k] = fabs(ratio - 1);
        v->n_covered_runs += fabs(logs[k]) <= v->log_factor;
    }
    v->n_runs += n;
    v->n_covered += fabs(validate_median(logs, n)) <= v->log_factor;
    v->errors[v->n++] = validate_median(errors, n);
}

/* The median over configurations of their median errors, and what the interval that would be
   printed covers. */
bool validate_play_roofline(const validate_measured *of, const validate_bench *bench,
                            double *reference, double *simulated)
{
    const bool is_mixture = *(const bool *)of->point;
    validate_silicon *s = validate_silicon_read(bench);
    (void)reference;
    if (!s || !s->book->roofline)
        return false;
    const model_roofline *shipped = s->book->roofline;
    double *scratch =
        sim_arena_alloc(bench->arena, (size_t)2 * VALIDATE_SILICON_RUNS, sizeof *scratch);
    verdict *v = sim_arena_alloc(bench->arena, 1, sizeof *v);
    *v = (verdict){.log_factor = log(model_speed_factor(is_mixture ? shipped->experts_error
                                                                   : shipped->dense_error))};
    validate_roofline_take(s);
    for (size_t i = 0; i < s->n; i++)
        if (validate_is_mixture(&s->all[i]) == is_mixture)
            judge(s, &s->all[i], v, scratch);
    if (v->n < 20)
        return false;
    simulated[0] = validate_median(v->errors, v->n);
    simulated[1] = (double)v->n_covered / (double)v->n;
    simulated[2] = (double)v->n_covered_runs / (double)v->n_runs;
    return true;
}
