/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "models/hardware.h"

#include <math.h>
#include <string.h>

static const double gib = 1024.0 * 1024 * 1024;

const char *const model_precision_names[MODEL_PRECISIONS] = {
    [MODEL_BF16] = "bf16", [MODEL_FP8] = "fp8", [MODEL_INT8] = "int8", [MODEL_FP4] = "fp4"};
const double model_precision_bytes[MODEL_PRECISIONS] = {
    [MODEL_BF16] = 2, [MODEL_FP8] = 1, [MODEL_INT8] = 1, [MODEL_FP4] = 0.5};

const char *const model_term_names[MODEL_TERMS] = {
    [MODEL_ON_DEMAND] = "on-demand",
    [MODEL_RESERVED_1Y] = "reserved-1y",
    [MODEL_RESERVED_3Y] = "reserved-3y",
    [MODEL_SPOT] = "spot",
};

model_precision model_precision_named(const char *name)
{
    size_t i = 0;
    while (i < MODEL_PRECISIONS && strcmp(model_precision_names[i], name) != 0)
        i++;
    return (model_precision)i;
}

const model_accelerator *model_hardware_accelerator(const model_hardware *book, const char *id)
{
    for (size_t i = 0; i < book->n_accelerators; i++)
        if (strcmp(book->accelerators[i].id, id) == 0)
            return &book->accelerators[i];
    return NULL;
}

const model_instance_type *model_hardware_instance(const model_hardware *book, const char *id)
{
    for (size_t i = 0; i < book->n_instances; i++)
        if (strcmp(book->instances[i].id, id) == 0)
            return &book->instances[i];
    return NULL;
}

const model_network *model_hardware_network(const model_hardware *book, const char *id)
{
    for (size_t i = 0; i < book->n_networks; i++)
        if (strcmp(book->networks[i].id, id) == 0)
            return &book->networks[i];
    return NULL;
}

/* ---- memory ---- */

double model_network_kv_bytes(const model_network *network)
{
    const uint64_t width =
        network->kv_width ? network->kv_width : 2 * network->kv_heads * network->head_size;
    return (double)(network->layers * width) * 2;
}

bool model_hardware_kv_tokens(const model_deployment *what, uint64_t *tokens, sim_failure *why)
{
    const double n = (double)what->count, memory = what->accelerator->memory_bytes;
    const double weights = what->network->parameters * model_precision_bytes[what->precision];
    const double activations = (what->network->experts ? 8.0 : 5.5) * gib;
    const double runtime = (what->count > 1 ? 0.6 : 0.15) * gib;
    const double left = n * (0.9 * memory - activations - runtime) - weights;
    *tokens = left > 0 ? (uint64_t)(left / model_network_kv_bytes(what->network)) : 0;
    return *tokens > 0 ||
           sim_fail(why,
                    "%s does not fit on %llu x %s: 0.9 x %.1f GiB on each, less %.1f GiB for "
                    "activations and %.2f GiB for the runtime, leave %.1f GiB in all, but the "
                    "weights are %.1f GiB at %s",
                    what->network->id, (unsigned long long)what->count, what->accelerator->id,
                    memory / gib, activations / gib, runtime / gib,
                    n * (0.9 * memory - activations - runtime) / gib, weights / gib,
                    model_precision_names[what->precision]);
}

/* ---- speed ---- */

/* Parameters of all experts together: parameters = rest + E, active = rest + E k / N. */
static double expert_parameters(const model_network *network)
{
    if (!network->experts)
        return 0;
    const double share = (double)network->taken / (double)network->experts;
    return (network->parameters - network->active) / (1 - share);
}

/* Parameters that a prompt's token is multiplied with: not the embeddings, and not the output
   layer, which the last token alone needs. */
static double computed_parameters(const model_network *network)
{
    return network->active - 2.0 * (double)network->vocabulary * (double)network->hidden;
}

static double or_0(double x)
{
    return isnan(x) ? 0 : x;
}

model_step model_hardware_floor(const model_deployment *what)
{
    const model_network *network = what->network;
    const double n = (double)what->count;
    const double bandwidth = n * what->accelerator->bandwidth;
    const double peak = n * what->accelerator->peak[what->precision];
    const double rest = network->parameters - expert_parameters(network) -
                        (double)network->vocabulary * (double)network->hidden;
    return (model_step){
        .fixed_s = or_0(rest * model_precision_bytes[what->precision] / bandwidth),
        .per_kv_token_s = or_0(model_network_kv_bytes(network) / bandwidth),
        .per_prefill_token_s = or_0(2 * computed_parameters(network) / peak),
    };
}

/*
 * What is not measured is estimated. The shares of bandwidth and peak that are reached, and
 * the time per layer, are read off the measured Llama 3.1 8B on H100 and 70B on H200 and B200;
 * docs/hardware.md says how well they do elsewhere.
 */
static const double bandwidth_share = 0.78;
static const double peak_share[MODEL_PRECISIONS] = {
    [MODEL_BF16] = 0.70, [MODEL_FP8] = 0.50, [MODEL_INT8] = 0.50, [MODEL_FP4] = 0.35};
static const double layer_s = 9e-6;     /* launching its kernels */
static const double exchange_s = 32e-6; /* a layer's two all-reduces among several chips */
static const double sequence_s = 30e-6;
static const double dense_error = 0.20, expert_error = 0.35;

static void estimate(const model_deployment *what, model_speed *out)
{
    const model_network *network = what->network;
    const double n = (double)what->count, layers = (double)network->layers;
    const double bandwidth = n * what->accelerator->bandwidth * bandwidth_share;
    const double bytes = model_precision_bytes[what->precision];
    const double experts = expert_parameters(network);
    const double peak = n * what->accelerator->peak[what->precision] *
                        peak_share[what->precision] * pow(n, -0.35);
    const double kv_chips = fmin(n, (double)network->kv_heads);
    out->is_estimated = true;
    out->error = network->experts ? expert_error : dense_error;
    out->step = (model_step){
        .fixed_s = (network->parameters - experts) * bytes / bandwidth +
                   layers * (layer_s + (what->count > 1 ? exchange_s : 0)),
        .per_sequence_s = sequence_s,
        .per_kv_token_s = model_network_kv_bytes(network) /
                          (kv_chips * what->accelerator->bandwidth * bandwidth_share),
        .per_prefill_token_s = 2 * computed_parameters(network) / peak,
        .experts_s = experts * bytes / bandwidth,
        .n_experts = (uint32_t)network->experts,
        .n_taken = (uint32_t)network->taken,
    };
}

static const model_measurement *measured(const model_hardware *book,
                                         const model_deployment *what)
{
    for (size_t i = 0; i < book->n_measurements; i++) {
        const model_measurement *m = &book->measurements[i];
        if (m->count == what->count && m->precision == what->precision &&
            strcmp(m->network_id, what->network->id) == 0 &&
            strcmp(m->accelerator_id, what->accelerator->id) == 0)
            return m;
    }
    return NULL;
}

static bool can_be_estimated(const model_deployment *what, sim_failure *why)
{
    const model_accelerator *chip = what->accelerator;
    if (chip->is_static)
        return sim_fail(why,
                        "%s on %llu x %s at %s was not measured, and compiled shapes cannot be "
                        "estimated",
                        what->network->id, (unsigned long long)what->count, chip->id,
                        model_precision_names[what->precision]);
    return (chip->bandwidth > 0 && chip->peak[what->precision] > 0) ||
           sim_fail(why,
                    "%s on %s at %s was not measured, and the book does not state the chip's "
                    "%s to estimate it from",
                    what->network->id, chip->id, model_precision_names[what->precision],
                    chip->bandwidth > 0 ? "peak at that precision" : "bandwidth");
}

bool model_hardware_speed(const model_hardware *book, const model_deployment *what,
                          model_speed *out, sim_failure *why)
{
    *out = (model_speed){.name = what->network->id, .measured = measured(book, what)};
    if (!model_hardware_kv_tokens(what, &out->kv_tokens, why))
        return false;
    if (!out->measured) {
        if (!can_be_estimated(what, why))
            return false;
        estimate(what, out);
        return true;
    }
    out->step = out->measured->step;
    out->error = out->measured->error;
    out->most_sequences = out->measured->most_sequences;
    return true;
}

/* ---- possible or not ---- */

static bool is_below(const char *what, double stated_s, double floor_s,
                     const model_measurement *measured, sim_failure *why)
{
    return stated_s >= floor_s ||
           sim_fail(why,
                    "%s on %llu x %s: %s of %.4g us is faster than the %.4g us that 100 %% of "
                    "the chip's %s allow",
                    measured->network_id, (unsigned long long)measured->count,
                    measured->accelerator_id, what, stated_s * 1e6, floor_s * 1e6,
                    strcmp(what, "per-prefill-token") == 0 ? "peak" : "bandwidth");
}

bool model_hardware_is_possible(const model_hardware *book, const model_measurement *measured,
                                sim_failure *why)
{
    const model_deployment what = {model_hardware_network(book, measured->network_id),
                                   model_hardware_accelerator(book, measured->accelerator_id),
                                   measured->count, measured->precision};
    if (!what.network || !what.accelerator || what.accelerator->is_static)
        return true;
    const model_step floor = model_hardware_floor(&what);
    return is_below("fixed", measured->step.fixed_s, floor.fixed_s, measured, why) &&
           is_below("per-kv-token", measured->step.per_kv_token_s,
                    measured->step.per_sequence_s > 0 ? 0 : floor.per_kv_token_s, measured,
                    why) &&
           is_below("per-prefill-token", measured->step.per_prefill_token_s,
                    floor.per_prefill_token_s, measured, why);
}

/* ---- in round numbers ---- */

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

double model_speed_alone(const model_speed *speed, double prompt, double output)
{
    return 1 / decode_s(speed, 1, prompt + output / 2);
}

double model_speed_saturated(const model_speed *speed, double prompt, double output,
                             double *sequences)
{
    const double most = speed->most_sequences ? (double)speed->most_sequences : 256;
    const double n = fmax(floor(fmin(most, (double)speed->kv_tokens / (prompt + output))), 1);
    *sequences = n;
    /* Each sequence's prompt is computed while the others decode. */
    return n /
           (decode_s(speed, n, prompt + output / 2) + n * prefill_s(speed, prompt) / output);
}
