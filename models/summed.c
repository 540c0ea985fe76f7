/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "models/summed_answers.h"
#include "models/summed_share.h"
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
    double in_month;       /* sessions that were drawn in the month so far */
    sim_stream count_stream, answer_stream;
    model_summed_cache *caches; /* caches[n_architectures]; NULL: there are none */
    double *left; /* left[n_architectures]: sessions of the piece that no cache answered, */
    double *in_month_left;     /* and of the month so far */
    bool *is_only;             /* is_only[n_architectures]: scratch */
    model_stage *stage;        /* of pieces with few sessions; NULL: there were none yet */
    model_agent_stage *agents; /* the same where sessions are agents' */
} summed;

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
    if (!model_stage_set(s->plan, workload, s->future, s->ledgers, s->stage, why))
        return false;
    for (size_t i = 0; s->caches && i < s->stage->n_seats; i++)
        if (s->stage->seats[i].answers)
            s->stage->seats[i].recall = &s->caches[i].recall;
    return true;
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
    for (size_t i = 0; s->caches && i < s->stage->n_seats; i++) {
        s->stage->seats[i].right = s->caches[i].right;
        s->stage->seats[i].wrong = s->caches[i].wrong;
    }
    model_block_draw_within(&s->stage->block, &s->stage->drawer, first, (size_t)n,
                            piece->from_s, piece->to_s);
    model_stage_play(s->stage);
    return true;
}

/* ---- what caches answer ---- */

static bool has_cache(const summed *s, size_t architecture)
{
    return s->caches && s->caches[architecture].is_there;
}

static void look_at_caches(const summed *s, size_t first, size_t n_hours)
{
    for (size_t i = 0; i < s->plan->scenario->n_architectures; i++)
        if (has_cache(s, i))
            model_summed_cache_look(&s->caches[i], first, n_hours, s->weight);
}

/* How many of n sessions are left to the model. */
static void ask_caches(summed *s, size_t index, double n)
{
    const size_t month = s->summing->pieces[index].month;
    s->in_month += n;
    for (size_t i = 0; i < s->plan->scenario->n_architectures; i++) {
        if (has_cache(s, i))
            model_summed_cache_answer(&s->caches[i], n, s->answer_stream,
                                      (uint64_t)i << 32 | index, month, &s->ledgers[i]);
        s->left[i] = has_cache(s, i) ? s->caches[i].missed : n;
        s->in_month_left[i] += s->left[i];
    }
}

/* Only that architecture; or all without a cache: n_architectures. */
static const bool *only(const summed *s, size_t architecture)
{
    const size_t n = s->plan->scenario->n_architectures;
    for (size_t i = 0; i < n; i++)
        s->is_only[i] = architecture < n ? i == architecture : !has_cache(s, i);
    return s->is_only;
}

/* ---- a piece ---- */

/* Spreads what a piece cost over its hours. */
static void spend(const summed *s, const model_share *c, const model_piece *piece, size_t first,
                  size_t n, double expected)
{
    for (size_t a = 0; a < s->plan->scenario->n_architectures; a++) {
        const model_planned *p = &s->plan->architectures[a];
        const model_meterage *meterage = &p->meterage[s->summing->workload];
        model_hours *hours = s->ledgers[a].hours;
        const double lookups = has_cache(s, a) ? s->caches[a].answered * s->caches[a].price : 0;
        const double cost = lookups + model_share_cost(c, a, piece->month, c->of->n_common);
        if (cost > 0 && !model_endpoint_is_shared(meterage->endpoint))
            for (size_t i = 0; i < n; i++)
                hours->spend[meterage->driver * hours->n + first + i] +=
                    cost * (s->weight[i] / expected);
    }
}

static bool play_piece(summed *s, model_share *c, size_t index, sim_failure *why)
{
    const model_piece *piece = &s->summing->pieces[index];
    size_t first, n_hours;
    const double expected = expect(s, piece, &first, &n_hours);
    const double n =
        sim_count_poisson_wide(expected, sim_stream_uniform(s->count_stream, index, 0));
    if (n == 0)
        return true;
    look_at_caches(s, first, n_hours);
    if (n < MODEL_FEW_SESSIONS)
        return play_few(s, index, n, why);
    ask_caches(s, index, n);
    model_share_draw(c, index, n);
    model_share_thin(c, n, s->left);
    model_share_keep(c, 0, c->of->n_common, NULL);
    for (size_t a = 0; a < s->plan->scenario->n_architectures; a++)
        model_share_count(c, s->left[a], only(s, a));
    spend(s, c, piece, first, n_hours, expected);
    return true;
}

/* ---- months ---- */

static void end_month(summed *s, model_share *c, size_t month)
{
    const size_t n = s->plan->scenario->n_architectures;
    if (s->in_month == 0)
        return;
    model_share_draw_rare(c, month, s->in_month);
    model_share_keep(c, c->of->n_common, c->of->n_columns, only(s, n));
    for (size_t a = 0; a < n; a++) {
        if (has_cache(s, a)) {
            model_share_draw_rare(c, (a + 1) << 16 | month, s->in_month_left[a]);
            model_share_keep(c, c->of->n_common, c->of->n_columns, only(s, a));
        }
        s->in_month_left[a] = 0;
    }
    s->in_month = 0;
    model_share_end_month(c, month, s->ledgers);
}

static bool play_class(summed *s, size_t class_index, sim_failure *why)
{
    const model_piece_class *of = &s->summing->classes[class_index];
    model_share c;
    if (!model_share_init(&c, s->plan, s->summing, class_index, s->future, why))
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
    model_share_end(&c, s->ledgers);
    return true;
}

static void open_caches(summed *s)
{
    const size_t n_hours = s->plan->scenario->calendar->n_hours;
    double *asked = sim_arena_alloc(s->future->arena, n_hours, sizeof *asked);
    for (size_t hour = 0; hour < n_hours; hour++)
        asked[hour] = s->rate[hour] * 3600;
    s->caches = model_summed_caches_new(s->plan, s->summing->workload, asked, s->future);
}

bool model_summed_play(const model_plan *plan, const model_summing *summing,
                       const model_future *future, model_ledger *ledgers, sim_failure *why)
{
    const model_scenario *scenario = plan->scenario;
    const model_workload *workload = &scenario->workloads[summing->workload];
    const size_t n_hours = scenario->calendar->n_hours, n = scenario->n_architectures;
    summed s = {.plan = plan,
                .summing = summing,
                .future = future,
                .ledgers = ledgers,
                .rate = sim_arena_alloc(future->arena, n_hours, sizeof(double)),
                .weight = sim_arena_alloc(future->arena, n_hours, sizeof(double)),
                .left = sim_arena_alloc(future->arena, n, sizeof(double)),
                .in_month_left = sim_arena_alloc(future->arena, n, sizeof(double)),
                .is_only = sim_arena_alloc(future->arena, n, sizeof(bool)),
                .count_stream = model_future_stream(future, workload->name, "summed count"),
                .answer_stream = model_future_stream(future, workload->name, "summed answers")};
    model_source *source;
    if (!model_source_new(&workload->arrivals, scenario->calendar, workload->name, future,
                          &source, why))
        return false;
    model_source_hourly(source, s.rate);
    open_caches(&s);
    for (size_t i = 0; i < summing->n_classes; i++)
        if (!play_class(&s, i, why))
            return false;
    if (s.stage)
        model_stage_flush(s.stage);
    if (s.agents)
        model_agent_stage_flush(s.agents);
    return true;
}
