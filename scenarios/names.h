/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * Things with names: whether names are unique, and who is meant by one.
 */
#ifndef SCENARIOS_NAMES_H
#define SCENARIOS_NAMES_H

#include "scenarios/language/reader.h"

/* A list of structs that each hold a name (const char *) and a scenario_place. */
typedef struct scenario_names {
    const char *what; /* "workload" */
    const void *items;
    size_t n, size;     /* of items */
    size_t name, place; /* offsets in an item */
} scenario_names;

/* A list of a draft struct: items[n_items] with members name and place. */
#define SCENARIO_NAMES(what_, items_, n_, type, name_)                                         \
    ((scenario_names){.what = (what_),                                                         \
                      .items = (items_),                                                       \
                      .n = (n_),                                                               \
                      .size = sizeof(type),                                                    \
                      .name = offsetof(type, name_),                                           \
                      .place = offsetof(type, place)})

/* The i-th name; NULL if it could not be read. */
const char *scenario_names_at(const scenario_names *names, size_t i);

/* The first item of that name; n if there is none. */
size_t scenario_names_find(const scenario_names *names, const char *name);

/* Adds a problem for each name that was used before. */
void scenario_names_check_unique(scenario_reader *reader, const scenario_names *names);

/* Adds a problem, with a suggestion, unless there is an item of that name (or name is NULL,
   since it could not be read). where: "<pipeline for>". */
bool scenario_names_check(scenario_reader *reader, const scenario_names *names,
                          const char *name, scenario_place place, const char *where);

#endif
