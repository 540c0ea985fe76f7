/* SPDX-License-Identifier: GPL-3.0-or-later */
/* The schemas that are written from the tables, against what is shipped and what is wrong. */
#include "scenarios/language/walk.h"
#include "scenarios/scenario.h"
#include "tests/load_case.h"

#include <libxml/parser.h>
#include <libxml/xmlschemas.h>
#include <libxml/xpath.h>

static void deaf(void *data, const char *format, ...)
{
    (void)data;
    (void)format;
}

static xmlSchema *schema_of(const char *which)
{
    char *text = NULL;
    sim_failure why = {""};
    ck_assert_msg(scenario_write_schema(which, &text, &why), "%s", why.text);
    xmlSchemaParserCtxt *parser = xmlSchemaNewMemParserCtxt(text, (int)strlen(text));
    xmlSchema *schema = xmlSchemaParse(parser);
    ck_assert_ptr_nonnull(schema);
    xmlSchemaFreeParserCtxt(parser);
    free(text);
    return schema;
}

static bool is_valid(xmlSchema *schema, xmlDoc *document)
{
    ck_assert_ptr_nonnull(document);
    xmlSchemaValidCtxt *validator = xmlSchemaNewValidCtxt(schema);
    xmlSchemaSetValidErrors(validator, deaf, deaf, NULL);
    const int errors = xmlSchemaValidateDoc(validator, document);
    xmlSchemaFreeValidCtxt(validator);
    xmlFreeDoc(document);
    return errors == 0;
}

static xmlDoc *shipped(const char *folder, const char *name)
{
    char *path = scenario_shipped(folder, name);
    ck_assert_msg(path != NULL, "%s/%s is not shipped", folder, name);
    xmlDoc *document = xmlReadFile(path, NULL, 0);
    free(path);
    return document;
}

TEST(shipped_files_are_valid)
{
    static const char *const files[][3] = {
        {"scenario", "examples", "everything"}, {"scenario", "examples", "support-assistant"},
        {"scenario", "examples", "job-batch"},  {"scenario", "templates", "chat"},
        {"scenario", "templates", "replay"},    {"prices", "prices", "2026-11"},
    };
    for (size_t i = 0; i < sizeof files / sizeof *files; i++) {
        xmlSchema *schema = schema_of(files[i][0]);
        ck_assert_msg(is_valid(schema, shipped(files[i][1], files[i][2])), "%s", files[i][2]);
        xmlSchemaFree(schema);
    }
}

TEST(what_the_loader_refuses_is_invalid_too)
{
    static const char *const cases[][2] = {
        {"<arrivals rate", "<arrivals velocity=\"1\" rate"},
        {"rate=\"12000/day\"", ""},
        {"12000/day", "12000/dya"},
        {"12000/day", "12000"},
        {"40 s", "40 parsec"},
        {"months=\"12\"", "months=\"{$growth}\""},
        {"2027-01-01", "January"},
        {"per=\"year\"", "per=\"decade\""},
        {"hosting=\"api\"", "hosting=\"rented\""},
        {"<turns>", "<agent/><turns>"},
        {"<growth per-month=\"{$growth}\"/>", "<grwoth/>"},
        {"250000 USD", "250000"},
    };
    xmlSchema *schema = schema_of("scenario");
    ck_assert(is_valid(schema, xmlReadDoc(BAD_CAST load_case_scenario, NULL, NULL, 0)));
    for (size_t i = 0; i < sizeof cases / sizeof *cases; i++) {
        char *text = load_case_replaced(load_case_scenario, cases[i][0], cases[i][1]);
        ck_assert_msg(!is_valid(schema, xmlReadDoc(BAD_CAST text, NULL, NULL, 0)), "%s",
                      cases[i][1]);
        free(text);
    }
    xmlSchemaFree(schema);
}

TEST(an_unknown_schema_is_refused)
{
    char *text = NULL;
    sim_failure why;
    ck_assert(!scenario_write_schema("price", &text, &why));
    ck_assert_ptr_nonnull(strstr(why.text, "did you mean \"prices\"?"));
}

/* ---- The annotated example against the tables ---- */

static bool holds(xmlDoc *document, const char *path)
{
    xmlXPathContext *context = xmlXPathNewContext(document);
    xmlXPathObject *found = xmlXPathEvalExpression(BAD_CAST path, context);
    const bool is_there = found && found->nodesetval && found->nodesetval->nodeNr > 0;
    xmlXPathFreeObject(found);
    xmlXPathFreeContext(context);
    return is_there;
}

static void check_used(const scenario_element *element, void *document)
{
    char path[200];
    snprintf(path, sizeof path, "//*[local-name()='%s']", element->name);
    ck_assert_msg(holds(document, path), "everything.xml has no <%s>", element->name);
    for (size_t i = 0; i < element->n_fields; i++) {
        const scenario_field *field = &element->fields[i];
        snprintf(path, sizeof path, "//*[local-name()='%s']/@%s", element->name, field->name);
        ck_assert_msg(holds(document, path), "everything.xml has no <%s %s>", element->name,
                      field->name);
    }
}

TEST(the_annotated_example_uses_every_element_and_attribute)
{
    xmlDoc *document = shipped("examples", "everything");
    const scenario_walk walk = {.element = check_used, .data = document};
    scenario_walk_language(&scenario_language_scenario, &walk);
    xmlFreeDoc(document);
}

/* ---- The tables themselves ---- */

static size_t n_same;
static const char *wanted;

static void count_same(const scenario_element *element, void *data)
{
    (void)data;
    n_same += strcmp(element->name, wanted) == 0;
}

static void check_element(const scenario_element *element, void *language)
{
    const scenario_walk walk = {.element = count_same};
    wanted = element->name;
    n_same = 0;
    scenario_walk_language(language, &walk);
    ck_assert_msg(n_same == 1, "two tables of <%s>: their schema types would be one", wanted);
    ck_assert_msg(element->meaning && *element->meaning, "<%s> has no meaning", wanted);
    for (size_t i = 0; i < element->n_fields; i++) {
        ck_assert_ptr_nonnull(element->fields[i].meaning);
        ck_assert_msg(element->fields[i].offset < element->size ||
                          strcmp(element->fields[i].kind->name, "later") == 0,
                      "<%s %s> is outside of its struct", wanted, element->fields[i].name);
    }
}

TEST(tables_are_complete_and_their_names_unique)
{
    for (size_t i = 0; scenario_languages[i]; i++) {
        scenario_language language = *scenario_languages[i];
        const scenario_walk walk = {.element = check_element, .data = &language};
        scenario_walk_language(&language, &walk);
    }
}

SUITE("schema", shipped_files_are_valid, what_the_loader_refuses_is_invalid_too,
      an_unknown_schema_is_refused, the_annotated_example_uses_every_element_and_attribute,
      tables_are_complete_and_their_names_unique)
