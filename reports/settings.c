/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "reports/settings.h"

#include <stdbool.h>
#include <stdio.h>
#include <string.h>

enum { WORD_BYTES = 512 };

/* The next word of a command line, without its quotes; what follows it, or NULL at the end. */
static const char *next_word(const char *line, char word[WORD_BYTES])
{
    line += strspn(line, " ");
    if (!*line)
        return NULL;
    const char quote = *line == '\'' ? '\'' : ' ';
    line += quote == '\'';
    const char *end = strchr(line, quote);
    const size_t n = end ? (size_t)(end - line) : strlen(line);
    snprintf(word, WORD_BYTES, "%.*s", (int)(n < WORD_BYTES ? n : WORD_BYTES - 1), line);
    return end ? end + 1 : line + n;
}

/* The next XPATH=VALUE of --set; what follows it, or NULL when there is none. */
static const char *next_set(const char *line, char set[WORD_BYTES])
{
    char word[WORD_BYTES];
    while ((line = next_word(line, word))) {
        if (strcmp(word, "--set") == 0 || strcmp(word, "-s") == 0)
            return next_word(line, set);
        const size_t skip = strncmp(word, "--set=", 6) == 0 ? 6 : 0;
        if (skip == 0)
            continue;
        snprintf(set, WORD_BYTES, "%s", word + skip);
        return line;
    }
    return NULL;
}

static bool has_set(const char *line, const char *wanted)
{
    char set[WORD_BYTES];
    while ((line = next_set(line, set)))
        if (strcmp(set, wanted) == 0)
            return true;
    return false;
}

static void say_alone(const char *of, const char *in, const char *what,
                      scenario_differences *out, sim_arena *arena)
{
    char set[WORD_BYTES], text[WORD_BYTES + 64];
    for (const char *rest = of; (rest = next_set(rest, set));) {
        if (has_set(in, set))
            continue;
        snprintf(text, sizeof text, "--set %s: %s", set, what);
        scenario_differences_say(out, text, arena);
    }
}

void report_settings_differ(const char *before, const char *after, scenario_differences *out,
                            sim_arena *arena)
{
    say_alone(before, after, "is gone", out, arena);
    say_alone(after, before, "is new", out, arena);
}
