/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "validate/naive_memory.h"

#include <math.h>
#include <string.h>

void validate_naive_memory_new(const validate_twin *t, const model_answers *of,
                               const model_workload *workload, validate_memory *out)
{
    *out = (validate_memory){
        .catalogue = round(validate_naive_value(t, of->catalogue)),
        .zipf = validate_naive_value(t, of->zipf),
        .hit = validate_naive_value(t, of->hit),
        .false_hit = validate_naive_value(t, of->false_hit),
        .ttl_s = of->ttl_s.is_given ? validate_naive_value(t, of->ttl_s) : HUGE_VAL,
        .capacity =
            of->capacity.is_given ? round(validate_naive_value(t, of->capacity)) : HUGE_VAL,
        .stream = validate_naive_stream(t, workload, "popularity"),
    };
    out->kept = sim_arena_alloc(t->future->arena, (size_t)out->catalogue, sizeof *out->kept);
}

/* The question of a uniform: shares are added until they exceed it. */
static uint64_t question_of(const validate_memory *m, double u)
{
    double all = 0, sum = 0;
    for (uint64_t i = 0; (double)i < m->catalogue; i++)
        all += pow((double)i + 1, -m->zipf);
    for (uint64_t i = 0; (double)i < m->catalogue; i++) {
        sum += pow((double)i + 1, -m->zipf);
        if (sum > u * all)
            return i;
    }
    return (uint64_t)m->catalogue - 1;
}

static void drop(validate_memory *m, size_t at)
{
    memmove(m->kept + at, m->kept + at + 1, (--m->n - at) * sizeof *m->kept);
}

static void append(validate_memory *m, validate_kept answer)
{
    m->kept[m->n++] = answer;
}

model_answered validate_naive_memory_ask(validate_memory *m, model_session_id session,
                                         double time_s)
{
    const uint64_t question = question_of(m, sim_stream_uniform(m->stream, session, 0));
    size_t at = 0;
    while (at < m->n && m->kept[at].question != question)
        at++;
    const bool is_fresh = at < m->n && time_s - m->kept[at].since_s <= m->ttl_s;
    if (at < m->n && !is_fresh)
        drop(m, at);
    if (is_fresh && sim_stream_uniform(m->stream, session, 1) < m->hit) {
        const validate_kept answer = m->kept[at];
        drop(m, at);
        append(m, answer);
        return MODEL_ANSWERED_RIGHT;
    }
    if (sim_stream_uniform(m->stream, session, 2) < m->false_hit)
        return MODEL_ANSWERED_WRONG;
    if (is_fresh)
        drop(m, at);
    else if ((double)m->n >= fmax(1, m->capacity))
        drop(m, 0);
    append(m, (validate_kept){question, time_s});
    return MODEL_ANSWERED_NOT;
}
