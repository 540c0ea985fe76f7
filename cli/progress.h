/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * A progress bar on standard error, for people: only on a terminal, at most ten times a second.
 */
#ifndef CLI_PROGRESS_H
#define CLI_PROGRESS_H

#include <stdbool.h>
#include <stdint.h>

typedef struct cli_progress {
    bool is_shown;
    double last_s;
} cli_progress;

/* wanted: whether the user did not ask for quiet. */
void cli_progress_init(cli_progress *progress, bool wanted);

/* done of at least `goal` replications after elapsed_s; note says more ("mean within 1.3 %").
 */
void cli_progress_show(cli_progress *progress, uint64_t done, uint64_t goal, double elapsed_s,
                       const char *note);

/* Takes the bar away. */
void cli_progress_clear(cli_progress *progress);

#endif
