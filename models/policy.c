/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "models/policy.h"

#include <math.h>

/* Addresses of a session's questions. */
enum { KIND, MISTAKE, STEPS, QUESTIONS_OF_STEP = 2 };

static double given_or(model_number number, const double *resolved, double otherwise)
{
    return number.is_given ? model_number_value(number, resolved) : otherwise;
}

void model_router_init(model_router *r, const model_policy *of, const model_workload *workload,
                       const model_future *future)
{
    const double *resolved = future->resolved;
    double sum = 0;
    *r = (model_router){
        .of = of,
        .error = given_or(of->error, resolved, 0),
        .detected = given_or(of->detected, resolved, 1),
        .false_alarms = given_or(of->false_alarms, resolved, 0),
        .workload_success = given_or(workload->success, resolved, (double)NAN),
        .resolved = resolved,
        .stream = model_future_stream(future, workload->name, "policy"),
    };
    for (size_t i = 0; i < of->n_kinds; i++)
        sum += model_number_value(of->kinds[i].share, resolved);
    for (size_t i = 0; i < of->n_kinds; i++)
        r->cumulative[i] = (i ? r->cumulative[i - 1] : 0) +
                           model_number_value(of->kinds[i].share, resolved) / sum;
}

void model_router_sort(const model_router *r, const model_block *block, uint8_t *group)
{
    const size_t n = r->of->n_kinds;
    for (size_t i = 0; i < block->n_sessions; i++) {
        const double u = sim_stream_uniform(r->stream, block->session[i], KIND);
        size_t kind = 0;
        while (kind + 1 < n && r->cumulative[kind] <= u)
            kind++;
        const bool is_mistaken =
            n > 1 && r->error > 0 &&
            sim_stream_uniform(r->stream, block->session[i], MISTAKE) < r->error;
        group[i] = (uint8_t)(2 * kind + is_mistaken);
    }
}

size_t model_router_endpoint(const model_router *r, size_t group)
{
    const size_t kind = group / 2;
    return r->of->kinds[group % 2 ? (kind + 1) % r->of->n_kinds : kind].endpoint;
}

double model_router_success(const model_router *r, size_t group)
{
    const model_policy_kind *kind = &r->of->kinds[group / 2];
    const double own = given_or(kind->success, r->resolved, r->workload_success);
    return group % 2 ? given_or(kind->misrouted, r->resolved, own) : own;
}

double model_router_step_success(const model_router *r, size_t step)
{
    return given_or(r->of->steps[step].success, r->resolved, r->workload_success);
}

double model_router_luck(const model_router *r, model_session_id session, size_t step)
{
    return sim_stream_uniform(r->stream, session, STEPS + QUESTIONS_OF_STEP * step);
}

bool model_router_finds(const model_router *r, model_session_id session, size_t step,
                        bool succeeded)
{
    const double u =
        sim_stream_uniform(r->stream, session, STEPS + QUESTIONS_OF_STEP * step + 1);
    return u < (succeeded ? r->false_alarms : r->detected);
}
