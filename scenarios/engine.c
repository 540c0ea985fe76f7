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

bool scenario_resolve(const scenario *loaded, uint64_t seed, uint64_t replication,
                      double *unknowns, double *resolved, sim_failure *why)
{
    const size_t n = loaded->n_unknowns;
    const scenario_engine *engine = loaded->engine;
    double *independent = engine->scratch, *dependent = engine->scratch + n;
    sim_failure reason;
    scenario_place place = {"", 0};
    for (size_t i = 0; i < n; i++) {
        const uint64_t source = sim_stream_source_of("unknown", loaded->unknowns[i].name);
        independent[i] = sim_stream_uniform(sim_stream_make(seed, replication, source), 0, 0);
    }
    if (engine->has_copula)
        sim_copula_mix(&engine->copula, independent, dependent);
    else
        memcpy(dependent, independent, n * sizeof *dependent);
    for (size_t i = 0; i < n; i++)
        unknowns[i] = inverted(&loaded->unknowns[i].law, dependent[i]);
    if (scenario_expressions_evaluate(engine->expressions, unknowns, resolved, &place, &reason))
        return true;
    return sim_fail(why, "%s:%d: error: %s (in replication %llu)", place.file, place.line,
                    reason.text, (unsigned long long)replication);
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
