/* SPDX-License-Identifier: GPL-3.0-or-later */
/* What nobody knows, drawn once per replication. */
#include "scenarios/draft.h"
#include "scenarios/language/kinds.h"
#include "scenarios/language/reader.h"
#include "scenarios/tables/elements.h"

#include <ctype.h>

static const scenario_field unknown_fields[] = {
    {.name = "name",
     .kind = &scenario_kind_name,
     .offset = offsetof(scenario_unknown_draft, name),
     .meaning = "its name: {$name} in expressions"},
};

static const scenario_child unknown_children[] = {
    SCENARIO_DISTRIBUTION(offsetof(scenario_unknown_draft, law), &scenario_units_plain),
};

static bool is_variable_name(const char *name)
{
    if (!isalpha((unsigned char)*name) && *name != '_')
        return false;
    for (; *name; name++)
        if (!isalnum((unsigned char)*name) && *name != '-' && *name != '_' && *name != '.')
            return false;
    return true;
}

static bool check_unknown(scenario_reader *reader, const scenario_element *element,
                          scenario_place place, void *filled)
{
    const scenario_unknown_draft *unknown = filled;
    (void)element;
    if (!is_variable_name(unknown->name))
        return scenario_reader_problem(
            reader, place,
            "<unknown name=\"%.60s\">: expected letters, digits, -, _ "
            "and ., beginning with a letter",
            unknown->name);
    if (!model_law_is_constant(&unknown->law))
        return scenario_reader_problem(
            reader, place, "the distribution of unknown \"%.60s\" cannot hold expressions",
            unknown->name);
    return true;
}

static const scenario_element unknown_element = {
    .name = "unknown",
    .meaning = "a number that nobody knows: drawn once per replication",
    .size = sizeof(scenario_unknown_draft),
    .place = offsetof(scenario_unknown_draft, place),
    SCENARIO_FIELDS(unknown_fields),
    SCENARIO_CHILDREN(unknown_children),
    .check = check_unknown,
};

static const scenario_field correlate_fields[] = {
    {.name = "first",
     .kind = &scenario_kind_name,
     .offset = offsetof(scenario_correlate_draft, first),
     .meaning = "the name of an unknown"},
    {.name = "second",
     .kind = &scenario_kind_name,
     .offset = offsetof(scenario_correlate_draft, second),
     .meaning = "the name of another"},
    {.name = "rank",
     .kind = &scenario_kind_fixed_number,
     .offset = offsetof(scenario_correlate_draft, rank),
     .range = {-1, 1, false},
     .meaning = "Spearman's rank correlation"},
};

static const scenario_element correlate_element = {
    .name = "correlate",
    .meaning = "two unknowns that go together (a Gaussian copula)",
    .size = sizeof(scenario_correlate_draft),
    .place = offsetof(scenario_correlate_draft, place),
    SCENARIO_FIELDS(correlate_fields),
};

static const scenario_child unknowns_children[] = {
    {.element = &unknown_element,
     .occurrence = SCENARIO_MANY,
     .offset = offsetof(scenario_unknowns_draft, items),
     .count = offsetof(scenario_unknowns_draft, n_items)},
    {.element = &correlate_element,
     .occurrence = SCENARIO_MANY,
     .offset = offsetof(scenario_unknowns_draft, correlates),
     .count = offsetof(scenario_unknowns_draft, n_correlates)},
};

const scenario_element scenario_elements_unknowns = {
    .name = "unknowns",
    .meaning = "what nobody knows: the other kind of chance, which more data would remove",
    .size = sizeof(scenario_unknowns_draft),
    SCENARIO_CHILDREN(unknowns_children),
};
