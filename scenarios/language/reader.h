/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * From XML to structs, as the tables of elements say (element.h). What is read lives in the
 * reader's arena; problems are collected, not thrown: reading goes on after each.
 */
#ifndef SCENARIOS_READER_H
#define SCENARIOS_READER_H

#include "scenarios/language/element.h"
#include "scenarios/language/expression.h"

#include <libxml/tree.h>

/* An amount of money that was read; its currency is checked when the report's is known. */
typedef struct scenario_money_use {
    scenario_value value;
    char currency[SCENARIO_CURRENCY];
} scenario_money_use;

/* A distribution with expressions: tried with the unknowns' medians once all is read. */
typedef struct scenario_law_use {
    const model_law *law;
    scenario_place place;
} scenario_law_use;

struct scenario_reader {
    sim_arena *arena;
    scenario_problems *problems;
    scenario_expressions *expressions;   /* NULL: numbers cannot vary in this language */
    const scenario_dimension *dimension; /* of the distribution that is being read */
    scenario_money_use *money;           /* money[n_money] */
    size_t n_money;
    scenario_law_use *laws; /* laws[n_laws] */
    size_t n_laws;
    scenario_file *files; /* files[n_files]: all that was read */
    size_t n_files;
    const char **warnings; /* warnings[n_warnings] */
    size_t n_warnings;
};

/* Fills the element's struct from a node; false if there were problems. The struct is usable
   even then: what could not be read is as if it were absent. */
bool scenario_reader_element(scenario_reader *reader, const scenario_element *element,
                             const xmlNode *node, void *out);

/* Sets a struct to what it is when nothing is given. */
void scenario_reader_absent(const scenario_element *element, void *out);

/* Room for one more item at the end of items[n], in the arena; n counts it. */
void *scenario_reader_grow(scenario_reader *reader, void *items, size_t *n, size_t size);

/* Adds a problem with an attribute's value: "<arrivals rate="12/dya">: sentence". False. */
bool scenario_reader_refuse(scenario_reader *reader, const scenario_value *value,
                            const char *format, ...) __attribute__((format(printf, 3, 4)));

/* "a" or "an", as goes before a noun of the language. */
const char *scenario_reader_article(const char *noun);

/* Adds a problem; false, always. */
bool scenario_reader_problem(scenario_reader *reader, scenario_place place, const char *format,
                             ...) __attribute__((format(printf, 3, 4)));

/* Adds "file:line: warning: sentence". */
void scenario_reader_warn(scenario_reader *reader, scenario_place place, const char *format,
                          ...) __attribute__((format(printf, 3, 4)));

#endif
