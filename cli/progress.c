/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "cli/progress.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

enum { WIDTH = 30 };

void cli_progress_init(cli_progress *progress, bool wanted)
{
    const char *terminal = getenv("TERM");
    bool is_dumb = terminal && strcmp(terminal, "dumb") == 0;
    *progress = (cli_progress){.is_shown = wanted && !is_dumb && isatty(STDERR_FILENO)};
}

void cli_progress_show(cli_progress *progress, uint64_t done, uint64_t goal, double elapsed_s,
                       const char *note)
{
    if (!progress->is_shown || (done < goal && elapsed_s - progress->last_s < 0.1))
        return;
    progress->last_s = elapsed_s;
    double share = goal ? (double)done / (double)goal : 1;
    share = share > 1 ? 1 : share;
    char bar[WIDTH + 1];
    memset(bar, '.', WIDTH);
    memset(bar, '#', (size_t)(share * WIDTH));
    bar[WIDTH] = 0;
    double left_s = share > 0 ? elapsed_s / share - elapsed_s : 0;
    fprintf(stderr, "\r[%s] %llu of %llu replications, %.0f s left%s%s \033[K", bar,
            (unsigned long long)done, (unsigned long long)goal, left_s, *note ? ", " : "",
            note);
    fflush(stderr);
}

void cli_progress_clear(cli_progress *progress)
{
    if (progress->is_shown)
        fputs("\r\033[K", stderr);
}
