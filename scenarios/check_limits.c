/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Spend limits and watches: whom they cover, and where they lead. */
#include "scenarios/check.h"
#include "scenarios/hosting.h"
#include "scenarios/names.h"

#include <string.h>

static bool agrees(const char *wanted, const char *has)
{
    return !wanted || (has && strcmp(wanted, has) == 0);
}

bool scenario_check_limit_covers(const scenario_limit_draft *limit,
                                 const scenario_workload_draft *workload)
{
    const model_workload *w = &workload->model;
    return agrees(limit->workload, w->name) && agrees(limit->app, w->app ? w->app : w->name) &&
           agrees(limit->team, w->team);
}

static void check_to(scenario_reader *reader, const scenario_architecture_draft *architecture,
                     const scenario_limit_draft *limit)
{
    const scenario_names endpoints = SCENARIO_ENDPOINTS(architecture);
    if (!limit->to ||
        !scenario_names_check(reader, &endpoints, limit->to, limit->place, "<spend-limit to>"))
        return;
    const scenario_endpoint_draft *to =
        &architecture->endpoints[scenario_names_find(&endpoints, limit->to)];
    if (scenario_hosting_is_hosted(to) || to->limits.has_units)
        scenario_reader_problem(reader, limit->place,
                                "<spend-limit to=\"%.60s\">: a downgrade leads to a metered "
                                "endpoint (hosting=\"api\")",
                                limit->to);
}

/* Whether a limit covers a workload whose calls have a price. */
static bool covers_any(const scenario_draft *draft,
                       const scenario_architecture_draft *architecture,
                       const scenario_limit_draft *limit)
{
    for (size_t w = 0; w < draft->n_workloads; w++) {
        const scenario_workload_draft *workload = &draft->workloads[w];
        const size_t e = scenario_check_endpoint_of(architecture, workload->model.name);
        if (scenario_check_limit_covers(limit, workload) && e < architecture->n_endpoints &&
            !scenario_hosting_is_hosted(&architecture->endpoints[e]))
            return true;
    }
    return false;
}

static bool has_metered(const scenario_architecture_draft *architecture)
{
    for (size_t i = 0; i < architecture->n_endpoints; i++)
        if (!scenario_hosting_is_hosted(&architecture->endpoints[i]))
            return true;
    return false;
}

static void check_watches(scenario_reader *reader,
                          const scenario_architecture_draft *architecture)
{
    const scenario_names watches =
        SCENARIO_NAMES("anomaly-watch", architecture->watches, architecture->n_watches,
                       scenario_watch_draft, model.name);
    scenario_names_check_unique(reader, &watches);
    if (architecture->n_watches > 0 && !has_metered(architecture))
        scenario_reader_problem(
            reader, architecture->watches[0].place,
            "<anomaly-watch> looks at what metered calls cost; architecture "
            "\"%.60s\" has no endpoint with hosting=\"api\"",
            architecture->name ? architecture->name : "?");
}

void scenario_check_limits(scenario_reader *reader, const scenario_draft *draft,
                           const scenario_architecture_draft *architecture)
{
    const scenario_names workloads = SCENARIO_WORKLOADS(draft);
    const scenario_names limits =
        SCENARIO_NAMES("spend-limit", architecture->limits, architecture->n_limits,
                       scenario_limit_draft, model.name);
    scenario_names_check_unique(reader, &limits);
    check_watches(reader, architecture);
    for (size_t i = 0; i < architecture->n_limits; i++) {
        const scenario_limit_draft *limit = &architecture->limits[i];
        check_to(reader, architecture, limit);
        if (!scenario_names_check(reader, &workloads, limit->workload, limit->place,
                                  "<spend-limit for>"))
            continue;
        if (!covers_any(draft, architecture, limit))
            scenario_reader_problem(reader, limit->place,
                                    "<spend-limit name=\"%.60s\"> covers no workload whose "
                                    "calls have a price of their own",
                                    limit->model.name ? limit->model.name : "?");
    }
}
