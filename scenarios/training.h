/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Training, and prompts that go with it: what a scenario states, against the books. */
#ifndef SCENARIOS_TRAINING_H
#define SCENARIOS_TRAINING_H

#include "scenarios/build.h"

/* Problems of an architecture's trainings and own prompts. */
void scenario_training_check(scenario_reader *reader, const scenario_draft *draft,
                             const scenario_architecture_draft *architecture,
                             const scenario_both_books *books);

/* A training, priced, but for the time of its first run; false, with problems. */
bool scenario_training_resolve(scenario_reader *reader, const scenario_training_draft *draft,
                               const scenario_both_books *books, model_training *out);

#endif
