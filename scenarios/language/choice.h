/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * A word that an attribute can be.
 */
#ifndef SCENARIOS_LANGUAGE_CHOICE_H
#define SCENARIOS_LANGUAGE_CHOICE_H

#include <stdbool.h>

typedef struct scenario_choice {
    const char *name, *meaning;
    bool is_later; /* planned: refused by this version with a sentence */
} scenario_choice;

#endif
