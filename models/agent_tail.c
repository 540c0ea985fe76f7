/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "models/agent_tail.h"

#include "models/agent_player.h"

#include <math.h>
#include <string.h>

/* A session at a moment. */
typedef struct moment {
    model_walk walk;
    model_player player;
} moment;

typedef struct grower {
    const model_tail *tail;
    model_tails *out;
    model_agent_law plain, twisted;
    sim_stream choices; /* of each replication: which sessions become trees, and by which law */
    bool is_twisted;
    moment *at; /* at[n_levels + 1]: one for each level of a tree */
    uint32_t session;
    uint64_t copies; /* made so far of the session: their addresses */
} grower;

/* ---- growing arrays ---- */

/* Room for one more of n items; the old ones are left to the arena. */
static void *roomier(sim_arena *arena, void *items, size_t n, size_t *room, size_t size)
{
    if (n < *room)
        return items;
    *room = 2 * *room + 1024;
    void *more = sim_arena_alloc(arena, *room, size);
    if (n > 0)
        memcpy(more, items, n * size);
    return more;
}

static void add_plain(model_tails *out, double cost)
{
    out->plain =
        roomier(out->arena, out->plain, out->n_sessions, &out->room, sizeof *out->plain);
    out->plain[out->n_sessions++] = cost;
}

/* What a session that is over cost, with the people who take over. */
static double cost_of(moment *m)
{
    const model_agent_end ended = model_player_end(&m->player, &m->walk);
    return ended.cost + model_agent_people(&m->player.terms, &ended);
}

static void add_leaf(grower *g, moment *m, double weight)
{
    model_tails *out = g->out;
    const double r = m->walk.ratio;
    out->leaves =
        roomier(out->arena, out->leaves, out->n_leaves, &out->leaf_room, sizeof *out->leaves);
    out->leaves[out->n_leaves++] = (model_tail_leaf){
        cost_of(m), (g->is_twisted ? weight * 2 * r / (1 + r) : weight) / g->tail->share,
        g->session};
}

/* ---- addresses ---- */

/* Another session's address for a copy: SplitMix64's finisher of the two. */
static model_session_id address_of(model_session_id session, uint64_t copy)
{
    uint64_t z = session + (copy + 1) * UINT64_C(0x9E3779B97F4A7C15);
    z = (z ^ z >> 30) * UINT64_C(0xBF58476D1CE4E5B9);
    z = (z ^ z >> 27) * UINT64_C(0x94D049BB133111EB);
    return z ^ z >> 31;
}

/* ---- trees ---- */

/* Makes the next step; false if the session is over. */
static bool step_on(moment *m)
{
    model_agent_step step;
    double hidden = 0, unused;
    if (!model_walk_next(&m->walk, &step))
        return false;
    if (m->player.api.reasoning) {
        sim_stream_run(m->player.api.reasoning_stream, m->walk.session, step.index, 1, &hidden,
                       &unused);
        sim_sampler_fill(m->player.api.reasoning, 1, &hidden, &hidden);
    }
    return model_player_step(&m->player, &step, hidden);
}

/* Lets at[level] go on to its end, or until it reaches another level and splits. */
static void grow(grower *g, size_t level, double weight, model_session_id root)
{
    const model_tail *tail = g->tail;
    moment *m = &g->at[level];
    for (;;) {
        const bool goes_on = step_on(m);
        size_t reached = level;
        g->out->tree_steps++;
        while (reached < tail->n_levels && m->player.cost >= tail->level[reached])
            reached++;
        if (!goes_on) {
            add_leaf(g, m, weight);
            return;
        }
        if (reached == level)
            continue;
        for (uint32_t i = 0; i < tail->copies; i++) {
            moment *copy = &g->at[reached];
            copy->walk = m->walk;
            model_player_copy(&copy->player, &m->player);
            model_walk_fork(&copy->walk, address_of(root, ++g->copies));
            grow(g, reached, weight / tail->copies, root);
        }
        return;
    }
}

static void play_session(grower *g, const moment *seat, model_session_id id, double arrival_s)
{
    moment *m = &g->at[0];
    const model_session_id root = address_of(id, 0);
    model_walk_begin(&m->walk, &g->plain, id);
    model_player_copy(&m->player, &seat->player);
    model_player_begin(&m->player, arrival_s);
    while (step_on(m))
        g->out->plain_steps++;
    add_plain(g->out, cost_of(m));
    if (sim_stream_uniform(g->choices, id, 0) >= g->tail->share)
        return;
    const bool is_plain = !g->is_twisted || sim_stream_uniform(g->choices, id, 1) < 0.5;
    g->session = (uint32_t)(g->out->n_sessions - 1);
    g->copies = 0;
    model_walk_begin(&m->walk, is_plain ? &g->plain : &g->twisted, root);
    model_player_copy(&m->player, &seat->player);
    model_player_begin(&m->player, arrival_s);
    grow(g, 0, 1, root);
}

/* ---- sessions ---- */

static bool play_days(grower *g, const moment *seat, const model_agent_play *of,
                      model_source *source, const model_future *future, sim_failure *why)
{
    const double end_s = model_calendar_end_s(of->calendar);
    const size_t n_days = (size_t)ceil(end_s / MODEL_DAY_S);
    double unused[MODEL_BLOCK_SESSIONS];
    model_block block;
    model_block_init(&block, future->arena);
    for (size_t i = 0; i < model_source_clients(source) * n_days; i++) {
        const size_t client = i / n_days, day = i % n_days;
        model_source_day(source, client, day);
        for (uint64_t first = model_session_id_of(day, client, 0);
             model_block_arrive(&block, g->plain.session_stream, source, first, unused);
             first += block.n_sessions) {
            if (!model_future_goes_on(future, why))
                return false;
            for (size_t k = 0; k < block.n_sessions; k++)
                play_session(g, seat, block.session[k], block.arrival_s[k]);
        }
    }
    return true;
}

bool model_tail_play(const model_agent_play *of, const model_tail *tail,
                     const model_future *future, model_tails *out, sim_failure *why)
{
    grower g = {.tail = tail, .out = out};
    model_source *source;
    moment *seat = sim_arena_alloc(future->arena, 1, sizeof *seat);
    g.at = sim_arena_alloc(future->arena, tail->n_levels + 1, sizeof *g.at);
    if (!model_player_init(&seat->player, of, &of->seats[0], future, why) ||
        !model_agent_law_init(&g.plain, of->workload, of->ready, future, why) ||
        !model_source_new(&of->workload->arrivals, of->calendar, of->workload->name, future,
                          &source, why))
        return false;
    g.choices = model_future_stream(future, of->workload->name, "tail");
    g.is_twisted = model_agent_law_twist(&g.plain, tail->stuck, &g.twisted);
    return play_days(&g, seat, of, source, future, why);
}
