/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "validate/naive.h"

#include "validate/naive_parts.h"
#include "validate/naive_training.h"

/* Opens what is watched, or looks back on it. */
static void watch(const validate_twin *t, bool is_over)
{
    for (size_t i = 0; i < t->scenario->n_architectures; i++) {
        const model_architecture *a = &t->scenario->architectures[i];
        model_ledger *ledger = &t->ledgers[i];
        size_t n_drivers;
        model_plan_drivers(t->plan, i, &n_drivers);
        if (!is_over)
            ledger->hours = model_hours_new(n_drivers, a->watches, a->n_watches,
                                            t->scenario->calendar, t->future->arena);
        for (size_t k = 0; is_over && k < a->n_watches; k++)
            model_watch_look(&a->watches[k], ledger->hours, k, t->scenario->calendar,
                             t->future->resolved, ledger->watched + k * MODEL_WATCHED);
    }
}

/* Whether a policy leads sessions to an endpoint. */
static bool leads_to(const model_policy *policy, size_t endpoint)
{
    bool is_there = false;
    for (size_t i = 0; policy && i < policy->n_kinds; i++)
        is_there |= policy->kinds[i].endpoint == endpoint;
    for (size_t i = 0; policy && i < policy->n_steps; i++)
        is_there |= policy->steps[i].endpoint == endpoint;
    return is_there;
}

static bool serve(const validate_twin *t, size_t architecture, size_t workload)
{
    const model_architecture *a = &t->scenario->architectures[architecture];
    const model_workload *w = &t->scenario->workloads[workload];
    const size_t own = a->endpoint_of[workload];
    validate_service *services =
        sim_arena_alloc(t->future->arena, a->n_endpoints, sizeof *services);
    for (size_t i = 0; i < a->n_endpoints; i++)
        if ((i == own || leads_to(model_architecture_policy(a, workload), i)) &&
            !validate_naive_service_new(t, architecture, workload, i, &services[i]))
            return false;
    return w->is_replay          ? validate_naive_play_replay(t, &services[own])
           : w->session.is_agent ? validate_naive_play_agents(t, &services[own])
                                 : validate_naive_play_sessions(t, &services[own], services);
}

bool validate_naive_play(const model_plan *plan, const model_scenario *scenario,
                         const model_future *future, model_ledger *ledgers, sim_failure *why)
{
    const validate_twin twin = {plan, scenario, future, ledgers, why};
    watch(&twin, false);
    for (size_t i = 0; i < scenario->n_architectures; i++)
        for (size_t workload = 0; workload < scenario->n_workloads; workload++)
            if (!serve(&twin, i, workload))
                return false;
    for (size_t i = 0; i < scenario->n_architectures; i++)
        if (!validate_naive_train(&twin, i))
            return false;
    watch(&twin, true);
    return true;
}
