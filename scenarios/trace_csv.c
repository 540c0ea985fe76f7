/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "scenarios/trace_csv.h"

#include "scenarios/trace_header.h"

#include <inttypes.h>
#include <string.h>

/* A quoted field: moves its text over the quotes. */
static char *cut_quoted(char *at, const char *line_end, char **begin, char **end)
{
    char *to = *begin = at;
    for (at++; at < line_end; at++) {
        if (*at == '"' && !(at + 1 < line_end && at[1] == '"'))
            break;
        at += *at == '"';
        *to++ = *at;
    }
    if (at >= line_end || (at + 1 < line_end && at[1] != ','))
        return NULL;
    *to = '"';
    *end = to;
    return at + 1;
}

char *scenario_trace_csv_cut(char *at, char *line_end, char **begin, char **end)
{
    if (at < line_end && *at == '"')
        return cut_quoted(at, line_end, begin, end);
    *begin = at;
    while (at < line_end && *at != ',')
        at++;
    *end = at;
    return at;
}

static char *closed_fail(const scenario_trace_lines *lines, sim_failure *why)
{
    scenario_trace_lines_fail(lines, why,
                              "a quoted field is not closed, expected '\"' and a comma");
    return NULL;
}

/* Whether [begin, end), blanks around it aside, is one value. */
static bool read_all(const scenario_trace_kind *kind, const char *begin, const char *end,
                     void *place)
{
    while (begin < end && *begin == ' ')
        begin++;
    while (begin < end && end[-1] == ' ')
        end--;
    return kind->text(begin, end, place) == end;
}

/* A field by the long way: its end is found first. Returns that, or NULL. */
static char *cut_value(const scenario_trace_lines *lines, const scenario_trace_field *field,
                       char *at, char *line_end, void *place, sim_failure *why)
{
    char *begin, *end;
    at = scenario_trace_csv_cut(at, line_end, &begin, &end);
    if (!at)
        return closed_fail(lines, why);
    if ((begin == end && field->is_optional) || read_all(field->kind, begin, end, place))
        return at;
    scenario_trace_lines_fail(lines, why, "%s is \"%s\", expected %s", field->name,
                              scenario_trace_excerpt_of(begin, end).text,
                              field->kind->expected);
    return NULL;
}

/* A field that is asked for. Nearly all are a plain value and then a comma. */
static char *value(const scenario_trace_lines *lines, const scenario_trace_field *field,
                   char *at, char *line_end, scenario_trace_draft *draft, sim_failure *why)
{
    void *place = (char *)draft + field->place;
    if (!field->kind->is_all) {
        const char *stop = field->kind->text(at, line_end, place);
        if (stop && (stop == line_end || *stop == ','))
            return at + (stop - at);
    }
    return cut_value(lines, field, at, line_end, place, why);
}

static char *skipped(const scenario_trace_lines *lines, char *at, char *line_end,
                     sim_failure *why)
{
    char *begin, *end;
    at = scenario_trace_csv_cut(at, line_end, &begin, &end);
    return at ? at : closed_fail(lines, why);
}

static bool width_fail(const scenario_trace_lines *lines, size_t found, size_t expected,
                       sim_failure *why)
{
    if (found < expected)
        return scenario_trace_lines_fail(lines, why, "the row has %zu of %zu fields", found,
                                         expected);
    return scenario_trace_lines_fail(
        lines, why, "the row has more than %zu fields, expected as many as the header",
        expected);
}

static bool row(const scenario_trace_lines *lines, const scenario_trace_header *header,
                char *at, char *line_end, scenario_trace_draft *draft, sim_failure *why)
{
    for (size_t i = 0; i < header->n; i++) {
        const scenario_trace_field *field = header->fields[i];
        at = field ? value(lines, field, at, line_end, draft, why)
                   : skipped(lines, at, line_end, why);
        if (!at)
            return false;
        if (at == line_end)
            return i + 1 == header->n || width_fail(lines, i + 1, header->n, why);
        at++;
    }
    return width_fail(lines, header->n + 1, header->n, why);
}

static bool rows(scenario_trace_lines *lines, const scenario_trace_header *header,
                 scenario_trace_taker taker, sim_failure *why)
{
    for (char *begin, *end;;) {
        if (!scenario_trace_lines_next(lines, &begin, &end, why))
            return false;
        if (!begin)
            return true;
        scenario_trace_draft draft = {.parent = -1};
        if (!row(lines, header, begin, end, &draft, why) ||
            !taker.take(taker.taker, &draft, lines, why))
            return false;
    }
}

bool scenario_trace_csv_read(scenario_trace_lines *lines, const scenario_trace_field *fields,
                             const char *advice, scenario_trace_taker taker, sim_failure *why)
{
    scenario_trace_header header;
    const bool is_read = scenario_trace_header_init(&header, lines, fields, advice, why) &&
                         (header.n == 0 || rows(lines, &header, taker, why));
    scenario_trace_header_clear(&header);
    return is_read;
}
