/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * --set "XPATH=VALUE": elements of the document have no namespace, so the XPath is evaluated
 * as it was written, from the root element. After another
 * option, an XPath alone leaves out what it finds.
 */
#include "scenarios/language/document.h"
#include "scenarios/language/quiet.h"
#include "scenarios/language/suggest.h"
#include "scenarios/scenario.h"

#include <libxml/xpath.h>
#include <string.h>

static const char plain_option[] = "--set";
enum { LONGEST = 2000, OPERATIONS = 10000000 };

typedef struct setting {
    scenario_reader *reader;
    xmlXPathContext *context;
    const char *option;       /* that it was given by, for messages */
    const char *path, *value; /* value NULL: what the path finds is left out */
    scenario_place place;     /* where it is written; none of an option */
    struct varied **axes;     /* attributes that axes have been put on; NULL: it is no axis */
} setting;

typedef struct varied {
    const xmlNode *attribute;
    struct varied *next;
} varied;

/* Follows brackets, braces and quotes: whether the character stands outside of all. */
static bool is_outside(char c, int *depth, char *quote)
{
    if (*quote) {
        if (c == *quote)
            *quote = '\0';
        return false;
    }
    if (c == '"' || c == '\'')
        *quote = c;
    if (strchr("[({", c))
        ++*depth;
    if (strchr("])}", c))
        --*depth;
    return *depth == 0;
}

const char *scenario_set_find(const char *text, char wanted)
{
    int depth = 0;
    char quote = 0;
    for (; *text; text++)
        if (is_outside(*text, &depth, &quote) && *text == wanted)
            return text;
    return NULL;
}

static xmlXPathObject *evaluate(const setting *set, const char *path)
{
    set->context->opCount = 0;
    set->context->node = xmlDocGetRootElement(set->context->doc);
    xmlXPathObject *found = xmlXPathEval(BAD_CAST path, set->context);
    if (found && found->type == XPATH_NODESET)
        return found;
    xmlXPathFreeObject(found);
    return NULL;
}

/* Where the path's last step begins: behind its last '/' outside of brackets and quotes. */
static size_t last_step(const char *path)
{
    int depth = 0;
    char quote = 0;
    size_t begin = 0;
    for (size_t i = 0; path[i]; i++)
        if (is_outside(path[i], &depth, &quote) && path[i] == '/')
            begin = i + 1;
    return begin;
}

/* Offers the names that could stand where a step stands, below the elements found. */
static void offer_below(const xmlNodeSet *nodes, bool are_attributes, scenario_suggestion *near)
{
    for (int i = 0; nodes && i < nodes->nodeNr; i++) {
        const xmlNode *node = nodes->nodeTab[i];
        if (node->type != XML_ELEMENT_NODE)
            continue;
        for (const xmlAttr *a = node->properties; are_attributes && a; a = a->next)
            scenario_suggestion_offer(near, (const char *)a->name);
        for (const xmlNode *c = node->children; !are_attributes && c; c = c->next)
            if (c->type == XML_ELEMENT_NODE)
                scenario_suggestion_offer(near, (const char *)c->name);
    }
}

/* Offers the names of all elements below one. */
static void offer_within(const xmlNode *node, scenario_suggestion *near)
{
    for (const xmlNode *c = node->children; c; c = c->next)
        if (c->type == XML_ELEMENT_NODE) {
            scenario_suggestion_offer(near, (const char *)c->name);
            offer_within(c, near);
        }
}

/* Says that a step finds nothing below what its path has found. */
static void refuse_step(const setting *set, const char *step, const char *below,
                        const xmlNodeSet *nodes)
{
    char name[64] = "";
    const bool is_attribute = step[0] == '@';
    const size_t n = strcspn(step + is_attribute, "[");
    memcpy(name, step + is_attribute, n < sizeof name ? n : sizeof name - 1);
    scenario_suggestion near = scenario_suggestion_for(name);
    const bool is_anywhere = strcmp(below, "/") == 0; /* "//name" */
    if (is_anywhere && !is_attribute)
        offer_within(xmlDocGetRootElement(set->context->doc), &near);
    else
        offer_below(nodes, is_attribute, &near);
    below = is_anywhere ? "" : below;
    scenario_problems_add(set->reader->problems, set->place.file, set->place.line,
                          "%s \"%.300s\": %s%s%s %s \"%s\"%s%s", set->option, set->path,
                          *below ? "\"" : "", *below ? below : "<scenario>", *below ? "\"" : "",
                          is_attribute ? "has no attribute" : "holds no", name,
                          strchr(step, '[') ? " like that" : "",
                          scenario_suggestion_text(&near));
}

/* Finds the first step that leads nowhere, from the last to the first, and names it. */
static void explain_nothing(const setting *set)
{
    char path[LONGEST + 1], step[LONGEST + 1];
    memcpy(path, set->path, strlen(set->path) + 1);
    for (size_t begin; (begin = last_step(path)) > 0;) {
        memcpy(step, path + begin, strlen(path + begin) + 1);
        path[begin - 1] = '\0';
        xmlXPathObject *found = *path ? evaluate(set, path) : NULL;
        const bool is_there = found && found->nodesetval && found->nodesetval->nodeNr > 0;
        if (is_there)
            refuse_step(set, step, path, found->nodesetval);
        xmlXPathFreeObject(found);
        if (is_there)
            return;
    }
    xmlNode *root = xmlDocGetRootElement(set->context->doc);
    xmlNodeSet only_root = {.nodeNr = 1, .nodeMax = 1, .nodeTab = &root};
    refuse_step(set, path, "", &only_root);
}

static void refuse(const setting *set, const char *sentence)
{
    scenario_problems_add(set->reader->problems, set->place.file, set->place.line,
                          "%s \"%.300s\": %s", set->option, set->path, sentence);
}

/* Takes an attribute away, and what then says nothing: its element if it has no other and no
   children, and each parent of which that was the last child. unlinked[*n] are to be freed. */
static void leave_out(xmlNode *attribute, xmlNode **unlinked, size_t *n)
{
    xmlNode *element = attribute->parent;
    xmlUnlinkNode(attribute);
    unlinked[(*n)++] = attribute;
    bool is_empty = !element->properties;
    while (is_empty && !xmlFirstElementChild(element) && element->parent &&
           element->parent->type == XML_ELEMENT_NODE) {
        xmlNode *parent = element->parent;
        xmlUnlinkNode(element);
        unlinked[(*n)++] = element;
        element = parent;
    }
}

/* Elements between the root and a node. */
static size_t depth_of(const xmlNode *node)
{
    size_t depth = 0;
    for (; node; node = node->parent)
        depth++;
    return depth;
}

static void leave_all_out(const setting *set, xmlNodeSet *nodes)
{
    size_t room = 0, n = 0;
    for (int i = 0; i < nodes->nodeNr; i++)
        room += depth_of(nodes->nodeTab[i]);
    xmlNode **unlinked = sim_arena_alloc(set->reader->arena, room, sizeof(xmlNode *));
    for (int i = 0; i < nodes->nodeNr; i++)
        leave_out(nodes->nodeTab[i], unlinked, &n);
    nodes->nodeNr = 0; /* they are freed here, not looked at by who frees the set */
    for (size_t i = 0; i < n; i++)
        xmlFreeNode(unlinked[i]);
}

static bool are_attributes(const setting *set, const xmlNodeSet *nodes)
{
    for (int i = 0; i < nodes->nodeNr; i++)
        if (nodes->nodeTab[i]->type != XML_ATTRIBUTE_NODE) {
            refuse(set, "it finds elements, not attributes; end it with /@attribute");
            return false;
        }
    return true;
}

static bool holds(const varied *list, const xmlNode *attribute)
{
    while (list && list->attribute != attribute)
        list = list->next;
    return list != NULL;
}

/* Adds what an axis finds to what axes vary; false and a problem if another varies it. */
static bool claim(const setting *set, const xmlNodeSet *nodes)
{
    varied *const before = set->axes ? *set->axes : NULL;
    for (int i = 0; set->axes && i < nodes->nodeNr; i++) {
        if (holds(before, nodes->nodeTab[i])) {
            refuse(set, "another axis varies that attribute already");
            return false;
        }
        varied *added = sim_arena_alloc(set->reader->arena, 1, sizeof *added);
        *added = (varied){nodes->nodeTab[i], *set->axes};
        *set->axes = added;
    }
    return true;
}

static void apply(const setting *set, xmlNodeSet *nodes)
{
    if (!are_attributes(set, nodes) || !claim(set, nodes))
        return;
    if (!set->value)
        leave_all_out(set, nodes);
    for (int i = 0; i < nodes->nodeNr; i++) {
        const xmlNode *attribute = nodes->nodeTab[i];
        xmlSetProp(attribute->parent, attribute->name, BAD_CAST set->value);
    }
}

static void make(const setting *set, void (*use)(const setting *set, xmlNodeSet *nodes))
{
    xmlXPathObject *found = evaluate(set, set->path);
    if (!found)
        refuse(set, "it is not an XPath of attributes, such as "
                    "workload[@name='support']/arrivals/@rate");
    else if (!found->nodesetval || found->nodesetval->nodeNr == 0)
        explain_nothing(set);
    else
        use(set, found->nodesetval);
    xmlXPathFreeObject(found);
}

/* "--over XPATH=VALUE" begins with its option; "XPATH=VALUE" is of --set. */
static setting setting_of(scenario_reader *reader, xmlXPathContext *context, const char *text)
{
    setting set = {.reader = reader, .context = context, .option = plain_option};
    const char *blank = strncmp(text, "--", 2) == 0 ? strchr(text, ' ') : NULL;
    char *path = sim_arena_copy(reader->arena, blank ? blank + 1 : text);
    if (blank) {
        char *option = sim_arena_copy(reader->arena, text);
        option[blank - text] = '\0';
        set.option = option;
    }
    set.path = path;
    const char *equals = scenario_set_find(path, '=');
    if (equals) {
        set.value = equals + 1;
        path[equals - path] = '\0';
    }
    return set;
}

static xmlXPathContext *context_of(xmlDoc *document)
{
    xmlXPathContext *context = xmlXPathNewContext(document);
    sim_require(context != NULL);
    context->opLimit = OPERATIONS;
    return context;
}

static bool is_readable(const char *path)
{
    return *path && strlen(path) <= LONGEST && xmlCheckUTF8(BAD_CAST path);
}

static void only_look(const setting *set, xmlNodeSet *nodes)
{
    if (are_attributes(set, nodes))
        claim(set, nodes);
}

void scenario_document_check_paths(scenario_reader *reader, xmlDoc *document,
                                   const scenario_document_axis *axes, size_t n,
                                   scenario_place place)
{
    varied *found = NULL;
    xmlXPathContext *context = context_of(document);
    const scenario_quiet before = scenario_quiet_begin(NULL, NULL);
    for (size_t i = 0; i < n; i++) {
        const setting set = {.reader = reader,
                             .context = context,
                             .option = axes[i].where,
                             .path = axes[i].path,
                             .place = place,
                             .axes = &found};
        if (is_readable(set.path))
            make(&set, only_look);
        else
            refuse(&set, "expected an XPath of attributes");
    }
    scenario_quiet_end(&before);
    xmlXPathFreeContext(context);
}

void scenario_document_set(scenario_reader *reader, xmlDoc *document, size_t n,
                           const char *const *sets)
{
    xmlXPathContext *context = context_of(document);
    const scenario_quiet before = scenario_quiet_begin(NULL, NULL);
    varied *found = NULL;
    for (size_t i = 0; i < n; i++) {
        setting set = setting_of(reader, context, sets[i]);
        const bool is_axis = strcmp(set.option, plain_option) != 0;
        const bool says_what = set.value || is_axis;
        set.axes = is_axis ? &found : NULL;
        if (!says_what || !is_readable(set.path) || !xmlCheckUTF8(BAD_CAST sets[i]))
            refuse(&set, "expected XPATH=VALUE");
        else
            make(&set, apply);
    }
    scenario_quiet_end(&before);
    xmlXPathFreeContext(context);
}
