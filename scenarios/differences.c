/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "scenarios/differences.h"

#include <libxml/parser.h>
#include <libxml/tree.h>
#include <stdio.h>
#include <string.h>

enum { PATH_BYTES = 512, TEXT_BYTES = 1024, DEEPEST = 64 };

/* A pair of elements that mean the same thing. */
typedef struct pair {
    const xmlNode *before, *after;
    char path[PATH_BYTES]; /* of both, from <scenario>; "" of the root */
    int depth;
} pair;

typedef struct search {
    scenario_differences *found;
    sim_arena *arena;
} search;

void scenario_differences_say(scenario_differences *differences, const char *text,
                              sim_arena *arena)
{
    if (differences->n < SCENARIO_MOST_DIFFERENCES)
        differences->texts[differences->n] = sim_arena_copy(arena, text);
    differences->n++;
}

static void add(search *s, const char *text)
{
    scenario_differences_say(s->found, text, s->arena);
}

static const xmlNode *element_from(const xmlNode *node)
{
    while (node && node->type != XML_ELEMENT_NODE)
        node = node->next;
    return node;
}

static bool is_named(const xmlNode *node, const char *name)
{
    return strcmp((const char *)node->name, name) == 0;
}

/* An attribute's text; NULL if it is not there. */
static const char *attribute(const xmlNode *node, const char *name)
{
    const xmlAttr *found = node ? xmlHasProp(node, (const xmlChar *)name) : NULL;
    if (!found)
        return NULL;
    return found->children ? (const char *)found->children->content : "";
}

/* ---- who is who ---- */

/* What tells elements of one kind apart: a name, whom they are for. */
static const char *identity(const xmlNode *node, const char **by)
{
    static const char *const names[] = {"name", "for", "id"};
    for (size_t i = 0; i < sizeof names / sizeof *names; i++)
        if (attribute(node, *by = names[i]))
            return attribute(node, names[i]);
    *by = NULL;
    return NULL;
}

/* Which of the elements of its kind and identity it is among its siblings, from 1. */
static size_t ordinal(const xmlNode *node)
{
    const char *by, *unused;
    const char *own = identity(node, &by);
    size_t n = 1;
    for (const xmlNode *other = element_from(node->parent->children); other && other != node;
         other = element_from(other->next)) {
        const char *theirs = identity(other, &unused);
        n += is_named(other, (const char *)node->name) &&
             (own && theirs ? strcmp(own, theirs) == 0 : !own && !theirs);
    }
    return n;
}

static bool is_same(const xmlNode *a, const xmlNode *b)
{
    const char *by, *unused;
    const char *of_a = identity(a, &by), *of_b = identity(b, &unused);
    return is_named(a, (const char *)b->name) &&
           (of_a && of_b ? strcmp(of_a, of_b) == 0 : !of_a && !of_b) &&
           ordinal(a) == ordinal(b);
}

static const xmlNode *like(const xmlNode *parent, const xmlNode *wanted)
{
    const xmlNode *child = element_from(parent->children);
    while (child && !is_same(child, wanted))
        child = element_from(child->next);
    return child;
}

/* "parent/workload[@name='support']" */
static void step(const char *parent, const xmlNode *node, char path[PATH_BYTES])
{
    const char *by;
    const char *own = identity(node, &by);
    const size_t n = ordinal(node);
    int used = snprintf(path, PATH_BYTES, "%.300s%s%.60s", parent, *parent ? "/" : "",
                        (const char *)node->name);
    if (own)
        used += snprintf(path + used, PATH_BYTES - (size_t)used, "[@%s='%.80s']", by, own);
    if (n > 1)
        snprintf(path + used, PATH_BYTES - (size_t)used, "[%zu]", n);
}

/* ---- what differs ---- */

/* Where a book stands; what stands in it is compared by itself. */
static bool points_to_a_book(const pair *of, const char *name)
{
    return strcmp(name, "href") == 0 &&
           (strcmp(of->path, "prices") == 0 || strcmp(of->path, "hardware") == 0);
}

static void compare_attribute(search *s, const pair *of, const char *name)
{
    char text[TEXT_BYTES];
    const char *before = attribute(of->before, name), *after = attribute(of->after, name);
    if ((before && after && strcmp(before, after) == 0) || points_to_a_book(of, name))
        return;
    snprintf(text, sizeof text, "%s%s@%.60s: %.150s, was %.150s", of->path,
             *of->path ? "/" : "", name, after ? after : "left out",
             before ? before : "left out");
    add(s, text);
}

static void compare_attributes(search *s, const pair *of)
{
    for (const xmlAttr *a = of->before->properties; a; a = a->next)
        compare_attribute(s, of, (const char *)a->name);
    for (const xmlAttr *a = of->after->properties; a; a = a->next)
        if (!attribute(of->before, (const char *)a->name))
            compare_attribute(s, of, (const char *)a->name);
}

static void say_alone(search *s, const char *parent, const xmlNode *node, const char *what)
{
    char path[PATH_BYTES], text[TEXT_BYTES];
    step(parent, node, path);
    snprintf(text, sizeof text, "%s: %s", path, what);
    add(s, text);
}

static bool changes_nothing(const xmlNode *node)
{
    return is_named(node, "questions") || is_named(node, "run");
}

/* Elements have no end of depth in XML; scenarios do. */
static void compare(search *s, const pair *of)
{
    compare_attributes(s, of);
    if (of->depth == DEEPEST)
        return;
    for (const xmlNode *a = element_from(of->before->children); a; a = element_from(a->next)) {
        pair inner = {a, like(of->after, a), "", of->depth + 1};
        if (changes_nothing(a))
            continue;
        step(of->path, a, inner.path);
        if (inner.after)
            compare(s, &inner);
        else
            say_alone(s, of->path, a, "is gone");
    }
    for (const xmlNode *b = element_from(of->after->children); b; b = element_from(b->next))
        if (!changes_nothing(b) && !like(of->before, b))
            say_alone(s, of->path, b, "is new");
}

static xmlDoc *parse(const char *text)
{
    return xmlReadMemory(text, (int)strlen(text), NULL, NULL,
                         XML_PARSE_NONET | XML_PARSE_NOERROR | XML_PARSE_NOWARNING |
                             XML_PARSE_NOBLANKS);
}

void scenario_differences_add(scenario_differences *differences, const char *before,
                              const char *after, sim_arena *arena)
{
    search s = {differences, arena};
    xmlDoc *of_before = parse(before), *of_after = parse(after);
    const pair roots = {.before = of_before ? xmlDocGetRootElement(of_before) : NULL,
                        .after = of_after ? xmlDocGetRootElement(of_after) : NULL};
    if (roots.before && roots.after)
        compare(&s, &roots);
    else if (strcmp(before, after) != 0)
        add(&s, "the text");
    xmlFreeDoc(of_before);
    xmlFreeDoc(of_after);
}
