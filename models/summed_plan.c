/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "models/recall.h"
#include "models/summed_law.h"
#include "models/summed_ways.h"

#include <math.h>
#include <stdlib.h>
#include <string.h>

/* The most groups of the pilot that gives the law, over all classes. */
enum { PILOT = 8192, MOST_CLASSES = 16 };

/* Groups from which the calls of a session are guessed. */
enum { FIRST_LOOK = 32 };

/* A piece should have so many: fewer are played one by one. */
static const double enough_sessions = 128;

/* A workload on its way to being summed. */
typedef model_law_maker maker;

static bool refuse(maker *m, const char *clause)
{
    m->why_not = clause;
    return false;
}

/* ---- pieces ---- */

/* The tariff of an architecture's endpoint that a workload's sessions may get to; NULL of
   others, and of endpoints that are shared, unless sums walk up to their limits. */
static const model_tariff *tariff_at(const maker *m, size_t architecture, size_t workload,
                                     size_t endpoint)
{
    const model_meterage *meterage =
        model_plan_meterage(&m->plan->architectures[architecture], workload, endpoint);
    return meterage && (model_way_is_walked(m->plan, architecture) ||
                        !model_endpoint_is_shared(meterage->endpoint))
               ? &meterage->tariff
               : NULL;
}

/* Of the endpoint that sessions begin on. */
static const model_tariff *tariff_of(const maker *m, size_t architecture)
{
    const model_architecture *of = m->plan->architectures[architecture].architecture;
    return tariff_at(m, architecture, m->workload, of->endpoint_of[m->workload]);
}

/* All tariffs that a workload's sessions are charged by, in all architectures, into tariffs[];
   returns how many. */
static size_t find_tariffs(const maker *m, size_t workload, const model_tariff **tariffs)
{
    const model_scenario *scenario = m->plan->scenario;
    size_t n = 0;
    for (size_t a = 0; a < scenario->n_architectures; a++)
        for (size_t e = 0; e < scenario->architectures[a].n_endpoints; e++) {
            const model_tariff *tariff = tariff_at(m, a, workload, e);
            if (tariff)
                tariffs[n++] = tariff;
        }
    return n;
}

/* Its own tariffs; and all by which pieces are cut: where sums walk up to limits, those of all
   workloads, which then have the same pieces. */
static void take_tariffs(maker *m)
{
    const model_scenario *scenario = m->plan->scenario;
    size_t most = 1;
    for (size_t a = 0; a < scenario->n_architectures; a++)
        most += scenario->architectures[a].n_endpoints;
    const model_tariff **all =
        sim_arena_alloc(m->plan->arena, most * (1 + scenario->n_workloads), sizeof *all);
    m->tariffs = all;
    m->n_tariffs = m->n_cutting = find_tariffs(m, m->workload, all);
    for (size_t i = 0; m->plan->is_walked && i < scenario->n_workloads; i++)
        if (i != m->workload && !scenario->workloads[i].is_replay)
            m->n_cutting += find_tariffs(m, i, all + m->n_cutting);
}

static int by_time(const void *a, const void *b)
{
    const double x = *(const double *)a, y = *(const double *)b;
    return (x > y) - (x < y);
}

/* Days, or as many of them as have some sessions, unless they walk up to limits; hours where a
   watch looks. */
static double step_s(const maker *m)
{
    const double sessions_a_day = m->month_sessions *
                                  (double)m->plan->scenario->calendar->n_months * MODEL_DAY_S /
                                  model_calendar_end_s(m->plan->scenario->calendar);
    for (size_t i = 0; i < m->plan->scenario->n_architectures; i++)
        if (m->plan->architectures[i].architecture->n_watches)
            return 3600;
    if (m->plan->is_walked)
        return MODEL_DAY_S;
    return MODEL_DAY_S * fmin(31, ceil(enough_sessions / fmax(sessions_a_day, 1)));
}

/* Where the windows of spend limits begin that are walked up to; cuts NULL: how many. */
static size_t cut_windows(const maker *m, double *cuts)
{
    size_t n = 0;
    for (size_t a = 0; a < m->plan->scenario->n_architectures; a++) {
        const model_architecture *of = m->plan->architectures[a].architecture;
        for (size_t i = 0; model_way_is_walked(m->plan, a) && i < of->n_limits; i++) {
            for (size_t k = 0; cuts && k < of->limits[i].n_windows; k++)
                cuts[n + k] = of->limits[i].starts_s[k];
            n += of->limits[i].n_windows;
        }
    }
    return n;
}

/* Where prices change; cuts NULL: how many. */
static size_t cut_tariffs(const maker *m, double *cuts)
{
    size_t n = 0;
    for (size_t i = 0; i < m->n_cutting; i++) {
        for (size_t k = 0; cuts && k < m->tariffs[i]->n_cells; k++)
            cuts[n + k] = m->tariffs[i]->cells[k].from_s;
        n += m->tariffs[i]->n_cells;
    }
    return n;
}

/* Where anything changes, in order, each time once; returns how many. */
static size_t find_cuts(const maker *m, double **out)
{
    const model_scenario *scenario = m->plan->scenario;
    const double end_s = model_calendar_end_s(scenario->calendar), step = step_s(m);
    const size_t most = (size_t)(end_s / step) + 2 + scenario->calendar->n_months +
                        cut_tariffs(m, NULL) + cut_windows(m, NULL);
    size_t n = 0, kept = 0;
    double *cuts = sim_arena_alloc(m->plan->arena, most, sizeof *cuts);
    for (double time_s = 0; time_s < end_s; time_s += step)
        cuts[n++] = time_s;
    for (size_t i = 0; i <= scenario->calendar->n_months; i++)
        cuts[n++] = scenario->calendar->month_s[i];
    n += cut_tariffs(m, cuts + n);
    n += cut_windows(m, cuts + n);
    qsort(cuts, n, sizeof *cuts, by_time);
    for (size_t i = 0; i < n; i++)
        if (kept == 0 || cuts[i] > cuts[kept - 1])
            cuts[kept++] = cuts[i];
    *out = cuts;
    return kept;
}

/* Prices that are not there are alike, too. */
static bool have_rates_alike(const model_cell *a, const model_cell *b)
{
    for (size_t i = 0; i < (size_t)MODEL_TIERS * MODEL_METERS; i++) {
        const double x = a->rates[i / MODEL_METERS].per[i % MODEL_METERS];
        const double y = b->rates[i / MODEL_METERS].per[i % MODEL_METERS];
        if (x != y && !(isnan(x) && isnan(y)))
            return false;
    }
    return true;
}

/* Whether sessions add the same in two cells, at the same prices. */
static bool is_alike(const model_cell *a, const model_cell *b)
{
    return a->slot == b->slot && a->threshold_tokens == b->threshold_tokens &&
           a->is_excess == b->is_excess && a->excess_from == b->excess_from &&
           a->writes_cache == b->writes_cache && have_rates_alike(a, b);
}

static bool are_alike(const maker *m, const model_piece *a, const model_piece *b)
{
    for (size_t i = 0; i < m->n_tariffs; i++) {
        const model_tariff *tariff = m->tariffs[i];
        if (!is_alike(model_tariff_cell(tariff, a->from_s, tariff->cells),
                      model_tariff_cell(tariff, b->from_s, tariff->cells)))
            return false;
    }
    return true;
}

/* The class of a piece: one that there is, or a new one. */
static bool classify(maker *m, const size_t *first, size_t i)
{
    model_piece *piece = &m->out->pieces[i];
    size_t k = 0;
    while (k < m->out->n_classes && !are_alike(m, &m->out->pieces[first[k]], piece))
        k++;
    piece->class_index = k;
    if (k == MOST_CLASSES)
        return refuse(m, "its prices change too often");
    m->out->n_classes += k == m->out->n_classes;
    m->out->classes[k].n_pieces++;
    return true;
}

static bool make_pieces(maker *m)
{
    double *cuts;
    take_tariffs(m);
    const size_t n = find_cuts(m, &cuts) - 1;
    size_t first[MOST_CLASSES] = {0}, filled[MOST_CLASSES] = {0};
    model_summing *out = m->out;
    out->n_pieces = n;
    out->pieces = sim_arena_alloc(m->plan->arena, n, sizeof *out->pieces);
    out->classes = sim_arena_alloc(m->plan->arena, MOST_CLASSES + 1, sizeof *out->classes);
    for (size_t i = 0; i < n; i++) {
        out->pieces[i] =
            (model_piece){cuts[i], cuts[i + 1],
                          model_calendar_month(m->plan->scenario->calendar, cuts[i]), 0};
        const size_t before = out->n_classes;
        if (!classify(m, first, i))
            return false;
        if (out->n_classes > before)
            first[before] = i;
    }
    for (size_t k = 0; k < out->n_classes; k++)
        out->classes[k].pieces =
            sim_arena_alloc(m->plan->arena, out->classes[k].n_pieces, sizeof(size_t));
    for (size_t i = 0; i < n; i++) {
        const size_t k = out->pieces[i].class_index;
        ((size_t *)out->classes[k].pieces)[filled[k]++] = i;
    }
    return true;
}

/* ---- which workloads ---- */

/* Whether it has an endpoint on which sessions do not meet, in any architecture. */
static bool is_metered(const maker *m)
{
    for (size_t i = 0; i < m->plan->scenario->n_architectures; i++)
        if (tariff_of(m, i))
            return true;
    return false;
}

/* False without a clause where there is nothing to sum: machines and limits are played in full
   or on windows, as the notes of their architectures say (models/windows.h). */
static bool is_suitable(maker *m)
{
    const model_scenario *scenario = m->plan->scenario;
    const model_workload *workload = &scenario->workloads[m->workload];
    if (!is_metered(m))
        return false;
    if (workload->is_replay)
        return refuse(m, "it replays a trace");
    if (workload->session.is_agent && step_s(m) < MODEL_DAY_S)
        return refuse(m, "a watch looks at what its agents spend");
    if (workload->arrivals.has_gaps || workload->arrivals.has_on_off)
        return refuse(m, "its arrivals are not Poisson given their rate");
    for (size_t i = 0; i < scenario->n_architectures; i++) {
        const model_policy *policy =
            model_architecture_policy(m->plan->architectures[i].architecture, m->workload);
        if (policy && policy->floor.is_given)
            return refuse(m, "a route follows the prices of its candidates");
    }
    return true;
}

/* ---- semantic caches ---- */

/* A cache in the mean future: how many sessions it lets through, and how well that is known.
   Futures may be twice as busy before places are missing. */
static bool look_at_cache(maker *m, size_t architecture, const double *rate, double *least)
{
    enum { BUSIER = 2 };
    const model_answers *of = model_architecture_answers(
        m->plan->architectures[architecture].architecture, m->workload);
    const size_t n_hours = m->plan->scenario->calendar->n_hours;
    const model_workload *workload = &m->plan->scenario->workloads[m->workload];
    double *asked = sim_arena_alloc(m->mean->arena, n_hours, sizeof *asked);
    model_recall recall;
    m->why_not = model_recall_forbids(of, &workload->arrivals, m->mean->resolved);
    if (m->why_not)
        return false;
    for (size_t hour = 0; hour < n_hours; hour++)
        asked[hour] = rate[hour] * 3600 * BUSIER;
    model_recall_init(&recall, of, workload->name, asked, n_hours, m->mean);
    if (model_recall_lacks_room(&recall, m->mean))
        return refuse(m, "its semantic cache forgets by age and for lack of room");
    for (size_t hour = 0; hour < n_hours; hour++)
        asked[hour] /= BUSIER;
    model_recall_init(&recall, of, workload->name, asked, n_hours, m->mean);
    const double missed = model_recall_missed(&recall, asked, &m->cache_errors[architecture]);
    if (!(missed > 0))
        return refuse(m, "its semantic cache answers all");
    *least = fmin(*least, missed);
    return true;
}

/* The least share of sessions that a cache lets through, of all architectures. */
static bool look_at_caches(maker *m, const double *rate, double *least)
{
    *least = 1;
    for (size_t i = 0; i < m->plan->scenario->n_architectures; i++) {
        const model_answers *of =
            model_architecture_answers(m->plan->architectures[i].architecture, m->workload);
        if (of && m->plan->is_walked)
            return refuse(m, "its semantic cache is not summed up to spend limits");
        if (of && tariff_of(m, i) && !look_at_cache(m, i, rate, least))
            return false;
    }
    return true;
}

/* ---- the whole ---- */

/* Sessions of the mean future over the horizon; rate[n_hours]: a second. */
static bool expect_sessions(const maker *m, double *rate, double *out, sim_failure *why)
{
    const model_scenario *scenario = m->plan->scenario;
    const model_workload *workload = &scenario->workloads[m->workload];
    const model_calendar *calendar = scenario->calendar;
    model_source *source;
    if (!model_source_new(&workload->arrivals, calendar, workload->name, m->mean, &source, why))
        return false;
    model_source_hourly(source, rate);
    *out = 0;
    for (size_t hour = 0; hour < calendar->n_hours; hour++)
        *out += rate[hour] * 3600;
    return true;
}

/* Calls of a replication in all architectures, if they are played. */
static bool expect_calls(maker *m, double sessions, double *out, sim_failure *why)
{
    model_pilot *pilot = sim_arena_alloc(m->mean->arena, 1, sizeof *pilot);
    if (!model_pilot_init(pilot, m->plan, m->workload, m->mean, why) ||
        !model_law_play(m, &m->out->classes[0], 0, FIRST_LOOK, pilot))
        return false;
    double calls = 0;
    for (size_t i = 0; i < pilot->n_columns; i++) {
        const model_column column = pilot->columns[i];
        if (column.index == model_way_planned(m->plan, column.way)->n_lines + MODEL_CALLS &&
            m->plan->ways[column.way].kind == MODEL_AS_STATED)
            for (size_t group = 0; group < FIRST_LOOK; group++)
                calls += m->rows[group * MODEL_PILOT_COLUMNS + i];
    }
    *out = calls / (FIRST_LOOK * MODEL_PILOT_GROUP) * sessions;
    return true;
}

/* False without a sentence in why: it is to be played, or m->why_not says why it must be. */
static bool make(maker *m, model_summed_note *note, sim_failure *why)
{
    double calls, missed;
    double *rate =
        sim_arena_alloc(m->mean->arena, m->plan->scenario->calendar->n_hours, sizeof *rate);
    if (!is_suitable(m) || !expect_sessions(m, rate, &note->sessions, why) ||
        !look_at_caches(m, rate, &missed))
        return false;
    m->month_sessions = note->sessions / (double)m->plan->scenario->calendar->n_months;
    if (!make_pieces(m))
        return false;
    m->month_sessions *= missed;
    if (!expect_calls(m, note->sessions, &calls, why))
        return false;
    if (m->wish->fidelity == MODEL_AUTO && calls <= m->wish->most_calls)
        return false;
    const size_t even = m->n_rows / m->out->n_classes;
    for (size_t k = 0; k < m->out->n_classes; k++)
        if (!model_law_make(m, &m->out->classes[k],
                            even > MODEL_LEAST_PILOT ? even : MODEL_LEAST_PILOT, why))
            return false;
    return true;
}

/* The errors of ways, with those of their architectures' caches; returns the worst. */
static double add_errors(const maker *m)
{
    double worst = 0;
    for (size_t way = 0; way < m->plan->n_ways; way++) {
        m->out->errors[way] += m->cache_errors[m->plan->ways[way].architecture];
        worst = fmax(worst, m->out->errors[way]);
    }
    return worst;
}

static double worst_of(size_t n, const double *x)
{
    double worst = 0;
    for (size_t i = 0; i < n; i++)
        worst = fmax(worst, x[i]);
    return worst;
}

static bool decide(model_plan *plan, const model_summed_wish *wish, size_t workload,
                   sim_failure *why)
{
    sim_arena *scratch = sim_arena_new();
    const model_future mean = {
        .seed = wish->seed, .resolved = wish->resolved, .arena = scratch};
    const model_future other = {.seed = wish->seed, .resolved = wish->other, .arena = scratch};
    model_summing *out = sim_arena_alloc(plan->arena, 1, sizeof *out);
    model_summed_note *note = &plan->notes[workload];
    maker m = {.plan = plan,
               .wish = wish,
               .workload = workload,
               .mean = &mean,
               .other = &other,
               .out = out,
               .n_rows = wish->pilot > MODEL_LEAST_PILOT ? wish->pilot
                         : wish->pilot > 0               ? MODEL_LEAST_PILOT
                                                         : PILOT};
    m.rows = sim_alloc(m.n_rows * MODEL_PILOT_COLUMNS, sizeof *m.rows, "a pilot");
    m.controls = sim_alloc(m.n_rows * MODEL_PILOT_CONTROLS, sizeof *m.controls, "a pilot");
    m.lengths = sim_alloc(m.n_rows, sizeof *m.lengths, "a pilot");
    m.surprises = sim_alloc(m.n_rows * plan->n_ways, sizeof *m.surprises, "a pilot");
    m.all = sim_alloc(m.n_rows * MODEL_LAW_CONTROLS, sizeof *m.all, "a pilot");
    m.cache_errors =
        sim_arena_alloc(scratch, plan->scenario->n_architectures, sizeof *m.cache_errors);
    sim_failure failed = {""};
    out->workload = workload;
    out->errors = sim_arena_alloc(plan->arena, plan->n_ways, sizeof *out->errors);
    plan->summed[workload] = NULL;
    note->is_summed = make(&m, note, &failed);
    note->is_walked = note->is_summed && plan->is_walked;
    note->why_not = note->is_summed ? NULL : m.why_not;
    note->error = note->future_error = 0;
    if (note->is_summed) {
        plan->summed[workload] = out;
        note->error = add_errors(&m);
        note->future_error =
            m.future_error + worst_of(plan->scenario->n_architectures, m.cache_errors);
    }
    free(m.rows);
    free(m.controls);
    free(m.lengths);
    free(m.surprises);
    free(m.all);
    sim_arena_free(scratch);
    return !*failed.text || sim_fail(why, "%s", failed.text);
}

static bool decide_all(model_plan *plan, const model_summed_wish *wish, sim_failure *why)
{
    for (size_t i = 0; i < plan->scenario->n_workloads; i++)
        if (!plan->summed[i] && !decide(plan, wish, i, why))
            return false;
    return true;
}

/* Whether some workload is summed; some are, all must be. */
static bool is_any_summed(const model_plan *plan)
{
    for (size_t i = 0; i < plan->scenario->n_workloads; i++)
        if (plan->summed[i])
            return true;
    return false;
}

/* Why the sums cannot walk up to the spend limits; NULL: they can. */
static const char *why_not_walked(const model_plan *plan)
{
    for (size_t i = 0; i < plan->scenario->n_workloads; i++) {
        if (!plan->summed[i])
            return plan->notes[i].why_not
                       ? "not all of the workloads can be summed"
                       : "each of its workloads is little enough to be played";
        if (plan->summed[i]->length_s > MODEL_DAY_S)
            return "sessions last for longer than a day";
    }
    return NULL;
}

/* All workloads are summed, small ones too, since they share limits; or none walks up to them.
 */
static bool decide_walked(model_plan *plan, const model_summed_wish *wish, sim_failure *why)
{
    model_summed_wish all = *wish;
    all.fidelity = MODEL_FAST;
    if (!decide_all(plan, wish, why) || (is_any_summed(plan) && !decide_all(plan, &all, why)))
        return false;
    const char *clause = why_not_walked(plan);
    if (!clause)
        return true;
    model_ways_refuse(plan, clause);
    memset(plan->summed, 0, plan->scenario->n_workloads * sizeof *plan->summed);
    return decide_all(plan, wish, why);
}

/* A class's lines bear the error of the workload in their architecture. */
static void mark_class(const model_plan *plan, const model_piece_class *of,
                       const double *errors)
{
    for (size_t i = 0; i < of->n_columns; i++) {
        const model_column column = of->columns[i];
        const model_planned *p = model_way_planned(plan, column.way);
        if (column.index < p->n_lines) {
            double *error = &p->lines[column.index].pilot_error;
            *error = fmax(*error, errors[column.way]);
        }
    }
}

static void mark_lines(const model_plan *plan)
{
    for (size_t i = 0; i < plan->scenario->n_workloads; i++) {
        const model_summing *summing = plan->summed[i];
        for (size_t k = 0; summing && k < summing->n_classes; k++)
            mark_class(plan, &summing->classes[k], summing->errors);
    }
}

bool model_plan_sum(model_plan *plan, const model_summed_wish *wish, sim_failure *why)
{
    const size_t n = plan->scenario->n_workloads;
    plan->notes = sim_arena_alloc(plan->arena, n, sizeof *plan->notes);
    for (size_t i = 0; i < n; i++)
        plan->notes[i].workload = plan->scenario->workloads[i].name;
    if (wish->fidelity == MODEL_PLAYED)
        return true;
    if (!(model_ways_find(plan) ? decide_walked : decide_all)(plan, wish, why))
        return false;
    mark_lines(plan);
    return true;
}

const model_summed_note *model_plan_summed(const model_plan *plan, size_t *n)
{
    *n = plan->notes ? plan->scenario->n_workloads : 0;
    return plan->notes;
}
