/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "cli/options.h"

#include "cli/fidelity.h"
#include "sim/memory.h"

#include <ctype.h>
#include <errno.h>
#include <stdlib.h>
#include <string.h>

uint64_t cli_options_count(const char *option, const char *text, uint64_t least, uint64_t most,
                           struct argp_state *state)
{
    char *end;
    errno = 0;
    unsigned long long value = strtoull(text, &end, 10);
    bool is_number = isdigit((unsigned char)*text) && *end == 0 && errno == 0;
    if (!is_number || value < least || value > most)
        argp_error(state, "%s takes a whole number from %llu to %llu, not \"%s\"", option,
                   (unsigned long long)least, (unsigned long long)most, text);
    return value;
}

double cli_options_amount(const char *option, const char *text, double most,
                          struct argp_state *state)
{
    char *end;
    double x = strtod(text, &end);
    x = *end == '%' ? x / 100 : x;
    const bool is_number = end != text && (*end == 0 || strcmp(end, "%") == 0);
    if (!is_number || !(x > 0 && x < most))
        argp_error(state, "%s takes a number above 0%s, not \"%s\"", option,
                   most <= 1 ? " and below 1, such as 95%" : "", text);
    return x;
}

double cli_options_share(const char *option, const char *text, struct argp_state *state)
{
    char *end;
    double x = strtod(text, &end);
    x = *end == '%' ? x / 100 : x;
    const bool is_number = end != text && (*end == 0 || strcmp(end, "%") == 0);
    if (!is_number || !(x >= 0 && x <= 1))
        argp_error(state, "%s takes a share such as 2%%, not \"%s\"", option, text);
    return x;
}

void cli_options_set(cli_sets *sets, const char *text, struct argp_state *state)
{
    if (sets->n == CLI_MOST_SETS)
        argp_error(state, "--set can be given %d times at most", CLI_MOST_SETS);
    if (!strchr(text, '='))
        argp_error(state, "--set takes XPATH=VALUE, for example "
                          "--set \"workload[1]/arrivals/@rate=500/day\"");
    sets->texts[sets->n++] = text;
}

static void take_fidelity(cli_play *play, const char *word, struct argp_state *state)
{
    model_fidelity ignored;
    if (!cli_fidelity_read(word, &ignored))
        argp_error(state, "--fidelity takes auto, full or fast, not \"%s\"", word);
    play->fidelity = word;
}

bool cli_options_play(cli_play *play, int key, char *word, struct argp_state *state)
{
    static const uint64_t most_replications = UINT64_C(10000000);
    switch (key) {
    case 'n':
        play->replications =
            cli_options_count("--replications", word, 1, most_replications, state);
        play->has_replications = true;
        return true;
    case 'S':
        play->seed = cli_options_count("--seed", word, 0, UINT64_MAX, state);
        play->has_seed = true;
        return true;
    case CLI_KEY_THREADS:
        play->threads = (int)cli_options_count("--threads", word, 1, 1024, state);
        return true;
    case 's':
        cli_options_set(&play->sets, word, state);
        return true;
    case CLI_KEY_FIDELITY:
        take_fidelity(play, word, state);
        return true;
    case 'q':
        play->is_quiet = true;
        return true;
    default:
        return false;
    }
}

char *cli_options_line(int n, char **words)
{
    static const char program[] = "outlay";
    size_t size = sizeof program;
    for (int i = 0; i < n; i++)
        size += strlen(words[i]) + 3;
    char *line = sim_alloc(size, 1, "the command line"), *end = line;
    end += snprintf(end, size, "%s", program);
    for (int i = 0; i < n; i++) {
        const char *quote = strpbrk(words[i], " \t'\"$*[]") ? "'" : "";
        const size_t room = size - (size_t)(end - line);
        end += snprintf(end, room, " %s%s%s", quote, words[i], quote);
    }
    return line;
}
