/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * What a study's results say before anything was played: header, lines, empty sketches.
 */
#ifndef CLI_STUDY_SHAPE_H
#define CLI_STUDY_SHAPE_H

#include "cli/study.h"
#include "models/plan.h"

/* In the arena; the scenario, the plan and the options must outlive it. */
void cli_study_shape(const scenario *sc, const model_plan *plan,
                     const cli_study_options *options, sim_arena *arena, report_results *out);

#endif
