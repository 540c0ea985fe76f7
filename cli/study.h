/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * A study: a loaded scenario played through its replications into a results file.
 */
#ifndef CLI_STUDY_H
#define CLI_STUDY_H

#include "models/summed.h"
#include "reports/results.h"
#include "scenarios/scenario.h"

#include <stdbool.h>
#include <stdint.h>

/* Who decides while a study runs whether it is enough, instead of a precision. */
typedef struct cli_study_judge {
    /* Before anything is played: the results' header and lines. False: the input is wrong. */
    bool (*begin)(void *owner, const report_results *shape);
    /* At every checkpoint: all results so far (report_gather_all). */
    bool (*is_enough)(void *owner, const report_results *so_far);
    /* When the results file is in place: the last time that the results are there. */
    void (*end)(void *owner);
    void *owner;
} cli_study_judge;

/* Adds to finished results what else was asked, under the plan that they were played by; what
   it allocates lives in the arena. */
typedef void cli_study_after(void *owner, const model_plan *plan, report_results *results,
                             sim_arena *arena);

typedef struct cli_study_options {
    const char *path;         /* of the results file */
    const char *command_line; /* for the record */
    uint64_t seed, replications, limit;
    double precision, overrun_precision;
    model_fidelity fidelity;
    double most_calls; /* that MODEL_AUTO plays of a workload in a replication */
    int threads;       /* 0: all */
    bool shows_progress;
    const char *progress_note;   /* NULL: none */
    const char *const *settings; /* settings[n_settings]: what --set said, for the record */
    size_t n_settings;
    const report_results *there; /* to go on from, with sketches; NULL: nothing */
    bool is_in_place;            /* whether they are those at the path */
    /* Of a study among several: replications played before it, in how many seconds, and how
       many there are of all; 0: it is alone. */
    uint64_t before, whole;
    double before_s;
    const cli_study_judge *judge; /* NULL: none */
    cli_study_after *after;       /* NULL: nothing else is asked */
    size_t n_questions;           /* that it answers */
    void *owner;                  /* of after */
} cli_study_options;

typedef enum cli_study_end {
    CLI_STUDY_DONE,
    CLI_STUDY_UNPLAYED, /* what was there is enough */
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
