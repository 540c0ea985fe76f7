/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "models/pilot.h"
#include "models/summed.h"
#include "sim/controls.h"
#include "sim/interval.h"

#include <math.h>
#include <stdlib.h>
#include <string.h>

/* Groups of the pilot that gives the law, over all classes; and the fewest of a class. */
enum { PILOT = 8192, LEAST_PILOT = 256, MOST_CLASSES = 16 };

/* Groups of the small pilot of a replication: more, up to a limit, until its part in the error
   is no more than this. */
enum { SMALL_PILOT = 32, MOST_SMALL_PILOT = 128 };
static const double small_error = 0.005;

/* A piece should have so many: fewer are played one by one. */
static const double enough_sessions = 128;

/* Groups with a rare column that a month may draw one by one; more are common. */
static const double most_rare = 300;

/* Above this, the first terms are not all that is left of the skewness of a month's cost. */
static const double most_skewness = 0.3;

/* A workload on its way to being summed. */
typedef struct maker {
    model_plan *plan;
    const model_summed_wish *wish;
    size_t workload;
    const model_future *mean, *other;
    model_summing *out;
    size_t n_rows;         /* there is room for */
    double month_sessions; /* expected, in the mean future */
    double *rows;          /* rows[n_rows][MODEL_PILOT_COLUMNS] */
    double *controls;      /* controls[n_rows][MODEL_PILOT_CONTROLS] */
    double error;          /* the worst class's and architecture's so far */
    const char *why_not;
} maker;

static bool refuse(maker *m, const char *clause)
{
    m->why_not = clause;
    return false;
}

/* ---- pieces ---- */

static const model_tariff *tariff_of(const maker *m, size_t architecture)
{
    const model_meterage *meterage =
        &m->plan->architectures[architecture].meterage[m->workload];
    return model_endpoint_is_shared(meterage->endpoint) ? NULL : &meterage->tariff;
}

static int by_time(const void *a, const void *b)
{
    const double x = *(const double *)a, y = *(const double *)b;
    return (x > y) - (x < y);
}

/* Days, or as many of them as have some sessions; hours where a watch looks. */
static double step_s(const maker *m)
{
    const double sessions_a_day = m->month_sessions *
                                  (double)m->plan->scenario->calendar->n_months * MODEL_DAY_S /
                                  model_calendar_end_s(m->plan->scenario->calendar);
    for (size_t i = 0; i < m->plan->scenario->n_architectures; i++)
        if (m->plan->architectures[i].architecture->n_watches)
            return 3600;
    return MODEL_DAY_S * fmin(31, ceil(enough_sessions / fmax(sessions_a_day, 1)));
}

/* Where anything changes, in order, each time once; returns how many. */
static size_t find_cuts(const maker *m, double **out)
{
    const model_scenario *scenario = m->plan->scenario;
    const double end_s = model_calendar_end_s(scenario->calendar), step = step_s(m);
    size_t most = (size_t)(end_s / step) + 2 + scenario->calendar->n_months, n = 0, kept = 0;
    for (size_t i = 0; i < scenario->n_architectures; i++)
        most += tariff_of(m, i) ? tariff_of(m, i)->n_cells : 0;
    double *cuts = sim_arena_alloc(m->plan->arena, most, sizeof *cuts);
    for (double time_s = 0; time_s < end_s; time_s += step)
        cuts[n++] = time_s;
    for (size_t i = 0; i <= scenario->calendar->n_months; i++)
        cuts[n++] = scenario->calendar->month_s[i];
    for (size_t i = 0; i < scenario->n_architectures; i++) {
        const model_tariff *tariff = tariff_of(m, i);
        for (size_t k = 0; tariff && k < tariff->n_cells; k++)
            cuts[n++] = tariff->cells[k].from_s;
    }
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
    for (size_t i = 0; i < m->plan->scenario->n_architectures; i++) {
        const model_tariff *tariff = tariff_of(m, i);
        if (tariff && !is_alike(model_tariff_cell(tariff, a->from_s, tariff->cells),
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

/* ---- the law ---- */

static double *row_of(const maker *m, size_t group)
{
    return m->rows + group * MODEL_PILOT_COLUMNS;
}

/* Plays n groups of a class; false if sessions add up more than there are columns for. */
static bool play_groups(maker *m, const model_piece_class *of, size_t n, model_pilot *pilot,
                        const model_future *future, sim_failure *why)
{
    if (!model_pilot_init(pilot, m->plan, m->workload, future, why))
        return false;
    for (size_t group = 0; group < n; group++) {
        const model_piece *at = model_summed_place(m->out, of, group);
        model_pilot_play(pilot, group, at->from_s, at->to_s, row_of(m, group));
        model_pilot_controls(pilot, m->controls + group * MODEL_PILOT_CONTROLS);
    }
    return !pilot->is_crowded || refuse(m, "too much is counted in it");
}

static size_t groups_with(const maker *m, size_t n, size_t column)
{
    size_t with = 0;
    for (size_t group = 0; group < n; group++)
        with += row_of(m, group)[column] != 0;
    return with;
}

/* Puts the columns in the order of the class: common ones first. order[i]: the pilot's. */
static void order_columns(const maker *m, const model_pilot *pilot, model_piece_class *of,
                          size_t *order)
{
    const double groups = m->month_sessions / MODEL_PILOT_GROUP;
    size_t n_rare = 0, rare[MODEL_PILOT_COLUMNS] = {0};
    for (size_t i = 0; i < pilot->n_columns; i++) {
        const double share = (double)groups_with(m, of->n_rows, i) / (double)of->n_rows;
        if (share < 0.5 && share * groups < most_rare)
            rare[n_rare++] = i;
        else
            order[of->n_common++] = i;
    }
    of->n_columns = of->n_common + n_rare;
    memcpy(order + of->n_common, rare, n_rare * sizeof *rare);
    of->columns = sim_arena_alloc(m->plan->arena, of->n_columns, sizeof *of->columns);
    for (size_t i = 0; i < of->n_columns; i++)
        of->columns[i] = pilot->columns[order[i]];
}

/* The rows, in the order of the class. */
static void reorder_rows(const maker *m, const model_piece_class *of, const size_t *order)
{
    double copy[MODEL_PILOT_COLUMNS];
    for (size_t group = 0; group < of->n_rows; group++) {
        double *row = row_of(m, group);
        memcpy(copy, row, sizeof copy);
        for (size_t i = 0; i < of->n_columns; i++)
            row[i] = copy[order[i]];
    }
}

static bool is_rare(const model_piece_class *of, const double *row)
{
    for (size_t i = of->n_common; i < of->n_columns; i++)
        if (row[i] != 0)
            return true;
    return false;
}

static void keep_rare(const maker *m, model_piece_class *of)
{
    const size_t n_rare = of->n_columns - of->n_common;
    for (size_t group = 0; group < of->n_rows; group++)
        of->n_rare_rows += is_rare(of, row_of(m, group));
    of->rare = sim_arena_alloc(m->plan->arena, of->n_rare_rows * n_rare, sizeof *of->rare);
    double *to = of->rare;
    for (size_t group = 0; group < of->n_rows; group++)
        if (is_rare(of, row_of(m, group))) {
            memcpy(to, row_of(m, group) + of->n_common, n_rare * sizeof *to);
            to += n_rare;
        }
}

static void sum_small(const maker *m, model_piece_class *of)
{
    of->small = sim_arena_alloc(m->plan->arena, of->n_columns, sizeof *of->small);
    for (size_t group = 0; group < of->n_small; group++)
        for (size_t i = 0; i < of->n_columns; i++)
            of->small[i] += row_of(m, group)[i];
}

/* ---- its error ---- */

/* The price of a column of usage in a month; 0 of other columns, and where there is none. */
static double rate_of(const model_planned *p, size_t index, size_t month)
{
    const double rate = index < p->n_lines ? p->lines[index].rate[month] : 0;
    return isnan(rate) ? 0 : rate;
}

/* What a row, in the order of columns[], costs in an architecture. */
static double cost_of(const maker *m, const model_piece_class *of, size_t architecture,
                      const double *row, const double *scale)
{
    const model_planned *p = &m->plan->architectures[architecture];
    const size_t month = m->out->pieces[of->pieces[0]].month;
    double cost = 0;
    for (size_t i = 0; i < of->n_columns; i++) {
        const model_column column = of->columns[i];
        if (column.architecture == architecture)
            cost += rate_of(p, column.index, month) * row[i] * (scale ? scale[i] : 1);
    }
    return cost;
}

/* What the groups of the mean future cost in an architecture: costs[n_rows]. */
static void find_costs(const maker *m, const model_piece_class *of, size_t architecture,
                       double *costs)
{
    for (size_t group = 0; group < of->n_rows; group++)
        costs[group] = cost_of(m, of, architecture, row_of(m, group), NULL);
}

static double relative_error(const maker *m, size_t n, const double *costs)
{
    double mean = 0;
    for (size_t i = 0; i < n; i++)
        mean += costs[i] / (double)n;
    return mean > 0 ? sim_controls_error(m->controls, n, MODEL_PILOT_CONTROLS, costs) / mean
                    : 0;
}

/* Of a month's sum, from groups of so many sessions. */
static double month_skewness(const maker *m, size_t n, const double *costs)
{
    const double of_group = sim_interval_skewness(n, costs) * sqrt((double)n);
    return isfinite(of_group) ? of_group * sqrt(MODEL_PILOT_GROUP / m->month_sessions) : 0;
}

/* The ratio estimator's error, in another future: the sd of what the mean future's groups,
   scaled, cost more or less than that future's. */
static double ratio_error(maker *m, const model_piece_class *of, size_t architecture,
                          const double *others, const double *scale)
{
    sim_tally off = {0}, cost = {0};
    for (size_t group = 0; group < of->n_small; group++) {
        const double then =
            cost_of(m, of, architecture, others + group * MODEL_PILOT_COLUMNS, NULL);
        sim_tally_add(&cost, then);
        sim_tally_add(&off, then - cost_of(m, of, architecture, row_of(m, group), scale));
    }
    return cost.mean > 0 ? sim_tally_sd(&off) / sqrt((double)off.n) / cost.mean : 0;
}

/* The other future's small pilot, in the order of the class, into others[]. */
static bool play_other(maker *m, const model_piece_class *of, double *others, double *scale,
                       sim_failure *why)
{
    model_pilot *pilot = sim_arena_alloc(m->other->arena, 1, sizeof *pilot);
    double row[MODEL_PILOT_COLUMNS], sum[MODEL_PILOT_COLUMNS] = {0};
    if (!model_pilot_init(pilot, m->plan, m->workload, m->other, why))
        return false;
    for (uint64_t group = 0; group < of->n_small; group++) {
        const model_piece *at = model_summed_place(m->out, of, group);
        model_pilot_play(pilot, group, at->from_s, at->to_s, row);
        for (size_t i = 0; i < of->n_columns; i++) {
            const model_column column = of->columns[i];
            const int16_t k = pilot->column_of[column.architecture][column.index];
            others[group * MODEL_PILOT_COLUMNS + i] = k >= 0 ? row[k] : 0;
            sum[i] += k >= 0 ? row[k] : 0;
        }
    }
    for (size_t i = 0; i < of->n_columns; i++)
        scale[i] = of->small[i] != 0 ? sum[i] / of->small[i] : 1;
    return true;
}

/* The worst architecture's part that the small pilot has in the error, as it is. */
static bool find_ratio_error(maker *m, model_piece_class *of, double *error, sim_failure *why)
{
    double scale[MODEL_PILOT_COLUMNS];
    double *others =
        sim_arena_alloc(m->other->arena, of->n_small * MODEL_PILOT_COLUMNS, sizeof *others);
    sum_small(m, of);
    *error = 0;
    if (!play_other(m, of, others, scale, why))
        return false;
    for (size_t a = 0; a < m->plan->scenario->n_architectures; a++)
        *error = fmax(*error, ratio_error(m, of, a, others, scale));
    return true;
}

/* Chooses the small pilot, and says how far off sums may be. */
static bool find_error(maker *m, model_piece_class *of, sim_failure *why)
{
    const double two_sided = 1.96;
    double *costs = sim_arena_alloc(m->other->arena, of->n_rows, sizeof *costs), ratio = 0;
    for (of->n_small = SMALL_PILOT;; of->n_small *= 2) {
        if (!find_ratio_error(m, of, &ratio, why))
            return false;
        if (ratio <= small_error || of->n_small >= MOST_SMALL_PILOT)
            break;
    }
    for (size_t a = 0; a < m->plan->scenario->n_architectures; a++) {
        find_costs(m, of, a, costs);
        if (month_skewness(m, of->n_rows, costs) > most_skewness)
            return refuse(m, "a few of its sessions are too large for the rest");
        m->error =
            fmax(m->error, two_sided * hypot(relative_error(m, of->n_rows, costs), ratio));
    }
    return true;
}

/* ---- classes ---- */

/* Means of the groups as their controls weigh them. */
static void correct_means(const maker *m, const model_piece_class *of)
{
    double *weights = sim_arena_alloc(m->mean->arena, of->n_rows, sizeof *weights);
    sim_controls_weights(m->controls, of->n_rows, MODEL_PILOT_CONTROLS, weights);
    for (size_t i = 0; i < of->n_common; i++) {
        double mean = 0;
        for (size_t group = 0; group < of->n_rows; group++)
            mean += weights[group] * row_of(m, group)[i];
        of->law.mean[i] = mean / MODEL_PILOT_GROUP;
    }
}

/* The law of the common columns, turned to what each architecture costs. */
static void fit(const maker *m, model_piece_class *of)
{
    const size_t n = m->plan->scenario->n_architectures;
    const size_t month = m->out->pieces[of->pieces[0]].month;
    double *weights = sim_arena_alloc(m->mean->arena, n * of->n_common, sizeof *weights);
    for (size_t i = 0; i < of->n_common; i++) {
        const model_column column = of->columns[i];
        const model_planned *p = &m->plan->architectures[column.architecture];
        weights[column.architecture * of->n_common + i] = rate_of(p, column.index, month);
    }
    const sim_sums_sample sample = {
        m->rows, of->n_rows, MODEL_PILOT_COLUMNS, of->n_common, MODEL_PILOT_GROUP, weights, n};
    sim_sums_fit(&sample, m->plan->arena, &of->law);
    correct_means(m, of);
}

static bool make_class(maker *m, model_piece_class *of, sim_failure *why)
{
    model_pilot *pilot = sim_arena_alloc(m->mean->arena, 1, sizeof *pilot);
    size_t order[MODEL_PILOT_COLUMNS] = {0};
    const size_t even = m->n_rows / m->out->n_classes;
    of->n_rows = even > LEAST_PILOT ? even : LEAST_PILOT;
    if (!play_groups(m, of, of->n_rows, pilot, m->mean, why))
        return false;
    order_columns(m, pilot, of, order);
    reorder_rows(m, of, order);
    keep_rare(m, of);
    fit(m, of);
    return find_error(m, of, why);
}

/* ---- which workloads ---- */

static bool is_suitable(maker *m)
{
    const model_scenario *scenario = m->plan->scenario;
    const model_workload *workload = &scenario->workloads[m->workload];
    if (workload->is_replay)
        return refuse(m, "it replays a trace");
    if (workload->session.is_agent && step_s(m) < MODEL_DAY_S)
        return refuse(m, "a watch looks at what its agents spend");
    if (workload->arrivals.has_gaps || workload->arrivals.has_on_off)
        return refuse(m, "its arrivals are not Poisson given their rate");
    for (size_t i = 0; i < scenario->n_architectures; i++)
        if (model_architecture_answers(m->plan->architectures[i].architecture, m->workload))
            return refuse(m, "a semantic cache remembers its sessions");
    for (size_t i = 0; i < scenario->n_architectures; i++)
        if (tariff_of(m, i))
            return true;
    return refuse(m, "its sessions share machines or limits");
}

/* Sessions of the mean future over the horizon. */
static bool expect_sessions(const maker *m, double *out, sim_failure *why)
{
    const model_scenario *scenario = m->plan->scenario;
    const model_workload *workload = &scenario->workloads[m->workload];
    const model_calendar *calendar = scenario->calendar;
    double *rate = sim_arena_alloc(m->mean->arena, calendar->n_hours, sizeof *rate);
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
    if (!play_groups(m, &m->out->classes[0], SMALL_PILOT, pilot, m->mean, why))
        return false;
    double calls = 0;
    for (size_t i = 0; i < pilot->n_columns; i++) {
        const model_column column = pilot->columns[i];
        if (column.index == m->plan->architectures[column.architecture].n_lines + MODEL_CALLS)
            for (size_t group = 0; group < SMALL_PILOT; group++)
                calls += row_of(m, group)[i];
    }
    *out = calls / (SMALL_PILOT * MODEL_PILOT_GROUP) * sessions;
    return true;
}

/* False without a sentence in why: it is to be played, or m->why_not says why it must be. */
static bool make(maker *m, model_summed_note *note, sim_failure *why)
{
    double calls;
    if (!is_suitable(m) || !expect_sessions(m, &note->sessions, why) || !make_pieces(m))
        return false;
    m->month_sessions = note->sessions / (double)m->plan->scenario->calendar->n_months;
    if (!expect_calls(m, note->sessions, &calls, why))
        return false;
    if (m->wish->fidelity == MODEL_AUTO && calls <= m->wish->most_calls)
        return false;
    for (size_t k = 0; k < m->out->n_classes; k++)
        if (!make_class(m, &m->out->classes[k], why))
            return false;
    return true;
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
               .n_rows = wish->pilot > LEAST_PILOT ? wish->pilot
                         : wish->pilot > 0         ? LEAST_PILOT
                                                   : PILOT};
    m.rows = sim_alloc(m.n_rows * MODEL_PILOT_COLUMNS, sizeof *m.rows, "a pilot");
    m.controls = sim_alloc(m.n_rows * MODEL_PILOT_CONTROLS, sizeof *m.controls, "a pilot");
    sim_failure failed = {""};
    out->workload = workload;
    note->is_summed = make(&m, note, &failed);
    note->why_not = note->is_summed ? NULL : m.why_not;
    note->error = note->is_summed ? m.error : 0;
    if (note->is_summed)
        plan->summed[workload] = out;
    free(m.rows);
    free(m.controls);
    sim_arena_free(scratch);
    return !*failed.text || sim_fail(why, "%s", failed.text);
}

bool model_plan_sum(model_plan *plan, const model_summed_wish *wish, sim_failure *why)
{
    const size_t n = plan->scenario->n_workloads;
    plan->notes = sim_arena_alloc(plan->arena, n, sizeof *plan->notes);
    for (size_t i = 0; i < n; i++) {
        plan->notes[i].workload = plan->scenario->workloads[i].name;
        if (wish->fidelity != MODEL_PLAYED && !decide(plan, wish, i, why))
            return false;
    }
    return true;
}

const model_summed_note *model_plan_summed(const model_plan *plan, size_t *n)
{
    *n = plan->notes ? plan->scenario->n_workloads : 0;
    return plan->notes;
}
