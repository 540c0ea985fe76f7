/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "scenarios/policies.h"

#include "scenarios/check.h"
#include "scenarios/fallbacks.h"
#include "scenarios/hosting.h"
#include "scenarios/names.h"

#include <math.h>
#include <string.h>

const char *scenario_policies_first(const scenario_pipeline_draft *pipeline)
{
    if (pipeline->has_route)
        return pipeline->route.n_kinds ? pipeline->route.kinds[0].endpoint : NULL;
    return pipeline->generate.endpoint;
}

bool scenario_policies_has(const scenario_pipeline_draft *pipeline)
{
    return pipeline->has_route || pipeline->n_escalations > 0 || pipeline->has_human ||
           (pipeline->has_generate && pipeline->generate.success.is_given);
}

/* ---- checks ---- */

static void check_kinds(scenario_reader *reader, const scenario_names *endpoints,
                        const scenario_route_draft *route)
{
    const scenario_names kinds =
        SCENARIO_NAMES("kind", route->kinds, route->n_kinds, scenario_kind_draft, name);
    double sum = 0;
    bool is_known = true;
    scenario_names_check_unique(reader, &kinds);
    for (size_t i = 0; i < route->n_kinds; i++) {
        const scenario_kind_draft *kind = &route->kinds[i];
        scenario_names_check(reader, endpoints, kind->endpoint, kind->place, "<kind endpoint>");
        is_known &= kind->share.is_given && kind->share.slot < 0;
        sum += kind->share.value;
    }
    if (route->n_kinds > MODEL_POLICY_KINDS)
        scenario_reader_problem(reader, route->place, "<route> has %zu kinds; at most %d",
                                route->n_kinds, MODEL_POLICY_KINDS);
    else if (is_known && fabs(sum - 1) > 1e-9)
        scenario_reader_problem(reader, route->place,
                                "the shares of <route>'s kinds sum to %g %%, not to 100 %%",
                                100 * sum);
}

/* Who is sent on has to have failed, and so to be judged. */
static void check_judged(scenario_reader *reader, const scenario_pipeline_draft *pipeline,
                         const scenario_workload_draft *workload)
{
    if (!workload->model.success.is_given)
        scenario_reader_problem(
            reader, pipeline->place,
            "<pipeline for=\"%.60s\"> speaks of success: the workload states "
            "none",
            pipeline->workload);
}

static void check_kind_of_work(scenario_reader *reader,
                               const scenario_architecture_draft *architecture,
                               const scenario_pipeline_draft *pipeline,
                               const scenario_workload_draft *workload)
{
    if (workload->has_replay || workload->has_agent)
        scenario_reader_problem(reader, pipeline->place,
                                "<route>, <escalate>, <human> and <generate success> are for "
                                "chats, jobs and developers: workload \"%.60s\" is %s",
                                pipeline->workload,
                                workload->has_agent ? "an agent" : "a replay");
    for (size_t i = 0; i < architecture->n_endpoints; i++) {
        const scenario_endpoint_draft *endpoint = &architecture->endpoints[i];
        if (scenario_hosting_is_shared(endpoint) || architecture->n_limits > 0) {
            scenario_reader_problem(
                reader, pipeline->place,
                "<route>, <escalate>, <human> and <generate success> need metered endpoints "
                "without <rate-limit>, <failures>, <latency>, <units> or <spend-limit> in this "
                "version");
            return;
        }
    }
}

void scenario_policies_check(scenario_reader *reader,
                             const scenario_architecture_draft *architecture,
                             const scenario_pipeline_draft *pipeline,
                             const scenario_workload_draft *workload)
{
    const scenario_names endpoints = SCENARIO_ENDPOINTS(architecture);
    if (pipeline->has_generate == pipeline->has_route)
        scenario_reader_problem(
            reader, pipeline->place,
            pipeline->has_route ? "<pipeline> has both <generate> and <route>; the kinds of "
                                  "<route> say who answers"
                                : "<pipeline> needs <generate> or <route>");
    if (pipeline->has_generate)
        scenario_names_check(reader, &endpoints, pipeline->generate.endpoint, pipeline->place,
                             "<generate endpoint>");
    if (pipeline->has_route)
        check_kinds(reader, &endpoints, &pipeline->route);
    for (size_t i = 0; i < pipeline->n_escalations; i++)
        scenario_names_check(reader, &endpoints, pipeline->escalations[i].endpoint,
                             pipeline->escalations[i].place, "<escalate endpoint>");
    if (pipeline->n_escalations > MODEL_POLICY_STEPS)
        scenario_reader_problem(reader, pipeline->place,
                                "<pipeline> has %zu <escalate>; at most %d",
                                pipeline->n_escalations, MODEL_POLICY_STEPS);
    if (pipeline->has_verify && pipeline->n_escalations == 0 && !pipeline->has_human)
        scenario_reader_problem(reader, pipeline->place,
                                "<verify> finds failures for nobody: the pipeline has neither "
                                "<escalate> nor <human>");
    scenario_fallbacks_check(reader, architecture, pipeline, workload);
    if (!workload || !scenario_policies_has(pipeline))
        return;
    check_judged(reader, pipeline, workload);
    check_kind_of_work(reader, architecture, pipeline, workload);
}

/* ---- what models play ---- */

void scenario_policies_resolve(const scenario_architecture_draft *architecture,
                               const scenario_pipeline_draft *pipeline, model_policy *out)
{
    const scenario_names endpoints = SCENARIO_ENDPOINTS(architecture);
    const scenario_route_draft *route = &pipeline->route;
    const model_number absent = {.slot = -1};
    *out = (model_policy){.error = pipeline->has_route ? route->error : absent,
                          .classifier = pipeline->has_route ? route->price : (double)NAN,
                          .detected = pipeline->has_verify ? pipeline->verify.detected : absent,
                          .false_alarms =
                              pipeline->has_verify ? pipeline->verify.false_alarms : absent,
                          .check = pipeline->has_verify ? pipeline->verify.price : (double)NAN,
                          .hand_over = pipeline->has_human ? pipeline->human : (double)NAN};
    out->n_kinds = pipeline->has_route ? route->n_kinds : 1;
    if (pipeline->has_generate)
        out->kinds[0] = (model_policy_kind){
            .name = "",
            .endpoint = scenario_names_find(&endpoints, pipeline->generate.endpoint),
            .share = model_number_plain(1),
            .success = pipeline->generate.success,
            .misrouted = absent};
    for (size_t i = 0; i < route->n_kinds && pipeline->has_route; i++)
        out->kinds[i] = (model_policy_kind){
            .name = route->kinds[i].name,
            .endpoint = scenario_names_find(&endpoints, route->kinds[i].endpoint),
            .share = route->kinds[i].share,
            .success = route->kinds[i].success,
            .misrouted = route->kinds[i].misrouted};
    out->n_steps = pipeline->n_escalations;
    for (size_t i = 0; i < out->n_steps; i++)
        out->steps[i] = (model_policy_step){
            .endpoint = scenario_names_find(&endpoints, pipeline->escalations[i].endpoint),
            .success = pipeline->escalations[i].success};
}
