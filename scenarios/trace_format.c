/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "scenarios/trace_format.h"

#include <string.h>

#define PLACE(member) offsetof(scenario_trace_draft, member)

/* github.com/Azure/AzurePublicDataset, AzureLLMInferenceTrace_*.csv of 2023 and 2024. */
static const scenario_trace_format azure = {
    .name = "azure",
    .summary = "CSV with TIMESTAMP (UTC), ContextTokens and GeneratedTokens; all input counts "
               "as uncached, every row is a session",
    .fields =
        (const scenario_trace_field[]){
            {"TIMESTAMP", &scenario_trace_utc, PLACE(time_ns), false},
            {"ContextTokens", &scenario_trace_tokens, PLACE(input), false},
            {"GeneratedTokens", &scenario_trace_tokens, PLACE(output), false},
            {0},
        },
    .has_dates = true,
};

/* github.com/HPMLL/BurstGPT; session and elapsed time since release 2, where only the rows of
   the conversation log have a session. */
static const scenario_trace_format burstgpt = {
    .name = "burstgpt",
    .summary = "CSV with Timestamp (s), Request tokens and Response tokens, optionally Session "
               "ID; failed requests, whose Response tokens are 0, are kept as calls; all input "
               "counts as uncached",
    .fields =
        (const scenario_trace_field[]){
            {"Timestamp", &scenario_trace_seconds, PLACE(time_ns), false},
            {"Request tokens", &scenario_trace_tokens, PLACE(input), false},
            {"Response tokens", &scenario_trace_tokens, PLACE(output), false},
            {"Session ID", &scenario_trace_name, PLACE(session), true},
            {0},
        },
};

/* github.com/kvcache-ai/Mooncake, FAST25-release/traces. */
static const scenario_trace_format mooncake = {
    .name = "mooncake",
    .summary = "JSON lines with timestamp (ms), input_length and output_length; hash_ids are "
               "ignored: all input counts as uncached; every row is a session",
    .fields =
        (const scenario_trace_field[]){
            {"timestamp", &scenario_trace_milliseconds, PLACE(time_ns), false},
            {"input_length", &scenario_trace_tokens, PLACE(input), false},
            {"output_length", &scenario_trace_tokens, PLACE(output), false},
            {0},
        },
    .is_json = true,
};

/* github.com/alibaba-edu/qwen-bailian-usagetraces-anon. */
static const scenario_trace_format bailian = {
    .name = "bailian",
    .summary = "JSON lines with timestamp (s), input_length, output_length and optionally "
               "parent_chat_id: a session begins where that is -1; hash_ids are ignored: all "
               "input counts as uncached",
    .fields =
        (const scenario_trace_field[]){
            {"timestamp", &scenario_trace_seconds, PLACE(time_ns), false},
            {"input_length", &scenario_trace_tokens, PLACE(input), false},
            {"output_length", &scenario_trace_tokens, PLACE(output), false},
            {"parent_chat_id", &scenario_trace_parent, PLACE(parent), true},
            {0},
        },
    .is_json = true,
};

/* reason_ratio is the reasoning's share of output_tokens. */
static void settle_servegen(scenario_trace_draft *draft)
{
    draft->reasoning = (uint32_t)(draft->number * draft->output + 0.5);
    draft->output -= draft->reasoning;
}

/* github.com/alibaba/ServeGen, servegen.utils.save_requests_to_csv. */
static const scenario_trace_format servegen = {
    .name = "servegen",
    .summary = "CSV of generated requests with timestamp (s), input_tokens, output_tokens and "
               "optionally reason_ratio, the share of output that is reasoning; all input "
               "counts as uncached, every row is a session",
    .fields =
        (const scenario_trace_field[]){
            {"timestamp", &scenario_trace_seconds, PLACE(time_ns), false},
            {"input_tokens", &scenario_trace_tokens, PLACE(input), false},
            {"output_tokens", &scenario_trace_tokens, PLACE(output), false},
            {"reason_ratio", &scenario_trace_share, PLACE(number), true},
            {0},
        },
    .advice = "; a servegen trace is the list of requests that ServeGen's save_requests_to_csv "
              "writes, not its chunk-*-trace.csv of rates",
    .settle = settle_servegen,
};

/* github.com/microsoft/vidur, its trace_replay request generator. */
static const scenario_trace_format vidur = {
    .name = "vidur",
    .summary = "CSV with arrived_at (s), num_prefill_tokens and num_decode_tokens; all input "
               "counts as uncached, every row is a session",
    .fields =
        (const scenario_trace_field[]){
            {"arrived_at", &scenario_trace_seconds, PLACE(time_ns), false},
            {"num_prefill_tokens", &scenario_trace_tokens, PLACE(input), false},
            {"num_decode_tokens", &scenario_trace_tokens, PLACE(output), false},
            {0},
        },
};

static const scenario_trace_format outlay = {
    .name = "outlay",
    .summary = "CSV with arrival_s, input_tokens and output_tokens, optionally "
               "cache_read_tokens, reasoning_tokens, session, app and model (ignored); buckets "
               "are disjoint: input_tokens excludes cache reads, output_tokens excludes "
               "reasoning; a row without a session is one of its own",
    .fields =
        (const scenario_trace_field[]){
            {"arrival_s", &scenario_trace_seconds, PLACE(time_ns), false},
            {"input_tokens", &scenario_trace_tokens, PLACE(input), false},
            {"output_tokens", &scenario_trace_tokens, PLACE(output), false},
            {"cache_read_tokens", &scenario_trace_tokens, PLACE(cache_read), true},
            {"reasoning_tokens", &scenario_trace_tokens, PLACE(reasoning), true},
            {"session", &scenario_trace_name, PLACE(session), true},
            {"app", &scenario_trace_name, PLACE(app), true},
            {"model", NULL, 0, true},
            {0},
        },
};

const scenario_trace_format *const scenario_trace_formats[] = {
    &azure, &burstgpt, &mooncake, &bailian, &servegen, &vidur, &outlay, NULL,
};

const scenario_trace_format *scenario_trace_format_named(const char *name)
{
    size_t i = 0;
    while (scenario_trace_formats[i] && strcmp(scenario_trace_formats[i]->name, name) != 0)
        i++;
    return scenario_trace_formats[i];
}

const char *scenario_trace_format_name(const scenario_trace_format *format)
{
    return format->name;
}

const char *scenario_trace_format_summary(const scenario_trace_format *format)
{
    return format->summary;
}
