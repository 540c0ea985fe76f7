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

bool model_policy_leads_to(const model_policy *of, size_t endpoint)
{
    for (size_t i = 0; i < of->n_kinds; i++) {
        const model_policy_kind *kind = &of->kinds[i];
        for (size_t k = 0; k < kind->n_candidates; k++)
            if (kind->candidates[k].endpoint == endpoint)
                return true;
        if (kind->n_candidates == 0 && kind->endpoint == endpoint)
            return true;
    }
    return false;
}

/* ---- candidates ---- */

static double candidate_success(const model_router *r, const model_candidate *candidate)
{
    return given_or(candidate->success, r->resolved, r->workload_success);
}

/* The cheapest candidate above the floor at a time; the best one where none is. */
static void choose(model_router *r, size_t kind, double time_s)
{
    const model_policy_kind *of = &r->of->kinds[kind];
    const double floor = model_number_value(r->of->floor, r->resolved);
    model_span span = {0, HUGE_VAL};
    size_t best = of->n_candidates, surest = 0;
    double least = HUGE_VAL;
    for (size_t i = 0; i < of->n_candidates; i++) {
        const double success = candidate_success(r, &of->candidates[i]);
        const double cost = model_bid_at(&r->bids[of->candidates[i].endpoint], time_s, &span);
        if (success > candidate_success(r, &of->candidates[surest]))
            surest = i;
        if (success < floor || !(cost < least))
            continue;
        best = i;
        least = cost;
    }
    r->chosen[kind].candidate = (uint8_t)(best < of->n_candidates ? best : surest);
    r->chosen[kind].span = span;
}

/* Which candidate of a kind a session gets that arrives at a time. */
static size_t chosen_at(model_router *r, size_t kind, double time_s)
{
    const model_policy_kind *of = &r->of->kinds[kind];
    if (of->n_candidates == 0)
        return 0;
    const model_span *span = &r->chosen[kind].span;
    if (time_s < span->from_s || time_s >= span->to_s)
        choose(r, kind, time_s);
    const model_candidate *candidate = &of->candidates[r->chosen[kind].candidate];
    r->n_below +=
        candidate_success(r, candidate) < model_number_value(r->of->floor, r->resolved);
    return r->chosen[kind].candidate;
}

/* ---- sessions ---- */

void model_router_sort(model_router *r, const model_block *block, uint8_t *group)
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
        const size_t candidate =
            chosen_at(r, is_mistaken ? (kind + 1) % n : kind, block->arrival_s[i]);
        group[i] = (uint8_t)(2 * (n * candidate + kind) + is_mistaken);
    }
}

size_t model_router_endpoint(const model_router *r, size_t group)
{
    const size_t n = r->of->n_kinds, kind = group / 2 % n, candidate = group / 2 / n;
    const model_policy_kind *of = &r->of->kinds[group % 2 ? (kind + 1) % n : kind];
    return of->n_candidates ? of->candidates[candidate].endpoint : of->endpoint;
}

/* Success of a kind at an endpoint that may be among its candidates. */
static double success_at(const model_router *r, const model_policy_kind *kind, size_t endpoint)
{
    for (size_t i = 0; i < kind->n_candidates; i++)
        if (kind->candidates[i].endpoint == endpoint)
            return candidate_success(r, &kind->candidates[i]);
    return given_or(kind->success, r->resolved, r->workload_success);
}

double model_router_success(const model_router *r, size_t group)
{
    const model_policy_kind *kind = &r->of->kinds[group / 2 % r->of->n_kinds];
    const double own = success_at(r, kind, model_router_endpoint(r, group));
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

double model_router_chance(const model_router *r, double success)
{
    return success * r->false_alarms + (1 - success) * r->detected;
}
