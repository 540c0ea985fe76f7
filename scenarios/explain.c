/* SPDX-License-Identifier: GPL-3.0-or-later */
/* What a name of the language means, from the tables of elements. */
#include "scenarios/language/element.h"
#include "scenarios/language/output.h"
#include "scenarios/language/reader.h"
#include "scenarios/language/suggest.h"
#include "scenarios/language/walk.h"
#include "sim/law.h"

#include <stdlib.h>
#include <string.h>

enum { WIDTH = 92 };

/* A search for a name: "rate", "arrivals/@rate", "office-hours", "duration". */
typedef struct search {
    const char *name;
    char element[64];      /* before "/@", or "" for any */
    const char *attribute; /* behind it, or the whole name */
    scenario_output out;
    scenario_suggestion near;
} search;

/* ---- What is told ---- */

static void tell_choices(scenario_output *out, const scenario_kind *kind, size_t indent)
{
    const scenario_choice *choice;
    size_t width = 17;
    for (size_t i = 0; kind->choices && (choice = kind->choices(i)); i++)
        width = strlen(choice->name) > width ? strlen(choice->name) : width;
    for (size_t i = 0; kind->choices && (choice = kind->choices(i)); i++)
        scenario_output_add(out, "%*s%-*s %s%s\n", (int)indent, "", (int)width, choice->name,
                            choice->meaning,
                            choice->is_later ? " (not supported by this version)" : "");
}

static void tell_range(scenario_output *out, const scenario_field *field)
{
    const scenario_range range = field->range;
    if (range.low == 0 && range.high == 0)
        return;
    const char *base = field->kind->dimension ? field->kind->dimension->base : "";
    if (range.low > -HUGE_VAL)
        scenario_output_add(out, "; %s %.10g%s", range.is_open ? "above" : "at least",
                            range.low, base);
    if (range.high < HUGE_VAL)
        scenario_output_add(out, "; at most %.10g%s", range.high, base);
}

static void tell_field(scenario_output *out, const scenario_field *field)
{
    scenario_output text = {0};
    scenario_output_add(out, "  %s\n", field->name);
    scenario_output_wrap(out, 6, WIDTH, field->meaning);
    scenario_output_add(&text, "%s", field->kind->summary);
    tell_range(&text, field);
    if (!field->otherwise)
        scenario_output_add(&text, "; required");
    else if (*field->otherwise)
        scenario_output_add(&text, "; %s if left out", field->otherwise);
    if (field->kind->may_vary)
        scenario_output_add(&text, "; may be an expression, {$unknown}");
    scenario_output_wrap(out, 6, WIDTH, text.text);
    tell_choices(out, field->kind, 8);
    free(text.text);
}

/* How a distribution's parameters go together: "mu and sigma, or mean and sd". */
static void tell_forms(scenario_output *out, const scenario_element *element)
{
    const sim_law_kind *kind = sim_law_kind_named(element->name);
    for (size_t f = 0; kind && f < kind->n_forms; f++)
        for (size_t i = 0; i < SIM_LAW_NUMBERS && kind->forms[f].names[i]; i++)
            scenario_output_add(out, "%s%s",
                                i   ? " and "
                                : f ? ", or "
                                    : "  Given by ",
                                kind->forms[f].names[i]);
    if (kind && kind->n_forms)
        scenario_output_add(out, ".\n");
}

static const char *often(scenario_occurrence occurrence)
{
    static const char *const words[] = {
        [SCENARIO_ONE] = "once",
        [SCENARIO_OPTIONAL] = "at most once",
        [SCENARIO_MANY] = "any number",
        [SCENARIO_SOME] = "at least once",
    };
    return words[occurrence];
}

static void tell_child(scenario_output *out, const scenario_child *child)
{
    if (child->group) {
        scenario_output_add(out, "  %s %s, %s\n", scenario_reader_article(child->group->name),
                            child->group->name, often(child->occurrence));
        return;
    }
    scenario_output_add(out, "  <%s>, %s\n", child->element->name, often(child->occurrence));
    scenario_output_wrap(out, 6, WIDTH, child->element->meaning);
}

static void tell_element(scenario_output *out, const scenario_element *element)
{
    scenario_output_add(out, "<%s>\n", element->name);
    scenario_output_wrap(out, 2, WIDTH, element->meaning);
    tell_forms(out, element);
    if (element->n_fields)
        scenario_output_add(out, "\n Attributes\n");
    for (size_t i = 0; i < element->n_fields; i++)
        tell_field(out, &element->fields[i]);
    if (element->n_children)
        scenario_output_add(out, "\n Elements inside\n");
    for (size_t i = 0; i < element->n_children; i++)
        tell_child(out, &element->children[i]);
    scenario_output_add(out, "\n");
}

static void tell_dimension(scenario_output *out, const scenario_dimension *dimension)
{
    scenario_output_add(out, "%s: %s\n  units:", dimension->name, dimension->summary);
    for (size_t i = 0; i < dimension->n_units; i++)
        scenario_output_add(out, "%s %s%s", i ? "," : "", dimension->has_currency ? "USD" : "",
                            *dimension->units[i].name || dimension->has_currency
                                ? dimension->units[i].name
                                : "none");
    scenario_output_add(out, "%s\n\n",
                        dimension->has_currency ? ", and other currencies of ISO 4217" : "");
}

/* ---- Searching ---- */

static bool is_wanted(search *s, const char *name)
{
    scenario_suggestion_offer(&s->near, name);
    return !s->element[0] && strcmp(name, s->attribute) == 0;
}

static void search_fields(search *s, const scenario_element *element)
{
    for (size_t i = 0; i < element->n_fields; i++) {
        const scenario_field *field = &element->fields[i];
        scenario_suggestion_offer(&s->near, field->name);
        if (strcmp(field->name, s->attribute) != 0 ||
            (s->element[0] && strcmp(s->element, element->name) != 0))
            continue;
        scenario_output_add(&s->out, "<%s %s>\n", element->name, field->name);
        tell_field(&s->out, field);
        scenario_output_add(&s->out, "\n");
    }
}

static void search_element(const scenario_element *element, void *data)
{
    search *s = data;
    if (is_wanted(s, element->name))
        tell_element(&s->out, element);
    search_fields(s, element);
}

static void search_group(const scenario_group *group, void *data)
{
    search *s = data;
    const scenario_element *member;
    if (!is_wanted(s, group->name))
        return;
    scenario_output_add(&s->out, "%s: %s\n", group->name, group->meaning);
    for (size_t i = 0; (member = group->member(i)); i++)
        scenario_output_add(&s->out, "  <%s>: %s\n", member->name, member->meaning);
    scenario_output_add(&s->out, "\n");
}

/* One of the values that attributes take, such as a week profile. */
static void search_kind(const scenario_kind *kind, void *data)
{
    search *s = data;
    const scenario_choice *choice;
    if (is_wanted(s, kind->name) && !kind->dimension) {
        scenario_output_add(&s->out, "%s: %s\n", kind->name, kind->summary);
        tell_choices(&s->out, kind, 2);
        scenario_output_add(&s->out, "\n");
    }
    for (size_t i = 0; kind->choices && (choice = kind->choices(i)); i++)
        if (is_wanted(s, choice->name))
            scenario_output_add(&s->out, "%s, as %s: %s\n\n", choice->name, kind->summary,
                                choice->meaning);
}

static void search_dimensions(search *s)
{
    for (size_t d = 0; scenario_units_dimensions[d]; d++) {
        const scenario_dimension *dimension = scenario_units_dimensions[d];
        bool is_found = is_wanted(s, dimension->name);
        for (size_t i = 0; i < dimension->n_units; i++)
            is_found |= *dimension->units[i].name && is_wanted(s, dimension->units[i].name);
        if (is_found)
            tell_dimension(&s->out, dimension);
    }
}

static search search_for(const char *name)
{
    search s = {.name = name, .attribute = name};
    const char *slash = strstr(name, "/@");
    const size_t n = slash ? (size_t)(slash - name) : 0;
    if (slash && n < sizeof s.element) {
        memcpy(s.element, name, n);
        s.attribute = slash + 2;
    }
    s.near = scenario_suggestion_for(s.attribute);
    return s;
}

/* ---- The list of all names ---- */

static void list_element(const scenario_element *element, void *data)
{
    scenario_output_add(data, "  %-17s %s\n", element->name, element->meaning);
}

static void list_kind(const scenario_kind *kind, void *data)
{
    if (kind->choices)
        scenario_output_add(data, "  %-17s %s\n", kind->name, kind->summary);
}

static void list_all(scenario_output *out)
{
    for (size_t i = 0; scenario_languages[i]; i++) {
        const scenario_walk elements = {.element = list_element, .data = out};
        scenario_output_add(out, "Elements of %s\n", scenario_languages[i]->what);
        scenario_walk_language(scenario_languages[i], &elements);
        const scenario_walk kinds = {.kind = list_kind, .data = out};
        scenario_output_add(out, "\nValues by name in %s\n", scenario_languages[i]->what);
        scenario_walk_language(scenario_languages[i], &kinds);
        scenario_output_add(out, "\n");
    }
    scenario_output_add(out, "Numbers with units\n");
    for (size_t i = 0; scenario_units_dimensions[i]; i++)
        scenario_output_add(out, "  %-17s %s\n", scenario_units_dimensions[i]->name,
                            scenario_units_dimensions[i]->summary);
}

bool scenario_explain(const char *name, char **text, sim_failure *why)
{
    if (!name) {
        scenario_output all = {0};
        list_all(&all);
        *text = all.text;
        return true;
    }
    search s = search_for(name);
    for (size_t i = 0; scenario_languages[i]; i++) {
        const scenario_walk walk = {
            .element = search_element, .group = search_group, .kind = search_kind, .data = &s};
        scenario_walk_language(scenario_languages[i], &walk);
    }
    search_dimensions(&s);
    if (s.out.length == 0) {
        free(s.out.text);
        return sim_fail(why, "nothing is called \"%.60s\"%s", name,
                        scenario_suggestion_text(&s.near));
    }
    s.out.text[s.out.length - 1] = '\0'; /* without the last empty line */
    *text = s.out.text;
    return true;
}
