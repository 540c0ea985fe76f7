/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "models/hardware.h"

#include <string.h>

const char *const model_precision_names[MODEL_PRECISIONS] = {
    [MODEL_BF16] = "bf16", [MODEL_FP8] = "fp8", [MODEL_INT8] = "int8", [MODEL_FP4] = "fp4"};

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

/* ---- speed ---- */

static bool is_of(const model_hardware *book, const model_measurement *m,
                  const model_deployment *what)
{
    const model_network *network = model_hardware_network(book, m->network_id);
    return m->count == what->count && m->precision == what->precision && network &&
           strcmp(m->accelerator_id, what->accelerator->id) == 0 &&
           (!what->engine || strcmp(m->engine, what->engine) == 0) &&
           model_network_is_like(network, what->network);
}

static const model_measurement *measured(const model_hardware *book,
                                         const model_deployment *what)
{
    for (size_t i = 0; i < book->n_measurements; i++)
        if (is_of(book, &book->measurements[i], what))
            return &book->measurements[i];
    return NULL;
}

/* Whether anything was measured on that chip. */
static bool is_measured_on(const model_hardware *book, const model_accelerator *chip)
{
    for (size_t i = 0; i < book->n_measurements; i++)
        if (strcmp(book->measurements[i].accelerator_id, chip->id) == 0)
            return true;
    return false;
}

static bool estimate(const model_hardware *book, const model_deployment *what, model_speed *out,
                     sim_failure *why)
{
    const model_roofline *roofline = book->roofline;
    if (!roofline)
        return sim_fail(why,
                        "%s on %llu x %s at %s was not measured, and the book has no "
                        "<roofline> to estimate it with",
                        what->network->id, (unsigned long long)what->count,
                        what->accelerator->id, model_precision_names[what->precision]);
    out->is_estimated = true;
    out->error = what->network->experts ? roofline->experts_error : roofline->dense_error;
    if (!is_measured_on(book, what->accelerator))
        out->error *= roofline->elsewhere;
    return model_hardware_kv_tokens(what, &out->kv_tokens, why) &&
           model_hardware_estimate(roofline, what, &out->step, why);
}

bool model_hardware_speed(const model_hardware *book, const model_deployment *what,
                          model_speed *out, sim_failure *why)
{
    const model_measurement *m = measured(book, what);
    *out = (model_speed){.network_id = what->network->id,
                         .accelerator_id = what->accelerator->id,
                         .measured = m};
    if (!m)
        return estimate(book, what, out, why);
    out->step = m->step;
    out->error = m->error;
    out->most_sequences = m->most_sequences;
    if (m->step.n_buckets == 0)
        return model_hardware_kv_tokens(what, &out->kv_tokens, why);
    /* Compiled: a slot of the longest bucket for each sequence of the batch. */
    out->kv_tokens = m->most_sequences * m->step.buckets[m->step.n_buckets - 1].tokens;
    return true;
}
