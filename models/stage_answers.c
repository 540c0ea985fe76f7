/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Semantic caches on the stage: asked in the order in which sessions arrive, day by day. */
#include "models/stage.h"

#include <stdlib.h>

/* A session that arrives. */
typedef struct arrival {
    double time_s;
    model_session_id session;
    uint32_t client, rank;
} arrival;

static int by_time(const void *a, const void *b)
{
    const arrival *x = a, *y = b;
    if (x->time_s != y->time_s)
        return x->time_s < y->time_s ? -1 : 1;
    return (x->session > y->session) - (x->session < y->session);
}

/* Sessions of a day, in memory to be freed. */
typedef struct arrivals {
    arrival *all; /* all[n] */
    size_t n, room;
} arrivals;

static void add_arrivals(arrivals *to, const model_block *block, uint32_t client, uint32_t rank)
{
    if (to->n + block->n_sessions > to->room) {
        to->room = 2 * to->room + MODEL_BLOCK_SESSIONS;
        to->all = sim_realloc(to->all, to->room, sizeof *to->all, "a day's sessions");
    }
    for (uint32_t i = 0; i < block->n_sessions; i++)
        to->all[to->n++] = (arrival){block->arrival_s[i], block->session[i], client, rank + i};
}

/* The day's sessions of all clients, in order. */
static arrivals arrivals_of(model_stage *stage, model_source *source, size_t day)
{
    arrivals out = {NULL, 0, 0};
    double unused[MODEL_BLOCK_SESSIONS];
    model_block *block = &stage->block;
    for (uint32_t client = 0; client < model_source_clients(source); client++) {
        uint32_t rank = 0;
        model_source_day(source, client, day);
        while (model_block_arrive(block, stage->drawer.session_stream, source,
                                  model_session_id_of(day, client, rank), unused)) {
            add_arrivals(&out, block, client, rank);
            rank += (uint32_t)block->n_sessions;
        }
    }
    if (out.n)
        qsort(out.all, out.n, sizeof *out.all, by_time);
    return out;
}

/* Room for what the cache says of the day's sessions. */
static void make_answers(const model_stage *stage, model_seat *seat, const arrivals *day,
                         size_t n_clients)
{
    uint32_t *most = sim_arena_alloc(stage->arena, n_clients, sizeof *most);
    seat->answered = sim_arena_alloc(stage->arena, n_clients, sizeof *seat->answered);
    for (size_t i = 0; i < day->n; i++) {
        uint32_t *of = &most[day->all[i].client];
        *of = day->all[i].rank >= *of ? day->all[i].rank + 1 : *of;
    }
    for (size_t client = 0; client < n_clients; client++)
        seat->answered[client] = sim_arena_alloc(stage->arena, most[client], 1);
}

void model_stage_remember(model_stage *stage, const char *workload, const model_future *future)
{
    for (size_t i = 0; i < stage->n_seats; i++) {
        model_seat *seat = &stage->seats[i];
        if (!seat->answers)
            continue;
        seat->memory = sim_arena_alloc(future->arena, 1, sizeof *seat->memory);
        model_memory_init(seat->memory, seat->answers, workload, future);
    }
}

void model_stage_ask(model_stage *stage, model_source *source, size_t day)
{
    const arrivals today = arrivals_of(stage, source, day);
    for (size_t i = 0; i < stage->n_seats; i++) {
        model_seat *seat = &stage->seats[i];
        if (!seat->memory)
            continue;
        make_answers(stage, seat, &today, model_source_clients(source));
        for (size_t k = 0; k < today.n; k++) {
            const arrival *of = &today.all[k];
            seat->answered[of->client][of->rank] =
                (uint8_t)model_memory_ask(seat->memory, of->session, of->time_s);
        }
    }
    free(today.all);
}

static void foresee_group(const model_stage *stage, const model_seat *seat, size_t group)
{
    const model_block *block = &stage->block;
    const model_attempts *a = &stage->attempts;
    model_retriever *r = seat->retriever;
    const double success =
        seat->router ? model_router_success(seat->router, group) : stage->drawer.success;
    const bool is_coupled = r && r->of->has_quality && !isnan(success);
    if (is_coupled)
        model_retriever_draw(r, block, success);
    for (size_t i = 0; i < block->n_sessions; i++)
        if (!seat->router || a->group[i] == group)
            a->succeeds[i] = is_coupled ? r->succeeds[i] : block->luck[i] < success;
}

/* Whether a model's answer would do, of where each session's kind is sent first and with the
   documents that it would be sent: a kept answer is one of those. */
static void foresee(const model_stage *stage, const model_seat *seat)
{
    bool is_done[MODEL_POLICY_GROUPS] = {false};
    for (size_t i = 0; i < stage->block.n_sessions; i++) {
        const size_t group = seat->router ? stage->attempts.group[i] : 0;
        if (!is_done[group])
            foresee_group(stage, seat, group);
        is_done[group] = true;
    }
}

/* A session that its cache answers costs a lookup and is over. */
static void end_answered(model_stage *stage, model_seat *seat, size_t i, model_answered how)
{
    model_ledger *ledger = seat->api.ledger;
    const bool succeeds = how == MODEL_ANSWERED_RIGHT && stage->attempts.succeeds[i];
    ledger->counters[MODEL_REMEMBERED]++;
    ledger->counters[MODEL_MISTAKEN] += how == MODEL_ANSWERED_WRONG;
    model_api_end_session(&seat->api, stage->attempts.lookup, succeeds);
    ledger->counters[MODEL_SESSIONS]++;
    ledger->counters[MODEL_JUDGED] += stage->is_judged;
    ledger->counters[MODEL_SUCCESSES] += succeeds;
    ledger->value += succeeds ? stage->worth.value : 0;
    ledger->human_cost += succeeds ? stage->worth.human_cost : 0;
}

static model_answered answer_of(const model_seat *seat, model_session_id id)
{
    if (seat->memory)
        return (model_answered)seat->answered[(id >> 32) & 0xffff][id & 0xffffffff];
    return seat->recall ? model_recall_ask(seat->recall, id, seat->right, seat->wrong)
                        : MODEL_ANSWERED_NOT;
}

void model_stage_ask_first(model_stage *stage, model_seat *seat)
{
    model_attempts *a = &stage->attempts;
    const model_block *block = &stage->block;
    const double price = seat->answers->price;
    a->lookup = isnan(price) ? 0 : price;
    if (seat->router)
        model_router_sort(seat->router, block, a->group);
    foresee(stage, seat);
    for (size_t i = 0; i < block->n_sessions; i++) {
        const model_answered how = answer_of(seat, block->session[i]);
        uint64_t *usage =
            model_stage_usage(stage, seat, block->arrival_s[i], seat->answers_line);
        *usage += 1;
        model_api_spend(&seat->api, block->arrival_s[i], a->lookup);
        a->is_answered[i] = how != MODEL_ANSWERED_NOT;
        if (how != MODEL_ANSWERED_NOT)
            end_answered(stage, seat, i, how);
    }
    const model_selection missed = {a->is_answered, MODEL_ANSWERED_NOT, NULL};
    model_block_select(block, &missed, &a->missed, a->picked, stage->arena);
    stage->playing = &a->missed;
}
