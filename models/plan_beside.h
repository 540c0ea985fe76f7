/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Lines of an architecture beside those of its calls' tokens: tools, people, stores, rerankers,
   machines, standing costs, training. */
#ifndef MODELS_PLAN_BESIDE_H
#define MODELS_PLAN_BESIDE_H

#include "models/plan.h"

/* What a workload's sessions need besides tokens, and what is there whatever they do. */
void model_plan_beside_workload(const model_scenario *scenario, size_t index, model_planned *p,
                                sim_arena *arena);
void model_plan_beside_calls(const model_scenario *scenario, model_planned *p,
                             sim_arena *arena);

/* rate[n_months], the same in each. */
double *model_plan_beside_constant(size_t n_months, double rate, sim_arena *arena);

/* A tag's text; "" where there is none. */
static inline const char *model_plan_beside_text(const char *text)
{
    return text ? text : "";
}

#endif
