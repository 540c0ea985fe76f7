/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Where pipelines send sessions: endpoints by name, kinds, cascades. */
#ifndef SCENARIOS_POLICIES_H
#define SCENARIOS_POLICIES_H

#include "scenarios/draft.h"
#include "scenarios/language/reader.h"

/* The name of the endpoint that is asked first, or of the first kind; NULL: none could be read.
 */
const char *scenario_policies_first(const scenario_pipeline_draft *pipeline);

/* Whether sessions may go elsewhere, or succeed there more or less often. */
bool scenario_policies_has(const scenario_pipeline_draft *pipeline);

/* Problems of a pipeline's endpoints, kinds and steps; workload: its own, NULL if unknown. */
void scenario_policies_check(scenario_reader *reader,
                             const scenario_architecture_draft *architecture,
                             const scenario_pipeline_draft *pipeline,
                             const scenario_workload_draft *workload);

/* The policy of a pipeline without problems that has one. */
void scenario_policies_resolve(const scenario_architecture_draft *architecture,
                               const scenario_pipeline_draft *pipeline, model_policy *out);

#endif
