/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "scenarios/fallbacks.h"

#include "scenarios/check.h"
#include "scenarios/hosting.h"
#include "scenarios/names.h"
#include "scenarios/policies.h"

#include <string.h>

bool scenario_fallbacks_lead_to(const scenario_architecture_draft *architecture,
                                const char *endpoint)
{
    for (size_t i = 0; i < architecture->n_pipelines; i++) {
        const scenario_generate_draft *generate = &architecture->pipelines[i].generate;
        for (size_t k = 0; k < generate->n_fallbacks; k++)
            if (endpoint && generate->fallbacks[k].endpoint &&
                strcmp(generate->fallbacks[k].endpoint, endpoint) == 0)
                return true;
    }
    return false;
}

/* ---- checks ---- */

/* Whether an endpoint ever turns a call away. */
static bool turns_away(const scenario_endpoint_draft *endpoint)
{
    const scenario_limits_draft *limits = &endpoint->limits;
    return scenario_hosting_is_hosted(endpoint)
               ? endpoint->hosting.model.timeout_s.is_given
               : limits->has_limit || limits->has_failures || limits->has_units;
}

/* The draft of a fallback's endpoint; NULL, with a problem, where it cannot be one. */
static const scenario_endpoint_draft *target(scenario_reader *reader,
                                             const scenario_architecture_draft *architecture,
                                             const scenario_fallback_draft *fallback)
{
    const scenario_names endpoints = SCENARIO_ENDPOINTS(architecture);
    if (!scenario_names_check(reader, &endpoints, fallback->endpoint, fallback->place,
                              "<fallback endpoint>") ||
        !fallback->endpoint)
        return NULL;
    const scenario_endpoint_draft *to =
        &architecture->endpoints[scenario_names_find(&endpoints, fallback->endpoint)];
    if (!scenario_hosting_is_hosted(to) && !to->limits.has_units)
        return to;
    scenario_reader_problem(reader, fallback->place,
                            "<fallback endpoint=\"%.60s\">: calls fall back to a metered "
                            "endpoint (hosting=\"api\")",
                            fallback->endpoint);
    return NULL;
}

static void check_turned_away(scenario_reader *reader, const scenario_endpoint_draft *from,
                              const scenario_fallback_draft *fallback)
{
    if (from->model.name && strcmp(from->model.name, fallback->endpoint) == 0)
        scenario_reader_problem(reader, fallback->place,
                                "<fallback endpoint=\"%.60s\"> is the endpoint that turned the "
                                "call away; attempts there are those of <rate-limit> and "
                                "<failures>",
                                fallback->endpoint);
    else if (!turns_away(from))
        scenario_reader_problem(
            reader, fallback->place,
            "<fallback endpoint=\"%.60s\"> is never asked: endpoint \"%.60s\" turns no call "
            "away; expected <rate-limit>, <failures> or <units> there, or a timeout of "
            "machines",
            fallback->endpoint, from->model.name ? from->model.name : "?");
}

/* Success of single calls counts where a session's luck is drawn with it. */
static void check_success(scenario_reader *reader, const scenario_fallback_draft *fallback,
                          const scenario_workload_draft *workload)
{
    if (!fallback->success.is_given || !workload)
        return;
    if (workload->has_agent || workload->has_replay)
        scenario_reader_problem(
            reader, fallback->place,
            "<fallback success> is for chats, jobs and developers: workload "
            "\"%.60s\" is %s",
            workload->model.name, workload->has_agent ? "an agent" : "a replay");
    else if (!workload->model.success.is_given)
        scenario_reader_problem(reader, fallback->place,
                                "<fallback success>: workload \"%.60s\" states no success",
                                workload->model.name);
}

void scenario_fallbacks_check(scenario_reader *reader,
                              const scenario_architecture_draft *architecture,
                              const scenario_pipeline_draft *pipeline,
                              const scenario_workload_draft *workload)
{
    const scenario_names endpoints = SCENARIO_ENDPOINTS(architecture);
    const scenario_generate_draft *generate = &pipeline->generate;
    const size_t e =
        generate->endpoint ? scenario_names_find(&endpoints, generate->endpoint) : endpoints.n;
    const scenario_endpoint_draft *from = e < endpoints.n ? &architecture->endpoints[e] : NULL;
    if (!pipeline->has_generate)
        return;
    if (generate->n_fallbacks > MODEL_POLICY_STEPS)
        scenario_reader_problem(reader, pipeline->place,
                                "<generate> has %zu <fallback>; at most %d",
                                generate->n_fallbacks, MODEL_POLICY_STEPS);
    for (size_t i = 0; i < generate->n_fallbacks; i++) {
        const scenario_fallback_draft *fallback = &generate->fallbacks[i];
        const scenario_endpoint_draft *to = target(reader, architecture, fallback);
        if (to && from)
            check_turned_away(reader, from, fallback);
        check_success(reader, fallback, workload);
        from = to;
    }
}

/* ---- what models play ---- */

void scenario_fallbacks_resolve(const scenario_architecture_draft *architecture,
                                const scenario_pipeline_draft *pipeline, model_fallbacks *out)
{
    const scenario_names endpoints = SCENARIO_ENDPOINTS(architecture);
    const scenario_generate_draft *generate = &pipeline->generate;
    *out = (model_fallbacks){.n_steps = generate->n_fallbacks};
    for (size_t i = 0; i < generate->n_fallbacks; i++)
        out->steps[i] = (model_fallback){
            .endpoint = scenario_names_find(&endpoints, generate->fallbacks[i].endpoint),
            .after = generate->fallbacks[i].after,
            .success = generate->fallbacks[i].success};
}
