/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * What the architectures of a loaded scenario cost in the same futures, and nothing else: no
 * results file. For commands that play many variants of a scenario.
 */
#ifndef CLI_PAIRED_H
#define CLI_PAIRED_H

#include "cli/study.h"

typedef struct cli_paired_options {
    uint64_t seed, n;   /* futures 0 .. n - 1 */
    const char *budget; /* NULL: costs over the horizon; else 1 where it breaks in any of its
                           periods, 0 where not */
    int threads;        /* 0: all */
    model_fidelity fidelity;
    bool shows_progress;
    const char *note; /* of the progress */
} cli_paired_options;

/* out[i][n]: of architecture i, by future. CLI_STUDY_WRONG when the input is wrong. */
cli_study_end cli_paired_play(const scenario *s, const cli_paired_options *options,
                              double *const *out, sim_failure *why);

#endif
