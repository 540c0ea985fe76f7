/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "scenarios/names.h"

#include "scenarios/language/suggest.h"

#include <string.h>

const char *scenario_names_at(const scenario_names *names, size_t i)
{
    const char *item = (const char *)names->items + i * names->size;
    return *(const char *const *)(const void *)(item + names->name);
}

static scenario_place place_at(const scenario_names *names, size_t i)
{
    const char *item = (const char *)names->items + i * names->size;
    return *(const scenario_place *)(const void *)(item + names->place);
}

size_t scenario_names_find(const scenario_names *names, const char *name)
{
    for (size_t i = 0; i < names->n; i++)
        if (scenario_names_at(names, i) && strcmp(scenario_names_at(names, i), name) == 0)
            return i;
    return names->n;
}

void scenario_names_check_unique(scenario_reader *reader, const scenario_names *names)
{
    for (size_t i = 0; i < names->n; i++) {
        const char *name = scenario_names_at(names, i);
        const size_t first = name ? scenario_names_find(names, name) : i;
        if (first < i)
            scenario_reader_problem(reader, place_at(names, i),
                                    "there is already %s %s \"%.60s\", in line %d",
                                    scenario_reader_article(names->what), names->what, name,
                                    place_at(names, first).line);
    }
}

bool scenario_names_check(scenario_reader *reader, const scenario_names *names,
                          const char *name, scenario_place place, const char *where)
{
    if (!name || scenario_names_find(names, name) < names->n)
        return true;
    scenario_suggestion near = scenario_suggestion_for(name);
    for (size_t i = 0; i < names->n; i++)
        scenario_suggestion_offer(&near, scenario_names_at(names, i));
    return scenario_reader_problem(reader, place, "%s: there is no %s \"%.60s\"%s", where,
                                   names->what, name, scenario_suggestion_text(&near));
}
