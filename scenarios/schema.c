/* SPDX-License-Identifier: GPL-3.0-or-later */
/* The XML Schema of a language, from its tables of elements. */
#include "scenarios/language/element.h"
#include "scenarios/language/output.h"
#include "scenarios/language/suggest.h"
#include "scenarios/language/walk.h"

#include <stdlib.h>
#include <string.h>

static const char number_pattern[] = "[+\\-]?([0-9]+\\.?[0-9]*|\\.[0-9]+)([eE][+\\-]?[0-9]+)?";
static const char include_uri[] = "http://www.w3.org/2001/XInclude";

/* ---- Text ---- */

static void escaped(scenario_output *out, const char *text)
{
    for (; *text; text++)
        switch (*text) {
        case '<':
            scenario_output_add(out, "&lt;");
            break;
        case '>':
            scenario_output_add(out, "&gt;");
            break;
        case '&':
            scenario_output_add(out, "&amp;");
            break;
        case '"':
            scenario_output_add(out, "&quot;");
            break;
        default:
            scenario_output_add(out, "%c", *text);
        }
}

static void document(scenario_output *out, const char *indent, const char *text)
{
    scenario_output_add(out, "%s<xs:annotation><xs:documentation>", indent);
    escaped(out, text);
    scenario_output_add(out, "</xs:documentation></xs:annotation>\n");
}

/* A unit as a regular expression: "k tokens" may have any space inside. */
static void unit_pattern(scenario_output *out, const char *name)
{
    for (; *name; name++)
        if (*name == ' ')
            scenario_output_add(out, "\\s+");
        else
            scenario_output_add(out, "%c", *name);
}

/* ---- Kinds as simple types ---- */

static void units_pattern(scenario_output *out, const scenario_dimension *dimension)
{
    scenario_output_add(out, "%s(", dimension->has_currency ? "\\s*[A-Z]{3}\\s*" : "\\s*");
    for (size_t i = 0; i < dimension->n_units; i++) {
        scenario_output_add(out, i ? "|" : "");
        unit_pattern(out, dimension->units[i].name);
    }
    scenario_output_add(out, ")");
}

/* A number with one of the dimension's units, or zero alone, or an expression. */
static void dimension_pattern(scenario_output *out, const scenario_kind *kind,
                              const scenario_dimension *dimension)
{
    scenario_output_add(out, "    <xs:pattern value=\"\\s*%s", number_pattern);
    units_pattern(out, dimension);
    scenario_output_add(out, "\\s*\"/>\n    <xs:pattern value=\"\\s*[+\\-]?0+\\.?0*\\s*\"/>\n");
    if (!kind->may_vary)
        return;
    scenario_output_add(out, "    <xs:pattern value=\"\\s*\\{[^{}]*\\}");
    units_pattern(out, dimension);
    scenario_output_add(out, "\\s*\"/>\n");
}

static void write_kind(const scenario_kind *kind, void *data)
{
    scenario_output *out = data;
    scenario_output_add(out, "  <xs:simpleType name=\"value-%s\">\n", kind->name);
    document(out, "    ", kind->summary);
    scenario_output_add(out, "   <xs:restriction base=\"xs:string\">\n");
    const scenario_choice *choice;
    for (size_t i = 0; kind->choices && (choice = kind->choices(i)); i++)
        if (!choice->is_later) {
            scenario_output_add(out, "    <xs:enumeration value=\"%s\">\n", choice->name);
            document(out, "     ", choice->meaning);
            scenario_output_add(out, "    </xs:enumeration>\n");
        }
    if (kind->dimension)
        dimension_pattern(out, kind, kind->dimension);
    if (kind->is_outcome) { /* which of them depends on the place */
        dimension_pattern(out, kind, &scenario_units_duration);
        dimension_pattern(out, kind, &scenario_units_tokens);
    }
    if (kind->pattern)
        scenario_output_add(out, "    <xs:pattern value=\"%s\"/>\n", kind->pattern);
    scenario_output_add(out, "   </xs:restriction>\n  </xs:simpleType>\n");
}

/* ---- Elements as complex types ---- */

static void write_field(scenario_output *out, const scenario_field *field)
{
    scenario_output_add(out, "    <xs:attribute name=\"%s\" type=\"o:value-%s\"", field->name,
                        field->kind->name);
    if (!field->otherwise)
        scenario_output_add(out, " use=\"required\"");
    else if (*field->otherwise)
        scenario_output_add(out, " default=\"%s\"", field->otherwise);
    scenario_output_add(out, ">\n");
    document(out, "     ", field->meaning);
    scenario_output_add(out, "    </xs:attribute>\n");
}

static void write_child(scenario_output *out, const scenario_child *child)
{
    if (child->group)
        scenario_output_add(out, "     <xs:group ref=\"o:%s\"/>\n", child->group->name);
    else
        scenario_output_add(out, "     <xs:element name=\"%s\" type=\"o:element-%s\"/>\n",
                            child->element->name, child->element->name);
}

/* Children come in any order, which XSD 1.0 cannot count: how often is left to the loader. */
static void write_element(const scenario_element *element, void *data)
{
    scenario_output *out = data;
    scenario_output_add(out, "  <xs:complexType name=\"element-%s\">\n", element->name);
    document(out, "    ", element->meaning);
    if (element->n_children)
        scenario_output_add(out, "    <xs:choice minOccurs=\"0\" maxOccurs=\"unbounded\">\n");
    for (size_t i = 0; i < element->n_children; i++)
        write_child(out, &element->children[i]);
    if (element->n_children)
        scenario_output_add(out,
                            "     <xs:any namespace=\"%s\" processContents=\"lax\"/>\n"
                            "    </xs:choice>\n",
                            include_uri);
    for (size_t i = 0; i < element->n_fields; i++)
        write_field(out, &element->fields[i]);
    scenario_output_add(
        out, "    <xs:anyAttribute namespace=\"http://www.w3.org/XML/1998/namespace\" "
             "processContents=\"lax\"/>\n  </xs:complexType>\n");
}

static void write_group(const scenario_group *group, void *data)
{
    scenario_output *out = data;
    scenario_output_add(out, "  <xs:group name=\"%s\">\n", group->name);
    document(out, "   ", group->meaning);
    scenario_output_add(out, "   <xs:choice>\n");
    const scenario_element *member;
    for (size_t i = 0; (member = group->member(i)); i++)
        scenario_output_add(out, "    <xs:element name=\"%s\" type=\"o:element-%s\"/>\n",
                            member->name, member->name);
    scenario_output_add(out, "   </xs:choice>\n  </xs:group>\n");
}

static void write_language(scenario_output *out, const scenario_language *language)
{
    scenario_output_add(
        out,
        "<?xml version=\"1.0\" encoding=\"UTF-8\"?>\n"
        "<!-- Written by outlay from the tables that its loader reads. -->\n"
        "<xs:schema xmlns:xs=\"http://www.w3.org/2001/XMLSchema\" xmlns:o=\"%s\"\n"
        "           targetNamespace=\"%s\" elementFormDefault=\"qualified\">\n",
        language->namespace_uri, language->namespace_uri);
    scenario_output_add(out, "  <xs:element name=\"%s\" type=\"o:element-%s\"/>\n",
                        language->root->name, language->root->name);
    const scenario_walk walk = {
        .element = write_element, .group = write_group, .kind = write_kind, .data = out};
    scenario_walk_language(language, &walk);
    scenario_output_add(out, "</xs:schema>\n");
}

bool scenario_write_schema(const char *which, char **text, sim_failure *why)
{
    scenario_suggestion near = scenario_suggestion_for(which);
    for (size_t i = 0; scenario_languages[i]; i++) {
        if (strcmp(scenario_languages[i]->name, which) == 0) {
            scenario_output out = {0};
            write_language(&out, scenario_languages[i]);
            *text = out.text;
            return true;
        }
        scenario_suggestion_offer(&near, scenario_languages[i]->name);
    }
    return sim_fail(why,
                    "there is no schema \"%.60s\"; there are scenario, prices and hardware%s",
                    which, scenario_suggestion_text(&near));
}
