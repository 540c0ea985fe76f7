/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "scenarios/trace_header.h"

#include "scenarios/trace.h"
#include "scenarios/trace_csv.h"
#include "scenarios/trace_format.h"
#include "sim/memory.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

/* A column's name, without quotes and blanks. */
typedef struct column {
    const char *begin;
    size_t n;
} column;

typedef struct columns {
    column *all; /* all[n] */
    size_t n;
} columns;

static column trimmed(const char *begin, const char *end)
{
    while (begin < end && *begin == ' ')
        begin++;
    while (begin < end && end[-1] == ' ')
        end--;
    return (column){begin, (size_t)(end - begin)};
}

static bool cut(const scenario_trace_lines *lines, char *at, char *line_end, columns *found,
                sim_failure *why)
{
    size_t room = 0;
    *found = (columns){0};
    for (char *begin, *end;; at++) {
        at = scenario_trace_csv_cut(at, line_end, &begin, &end);
        if (!at)
            return scenario_trace_lines_fail(
                lines, why, "a quoted column name is not closed, expected '\"' and a comma");
        if (found->n == room) {
            room = room ? 2 * room : 16;
            found->all = sim_realloc(found->all, room, sizeof *found->all, "columns");
        }
        found->all[found->n++] = trimmed(begin, end);
        if (at == line_end)
            return true;
    }
}

static bool is_called(const column *c, const char *name)
{
    return strlen(name) == c->n && memcmp(name, c->begin, c->n) == 0;
}

/* Letters and digits only, all small: what is left when the spelling differs. */
static bool next_letter(const char **at, const char *end, char *letter)
{
    for (; *at < end; ++*at) {
        const char c = **at;
        const bool is_capital = c >= 'A' && c <= 'Z';
        if (is_capital || (c >= 'a' && c <= 'z') || (c >= '0' && c <= '9')) {
            *letter = (char)(is_capital ? c - 'A' + 'a' : c);
            ++*at;
            return true;
        }
    }
    return false;
}

static bool is_like(const column *c, const char *name)
{
    const char *at = c->begin, *end = at + c->n, *name_end = name + strlen(name);
    for (char a = 0, b = 0;;) {
        const bool is_more = next_letter(&at, end, &a);
        if (is_more != next_letter(&name, name_end, &b) || (is_more && a != b))
            return false;
        if (!is_more)
            return true;
    }
}

/* Whether a format's columns are all there. */
static bool is_of(const columns *found, const scenario_trace_format *format)
{
    for (const scenario_trace_field *f = format->fields; f->name; f++) {
        size_t i = 0;
        while (i < found->n && !is_called(&found->all[i], f->name))
            i++;
        if (i == found->n && !f->is_optional)
            return false;
    }
    return !format->is_json;
}

/* Appends to a list of at most some 300 bytes. */
static void append(char *list, size_t size, const char *name)
{
    const size_t n = strlen(list);
    if (n < 300)
        snprintf(list + n, size - n, "%s%s", n ? ", " : "", name);
    else if (list[n - 1] != '.')
        snprintf(list + n, size - n, ", ...");
}

static void suggest(const columns *found, const char *missing, char *text, size_t size)
{
    for (size_t i = 0; i < found->n; i++) {
        const column *c = &found->all[i];
        if (is_like(c, missing)) {
            snprintf(text, size, "; is it \"%s\"?",
                     scenario_trace_excerpt_of(c->begin, c->begin + c->n).text);
            return;
        }
    }
    for (size_t i = 0; scenario_trace_formats[i]; i++)
        if (is_of(found, scenario_trace_formats[i])) {
            snprintf(text, size, "; did you mean format \"%s\"?",
                     scenario_trace_format_name(scenario_trace_formats[i]));
            return;
        }
}

static bool missing_fail(const scenario_trace_lines *lines, const columns *found,
                         const scenario_trace_field *fields,
                         const scenario_trace_field *missing, const char *advice,
                         sim_failure *why)
{
    char there[512] = "", expected[512] = "", suggestion[128] = "";
    for (size_t i = 0; i < found->n; i++) {
        const column *c = &found->all[i];
        append(there, sizeof there, scenario_trace_excerpt_of(c->begin, c->begin + c->n).text);
    }
    for (; fields->name; fields++)
        if (!fields->is_optional)
            append(expected, sizeof expected, fields->name);
    suggest(found, missing->name, suggestion, sizeof suggestion);
    return scenario_trace_lines_fail(lines, why,
                                     "there is no column \"%s\" among %s; expected %s%s%s",
                                     missing->name, there, expected, suggestion, advice);
}

/* The fields' columns. */
static bool match(scenario_trace_header *header, const scenario_trace_lines *lines,
                  const columns *found, const scenario_trace_field *fields, const char *advice,
                  sim_failure *why)
{
    for (const scenario_trace_field *f = fields; f->name; f++) {
        size_t times = 0;
        for (size_t i = 0; i < found->n; i++)
            if (is_called(&found->all[i], f->name)) {
                header->fields[i] = f->kind ? f : NULL;
                times++;
            }
        if (times > 1)
            return scenario_trace_lines_fail(
                lines, why, "there are %zu columns \"%s\", expected one", times, f->name);
        if (times == 0 && !f->is_optional)
            return missing_fail(lines, found, fields, f, advice, why);
    }
    return true;
}

bool scenario_trace_header_init(scenario_trace_header *header, scenario_trace_lines *lines,
                                const scenario_trace_field *fields, const char *advice,
                                sim_failure *why)
{
    char *begin, *end;
    *header = (scenario_trace_header){0};
    if (!scenario_trace_lines_next(lines, &begin, &end, why))
        return false;
    if (!begin)
        return true;
    columns found;
    bool is_good = cut(lines, begin, end, &found, why);
    if (is_good) {
        header->n = found.n;
        header->fields = sim_alloc(found.n, sizeof(scenario_trace_field *), "columns");
        is_good = match(header, lines, &found, fields, advice, why);
    }
    free(found.all);
    return is_good;
}

void scenario_trace_header_clear(scenario_trace_header *header)
{
    free(header->fields);
    *header = (scenario_trace_header){0};
}
