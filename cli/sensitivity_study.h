/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Plays what a sensitivity rests on: points of a Sobol' design, and unknowns one at a time. */
#ifndef CLI_SENSITIVITY_STUDY_H
#define CLI_SENSITIVITY_STUDY_H

#include "cli/study.h"
#include "reports/sensitivity.h"

typedef struct cli_sensitivity_options {
    uint64_t seed;
    uint64_t points; /* such as sim_points_suffice takes */
    uint64_t pairs;  /* replications of one at a time; 0: no unknown goes alone */
    double low, high;
    const bool *is_wanted;             /* is_wanted[n_unknowns]: those that are asked for */
    const report_quantity *quantities; /* quantities[n_quantities]; architectures by name */
    size_t n_quantities;
    const model_plan *plan; /* of the scenario, ready to be played; NULL: its own, by fidelity
                               and most_calls */
    model_fidelity fidelity;
    double most_calls;
    int threads;
    bool shows_progress;
} cli_sensitivity_options;

/* The inputs that a scenario has: its unknowns that are wanted, alone or with those they are
   correlated with, prices and speeds to come, and chance, which is the last. *n of them. */
const report_input *cli_sensitivity_inputs(const scenario *s, const bool *is_wanted,
                                           sim_arena *arena, size_t *n);

/* Whether the scenario has any but chance; a sentence if not. */
bool cli_sensitivity_has_inputs(const scenario *s, const bool *is_wanted, sim_failure *why);

/* Plays; fills out, which lives in the arena. Interrupted, it holds what is finished. */
cli_study_end cli_sensitivity_run(const scenario *s, const cli_sensitivity_options *options,
                                  sim_arena *arena, report_sensitivity_plays *out,
                                  sim_failure *why);

#endif
