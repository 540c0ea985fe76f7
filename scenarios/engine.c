/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "scenarios/engine.h"

#include "scenarios/trace.h"
#include "sim/stream.h"

#include <math.h>
#include <stdlib.h>
#include <string.h>

scenario_engine *scenario_engine_new(void)
{
    scenario_engine *engine = sim_alloc(1, sizeof *engine, "a scenario");
    engine->expressions = scenario_expressions_new();
    return engine;
}

void scenario_engine_free(scenario_engine *engine)
{
    if (!engine)
        return;
    scenario_expressions_free(engine->expressions);
    for (size_t i = 0; i < engine->n_traces; i++)
        scenario_trace_close(engine->traces[i]);
    free(engine->traces);
    free(engine);
}

void scenario_engine_keep(scenario_engine *engine, model_trace *trace)
{
    engine->traces =
        sim_realloc(engine->traces, engine->n_traces + 1, sizeof(model_trace *), "traces");
    engine->traces[engine->n_traces++] = trace;
}

/* Inverts the law; a law without bounds has no finite value at probabilities of 0 and 1. */
static double inverted(const sim_law *law, double p)
{
    const double inside = fmin(fmax(p, 0x1p-54), 1 - 0x1p-53);
    return sim_law_quantile(law, inside, 1 - inside);
}

bool scenario_engine_medians(const scenario *loaded, double *resolved, scenario_place *place,
                             sim_failure *why)
{
    double *values = loaded->engine->scratch;
    for (size_t i = 0; i < loaded->n_unknowns; i++)
        values[i] = inverted(&loaded->unknowns[i].law, 0.5);
    return scenario_expressions_evaluate(loaded->engine->expressions, values, resolved, place,
                                         why);
}

void scenario_correlate(const scenario *loaded, const double *independent, double *dependent)
{
    const scenario_engine *engine = loaded->engine;
    if (engine->has_copula)
        sim_copula_mix(&engine->copula, independent, dependent);
    else if (loaded->n_unknowns > 0)
        memmove(dependent, independent, loaded->n_unknowns * sizeof *dependent);
}

/* Two groups become one, by the lesser of their numbers. */
static void join(size_t n, size_t *groups, size_t a, size_t b)
{
    for (size_t k = 0; k < n; k++)
        if (groups[k] == a || groups[k] == b)
            groups[k] = a < b ? a : b;
}

/* An element of the factor says that two unknowns have to do with each other. */
static bool is_linked(const scenario_engine *engine, size_t n, size_t i, size_t j)
{
    return engine->has_copula && fabs(engine->copula.factor[i * n + j]) > 1e-12;
}

size_t scenario_groups(const scenario *loaded, size_t *groups)
{
    const size_t n = loaded->n_unknowns;
    size_t n_groups = 0;
    for (size_t i = 0; i < n; i++) {
        groups[i] = i;
        for (size_t j = 0; j < i; j++)
            if (is_linked(loaded->engine, n, i, j))
                join(i + 1, groups, groups[i], groups[j]);
    }
    for (size_t i = 0; i < n; i++)
        groups[i] = groups[i] == i ? n_groups++ : groups[groups[i]];
    return n_groups;
}

bool scenario_resolve_at(const scenario *loaded, const double *probabilities, double *unknowns,
                         double *resolved, sim_failure *why)
{
    sim_failure reason;
    scenario_place place = {"", 0};
    for (size_t i = 0; i < loaded->n_unknowns; i++)
        unknowns[i] = inverted(&loaded->unknowns[i].law, probabilities[i]);
    return scenario_expressions_evaluate(loaded->engine->expressions, unknowns, resolved,
                                         &place, &reason) ||
           sim_fail(why, "%s:%d: error: %s", place.file, place.line, reason.text);
}

bool scenario_resolve(const scenario *loaded, uint64_t seed, uint64_t replication,
                      double *unknowns, double *resolved, sim_failure *why)
{
    const size_t n = loaded->n_unknowns;
    double *independent = loaded->engine->scratch, *dependent = independent + n;
    sim_failure reason;
    for (size_t i = 0; i < n; i++) {
        const uint64_t source = sim_stream_source_of("unknown", loaded->unknowns[i].name);
        independent[i] = sim_stream_uniform(sim_stream_make(seed, replication, source), 0, 0);
    }
    scenario_correlate(loaded, independent, dependent);
    return scenario_resolve_at(loaded, dependent, unknowns, resolved, &reason) ||
           sim_fail(why, "%s (in replication %llu)", reason.text,
                    (unsigned long long)replication);
}

bool scenario_resolve_mean(const scenario *loaded, uint64_t seed, double *mean, double *other,
                           sim_failure *why)
{
    enum { FUTURES = 64 };
    sim_arena *arena = sim_arena_new();
    double *unknowns = sim_arena_alloc(arena, loaded->n_unknowns + 1, sizeof *unknowns);
    bool is_done = true;
    memset(mean, 0, loaded->n_resolved * sizeof *mean);
    for (uint64_t i = 0; is_done && i < FUTURES; i++) {
        is_done = scenario_resolve(loaded, seed, i, unknowns, other, why);
        for (size_t k = 0; is_done && k < loaded->n_resolved; k++)
            mean[k] += other[k] / FUTURES;
    }
    sim_arena_free(arena);
    return is_done;
}
