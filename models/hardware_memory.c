/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "models/hardware.h"

#include <math.h>

static const double gib = 1024.0 * 1024 * 1024;

/* Bytes of a weight: 4 bits and an eighth of a block's scale. */
static const double weight_bytes[MODEL_PRECISIONS] = {
    [MODEL_BF16] = 2, [MODEL_FP8] = 1, [MODEL_INT8] = 1, [MODEL_FP4] = 4.5 / 8};

/* ---- what a network takes ---- */

bool model_network_is_like(const model_network *a, const model_network *b)
{
    return a->layers == b->layers && a->hidden == b->hidden && a->heads == b->heads &&
           a->kv_heads == b->kv_heads && a->head_size == b->head_size &&
           a->vocabulary == b->vocabulary && a->kv_width == b->kv_width &&
           a->kv_layers == b->kv_layers && a->experts == b->experts && a->taken == b->taken &&
           fabs(a->parameters - b->parameters) <= 1e-3 * a->parameters;
}

double model_network_kv_bytes(const model_network *network)
{
    const uint64_t width =
        network->kv_width ? network->kv_width : 2 * network->kv_heads * network->head_size;
    const uint64_t layers = network->kv_layers ? network->kv_layers : network->layers;
    return (double)(layers * width) * 2;
}

double model_network_expert_parameters(const model_network *network)
{
    if (!network->experts)
        return 0;
    const double share = (double)network->taken / (double)network->experts;
    return (network->parameters - network->active) / (1 - share);
}

model_weights model_network_weights(const model_network *network, model_precision precision)
{
    const double experts = model_network_expert_parameters(network);
    const double table = (double)network->vocabulary * (double)network->hidden;
    double wide = 2 * table;
    if (precision == MODEL_FP4 && network->experts)
        wide = network->parameters - experts;
    return (model_weights){
        .all = 2 * wide + (network->parameters - wide) * weight_bytes[precision],
        .experts = experts * weight_bytes[precision],
        .embeddings = 2 * table,
    };
}

/* ---- what a chip has ---- */

static const double used_share = 0.9, reported_share = 0.99;
static const double sampling_bytes = 38.9;

static double activation_bytes(const model_deployment *what)
{
    const double sequences = what->accelerator->memory_bytes < 70 * gib ? 256 : 1024;
    return sequences * (double)what->network->vocabulary * sampling_bytes;
}

double model_hardware_kv_chips(const model_deployment *what)
{
    const double heads = what->network->kv_width ? 1 : (double)what->network->kv_heads;
    return fmin((double)what->count, heads);
}

bool model_hardware_kv_tokens(const model_deployment *what, uint64_t *tokens, sim_failure *why)
{
    const double memory = reported_share * what->accelerator->memory_bytes;
    const double activations = activation_bytes(what);
    const double runtime = (what->count > 1 ? 0.55 : 0.13) * gib;
    const double weights =
        model_network_weights(what->network, what->precision).all / (double)what->count;
    const double left = used_share * memory - activations - runtime - weights;
    const double per_token =
        model_network_kv_bytes(what->network) / model_hardware_kv_chips(what);
    *tokens = left > 0 ? (uint64_t)(left / per_token) : 0;
    return *tokens > 0 ||
           sim_fail(
               why,
               "%s at %s does not fit on %llu x %s: on each, 0.9 x %.1f GiB less %.1f GiB "
               "for activations and %.2f GiB for the runtime leave %.1f GiB, but its share "
               "of the weights is %.1f GiB",
               what->network->id, model_precision_names[what->precision],
               (unsigned long long)what->count, what->accelerator->id, memory / gib,
               activations / gib, runtime / gib, (left + weights) / gib, weights / gib);
}
