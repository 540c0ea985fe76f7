/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * Commands of the program: a table of constants, one file each.
 */
#ifndef CLI_COMMAND_H
#define CLI_COMMAND_H

#include "cli/options.h"
#include "scenarios/scenario.h"

/* Exit statuses. */
enum {
    CLI_DONE = 0,
    CLI_FAILED = 1,
    CLI_WRONG = 2,
    CLI_UNMET = 3,     /* of a check: an expectation is not met */
    CLI_UNDECIDED = 4, /* of a check: replications do not tell */
    CLI_INTERRUPTED = 130
};

typedef struct cli_command {
    const char *name;
    const char *summary;             /* for the list of commands */
    int (*run)(int n, char **words); /* words[0] is "outlay NAME"; returns the exit status */
} cli_command;

extern const cli_command cli_run, cli_check, cli_report, cli_lint, cli_explain, cli_init,
    cli_hardware, cli_compare, cli_break_even, cli_sweep, cli_sensitivity, cli_tail, cli_plan,
    cli_validate;

/* All commands, NULL after the last. */
extern const cli_command *const cli_commands[];

/* "outlay: error: SENTENCE" on standard error; returns status. */
int cli_complain(int status, const char *sentence);

/* Every problem on a line of its own, and how many were left out. Returns CLI_WRONG. */
int cli_complain_all(scenario_problems *problems);

/* Warnings of a scenario on standard error. */
void cli_warn_all(const scenario *s);

/* Loads the scenario of a command, and warns unless it is to be quiet; NULL when it has
   complained. */
scenario *cli_load(const char *path, const cli_sets *sets, bool is_quiet);

/* Leaves a scenario only the architecture of that name; false when it has complained that there
   is none. */
bool cli_keep_architecture(scenario *s, const char *name);

/* The same for those of names[n], in their order; options[n] are what asked for each. */
bool cli_keep_architectures(scenario *s, size_t n, const char *const *names,
                            const char *const *options);

#endif
