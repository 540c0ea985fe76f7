/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "models/session.h"

#include "sim/clones.h"
#include "sim/copula.h"
#include "sim/exponential.h"

#include <math.h>
#include <string.h>

/* Which question a session's own address answers. */
enum { ARRIVAL_AND_TURNS, USER_AND_TASK, SUCCESS };

/* ---- samplers ---- */

bool model_sampler(const model_law *law, const sim_sampler *ready, const double *resolved,
                   sim_arena *arena, const sim_sampler **out, sim_failure *why)
{
    *out = ready;
    if (ready || !law->kind)
        return true;
    sim_law plain;
    if (!model_law_resolve(law, resolved, arena, &plain, why))
        return false;
    *out = sim_sampler_new(&plain, arena);
    return true;
}

static bool prepare(const model_law *law, sim_arena *arena, const sim_sampler **out,
                    sim_failure *why)
{
    *out = NULL;
    return !law->kind || !model_law_is_constant(law) ||
           model_sampler(law, NULL, NULL, arena, out, why);
}

bool model_drawer_prepare(const model_session *session, sim_arena *arena, model_ready *ready,
                          sim_failure *why)
{
    return prepare(&session->turns, arena, &ready->turns, why) &&
           prepare(&session->think_s, arena, &ready->think_s, why) &&
           prepare(&session->question, arena, &ready->question, why) &&
           prepare(&session->answer, arena, &ready->answer, why) &&
           prepare(&session->agent.task, arena, &ready->task, why) &&
           prepare(&session->agent.tool_s, arena, &ready->tool_s, why) &&
           prepare(&session->agent.sub_agents, arena, &ready->sub_agents, why);
}

bool model_drawer_init(model_drawer *drawer, const model_workload *workload,
                       const model_ready *ready, const model_future *future, sim_failure *why)
{
    const model_session *session = &workload->session;
    const double *resolved = future->resolved;
    sim_arena *arena = future->arena;
    *drawer = (model_drawer){
        .question_scale = model_number_value(session->question.outer_scale, resolved),
        .answer_scale = model_number_value(session->answer.outer_scale, resolved),
        .user_sd = model_number_value(session->user_sd, resolved),
        .task_sd = model_number_value(session->task_sd, resolved),
        .copula = model_number_value(session->copula, resolved),
        .success = workload->success.is_given ? model_number_value(workload->success, resolved)
                                              : (double)NAN,
        .session_stream = model_future_stream(future, workload->name, "session"),
        .call_stream = model_future_stream(future, workload->name, "call"),
        .think_stream = model_future_stream(future, workload->name, "think"),
        .arena = arena,
    };
    return model_sampler(&session->turns, ready->turns, resolved, arena, &drawer->turns, why) &&
           model_sampler(&session->think_s, ready->think_s, resolved, arena, &drawer->think_s,
                         why) &&
           model_sampler(&session->question, ready->question, resolved, arena,
                         &drawer->question, why) &&
           model_sampler(&session->answer, ready->answer, resolved, arena, &drawer->answer,
                         why);
}

/* ---- memory ---- */

static void make_room(model_block *block, size_t room, sim_arena *arena)
{
    block->room = room;
    block->call_session = sim_arena_alloc(arena, room, sizeof *block->call_session);
    block->turn = sim_arena_alloc(arena, room, sizeof *block->turn);
    block->pause_session = sim_arena_alloc(arena, room + 1, sizeof *block->pause_session);
    block->pause_index = sim_arena_alloc(arena, room + 1, sizeof *block->pause_index);
    block->pause_at = sim_arena_alloc(arena, room, sizeof *block->pause_at);
    block->session_of = sim_arena_alloc(arena, room, sizeof *block->session_of);
    block->time_s = sim_arena_alloc(arena, room, sizeof *block->time_s);
    block->question = sim_arena_alloc(arena, room, sizeof *block->question);
    block->answer = sim_arena_alloc(arena, room, sizeof *block->answer);
}

void model_block_init(model_block *block, sim_arena *arena)
{
    const size_t n = MODEL_BLOCK_SESSIONS;
    *block = (model_block){.room = 0};
    block->session = sim_arena_alloc(arena, n, sizeof *block->session);
    block->arrival_s = sim_arena_alloc(arena, n, sizeof *block->arrival_s);
    block->first_call = sim_arena_alloc(arena, n + 1, sizeof *block->first_call);
    block->succeeds = sim_arena_alloc(arena, n, sizeof *block->succeeds);
    block->luck = sim_arena_alloc(arena, n, sizeof *block->luck);
    block->chance = sim_arena_alloc(arena, n, sizeof *block->chance);
    block->cost = sim_arena_alloc(arena, n, sizeof *block->cost);
    make_room(block, 4 * n, arena);
}

static void make_scratch(model_drawer *drawer, size_t room)
{
    if (drawer->scratch_room >= room)
        return;
    for (int i = 0; i < 2; i++)
        drawer->scratch[i] = sim_arena_alloc(drawer->arena, room, sizeof(double));
    drawer->scratch_room = room;
}

/* ---- sessions ---- */

static void uniforms_of_sessions(sim_stream stream, const model_block *block, uint32_t question,
                                 double *first, double *second)
{
    uint32_t index[MODEL_BLOCK_SESSIONS];
    for (size_t i = 0; i < MODEL_BLOCK_SESSIONS; i++)
        index[i] = question;
    sim_stream_uniforms(stream, block->n_sessions, block->session, index, first, second);
}

/* Turns from uniforms, into first_call[]. Returns the number of calls. */
static size_t count_calls(const model_drawer *drawer, model_block *block, double *u)
{
    if (drawer->turns)
        sim_sampler_fill(drawer->turns, block->n_sessions, u, u);
    size_t calls = 0;
    for (size_t i = 0; i < block->n_sessions; i++) {
        double turns = drawer->turns ? u[i] + 0.5 : 1;
        turns = turns < 1 ? 1 : turns > MODEL_MOST_TURNS ? MODEL_MOST_TURNS : turns;
        block->first_call[i] = (uint32_t)calls;
        calls += (size_t)turns;
    }
    block->first_call[block->n_sessions] = (uint32_t)calls;
    return calls;
}

static void draw_success(const model_drawer *drawer, model_block *block)
{
    double unused[MODEL_BLOCK_SESSIONS];
    memset(block->succeeds, 0, block->n_sessions);
    if (isnan(drawer->success))
        return;
    uniforms_of_sessions(drawer->session_stream, block, SUCCESS, block->luck, unused);
    for (size_t i = 0; i < block->n_sessions; i++)
        block->succeeds[i] = block->luck[i] < drawer->success;
}

/* ---- calls ---- */

/* Loops over calls carry the session along instead of nesting: sessions are short and their
   lengths random, so that a loop inside would be mispredicted once a session. */
static void address_calls(model_block *block)
{
    const uint32_t *first = block->first_call;
    for (uint32_t k = 0, i = 0; k < block->n_calls; k++) {
        i += k == first[i + 1];
        block->session_of[k] = i;
        block->call_session[k] = block->session[i];
        block->turn[k] = k - first[i];
    }
}

static void draw_lengths(const model_drawer *drawer, model_block *block)
{
    size_t n = block->n_calls;
    sim_stream_uniforms(drawer->call_stream, n, block->call_session, block->turn,
                        block->question, block->answer);
    if (drawer->copula != 0)
        sim_copula_pairs(drawer->copula, n, block->question, block->answer);
    sim_sampler_fill(drawer->question, n, block->question, block->question);
    sim_sampler_fill(drawer->answer, n, block->answer, block->answer);
}

/* A session's factor is a mean-one lognormal. */
static double factor_of(double sd, double z)
{
    return sd > 0 ? sim_exponential(sd * z - sd * sd / 2) : 1;
}

static void scale_all(size_t n, double *x, double factor)
{
    for (size_t i = 0; factor != 1 && i < n; i++)
        x[i] *= factor;
}

static void apply_effects(const model_drawer *drawer, model_block *block)
{
    double user[MODEL_BLOCK_SESSIONS], task[MODEL_BLOCK_SESSIONS];
    scale_all(block->n_calls, block->question, drawer->question_scale);
    scale_all(block->n_calls, block->answer, drawer->answer_scale);
    if (drawer->user_sd == 0 && drawer->task_sd == 0)
        return;
    uniforms_of_sessions(drawer->session_stream, block, USER_AND_TASK, user, task);
    sim_sampler_fill(sim_sampler_normal(), block->n_sessions, user, user);
    sim_sampler_fill(sim_sampler_normal(), block->n_sessions, task, task);
    for (size_t i = 0; i < block->n_sessions; i++) {
        double on_question = factor_of(drawer->task_sd, task[i]);
        double on_answer = on_question * factor_of(drawer->user_sd, user[i]);
        for (size_t k = block->first_call[i]; k < block->first_call[i + 1]; k++) {
            block->question[k] *= on_question;
            block->answer[k] *= on_answer;
        }
    }
}

/* Pauses: two to an address, so that turns 2j + 1 and 2j + 2 share one. Returns how many
   addresses there are. */
static size_t address_pauses(const model_block *block)
{
    uint32_t n = 0;
    for (size_t k = 0; k < block->n_calls; k++) {
        uint32_t turn = block->turn[k];
        block->pause_session[n] = block->call_session[k];
        block->pause_index[n] = (turn - 1) / 2;
        n += turn & 1; /* keeps what was written, or lets the next call write over it */
        block->pause_at[k] = n - 1;
    }
    return n;
}

static void add_pauses(const model_block *block, const double *even, const double *odd)
{
    double time_s = 0;
    for (size_t k = 0; k < block->n_calls; k++) {
        uint32_t turn = block->turn[k];
        const double *pauses = turn & 1 ? even : odd;
        if (turn)
            time_s += pauses[block->pause_at[k]];
        else
            time_s = block->arrival_s[block->session_of[k]];
        block->time_s[k] = time_s;
    }
}

static void draw_times(model_drawer *drawer, model_block *block)
{
    double *even = drawer->scratch[0], *odd = drawer->scratch[1];
    if (!drawer->think_s) {
        for (size_t k = 0; k < block->n_calls; k++)
            block->time_s[k] = block->arrival_s[block->session_of[k]];
        return;
    }
    size_t pauses = address_pauses(block);
    sim_stream_uniforms(drawer->think_stream, pauses, block->pause_session, block->pause_index,
                        even, odd);
    sim_sampler_fill(drawer->think_s, pauses, even, even);
    sim_sampler_fill(drawer->think_s, pauses, odd, odd);
    add_pauses(block, even, odd);
}

bool model_block_arrive(model_block *block, sim_stream session_stream, model_source *source,
                        uint64_t first, double turns[MODEL_BLOCK_SESSIONS])
{
    double share[MODEL_BLOCK_SESSIONS];
    block->n_sessions = model_source_left(source, MODEL_BLOCK_SESSIONS);
    for (size_t i = 0; i < block->n_sessions; i++)
        block->session[i] = first + i;
    uniforms_of_sessions(session_stream, block, ARRIVAL_AND_TURNS, share, turns);
    block->n_sessions = model_source_next(source, block->n_sessions, share, block->arrival_s);
    return block->n_sessions > 0;
}

void model_block_keep(model_block *block, double from_s, double to_s,
                      double turns[MODEL_BLOCK_SESSIONS])
{
    size_t kept = 0;
    for (size_t i = 0; i < block->n_sessions; i++) {
        block->session[kept] = block->session[i];
        block->arrival_s[kept] = block->arrival_s[i];
        turns[kept] = turns[i];
        kept += block->arrival_s[i] >= from_s && block->arrival_s[i] < to_s;
    }
    block->n_sessions = kept;
}

void model_block_call(model_block *block, model_drawer *drawer,
                      double turns[MODEL_BLOCK_SESSIONS])
{
    block->n_calls = count_calls(drawer, block, turns);
    if (block->n_calls > block->room)
        make_room(block, 2 * block->n_calls, drawer->arena);
    make_scratch(drawer, block->room);
    draw_success(drawer, block);
    address_calls(block);
    draw_lengths(drawer, block);
    apply_effects(drawer, block);
    draw_times(drawer, block);
}

bool model_block_draw(model_block *block, model_drawer *drawer, model_source *source,
                      size_t client, size_t day, uint64_t first)
{
    double turns[MODEL_BLOCK_SESSIONS];
    if (!model_block_arrive(block, drawer->session_stream, source,
                            model_session_id_of(day, client, first), turns))
        return false;
    model_block_call(block, drawer, turns);
    return true;
}

/* Who they are, when they arrive, and the uniforms of their turns. */
static void arrive_within(model_block *block, const model_drawer *drawer,
                          model_session_id first, double from_s, double to_s, double *turns)
{
    for (size_t i = 0; i < block->n_sessions; i++)
        block->session[i] = first + i;
    uniforms_of_sessions(drawer->session_stream, block, ARRIVAL_AND_TURNS, block->arrival_s,
                         turns);
    for (size_t i = 0; i < block->n_sessions; i++)
        block->arrival_s[i] = from_s + block->arrival_s[i] * (to_s - from_s);
}

void model_block_draw_within(model_block *block, model_drawer *drawer, model_session_id first,
                             size_t n, double from_s, double to_s)
{
    double turns[MODEL_BLOCK_SESSIONS];
    block->n_sessions = n;
    arrive_within(block, drawer, first, from_s, to_s, turns);
    model_block_call(block, drawer, turns);
}

void model_block_arrive_within(model_block *block, const model_drawer *drawer,
                               model_session_id first, size_t n, double from_s, double to_s)
{
    double unused[MODEL_BLOCK_SESSIONS];
    block->n_sessions = n;
    arrive_within(block, drawer, first, from_s, to_s, unused);
}

/* A session's calls, after those that are there. */
static void copy_calls(const model_block *from, size_t session, double later_s,
                       model_block *out)
{
    for (uint32_t k = from->first_call[session]; k < from->first_call[session + 1]; k++) {
        const size_t to = out->n_calls++;
        out->call_session[to] = from->call_session[k];
        out->turn[to] = from->turn[k];
        out->session_of[to] = (uint32_t)out->n_sessions;
        out->time_s[to] = from->time_s[k] + later_s;
        out->question[to] = from->question[k];
        out->answer[to] = from->answer[k];
    }
}

void model_block_select(const model_block *from, const model_selection *selection,
                        model_block *out, uint32_t *picked, sim_arena *arena)
{
    if (out->room < from->n_calls)
        make_room(out, 2 * from->n_calls, arena);
    out->n_sessions = out->n_calls = 0;
    out->first_call[0] = 0;
    for (uint32_t i = 0; i < from->n_sessions; i++) {
        if (selection->which[i] != selection->wanted)
            continue;
        const size_t to = out->n_sessions;
        const double later_s = selection->later_s ? selection->later_s[i] : 0;
        copy_calls(from, i, later_s, out);
        picked[to] = i;
        out->session[to] = from->session[i];
        out->arrival_s[to] = from->arrival_s[i] + later_s;
        out->luck[to] = from->luck[i];
        out->succeeds[to] = from->succeeds[i];
        out->cost[to] = 0;
        out->first_call[to + 1] = (uint32_t)out->n_calls;
        out->n_sessions++;
    }
}
