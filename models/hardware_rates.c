/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "models/hardware.h"

#include <math.h>

enum { ENGINE_SEQUENCES = 256 }; /* what engines batch at most unless told otherwise */

static double decode_s(const model_speed *speed, double sequences, double context)
{
    const model_step *step = &speed->step;
    if (step->n_buckets == 0)
        return model_step_time_s(step, sequences, sequences * context, 0, 0);
    const uint32_t i = model_step_bucket(step, (uint64_t)ceil(context));
    const model_bucket *bucket = &step->buckets[i < step->n_buckets ? i : step->n_buckets - 1];
    return bucket->fixed_s + bucket->per_sequence_s * sequences;
}

static double prefill_s(const model_speed *speed, double prompt)
{
    const model_step *step = &speed->step;
    if (step->n_buckets == 0)
        return step->per_prefill_token_s * prompt +
               step->per_prefill_square_s * prompt * prompt / 2;
    const uint32_t i = model_step_bucket(step, (uint64_t)ceil(prompt));
    const model_bucket *bucket = &step->buckets[i < step->n_buckets ? i : step->n_buckets - 1];
    return bucket->per_prefill_token_s * bucket->tokens;
}

/* What a step of decoding takes more on average because prompts are computed beside it: each
   sequence begins with one that takes a step, and lasts for output steps. */
static double mixed_s(const model_step *step, double sequences, double context, double prompt,
                      double output)
{
    const double share = fmin(1, sequences / output);
    return share * step->per_mixed_kv_token_s * sequences * context +
           step->per_pair_s * sequences * (sequences * prompt / output);
}

double model_speed_alone(const model_speed *speed, double prompt, double output)
{
    return 1 / decode_s(speed, 1, prompt + output / 2);
}

static double most_sequences(const model_speed *speed)
{
    if (speed->most_sequences)
        return (double)speed->most_sequences;
    const uint64_t largest = speed->measured ? speed->measured->largest_batch : 0;
    return largest ? (double)largest : ENGINE_SEQUENCES;
}

double model_speed_saturated(const model_speed *speed, double prompt, double output,
                             double *sequences)
{
    const model_step *step = &speed->step;
    const double held = floor((double)speed->kv_tokens / (prompt + output));
    const bool is_too_long =
        step->n_buckets &&
        model_step_bucket(step, (uint64_t)ceil(prompt + output)) == step->n_buckets;
    const double n = *sequences = is_too_long ? 0 : fmin(most_sequences(speed), held);
    if (n < 1)
        return 0;
    /* Each sequence's prompt is computed while the others decode. */
    const double context = prompt + output / 2;
    return n / (decode_s(speed, n, context) + n * prefill_s(speed, prompt) / output +
                mixed_s(step, n, context, prompt, output));
}

double model_speed_factor(double error)
{
    return exp(1.959963984540054 * error);
}
