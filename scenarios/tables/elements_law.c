/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * Distributions as elements. The table is made from sim_law_kinds at the first use: each kind
 * has the parameters of all its forms, and min, max, scale and weight where no form uses the
 * name for itself.
 */
#include "scenarios/draft.h"
#include "scenarios/empirical.h"
#include "scenarios/language/kinds.h"
#include "scenarios/language/reader.h"
#include "scenarios/tables/elements.h"

#include <math.h>
#include <stdio.h>
#include <string.h>

enum { KINDS = 32, EXTRA_FIELDS = 2 };

typedef struct parameter {
    const char *name, *meaning;
    bool is_plain; /* a plain number, whatever is drawn */
} parameter;

static const parameter parameters[] = {
    {"value", "the one value", false},
    {"min", "the smallest value: of a law without its own, what is below moves up to it",
     false},
    {"max", "the largest value: of a law without its own, what is above moves down to it",
     false},
    {"mode", "the most likely value", false},
    {"mean", "the mean", false},
    {"sd", "the standard deviation", false},
    {"median", "the median", false},
    {"p5", "the 5 % quantile", false},
    {"p95", "the 95 % quantile", false},
    {"minimum", "where the law begins", false},
    {"from", "where the tail begins", false},
    {"mu", "mean of the natural logarithm, of seconds where times are drawn", true},
    {"sigma", "standard deviation of the natural logarithm", true},
    {"cv", "the standard deviation divided by the mean", true},
    {"shape", "the shape: the smaller, the heavier the tail", true},
    {"dispersion", "the size parameter: the variance is mean + mean^2 / dispersion", true},
};

static const parameter weibull_scale = {"scale", "the scale: the 63 % quantile", false};

/* What every law has besides, unless a form has the name. */
static const parameter common[] = {
    {"min", "values below are moved up to it", false},
    {"max", "values above are moved down to it", false},
    {"scale", "factor on all values, before min and max", true},
    {"weight", "inside a mixture: this part's share, relative to the other weights", true},
};

static scenario_element elements[KINDS];
static scenario_field fields[KINDS][SCENARIO_LAW_FIELDS + EXTRA_FIELDS];
static size_t n_elements;

static const scenario_field point_fields[] = {
    {.name = "p",
     .kind = &scenario_kind_fixed_share,
     .offset = offsetof(scenario_law_point, p),
     .range = {0, 1, false},
     .meaning = "the share of values that are at most this one"},
    {.name = "value",
     .kind = &scenario_kind_fixed_outcome,
     .offset = offsetof(scenario_law_point, value),
     .meaning = "the value"},
};

static const scenario_element point_element = {
    .name = "q",
    .meaning = "a quantile; two neighbours of equal value make an atom",
    .size = sizeof(scenario_law_point),
    SCENARIO_FIELDS(point_fields),
};

static const scenario_child point_children[] = {
    {.element = &point_element,
     .occurrence = SCENARIO_MANY,
     .offset = offsetof(scenario_law_draft, points),
     .count = offsetof(scenario_law_draft, n_points)},
};

static const scenario_child part_children[] = {
    {.group = &scenario_elements_distribution,
     .occurrence = SCENARIO_SOME,
     .offset = offsetof(scenario_law_draft, parts),
     .count = offsetof(scenario_law_draft, n_parts)},
};

static bool has_parts(const sim_law_kind *kind)
{
    return kind == &sim_law_mixture || kind == &sim_law_pareto_tail;
}

/* ---- The table ---- */

static size_t field_index(const scenario_element *element, const char *name)
{
    for (size_t i = 0; i < element->n_fields; i++)
        if (strcmp(element->fields[i].name, name) == 0)
            return i;
    return SIZE_MAX;
}

static void add_field(size_t kind, const parameter *p, const char *otherwise)
{
    scenario_element *element = &elements[kind];
    sim_require(element->n_fields < SCENARIO_LAW_FIELDS);
    scenario_field *field = &fields[kind][element->n_fields];
    *field = (scenario_field){
        .name = p->name,
        .kind = p->is_plain ? &scenario_kind_number : &scenario_kind_outcome,
        .offset =
            offsetof(scenario_law_draft, given) + element->n_fields * sizeof(model_number),
        .otherwise = otherwise,
        .meaning = p->meaning,
    };
    element->n_fields++;
}

static const parameter *parameter_named(const sim_law_kind *kind, const char *name)
{
    static const parameter unnamed = {"?", "a parameter", true};
    if (strcmp(name, "scale") == 0 && strcmp(kind->name, "weibull") == 0)
        return &weibull_scale;
    for (size_t i = 0; i < sizeof parameters / sizeof *parameters; i++)
        if (strcmp(parameters[i].name, name) == 0)
            return &parameters[i];
    return &unnamed;
}

static void add_form(size_t index, const sim_law_kind *kind, const sim_law_form *form)
{
    for (size_t i = 0; i < SIM_LAW_NUMBERS && form->names[i]; i++)
        if (field_index(&elements[index], form->names[i]) == SIZE_MAX)
            add_field(index, parameter_named(kind, form->names[i]),
                      kind->n_forms == 1 ? NULL : "");
}

static void add_parameters(size_t index, const sim_law_kind *kind)
{
    for (size_t f = 0; f < kind->n_forms; f++)
        add_form(index, kind, &kind->forms[f]);
    for (size_t i = 0; i < sizeof common / sizeof *common; i++)
        if (field_index(&elements[index], common[i].name) == SIZE_MAX)
            add_field(index, &common[i], common[i].is_plain ? "1" : "");
}

static void add_file(size_t index)
{
    scenario_element *element = &elements[index];
    fields[index][element->n_fields++] = (scenario_field){
        .name = "href",
        .kind = &scenario_kind_file,
        .offset = offsetof(scenario_law_draft, href),
        .otherwise = "",
        .meaning = "a CSV file, plain or gzip, with a header line; instead of <q> elements"};
    fields[index][element->n_fields++] =
        (scenario_field){.name = "column",
                         .kind = &scenario_kind_text,
                         .offset = offsetof(scenario_law_draft, column),
                         .otherwise = "",
                         .meaning = "the column of that file that holds the values"};
}

static bool note_kind(scenario_reader *reader, const scenario_element *element,
                      scenario_place place, void *filled)
{
    (void)reader, (void)place;
    ((scenario_law_draft *)filled)->kind = sim_law_kinds[element - elements];
    return true;
}

static void add_element(size_t index, const sim_law_kind *kind)
{
    scenario_element *element = &elements[index];
    *element = (scenario_element){.name = kind->name,
                                  .meaning = kind->summary,
                                  .size = sizeof(scenario_law_draft),
                                  .place = offsetof(scenario_law_draft, place),
                                  .fields = fields[index],
                                  .check = note_kind};
    add_parameters(index, kind);
    if (kind == &sim_law_empirical) {
        add_file(index);
        element->children = point_children;
        element->n_children = 1;
    }
    if (has_parts(kind)) {
        element->children = part_children;
        element->n_children = 1;
    }
}

static const scenario_element *member(size_t i)
{
    for (; n_elements < KINDS && sim_law_kinds[n_elements]; n_elements++)
        add_element(n_elements, sim_law_kinds[n_elements]);
    return i < n_elements ? &elements[i] : NULL;
}

/* ---- From what was given to a model_law ---- */

static const model_law no_law = {
    .given = {{0, -1, false}, {0, -1, false}, {0, -1, false}, {0, -1, false}},
    .scale = {1, -1, false},
    .outer_scale = {1, -1, false},
    .minimum = {0, -1, false},
    .maximum = {0, -1, false},
};

static void absent(void *slot)
{
    *(model_law *)slot = no_law;
}

const scenario_group scenario_elements_distribution = {
    .name = "distribution",
    .meaning = "a distribution: one of the elements below",
    .member = member,
    .absent = absent,
};

static const scenario_element *element_of(const scenario_law_draft *draft)
{
    size_t i = 0;
    while (i < n_elements && sim_law_kinds[i] != draft->kind)
        i++;
    sim_require(i < n_elements);
    return &elements[i];
}

static const model_number *number_of(const scenario_law_draft *draft, const char *name)
{
    const size_t i = field_index(element_of(draft), name);
    sim_require(i < SCENARIO_LAW_FIELDS);
    return &draft->given[i];
}

static bool is_in_form(const sim_law_form *form, const char *name)
{
    for (size_t i = 0; i < SIM_LAW_NUMBERS && form->names[i]; i++)
        if (strcmp(form->names[i], name) == 0)
            return true;
    return false;
}

/* Whether exactly the form's names were given, of all names that any form has. */
static bool fits(const scenario_law_draft *draft, const sim_law_form *form)
{
    for (size_t f = 0; f < draft->kind->n_forms; f++)
        for (size_t i = 0; i < SIM_LAW_NUMBERS && draft->kind->forms[f].names[i]; i++) {
            const char *name = draft->kind->forms[f].names[i];
            if (number_of(draft, name)->is_given != is_in_form(form, name))
                return false;
        }
    return true;
}

static bool refuse_forms(scenario_reader *reader, const scenario_law_draft *draft)
{
    char text[300];
    size_t used = 0;
    for (size_t f = 0; f < draft->kind->n_forms; f++)
        for (size_t i = 0; i < SIM_LAW_NUMBERS && draft->kind->forms[f].names[i]; i++)
            used += (size_t)snprintf(text + used, sizeof text - used, "%s%s",
                                     i   ? " and "
                                     : f ? ", or "
                                         : "",
                                     draft->kind->forms[f].names[i]);
    return scenario_reader_problem(reader, draft->place, "<%s> needs exactly %s",
                                   draft->kind->name, text);
}

static bool choose_form(scenario_reader *reader, const scenario_law_draft *draft,
                        model_law *law)
{
    for (size_t f = 0; f < draft->kind->n_forms && !law->form; f++)
        if (fits(draft, &draft->kind->forms[f]))
            law->form = &draft->kind->forms[f];
    if (!law->form)
        return draft->kind->n_forms == 0 || refuse_forms(reader, draft);
    for (size_t i = 0; i < SIM_LAW_NUMBERS && law->form->names[i]; i++)
        law->given[i] = *number_of(draft, law->form->names[i]);
    return true;
}

/* min, max and scale where they are not the law's own parameters. */
static void take_common(const scenario_law_draft *draft, model_law *law)
{
    const struct {
        const char *name;
        model_number *number;
    } places[] = {{"scale", &law->scale}, {"min", &law->minimum}, {"max", &law->maximum}};
    for (size_t i = 0; i < 3; i++)
        if (!law->form || !is_in_form(law->form, places[i].name))
            *places[i].number = *number_of(draft, places[i].name);
}

/* Parts of a mixture are converted like the whole: as deep as the document. */
/* NOLINTBEGIN(misc-no-recursion) */
static bool convert(scenario_reader *reader, const scenario_law_draft *draft, model_law *law);

static bool take_parts(scenario_reader *reader, const scenario_law_draft *draft, model_law *law)
{
    bool is_good = true;
    model_law *parts = sim_arena_alloc(reader->arena, draft->n_parts, sizeof *parts);
    model_number *weights = sim_arena_alloc(reader->arena, draft->n_parts, sizeof *weights);
    for (size_t i = 0; i < draft->n_parts; i++) {
        weights[i] = *number_of(&draft->parts[i], "weight");
        parts[i] = no_law;
        is_good &= convert(reader, &draft->parts[i], &parts[i]);
    }
    law->parts = parts;
    law->n_parts = draft->n_parts;
    law->weights = draft->kind == &sim_law_mixture ? weights : NULL;
    return is_good;
}

/* Tries a law without expressions now; one with them when the unknowns are known. */
static bool try_law(scenario_reader *reader, const scenario_law_draft *draft,
                    const model_law *law)
{
    sim_law ignored;
    sim_failure why;
    char name[64];
    model_law named = *law;
    if (!model_law_is_constant(law)) {
        reader->laws =
            scenario_reader_grow(reader, reader->laws, &reader->n_laws, sizeof *reader->laws);
        model_law *copy = sim_arena_alloc(reader->arena, 1, sizeof *copy);
        *copy = *law;
        reader->laws[reader->n_laws - 1] = (scenario_law_use){copy, draft->place};
        return true;
    }
    snprintf(name, sizeof name, "<%s>", draft->kind->name);
    named.place = name;
    return model_law_resolve(&named, NULL, reader->arena, &ignored, &why) ||
           scenario_reader_problem(reader, draft->place, "%s", why.text);
}

static const char *place_text(scenario_reader *reader, const scenario_law_draft *draft)
{
    char text[600];
    snprintf(text, sizeof text, "%.400s:%d: <%s>", draft->place.file, draft->place.line,
             draft->kind->name);
    return sim_arena_copy(reader->arena, text);
}

static bool convert(scenario_reader *reader, const scenario_law_draft *draft, model_law *law)
{
    law->kind = draft->kind;
    law->place = place_text(reader, draft);
    if (!choose_form(reader, draft, law))
        return false;
    take_common(draft, law);
    if (draft->n_parts && !take_parts(reader, draft, law))
        return false;
    if (draft->kind == &sim_law_empirical && !scenario_empirical_points(reader, draft, law))
        return false;
    return try_law(reader, draft, law);
}

/* NOLINTEND(misc-no-recursion) */

bool scenario_elements_finish_law(scenario_reader *reader, const void *filled, void *slot)
{
    const scenario_law_draft *draft = filled;
    model_law *law = slot, fresh = no_law;
    fresh.outer_scale = law->outer_scale;
    if (number_of(draft, "weight")->is_given)
        return scenario_reader_problem(reader, draft->place,
                                       "<%s>: a weight is only possible inside a <mixture>",
                                       draft->kind->name);
    if (!convert(reader, draft, &fresh))
        return false;
    *law = fresh;
    return true;
}
