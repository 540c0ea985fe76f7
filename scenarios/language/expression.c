/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "scenarios/language/expression.h"

#include "scenarios/language/kinds.h"
#include "scenarios/language/quiet.h"
#include "scenarios/language/suggest.h"

#include <ctype.h>
#include <libxml/xpath.h>
#include <libxml/xpathInternals.h>
#include <math.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

enum { LONGEST = 1000, OPERATIONS = 100000, NAME = 64 };

typedef struct expression {
    xmlXPathCompExpr *compiled;
    scenario_unit unit;
    scenario_value value; /* the attribute that holds it */
} expression;

struct scenario_expressions {
    xmlXPathContext *context;
    expression *items; /* items[n] */
    size_t n, room;
    const char *const *names; /* names[n_names] of the variables */
    size_t n_names;
    const double *values; /* values[n_names] while evaluating */
};

/* Functions of numbers that XPath 1.0 lacks. */

static void call_one(xmlXPathParserContext *parser, int n, double (*function)(double))
{
    if (n != 1) {
        xmlXPathSetArityError(parser);
        return;
    }
    const double x = xmlXPathPopNumber(parser);
    xmlXPathReturnNumber(parser, function(x));
}

static void call_two(xmlXPathParserContext *parser, int n, double (*function)(double, double))
{
    if (n != 2) {
        xmlXPathSetArityError(parser);
        return;
    }
    const double y = xmlXPathPopNumber(parser);
    const double x = xmlXPathPopNumber(parser);
    xmlXPathReturnNumber(parser, function(x, y));
}

static void call_exp(xmlXPathParserContext *parser, int n)
{
    call_one(parser, n, exp);
}

static void call_log(xmlXPathParserContext *parser, int n)
{
    call_one(parser, n, log);
}

static void call_pow(xmlXPathParserContext *parser, int n)
{
    call_two(parser, n, pow);
}

static void call_min(xmlXPathParserContext *parser, int n)
{
    call_two(parser, n, fmin);
}

static void call_max(xmlXPathParserContext *parser, int n)
{
    call_two(parser, n, fmax);
}

static const struct {
    const char *name;
    xmlXPathFunction call;
} functions[] = {
    {"exp", call_exp}, {"log", call_log}, {"pow", call_pow},
    {"min", call_min}, {"max", call_max},
};

/* The value of $name, for XPath. */
static xmlXPathObject *variable(void *data, const xmlChar *name, const xmlChar *uri)
{
    const scenario_expressions *expressions = data;
    for (size_t i = 0; !uri && i < expressions->n_names; i++)
        if (strcmp((const char *)name, expressions->names[i]) == 0)
            return xmlXPathNewFloat(expressions->values[i]);
    return NULL;
}

scenario_expressions *scenario_expressions_new(void)
{
    scenario_expressions *expressions = sim_alloc(1, sizeof *expressions, "expressions");
    expressions->context = xmlXPathNewContext(NULL);
    sim_require(expressions->context != NULL);
    expressions->context->opLimit = OPERATIONS;
    xmlXPathRegisterVariableLookup(expressions->context, variable, expressions);
    for (size_t i = 0; i < sizeof functions / sizeof *functions; i++)
        xmlXPathRegisterFunc(expressions->context, BAD_CAST functions[i].name,
                             functions[i].call);
    return expressions;
}

void scenario_expressions_free(scenario_expressions *expressions)
{
    if (!expressions)
        return;
    for (size_t i = 0; i < expressions->n; i++)
        xmlXPathFreeCompExpr(expressions->items[i].compiled);
    xmlXPathFreeContext(expressions->context);
    free(expressions->items);
    free(expressions);
}

size_t scenario_expressions_count(const scenario_expressions *expressions)
{
    return expressions->n;
}

static expression *grow(scenario_expressions *expressions)
{
    if (expressions->n == expressions->room) {
        expressions->room = expressions->room ? 2 * expressions->room : 16;
        expressions->items = sim_realloc(expressions->items, expressions->room,
                                         sizeof *expressions->items, "expressions");
    }
    return &expressions->items[expressions->n++];
}

/* ---- Names in an expression ---- */

static bool is_name(char c)
{
    return isalnum((unsigned char)c) || c == '-' || c == '_' || c == '.' || c == ':' ||
           (unsigned char)c >= 0x80;
}

/* A name in an expression, outside of quotes. */
typedef struct token {
    char name[NAME];
    bool is_variable; /* behind $ */
    bool is_call;     /* before ( */
} token;

static const char *skip_space(const char *text)
{
    while (isspace((unsigned char)*text))
        text++;
    return text;
}

/* Behind the quote that ends a text, or its end. */
static const char *skip_quoted(const char *text)
{
    const char *end = strchr(text + 1, *text);
    return end ? end + 1 : text + strlen(text);
}

/* Where the next name or variable begins; the end if there is none. */
static const char *token_begin(const char *text)
{
    while (*text) {
        if (*text == '"' || *text == '\'')
            text = skip_quoted(text);
        else if (*text == '$' || (is_name(*text) && *text != '-' && *text != '.'))
            return text;
        else
            text++;
    }
    return text;
}

/* The next token; NULL after the last. The place behind it otherwise. */
static const char *next_token(const char *text, token *out)
{
    text = token_begin(text);
    if (!*text)
        return NULL;
    size_t n = 0;
    out->is_variable = *text == '$';
    for (text = skip_space(text + out->is_variable); is_name(*text); text++)
        if (n + 1 < NAME)
            out->name[n++] = *text;
    out->name[n] = '\0';
    out->is_call = *skip_space(text) == '(';
    return text;
}

/* Whether every function of an expression exists. */
static bool check_functions(const scenario_expressions *expressions, const char *text,
                            sim_failure *why)
{
    static const char *const of_xpath[] = {"floor", "ceiling", "round", "number", "sum"};
    token t;
    while ((text = next_token(text, &t))) {
        if (t.is_variable || !t.is_call || strcmp(t.name, "and") == 0 ||
            strcmp(t.name, "or") == 0 || strcmp(t.name, "div") == 0 ||
            strcmp(t.name, "mod") == 0 ||
            xmlXPathFunctionLookup(expressions->context, BAD_CAST t.name))
            continue;
        scenario_suggestion near = scenario_suggestion_for(t.name);
        for (size_t i = 0; i < sizeof functions / sizeof *functions; i++)
            scenario_suggestion_offer(&near, functions[i].name);
        for (size_t i = 0; i < sizeof of_xpath / sizeof *of_xpath; i++)
            scenario_suggestion_offer(&near, of_xpath[i]);
        return sim_fail(why, "there is no function %s()%s", t.name,
                        scenario_suggestion_text(&near));
    }
    return true;
}

bool scenario_expressions_add(scenario_expressions *expressions, const char *text,
                              scenario_unit unit, const scenario_value *value, int32_t *slot,
                              sim_failure *why)
{
    if (strlen(text) > LONGEST)
        return sim_fail(why, "the expression is longer than %d characters", LONGEST);
    expressions->context->opCount = 0;
    const scenario_quiet before = scenario_quiet_begin(NULL, NULL);
    xmlXPathCompExpr *compiled = xmlXPathCtxtCompile(expressions->context, BAD_CAST text);
    scenario_quiet_end(&before);
    if (!compiled)
        return sim_fail(why, "{%.200s} is not an expression of XPath 1.0", text);
    if (!check_functions(expressions, text, why)) {
        xmlXPathFreeCompExpr(compiled);
        return false;
    }
    *slot = (int32_t)expressions->n;
    *grow(expressions) = (expression){.compiled = compiled, .unit = unit, .value = *value};
    return true;
}

static void check_name(const scenario_expressions *expressions, const expression *e,
                       const char *name, scenario_problems *problems)
{
    scenario_suggestion near = scenario_suggestion_for(name);
    const char *hint = "";
    for (size_t i = 0; i < expressions->n_names; i++) {
        const char *known = expressions->names[i];
        if (strcmp(name, known) == 0)
            return;
        scenario_suggestion_offer(&near, known);
        if (strncmp(name, known, strlen(known)) == 0 && name[strlen(known)] == '-')
            hint = "; a minus needs a space before it, since names may hold one";
    }
    scenario_problems_add(problems, e->value.place.file, e->value.place.line,
                          "<%s %s=\"%.80s\">: there is no unknown \"%s\"%s%s",
                          e->value.element->name, e->value.field->name, e->value.text, name,
                          hint, scenario_suggestion_text(&near));
}

void scenario_expressions_name(scenario_expressions *expressions, size_t n,
                               const char *const *names, scenario_problems *problems)
{
    token t;
    expressions->names = names;
    expressions->n_names = n;
    for (size_t i = 0; i < expressions->n; i++) {
        const char *rest = expressions->items[i].value.text;
        while ((rest = next_token(rest, &t)))
            if (t.is_variable)
                check_name(expressions, &expressions->items[i], t.name, problems);
    }
}

static bool refuse(const expression *e, const char *what, sim_failure *why)
{
    return sim_fail(why, "<%s %s=\"%.80s\"> %s", e->value.element->name, e->value.field->name,
                    e->value.text, what);
}

static bool evaluate(scenario_expressions *expressions, const expression *e, double *result,
                     sim_failure *why)
{
    expressions->context->opCount = 0;
    xmlXPathObject *object = xmlXPathCompiledEval(e->compiled, expressions->context);
    const bool is_number = object && object->type == XPATH_NUMBER;
    const double number = is_number ? object->floatval : 0;
    xmlXPathFreeObject(object);
    if (!is_number)
        return refuse(e, "is not a number", why);
    *result = number * e->unit.times / e->unit.per;
    if (!isfinite(*result))
        return refuse(e, "is not a finite number", why);
    char allowed[80], sentence[160];
    if (scenario_kinds_in_range(&e->value, *result, allowed, sizeof allowed))
        return true;
    snprintf(sentence, sizeof sentence, "is %.6g%s, which must be %s", *result,
             e->value.field->kind->dimension->base, allowed);
    return refuse(e, sentence, why);
}

bool scenario_expressions_evaluate(scenario_expressions *expressions, const double *values,
                                   double *results, scenario_place *place, sim_failure *why)
{
    bool is_good = true;
    const scenario_quiet before = scenario_quiet_begin(NULL, NULL);
    expressions->values = values;
    for (size_t i = 0; i < expressions->n && is_good; i++) {
        *place = expressions->items[i].value.place;
        is_good = evaluate(expressions, &expressions->items[i], &results[i], why);
    }
    scenario_quiet_end(&before);
    return is_good;
}
