/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "models/summed_share.h"

#include "models/summed_ways.h"
#include "sim/count.h"

#include <math.h>

static bool has_column(const model_piece_class *of, model_column column)
{
    for (size_t i = 0; i < of->n_columns; i++)
        if (of->columns[i].way == column.way && of->columns[i].index == column.index)
            return true;
    return false;
}

/* Sessions of the small pilot. */
static double small_sessions(const model_piece_class *of)
{
    return (double)(of->n_small * MODEL_PILOT_GROUP);
}

static void allocate(model_share *c, sim_arena *arena)
{
    const size_t n = c->of->n_columns, n_ways = c->plan->n_ways;
    c->pilot = sim_arena_alloc(arena, 1, sizeof *c->pilot);
    c->is_new = sim_arena_alloc(arena, MODEL_PILOT_COLUMNS, sizeof *c->is_new);
    c->drawn = sim_arena_alloc(arena, n, sizeof *c->drawn);
    c->total = sim_arena_alloc(arena, n, sizeof *c->total);
    c->z = sim_arena_alloc(arena, c->of->law.rank + 1, sizeof *c->z);
    c->sessions = sim_arena_alloc(arena, n_ways, sizeof *c->sessions);
    c->all_sessions = sim_arena_alloc(arena, n_ways, sizeof *c->all_sessions);
}

bool model_share_init(model_share *c, const model_plan *plan, const model_summing *summing,
                      size_t class_index, const model_future *future, sim_failure *why)
{
    const model_piece_class *of = &summing->classes[class_index];
    const char *name = plan->scenario->workloads[summing->workload].name;
    *c = (model_share){.plan = plan,
                       .summing = summing,
                       .of = of,
                       .sum_stream = model_future_stream(future, name, "summed"),
                       .rare_stream = model_future_stream(future, name, "summed rare")};
    allocate(c, future->arena);
    if (!model_pilot_init(c->pilot, plan, summing->workload, future, why))
        return false;
    const size_t part = model_summed_part(future->noise, of->n_parts);
    const model_law_groups groups =
        model_law_groups_play(summing, of, c->pilot, part * of->n_small, of->n_small);
    c->added = groups.added;
    c->relation = model_law_relate(of, &groups, future->arena);
    for (size_t i = 0; i < c->pilot->n_columns; i++)
        c->is_new[i] = !has_column(of, c->pilot->columns[i]);
    return true;
}

/* ---- drawing ---- */

void model_share_draw(model_share *c, uint64_t entity, double n)
{
    const size_t rank = c->of->law.rank;
    for (size_t k = 0; k < rank; k++)
        c->z[k] = sim_stream_uniform(c->sum_stream, entity, k);
    sim_sampler_fill(sim_sampler_normal(), rank, c->z, c->z);
    sim_sums_draw(&c->of->law, c->relation.scale, n, c->z, c->drawn);
    for (size_t k = 0; k < c->of->n_common; k++)
        c->drawn[k] += n * c->relation.extra[k];
}

void model_share_thin(model_share *c, double n, const double *left)
{
    for (size_t k = 0; k < c->of->n_common; k++) {
        const double m = left[c->of->columns[k].way];
        const double mean = c->of->law.mean[k] * c->relation.scale[k] + c->relation.extra[k];
        if (m < n)
            c->drawn[k] = m * mean + (c->drawn[k] - n * mean) * sqrt(m / n);
    }
}

/* So many of the pilot's groups that have any of them. */
void model_share_draw_rare(model_share *c, uint64_t entity, double n)
{
    const model_piece_class *of = c->of;
    const size_t n_rare = of->n_columns - of->n_common;
    const double share_of_groups = (double)of->n_rare_rows / (double)of->n_rows;
    const uint64_t address = (uint64_t)(of - c->summing->classes) << 32 | entity;
    const double hits = sim_count_poisson_wide(n / MODEL_PILOT_GROUP * share_of_groups,
                                               sim_stream_uniform(c->rare_stream, address, 0));
    double *drawn = c->drawn + of->n_common;
    for (size_t k = 0; k < n_rare; k++)
        drawn[k] = 0;
    for (uint64_t i = 1; (double)i <= hits; i++) {
        const double u = sim_stream_uniform(c->rare_stream, address, i);
        const double *row = of->rare + (size_t)(u * (double)of->n_rare_rows) * n_rare;
        for (size_t k = 0; k < n_rare; k++)
            drawn[k] += row[k];
    }
    for (size_t k = of->n_common; k < of->n_columns; k++)
        c->drawn[k] = c->drawn[k] * c->relation.scale[k] + n * c->relation.extra[k];
}

void model_share_keep(model_share *c, size_t first, size_t end, const bool *is_open)
{
    for (size_t k = first; k < end; k++)
        if (!is_open || is_open[c->of->columns[k].way])
            c->total[k] += c->drawn[k];
}

void model_share_count(model_share *c, double n, const bool *is_open)
{
    for (size_t way = 0; way < c->plan->n_ways; way++)
        c->sessions[way] += !is_open || is_open[way] ? n : 0;
}

/* ---- ends ---- */

static model_ledger *ledger_of(const model_share *c, model_column column, model_ledger *ledgers)
{
    return &ledgers[c->plan->ways[column.way].architecture];
}

/* What this future has and the mean future has not, per session. */
static double new_each(const model_share *c, size_t i)
{
    return c->is_new[i] ? c->added[i] / small_sessions(c->of) : 0;
}

void model_share_end_month(model_share *c, size_t month, model_ledger *ledgers)
{
    for (size_t k = 0; k < c->of->n_columns; k++) {
        const model_column column = c->of->columns[k];
        model_column_add(column, ledger_of(c, column, ledgers), month, c->total[k]);
        c->total[k] = 0;
    }
    for (size_t i = 0; i < c->pilot->n_columns; i++) {
        const model_column column = c->pilot->columns[i];
        if (c->is_new[i])
            model_column_add(column, ledger_of(c, column, ledgers), month,
                             c->sessions[column.way] * new_each(c, i));
    }
    for (size_t way = 0; way < c->plan->n_ways; way++) {
        c->all_sessions[way] += c->sessions[way];
        c->sessions[way] = 0;
    }
}

/* Sketches of the pilot stand for those of all sessions. */
static void add_sketch(sim_sketch *into, const sim_sketch *pilot, double factor)
{
    for (size_t i = 0; i < SIM_SKETCH_BUCKETS; i++)
        if (pilot->counts[i])
            into->counts[i] += (uint64_t)llround((double)pilot->counts[i] * factor);
}

void model_share_end(const model_share *c, model_ledger *ledgers)
{
    for (size_t way = 0; way < c->plan->n_ways; way++) {
        const double factor = c->all_sessions[way] / small_sessions(c->of);
        model_ledger *into = &ledgers[c->plan->ways[way].architecture];
        const model_ledger *pilot = &c->pilot->ledgers[way];
        add_sketch(into->session_cost, pilot->session_cost, factor);
        add_sketch(into->call_cost, pilot->call_cost, factor);
        add_sketch(into->ttft_s, pilot->ttft_s, factor);
        add_sketch(into->tpot_s, pilot->tpot_s, factor);
        add_sketch(into->e2e_s, pilot->e2e_s, factor);
    }
}

/* ---- what it costs ---- */

double model_share_cost(const model_share *c, size_t way, size_t month, size_t end)
{
    const model_planned *p = model_way_planned(c->plan, way);
    double cost = 0;
    for (size_t k = 0; k < end; k++)
        if (c->of->columns[k].way == way)
            cost += c->drawn[k] * model_law_rate(p, c->of->columns[k].index, month);
    return cost;
}

/* What a column that calls are charged for costs; 0 of others. */
static double charge_rate(const model_share *c, model_column column, size_t way, size_t month)
{
    return column.way == way &&
                   model_way_charges(c->plan, way, c->summing->workload, column.index)
               ? model_law_rate(model_way_planned(c->plan, way), column.index, month)
               : 0;
}

static double new_charge(const model_share *c, size_t way, size_t month)
{
    double cost = 0;
    for (size_t i = 0; i < c->pilot->n_columns; i++)
        cost += new_each(c, i) * charge_rate(c, c->pilot->columns[i], way, month);
    return cost;
}

double model_share_charge(const model_share *c, size_t way, size_t month, double n)
{
    double cost = n * new_charge(c, way, month);
    for (size_t k = 0; k < c->of->n_columns; k++)
        cost += c->drawn[k] * charge_rate(c, c->of->columns[k], way, month);
    return cost;
}

/* The mean of a column in this future. */
static double mean_of(const model_share *c, size_t k)
{
    const model_piece_class *of = c->of;
    double mean = k < of->n_common ? of->law.mean[k] : 0;
    for (size_t i = 0; k >= of->n_common && i < of->n_rare_rows; i++)
        mean += of->rare[i * (of->n_columns - of->n_common) + k - of->n_common] /
                (double)(of->n_rows * MODEL_PILOT_GROUP);
    return mean * c->relation.scale[k] + c->relation.extra[k];
}

double model_share_mean_charge(const model_share *c, size_t way, size_t month)
{
    double cost = new_charge(c, way, month);
    for (size_t k = 0; k < c->of->n_columns; k++) {
        const double rate = charge_rate(c, c->of->columns[k], way, month);
        cost += rate != 0 ? rate * mean_of(c, k) : 0;
    }
    return cost;
}

double model_share_calls(const model_share *c, size_t way)
{
    const size_t index = model_way_planned(c->plan, way)->n_lines + MODEL_CALLS;
    for (size_t k = 0; k < c->of->n_columns; k++)
        if (c->of->columns[k].way == way && c->of->columns[k].index == index)
            return mean_of(c, k);
    return 0;
}
