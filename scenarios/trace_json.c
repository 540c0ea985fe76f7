/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "scenarios/trace_json.h"

#include <string.h>

static bool value(const scenario_trace_lines *lines, const scenario_trace_field *field,
                  const json_t *member, scenario_trace_draft *draft, sim_failure *why)
{
    if (field->kind->json(member, (char *)draft + field->place))
        return true;
    char *text = json_dumps(member, JSON_ENCODE_ANY | JSON_COMPACT);
    const char *shown = text ? text : "?";
    scenario_trace_lines_fail(lines, why, "%s is %s, expected %s", field->name,
                              scenario_trace_excerpt_of(shown, shown + strlen(shown)).text,
                              field->kind->expected);
    free(text);
    return false;
}

static bool row(const scenario_trace_lines *lines, const scenario_trace_field *fields,
                const json_t *object, scenario_trace_draft *draft, sim_failure *why)
{
    for (const scenario_trace_field *f = fields; f->name; f++) {
        const json_t *member = json_object_get(object, f->name);
        if (!member && !f->is_optional)
            return scenario_trace_lines_fail(lines, why,
                                             "there is no member \"%s\", expected %s", f->name,
                                             f->kind->expected);
        const bool is_there = member && !(json_is_null(member) && f->is_optional);
        if (is_there && !value(lines, f, member, draft, why))
            return false;
    }
    return true;
}

static bool line(scenario_trace_lines *lines, const scenario_trace_field *fields,
                 const char *begin, const char *end, scenario_trace_taker taker,
                 sim_failure *why)
{
    json_error_t error;
    json_t *object = json_loadb(begin, (size_t)(end - begin), JSON_REJECT_DUPLICATES, &error);
    if (!object)
        return scenario_trace_lines_fail(
            lines, why, "the line is no JSON (column %d: %s), expected an object such as %s",
            error.column, error.text, "{\"timestamp\": 0, ...}");
    scenario_trace_draft draft = {.parent = -1};
    bool is_taken;
    if (!json_is_object(object))
        is_taken = scenario_trace_lines_fail(lines, why, "the line is no JSON object");
    else
        is_taken = row(lines, fields, object, &draft, why) &&
                   taker.take(taker.taker, &draft, lines, why);
    json_decref(object);
    return is_taken;
}

bool scenario_trace_json_read(scenario_trace_lines *lines, const scenario_trace_field *fields,
                              scenario_trace_taker taker, sim_failure *why)
{
    for (char *begin, *end;;) {
        if (!scenario_trace_lines_next(lines, &begin, &end, why))
            return false;
        if (!begin)
            return true;
        if (!line(lines, fields, begin, end, taker, why))
            return false;
    }
}
