/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "models/hosted_day.h"

#include <stdlib.h>
#include <string.h>

bool model_hosted_days_init(model_hosted_days *days, const model_hosted_source *source,
                            sim_failure *why)
{
    const model_workload *workload = source->workload;
    const model_future *future = source->future;
    *days = (model_hosted_days){.arena = future->arena,
                                .reasoning_stream =
                                    model_future_stream(future, workload->name, "reasoning"),
                                .next = (size_t)(source->from_s / MODEL_DAY_S),
                                .from_s = source->from_s,
                                .to_s = source->to_s};
    days->are_agents = workload->session.is_agent;
    model_block_init(&days->block, future->arena);
    if (source->retrieval) {
        days->retriever = sim_arena_alloc(future->arena, 1, sizeof *days->retriever);
        if (!model_retriever_init(days->retriever, source->retrieval, workload, future, why))
            return false;
    }
    return model_drawer_init(&days->drawer, workload, source->ready, future, why) &&
           model_source_new(&workload->arrivals, source->calendar, workload->name, future,
                            &days->source, why) &&
           model_sampler(source->reasoning, NULL, future->resolved, future->arena,
                         &days->reasoning, why);
}

static void *grown(sim_arena *arena, const void *old, size_t n, size_t room, size_t size)
{
    void *grown = sim_arena_alloc(arena, room, size);
    if (n > 0)
        memcpy(grown, old, n * size);
    return grown;
}

static void make_room(model_hosted_days *days, model_hosted_day *day)
{
    const model_block *block = &days->block;
    const size_t sessions = day->n_sessions + block->n_sessions;
    const size_t calls = day->n_calls + block->n_calls;
    if (sessions > day->session_room) {
        day->session_room = 2 * sessions;
        day->sessions = grown(days->arena, day->sessions, day->n_sessions, day->session_room,
                              sizeof *day->sessions);
    }
    if (calls <= day->call_room)
        return;
    const struct {
        double **column;
        bool is_kept;
    } columns[] = {{&day->question, true},
                   {&day->answer, true},
                   {&day->pause_s, true},
                   {&day->hidden, days->reasoning},
                   {&day->context, days->retriever},
                   {&day->irrelevant, days->retriever},
                   {&day->relevant, days->retriever},
                   {&day->ranked, days->retriever}};
    day->call_room = 2 * calls;
    for (size_t i = 0; i < sizeof columns / sizeof *columns; i++)
        if (columns[i].is_kept)
            *columns[i].column = grown(days->arena, *columns[i].column, day->n_calls,
                                       day->call_room, sizeof(double));
}

/* Looks the documents of a block's calls up, and what they do to its sessions' success. */
static void look_up(model_hosted_days *days, model_hosted_day *day)
{
    const model_block *block = &days->block;
    model_retriever *r = days->retriever;
    const size_t n = block->n_calls, first = day->n_calls;
    model_retriever_draw(r, block, days->drawer.success);
    memcpy(block->succeeds, r->succeeds, block->n_sessions);
    memcpy(day->context + first, r->context, n * sizeof(double));
    memcpy(day->irrelevant + first, r->irrelevant, n * sizeof(double));
    for (size_t k = 0; k < n; k++) {
        day->relevant[first + k] = r->relevant[k];
        day->ranked[first + k] = r->ranked ? r->ranked[k] : 0;
    }
}

static void add_block(model_hosted_days *days, model_hosted_day *day)
{
    const model_block *block = &days->block;
    if (block->n_sessions == 0)
        return;
    make_room(days, day);
    if (days->retriever)
        look_up(days, day);
    for (size_t i = 0; i < block->n_sessions; i++)
        day->sessions[day->n_sessions++] =
            (model_hosted_session){.arrival_s = block->arrival_s[i],
                                   .id = block->session[i],
                                   .first_call = (uint32_t)day->n_calls + block->first_call[i],
                                   .n_calls = block->first_call[i + 1] - block->first_call[i],
                                   .succeeds = block->succeeds[i],
                                   .luck = block->luck[i]};
    if (block->n_calls == 0) /* agents, who call as they go */
        return;
    for (size_t k = 0; k < block->n_calls; k++)
        day->pause_s[day->n_calls + k] =
            block->turn[k] ? block->time_s[k] - block->time_s[k - 1] : 0;
    memcpy(day->question + day->n_calls, block->question, block->n_calls * sizeof(double));
    memcpy(day->answer + day->n_calls, block->answer, block->n_calls * sizeof(double));
    if (days->reasoning) {
        double *hidden = day->hidden + day->n_calls;
        if (days->n_unused < block->n_calls)
            days->unused = sim_arena_alloc(days->arena, days->n_unused = 2 * block->n_calls,
                                           sizeof *days->unused);
        sim_stream_uniforms(days->reasoning_stream, block->n_calls, block->call_session,
                            block->turn, hidden, days->unused);
        sim_sampler_fill(days->reasoning, block->n_calls, hidden, hidden);
    }
    day->n_calls += block->n_calls;
}

/* Agents call as they go. */
static void leave_calls(model_block *block)
{
    memset(block->first_call, 0, (block->n_sessions + 1) * sizeof *block->first_call);
    block->n_calls = 0;
}

/* The next of the day's sessions, ranks from *first on, with their calls; false when there are
   none left. Moves *first on. */
static bool draw_block(model_hosted_days *days, size_t client, uint64_t *first)
{
    double turns[MODEL_BLOCK_SESSIONS];
    model_block *block = &days->block;
    if (!model_block_arrive(block, days->drawer.session_stream, days->source,
                            model_session_id_of(days->next, client, *first), turns))
        return false;
    *first += block->n_sessions;
    model_block_keep(block, days->from_s, days->to_s, turns);
    if (!days->are_agents) {
        model_block_call(block, &days->drawer, turns);
        return true;
    }
    leave_calls(block);
    return true;
}

/* By arrival; those of the same time in the order in which they were drawn. */
static int by_arrival(const void *a, const void *b)
{
    const model_hosted_session *x = a, *y = b;
    if (x->arrival_s != y->arrival_s)
        return x->arrival_s < y->arrival_s ? -1 : 1;
    return x->id < y->id ? -1 : 1;
}

static model_hosted_day *new_day(model_hosted_days *days)
{
    model_hosted_day *day = days->free;
    if (day)
        days->free = day->next;
    else
        day = sim_arena_alloc(days->arena, 1, sizeof *day);
    day->n_sessions = day->n_calls = 0;
    return day;
}

/* All of its sessions are there. */
static void end_day(model_hosted_days *days, model_hosted_day *day)
{
    day->alive = day->n_sessions;
    if (day->n_sessions > 0)
        qsort(day->sessions, day->n_sessions, sizeof *day->sessions, by_arrival);
    else
        model_hosted_day_release(days, day);
}

model_hosted_day *model_hosted_days_draw(model_hosted_days *days)
{
    model_hosted_day *day = new_day(days);
    for (size_t client = 0; client < model_source_clients(days->source); client++) {
        model_source_day(days->source, client, days->next);
        for (uint64_t first = 0; draw_block(days, client, &first);)
            add_block(days, day);
    }
    days->next++;
    end_day(days, day);
    return day;
}

/* Sessions first to first + n - 1 of a batch. */
static void draw_within(model_hosted_days *days, const model_batch *batch, size_t first,
                        size_t n)
{
    const model_session_id id = batch->first + first;
    if (!days->are_agents) {
        model_block_draw_within(&days->block, &days->drawer, id, n, batch->from_s, batch->to_s);
        return;
    }
    model_block_arrive_within(&days->block, &days->drawer, id, n, batch->from_s, batch->to_s);
    leave_calls(&days->block);
}

model_hosted_day *model_hosted_days_draw_batch(model_hosted_days *days,
                                               const model_batch *batch)
{
    model_hosted_day *day = new_day(days);
    for (size_t done = 0; done < batch->n;) {
        const size_t left = batch->n - done;
        const size_t n = left < MODEL_BLOCK_SESSIONS ? left : MODEL_BLOCK_SESSIONS;
        draw_within(days, batch, done, n);
        add_block(days, day);
        done += n;
    }
    end_day(days, day);
    return day;
}

void model_hosted_day_release(model_hosted_days *days, model_hosted_day *day)
{
    if (day->alive > 0 && --day->alive > 0)
        return;
    day->next = days->free;
    days->free = day;
}
