/* SPDX-License-Identifier: GPL-3.0-or-later */
/* What <questions> ask, as the commands that answer them read it. */
#ifndef SCENARIOS_BUILD_QUESTIONS_H
#define SCENARIOS_BUILD_QUESTIONS_H

#include "scenarios/build.h"

/* Fills the plan, the baseline and the lists of questions of a draft that has been checked. */
void scenario_build_questions(scenario_reader *reader, const scenario_questions_draft *asked,
                              scenario *out);

#endif
