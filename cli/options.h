/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * What commands have in common: parsing numbers of options, and the repeated --set.
 */
#ifndef CLI_OPTIONS_H
#define CLI_OPTIONS_H

#include <argp.h>
#include <stdbool.h>
#include <stdint.h>

enum { CLI_MOST_SETS = 64 };

typedef struct cli_sets {
    const char *texts[CLI_MOST_SETS]; /* "XPATH=VALUE" */
    size_t n;
} cli_sets;

/* A whole number from least to most, or ends the program with a sentence naming the option. */
uint64_t cli_options_count(const char *option, const char *text, uint64_t least, uint64_t most,
                           struct argp_state *state);

/* Remembers one --set. */
void cli_options_set(cli_sets *sets, const char *text, struct argp_state *state);

/* The command line as one string, words with blanks quoted; from sim_alloc. */
char *cli_options_line(int n, char **words);

#endif
