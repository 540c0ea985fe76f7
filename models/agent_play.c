/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "models/agent_play.h"

#include "models/agent_cascade.h"
#include "models/agent_player.h"

#include <math.h>

/* ---- sessions ---- */

static void end_session(model_player *p, const model_walk *walk)
{
    const model_agent_end ended = model_player_end(p, walk);
    model_ledger *ledger = p->api.ledger;
    model_agent_count_end(&p->terms, &ended, ledger);
    if (ended.outcome != MODEL_OUTCOME_LIMIT)
        return;
    ledger->counters[MODEL_BLOCKED_SESSIONS]++;
    ledger->gauges[MODEL_LOST_VALUE] +=
        ended.succeeds && !ended.is_endless ? p->terms.worth.value : 0;
}

struct model_agent_stage {
    model_agent_law law;
    model_source *source;
    model_block block;
    model_walk *walk;
    model_player *players; /* players[n_players] */
    size_t n_players;
    model_cascade *cascades; /* cascades[n_cascades] */
    size_t n_cascades;
    double longest_s, spent, delayed;
    model_agent_tasks tasks;
};

static void add_task(model_agent_tasks *tasks, const model_walk *walk)
{
    const double steps = walk->task_steps;
    tasks->steps += steps;
    tasks->squared += steps * steps;
    tasks->successes += walk->succeeds;
    tasks->failed_steps += walk->succeeds ? 0 : steps;
}

/* Walks until the task is done or no architecture lets the session go on. */
static void play_session(model_agent_stage *s, model_session_id id, double arrival_s)
{
    model_agent_step steps[MODEL_PLAYER_STEPS];
    size_t n_alive = s->n_players;
    model_walk_begin(s->walk, &s->law, id);
    add_task(&s->tasks, s->walk);
    for (size_t i = 0; i < s->n_players; i++)
        model_player_begin(&s->players[i], arrival_s);
    while (n_alive > 0 && !s->walk->is_over) {
        size_t n = 0;
        while (n < MODEL_PLAYER_STEPS && model_walk_next(s->walk, &steps[n]))
            n++;
        for (size_t i = n_alive = 0; i < s->n_players; i++) {
            if (!s->players[i].is_over)
                model_player_steps(&s->players[i], s->walk, steps, n);
            n_alive += !s->players[i].is_over;
        }
    }
    for (size_t i = 0; i < s->n_players; i++) {
        end_session(&s->players[i], s->walk);
        s->longest_s = fmax(s->longest_s, s->players[i].time_s - arrival_s);
        s->spent += s->players[i].cost;
        s->delayed += s->players[i].delayed - s->players[i].cost * arrival_s;
    }
    for (size_t i = 0; i < s->n_cascades; i++)
        model_cascade_play(&s->cascades[i], &s->law, s->walk, id, arrival_s);
}

static bool play_day(model_agent_stage *s, size_t client, size_t day,
                     const model_future *future, sim_failure *why)
{
    double unused[MODEL_BLOCK_SESSIONS];
    model_source_day(s->source, client, day);
    for (uint64_t first = model_session_id_of(day, client, 0);
         model_block_arrive(&s->block, s->law.session_stream, s->source, first, unused);
         first += s->block.n_sessions)
        for (size_t i = 0; i < s->block.n_sessions; i++) {
            if (!model_future_goes_on(future, why))
                return false;
            play_session(s, s->block.session[i], s->block.arrival_s[i]);
        }
    return true;
}

static bool seat(model_agent_stage *s, const model_agent_play *of, const model_future *future,
                 sim_failure *why)
{
    s->players = sim_arena_alloc(future->arena, of->n_seats, sizeof *s->players);
    s->cascades = sim_arena_alloc(future->arena, of->n_seats, sizeof *s->cascades);
    for (size_t i = 0; i < of->n_seats; i++) {
        const model_agent_seat *on = &of->seats[i];
        if (!on->meterage)
            continue;
        if (on->policy ? !model_cascade_init(&s->cascades[s->n_cascades++], of, on, future, why)
                       : !model_player_init(&s->players[s->n_players++], of, on, future, why))
            return false;
    }
    return true;
}

bool model_agent_stage_new(const model_agent_play *of, const model_future *future,
                           model_agent_stage **out, sim_failure *why)
{
    model_agent_stage *s = *out = sim_arena_alloc(future->arena, 1, sizeof *s);
    s->walk = sim_arena_alloc(future->arena, 1, sizeof *s->walk);
    model_block_init(&s->block, future->arena);
    return seat(s, of, future, why) &&
           model_agent_law_init(&s->law, of->workload, of->ready, future, why);
}

void model_agent_stage_play(model_agent_stage *s, model_session_id first, size_t n,
                            double from_s, double to_s)
{
    s->tasks = (model_agent_tasks){0};
    for (size_t i = 0; i < n; i++) {
        const double u = sim_stream_uniform(s->law.session_stream, first + i, 0);
        play_session(s, first + i, from_s + u * (to_s - from_s));
    }
}

double model_agent_stage_longest_s(model_agent_stage *s)
{
    const double longest_s = s->longest_s;
    s->longest_s = 0;
    return longest_s;
}

void model_agent_stage_spent(const model_agent_stage *s, double *spent, double *delayed)
{
    *spent = s->spent;
    *delayed = s->delayed;
}

const model_agent_tasks *model_agent_stage_tasks(const model_agent_stage *s)
{
    return &s->tasks;
}

const model_agent_law *model_agent_stage_law(const model_agent_stage *s)
{
    return &s->law;
}

void model_agent_stage_flush(model_agent_stage *s)
{
    for (size_t i = 0; i < s->n_players; i++)
        model_api_flush(&s->players[i].api);
    for (size_t i = 0; i < s->n_cascades; i++)
        model_cascade_flush(&s->cascades[i]);
}

bool model_agents_play(const model_agent_play *of, const model_future *future, sim_failure *why)
{
    const model_workload *workload = of->workload;
    const double end_s = model_calendar_end_s(of->calendar);
    model_agent_stage *s;
    if (!model_agent_stage_new(of, future, &s, why) ||
        !model_source_new(&workload->arrivals, of->calendar, workload->name, future, &s->source,
                          why))
        return false;
    for (size_t client = 0; client < model_source_clients(s->source); client++)
        for (size_t day = 0; (double)day * MODEL_DAY_S < end_s; day++)
            if (!play_day(s, client, day, future, why))
                return false;
    model_agent_stage_flush(s);
    return true;
}
