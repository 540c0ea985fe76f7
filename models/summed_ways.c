/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "models/summed_ways.h"

#include <string.h>

void model_ways_reset(model_plan *plan)
{
    const size_t n = plan->scenario->n_architectures;
    model_way *ways = sim_arena_alloc(plan->arena, n, sizeof *ways);
    for (size_t i = 0; i < n; i++)
        ways[i] = (model_way){i, MODEL_AS_STATED, 0};
    plan->ways = ways;
    plan->n_ways = n;
    plan->is_walked = NULL;
}

/* ---- what can be walked ---- */

static bool is_plain(const model_endpoint *endpoint)
{
    const model_limits *limits = endpoint->limits;
    return !endpoint->hosted && !endpoint->units &&
           (!limits || (!limits->requests_per_s.is_given && !limits->tokens_per_s.is_given &&
                        !limits->failure.is_given && !limits->first_token_s.kind &&
                        !limits->per_token_s.kind));
}

static const char *forbidden_by_limit(const model_architecture *of,
                                      const model_spend_limit *limit)
{
    if (limit->is_per_key)
        return "one of its spend limits holds for each key";
    if (limit->action == MODEL_LIMIT_QUEUE || limit->action == MODEL_LIMIT_APPROVE)
        return "one of its spend limits has calls wait, who then come all at once";
    if (limit->action == MODEL_LIMIT_DOWNGRADE && !is_plain(&of->endpoints[limit->to]))
        return "a spend limit leads to an endpoint with limits or latency of its own";
    return NULL;
}

static const char *forbidden_by_workload(const model_plan *plan, const model_architecture *of,
                                         size_t workload)
{
    if (plan->scenario->workloads[workload].is_replay)
        return "one of its workloads replays a trace";
    if (!is_plain(&of->endpoints[of->endpoint_of[workload]]))
        return "machines, rate limits, failures or latency couple its sessions as well";
    if (model_architecture_answers(of, workload))
        return "a semantic cache answers before its spend limits are asked";
    if (model_architecture_retrieval(of, workload))
        return "documents are looked up before its spend limits are asked";
    return NULL;
}

static const char *forbidden(const model_plan *plan, const model_architecture *of)
{
    for (size_t i = 0; i < of->n_limits; i++) {
        const char *clause = forbidden_by_limit(of, &of->limits[i]);
        if (clause)
            return clause;
    }
    for (size_t i = 0; i < plan->scenario->n_workloads; i++) {
        const char *clause = forbidden_by_workload(plan, of, i);
        if (clause)
            return clause;
    }
    return NULL;
}

/* ---- ways ---- */

size_t model_way_of(const model_plan *plan, model_way way)
{
    size_t i = 0;
    while (i < plan->n_ways &&
           (plan->ways[i].architecture != way.architecture || plan->ways[i].kind != way.kind ||
            (way.kind == MODEL_LED && plan->ways[i].endpoint != way.endpoint)))
        i++;
    return i;
}

static void add_way(model_plan *plan, model_way *ways, model_way way)
{
    if (model_way_of(plan, way) == plan->n_ways)
        ways[plan->n_ways++] = way;
}

static void add_ways(model_plan *plan, model_way *ways, size_t architecture)
{
    const model_architecture *of = plan->architectures[architecture].architecture;
    for (size_t i = 0; i < of->n_limits; i++) {
        const model_spend_limit *limit = &of->limits[i];
        if (limit->action == MODEL_LIMIT_DOWNGRADE)
            add_way(plan, ways, (model_way){architecture, MODEL_LED, limit->to});
        else if (limit->action == MODEL_LIMIT_BLOCK || limit->delay_s.is_given)
            add_way(plan, ways, (model_way){architecture, MODEL_CLOSED, 0});
    }
}

static size_t most_ways(const model_plan *plan)
{
    size_t n = 2 * plan->scenario->n_architectures;
    for (size_t i = 0; i < plan->scenario->n_architectures; i++)
        n += plan->architectures[i].architecture->n_limits;
    return n;
}

bool model_ways_find(model_plan *plan)
{
    const size_t n = plan->scenario->n_architectures;
    model_way *ways = sim_arena_alloc(plan->arena, most_ways(plan), sizeof *ways);
    bool *is_walked = sim_arena_alloc(plan->arena, n, sizeof *is_walked), is_any = false;
    plan->not_walked = sim_arena_alloc(plan->arena, n, sizeof *plan->not_walked);
    model_ways_reset(plan);
    memcpy(ways, plan->ways, n * sizeof *ways);
    plan->ways = ways;
    for (size_t i = 0; i < n; i++) {
        const model_architecture *of = plan->architectures[i].architecture;
        if (of->n_limits == 0)
            continue;
        plan->not_walked[i] = forbidden(plan, of);
        is_walked[i] = !plan->not_walked[i];
        is_any |= is_walked[i];
        if (is_walked[i])
            add_ways(plan, ways, i);
    }
    plan->is_walked = is_any ? is_walked : NULL;
    return is_any;
}

void model_ways_refuse(model_plan *plan, const char *clause)
{
    for (size_t i = 0; i < plan->scenario->n_architectures; i++)
        if (model_way_is_walked(plan, i))
            plan->not_walked[i] = clause;
    model_ways_reset(plan);
}

/* ---- what meters ---- */

/* Whether some limit that covers the workload leads there. */
static bool is_led_to(const model_architecture *of, size_t workload, size_t endpoint)
{
    for (size_t i = 0; i < of->n_limits; i++)
        if (of->limits[i].action == MODEL_LIMIT_DOWNGRADE && of->limits[i].to == endpoint &&
            of->limits[i].covers[workload])
            return of->endpoint_of[workload] != endpoint;
    return false;
}

const model_meterage *model_way_meterage(const model_plan *plan, size_t way, size_t workload)
{
    const model_way *at = &plan->ways[way];
    const model_planned *p = model_way_planned(plan, way);
    if (at->kind == MODEL_LED && !is_led_to(p->architecture, workload, at->endpoint))
        return NULL;
    const size_t endpoint =
        at->kind == MODEL_LED ? at->endpoint : p->architecture->endpoint_of[workload];
    const model_meterage *meterage = model_plan_meterage(p, workload, endpoint);
    return model_way_is_walked(plan, at->architecture) ||
                   !model_endpoint_is_shared(meterage->endpoint)
               ? meterage
               : NULL;
}

bool model_way_charges(const model_plan *plan, size_t way, size_t workload, size_t index)
{
    const model_meterage *meterage = model_way_meterage(plan, way, workload);
    return meterage && plan->ways[way].kind != MODEL_CLOSED && index >= meterage->first_line &&
           index < meterage->first_line + meterage->n_lines;
}
