/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * Hardware books: chips, the machines that carry them, the numbers of models' architectures,
 * and how fast a model was measured to run. From them follow the memory that is left for KV
 * blocks (hardware_memory.c) and the law of a serving step: measured where there is a
 * measurement (hardware.c), else estimated from the chip's and the model's numbers, and marked
 * as such (hardware_estimate.c).
 *
 * Measured coefficients must be physically possible (hardware_physics.c): no step reads weights
 * or KV memory faster than the chip's bandwidth, none computes faster than its peak.
 */
#ifndef MODELS_HARDWARE_H
#define MODELS_HARDWARE_H

#include "models/serving/step.h"
#include "sim/failure.h"

#include <stdbool.h>

/* Number formats of weights. */
typedef enum model_precision {
    MODEL_BF16,
    MODEL_FP8,
    MODEL_INT8,
    MODEL_FP4,
    MODEL_PRECISIONS
} model_precision;

extern const char *const model_precision_names[MODEL_PRECISIONS];

/* MODEL_PRECISIONS if there is none of that name. */
model_precision model_precision_named(const char *name);

/* Ways to buy an hour. */
typedef enum model_term {
    MODEL_ON_DEMAND,
    MODEL_RESERVED_1Y,
    MODEL_RESERVED_3Y,
    MODEL_SPOT,
    MODEL_TERMS
} model_term;

extern const char *const model_term_names[MODEL_TERMS];

/* A chip, or what is used as one. NAN: not stated. */
typedef struct model_accelerator {
    const char *id;                 /* "nvidia/h100-sxm" */
    double memory_bytes, bandwidth; /* bytes per s */
    double link;                    /* bytes per s to the other chips of its machine */
    double peak[MODEL_PRECISIONS];  /* operations per s, dense */
    bool is_static;                 /* runs compiled shapes: never estimated */
    int64_t as_of_unix_s;
    const char *source;
    int line;
} model_accelerator;

typedef struct model_instance_type {
    const char *id;             /* "aws/p5.48xlarge" */
    const char *accelerator_id; /* what it carries, and how many */
    uint64_t count;
    double per_hour[MODEL_TERMS]; /* in the book's currency; NAN: not offered, or not found */
    const char *region;
    int64_t as_of_unix_s;
    const char *source;
    int line;
} model_instance_type;

/* The numbers of a model's architecture. */
typedef struct model_network {
    const char *id; /* "meta/llama-3.1-8b" */
    uint64_t layers, hidden, heads, kv_heads, head_size, vocabulary, context_tokens;
    uint64_t kv_width;  /* numbers in the KV cache of a token and layer; 0: 2 kv_heads head_size
                           (multi-head latent attention has its own) */
    uint64_t kv_layers; /* that keep all tokens; the others keep a window, not counted here */
    double parameters, active; /* of them used for a token */
    uint64_t experts, taken;   /* per token; 0: dense */
    const char *source;
    int line;
} model_network;

/* How fast a network was measured to run on count accelerators. */
typedef struct model_measurement {
    const char *network_id, *accelerator_id, *engine;
    uint64_t count;
    model_precision precision;
    model_step step;
    uint64_t most_sequences; /* compiled batch; 0: as many as memory holds */
    uint64_t largest_batch;  /* that was measured; 0: not stated */
    double error;            /* relative standard deviation of its times */
    int64_t as_of_unix_s;
    const char *source;
    int line;
} model_measurement;

/* How near a step that was not measured comes to what its chip could do at best. */
typedef struct model_roofline {
    double weights, experts, kv;       /* shares of the bandwidth, when reading these */
    double compute, link;              /* shares of the peak, and of the link */
    double layer_s;                    /* per layer, to launch its kernels */
    double exchange_s;                 /* per layer, if several chips wait for each other */
    double dense_error, experts_error; /* relative standard deviations of its times */
    double elsewhere; /* factor on them for a chip on which nothing was measured; at least 1 */
    int64_t as_of_unix_s;
    const char *source;
} model_roofline;

typedef struct model_hardware {
    const char *file, *name, *currency;
    const model_accelerator *accelerators;
    size_t n_accelerators;
    const model_instance_type *instances;
    size_t n_instances;
    const model_network *networks;
    size_t n_networks;
    const model_measurement *measurements;
    size_t n_measurements;
    const model_roofline *roofline; /* NULL: what was not measured is not known */
} model_hardware;

/* A replica: a network on so many accelerators. */
typedef struct model_deployment {
    const model_network *network;
    const model_accelerator *accelerator;
    uint64_t count;
    model_precision precision;
    const char *engine; /* whose measurements count; NULL: the book's first */
} model_deployment;

/* How fast a replica is, and what it holds. */
typedef struct model_speed {
    const char *network_id, *accelerator_id; /* whose error it is */
    model_step step;
    double error; /* relative standard deviation of its times */
    bool is_estimated;
    const model_measurement *measured; /* NULL: estimated */
    uint64_t kv_tokens;                /* that its memory holds beside the weights */
    uint64_t most_sequences;           /* 0: as many as memory holds */
} model_speed;

/* By id; NULL if there is none. */
const model_accelerator *model_hardware_accelerator(const model_hardware *book, const char *id);
const model_instance_type *model_hardware_instance(const model_hardware *book, const char *id);
const model_network *model_hardware_network(const model_hardware *book, const char *id);

/* Whether two networks have the same shape, and so the same speed: Llama 3.1 and 3.3 70B. */
bool model_network_is_like(const model_network *a, const model_network *b);

/* ---- memory ---- */

/* Bytes of the KV cache for a token, at 16 bits: 131072 for Llama 3.1 8B. */
double model_network_kv_bytes(const model_network *network);

/* Parameters of all experts together; 0: dense. From parameters = rest + E and
   active = rest + E k / N. */
double model_network_expert_parameters(const model_network *network);

/* Bytes of the weights, of its experts, and of the input embeddings (of which a step reads only
   its tokens' rows). Embeddings and output layer stay at 16 bits, and in a 4-bit mixture all
   but the experts. A 4-bit weight takes 4.5 bits: blocks of 16 share a scale of 8. Llama 3.3
   70B at fp8: 67.7 GiB. */
typedef struct model_weights {
    double all, experts, embeddings;
} model_weights;

model_weights model_network_weights(const model_network *network, model_precision precision);

/*
 * Tokens of KV cache that fit, in all, with vLLM's own arithmetic: of each chip 0.9 of what the
 * driver reports (99 % of the memory), less its share of the weights, the activations and the
 * runtime. Activations are those of sampling, 38.9 bytes for each sequence and word of the
 * vocabulary, for 1024 sequences, or 256 on chips below 70 GiB; the runtime takes 0.13 GiB, on
 * each of several chips 0.55. Chips share a token's KV heads; what cannot be shared every one
 * keeps. Against measurements on one H100 (llm-d-planner): 51.38 GiB for Llama 3.1 8B.
 *
 * False, with the arithmetic, if none fit.
 */
bool model_hardware_kv_tokens(const model_deployment *what, uint64_t *tokens, sim_failure *why);

/* How many chips a token's KV cache is spread over. */
double model_hardware_kv_chips(const model_deployment *what);

/* ---- speed ---- */

/* The law of the steps. False with a sentence if the network does not fit, or cannot be
   estimated because the chip's numbers are not known or its shapes are static. */
bool model_hardware_speed(const model_hardware *book, const model_deployment *what,
                          model_speed *out, sim_failure *why);

/* The law by a roofline, whether or not there is a measurement. */
bool model_hardware_estimate(const model_roofline *roofline, const model_deployment *what,
                             model_step *out, sim_failure *why);

/* Operations per s of a chip; where it has none at a precision, those at 16 bits. */
double model_hardware_peak(const model_accelerator *chip, model_precision precision);

/* What the chips' bandwidth and peak allow at best: fixed_s, experts_s, per_kv_token_s (of a
   cache at 8 bits if the weights have no more), per_prefill_token_s (which embeddings and
   output layer take no part in); 0 where a number is not known. */
model_step model_hardware_floor(const model_deployment *what);

/* Whether a measurement is physically possible; the sentence has the arithmetic. */
bool model_hardware_is_possible(const model_hardware *book, const model_measurement *measured,
                                sim_failure *why);

/* Output tokens per second of one sequence alone with a prompt in memory, and of as many as
   fit when prompts and outputs have those lengths; their number into sequences: at most those
   compiled or measured, else 256, and 0 if not even one fits. */
double model_speed_alone(const model_speed *speed, double prompt, double output);
double model_speed_saturated(const model_speed *speed, double prompt, double output,
                             double *sequences);

/* A speed that is known within a relative standard deviation lies between x / factor and
   x * factor with 95 %. */
double model_speed_factor(double error);

#endif
