/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * The program outlay: finds the command and hands over.
 */
#include "config.h"

#include "cli/command.h"
#include "scenarios/language/suggest.h"

#include <argp.h>
#include <gsl/gsl_errno.h>
#include <stdio.h>
#include <string.h>

static void print_usage(FILE *out)
{
    fputs("usage: outlay COMMAND [OPTION...] [FILE...]\n\n"
          "What large language models will cost: a distribution, not a number.\n\n",
          out);
    for (size_t i = 0; cli_commands[i]; i++)
        fprintf(out, "  %-10s %s\n", cli_commands[i]->name, cli_commands[i]->summary);
    fputs("\n`outlay run` alone plays the example that ships with the program.\n"
          "`outlay COMMAND --help` tells more; so does the manual page outlay(1).\n",
          out);
}

static const cli_command *command_named(const char *name)
{
    for (size_t i = 0; cli_commands[i]; i++)
        if (strcmp(cli_commands[i]->name, name) == 0)
            return cli_commands[i];
    return NULL;
}

static int unknown_command(const char *name)
{
    scenario_suggestion near = scenario_suggestion_for(name);
    for (size_t i = 0; cli_commands[i]; i++)
        scenario_suggestion_offer(&near, cli_commands[i]->name);
    fprintf(stderr, "outlay: error: there is no command \"%s\"%s\n", name,
            near.best ? scenario_suggestion_text(&near) : "; outlay --help lists them");
    return CLI_WRONG;
}

int main(int n, char **words)
{
    gsl_set_error_handler_off();
    argp_err_exit_status = CLI_WRONG;
    argp_program_version = PACKAGE_STRING;
    if (n < 2) {
        print_usage(stderr);
        return CLI_WRONG;
    }
    if (strcmp(words[1], "--version") == 0) {
        puts(PACKAGE_STRING);
        return CLI_DONE;
    }
    if (strcmp(words[1], "--help") == 0 || strcmp(words[1], "help") == 0) {
        print_usage(stdout);
        return CLI_DONE;
    }
    const cli_command *command = command_named(words[1]);
    return command ? command->run(n - 1, words + 1) : unknown_command(words[1]);
}
