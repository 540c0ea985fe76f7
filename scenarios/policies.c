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
    const scenario_route_draft *route = &pipeline->route;
    if (pipeline->has_route && route->n_candidates)
        return route->candidates[0].endpoint;
    if (pipeline->has_route && route->n_kinds && route->kinds[0].n_candidates)
        return route->kinds[0].candidates[0].endpoint;
    if (pipeline->has_route)
        return route->n_kinds ? route->kinds[0].endpoint : NULL;
    return pipeline->generate.endpoint;
}

bool scenario_policies_has(const scenario_pipeline_draft *pipeline)
{
    return pipeline->has_route || pipeline->n_escalations > 0 || pipeline->has_human ||
           (pipeline->has_generate && pipeline->generate.success.is_given);
}

/* ---- checks ---- */

/* Whether a candidate reaches the floor, as far as both are known; so does one whose success is
   the workload's. */
static bool may_reach(const scenario_candidate_draft *candidate, model_number floor)
{
    const model_number success = candidate->success;
    return !success.is_given || success.slot >= 0 || floor.slot >= 0 ||
           success.value >= floor.value;
}

static void check_candidates(scenario_reader *reader, const scenario_names *endpoints,
                             const scenario_route_draft *route,
                             const scenario_candidate_draft *candidates, size_t n)
{
    const scenario_names names =
        SCENARIO_NAMES("candidate", candidates, n, scenario_candidate_draft, endpoint);
    bool reaches = n == 0;
    scenario_names_check_unique(reader, &names);
    for (size_t i = 0; i < n; i++) {
        scenario_names_check(reader, endpoints, candidates[i].endpoint, candidates[i].place,
                             "<candidate endpoint>");
        reaches |= may_reach(&candidates[i], route->floor);
    }
    if (n > MODEL_POLICY_CANDIDATES)
        scenario_reader_problem(reader, candidates[0].place, "%zu <candidate>s; at most %d", n,
                                MODEL_POLICY_CANDIDATES);
    if (n > 0 && !route->floor.is_given)
        scenario_reader_problem(
            reader, candidates[0].place,
            "<candidate> needs <route cheapest-above=\"85%%\">: the success "
            "that it has to reach");
    else if (!reaches)
        scenario_reader_problem(reader, candidates[0].place,
                                "no <candidate> reaches the %g %% of <route cheapest-above>",
                                100 * route->floor.value);
}

static void check_kind(scenario_reader *reader, const scenario_names *endpoints,
                       const scenario_route_draft *route, const scenario_kind_draft *kind)
{
    if (!kind->endpoint == !kind->n_candidates)
        scenario_reader_problem(reader, kind->place,
                                "<kind name=\"%.60s\"> needs an endpoint, or <candidate>s of a "
                                "<route cheapest-above>, and not both",
                                kind->name ? kind->name : "?");
    if (kind->endpoint)
        scenario_names_check(reader, endpoints, kind->endpoint, kind->place, "<kind endpoint>");
    check_candidates(reader, endpoints, route, kind->candidates, kind->n_candidates);
}

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
        check_kind(reader, endpoints, route, kind);
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

/* Who chooses, and among what. */
static void check_route(scenario_reader *reader, const scenario_names *endpoints,
                        const scenario_route_draft *route)
{
    size_t n = route->n_candidates;
    for (size_t i = 0; i < route->n_kinds; i++)
        n += route->kinds[i].n_candidates;
    if (!route->n_kinds == !route->n_candidates)
        scenario_reader_problem(reader, route->place,
                                "<route> needs <kind>s of sessions, or <candidate>s for all of "
                                "them, and not both");
    if (route->floor.is_given && n == 0)
        scenario_reader_problem(reader, route->place,
                                "<route cheapest-above> has no <candidate> to choose among");
    check_candidates(reader, endpoints, route, route->candidates, route->n_candidates);
    if (route->n_kinds)
        check_kinds(reader, endpoints, route);
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
    if (workload->has_replay)
        scenario_reader_problem(reader, pipeline->place,
                                "<route>, <escalate>, <human> and <generate success> are for "
                                "sessions: workload \"%.60s\" is a replay",
                                pipeline->workload);
    if (workload->has_agent && (pipeline->has_route || pipeline->has_human))
        scenario_reader_problem(
            reader, pipeline->place,
            "<%s> is for chats, jobs and developers: workload \"%.60s\" is an "
            "agent, which takes <escalate> and <hand-over>",
            pipeline->has_route ? "route" : "human", pipeline->workload);
    for (size_t i = 0; i < architecture->n_endpoints; i++) {
        const scenario_endpoint_draft *endpoint = &architecture->endpoints[i];
        if (scenario_hosting_is_shared(endpoint) || architecture->n_limits > 0) {
            scenario_reader_problem(
                reader, pipeline->place,
                "<route>, <escalate>, <human> and <generate success> need metered endpoints "
                "without <rate-limit>, <failures>, <latency>, <units> or <spend-limit> in this "
                "version; where models differ in success, \"outlay compare\" takes scenarios "
                "that each state their own");
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
        check_route(reader, &endpoints, &pipeline->route);
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

static void take_candidates(const scenario_names *endpoints,
                            const scenario_candidate_draft *candidates, size_t n,
                            model_policy_kind *out)
{
    out->n_candidates = n;
    for (size_t i = 0; i < n; i++)
        out->candidates[i] = (model_candidate){
            scenario_names_find(endpoints, candidates[i].endpoint), candidates[i].success};
}

static void take_kinds(const scenario_names *endpoints, const scenario_route_draft *route,
                       model_policy *out)
{
    const model_number absent = {.slot = -1};
    out->n_kinds = route->n_kinds;
    for (size_t i = 0; i < route->n_kinds; i++) {
        const scenario_kind_draft *kind = &route->kinds[i];
        out->kinds[i] = (model_policy_kind){
            .name = kind->name,
            .endpoint = kind->endpoint ? scenario_names_find(endpoints, kind->endpoint) : 0,
            .share = kind->share,
            .success = kind->success,
            .misrouted = kind->misrouted};
        take_candidates(endpoints, kind->candidates, kind->n_candidates, &out->kinds[i]);
    }
    if (route->n_kinds > 0)
        return;
    out->n_kinds = 1;
    out->kinds[0] = (model_policy_kind){
        .name = "", .share = model_number_plain(1), .success = absent, .misrouted = absent};
    take_candidates(endpoints, route->candidates, route->n_candidates, &out->kinds[0]);
}

void scenario_policies_resolve(const scenario_architecture_draft *architecture,
                               const scenario_pipeline_draft *pipeline, model_policy *out)
{
    const scenario_names endpoints = SCENARIO_ENDPOINTS(architecture);
    const scenario_route_draft *route = &pipeline->route;
    const model_number absent = {.slot = -1};
    *out = (model_policy){.floor = pipeline->has_route ? route->floor : absent,
                          .error = pipeline->has_route ? route->error : absent,
                          .classifier = pipeline->has_route ? route->price : (double)NAN,
                          .detected = pipeline->has_verify ? pipeline->verify.detected : absent,
                          .false_alarms =
                              pipeline->has_verify ? pipeline->verify.false_alarms : absent,
                          .check = pipeline->has_verify ? pipeline->verify.price : (double)NAN,
                          .hand_over = pipeline->has_human ? pipeline->human : (double)NAN};
    out->n_kinds = 1;
    if (pipeline->has_generate)
        out->kinds[0] = (model_policy_kind){
            .name = "",
            .endpoint = scenario_names_find(&endpoints, pipeline->generate.endpoint),
            .share = model_number_plain(1),
            .success = pipeline->generate.success,
            .misrouted = absent};
    if (pipeline->has_route)
        take_kinds(&endpoints, route, out);
    out->n_steps = pipeline->n_escalations;
    for (size_t i = 0; i < out->n_steps; i++)
        out->steps[i] = (model_policy_step){
            .endpoint = scenario_names_find(&endpoints, pipeline->escalations[i].endpoint),
            .success = pipeline->escalations[i].success};
}
