/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Looks for rare events of a loaded scenario's only architecture. */
#ifndef CLI_TAIL_STUDY_H
#define CLI_TAIL_STUDY_H

#include "cli/study.h"
#include "reports/tail.h"

enum { CLI_TAIL_AMOUNTS = 16 };

typedef struct cli_tail_options {
    double sessions[CLI_TAIL_AMOUNTS], totals[CLI_TAIL_AMOUNTS]; /* amounts, ascending */
    size_t n_sessions, n_totals;
    uint64_t seed, replications;
    int threads;
    bool shows_progress;
} cli_tail_options;

/* Chooses levels in a pilot, plays the replications, fills out, which lives in the arena.
   Interrupted, it holds those that are finished; none if n is 0. */
cli_study_end cli_tail_run(const scenario *s, const cli_tail_options *options, sim_arena *arena,
                           report_tail *out, sim_failure *why);

#endif
