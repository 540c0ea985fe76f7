/* SPDX-License-Identifier: GPL-3.0-or-later */
/* How well the law of a step foretells a number of sequences to which it was not fitted. */
#include "validate/cases/measured_silicon.h"
#include "validate/cases/measured_tables.h"

#include <math.h>

/* The law has five coefficients here: fixed, per sequence, per KV token, per prompt token,
   and all experts. */
model_step validate_speed_of(const validate_configuration *of, const double coefficient[])
{
    return (model_step){.fixed_s = coefficient[0],
                        .per_sequence_s = coefficient[1],
                        .per_kv_token_s = coefficient[2],
                        .per_prefill_token_s = coefficient[3],
                        .experts_s = coefficient[4],
                        .n_experts = (uint32_t)of->what.network->experts,
                        .n_taken = (uint32_t)of->what.network->taken};
}

static void take_terms(validate_silicon *s, const validate_configuration *c)
{
    const size_t n = validate_is_mixture(c) ? 5 : 4;
    for (size_t k = c->first; k < c->end; k++)
        for (size_t t = 0; t < VALIDATE_SILICON_TERMS; t++) {
            double alone[VALIDATE_SILICON_TERMS] = {0};
            alone[t] = t < n;
            const model_step step = validate_speed_of(c, alone);
            s->runs[k].term[t] = validate_silicon_step_s(&step, &s->runs[k]);
        }
}

/* Nothing is faster than physics, with the two thousandths that the book's four digits need. */
model_step validate_speed_fit(validate_silicon *silicon, const validate_configuration *of,
                              double without)
{
    const model_step floor = model_hardware_floor(&of->what);
    const double most = 1.002;
    const double least[VALIDATE_SILICON_TERMS] = {
        most * floor.fixed_s, 0, most * floor.per_kv_token_s, most * floor.per_prefill_token_s,
        most * floor.experts_s};
    double coefficient[VALIDATE_SILICON_TERMS];
    validate_normal sum = {{{0}}, {0}};
    take_terms(silicon, of);
    for (size_t k = of->first; k < of->end; k++) {
        const validate_run *r = &silicon->runs[k];
        if (fabs(r->sequences - without) > 0)
            validate_normal_add(&sum, r->term, r->step_s, r->step_s, 1);
    }
    validate_normal_solve(&sum, least, coefficient);
    return validate_speed_of(of, coefficient);
}

double validate_speed_error(const model_step *step, const validate_run *run)
{
    return fabs(validate_silicon_step_s(step, run) / run->step_s - 1);
}

const model_measurement *validate_speed_shipped(const validate_silicon *silicon,
                                                validate_configuration *of)
{
    sim_failure why;
    model_speed speed;
    of->what.engine = of->engine;
    return model_hardware_speed(silicon->book, &of->what, &speed, &why) ? speed.measured : NULL;
}

/* Of every run the errors of the law fitted without all runs of as many sequences: of the time
   per token and of the time to the first one, which is all queueing and left as it is. */
static size_t leave_out(validate_silicon *s, bool is_mixture, double *step, double *first)
{
    size_t n = 0;
    for (size_t i = 0; i < s->n; i++) {
        validate_configuration *c = &s->all[i];
        if (validate_is_mixture(c) != is_mixture || !validate_speed_shipped(s, c))
            continue;
        for (size_t k = c->first; k < c->end; k++, n++) {
            const validate_run *r = &s->runs[k];
            const model_step law = validate_speed_fit(s, c, r->sequences);
            step[n] = validate_speed_error(&law, r);
            first[n] = fabs(validate_silicon_first_s(&law, r) / r->first_s - 1);
        }
    }
    return n;
}

bool validate_play_speeds(const validate_measured *of, const validate_bench *bench,
                          double *reference, double *simulated)
{
    validate_silicon *s = validate_silicon_read(bench);
    (void)reference;
    if (!s)
        return false;
    double *step = sim_arena_alloc(bench->arena, VALIDATE_SILICON_RUNS, sizeof *step);
    double *first = sim_arena_alloc(bench->arena, VALIDATE_SILICON_RUNS, sizeof *first);
    const size_t n = leave_out(s, *(const bool *)of->point, step, first);
    if (n < 400)
        return false;
    simulated[0] = validate_median(step, n);
    simulated[1] = step[n * 9 / 10];
    simulated[2] = validate_median(first, n);
    return true;
}
