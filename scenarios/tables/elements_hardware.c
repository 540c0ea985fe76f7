/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Hardware books. */
#include "scenarios/draft.h"
#include "scenarios/language/kinds.h"
#include "scenarios/language/reader.h"
#include "scenarios/tables/elements.h"

#include <math.h>
#include <string.h>

/* NOLINTBEGIN(bugprone-macro-parentheses): a member cannot stand in parentheses. */
#define FIELD(title, of_kind, type, where, default_text, low, sentence)                        \
    {                                                                                          \
        .name = (title), .kind = &scenario_kind_##of_kind, .offset = offsetof(type, where),    \
        .otherwise = (default_text), .range = {(low), INFINITY, false}, .meaning = (sentence)  \
    }

/* When and by whom it was said. */
#define SAID(type, as_of)                                                                      \
    {.name = "as-of",                                                                          \
     .kind = &scenario_kind_date,                                                              \
     .offset = offsetof(type, model.as_of_unix_s),                                             \
     .otherwise = (as_of),                                                                     \
     .meaning = "when the source said so"},                                                    \
    {                                                                                          \
        .name = "source", .kind = &scenario_kind_text, .offset = offsetof(type, model.source), \
        .meaning = "who said so"                                                               \
    }
/* NOLINTEND(bugprone-macro-parentheses) */

/* ---- Chips ---- */

static const scenario_choice *shapes_choice(size_t i)
{
    static const scenario_choice table[] = {
        {"dynamic", "computes prompts and contexts of any length", false},
        {"static", "runs programs compiled for some lengths: only measured speeds hold", false},
    };
    return i < 2 ? &table[i] : NULL;
}

static bool read_shapes(scenario_reader *reader, const scenario_value *value, void *slot)
{
    const char *choice;
    if (!scenario_kinds_read_choice(reader, value, &choice))
        return false;
    *(bool *)slot = strcmp(choice, "static") == 0;
    return true;
}

static const scenario_kind kind_shapes = {
    .name = "shapes",
    .summary = "what lengths a chip computes",
    .read = read_shapes,
    .choices = shapes_choice,
};

#define CHIP(title, of_kind, where, default_text, sentence)                                    \
    FIELD(title, of_kind, scenario_accelerator_draft, model.where, default_text, 0, sentence)

static const scenario_field accelerator_fields[] = {
    {.name = "id",
     .kind = &scenario_kind_name,
     .offset = offsetof(scenario_accelerator_draft, model.id),
     .meaning = "vendor/chip"},
    CHIP("memory", fixed_bytes, memory_bytes, NULL, "its memory"),
    CHIP("bandwidth", fixed_bandwidth, bandwidth, NULL, "of its memory"),
    CHIP("link", fixed_bandwidth, link, "",
         "what it sends to the other chips of its machine; not known if left out"),
    CHIP("bf16", fixed_operations, peak[MODEL_BF16], "", "peak of dense 16-bit arithmetic"),
    CHIP("fp8", fixed_operations, peak[MODEL_FP8], "", "peak of dense 8-bit floating point"),
    CHIP("int8", fixed_operations, peak[MODEL_INT8], "", "peak of dense 8-bit integers"),
    CHIP("fp4", fixed_operations, peak[MODEL_FP4], "", "peak of dense 4-bit floating point"),
    {.name = "shapes",
     .kind = &kind_shapes,
     .offset = offsetof(scenario_accelerator_draft, model.is_static),
     .otherwise = "dynamic",
     .meaning = "what lengths it computes"},
    SAID(scenario_accelerator_draft, ""),
};

static const scenario_element accelerator_element = {
    .name = "accelerator",
    .meaning = "a chip that runs models",
    .size = sizeof(scenario_accelerator_draft),
    .place = offsetof(scenario_accelerator_draft, place),
    SCENARIO_FIELDS(accelerator_fields),
};

/* ---- Machines ---- */

#define HOUR(title, term, sentence)                                                            \
    FIELD(title, fixed_hour_price, scenario_instance_draft, model.per_hour[term], "", 0,       \
          sentence)

static const scenario_field instance_fields[] = {
    {.name = "id",
     .kind = &scenario_kind_name,
     .offset = offsetof(scenario_instance_draft, model.id),
     .meaning = "cloud/machine"},
    {.name = "accelerator",
     .kind = &scenario_kind_name,
     .offset = offsetof(scenario_instance_draft, model.accelerator_id),
     .meaning = "the id of the chip it carries"},
    FIELD("count", count, scenario_instance_draft, model.count, NULL, 1, "how many of them"),
    HOUR("on-demand", MODEL_ON_DEMAND, "price by the hour without a commitment"),
    HOUR("reserved-1y", MODEL_RESERVED_1Y, "price of an hour with a commitment for a year"),
    HOUR("reserved-3y", MODEL_RESERVED_3Y, "price of an hour with a commitment for 3 years"),
    HOUR("spot", MODEL_SPOT, "price of an hour that the vendor may end"),
    {.name = "region",
     .kind = &scenario_kind_text,
     .offset = offsetof(scenario_instance_draft, model.region),
     .meaning = "where it costs that"},
    SAID(scenario_instance_draft, NULL),
};

static const scenario_element instance_element = {
    .name = "instance",
    .meaning = "a machine that can be rented",
    .size = sizeof(scenario_instance_draft),
    .place = offsetof(scenario_instance_draft, place),
    SCENARIO_FIELDS(instance_fields),
};

/* ---- Models ---- */

#define SHAPE(title, where, default_text, sentence)                                            \
    FIELD(title, count, scenario_network_draft, model.where, default_text, 1, sentence)

static const scenario_field network_fields[] = {
    {.name = "id",
     .kind = &scenario_kind_name,
     .offset = offsetof(scenario_network_draft, model.id),
     .meaning = "provider/model"},
    SHAPE("layers", layers, NULL, "its layers"),
    SHAPE("hidden", hidden, NULL, "width of its hidden state"),
    SHAPE("heads", heads, NULL, "attention heads"),
    SHAPE("kv-heads", kv_heads, NULL, "heads of keys and values"),
    SHAPE("head-size", head_size, NULL, "width of a head"),
    SHAPE("vocabulary", vocabulary, NULL, "its tokens"),
    SHAPE("context", context_tokens, NULL, "the most tokens of prompt and output together"),
    SHAPE(
        "kv-width", kv_width, "",
        "numbers that a token and layer have in the KV cache, where they are not 2 x kv-heads "
        "x head-size"),
    SHAPE("kv-layers", kv_layers, "",
          "layers that keep all tokens in the KV cache, where the others keep a window; all if "
          "left out"),
    FIELD("parameters", fixed_number, scenario_network_draft, model.parameters, NULL, 1,
          "its parameters"),
    FIELD("active", fixed_number, scenario_network_draft, model.active, "", 1,
          "parameters that a token uses, both embeddings among them; all if left out"),
    SHAPE("experts", experts, "", "of a mixture: experts in a layer"),
    SHAPE("taken", taken, "", "of a mixture: experts that a token takes"),
    {.name = "source",
     .kind = &scenario_kind_text,
     .offset = offsetof(scenario_network_draft, model.source),
     .meaning = "who said so"},
};

static const scenario_element network_element = {
    .name = "network",
    .meaning = "the numbers of a model's architecture",
    .size = sizeof(scenario_network_draft),
    .place = offsetof(scenario_network_draft, place),
    SCENARIO_FIELDS(network_fields),
};

/* ---- Speeds ---- */

static const scenario_choice *precision_choice(size_t i)
{
    static const scenario_choice table[] = {
        {"bf16", "16 bits a weight", false},
        {"fp8", "8-bit floating point", false},
        {"int8", "8-bit integers", false},
        {"fp4", "4-bit floating point", false},
    };
    return i < MODEL_PRECISIONS ? &table[i] : NULL;
}

const scenario_kind scenario_kind_precision = {
    .name = "precision",
    .summary = "the number format of weights",
    .read = scenario_kinds_read_choice,
    .choices = precision_choice,
};

#define TIME(title, type, where, default_text, sentence)                                       \
    FIELD(title, fixed_duration, type, where, default_text, 0, sentence)

static const scenario_field bucket_fields[] = {
    FIELD("tokens", count, scenario_bucket_draft, tokens, NULL, 1, "the compiled length"),
    TIME("fixed", scenario_bucket_draft, fixed_s, NULL, "time of a step"),
    TIME("per-sequence", scenario_bucket_draft, per_sequence_s, "0 s", "and for each sequence"),
    TIME("per-prefill-token", scenario_bucket_draft, per_prefill_token_s, NULL,
         "time for each token of a prompt padded to this length"),
};

static const scenario_element bucket_element = {
    .name = "bucket",
    .meaning = "a compiled length and its times, shortest first",
    .size = sizeof(scenario_bucket_draft),
    SCENARIO_FIELDS(bucket_fields),
};

#define STEP(title, where, sentence)                                                           \
    TIME(title, scenario_speed_draft, model.step.where, "0 s", sentence)

static const scenario_field speed_fields[] = {
    {.name = "network",
     .kind = &scenario_kind_name,
     .offset = offsetof(scenario_speed_draft, model.network_id),
     .meaning = "the id of the model"},
    {.name = "accelerator",
     .kind = &scenario_kind_name,
     .offset = offsetof(scenario_speed_draft, model.accelerator_id),
     .meaning = "the id of the chip"},
    FIELD("count", count, scenario_speed_draft, model.count, NULL, 1,
          "chips that a replica is spread over"),
    {.name = "precision",
     .kind = &scenario_kind_precision,
     .offset = offsetof(scenario_speed_draft, precision),
     .meaning = "of the weights"},
    {.name = "engine",
     .kind = &scenario_kind_text,
     .offset = offsetof(scenario_speed_draft, model.engine),
     .meaning = "the serving software that was measured"},
    FIELD("most-sequences", count, scenario_speed_draft, model.most_sequences, "", 1,
          "the compiled batch; as many as memory holds if left out"),
    FIELD("largest-batch", count, scenario_speed_draft, model.largest_batch, "", 1,
          "the most sequences at once that were measured; not known if left out"),
    STEP("fixed", fixed_s, "time of every step"),
    STEP("per-sequence", per_sequence_s, "and for each sequence that decodes"),
    STEP("per-kv-token", per_kv_token_s, "and for each token they have in memory"),
    STEP("per-prefill-token", per_prefill_token_s, "and for each prompt token computed"),
    STEP("per-prefill-square", per_prefill_square_s,
         "and for each pair of a prompt token and one before it"),
    STEP("per-mixed-kv-token", per_mixed_kv_token_s,
         "and for each token that decoding sequences have in memory, in steps that compute "
         "prompts too"),
    STEP("per-pair", per_pair_s,
         "and for each pair of a decoding sequence and a prompt token in the same step"),
    STEP("experts", experts_s, "of a mixture: time to read all experts"),
    {.name = "error",
     .kind = &scenario_kind_fixed_share,
     .offset = offsetof(scenario_speed_draft, model.error),
     .range = {0, 1, false},
     .meaning = "relative standard deviation of its times"},
    SAID(scenario_speed_draft, NULL),
};

static const scenario_child speed_children[] = {
    {.element = &bucket_element,
     .occurrence = SCENARIO_MANY,
     .offset = offsetof(scenario_speed_draft, buckets),
     .count = offsetof(scenario_speed_draft, n_buckets)},
};

static const scenario_element speed_element = {
    .name = "speed",
    .meaning = "how long the steps of a model took on a chip",
    .size = sizeof(scenario_speed_draft),
    .place = offsetof(scenario_speed_draft, place),
    SCENARIO_FIELDS(speed_fields),
    SCENARIO_CHILDREN(speed_children),
};

/* ---- What was not measured ---- */

/* NOLINTNEXTLINE(bugprone-macro-parentheses): a member cannot stand in parentheses. */
#define SHARE(title, where, sentence)                                                          \
    {                                                                                          \
        .name = (title), .kind = &scenario_kind_fixed_share,                                   \
        .offset = offsetof(scenario_roofline_draft, model.where), .range = {0, 1, true},       \
        .meaning = (sentence)                                                                  \
    }
#define OVERHEAD(title, where, sentence)                                                       \
    TIME(title, scenario_roofline_draft, model.where, NULL, sentence)

static const scenario_field roofline_fields[] = {
    SHARE("weights", weights, "of the bandwidth, when weights are read"),
    SHARE("experts", experts, "of the bandwidth, when experts are read"),
    SHARE("kv", kv, "of the bandwidth, when the KV cache is read"),
    SHARE("compute", compute, "of the peak, when prompts are computed"),
    SHARE("link", link, "of the link, when chips exchange sums"),
    OVERHEAD("per-layer", layer_s, "time that passes per layer"),
    OVERHEAD("per-exchange", exchange_s, "and per layer where several chips share it"),
    SHARE("error", dense_error, "relative standard deviation of the times of dense models"),
    SHARE("experts-error", experts_error, "the same of mixtures of experts"),
    FIELD("elsewhere", fixed_number, scenario_roofline_draft, model.elsewhere, NULL, 1,
          "factor on the error for a chip on which nothing was measured"),
    SAID(scenario_roofline_draft, NULL),
};

static const scenario_element roofline_element = {
    .name = "roofline",
    .meaning = "how near what was not measured comes to what its chip could do at best",
    .size = sizeof(scenario_roofline_draft),
    SCENARIO_FIELDS(roofline_fields),
};

/* ---- The book ---- */

static const scenario_field hardware_fields[] = {
    {.name = "name",
     .kind = &scenario_kind_name,
     .offset = offsetof(scenario_hardware_draft, name),
     .meaning = "its name in reports"},
    {.name = "currency",
     .kind = &scenario_kind_currency,
     .offset = offsetof(scenario_hardware_draft, currency),
     .meaning = "the currency of all its prices"},
};

#define PART(of_element, items, n_items)                                                       \
    {                                                                                          \
        .element = &(of_element), .occurrence = SCENARIO_MANY,                                 \
        .offset = offsetof(scenario_hardware_draft, items),                                    \
        .count = offsetof(scenario_hardware_draft, n_items)                                    \
    }

static const scenario_child hardware_children[] = {
    PART(accelerator_element, accelerators, n_accelerators),
    PART(instance_element, instances, n_instances),
    PART(network_element, networks, n_networks),
    {.element = &roofline_element,
     .occurrence = SCENARIO_OPTIONAL,
     .offset = offsetof(scenario_hardware_draft, roofline),
     .has = offsetof(scenario_hardware_draft, has_roofline)},
    PART(speed_element, speeds, n_speeds),
};

const scenario_element scenario_elements_hardware = {
    .name = "hardware",
    .meaning = "chips, machines, models and how fast they run, with source",
    .size = sizeof(scenario_hardware_draft),
    .place = offsetof(scenario_hardware_draft, place),
    SCENARIO_FIELDS(hardware_fields),
    SCENARIO_CHILDREN(hardware_children),
};

const scenario_language scenario_language_hardware = {
    .name = "hardware",
    .what = "a hardware book",
    .namespace_uri = "urn:outlay:hardware:1",
    .root = &scenario_elements_hardware,
};
