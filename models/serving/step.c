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
    return step->fixed_s + step->per_sequence_s * decoding +
           experts_s(step, decoding + prefill_tokens) + step->per_kv_token_s * kv_tokens +
           step->per_prefill_token_s * prefill_tokens +
           step->per_prefill_square_s * prefill_square;
}

uint32_t model_step_bucket(const model_step *step, uint64_t tokens)
{
    uint32_t i = 0;
    while (i < step->n_buckets && step->buckets[i].tokens < tokens)
        i++;
    return i;
}
