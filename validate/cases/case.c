/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "validate/cases/case.h"

#include <stdio.h>
#include <string.h>

const validate_suite *const validate_suites[] = {
    &validate_suite_markov,
    &validate_suite_service_laws,
    &validate_suite_arrival_laws,
    &validate_suite_setup,
    &validate_suite_ranks,
    &validate_suite_open,
    &validate_suite_closed,
    &validate_suite_routing,
    &validate_suite_unlimited,
    &validate_suite_buckets,
    &validate_suite_agents,
    &validate_suite_rare,
    &validate_suite_coverage,
    &validate_suite_coverage_answers,
    &validate_suite_indices,
    &validate_suite_selection,
    &validate_suite_twins,
    &validate_suite_summed,
    &validate_suite_fidelity,
    &validate_suite_capacity,
    &validate_suite_windows,
    &validate_suite_kept,
    &validate_suite_documents,
    &validate_suite_bills,
    &validate_suite_verdicts,
    &validate_suite_crossings,
    NULL,
};

/* ---- laws ---- */

static sim_law plain(const char *kind, double first, double second)
{
    const double given[SIM_LAW_NUMBERS] = {first, second};
    sim_law law = sim_law_of_constant(0);
    sim_failure why;
    law.kind = sim_law_kind_named(kind);
    sim_require(law.kind && law.kind->forms[0].convert(given, law.own, &why));
    return law;
}

/* A balanced mixture of two exponentials, in the arena's memory. */
static sim_law h2(double mean, double scv, sim_arena *arena)
{
    double p, rate[2];
    validate_h2(mean, scv, &p, rate);
    sim_law *parts = sim_arena_alloc(arena, 2, sizeof *parts);
    double *weights = sim_arena_alloc(arena, 2, sizeof *weights);
    for (int i = 0; i < 2; i++)
        parts[i] = plain("exponential", 1 / rate[i], 0);
    weights[0] = p;
    weights[1] = 1 - p;
    sim_law law = sim_law_of_constant(0);
    law.kind = &sim_law_mixture;
    law.parts = parts;
    law.weights = weights;
    law.n_parts = 2;
    return law;
}

sim_draws *validate_draws_of(const validate_case *of, const validate_play *play,
                             const char *purpose, size_t i, validate_law law)
{
    if (!law.kind)
        return NULL;
    const uint64_t source = sim_stream_source_of(of->name, purpose);
    const sim_stream stream = sim_stream_make(play->seed, play->replication, source);
    const sim_law made = strcmp(law.kind, "h2") == 0 ? h2(law.first, law.second, play->arena)
                                                     : plain(law.kind, law.first, law.second);
    return sim_draws_new(stream, i, sim_draws_law_of(&made, play->arena), play->arena);
}

sim_draws *validate_draws(const validate_case *of, const validate_play *play,
                          const char *purpose, validate_law law)
{
    return validate_draws_of(of, play, purpose, 0, law);
}

static validate_moments exponential(double mean, double unused)
{
    (void)unused;
    return validate_moments_gamma(mean, 1);
}

static validate_moments constant(double value, double unused)
{
    (void)unused;
    return validate_moments_constant(value);
}

static validate_moments by_variation(double mean, double cv)
{
    return validate_moments_gamma(mean, 1 / (cv * cv));
}

validate_moments validate_law_moments(validate_law law)
{
    static const struct {
        const char *kind;
        validate_moments (*moments)(double first, double second);
    } kinds[] = {
        {"exponential", exponential},
        {"constant", constant},
        {"uniform", validate_moments_uniform},
        {"gamma", by_variation},
        {"lognormal", validate_moments_lognormal},
        {"weibull", validate_moments_weibull},
        {"pareto", validate_moments_pareto},
        {"h2", validate_moments_h2},
    };
    for (size_t i = 0; i < sizeof kinds / sizeof *kinds; i++)
        if (strcmp(kinds[i].kind, law.kind) == 0)
            return kinds[i].moments(law.first, law.second);
    sim_failure_abort("the law has moments", __FILE__, __LINE__);
}

/* ---- stations ---- */

void validate_require_sound(sim_station *station)
{
    sim_failure why;
    if (!sim_station_verify(station, &why))
        sim_failure_abort(why.text, __FILE__, __LINE__);
}

double validate_mean(const sim_level *level)
{
    return sim_level_mean(level, level->since_s);
}
