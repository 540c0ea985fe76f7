/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "scenarios/trace.h"

#include "scenarios/trace_csv.h"
#include "scenarios/trace_format.h"
#include "scenarios/trace_json.h"
#include "scenarios/trace_keep.h"

typedef struct reading {
    const scenario_trace_format *format;
    scenario_trace_keep *keep;
} reading;

static bool take(void *taker, scenario_trace_draft *draft, const scenario_trace_lines *lines,
                 sim_failure *why)
{
    reading *r = taker;
    if (r->format->settle)
        r->format->settle(draft);
    return scenario_trace_keep_row(r->keep, draft, lines, why);
}

static bool read_rows(reading *r, scenario_trace_lines *lines, sim_failure *why)
{
    const scenario_trace_format *format = r->format;
    const scenario_trace_taker taker = {take, r};
    if (format->is_json)
        return scenario_trace_json_read(lines, format->fields, taker, why);
    return scenario_trace_csv_read(lines, format->fields, format->advice ? format->advice : "",
                                   taker, why);
}

/* Reads all lines, NULL if there are none to be had. */
static bool open_lines(scenario_trace_lines *lines, const char *name,
                       const scenario_trace_format *format, model_trace **out, sim_failure *why)
{
    if (!lines)
        return false;
    reading r = {format, scenario_trace_keep_new(name, format->has_dates)};
    const bool is_open = read_rows(&r, lines, why) && scenario_trace_keep_end(r.keep, out, why);
    if (!is_open)
        scenario_trace_keep_free(r.keep);
    scenario_trace_lines_free(lines);
    return is_open;
}

bool scenario_trace_open(const char *path, const scenario_trace_format *format,
                         model_trace **out, sim_failure *why)
{
    return open_lines(scenario_trace_lines_new(path, why), path, format, out, why);
}

bool scenario_trace_open_memory(const void *bytes, size_t size, const char *name,
                                const scenario_trace_format *format, model_trace **out,
                                sim_failure *why)
{
    return open_lines(scenario_trace_lines_new_memory(bytes, size, name, why), name, format,
                      out, why);
}

void scenario_trace_close(model_trace *trace)
{
    if (trace)
        scenario_trace_keep_free(trace->keeper);
}
