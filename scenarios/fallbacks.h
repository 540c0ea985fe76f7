/* SPDX-License-Identifier: GPL-3.0-or-later */
/* <fallback>: where calls go that their endpoint turns away. */
#ifndef SCENARIOS_FALLBACKS_H
#define SCENARIOS_FALLBACKS_H

#include "scenarios/draft.h"
#include "scenarios/language/reader.h"

/* Whether some pipeline of the architecture falls back to the endpoint of that name. */
bool scenario_fallbacks_lead_to(const scenario_architecture_draft *architecture,
                                const char *endpoint);

/* Problems of a pipeline's fallbacks; workload: its own, NULL if unknown. */
void scenario_fallbacks_check(scenario_reader *reader,
                              const scenario_architecture_draft *architecture,
                              const scenario_pipeline_draft *pipeline,
                              const scenario_workload_draft *workload);

/* Those of a pipeline without problems. */
void scenario_fallbacks_resolve(const scenario_architecture_draft *architecture,
                                const scenario_pipeline_draft *pipeline, model_fallbacks *out);

#endif
