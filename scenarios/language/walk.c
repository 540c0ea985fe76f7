/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "scenarios/language/walk.h"

#include "sim/failure.h"

enum { MOST = 256 };

/* What was met, in order. */
typedef struct meeting {
    const void *items[MOST];
    size_t n;
} meeting;

typedef struct walker {
    meeting elements, groups, kinds;
} walker;

/* Whether it is new; remembers it. */
static bool meet(meeting *met, const void *item)
{
    for (size_t i = 0; i < met->n; i++)
        if (met->items[i] == item)
            return false;
    sim_require(met->n < MOST);
    met->items[met->n++] = item;
    return true;
}

/* Each table is visited once. */
/* NOLINTBEGIN(misc-no-recursion) */
static void visit(walker *w, const scenario_element *element);

static void visit_group(walker *w, const scenario_group *group)
{
    const scenario_element *member;
    if (!meet(&w->groups, group))
        return;
    for (size_t i = 0; (member = group->member(i)); i++)
        visit(w, member);
}

static void visit(walker *w, const scenario_element *element)
{
    if (!meet(&w->elements, element))
        return;
    for (size_t i = 0; i < element->n_fields; i++)
        meet(&w->kinds, element->fields[i].kind);
    for (size_t i = 0; i < element->n_children; i++)
        if (element->children[i].group)
            visit_group(w, element->children[i].group);
        else
            visit(w, element->children[i].element);
}

/* NOLINTEND(misc-no-recursion) */

void scenario_walk_language(const scenario_language *language, const scenario_walk *walk)
{
    walker w = {0};
    visit(&w, language->root);
    for (size_t i = 0; walk->element && i < w.elements.n; i++)
        walk->element(w.elements.items[i], walk->data);
    for (size_t i = 0; walk->group && i < w.groups.n; i++)
        walk->group(w.groups.items[i], walk->data);
    for (size_t i = 0; walk->kind && i < w.kinds.n; i++)
        walk->kind(w.kinds.items[i], walk->data);
}
