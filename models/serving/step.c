/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "models/serving/step.h"

#include <math.h>

static double experts_s(const model_step *step, double tokens)
{
    if (step->experts_s == 0)
        return 0;
    const double missed = 1 - (double)step->n_taken / step->n_experts;
    return step->experts_s * (1 - pow(missed, tokens));
}

double model_step_time_s(const model_step *step, double decoding, double kv_tokens,
                         double prefill_tokens, double prefill_square)
{
    const double mixed_s = prefill_tokens > 0 ? step->per_mixed_kv_token_s * kv_tokens +
                                                    step->per_pair_s * decoding * prefill_tokens
                                              : 0;
    return step->fixed_s + step->per_sequence_s * decoding +
           experts_s(step, decoding + prefill_tokens) + step->per_kv_token_s * kv_tokens +
           step->per_prefill_token_s * prefill_tokens +
           step->per_prefill_square_s * prefill_square + mixed_s;
}

model_step model_step_scaled(const model_step *step, double factor)
{
    model_step scaled = *step;
    double *times[] = {&scaled.fixed_s,
                       &scaled.per_sequence_s,
                       &scaled.per_kv_token_s,
                       &scaled.per_prefill_token_s,
                       &scaled.experts_s,
                       &scaled.per_prefill_square_s,
                       &scaled.per_mixed_kv_token_s,
                       &scaled.per_pair_s,
                       &scaled.before_s,
                       &scaled.after_s,
                       &scaled.per_output_s};
    for (size_t i = 0; i < sizeof times / sizeof *times; i++)
        *times[i] *= factor;
    for (uint32_t i = 0; i < scaled.n_buckets; i++) {
        scaled.buckets[i].fixed_s *= factor;
        scaled.buckets[i].per_sequence_s *= factor;
        scaled.buckets[i].per_prefill_token_s *= factor;
    }
    return scaled;
}

uint32_t model_step_bucket(const model_step *step, uint64_t tokens)
{
    uint32_t i = 0;
    while (i < step->n_buckets && step->buckets[i].tokens < tokens)
        i++;
    return i;
}
