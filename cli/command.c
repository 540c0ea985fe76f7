/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "cli/command.h"

#include <stdio.h>

const cli_command *const cli_commands[] = {
    &cli_run,  &cli_report,   &cli_sweep,    &cli_lint, &cli_explain,
    &cli_init, &cli_hardware, &cli_validate, NULL,
};

int cli_complain(int status, const char *sentence)
{
    fprintf(stderr, "outlay: error: %s\n", sentence);
    return status;
}

int cli_complain_all(scenario_problems *problems)
{
    size_t shown = problems->n < SCENARIO_PROBLEMS ? problems->n : SCENARIO_PROBLEMS;
    for (size_t i = 0; i < shown; i++)
        fprintf(stderr, "%s\n", problems->texts[i]);
    if (problems->n > shown)
        fprintf(stderr, "outlay: and %zu more errors\n", problems->n - shown);
    scenario_problems_clear(problems);
    return CLI_WRONG;
}

void cli_warn_all(const scenario *s)
{
    for (size_t i = 0; i < s->n_warnings; i++)
        fprintf(stderr, "%s\n", s->warnings[i]);
}
