/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "validate/cases/case.h"

#include "validate/theory/one_server.h"

#include <string.h>

const validate_suite *const validate_suites[] = {
    &validate_suite_single,
    &validate_suite_classes,
    &validate_suite_networks,
    &validate_suite_routing,
    &validate_suite_transient,
    &validate_suite_buckets,
    NULL,
};

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

sim_draws *validate_draws(const validate_case *of, const validate_play *play,
                          const char *purpose, validate_law law)
{
    if (!law.kind)
        return NULL;
    const uint64_t source = sim_stream_source_of(of->name, purpose);
    const sim_stream stream = sim_stream_make(play->seed, play->replication, source);
    const sim_law made = strcmp(law.kind, "h2") == 0 ? h2(law.first, law.second, play->arena)
                                                     : plain(law.kind, law.first, law.second);
    return sim_draws_new(stream, 0, sim_draws_law_of(&made, play->arena), play->arena);
}
