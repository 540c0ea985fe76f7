/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * What commands that play a given number of futures have in common: the unknowns of a portion
 * of them, and the playing.
 */
#ifndef CLI_FUTURES_H
#define CLI_FUTURES_H

#include "cli/progress.h"
#include "cli/study.h"
#include "sim/replicate.h"

/* What is unknown in the futures of a portion, and what expressions come to in them. All zero
   is an empty one. */
typedef struct cli_futures {
    double *unknowns; /* unknowns[n][n_unknowns] */
    double *resolved; /* resolved[n][n_resolved] */
    size_t room;
} cli_futures;

/* Draws those of futures first to first + n - 1. */
bool cli_futures_draw(cli_futures *futures, const scenario *s, uint64_t seed, uint64_t first,
                      size_t n, sim_failure *why);
void cli_futures_free(cli_futures *futures);

/* How many to play, and how. */
typedef struct cli_futures_wish {
    uint64_t n, seed;
    int threads; /* 0: all */
    bool shows_progress;
} cli_futures_wish;

/* Plays all of them, with a bar of progress, until interrupted. CLI_STUDY_WRONG with a sentence
   when one can't be played. */
cli_study_end cli_futures_play(const sim_experiment *experiment, const cli_futures_wish *wish,
                               cli_progress *progress, sim_failure *why);

#endif
