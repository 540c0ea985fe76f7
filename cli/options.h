/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * What commands have in common: parsing numbers of options, the repeated --set, and the options
 * of those that play futures.
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

/* What to play. */
typedef struct cli_play {
    cli_sets sets;
    uint64_t replications, seed;
    bool has_replications, has_seed, is_quiet;
    int threads;
    const char *fidelity; /* "auto", "full" or "fast"; NULL: as the scenario says */
} cli_play;

enum { CLI_KEY_THREADS = 900, CLI_KEY_FIDELITY };

/* Rows of a table of options. */
#define CLI_PLAY_OPTIONS(of_replications)                                                       \
    {"replications", 'n', "N", 0, of_replications, 0},                                          \
        {"seed", 'S', "N", 0, "the same seed gives the same futures", 0},                       \
        {"threads", CLI_KEY_THREADS, "N", 0, "threads to use; results do not depend on it", 0}, \
        {"set", 's', "XPATH=VALUE", 0, "set attributes of the scenario; may be repeated", 0},   \
    {                                                                                           \
        "quiet", 'q', NULL, 0, "no progress and no warnings", 0                                 \
    }

/* A row for those that may sum sessions. */
#define CLI_FIDELITY_OPTION                                                                    \
    {                                                                                          \
        "fidelity", CLI_KEY_FIDELITY, "auto|full|fast", 0,                                     \
            "play every session (full), sum them or play representative hours where that can " \
            "be (fast), or only where there are too many to play (auto)",                      \
            0                                                                                  \
    }

/* Takes such an option; false if it is another. */
bool cli_options_play(cli_play *play, int key, char *word, struct argp_state *state);

/* A whole number from least to most, or ends the program with a sentence naming the option. */
uint64_t cli_options_count(const char *option, const char *text, uint64_t least, uint64_t most,
                           struct argp_state *state);

/* A number above 0 and below `most`, with % a hundredth; or ends the program the same way. */
double cli_options_amount(const char *option, const char *text, double most,
                          struct argp_state *state);

/* A share from 0 to 1, "2%" or "0.02". */
double cli_options_share(const char *option, const char *text, struct argp_state *state);

/* Remembers one --set. */
void cli_options_set(cli_sets *sets, const char *text, struct argp_state *state);

/* The command line as one string, words with blanks quoted; from sim_alloc. */
char *cli_options_line(int n, char **words);

#endif
