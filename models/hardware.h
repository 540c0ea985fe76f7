/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * Hardware books: chips, the machines that carry them, the numbers of models' architectures,
 * and how fast a model was measured to run. From them follow the memory that is left for KV
 * blocks and the law of a serving step: measured where there is a measurement, else estimated
 * from the chip's and the model's numbers, and marked as such.
 *
 * Measured coefficients must be physically possible: no step reads weights or KV memory faster
 * than the chip's bandwidth, none computes faster than its peak.
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
extern const double model_precision_bytes[MODEL_PRECISIONS]; /* of a weight */

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
    uint64_t kv_width; /* numbers in the KV cache of a token and layer; 0: 2 kv_heads head_size
                          (multi-head latent attention has its own) */
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
    double error;            /* relative standard deviation of its times */
    int64_t as_of_unix_s;
    const char *source;
    int line;
} model_measurement;

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
} model_hardware;

/* A replica: a network on so many accelerators. */
typedef struct model_deployment {
    const model_network *network;
    const model_accelerator *accelerator;
    uint64_t count;
    model_precision precision;
} model_deployment;

/* How fast a replica is, and what it holds. */
typedef struct model_speed {
    const char *name; /* whose error it is: network and accelerator */
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

/* Bytes of the KV cache for a token, at 16 bits: 131072 for Llama 3.1 8B. */
double model_network_kv_bytes(const model_network *network);

/* Tokens of KV cache that fit: 0.9 of the memory less weights, activations and what the
   runtime takes (llm-d-planner's measurements of vLLM on H100: 5.5 GiB, with experts 8 GiB;
   0.15 GiB, 0.6 GiB on each of several). False, with the arithmetic, if none do. */
bool model_hardware_kv_tokens(const model_deployment *what, uint64_t *tokens, sim_failure *why);

/* The law of the steps. False with a sentence if the network does not fit, or cannot be
   estimated because the chip's numbers are not known or its shapes are static. */
bool model_hardware_speed(const model_hardware *book, const model_deployment *what,
                          model_speed *out, sim_failure *why);

/* What the chip's bandwidth and peak allow at best: fixed_s, per_kv_token_s,
   per_prefill_token_s; 0 where a number is not known. */
model_step model_hardware_floor(const model_deployment *what);

/* Whether a measurement is physically possible. */
bool model_hardware_is_possible(const model_hardware *book, const model_measurement *measured,
                                sim_failure *why);

/* Output tokens per second of one sequence alone with a prompt in memory, and of as many as
   fit when prompts and outputs have those lengths; their number into sequences. */
double model_speed_alone(const model_speed *speed, double prompt, double output);
double model_speed_saturated(const model_speed *speed, double prompt, double output,
                             double *sequences);

#endif
