/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * How long one step of a serving engine takes on one replica of a model.
 *
 *     t = fixed + per_sequence B + per_kv_token K + per_prefill_token P + per_prefill_square Q
 *         + [P > 0] per_mixed_kv_token K + per_pair B P
 *         + experts (1 - ((N - k) / N)^(B + P))
 *
 * B: sequences that decode; K: tokens they have in the KV cache; P: prompt tokens computed in
 * the step; Q: sum over the step's prompt chunks of chunk x (tokens before it + chunk / 2).
 * Attention kernels that take prompts and decoding sequences together read the cache of these
 * more slowly, and give each of them as many blocks of threads as the chunk of the prompt.
 * The last term is a mixture of experts: of N experts a token takes k, and only the experts
 * that some token takes are read from memory.
 *
 * Accelerators with static shapes (Inferentia2, Trainium) run programs compiled for some
 * context lengths, the buckets: whatever the contexts are, the bucket's time passes, and
 * prompts are padded to their bucket and computed one at a time while decoding waits.
 */
#ifndef MODELS_SERVING_STEP_H
#define MODELS_SERVING_STEP_H

#include <stddef.h>
#include <stdint.h>

/* A compiled context length and its own times. */
typedef struct model_bucket {
    uint32_t tokens;
    double fixed_s, per_sequence_s, per_prefill_token_s;
} model_bucket;

enum { MODEL_BUCKETS = 8 };

/* Seconds, or seconds for each of what is named. Nothing is negative. */
typedef struct model_step {
    double fixed_s;
    double per_sequence_s;
    double per_kv_token_s;
    double per_prefill_token_s;
    double per_prefill_square_s;
    double per_mixed_kv_token_s, per_pair_s; /* in steps that compute prompts too */
    double experts_s;                        /* to read all experts; 0: a dense model */
    uint32_t n_experts, n_taken;             /* N and k */
    model_bucket buckets[MODEL_BUCKETS]; /* buckets[n_buckets] in ascending order; 0: shapes are
                                            dynamic, else the numbers above are unused */
    uint32_t n_buckets;
    double before_s;     /* per request, before it queues */
    double after_s;      /* per request, after its last token */
    double per_output_s; /* per output token, outside the steps */
} model_step;

/* The time of a step without buckets. */
double model_step_time_s(const model_step *step, double decoding, double kv_tokens,
                         double prefill_tokens, double prefill_square);

/* The same law with all times multiplied by a factor. */
model_step model_step_scaled(const model_step *step, double factor);

/* The smallest bucket that holds so many tokens; n_buckets if none does. */
uint32_t model_step_bucket(const model_step *step, uint64_t tokens);

#endif
