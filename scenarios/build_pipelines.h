/* SPDX-License-Identifier: GPL-3.0-or-later */
/* The pipelines of an architecture: what the calls of each workload run through. */
#ifndef SCENARIOS_BUILD_PIPELINES_H
#define SCENARIOS_BUILD_PIPELINES_H

#include "scenarios/build.h"
#include "scenarios/draft.h"
#include "scenarios/language/reader.h"

/* Fills out's lookups, policies, fallbacks, answers and prompts, of an architecture without
   problems. */
void scenario_build_pipelines(scenario_reader *reader, const scenario_draft *draft,
                              const scenario_architecture_draft *architecture,
                              const scenario_both_books *books, model_architecture *out);

#endif
