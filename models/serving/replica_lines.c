/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "models/serving/replica_state.h"

void model_line_append(model_line_of *line, model_request *q)
{
    q->before = line->last;
    q->after = NULL;
    *(line->last ? &line->last->after : &line->first) = q;
    line->last = q;
}

void model_line_prepend(model_line_of *line, model_request *q)
{
    q->before = NULL;
    q->after = line->first;
    *(line->first ? &line->first->before : &line->last) = q;
    line->first = q;
}

void model_line_remove(model_line_of *line, model_request *q)
{
    *(q->before ? &q->before->after : &line->first) = q->after;
    *(q->after ? &q->after->before : &line->last) = q->before;
    q->before = q->after = NULL;
}

model_request *model_replica_next(const model_replica *r)
{
    for (int rank = 0; r->n_waiting > 0 && rank < MODEL_RANKS; rank++)
        if (r->waiting[rank].first)
            return r->waiting[rank].first;
    return NULL;
}

model_request *model_replica_last(const model_replica *r)
{
    for (int rank = MODEL_RANKS - 1; rank >= 0; rank--)
        if (r->running[rank].last)
            return r->running[rank].last;
    return NULL;
}
