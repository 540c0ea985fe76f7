/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * The language as tables. An element says which struct it fills, with which attributes and
 * which children; an attribute says its kind, its place in the struct, default, range and
 * meaning. The loader (reader.h), the suggestions, `outlay explain` (explain.c) and the schema
 * (schema.c) read these tables and know no element by name.
 */
#ifndef SCENARIOS_ELEMENT_H
#define SCENARIOS_ELEMENT_H

#include "scenarios/language/choice.h"
#include "scenarios/language/units.h"
#include "scenarios/scenario.h"

typedef struct scenario_reader scenario_reader;
typedef struct scenario_kind scenario_kind;
typedef struct scenario_element scenario_element;

/* Where something was written. */
typedef struct scenario_place {
    const char *file;
    int line;
} scenario_place;

/* What a number may be; {0, 0} is any. */
typedef struct scenario_range {
    double low, high;
    bool is_open; /* low itself is not allowed */
} scenario_range;

typedef struct scenario_field {
    const char *name;
    const scenario_kind *kind;
    size_t offset;         /* of the kind's type in the element's struct */
    const char *otherwise; /* the default as text; "": optional, NULL: required */
    scenario_range range;
    const char *meaning; /* one sentence, without its full stop */
} scenario_field;

/* An attribute that is being read, or its default. */
typedef struct scenario_value {
    const scenario_field *field;
    const scenario_element *element;
    scenario_place place;
    const char *text;
    bool is_default;
} scenario_value;

/* What an attribute's text turns into. Kinds are constants, in kinds.h. */
struct scenario_kind {
    const char *name;    /* "rate" */
    const char *summary; /* "a number of events per time, such as 12000/day" */
    bool (*read)(scenario_reader *reader, const scenario_value *value, void *slot);
    void (*absent)(void *slot); /* what stands there when nothing was given; NULL: zeroes */
    bool may_vary;              /* may be an expression over the unknowns */
    const scenario_dimension *dimension; /* of numbers */
    bool is_outcome; /* a number in the unit of what the distribution around it draws */
    const scenario_choice *(*choices)(size_t i); /* the i-th value; NULL after the last */
    const char *folder;  /* of shipped files, where a file is looked for */
    const char *pattern; /* regular expression of XML Schema; NULL: any */
};

/* How often a child occurs. */
typedef enum scenario_occurrence {
    SCENARIO_ONE,
    SCENARIO_OPTIONAL,
    SCENARIO_MANY, /* any number */
    SCENARIO_SOME  /* at least one */
} scenario_occurrence;

/* Elements of which any one can stand at a place. All fill the same struct. */
typedef struct scenario_group {
    const char *name, *meaning;
    const scenario_element *(*member)(size_t i); /* NULL after the last */
    void (*absent)(void *slot);                  /* fills the slot when none is given */
} scenario_group;

typedef struct scenario_child {
    const scenario_element *element; /* or: */
    const scenario_group *group;
    scenario_occurrence occurrence;
    size_t offset; /* of the struct it fills in its parent's; MANY, SOME: of a pointer to n */
    size_t count;  /* MANY, SOME: offset of the size_t that counts them */
    size_t has;    /* offset of a bool that is set when it occurs; 0: none */
    const scenario_dimension *dimension; /* of a distribution's values; NULL: the parent's */
    /* Turns the struct that the element filled into what stands in the parent; NULL: it is
       filled in place. For ONE and OPTIONAL. */
    bool (*finish)(scenario_reader *reader, const void *filled, void *slot);
} scenario_child;

struct scenario_element {
    const char *name;
    const char *meaning;          /* one sentence, without its full stop */
    size_t size;                  /* of the struct it fills */
    size_t place;                 /* offset of a scenario_place in it; 0: none */
    const scenario_field *fields; /* fields[n_fields] */
    size_t n_fields;
    const scenario_child *children; /* children[n_children] */
    size_t n_children;
    /* What one table cannot say, after all of it was read; adds problems and returns false. */
    bool (*check)(scenario_reader *reader, const scenario_element *element,
                  scenario_place place, void *filled);
};

#define SCENARIO_FIELDS(table) .fields = (table), .n_fields = sizeof(table) / sizeof *(table)
#define SCENARIO_CHILDREN(table)                                                               \
    .children = (table), .n_children = sizeof(table) / sizeof *(table)

/* A language: the root element of its files and their namespace. */
typedef struct scenario_language {
    const char *name; /* "scenario" */
    const char *what; /* "a scenario" */
    const char *namespace_uri;
    const scenario_element *root;
} scenario_language;

extern const scenario_language scenario_language_scenario, scenario_language_prices,
    scenario_language_hardware;

/* All languages; NULL after the last. */
extern const scenario_language *const scenario_languages[];

#endif
