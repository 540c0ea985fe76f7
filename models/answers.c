/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "models/answers.h"

#include <math.h>

/* Addresses of a session's questions: what it asks; whether it is recognised; whether another
   answer is taken for its own. */
enum { ASKED, RECOGNISED, MISTAKEN };

static double given_or(model_number number, const double *resolved, double otherwise)
{
    return number.is_given ? model_number_value(number, resolved) : otherwise;
}

void model_memory_init(model_memory *memory, const model_answers *of, const char *workload,
                       const model_future *future)
{
    const double *resolved = future->resolved;
    const double catalogue =
        of->asked ? of->n_asked : round(model_number_value(of->catalogue, resolved));
    const uint32_t n = (uint32_t)fmin(fmax(catalogue, 1), SIM_ZIPF_MOST);
    const double capacity = fmax(1, round(given_or(of->capacity, resolved, n)));
    *memory = (model_memory){
        .of = of,
        .hit = model_number_value(of->hit, resolved),
        .false_hit = model_number_value(of->false_hit, resolved),
        .ttl_s = given_or(of->ttl_s, resolved, HUGE_VAL),
        .kept_s = sim_arena_alloc(future->arena, n, sizeof(double)),
        .older = sim_arena_alloc(future->arena, n + 1, sizeof(uint32_t)),
        .newer = sim_arena_alloc(future->arena, n + 1, sizeof(uint32_t)),
        .capacity = capacity < n ? (uint32_t)capacity : n,
        .stream = model_future_stream(future, workload, "popularity"),
    };
    if (of->asked)
        sim_zipf_init_weights(&memory->popularity, n, of->asked, future->arena);
    else
        sim_zipf_init(&memory->popularity, n, model_number_value(of->zipf, resolved),
                      future->arena);
    for (uint32_t i = 0; i < n; i++)
        memory->kept_s[i] = NAN;
    memory->older[n] = memory->newer[n] = n;
}

/* Takes an answer out of the ring of those kept. */
static void unlink_answer(model_memory *m, uint32_t i)
{
    m->newer[m->older[i]] = m->newer[i];
    m->older[m->newer[i]] = m->older[i];
}

/* Puts an answer before all others: it was used last. */
static void link_newest(model_memory *m, uint32_t i)
{
    const uint32_t ring = m->popularity.n, newest = m->older[ring];
    m->older[i] = newest;
    m->newer[i] = ring;
    m->newer[newest] = i;
    m->older[ring] = i;
}

static void forget(model_memory *m, uint32_t i)
{
    unlink_answer(m, i);
    m->kept_s[i] = NAN;
    m->n_kept--;
}

/* Keeps an answer that is not kept, in place of the one that was not used for longest. */
static void keep(model_memory *m, uint32_t i, double time_s)
{
    if (m->n_kept == m->capacity)
        forget(m, m->newer[m->popularity.n]);
    m->kept_s[i] = time_s;
    m->n_kept++;
    link_newest(m, i);
}

model_answered model_memory_ask(model_memory *m, model_session_id session, double time_s)
{
    const uint32_t i =
        sim_zipf_draw(&m->popularity, sim_stream_uniform(m->stream, session, ASKED));
    if (!isnan(m->kept_s[i]) && time_s - m->kept_s[i] > m->ttl_s)
        forget(m, i);
    const bool is_kept = !isnan(m->kept_s[i]);
    if (is_kept && sim_stream_uniform(m->stream, session, RECOGNISED) < m->hit) {
        unlink_answer(m, i);
        link_newest(m, i);
        return MODEL_ANSWERED_RIGHT;
    }
    if (sim_stream_uniform(m->stream, session, MISTAKEN) < m->false_hit)
        return MODEL_ANSWERED_WRONG;
    if (is_kept)
        forget(m, i);
    keep(m, i, time_s);
    return MODEL_ANSWERED_NOT;
}
