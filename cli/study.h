/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * A study: a loaded scenario played through its replications into a results file.
 */
#ifndef CLI_STUDY_H
#define CLI_STUDY_H

#include "models/summed.h"
#include "scenarios/scenario.h"

#include <stdbool.h>
#include <stdint.h>

typedef struct cli_study_options {
    const char *path;         /* of the results file */
    const char *command_line; /* for the record */
    uint64_t seed, replications, limit;
    double precision, overrun_precision;
    model_fidelity fidelity;
    double most_calls; /* that MODEL_AUTO plays of a workload in a replication */
    int threads;       /* 0: all */
    bool shows_progress;
    const char *progress_note; /* NULL: none */
    /* Of a study among several: replications played before it, in how many seconds, and how
       many there are of all; 0: it is alone. */
    uint64_t before, whole;
    double before_s;
} cli_study_options;

typedef enum cli_study_end {
    CLI_STUDY_DONE,
    CLI_STUDY_INTERRUPTED,
    CLI_STUDY_FAILED,
    CLI_STUDY_WRONG
} cli_study_end;

/* Plays the scenario and leaves the results file at its path. CLI_STUDY_FAILED when the
   machine fails (disk), CLI_STUDY_WRONG when the input is wrong (a missing price); *stored says
   how many replications the file holds, which is there if > 0. */
cli_study_end cli_study_run(const scenario *s, const cli_study_options *options,
                            uint64_t *stored, sim_failure *why);

#endif
