/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "scenarios/language/document.h"

#include "scenarios/language/quiet.h"

#include <libxml/parser.h>
#include <libxml/xmlerror.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>

/* A scenario or book of more bytes is a mistake; files that include each other without end
   are stopped. */
enum { LARGEST_FILE = 32 << 20, DEEPEST_INCLUDE = 8, MOST_FILES = 200 };

static const char include_uri[] = "http://www.w3.org/2001/XInclude";

/* ---- Files ---- */

char *scenario_document_text(const char *path, size_t *size, sim_failure *why)
{
    struct stat status;
    if (stat(path, &status) != 0) {
        sim_fail(why, "there is no file %.300s", path);
        return NULL;
    }
    if (!S_ISREG(status.st_mode) || status.st_size > LARGEST_FILE) {
        sim_fail(why, "%.300s is not a file of at most %d MB", path, LARGEST_FILE >> 20);
        return NULL;
    }
    FILE *file = fopen(path, "rb");
    char *text = sim_alloc((size_t)status.st_size + 1, 1, "a file");
    *size = file ? fread(text, 1, (size_t)status.st_size, file) : 0;
    const bool is_read = file && !ferror(file);
    if (file)
        fclose(file);
    if (is_read)
        return text;
    free(text);
    sim_fail(why, "cannot read %.300s", path);
    return NULL;
}

const char *scenario_document_path(sim_arena *arena, const char *file, const char *href)
{
    const char *slash = strrchr(file, '/');
    if (href[0] == '/' || !slash)
        return sim_arena_copy(arena, href);
    const size_t folder = (size_t)(slash + 1 - file);
    char *path = sim_arena_alloc(arena, folder + strlen(href) + 1, 1);
    memcpy(path, file, folder);
    memcpy(path + folder, href, strlen(href) + 1);
    return path;
}

scenario_place scenario_document_place(const xmlNode *node)
{
    scenario_place place = {.file = "", .line = (int)xmlGetLineNo(node)};
    for (; node && node->type == XML_ELEMENT_NODE; node = node->parent)
        if (node->_private) {
            place.file = node->_private;
            break;
        }
    return place;
}

/* ---- Parsing ---- */

typedef struct listener {
    scenario_problems *problems;
    const char *file;
} listener;

static void on_error(void *data, xmlError *error)
{
    const listener *to = data;
    if (error->level < XML_ERR_ERROR || !error->message)
        return;
    size_t n = strlen(error->message);
    while (n && (error->message[n - 1] == '\n' || error->message[n - 1] == ' '))
        n--;
    scenario_problems_add(to->problems, to->file, error->line, "not well-formed XML: %.*s",
                          (int)(n < 300 ? n : 300), error->message);
}

/* The document of a text without DTD; its root remembers the file. NULL and problems. */
static xmlDoc *parse(scenario_reader *reader, const char *text, size_t size, char *file)
{
    const int options = XML_PARSE_NONET | XML_PARSE_NOERROR | XML_PARSE_NOWARNING |
                        XML_PARSE_NOBLANKS | XML_PARSE_BIG_LINES;
    listener to = {reader->problems, file};
    const size_t problems_before = reader->problems->n;
    const scenario_quiet before = scenario_quiet_begin(on_error, &to);
    xmlDoc *document = xmlReadMemory(text, (int)size, NULL, NULL, options);
    scenario_quiet_end(&before);
    const bool has_dtd = document && document->intSubset;
    if (has_dtd)
        scenario_problems_add(reader->problems, file, 1,
                              "it has a DTD (<!DOCTYPE ...>), which is refused");
    xmlNode *root = document ? xmlDocGetRootElement(document) : NULL;
    if (!root && reader->problems->n == problems_before)
        scenario_problems_add(reader->problems, file, 1, "not well-formed XML");
    if (!root || has_dtd || reader->problems->n > problems_before) {
        xmlFreeDoc(document);
        return NULL;
    }
    root->_private = file; /* libxml2 keeps it without touching it */
    return document;
}

static void record(scenario_reader *reader, const char *file, const char *role,
                   const char *text)
{
    reader->files =
        scenario_reader_grow(reader, reader->files, &reader->n_files, sizeof *reader->files);
    reader->files[reader->n_files - 1] = (scenario_file){
        .path = file, .role = role, .text = sim_arena_copy(reader->arena, text)};
}

static xmlDoc *parse_file(scenario_reader *reader, const char *path, const char *role,
                          scenario_place from)
{
    sim_failure why;
    size_t size = 0;
    char *file = sim_arena_copy(reader->arena, path);
    char *text = scenario_document_text(file, &size, &why);
    if (!text) {
        scenario_reader_problem(reader, from, "%s", why.text);
        return NULL;
    }
    record(reader, file, role, text);
    xmlDoc *document = parse(reader, text, size, file);
    free(text);
    return document;
}

/* ---- XInclude ---- */

static bool is_include(const xmlNode *node)
{
    return node->type == XML_ELEMENT_NODE && node->ns && node->ns->href &&
           strcmp((const char *)node->ns->href, include_uri) == 0;
}

/* The value of an attribute of an include, in the arena; NULL if there is none. */
static const char *property(scenario_reader *reader, const xmlNode *node, const char *name)
{
    xmlChar *text = xmlGetNoNsProp(node, BAD_CAST name);
    const char *copy = sim_arena_copy(reader->arena, (const char *)text);
    xmlFree(text);
    return copy;
}

/* The file that an include names, or NULL and a problem. */
static const char *included_path(scenario_reader *reader, const xmlNode *node)
{
    const scenario_place place = scenario_document_place(node);
    const char *href = property(reader, node, "href"), *as = property(reader, node, "parse");
    if (strcmp((const char *)node->name, "include") != 0 || !href || !*href ||
        (as && strcmp(as, "xml") != 0) || property(reader, node, "xpointer")) {
        scenario_reader_problem(
            reader, place, "only <xi:include href=\"FILE\"/> of whole XML files is possible");
        return NULL;
    }
    if (strstr(href, "://")) {
        scenario_reader_problem(reader, place,
                                "\"%.200s\": nothing is fetched from the network", href);
        return NULL;
    }
    return scenario_document_path(reader->arena, place.file, href);
}

/* Puts a copy of the included file's root in the place of the include: the copy or NULL. */
static xmlNode *include(scenario_reader *reader, xmlNode *node, int depth)
{
    const char *path = included_path(reader, node);
    const scenario_place place = scenario_document_place(node);
    if (path && (depth == DEEPEST_INCLUDE || reader->n_files >= MOST_FILES)) {
        scenario_reader_problem(reader, place,
                                "too many includes: does a file include itself?");
        return NULL;
    }
    xmlDoc *part = path ? parse_file(reader, path, "included", place) : NULL;
    if (!part)
        return NULL;
    xmlNode *root = xmlDocGetRootElement(part);
    xmlNode *copy = xmlDocCopyNode(root, node->doc, 1);
    copy->_private = root->_private;
    xmlFreeDoc(part);
    xmlReplaceNode(node, copy);
    xmlFreeNode(node);
    return copy;
}

/* As deep as libxml2 lets a document be, 256, times DEEPEST_INCLUDE. */
/* NOLINTNEXTLINE(misc-no-recursion) */
static void include_all(scenario_reader *reader, xmlNode *node, int depth)
{
    for (xmlNode *next, *child = node->children; child; child = next) {
        next = child->next;
        xmlNode *copy = is_include(child) ? include(reader, child, depth) : NULL;
        if (copy)
            include_all(reader, copy, depth + 1);
        else if (child->type == XML_ELEMENT_NODE && !is_include(child))
            include_all(reader, child, depth);
    }
}

/* ---- Namespaces ---- */

static const scenario_language *language_of(const xmlNode *root)
{
    for (size_t i = 0; scenario_languages[i]; i++)
        if (root->ns && root->ns->href &&
            strcmp((const char *)root->ns->href, scenario_languages[i]->namespace_uri) == 0)
            return scenario_languages[i];
    return NULL;
}

static bool check_root(scenario_reader *reader, const xmlNode *root,
                       const scenario_language *wanted)
{
    const scenario_language *found = language_of(root);
    const scenario_place place = scenario_document_place(root);
    const char *name = (const char *)root->name;
    const bool is_named = strcmp(name, wanted->root->name) == 0;
    if (found == wanted && is_named)
        return true;
    if (is_named && !root->ns)
        return scenario_reader_problem(reader, place,
                                       "<%s> lacks its namespace; write <%s xmlns=\"%s\">",
                                       name, name, wanted->namespace_uri);
    return scenario_reader_problem(reader, place,
                                   "this is a <%.60s>, not %s (<%s xmlns=\"%s\">)", name,
                                   wanted->what, wanted->root->name, wanted->namespace_uri);
}

/* NOLINTNEXTLINE(misc-no-recursion): the same. */
static void drop_namespace(xmlNode *node, const char *uri)
{
    if (node->ns && node->ns->href && strcmp((const char *)node->ns->href, uri) == 0)
        node->ns = NULL;
    for (xmlNode *child = node->children; child; child = child->next)
        if (child->type == XML_ELEMENT_NODE)
            drop_namespace(child, uri);
}

static xmlDoc *prepared(scenario_reader *reader, xmlDoc *document,
                        const scenario_language *language)
{
    if (!document)
        return NULL;
    xmlNode *root = xmlDocGetRootElement(document);
    const size_t problems_before = reader->problems->n;
    if (check_root(reader, root, language)) {
        include_all(reader, root, 0);
        drop_namespace(root, language->namespace_uri);
    }
    if (reader->problems->n == problems_before)
        return document;
    xmlFreeDoc(document);
    return NULL;
}

xmlDoc *scenario_document_open(scenario_reader *reader, const char *path, const char *role,
                               const scenario_language *language)
{
    const scenario_place nowhere = {NULL, 0};
    return prepared(reader, parse_file(reader, path, role, nowhere), language);
}

xmlDoc *scenario_document_open_text(scenario_reader *reader, const char *text, const char *name,
                                    const char *role, const scenario_language *language)
{
    char *file = sim_arena_copy(reader->arena, name);
    const size_t size = strlen(text);
    if (size > LARGEST_FILE) {
        scenario_problems_add(reader->problems, file, 1, "the text is longer than %d MB",
                              LARGEST_FILE >> 20);
        return NULL;
    }
    record(reader, file, role, text);
    return prepared(reader, parse(reader, text, size, file), language);
}
