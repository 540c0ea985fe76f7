/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "scenarios/language/suggest.h"

#include <stdio.h>
#include <string.h>

enum { LONGEST = 63, FARTHEST = 2 };

static size_t least(size_t a, size_t b)
{
    return a < b ? a : b;
}

/* rows[0] is the row of a's letter i, rows[1] and rows[2] those of the letters before. */
static void fill_row(const char *a, size_t i, const char *b, size_t n,
                     size_t rows[3][LONGEST + 1])
{
    rows[0][0] = i;
    for (size_t j = 1; j <= n; j++) {
        size_t best = least(rows[1][j], rows[0][j - 1]) + 1;
        best = least(best, rows[1][j - 1] + (a[i - 1] != b[j - 1]));
        if (i > 1 && j > 1 && a[i - 1] == b[j - 2] && a[i - 2] == b[j - 1])
            best = least(best, rows[2][j - 2] + 1);
        rows[0][j] = best;
    }
}

size_t scenario_suggest_distance(const char *a, const char *b)
{
    const size_t m = strlen(a), n = strlen(b);
    if (m > LONGEST || n > LONGEST)
        return strcmp(a, b) == 0 ? 0 : LONGEST + 1;
    size_t rows[3][LONGEST + 1] = {{0}};
    for (size_t j = 0; j <= n; j++)
        rows[0][j] = j;
    for (size_t i = 1; i <= m; i++) {
        memcpy(rows[2], rows[1], sizeof rows[1]);
        memcpy(rows[1], rows[0], sizeof rows[0]);
        fill_row(a, i, b, n, rows);
    }
    return rows[0][n];
}

scenario_suggestion scenario_suggestion_for(const char *wanted)
{
    return (scenario_suggestion){.wanted = wanted, .distance = FARTHEST + 1};
}

void scenario_suggestion_offer(scenario_suggestion *suggestion, const char *known)
{
    if (!known)
        return;
    const size_t distance = scenario_suggest_distance(suggestion->wanted, known);
    if (distance < suggestion->distance && 2 * distance < strlen(known) + 1) {
        suggestion->distance = distance;
        suggestion->best = known;
    }
}

const char *scenario_suggestion_text(scenario_suggestion *suggestion)
{
    suggestion->text[0] = '\0';
    if (suggestion->best)
        snprintf(suggestion->text, sizeof suggestion->text, "; did you mean \"%s\"?",
                 suggestion->best);
    return suggestion->text;
}
