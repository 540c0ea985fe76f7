/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * All that a language's tables declare, each once: for who writes about the language.
 */
#ifndef SCENARIOS_LANGUAGE_WALK_H
#define SCENARIOS_LANGUAGE_WALK_H

#include "scenarios/language/element.h"

/* What to do with each; a NULL is skipped. */
typedef struct scenario_walk {
    void (*element)(const scenario_element *element, void *data);
    void (*group)(const scenario_group *group, void *data);
    void (*kind)(const scenario_kind *kind, void *data);
    void *data;
} scenario_walk;

/* Elements, each name once, in the order of the tables, parents first, then groups, then kinds
 * of values. */
void scenario_walk_language(const scenario_language *language, const scenario_walk *walk);

#endif
