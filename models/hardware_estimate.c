/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * The roofline. A step reads all weights but the input embeddings, the experts that some token
 * takes, and the KV cache, at a share of the bandwidth; it computes its prompts' tokens at a
 * share of the peak; chips that share a network exchange two sums per layer over their links
 * (a ring: 2 (n - 1) / n of each sum); and a time passes per layer.
 */
#include "models/hardware.h"

#include <math.h>

double model_hardware_peak(const model_accelerator *chip, model_precision precision)
{
    const double peak = chip->peak[precision];
    return peak > 0 ? peak : chip->peak[MODEL_BF16];
}

/* Bytes that a token sends over a chip's link. */
static double exchanged_bytes(const model_deployment *what)
{
    const double n = (double)what->count;
    const double sum = 2 * (double)what->network->hidden;
    return 2 * (double)what->network->layers * sum * 2 * (n - 1) / n;
}

static bool is_known(const model_deployment *what, sim_failure *why)
{
    const model_accelerator *chip = what->accelerator;
    const char *missing = NULL;
    if (chip->is_static)
        return sim_fail(why,
                        "%s on %llu x %s at %s was not measured, and compiled shapes cannot be "
                        "estimated",
                        what->network->id, (unsigned long long)what->count, chip->id,
                        model_precision_names[what->precision]);
    if (!(chip->bandwidth > 0))
        missing = "bandwidth";
    else if (!(model_hardware_peak(chip, what->precision) > 0))
        missing = "peak";
    else if (what->count > 1 && !(chip->link > 0))
        missing = "link";
    return !missing || sim_fail(why,
                                "%s on %llu x %s at %s was not measured, and the book does not "
                                "state the chip's %s to estimate it from",
                                what->network->id, (unsigned long long)what->count, chip->id,
                                model_precision_names[what->precision], missing);
}

bool model_hardware_estimate(const model_roofline *roofline, const model_deployment *what,
                             model_step *out, sim_failure *why)
{
    const model_network *network = what->network;
    const model_accelerator *chip = what->accelerator;
    const double n = (double)what->count, layers = (double)network->layers;
    if (!is_known(what, why))
        return false;
    const model_weights weights = model_network_weights(network, what->precision);
    const double table = (double)network->vocabulary * (double)network->hidden;
    const double peak = n * model_hardware_peak(chip, what->precision) * roofline->compute;
    const double exchange_s =
        what->count > 1 ? exchanged_bytes(what) / (chip->link * roofline->link) : 0;
    *out = (model_step){
        .fixed_s = (weights.all - weights.experts - weights.embeddings) /
                       (n * chip->bandwidth * roofline->weights) +
                   layers * (roofline->layer_s + (what->count > 1 ? roofline->exchange_s : 0)),
        .per_sequence_s = exchange_s,
        .per_kv_token_s = model_network_kv_bytes(network) /
                          (model_hardware_kv_chips(what) * chip->bandwidth * roofline->kv),
        .per_prefill_token_s = 2 * (network->active - 2 * table) / peak + exchange_s,
        .per_prefill_square_s =
            4 * layers * (double)(network->heads * network->head_size) / peak,
        .experts_s = weights.experts / (n * chip->bandwidth * roofline->experts),
        .n_experts = (uint32_t)network->experts,
        .n_taken = (uint32_t)network->taken,
    };
    return true;
}
