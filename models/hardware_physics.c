/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "models/hardware.h"

#include <math.h>
#include <string.h>

static double or_0(double x)
{
    return isfinite(x) ? x : 0;
}

model_step model_hardware_floor(const model_deployment *what)
{
    const model_network *network = what->network;
    const double n = (double)what->count, bandwidth = n * what->accelerator->bandwidth;
    const double peak = n * model_hardware_peak(what->accelerator, what->precision);
    const double table = (double)network->vocabulary * (double)network->hidden;
    const model_weights weights = model_network_weights(network, what->precision);
    const double kv_share = what->precision == MODEL_BF16 ? 1 : 0.5;
    return (model_step){
        .fixed_s = or_0((weights.all - weights.experts - weights.embeddings) / bandwidth),
        .experts_s = or_0(weights.experts / bandwidth),
        .per_kv_token_s = or_0(kv_share * model_network_kv_bytes(network) / bandwidth),
        .per_prefill_token_s = or_0(2 * (network->active - 2 * table) / peak),
    };
}

static bool is_below(const model_measurement *of, const char *coefficient, double stated_s,
                     double floor_s, sim_failure *why)
{
    const bool is_compute = strcmp(coefficient, "per-prefill-token") == 0;
    return stated_s >= floor_s ||
           sim_fail(why,
                    "%s on %llu x %s at %s: %s of %.4g us is faster than the %.4g us that "
                    "100 %% of the chips' %s allow",
                    of->network_id, (unsigned long long)of->count, of->accelerator_id,
                    model_precision_names[of->precision], coefficient, stated_s * 1e6,
                    floor_s * 1e6, is_compute ? "peak" : "bandwidth");
}

static bool holds_weights(const model_measurement *of, const model_deployment *what,
                          sim_failure *why)
{
    const double gib = 1024.0 * 1024 * 1024;
    const double weights = model_network_weights(what->network, what->precision).all;
    const double memory = (double)what->count * what->accelerator->memory_bytes;
    return weights <= memory ||
           sim_fail(why,
                    "%s on %llu x %s at %s: the weights are %.1f GiB, the memory is %.1f GiB",
                    of->network_id, (unsigned long long)of->count, of->accelerator_id,
                    model_precision_names[of->precision], weights / gib, memory / gib);
}

static bool are_possible(const model_measurement *of, const model_step *floor, sim_failure *why)
{
    const model_step *step = &of->step;
    return is_below(of, "fixed", step->fixed_s, floor->fixed_s, why) &&
           is_below(of, "experts", step->experts_s, floor->experts_s, why) &&
           is_below(of, "per-kv-token", step->per_kv_token_s, floor->per_kv_token_s, why) &&
           is_below(of, "per-prefill-token", step->per_prefill_token_s,
                    floor->per_prefill_token_s, why);
}

/* Compiled programs read the experts with the rest, and the KV cache as part of the bucket. */
static bool buckets_are_possible(const model_measurement *of, const model_step *floor,
                                 sim_failure *why)
{
    for (uint32_t i = 0; i < of->step.n_buckets; i++) {
        const model_bucket *bucket = &of->step.buckets[i];
        if (!is_below(of, "fixed", bucket->fixed_s, floor->fixed_s, why) ||
            !is_below(of, "per-prefill-token", bucket->per_prefill_token_s,
                      floor->per_prefill_token_s, why))
            return false;
    }
    return true;
}

bool model_hardware_is_possible(const model_hardware *book, const model_measurement *measured,
                                sim_failure *why)
{
    const model_deployment what = {
        .network = model_hardware_network(book, measured->network_id),
        .accelerator = model_hardware_accelerator(book, measured->accelerator_id),
        .count = measured->count,
        .precision = measured->precision,
    };
    if (!what.network || !what.accelerator)
        return true; /* reported as such */
    const model_step floor = model_hardware_floor(&what);
    return holds_weights(measured, &what, why) &&
           (measured->step.n_buckets ? buckets_are_possible(measured, &floor, why)
                                     : are_possible(measured, &floor, why));
}
