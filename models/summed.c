/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "models/summed_law.h"
#include "sim/count.h"

#include <math.h>

enum { SUMMED_CLIENT = 0x8000 };

/* A summed workload in one replication. */
typedef struct summed {
    const model_plan *plan;
    const model_summing *summing;
    const model_future *future;
    model_ledger *ledgers; /* ledgers[n_architectures] */
    double *rate;          /* rate[n_hours]: sessions per second */
    double *weight;        /* weight[n_hours]: scratch */
    sim_stream count_stream, sum_stream, rare_stream;
    model_stage *stage;        /* of pieces with few sessions; NULL: there were none yet */
    model_agent_stage *agents; /* the same where sessions are agents' */
} summed;

/* A class of pieces in one replication. */
typedef struct share {
    const model_piece_class *of;
    model_pilot *pilot;
    double *added;   /* added[MODEL_PILOT_COLUMNS] by the small pilot, in its own columns */
    double *scale;   /* scale[n_columns], and extra[n_columns] per session: of this future */
    double *extra;   /* in relation to the mean one */
    double *drawn;   /* drawn[n_columns]: of a piece */
    double *total;   /* total[n_columns]: of the month so far */
    double *z;       /* z[rank + 1] */
    double sessions; /* of the month so far, and of all */
    double all_sessions;
} share;

/* ---- what is unknown ---- */

static size_t index_in(const model_piece_class *of, model_column column)
{
    size_t i = 0;
    while (i < of->n_columns && (of->columns[i].architecture != column.architecture ||
                                 of->columns[i].index != column.index))
        i++;
    return i;
}

/* Sessions of the small pilot. */
static double small_sessions(const model_piece_class *of)
{
    return (double)(of->n_small * MODEL_PILOT_GROUP);
}

/* Plays the small pilot of a class in this future. */
static bool look(const summed *s, const model_piece_class *of, share *c, sim_failure *why)
{
    sim_arena *arena = s->future->arena;
    *c = (share){
        .of = of,
        .pilot = sim_arena_alloc(arena, 1, sizeof *c->pilot),
        .scale = sim_arena_alloc(arena, of->n_columns, sizeof(double)),
        .extra = sim_arena_alloc(arena, of->n_columns, sizeof(double)),
        .drawn = sim_arena_alloc(arena, of->n_columns, sizeof(double)),
        .total = sim_arena_alloc(arena, of->n_columns, sizeof(double)),
        .z = sim_arena_alloc(arena, of->law.rank + 1, sizeof(double)),
    };
    if (!model_pilot_init(c->pilot, s->plan, s->summing->workload, s->future, why))
        return false;
    const size_t part = model_summed_part(s->future->noise, of->n_parts);
    const model_law_groups groups =
        model_law_groups_play(s->summing, of, c->pilot, part * of->n_small, of->n_small);
    c->added = groups.added;
    model_law_relate(of, &groups, c->scale, c->extra);
    return true;
}

/* ---- pieces ---- */

/* Expected sessions of a piece; of each of its hours, from *first on, into weight[]. */
static double expect(const summed *s, const model_piece *piece, size_t *first, size_t *n)
{
    double sum = 0;
    *first = (size_t)(piece->from_s / 3600);
    for (*n = 0; (double)(*first + *n) * 3600 < piece->to_s; ++*n) {
        const double from_s = (double)(*first + *n) * 3600;
        const double overlap_s = fmin(from_s + 3600, piece->to_s) - fmax(from_s, piece->from_s);
        sum += s->weight[*n] = s->rate[*first + *n] * overlap_s;
    }
    return sum;
}

static bool set_stage(summed *s, sim_failure *why)
{
    const size_t workload = s->summing->workload;
    if (s->plan->scenario->workloads[workload].session.is_agent) {
        const model_agent_play agents =
            model_stage_agents(s->plan, workload, s->ledgers, s->future->arena);
        return s->agents || model_agent_stage_new(&agents, s->future, &s->agents, why);
    }
    if (s->stage)
        return true;
    s->stage = sim_arena_alloc(s->future->arena, 1, sizeof *s->stage);
    return model_stage_set(s->plan, workload, s->future, s->ledgers, s->stage, why);
}

/* Few sessions: one by one, at addresses of their own. */
static bool play_few(summed *s, size_t index, double n, sim_failure *why)
{
    const model_piece *piece = &s->summing->pieces[index];
    const model_session_id first = model_session_id_of(
        (size_t)(piece->from_s / MODEL_DAY_S), SUMMED_CLIENT | index % SUMMED_CLIENT, 0);
    if (!set_stage(s, why))
        return false;
    if (s->agents) {
        model_agent_stage_play(s->agents, first, (size_t)n, piece->from_s, piece->to_s);
        return true;
    }
    model_block_draw_within(&s->stage->block, &s->stage->drawer, first, (size_t)n,
                            piece->from_s, piece->to_s);
    model_stage_play(s->stage);
    return true;
}

static void draw_normals(const summed *s, size_t index, size_t n, double *z)
{
    for (size_t k = 0; k < n; k++)
        z[k] = sim_stream_uniform(s->sum_stream, index, k);
    sim_sampler_fill(sim_sampler_normal(), n, z, z);
}

/* Spreads what a piece cost over its hours. */
static void spend(summed *s, const share *c, const model_piece *piece, size_t first, size_t n,
                  double expected)
{
    for (size_t a = 0; a < s->plan->scenario->n_architectures; a++) {
        const model_planned *p = &s->plan->architectures[a];
        const model_meterage *meterage = &p->meterage[s->summing->workload];
        model_hours *hours = s->ledgers[a].hours;
        double cost = 0;
        for (size_t k = 0; k < c->of->n_common; k++)
            if (c->of->columns[k].architecture == a)
                cost += c->drawn[k] * model_law_rate(p, c->of->columns[k].index, piece->month);
        if (cost > 0 && !model_endpoint_is_shared(meterage->endpoint))
            for (size_t i = 0; i < n; i++)
                hours->spend[meterage->driver * hours->n + first + i] +=
                    cost * (s->weight[i] / expected);
    }
}

static bool play_piece(summed *s, share *c, size_t index, sim_failure *why)
{
    const model_piece *piece = &s->summing->pieces[index];
    size_t first, n_hours;
    const double expected = expect(s, piece, &first, &n_hours);
    const double n =
        sim_count_poisson_wide(expected, sim_stream_uniform(s->count_stream, index, 0));
    if (n == 0)
        return true;
    if (n < MODEL_FEW_SESSIONS)
        return play_few(s, index, n, why);
    draw_normals(s, index, c->of->law.rank, c->z);
    sim_sums_draw(&c->of->law, c->scale, n, c->z, c->drawn);
    for (size_t k = 0; k < c->of->n_common; k++)
        c->total[k] += c->drawn[k] += n * c->extra[k];
    c->sessions += n;
    spend(s, c, piece, first, n_hours, expected);
    return true;
}

/* ---- months ---- */

/* Rare columns: so many of the pilot's groups that have any of them. */
static void draw_rare(const summed *s, share *c, size_t month)
{
    const model_piece_class *of = c->of;
    const size_t n_rare = of->n_columns - of->n_common;
    const double groups = c->sessions / MODEL_PILOT_GROUP;
    const double share_of_groups = (double)of->n_rare_rows / (double)of->n_rows;
    const uint64_t entity = (uint64_t)(of - s->summing->classes) << 32 | month;
    const double hits = sim_count_poisson_wide(groups * share_of_groups,
                                               sim_stream_uniform(s->rare_stream, entity, 0));
    for (uint64_t i = 1; (double)i <= hits; i++) {
        const double u = sim_stream_uniform(s->rare_stream, entity, i);
        const double *row = of->rare + (size_t)(u * (double)of->n_rare_rows) * n_rare;
        for (size_t k = 0; k < n_rare; k++)
            c->total[of->n_common + k] += row[k];
    }
    for (size_t k = of->n_common; k < of->n_columns; k++)
        c->total[k] = c->total[k] * c->scale[k] + c->sessions * c->extra[k];
}

/* What this future has and the mean future has not. */
static void add_new(const summed *s, const share *c, size_t month)
{
    for (size_t i = 0; i < c->pilot->n_columns; i++) {
        const model_column column = c->pilot->columns[i];
        if (index_in(c->of, column) == c->of->n_columns)
            model_column_add(column, &s->ledgers[column.architecture], month,
                             c->sessions * c->added[i] / small_sessions(c->of));
    }
}

static void end_month(const summed *s, share *c, size_t month)
{
    if (c->sessions == 0)
        return;
    draw_rare(s, c, month);
    for (size_t k = 0; k < c->of->n_columns; k++) {
        const model_column column = c->of->columns[k];
        model_column_add(column, &s->ledgers[column.architecture], month, c->total[k]);
        c->total[k] = 0;
    }
    add_new(s, c, month);
    c->all_sessions += c->sessions;
    c->sessions = 0;
}

/* Sketches of the pilot stand for those of all sessions. */
static void add_sketch(sim_sketch *into, const sim_sketch *pilot, double factor)
{
    for (size_t i = 0; i < SIM_SKETCH_BUCKETS; i++)
        if (pilot->counts[i])
            into->counts[i] += (uint64_t)llround((double)pilot->counts[i] * factor);
}

static void add_sketches(const summed *s, const share *c)
{
    const double factor = c->all_sessions / small_sessions(c->of);
    for (size_t a = 0; a < s->plan->scenario->n_architectures; a++) {
        model_ledger *into = &s->ledgers[a];
        const model_ledger *pilot = &c->pilot->ledgers[a];
        add_sketch(into->session_cost, pilot->session_cost, factor);
        add_sketch(into->call_cost, pilot->call_cost, factor);
        add_sketch(into->ttft_s, pilot->ttft_s, factor);
        add_sketch(into->tpot_s, pilot->tpot_s, factor);
        add_sketch(into->e2e_s, pilot->e2e_s, factor);
    }
}

static bool play_class(summed *s, const model_piece_class *of, sim_failure *why)
{
    share c;
    if (!look(s, of, &c, why))
        return false;
    size_t month = 0;
    for (size_t i = 0; i < of->n_pieces; i++) {
        const size_t next = s->summing->pieces[of->pieces[i]].month;
        if (next != month)
            end_month(s, &c, month);
        month = next;
        if (!model_future_goes_on(s->future, why) || !play_piece(s, &c, of->pieces[i], why))
            return false;
    }
    end_month(s, &c, month);
    add_sketches(s, &c);
    return true;
}

bool model_summed_play(const model_plan *plan, const model_summing *summing,
                       const model_future *future, model_ledger *ledgers, sim_failure *why)
{
    const model_scenario *scenario = plan->scenario;
    const model_workload *workload = &scenario->workloads[summing->workload];
    const size_t n_hours = scenario->calendar->n_hours;
    summed s = {.plan = plan,
                .summing = summing,
                .future = future,
                .ledgers = ledgers,
                .rate = sim_arena_alloc(future->arena, n_hours, sizeof(double)),
                .weight = sim_arena_alloc(future->arena, n_hours, sizeof(double)),
                .count_stream = model_future_stream(future, workload->name, "summed count"),
                .sum_stream = model_future_stream(future, workload->name, "summed"),
                .rare_stream = model_future_stream(future, workload->name, "summed rare")};
    model_source *source;
    if (!model_source_new(&workload->arrivals, scenario->calendar, workload->name, future,
                          &source, why))
        return false;
    model_source_hourly(source, s.rate);
    for (size_t i = 0; i < summing->n_classes; i++)
        if (!play_class(&s, &summing->classes[i], why))
            return false;
    if (s.stage)
        model_stage_flush(s.stage);
    if (s.agents)
        model_agent_stage_flush(s.agents);
    return true;
}
