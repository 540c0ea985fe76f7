/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Which architectures are played on windows, and on how many. */
#include "models/summed_ways.h"
#include "models/windows.h"

#include <math.h>

/* Windows of a future: at least so many, and no more than help. */
enum { LEAST_WINDOWS = 48, MOST_WINDOWS = 960 };

/* Windows with their warm-ups may take so much of the horizon: else it is played in full. */
static const double most_of_horizon = 0.5;

/* A warm-up is so many times as long as a session and as a boot, with all the cool-downs that a
   fleet can have; at least and at most so long. */
static const double sessions_of_warm_up = 8, boots_of_warm_up = 3;
static const double least_warm_up_s = 1800, most_warm_up_s = 6 * 3600.0;

/* A workload has to come in so much of the time. */
static const double least_hours = 0.25;

/* Seconds that a token of an answer takes, about: for the length of sessions. */
static const double token_s = 0.03;

typedef struct maker {
    model_plan *plan;
    const model_summed_wish *wish;
    const model_future *mean;
    const char **why_not; /* why_not[n_architectures]: NULL: it can be played on windows */
    bool *is_windowed;
    double *load;         /* load[n_workloads] */
    double *length_s;     /* length_s[n_workloads]: of a session, about */
    double *turns;        /* turns[n_workloads] */
    double *sessions;     /* sessions[n_hours]: scratch */
    double *cache_errors; /* cache_errors[n_architectures]: of what caches let through */
    double warm_up_s;
    bool *keeps_copies; /* keeps_copies[n_architectures]: windows_settle.c */
} maker;

static bool has_engine(const maker *m, size_t architecture)
{
    return m->plan->architectures[architecture].n_shared > 0 &&
           !model_way_is_walked(m->plan, architecture);
}

static bool is_shared(const maker *m, size_t architecture, size_t workload)
{
    const model_planned *p = &m->plan->architectures[architecture];
    return model_endpoint_is_shared(model_plan_endpoint(p, workload)) &&
           !model_way_is_walked(m->plan, architecture);
}

/* ---- what forbids windows ---- */

/* Whether a slot comes more than once in a month: it is a time of day. */
static bool has_times(const model_tariff *tariff)
{
    for (size_t i = 0; i < tariff->n_cells; i++)
        for (size_t k = i; k-- > 0 && tariff->cells[k].month == tariff->cells[i].month;)
            if (tariff->cells[k].slot == tariff->cells[i].slot)
                return true;
    return false;
}

/* Whether calls come to the same lines in two cells. */
static bool are_split_alike(const model_cell *a, const model_cell *b)
{
    return a->threshold_tokens == b->threshold_tokens && a->is_excess == b->is_excess &&
           a->excess_from == b->excess_from && a->writes_cache == b->writes_cache;
}

/* Why hours at one price say nothing of those at others; NULL: they do. */
static const char *forbidden_by_prices(const model_tariff *of)
{
    if (has_times(of))
        return "its prices change with the time of day";
    for (size_t i = 1; i < of->n_cells; i++)
        if (!are_split_alike(&of->cells[i], &of->cells[0]))
            return "what its prices tell apart changes with a date";
    return NULL;
}

/* The same of all that the workload may be metered by. */
static const char *forbidden_by_any_price(const model_planned *p, size_t workload)
{
    const char *why = NULL;
    for (size_t i = 0; i < p->architecture->n_endpoints && !why; i++) {
        const model_meterage *of = model_plan_meterage(p, workload, i);
        if (of && !p->architecture->endpoints[i].hosted)
            why = forbidden_by_prices(&of->tariff);
    }
    return why;
}

static const char *forbidden_by_workload(const maker *m, size_t architecture, size_t workload)
{
    const model_planned *p = &m->plan->architectures[architecture];
    const model_workload *of = &m->plan->scenario->workloads[workload];
    if (of->is_replay)
        return "it replays a trace, whose hours are not alike";
    if (of->session.is_agent && of->session.agent.may_be_endless)
        return "its agents may never end";
    const model_answers *answers = model_architecture_answers(p->architecture, workload);
    const char *why =
        answers ? model_recall_forbids(answers, &of->arrivals, m->mean->resolved) : NULL;
    if (why)
        return why;
    return forbidden_by_any_price(p, workload);
}

static const char *forbidden(const maker *m, size_t architecture)
{
    const model_architecture *of = m->plan->architectures[architecture].architecture;
    if (of->n_limits > 0)
        return m->plan->not_walked && m->plan->not_walked[architecture]
                   ? m->plan->not_walked[architecture]
                   : "its spend limits remember what was spent before";
    if (of->n_watches > 0)
        return "it watches what every hour spends";
    for (size_t i = 0; i < m->plan->scenario->n_workloads; i++) {
        const char *why =
            is_shared(m, architecture, i) ? forbidden_by_workload(m, architecture, i) : NULL;
        if (why)
            return why;
    }
    return NULL;
}

/* ---- what sessions are like ---- */

static bool mean_of(const maker *m, const model_law *law, double otherwise, double *out,
                    sim_failure *why)
{
    const sim_sampler *sampler;
    if (!model_sampler(law, NULL, m->mean->resolved, m->mean->arena, &sampler, why))
        return false;
    *out = sampler ? sim_sampler_mean(sampler) *
                         model_number_value(law->outer_scale, m->mean->resolved)
                   : otherwise;
    return true;
}

static bool look_at_sessions(const maker *m, size_t workload, sim_failure *why)
{
    const model_session *session = &m->plan->scenario->workloads[workload].session;
    double turns, think_s, answer, tool_s = 0;
    if (!mean_of(m, &session->turns, 1, &turns, why) ||
        !mean_of(m, &session->think_s, 0, &think_s, why) ||
        !mean_of(m, &session->answer, 0, &answer, why) ||
        (session->is_agent && !mean_of(m, &session->agent.tool_s, 0, &tool_s, why)))
        return false;
    m->turns[workload] = fmax(turns, 1);
    m->length_s[workload] = fmax(turns, 1) * (think_s + tool_s + answer * token_s);
    m->load[workload] = fmax(turns, 1) * fmax(answer, 1);
    return true;
}

/* How long a fleet remembers: boots, and cool-downs until as many as there can be have stopped
   one by one. */
static bool memory_of(const maker *m, const model_endpoint *endpoint, double *out,
                      sim_failure *why)
{
    const double *resolved = m->mean->resolved;
    const model_hosting *of = endpoint->hosted;
    *out = 0;
    if (!of || of->scaling == model_scalings)
        return true;
    if (!mean_of(m, &of->boot_s, 0, out, why))
        return false;
    const double least = model_number_value(of->least, resolved);
    const double most = of->most.is_given ? model_number_value(of->most, resolved) : least;
    *out *= boots_of_warm_up;
    if (!of->scaling->stops_idle)
        *out += fmax(most - least, 0) * model_number_value(of->cooldown_s, resolved);
    return true;
}

/* The warm-up that an architecture needs. */
static bool find_warm_up(maker *m, size_t architecture, sim_failure *why)
{
    const model_planned *p = &m->plan->architectures[architecture];
    double needed_s = least_warm_up_s;
    for (size_t i = 0; i < m->plan->scenario->n_workloads; i++) {
        double memory_s;
        if (!is_shared(m, architecture, i))
            continue;
        if (!look_at_sessions(m, i, why) ||
            !memory_of(m, model_plan_endpoint(p, i), &memory_s, why))
            return false;
        needed_s = fmax(needed_s, sessions_of_warm_up * m->length_s[i]);
        needed_s = fmax(needed_s, memory_s);
    }
    if (needed_s > most_warm_up_s)
        m->why_not[architecture] =
            "its sessions, boots or cool-downs last too long for windows of an hour";
    else
        m->warm_up_s = fmax(m->warm_up_s, ceil(needed_s / 900) * 900);
    return true;
}

/* ---- how much there is to play ---- */

/* Sessions of the mean future in each hour; how many hours have any. */
static bool expect(const maker *m, size_t workload, size_t *hours, sim_failure *why)
{
    const model_calendar *calendar = m->plan->scenario->calendar;
    const model_workload *of = &m->plan->scenario->workloads[workload];
    model_source *source;
    if (!model_source_new(&of->arrivals, calendar, of->name, m->mean, &source, why))
        return false;
    *hours = 0;
    for (size_t hour = 0; hour < calendar->n_hours; hour++)
        m->sessions[hour] = 0;
    for (size_t day = 0; day * 24 < calendar->n_hours; day++)
        model_source_expect(source, day, m->sessions);
    for (size_t hour = 0; hour < calendar->n_hours; hour++)
        *hours += m->sessions[hour] > 0;
    return true;
}

/* Whether a workload's cache has room for all that is fresh, in futures that are up to twice as
   busy; and how well it is known what it lets through. */
static void look_at_cache(const maker *m, size_t architecture, size_t workload)
{
    const model_planned *p = &m->plan->architectures[architecture];
    const model_answers *of = model_architecture_answers(p->architecture, workload);
    const size_t n = m->plan->scenario->calendar->n_hours;
    if (!of || m->why_not[architecture])
        return;
    double *asked = sim_arena_alloc(m->mean->arena, n, sizeof *asked);
    model_recall recall;
    for (size_t hour = 0; hour < n; hour++)
        asked[hour] = 2 * m->sessions[hour];
    model_recall_init(&recall, of, p->workloads[workload].name, asked, n, m->mean);
    if (model_recall_lacks_room(&recall, m->mean))
        m->why_not[architecture] = "its semantic cache forgets by age and for lack of room";
    model_recall_init(&recall, of, p->workloads[workload].name, m->sessions, n, m->mean);
    double error;
    if (model_recall_missed(&recall, m->sessions, &error) > 0)
        m->cache_errors[architecture] = fmax(m->cache_errors[architecture], error);
}

/* Calls of each hour: of architectures on windows, of those of them that keep copies, and in
   sum of all that have an engine. */
typedef struct calls {
    double *of_hours, *kept, all;
} calls;

/* Whether a workload that comes in so many hours can be played on windows. */
static void look_at_hours(const maker *m, size_t workload, size_t hours)
{
    const double n_hours = (double)m->plan->scenario->calendar->n_hours;
    for (size_t i = 0; i < m->plan->scenario->n_architectures; i++) {
        if (!m->is_windowed[i] || !is_shared(m, i, workload))
            continue;
        if ((double)hours < least_hours * n_hours)
            m->why_not[i] = "a workload comes in too few hours";
        look_at_cache(m, i, workload);
    }
}

/* Adds a workload's. */
static bool add_calls(const maker *m, size_t workload, calls *to, sim_failure *why)
{
    const size_t n_hours = m->plan->scenario->calendar->n_hours;
    size_t hours, windowed = 0, keeping = 0, shared = 0;
    for (size_t i = 0; i < m->plan->scenario->n_architectures; i++) {
        shared += is_shared(m, i, workload);
        windowed += m->is_windowed[i] && is_shared(m, i, workload);
        keeping += m->is_windowed[i] && m->keeps_copies[i] && is_shared(m, i, workload);
    }
    m->load[workload] = 0;
    if (shared == 0 || m->plan->scenario->workloads[workload].is_replay)
        return true;
    if (!look_at_sessions(m, workload, why) || !expect(m, workload, &hours, why))
        return false;
    for (size_t hour = 0; hour < n_hours; hour++) {
        to->of_hours[hour] += (double)windowed * m->turns[workload] * m->sessions[hour];
        to->kept[hour] += (double)keeping * m->turns[workload] * m->sessions[hour];
        to->all += (double)shared * m->turns[workload] * m->sessions[hour];
    }
    m->load[workload] *= windowed > 0;
    look_at_hours(m, workload, hours);
    return true;
}

/* Mean over hours that are played as windows: those of much load are played more often. */
static double mean_of_windows(const calls *of, const double *hours, size_t n_hours)
{
    double sum = 0, load = 0, by_load = 0;
    for (size_t hour = 0; hour < n_hours; hour++) {
        sum += hours[hour];
        load += of->of_hours[hour];
        by_load += of->of_hours[hour] * hours[hour];
    }
    return load > 0 ? (by_load / load + sum / (double)n_hours) / 2 : 0;
}

/* What a warm-up from the quiet hour on has in its hours. */
static void sum_warm_ups(const calls *of, const double *each, size_t n_hours, double *sums)
{
    for (size_t hour = 0; hour < n_hours; hour++) {
        const size_t quiet = model_windows_quiet_hour(of->kept, hour, 0);
        sums[hour] = 0;
        for (size_t at = quiet; at < hour; at++)
            sums[hour] += each ? each[at] : 1;
    }
}

static bool keep_any(const maker *m)
{
    bool any = false;
    for (size_t i = 0; i < m->plan->scenario->n_architectures; i++)
        any |= m->is_windowed[i] && m->keeps_copies[i];
    return any;
}

/* Architectures are played in full; of copies: only those that keep copies. */
static void refuse_all(const maker *m, bool of_copies, const char *why_not)
{
    for (size_t i = 0; i < m->plan->scenario->n_architectures; i++)
        if (m->is_windowed[i] && (m->keeps_copies[i] || !of_copies)) {
            m->is_windowed[i] = false;
            m->why_not[i] = why_not;
        }
}

/* As many windows as the calls that may be played allow, and the horizon. */
static size_t count_windows(const maker *m, const calls *of)
{
    static const char *const too_long = "windows and warm-ups would take half of its horizon";
    const size_t n_hours = m->plan->scenario->calendar->n_hours;
    const double hours = 1 + m->warm_up_s / 3600, most = m->wish->most_calls;
    const double free_hours = most_of_horizon * (double)n_hours;
    double *sums = sim_arena_alloc(m->mean->arena, n_hours, sizeof *sums);
    sum_warm_ups(of, of->kept, n_hours, sums);
    const double each =
        hours * mean_of_windows(of, of->of_hours, n_hours) + mean_of_windows(of, sums, n_hours);
    const double afford = of->all > most && each > 0 ? most / each : 0;
    double n = fmin(fmax(2 * floor(afford / 2), LEAST_WINDOWS), MOST_WINDOWS);
    sum_warm_ups(of, NULL, n_hours, sums);
    const double fit = free_hours / (hours + mean_of_windows(of, sums, n_hours));
    if (fit < LEAST_WINDOWS)
        refuse_all(m, true, too_long);
    else if (keep_any(m))
        n = fmin(n, 2 * floor(fit / 2));
    if (n * hours > free_hours)
        refuse_all(m, false, too_long);
    return (size_t)n;
}

/* ---- the whole ---- */

static bool keeps_copies(const maker *m, size_t architecture)
{
    const model_architecture *of = m->plan->architectures[architecture].architecture;
    bool keeps = false;
    for (size_t i = 0; i < of->n_endpoints; i++)
        keeps |= model_windows_keep_copies(&of->endpoints[i], m->mean->resolved);
    return keeps;
}

static bool find_candidates(maker *m, sim_failure *why)
{
    for (size_t i = 0; i < m->plan->scenario->n_architectures; i++) {
        if (!has_engine(m, i))
            continue;
        m->why_not[i] = forbidden(m, i);
        m->keeps_copies[i] = keeps_copies(m, i);
        if (!m->why_not[i] && !find_warm_up(m, i, why))
            return false;
        m->is_windowed[i] = !m->why_not[i];
    }
    return true;
}

static bool settle(maker *m, size_t *n_windows, sim_failure *why)
{
    const model_scenario *scenario = m->plan->scenario;
    const size_t n_hours = scenario->calendar->n_hours;
    calls of = {.of_hours = sim_arena_alloc(m->mean->arena, n_hours, sizeof(double)),
                .kept = sim_arena_alloc(m->mean->arena, n_hours, sizeof(double))};
    if (!find_candidates(m, why))
        return false;
    for (size_t i = 0; i < scenario->n_workloads; i++)
        if (!add_calls(m, i, &of, why))
            return false;
    const bool fits = m->wish->fidelity == MODEL_AUTO && of.all <= m->wish->most_calls;
    for (size_t i = 0; i < scenario->n_architectures; i++) {
        m->is_windowed[i] = m->is_windowed[i] && !m->why_not[i] && !fits;
        m->why_not[i] = fits ? NULL : m->why_not[i];
    }
    *n_windows = count_windows(m, &of);
    return true;
}

static void write_notes(const maker *m, size_t n_windows, model_windowing *out)
{
    const model_scenario *scenario = m->plan->scenario;
    model_windows_note *notes =
        sim_arena_alloc(m->plan->arena, scenario->n_architectures, sizeof *notes);
    for (size_t i = 0; i < scenario->n_architectures; i++)
        if (has_engine(m, i))
            notes[out->n_notes++] =
                (model_windows_note){.architecture = scenario->architectures[i].name,
                                     .is_windowed = m->is_windowed[i],
                                     .keeps_copies = m->keeps_copies[i],
                                     .why_not = m->why_not[i],
                                     .n_windows = n_windows,
                                     .n_hours = scenario->calendar->n_hours,
                                     .warm_up_s = m->warm_up_s,
                                     .cache_error = m->cache_errors[i]};
    out->notes = notes;
}

static bool has_any(const maker *m)
{
    bool any = false;
    for (size_t i = 0; i < m->plan->scenario->n_architectures; i++)
        any |= m->is_windowed[i];
    return any;
}

/* Whether warm-ups settle is tried in the mean future. */
static bool try_windows(maker *m, sim_failure *why)
{
    for (size_t i = 0; i < m->plan->scenario->n_architectures; i++) {
        const model_hosted hosted = model_plan_hosted(m->plan, i);
        model_windows windows;
        bool have_settled;
        if (!m->is_windowed[i] || !m->keeps_copies[i])
            continue;
        if (!model_windows_choose(m->plan, m->mean, &windows, why) ||
            !model_windows_try(&windows, &m->plan->architectures[i], &hosted, m->mean,
                               &have_settled, why))
            return false;
        m->is_windowed[i] = have_settled;
        if (!have_settled)
            m->why_not[i] = "its copies never get so little work that how many there are is "
                            "forgotten";
    }
    return true;
}

static model_windowing *windowing_of(const maker *m, size_t n_windows)
{
    model_windowing *out = sim_arena_alloc(m->plan->arena, 1, sizeof *out);
    *out = (model_windowing){.n_windows = n_windows,
                             .warm_up_s = m->warm_up_s,
                             .load = m->load,
                             .is_windowed = m->is_windowed};
    return out;
}

bool model_plan_windows(model_plan *plan, const model_summed_wish *wish, sim_failure *why)
{
    const model_scenario *scenario = plan->scenario;
    if (wish->fidelity == MODEL_PLAYED)
        return true;
    sim_arena *scratch = sim_arena_new();
    const model_future mean = {
        .seed = wish->seed, .resolved = wish->resolved, .arena = scratch};
    const size_t n = scenario->n_architectures;
    maker m = {.plan = plan,
               .wish = wish,
               .mean = &mean,
               .why_not = sim_arena_alloc(scratch, n, sizeof *m.why_not),
               .is_windowed = sim_arena_alloc(plan->arena, n, sizeof *m.is_windowed),
               .keeps_copies = sim_arena_alloc(scratch, n, sizeof *m.keeps_copies),
               .load = sim_arena_alloc(plan->arena, scenario->n_workloads, sizeof *m.load),
               .cache_errors = sim_arena_alloc(scratch, n, sizeof *m.cache_errors),
               .length_s = sim_arena_alloc(scratch, scenario->n_workloads, sizeof *m.length_s),
               .turns = sim_arena_alloc(scratch, scenario->n_workloads, sizeof *m.turns),
               .sessions =
                   sim_arena_alloc(scratch, scenario->calendar->n_hours, sizeof *m.sessions)};
    size_t n_windows = 0;
    bool is_settled = settle(&m, &n_windows, why);
    model_windowing *out = windowing_of(&m, n_windows);
    plan->windowing = out;
    is_settled = is_settled && try_windows(&m, why);
    write_notes(&m, n_windows, out);
    out->is_used = has_any(&m);
    sim_arena_free(scratch);
    return is_settled;
}

const model_windows_note *model_plan_windowed(const model_plan *plan, size_t *n)
{
    *n = plan->windowing ? plan->windowing->n_notes : 0;
    return plan->windowing ? plan->windowing->notes : NULL;
}
