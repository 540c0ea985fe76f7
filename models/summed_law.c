/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "models/summed_law.h"

#include "models/summed_ways.h"
#include "sim/controls.h"
#include "sim/interval.h"

#include <math.h>
#include <stdlib.h>
#include <string.h>

typedef model_law_maker maker;

/* A pilot is doubled until the standard error of its mean cost, in relation to it, is this. */
static const double pilot_error = 0.001;

/* Groups in which two futures are compared to choose how many are enough, the fewest and the
   most that a replication plays again, and the most parts that take turns. */
enum { TRIAL = 64, LEAST_SMALL_PILOT = 8, MOST_SMALL_PILOT = 128, MOST_PARTS = 64 };

/* The standard error of a future's cost that this may bring, of its mean. */
static const double small_error = 0.01;

/* So many of the groups that are played again should have a column that is not rare. */
static const double enough_groups = 2;

/* Groups with a rare column that a month may draw one by one; more are common. */
static const double most_rare = 300;

/* A column that so many of the groups have is seen in any few of them. */
static const double dense_share = 0.5;

/* Above this, the first terms are not all that is left of the skewness of a month's cost. */
static const double most_skewness = 0.3;

static bool refuse(maker *m, const char *clause)
{
    m->why_not = clause;
    return false;
}

static double *row_of(const maker *m, size_t group)
{
    return m->rows + group * MODEL_PILOT_COLUMNS;
}

/* Into surprises[n_ways]. */
static void note_surprises(const model_pilot *pilot, model_surprise *surprises)
{
    for (size_t a = 0; a < pilot->plan->n_ways; a++)
        surprises[a] = model_pilot_surprise(pilot, a);
}

/* All controls of an architecture's columns: of sessions, and of what became of them there. */
static const double *controls_of(const maker *m, size_t n, size_t architecture)
{
    double *to = m->all;
    for (size_t group = 0; group < n; group++, to += MODEL_LAW_CONTROLS) {
        const model_surprise *s = &m->surprises[group * m->plan->n_ways + architecture];
        memcpy(to, m->controls + group * MODEL_PILOT_CONTROLS,
               MODEL_PILOT_CONTROLS * sizeof *to);
        memcpy(to + MODEL_PILOT_CONTROLS, s->more, sizeof s->more);
    }
    return m->all;
}

bool model_law_play(maker *m, const model_piece_class *of, size_t from, size_t to,
                    model_pilot *pilot)
{
    for (size_t group = from; group < to; group++) {
        const model_piece *at = model_summed_place(m->out, of, group);
        model_pilot_play(pilot, group, at->from_s, at->to_s, row_of(m, group));
        model_pilot_controls(pilot, m->controls + group * MODEL_PILOT_CONTROLS);
        m->lengths[group] = pilot->longest_s;
        note_surprises(pilot, m->surprises + group * m->plan->n_ways);
    }
    return !pilot->is_crowded || refuse(m, "too much is counted in it");
}

/* ---- what it costs ---- */

double model_law_rate(const model_planned *p, size_t index, size_t month)
{
    const double rate = index < p->n_lines ? p->lines[index].rate[month] : 0;
    return isnan(rate) ? 0 : rate;
}

/* What a row of columns costs, played some way, at the prices of a class. */
static double cost_of(const maker *m, const model_piece_class *of, size_t way,
                      const double *row)
{
    const model_planned *p = model_way_planned(m->plan, way);
    const size_t month = m->out->pieces[of->pieces[0]].month;
    double cost = 0;
    for (size_t i = 0; i < of->n_columns; i++) {
        const model_column column = of->columns[i];
        if (column.way == way)
            cost += model_law_rate(p, column.index, month) * row[i];
    }
    return cost;
}

static void find_costs(const maker *m, const model_piece_class *of, size_t way, double *costs)
{
    for (size_t group = 0; group < of->n_rows; group++)
        costs[group] = cost_of(m, of, way, row_of(m, group));
}

/* The standard error of the mean of an architecture's costs[n], in relation to it. */
static double relative_error(const maker *m, size_t architecture, size_t n, const double *costs)
{
    double mean = 0;
    for (size_t i = 0; i < n; i++)
        mean += costs[i] / (double)n;
    return mean > 0 ? sim_controls_error(controls_of(m, n, architecture), n, MODEL_LAW_CONTROLS,
                                         costs) /
                          mean
                    : 0;
}

/* The worst architecture's. */
static double worst_error(const maker *m, const model_piece_class *of, double *costs)
{
    double worst = 0;
    for (size_t a = 0; a < m->plan->n_ways; a++) {
        find_costs(m, of, a, costs);
        worst = fmax(worst, relative_error(m, a, of->n_rows, costs));
    }
    return worst;
}

/* ---- columns: those that most groups have, those that some have, the rare ---- */

enum kind { DENSE, SELDOM, RARE, KINDS };

static double share_of(const maker *m, size_t n, size_t column)
{
    size_t with = 0;
    for (size_t group = 0; group < n; group++)
        with += row_of(m, group)[column] != 0;
    return (double)with / (double)n;
}

static enum kind kind_of(const maker *m, double share)
{
    if (share >= dense_share)
        return DENSE;
    return share * m->month_sessions / MODEL_PILOT_GROUP < most_rare ? RARE : SELDOM;
}

/* Puts the columns in the order of the class; order[i]: the pilot's. Returns the share of the
   groups that have the one that fewest have, of those not rare. */
static double order_columns(const maker *m, const model_pilot *pilot, model_piece_class *of,
                            size_t *order)
{
    enum kind kinds[MODEL_PILOT_COLUMNS] = {DENSE};
    double least = 1;
    for (size_t i = 0; i < pilot->n_columns; i++) {
        const double share = share_of(m, of->n_rows, i);
        kinds[i] = kind_of(m, share);
        if (kinds[i] != RARE)
            least = fmin(least, share);
    }
    size_t ends[KINDS] = {0};
    for (int kind = DENSE; kind < KINDS; kind++) {
        for (size_t i = 0; i < pilot->n_columns; i++)
            if ((int)kinds[i] == kind)
                order[of->n_columns++] = i;
        ends[kind] = of->n_columns;
    }
    of->n_dense = ends[DENSE];
    of->n_common = ends[SELDOM];
    of->columns = sim_arena_alloc(m->plan->arena, of->n_columns, sizeof *of->columns);
    for (size_t i = 0; i < of->n_columns; i++)
        of->columns[i] = pilot->columns[order[i]];
    return least;
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

/* How columns grow with surprises. */
static void keep_slopes(const maker *m, model_piece_class *of)
{
    double slopes[MODEL_LAW_CONTROLS];
    double *y = sim_arena_alloc(m->mean->arena, of->n_rows, sizeof *y);
    of->slopes = sim_arena_alloc(m->plan->arena, of->n_dense, sizeof *of->slopes);
    for (size_t i = 0; i < of->n_dense; i++) {
        for (size_t group = 0; group < of->n_rows; group++)
            y[group] = row_of(m, group)[i];
        sim_controls_slopes(controls_of(m, of->n_rows, of->columns[i].way), of->n_rows,
                            MODEL_LAW_CONTROLS, y, slopes);
        memcpy(of->slopes[i], slopes + MODEL_PILOT_CONTROLS, sizeof of->slopes[i]);
    }
}

/* The groups, beside which those of other futures are laid. */
static void keep_groups(const maker *m, model_piece_class *of)
{
    const size_t n_surprises = of->n_rows * m->plan->n_ways;
    of->n_ways = m->plan->n_ways;
    of->surprises = sim_arena_alloc(m->plan->arena, n_surprises, sizeof *of->surprises);
    memcpy(of->surprises, m->surprises, n_surprises * sizeof *of->surprises);
    of->groups =
        sim_arena_alloc(m->plan->arena, of->n_rows * of->n_columns, sizeof *of->groups);
    for (size_t group = 0; group < of->n_rows; group++)
        memcpy(of->groups + group * of->n_columns, row_of(m, group),
               of->n_columns * sizeof *of->groups);
}

/* ---- another future ---- */

model_law_groups model_law_groups_play(const model_summing *summing,
                                       const model_piece_class *of, model_pilot *pilot,
                                       size_t first, size_t n)
{
    model_law_groups out = {
        .first = first,
        .n = n,
        .rows = sim_arena_alloc(pilot->arena, n * of->n_columns, sizeof *out.rows),
        .surprises = sim_arena_alloc(pilot->arena, n * of->n_ways, sizeof *out.surprises),
        .added = sim_arena_alloc(pilot->arena, MODEL_PILOT_COLUMNS, sizeof *out.added)};
    double row[MODEL_PILOT_COLUMNS];
    for (size_t i = 0; i < n; i++) {
        const model_piece *at = model_summed_place(summing, of, first + i);
        model_pilot_play(pilot, first + i, at->from_s, at->to_s, row);
        note_surprises(pilot, out.surprises + i * of->n_ways);
        for (size_t k = 0; k < pilot->n_columns; k++)
            out.added[k] += row[k];
        for (size_t k = 0; k < of->n_columns; k++) {
            const model_column column = of->columns[k];
            const int16_t own = pilot->column_of[column.way][column.index];
            out.rows[i * of->n_columns + k] = own >= 0 ? row[own] : 0;
        }
    }
    return out;
}

/* What some groups have of a column: in the mean future, in another, in both, and only there.
 */
typedef struct sums {
    double before, after, kept, gained;
} sums;

static sums add_up(const model_piece_class *of, const model_law_groups *groups, size_t column)
{
    sums out = {0};
    for (size_t i = 0; i < groups->n; i++) {
        const double y = of->groups[(groups->first + i) * of->n_columns + column];
        const double x = groups->rows[i * of->n_columns + column];
        out.before += y;
        out.after += x;
        out.kept += fmin(x, y);
        out.gained += fmax(x - y, 0);
    }
    return out;
}

/* What a group's surprises added to a dense column. */
static double surprise_of(const model_piece_class *of, const model_surprise *surprises,
                          size_t column)
{
    const model_surprise *s = &surprises[of->columns[column].way];
    double sum = 0;
    for (size_t i = 0; i < MODEL_SURPRISES; i++)
        sum += of->slopes[column][i] * s->more[i];
    return sum;
}

/* A dense column: pace and scale, of which c and r are the first guesses. */
static void relate_dense(const model_piece_class *of, const model_law_groups *groups,
                         size_t column, const sums *s, const model_law_relation *out)
{
    const size_t architecture = of->columns[column].way, stride = of->n_ways;
    double surprise_before = 0, surprise_after = 0, found_before = 0, found_after = 0;
    for (size_t i = 0; i < groups->n; i++) {
        const model_surprise *y = of->surprises + (groups->first + i) * stride;
        const model_surprise *x = groups->surprises + i * stride;
        surprise_before += surprise_of(of, y, column);
        surprise_after += surprise_of(of, x, column);
        found_before += y[architecture].found;
        found_after += x[architecture].found;
    }
    const double ratio = s->after / s->before;
    const double pace = found_after > 0 ? ratio * found_before / found_after : ratio;
    const double before = s->before - surprise_before;
    const double after = s->after - pace * surprise_after;
    const bool is_sound = before > 0 && after >= 0;
    out->scale[column] = is_sound ? after / before : ratio;
    out->pace[column] = is_sound ? pace : 0;
}

model_law_relation model_law_relate(const model_piece_class *of, const model_law_groups *groups,
                                    sim_arena *arena)
{
    const double sessions = (double)(groups->n * MODEL_PILOT_GROUP);
    const model_law_relation out = {sim_arena_alloc(arena, of->n_columns, sizeof(double)),
                                    sim_arena_alloc(arena, of->n_columns, sizeof(double)),
                                    sim_arena_alloc(arena, of->n_columns, sizeof(double))};
    for (size_t k = 0; k < of->n_columns; k++) {
        const sums s = add_up(of, groups, k);
        const bool is_dense = k < of->n_dense && s.before > 0;
        out.scale[k] = s.before > 0 ? s.kept / s.before : 1;
        out.extra[k] = is_dense ? 0 : s.gained / sessions;
        if (is_dense)
            relate_dense(of, groups, k, &s, &out);
    }
    return out;
}

/* ---- errors ---- */

/* What unequal costs c of N sessions, N from a Poisson law, add to the skewness of a month's
   sum: that of c over sqrt(E N), times (var c / E c^2)^(3/2). costs[n] are those of groups. */
static double month_skewness(const maker *m, size_t n, const double *costs)
{
    const double of_group = sim_interval_skewness(n, costs) * sqrt((double)n);
    sim_tally tally = {0};
    for (size_t i = 0; i < n; i++)
        sim_tally_add(&tally, costs[i]);
    const double variance = sim_tally_variance(&tally);
    const double share = variance / (variance + tally.mean * tally.mean / MODEL_PILOT_GROUP);
    return share > 0 && isfinite(of_group)
               ? of_group * sqrt(MODEL_PILOT_GROUP / m->month_sessions) * pow(share, 1.5)
               : 0;
}

/* What a group adds in both futures, as related, without surprises: row[n_columns] each. */
static void lay_beside(const model_piece_class *of, const model_law_groups *groups, size_t i,
                       const model_law_relation *by, double *mean, double *other)
{
    const size_t group = groups->first + i, stride = of->n_ways;
    const double *y = of->groups + group * of->n_columns, *x = groups->rows + i * of->n_columns;
    for (size_t k = 0; k < of->n_columns; k++) {
        const bool has_pace = k < of->n_dense && by->pace[k] > 0;
        const double t = has_pace ? surprise_of(of, of->surprises + group * stride, k) : 0;
        const double s = has_pace ? surprise_of(of, groups->surprises + i * stride, k) : 0;
        mean[k] = (y[k] - t) * by->scale[k] + by->extra[k] * MODEL_PILOT_GROUP;
        other[k] = x[k] - by->pace[k] * s;
    }
}

/* The sd of what the mean future's groups, as related, cost more or less than another's, in
   relation to its mean: the error that one group would leave. */
static double group_error(const maker *m, const model_piece_class *of, size_t architecture,
                          const model_law_groups *groups, const model_law_relation *by)
{
    double mean[MODEL_PILOT_COLUMNS], other[MODEL_PILOT_COLUMNS];
    sim_tally off = {0}, cost = {0};
    for (size_t i = 0; i < groups->n; i++) {
        lay_beside(of, groups, i, by, mean, other);
        const double then = cost_of(m, of, architecture, other);
        sim_tally_add(&cost, then);
        sim_tally_add(&off, then - cost_of(m, of, architecture, mean));
    }
    return cost.mean > 0 ? sim_tally_sd(&off) / cost.mean : 0;
}

/* The error of a single group, in the other future and the worst architecture. */
static bool try_other(const maker *m, const model_piece_class *of, double *error,
                      sim_failure *why)
{
    model_pilot *pilot = sim_arena_alloc(m->other->arena, 1, sizeof *pilot);
    if (!model_pilot_init(pilot, m->plan, m->workload, m->other, why))
        return false;
    const model_law_groups groups = model_law_groups_play(m->out, of, pilot, 0, TRIAL);
    const model_law_relation by = model_law_relate(of, &groups, m->other->arena);
    *error = 0;
    for (size_t a = 0; a < m->plan->n_ways; a++)
        *error = fmax(*error, group_error(m, of, a, &groups, &by));
    return true;
}

/* How many groups a replication plays again: enough for its cost, and to see what is seldom. */
static void choose_parts(model_piece_class *of, double error, double least_share)
{
    const double enough =
        fmax(error * error / (small_error * small_error), enough_groups / least_share);
    of->n_small = (size_t)fmin(fmax(ceil(enough), LEAST_SMALL_PILOT), MOST_SMALL_PILOT);
    of->n_parts = of->n_rows / of->n_small < MOST_PARTS ? of->n_rows / of->n_small : MOST_PARTS;
}

/* Says how far off sums may be. Classes play the same sessions, so that their errors may add up
   in full: the worst of them is what all of them may be off by. */
static bool find_error(maker *m, const model_piece_class *of, double error)
{
    const double two_sided = 1.96, ratio = error / sqrt((double)(of->n_small * of->n_parts));
    double *costs = sim_arena_alloc(m->other->arena, of->n_rows, sizeof *costs);
    for (size_t a = 0; a < m->plan->n_ways; a++) {
        find_costs(m, of, a, costs);
        if (month_skewness(m, of->n_rows, costs) > most_skewness)
            return refuse(m, "a few of its sessions are too large for the rest");
        const double own = relative_error(m, a, of->n_rows, costs);
        m->out->errors[a] = fmax(m->out->errors[a], two_sided * hypot(own, ratio));
    }
    m->future_error = fmax(m->future_error, two_sided * error / sqrt((double)of->n_small));
    return true;
}

/* ---- the law ---- */

/* Means of an architecture's columns of the groups as their controls weigh them. */
static void correct_means(const maker *m, const model_piece_class *of, size_t architecture)
{
    double *weights = sim_arena_alloc(m->mean->arena, of->n_rows, sizeof *weights);
    sim_controls_weights(controls_of(m, of->n_rows, architecture), of->n_rows,
                         MODEL_LAW_CONTROLS, weights);
    for (size_t i = 0; i < of->n_common; i++) {
        double mean = 0;
        if (of->columns[i].way != architecture)
            continue;
        for (size_t group = 0; group < of->n_rows; group++)
            mean += weights[group] * row_of(m, group)[i];
        of->law.mean[i] = mean / MODEL_PILOT_GROUP;
    }
}

/* The law of the common columns, turned to what each architecture costs. */
static void fit(const maker *m, model_piece_class *of)
{
    const size_t n = m->plan->n_ways;
    const size_t month = m->out->pieces[of->pieces[0]].month;
    double *weights = sim_arena_alloc(m->mean->arena, n * of->n_common, sizeof *weights);
    for (size_t i = 0; i < of->n_common; i++) {
        const model_column column = of->columns[i];
        const model_planned *p = model_way_planned(m->plan, column.way);
        weights[column.way * of->n_common + i] = model_law_rate(p, column.index, month);
    }
    const sim_sums_sample sample = {
        m->rows, of->n_rows, MODEL_PILOT_COLUMNS, of->n_common, MODEL_PILOT_GROUP, weights, n};
    sim_sums_fit(&sample, m->plan->arena, &of->law);
    for (size_t a = 0; a < n; a++)
        correct_means(m, of, a);
}

/* Plays groups of the class, least at first, twice as many then, until that is precise. */
static bool play_pilot(maker *m, model_piece_class *of, size_t most, model_pilot *pilot)
{
    double *costs = sim_arena_alloc(m->mean->arena, most, sizeof *costs);
    model_pilot_expect(pilot);
    of->columns = pilot->columns;
    for (size_t n = MODEL_LEAST_PILOT;; n *= 2) {
        n = n < most ? n : most;
        if (!model_law_play(m, of, of->n_rows, n, pilot))
            return false;
        of->n_rows = n;
        of->n_columns = pilot->n_columns;
        if (n == most || worst_error(m, of, costs) <= pilot_error)
            break;
    }
    of->n_columns = 0;
    return true;
}

/* ---- what limits see of it ---- */

/* What the calls of a row are charged, played some way. */
static double charge_of(const maker *m, const model_piece_class *of, size_t way,
                        const double *row)
{
    const size_t month = m->out->pieces[of->pieces[0]].month;
    double cost = 0;
    for (size_t i = 0; i < of->n_columns; i++)
        if (of->columns[i].way == way &&
            model_way_charges(m->plan, way, m->workload, of->columns[i].index))
            cost += row[i] * model_law_rate(model_way_planned(m->plan, way),
                                            of->columns[i].index, month);
    return cost;
}

static void find_charges(const maker *m, model_piece_class *of)
{
    of->variance = sim_arena_alloc(m->plan->arena, m->plan->n_ways, sizeof *of->variance);
    of->largest = sim_arena_alloc(m->plan->arena, m->plan->n_ways, sizeof *of->largest);
    for (size_t way = 0; way < m->plan->n_ways; way++) {
        sim_tally groups = {0};
        double largest = 0;
        for (size_t group = 0; group < of->n_rows; group++) {
            const double charge = charge_of(m, of, way, row_of(m, group));
            sim_tally_add(&groups, charge);
            largest = fmax(largest, charge);
        }
        if (groups.mean <= 0)
            continue;
        of->variance[way] = pow(sim_tally_sd(&groups) / groups.mean, 2) * MODEL_PILOT_GROUP;
        of->largest[way] = largest / groups.mean;
    }
}

static int by_length(const void *a, const void *b)
{
    const double x = *(const double *)a, y = *(const double *)b;
    return (x > y) - (x < y);
}

/* 1 of 100 groups has a longer session. */
static void find_length(const maker *m, const model_pilot *pilot, size_t n)
{
    const double delay_s = pilot->spent > 0 ? pilot->delayed / pilot->spent : 0;
    m->out->delay_s = fmax(m->out->delay_s, delay_s);
    qsort(m->lengths, n, sizeof *m->lengths, by_length);
    m->out->length_s = fmax(m->out->length_s, m->lengths[n - 1 - n / 100]);
}

bool model_law_make(maker *m, model_piece_class *of, size_t most, sim_failure *why)
{
    model_pilot *pilot = sim_arena_alloc(m->mean->arena, 1, sizeof *pilot);
    size_t order[MODEL_PILOT_COLUMNS] = {0};
    double error = 0;
    if (!model_pilot_init(pilot, m->plan, m->workload, m->mean, why) ||
        !play_pilot(m, of, most, pilot))
        return false;
    const double least_share = order_columns(m, pilot, of, order);
    reorder_rows(m, of, order);
    keep_rare(m, of);
    keep_groups(m, of);
    keep_slopes(m, of);
    fit(m, of);
    find_charges(m, of);
    find_length(m, pilot, of->n_rows);
    if (!try_other(m, of, &error, why))
        return false;
    choose_parts(of, error, least_share);
    return find_error(m, of, error);
}
