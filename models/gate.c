/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "models/gate.h"

#include <math.h>

static const double span_s = 60; /* that a bucket holds */

static model_bucket_level full(model_number rate, const double *resolved)
{
    const double per_s = rate.is_given ? model_number_value(rate, resolved) : (double)INFINITY;
    return (model_bucket_level){per_s, per_s * span_s, per_s * span_s, 0};
}

static model_patience patience(model_number backoff_s, model_number attempts,
                               const double *resolved)
{
    return (model_patience){model_number_value(backoff_s, resolved),
                            model_number_value(attempts, resolved)};
}

static sim_draws *chances(const char *owner, const char *purpose, uint64_t entity,
                          const model_future *future)
{
    return sim_draws_new(model_future_stream(future, owner, purpose), entity,
                         (sim_draws_law){&sim_draws_uniform, {0, 1}, NULL}, future->arena);
}

static void expect_failures(model_gate *gate, const model_limits *limits, const char *owner,
                            uint64_t entity, const model_future *future)
{
    if (!limits->failure.is_given)
        return;
    gate->failure = model_number_value(limits->failure, future->resolved);
    gate->noticed_s = model_number_value(limits->noticed_s, future->resolved);
    gate->failed =
        patience(limits->failed_backoff_s, limits->failed_attempts, future->resolved);
    gate->failures_pay_prompt = limits->failures_pay_prompt;
    gate->fate = chances(owner, "failure", entity, future);
}

static bool draws_of(const model_law *law, sim_stream stream, uint64_t entity,
                     const model_future *future, sim_draws **out, sim_failure *why)
{
    sim_law resolved;
    *out = NULL;
    if (!law->kind)
        return true;
    if (!model_law_resolve(law, future->resolved, future->arena, &resolved, why))
        return false;
    *out = sim_draws_new(stream, entity, sim_draws_law_of(&resolved, future->arena),
                         future->arena);
    return true;
}

bool model_gate_init(model_gate *gate, const model_limits *limits, const char *owner,
                     uint64_t entity, const model_future *future, sim_failure *why)
{
    const double *resolved = future->resolved;
    *gate =
        (model_gate){.requests = full(limits->requests_per_s, resolved),
                     .tokens = full(limits->tokens_per_s, resolved),
                     .refused = patience(limits->backoff_s, limits->attempts, resolved),
                     .is_timed = limits->requests_per_s.is_given ||
                                 limits->tokens_per_s.is_given || limits->failure.is_given ||
                                 limits->first_token_s.kind || limits->per_token_s.kind,
                     .chance = chances(owner, "backoff", entity, future)};
    expect_failures(gate, limits, owner, entity, future);
    return draws_of(&limits->first_token_s, model_future_stream(future, owner, "first token"),
                    entity, future, &gate->first_token_s, why) &&
           draws_of(&limits->per_token_s, model_future_stream(future, owner, "per token"),
                    entity, future, &gate->per_token_s, why);
}

static void fill(model_bucket_level *bucket, double now_s)
{
    if (isfinite(bucket->per_s))
        bucket->level =
            fmin(bucket->most, bucket->level + bucket->per_s * (now_s - bucket->since_s));
    bucket->since_s = now_s;
}

static bool has(const model_bucket_level *bucket, double amount)
{
    return bucket->level >= fmin(amount, bucket->most);
}

static void take(model_bucket_level *bucket, double amount)
{
    if (isfinite(bucket->per_s))
        bucket->level -= amount;
}

bool model_gate_lets_in(model_gate *gate, double now_s, double tokens)
{
    fill(&gate->requests, now_s);
    fill(&gate->tokens, now_s);
    if (!has(&gate->requests, 1) || !has(&gate->tokens, tokens))
        return false;
    take(&gate->requests, 1);
    take(&gate->tokens, tokens);
    return true;
}

void model_gate_buy(model_gate *gate, const model_units *units, const model_future *future)
{
    gate->has_units = true;
    gate->spills = units->spills;
    gate->units = round(model_number_value(units->n, future->resolved));
    gate->unit_per_s = units->tokens_per_s;
    gate->output_burndown = units->output_burndown;
    const double per_s = gate->units * units->tokens_per_s;
    gate->bought = (model_bucket_level){per_s, per_s * span_s, per_s * span_s, 0};
}

bool model_gate_takes_units(model_gate *gate, double now_s, double prompt, double output)
{
    const double amount = prompt + gate->output_burndown * output;
    fill(&gate->bought, now_s);
    if (gate->bought.per_s <= 0 || !has(&gate->bought, amount))
        return false;
    take(&gate->bought, amount);
    gate->burnt += amount;
    return true;
}

bool model_gate_fails(model_gate *gate)
{
    return gate->fate && sim_draws_next(gate->fate) < gate->failure;
}

double model_gate_wait_s(model_gate *gate, const model_patience *patience, uint32_t k)
{
    const double jitter = 0.5 + sim_draws_next(gate->chance);
    return patience->backoff_s * ldexp(1, k < 30 ? (int)k : 30) * jitter;
}
