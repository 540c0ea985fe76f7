/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "scenarios/scenario.h"

#include <stdarg.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

/* The line of a text "file:line: ..." if it is of that file, else -1. */
static long line_in(const char *text, const char *file)
{
    const size_t n = strlen(file);
    return strncmp(text, file, n) == 0 && text[n] == ':' ? strtol(text + n + 1, NULL, 10) : -1;
}

/* Where a problem goes: before the first one of the same file with a later line. */
static size_t place_for(const scenario_problems *problems, const char *file, int line)
{
    const size_t kept = problems->n < SCENARIO_PROBLEMS ? problems->n : SCENARIO_PROBLEMS;
    for (size_t i = 0; file && i < kept; i++)
        if (line_in(problems->texts[i], file) > line)
            return i;
    return kept;
}

static bool is_known(const scenario_problems *problems, const char *text)
{
    for (size_t i = 0; i < problems->n && i < SCENARIO_PROBLEMS; i++)
        if (strcmp(problems->texts[i], text) == 0)
            return true;
    return false;
}

static void insert(scenario_problems *problems, size_t at, const char *text)
{
    if (at == SCENARIO_PROBLEMS)
        return;
    free(problems->n >= SCENARIO_PROBLEMS ? problems->texts[SCENARIO_PROBLEMS - 1] : NULL);
    const size_t last = problems->n < SCENARIO_PROBLEMS ? problems->n : SCENARIO_PROBLEMS - 1;
    memmove(problems->texts + at + 1, problems->texts + at,
            (last - at) * sizeof *problems->texts);
    problems->texts[at] = sim_copy(text);
}

void scenario_problems_add(scenario_problems *problems, const char *file, int line,
                           const char *format, ...)
{
    char text[2048];
    int n = file ? snprintf(text, sizeof text / 2, "%s:%d: error: ", file, line)
                 : snprintf(text, sizeof text, "error: ");
    n = n < (int)sizeof text / 2 ? n : (int)sizeof text / 2 - 1;
    va_list arguments;
    va_start(arguments, format);
    vsnprintf(text + n, sizeof text - (size_t)n, format, arguments);
    va_end(arguments);
    if (is_known(problems, text))
        return;
    insert(problems, place_for(problems, file, line), text);
    problems->n++;
}

void scenario_problems_clear(scenario_problems *problems)
{
    for (size_t i = 0; i < problems->n && i < SCENARIO_PROBLEMS; i++)
        free(problems->texts[i]);
    *problems = (scenario_problems){0};
}
