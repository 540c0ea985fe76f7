/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "scenarios/trace_keep.h"

#include "scenarios/spool.h"
#include "scenarios/trace_names.h"
#include "sim/memory.h"

#include <stdlib.h>

static const int64_t day_ns = (int64_t)86400 * 1000000000;

struct scenario_trace_keep {
    model_trace trace;
    char *name;
    bool has_dates;
    int64_t first_ns; /* as the file has it */
    uint64_t *day_first;
    size_t n_days, days_room;
    scenario_trace_sessions sessions;
    scenario_trace_apps apps;
    scenario_spool *spool;
    model_trace_row held;  /* the row last read, kept when the next one comes */
    uint64_t held_session; /* its hash; 0: it has none */
    bool is_holding;
};

static bool keep_read(const model_trace *trace, uint64_t first, size_t n, model_trace_row *rows,
                      sim_failure *why)
{
    const scenario_trace_keep *keep = trace->keeper;
    return scenario_spool_read(keep->spool, first, n, rows, why);
}

scenario_trace_keep *scenario_trace_keep_new(const char *name, bool has_dates)
{
    scenario_trace_keep *keep = sim_alloc(1, sizeof *keep, "a trace");
    keep->name = sim_copy(name);
    keep->has_dates = has_dates;
    keep->spool = scenario_spool_new(SCENARIO_SPOOL_MEMORY);
    scenario_trace_sessions_init(&keep->sessions);
    scenario_trace_apps_init(&keep->apps);
    return keep;
}

void scenario_trace_keep_free(scenario_trace_keep *keep)
{
    if (!keep)
        return;
    scenario_trace_sessions_clear(&keep->sessions);
    scenario_trace_apps_clear(&keep->apps);
    scenario_spool_free(keep->spool);
    free(keep->day_first);
    free(keep->name);
    free(keep);
}

static void push_day(scenario_trace_keep *keep)
{
    if (keep->n_days == keep->days_room) {
        keep->days_room = keep->days_room ? 2 * keep->days_room : 64;
        keep->day_first =
            sim_realloc(keep->day_first, keep->days_room, sizeof *keep->day_first, "days");
    }
    keep->day_first[keep->n_days++] = keep->trace.totals.rows;
}

/* The row's time since the first row. */
static bool clock_row(scenario_trace_keep *keep, int64_t time_ns,
                      const scenario_trace_lines *lines, int64_t *since, sim_failure *why)
{
    model_trace_totals *totals = &keep->trace.totals;
    if (totals->rows == 0)
        keep->first_ns = time_ns;
    *since = time_ns - keep->first_ns;
    if (*since < totals->last_ns)
        return scenario_trace_lines_fail(
            lines, why,
            "the time is %.9g s before that of the row above, expected rows in order of time",
            (double)(totals->last_ns - *since) / 1e9);
    if (*since >= SCENARIO_SPOOL_END_NS)
        return scenario_trace_lines_fail(
            lines, why, "the time is %.3g years after the first row, expected at most 9",
            (double)*since / (365.25 * (double)day_ns));
    while (*since >= (int64_t)keep->n_days * day_ns)
        push_day(keep);
    totals->last_ns = *since;
    return true;
}

static bool find_app(scenario_trace_keep *keep, const scenario_trace_text *app,
                     const scenario_trace_lines *lines, uint32_t *index, sim_failure *why)
{
    const char *expected;
    if (scenario_trace_apps_find(&keep->apps, app->begin, app->n, index, &expected))
        return true;
    return scenario_trace_lines_fail(
        lines, why, "app is \"%s\", expected %s",
        scenario_trace_excerpt_of(app->begin, app->begin + app->n).text, expected);
}

static void count(model_trace_totals *totals, const model_trace_row *row)
{
    totals->rows++;
    totals->input += row->input;
    totals->cache_read += row->cache_read;
    totals->output += row->output;
    totals->reasoning += row->reasoning;
}

/* Settles whether the row held begins a session, and spools it. */
static bool let_go(scenario_trace_keep *keep, sim_failure *why)
{
    if (!keep->is_holding)
        return true;
    if (keep->held_session)
        keep->held.starts_session =
            scenario_trace_sessions_add(&keep->sessions, keep->held_session);
    keep->trace.totals.sessions += keep->held.starts_session;
    keep->is_holding = false;
    return scenario_spool_push(keep->spool, &keep->held, why);
}

/* Rows lag behind by one: meanwhile the session's place comes from memory, which takes about
   as long as the reading of a row. */
static void hold(scenario_trace_keep *keep, const model_trace_row *row,
                 const scenario_trace_text *session)
{
    keep->held = *row;
    keep->held_session = 0;
    if (session->n > 0)
        keep->held_session =
            scenario_trace_sessions_hash(&keep->sessions, session->begin, session->n);
    keep->is_holding = true;
}

bool scenario_trace_keep_row(scenario_trace_keep *keep, const scenario_trace_draft *draft,
                             const scenario_trace_lines *lines, sim_failure *why)
{
    model_trace_row row = {
        .input = draft->input,
        .cache_read = draft->cache_read,
        .output = draft->output,
        .reasoning = draft->reasoning,
        .starts_session = draft->parent < 0,
    };
    sim_failure cause;
    if (!let_go(keep, &cause))
        return scenario_trace_lines_fail(lines, why, "%s", cause.text);
    if (!clock_row(keep, draft->time_ns, lines, &row.time_ns, why) ||
        !find_app(keep, &draft->app, lines, &row.app, why))
        return false;
    hold(keep, &row, &draft->session);
    count(&keep->trace.totals, &row);
    return true;
}

bool scenario_trace_keep_end(scenario_trace_keep *keep, model_trace **trace, sim_failure *why)
{
    sim_failure cause;
    if (keep->trace.totals.rows == 0)
        return sim_fail(why, "%s: error: the trace is empty, expected at least one row",
                        keep->name);
    if (!let_go(keep, &cause) || !scenario_spool_end(keep->spool, &cause))
        return sim_fail(why, "%s: error: %s", keep->name, cause.text);
    scenario_trace_sessions_clear(&keep->sessions);
    push_day(keep);
    keep->trace.name = keep->name;
    keep->trace.totals.first_unix_ns = keep->has_dates ? keep->first_ns : 0;
    keep->trace.apps = (const char *const *)keep->apps.names;
    keep->trace.n_apps = keep->apps.n;
    keep->trace.day_first = keep->day_first;
    keep->trace.n_days = keep->n_days - 1;
    keep->trace.read = keep_read;
    keep->trace.keeper = keep;
    *trace = &keep->trace;
    return true;
}
