/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * Going on with a run from its results file: one that was interrupted or killed, or one that
 * wants more replications. What they are to come from must be the same.
 */
#ifndef CLI_RESUME_H
#define CLI_RESUME_H

#include "cli/study.h"

/* The results to go on from. */
typedef struct cli_resume {
    report_results *there;
    char *path;       /* of the results file when it is finished, without .partial */
    bool is_in_place; /* whether they were read from there */
} cli_resume;

/* Reads FILE or, if that holds more, what a killed run left in FILE.partial. False with a
   sentence if neither can be read. Clear it in any case. */
bool cli_resume_read(const char *file, cli_resume *out, sim_failure *why);
void cli_resume_clear(cli_resume *resume);

/* Whether the scenario, so played, is the one of the results; else a sentence that names what
   differs. */
bool cli_resume_fits(const cli_resume *resume, const scenario *s,
                     const cli_study_options *options, sim_failure *why);

#endif
