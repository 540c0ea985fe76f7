/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * The parts of a scenario that are neither plain numbers nor in its arena: compiled
 * expressions, open traces, the correlations of unknowns.
 */
#ifndef SCENARIOS_ENGINE_H
#define SCENARIOS_ENGINE_H

#include "scenarios/language/expression.h"
#include "sim/copula.h"

typedef struct scenario_engine {
    scenario_expressions *expressions;
    model_trace **traces; /* traces[n_traces], each opened here */
    size_t n_traces;
    bool has_copula;
    sim_copula copula; /* of all unknowns */
    double *scratch;   /* scratch[2][n_unknowns] */
} scenario_engine;

scenario_engine *scenario_engine_new(void);
void scenario_engine_free(scenario_engine *engine);

/* Takes over a trace: closed with the engine. */
void scenario_engine_keep(scenario_engine *engine, model_trace *trace);

/* The expressions' values with every unknown at its median: resolved[]. */
bool scenario_engine_medians(const scenario *loaded, double *resolved, scenario_place *place,
                             sim_failure *why);

#endif
