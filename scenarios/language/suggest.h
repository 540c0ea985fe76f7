/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * "Did you mean ...?": the known name nearest to one that is not known, by Damerau and
 * Levenshtein's distance (insert, delete, replace, swap neighbours), at most 2 of it and
 * less than half of the name.
 */
#ifndef SCENARIOS_SUGGEST_H
#define SCENARIOS_SUGGEST_H

#include <stddef.h>

typedef struct scenario_suggestion {
    const char *wanted, *best; /* best: borrowed from the offer, NULL while none is near */
    size_t distance;           /* of best */
    char text[128];            /* of scenario_suggestion_text */
} scenario_suggestion;

/* The distance of two names; names longer than 63 bytes are 64 apart from all others. */
size_t scenario_suggest_distance(const char *a, const char *b);

scenario_suggestion scenario_suggestion_for(const char *wanted);

/* Considers a known name (NULL: none); of equally near ones the first stays. */
void scenario_suggestion_offer(scenario_suggestion *suggestion, const char *known);

/* "; did you mean \"x\"?" or "": borrowed from the suggestion. */
const char *scenario_suggestion_text(scenario_suggestion *suggestion);

#endif
