/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "scenarios/language/reader.h"

#include "scenarios/language/document.h"
#include "scenarios/language/output.h"
#include "scenarios/language/suggest.h"

#include <stdarg.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

bool scenario_reader_problem(scenario_reader *reader, scenario_place place, const char *format,
                             ...)
{
    char text[1500];
    va_list arguments;
    va_start(arguments, format);
    vsnprintf(text, sizeof text, format, arguments);
    va_end(arguments);
    scenario_problems_add(reader->problems, place.file, place.line, "%s", text);
    return false;
}

bool scenario_reader_refuse(scenario_reader *reader, const scenario_value *value,
                            const char *format, ...)
{
    char text[1200];
    va_list arguments;
    va_start(arguments, format);
    vsnprintf(text, sizeof text, format, arguments);
    va_end(arguments);
    return scenario_reader_problem(reader, value->place, "<%s %s=\"%.80s%s\">: %s",
                                   value->element->name, value->field->name, value->text,
                                   strlen(value->text) > 80 ? "..." : "", text);
}

void *scenario_reader_grow(scenario_reader *reader, void *items, size_t *n, size_t size)
{
    const size_t old = (*n)++;
    if (old & (old - 1)) /* there is room up to the next power of two */
        return items;
    void *more = sim_arena_alloc(reader->arena, old ? 2 * old : 1, size);
    return old ? memcpy(more, items, old * size) : more;
}

void scenario_reader_warn(scenario_reader *reader, scenario_place place, const char *format,
                          ...)
{
    char text[1500], whole[2000];
    va_list arguments;
    va_start(arguments, format);
    vsnprintf(text, sizeof text, format, arguments);
    va_end(arguments);
    snprintf(whole, sizeof whole, "%.400s:%d: warning: %s", place.file, place.line, text);
    reader->warnings = scenario_reader_grow(reader, reader->warnings, &reader->n_warnings,
                                            sizeof *reader->warnings);
    reader->warnings[reader->n_warnings - 1] = sim_arena_copy(reader->arena, whole);
}

static bool is_list(const scenario_child *child)
{
    return child->occurrence == SCENARIO_MANY || child->occurrence == SCENARIO_SOME;
}

static void *at(void *filled, size_t offset)
{
    return (char *)filled + offset;
}

/* ---- What stands in a struct when nothing is given ---- */

/* Tables hold tables, and elements elements: libxml2 stops at a depth of 256. */
/* NOLINTBEGIN(misc-no-recursion) */
static void absent_child(const scenario_child *child, void *out)
{
    if (is_list(child))
        return;
    if (child->group && child->group->absent)
        child->group->absent(at(out, child->offset));
    if (child->element && !child->finish)
        scenario_reader_absent(child->element, at(out, child->offset));
}

void scenario_reader_absent(const scenario_element *element, void *out)
{
    for (size_t i = 0; i < element->n_children; i++)
        absent_child(&element->children[i], out);
    for (size_t i = 0; i < element->n_fields; i++)
        if (element->fields[i].kind->absent)
            element->fields[i].kind->absent(at(out, element->fields[i].offset));
}

/* NOLINTEND(misc-no-recursion) */

/* Defaults of optional children that are not there: a struct that is filled in place holds
   the same numbers as if an empty element stood there. */
static void default_fields(scenario_reader *reader, const scenario_element *element, void *out)
{
    for (size_t i = 0; i < element->n_fields; i++) {
        const scenario_field *field = &element->fields[i];
        if (!field->otherwise || !*field->otherwise)
            continue;
        const scenario_value value = {.field = field,
                                      .element = element,
                                      .place = {"", 0},
                                      .text = field->otherwise,
                                      .is_default = true};
        field->kind->read(reader, &value, at(out, field->offset));
    }
}

static void default_child(scenario_reader *reader, const scenario_child *child, void *out)
{
    if (!is_list(child) && child->element && !child->finish)
        default_fields(reader, child->element, at(out, child->offset));
}

/* ---- Attributes ---- */

static const scenario_field *field_named(const scenario_element *element, const char *name)
{
    for (size_t i = 0; i < element->n_fields; i++)
        if (strcmp(element->fields[i].name, name) == 0)
            return &element->fields[i];
    return NULL;
}

static const char *attribute_text(scenario_reader *reader, const xmlAttr *attribute)
{
    xmlChar *text = xmlNodeListGetString(attribute->doc, attribute->children, 1);
    const char *copy = sim_arena_copy(reader->arena, text ? (const char *)text : "");
    xmlFree(text);
    return copy;
}

static bool refuse_attribute(scenario_reader *reader, const scenario_element *element,
                             scenario_place place, const char *name)
{
    scenario_output known = {0};
    scenario_suggestion near = scenario_suggestion_for(name);
    scenario_output_add(&known, "; it has ");
    for (size_t i = 0; i < element->n_fields; i++) {
        scenario_suggestion_offer(&near, element->fields[i].name);
        scenario_output_add(&known, "%s%s", i ? ", " : "", element->fields[i].name);
    }
    const char *hint = near.best           ? scenario_suggestion_text(&near)
                       : element->n_fields ? known.text
                                           : "; it has none";
    scenario_reader_problem(reader, place, "<%s> has no attribute \"%.60s\"%s", element->name,
                            name, hint);
    free(known.text);
    return false;
}

/* Attributes of XML itself (xml:base) and of schemas (xsi:schemaLocation) mean nothing here. */
static bool is_foreign(const xmlAttr *attribute)
{
    const char *const uris[] = {"http://www.w3.org/XML/1998/namespace",
                                "http://www.w3.org/2001/XMLSchema-instance"};
    for (size_t i = 0; attribute->ns && i < 2; i++)
        if (attribute->ns->href && strcmp((const char *)attribute->ns->href, uris[i]) == 0)
            return true;
    return false;
}

static bool read_attribute(scenario_reader *reader, const scenario_element *element,
                           const xmlAttr *attribute, scenario_place place, void *out)
{
    const scenario_field *field = field_named(element, (const char *)attribute->name);
    if (is_foreign(attribute))
        return true;
    if (!field || attribute->ns)
        return refuse_attribute(reader, element, place, (const char *)attribute->name);
    const scenario_value value = {.field = field,
                                  .element = element,
                                  .place = place,
                                  .text = attribute_text(reader, attribute)};
    return field->kind->read(reader, &value, at(out, field->offset));
}

static bool read_attributes(scenario_reader *reader, const scenario_element *element,
                            const xmlNode *node, void *out)
{
    bool is_good = true;
    const scenario_place place = scenario_document_place(node);
    default_fields(reader, element, out);
    for (const xmlAttr *a = node->properties; a; a = a->next)
        is_good &= read_attribute(reader, element, a, place, out);
    for (size_t i = 0; i < element->n_fields; i++) {
        const scenario_field *field = &element->fields[i];
        if (!field->otherwise && !xmlHasProp(node, BAD_CAST field->name))
            is_good =
                scenario_reader_problem(reader, place, "<%s> needs the attribute \"%s\": %s",
                                        element->name, field->name, field->meaning);
    }
    return is_good;
}

/* ---- Children ---- */

/* The element of that name which the child can be, or NULL. */
static const scenario_element *member_named(const scenario_child *child, const char *name)
{
    const scenario_element *member = child->element;
    if (member)
        return strcmp(member->name, name) == 0 ? member : NULL;
    for (size_t i = 0; (member = child->group->member(i)); i++)
        if (strcmp(member->name, name) == 0)
            return member;
    return NULL;
}

static const scenario_child *child_named(const scenario_element *element, const char *name,
                                         const scenario_element **member)
{
    for (size_t i = 0; i < element->n_children; i++)
        if ((*member = member_named(&element->children[i], name)))
            return &element->children[i];
    return NULL;
}

/* Offers the names that a child can have, and tells them: "<turns>" or "a distribution". */
static void tell_child(const scenario_child *child, scenario_suggestion *near,
                       scenario_output *known)
{
    const scenario_element *member = child->element;
    const char *between = known->length ? ", " : "; it takes ";
    if (member) {
        scenario_suggestion_offer(near, member->name);
        scenario_output_add(known, "%s<%s>", between, member->name);
        return;
    }
    for (size_t i = 0; (member = child->group->member(i)); i++)
        scenario_suggestion_offer(near, member->name);
    scenario_output_add(known, "%sa %s", between, child->group->name);
}

static bool refuse_child(scenario_reader *reader, const scenario_element *element,
                         const xmlNode *node)
{
    scenario_output known = {0};
    scenario_suggestion near = scenario_suggestion_for((const char *)node->name);
    for (size_t i = 0; i < element->n_children; i++)
        tell_child(&element->children[i], &near, &known);
    const char *hint = near.best    ? scenario_suggestion_text(&near)
                       : known.text ? known.text
                                    : "; it takes no elements";
    scenario_reader_problem(reader, scenario_document_place(node), "<%s> takes no <%.60s>%s",
                            element->name, (const char *)node->name, hint);
    free(known.text);
    return false;
}

static bool refuse_text(scenario_reader *reader, const scenario_element *element,
                        const xmlNode *node)
{
    if (node->type == XML_COMMENT_NODE || node->type == XML_PI_NODE || xmlIsBlankNode(node))
        return true;
    return scenario_reader_problem(reader, scenario_document_place(node->parent),
                                   "<%s> holds text; everything is in attributes and elements",
                                   element->name);
}

/* Where the next item of a list goes. */
static void *list_slot(scenario_reader *reader, const scenario_child *child, size_t size,
                       void *out)
{
    void **items = at(out, child->offset);
    size_t *n = at(out, child->count);
    *items = scenario_reader_grow(reader, *items, n, size);
    return (char *)*items + (*n - 1) * size;
}

/* NOLINTBEGIN(misc-no-recursion) */

/* Reads an element into a struct of its own, then turns that into what the parent holds. */
static bool read_finished(scenario_reader *reader, const scenario_child *child,
                          const scenario_element *member, const xmlNode *node, void *slot)
{
    void *filled = sim_arena_alloc(reader->arena, 1, member->size);
    return scenario_reader_element(reader, member, node, filled) &&
           child->finish(reader, filled, slot);
}

static bool read_child(scenario_reader *reader, const scenario_child *child,
                       const scenario_element *member, const xmlNode *node, void *out)
{
    const scenario_dimension *around = reader->dimension;
    if (child->has)
        *(bool *)at(out, child->has) = true;
    if (child->dimension)
        reader->dimension = child->dimension;
    void *slot =
        is_list(child) ? list_slot(reader, child, member->size, out) : at(out, child->offset);
    const bool is_good = child->finish ? read_finished(reader, child, member, node, slot)
                                       : scenario_reader_element(reader, member, node, slot);
    reader->dimension = around;
    return is_good;
}

/* NOLINTEND(misc-no-recursion) */

const char *scenario_reader_article(const char *noun)
{
    const bool is_vowel = *noun && strchr("aeio", *noun);
    return is_vowel || strncmp(noun, "unknown", 7) == 0 ? "an" : "a";
}

/* How often each child occurred: counts[n_children]. */
static bool check_occurrences(scenario_reader *reader, const scenario_element *element,
                              scenario_place place, const size_t *counts)
{
    bool is_good = true;
    for (size_t i = 0; i < element->n_children; i++) {
        const scenario_child *child = &element->children[i];
        const char *open = child->element ? "<" : "", *close = child->element ? ">" : "";
        const char *name = child->element ? child->element->name : child->group->name;
        const bool is_needed =
            child->occurrence == SCENARIO_ONE || child->occurrence == SCENARIO_SOME;
        if (is_needed && counts[i] == 0)
            is_good =
                scenario_reader_problem(reader, place, "<%s> needs %s %s%s%s", element->name,
                                        scenario_reader_article(name), open, name, close);
        if (!is_list(child) && counts[i] > 1)
            is_good = scenario_reader_problem(reader, place, "<%s> takes only one %s%s%s",
                                              element->name, open, name, close);
    }
    return is_good;
}

/* NOLINTBEGIN(misc-no-recursion) */
static bool read_node(scenario_reader *reader, const scenario_element *element,
                      const xmlNode *node, void *out, size_t *counts)
{
    const scenario_element *member = NULL;
    if (node->type != XML_ELEMENT_NODE)
        return refuse_text(reader, element, node);
    const scenario_child *child = child_named(element, (const char *)node->name, &member);
    if (node->ns)
        return scenario_reader_problem(reader, scenario_document_place(node),
                                       "<%.60s> is in a foreign namespace, \"%.100s\"",
                                       (const char *)node->name, (const char *)node->ns->href);
    if (!child)
        return refuse_child(reader, element, node);
    const size_t i = (size_t)(child - element->children);
    if (counts[i]++ && !is_list(child))
        return true; /* check_occurrences says it */
    return read_child(reader, child, member, node, out);
}

static bool read_children(scenario_reader *reader, const scenario_element *element,
                          const xmlNode *node, void *out)
{
    bool is_good = true;
    size_t *counts = sim_arena_alloc(reader->arena, element->n_children, sizeof *counts);
    for (const xmlNode *child = node->children; child; child = child->next)
        is_good &= read_node(reader, element, child, out, counts);
    for (size_t i = 0; i < element->n_children; i++)
        if (!counts[i])
            default_child(reader, &element->children[i], out);
    return check_occurrences(reader, element, scenario_document_place(node), counts) && is_good;
}

bool scenario_reader_element(scenario_reader *reader, const scenario_element *element,
                             const xmlNode *node, void *out)
{
    const scenario_place place = scenario_document_place(node);
    scenario_reader_absent(element, out);
    if (element->place)
        *(scenario_place *)at(out, element->place) = place;
    const bool has_attributes = read_attributes(reader, element, node, out);
    const bool has_children = read_children(reader, element, node, out);
    if (!has_attributes || !has_children)
        return false;
    return !element->check || element->check(reader, element, place, out);
}
/* NOLINTEND(misc-no-recursion) */
