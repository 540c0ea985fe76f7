/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Questions of a scenario that a run answers beside what things cost. */
#ifndef CLI_ASK_H
#define CLI_ASK_H

#include "cli/cross.h"
#include "cli/study.h"

typedef struct cli_ask {
    const char *path; /* of the scenario; NULL: the shipped default */
    const cli_play *play;
    const scenario *scenario;
    uint64_t replications; /* of the run: most at a value */
    uint64_t seed;         /* of the run */
    model_fidelity fidelity;
    const report_results *there; /* answers to the same questions that need not be found again:
                                    the first ones of each kind; NULL: none */
    int status;                  /* CLI_DONE unless a question could not be answered */
} cli_ask;

/* Whether the scenario can be loaded at the ends of every axis, and has something to be
   sensitive to if that is asked; complains if not. */
bool cli_ask_check(const cli_ask *ask);

/* How many questions a run answers: a break-even across something is two, a line and a map. */
size_t cli_ask_count(const scenario *s);

/* Answers the questions into results; the owner is a cli_ask. */
cli_study_after cli_ask_answer;

#endif
