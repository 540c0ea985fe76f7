/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "validate/naive.h"

#include "validate/naive_parts.h"

/* Opens what is watched, or looks back on it. */
static void watch(const validate_twin *t, bool is_over)
{
    for (size_t i = 0; i < t->scenario->n_architectures; i++) {
        const model_architecture *a = &t->scenario->architectures[i];
        model_ledger *ledger = &t->ledgers[i];
        if (!is_over)
            ledger->hours = model_hours_new(a->watches, a->n_watches, t->scenario->calendar,
                                            t->future->arena);
        for (size_t k = 0; is_over && k < a->n_watches; k++)
            model_watch_look(&a->watches[k], ledger->hours, k, t->scenario->calendar,
                             t->future->resolved, ledger->watched + k * MODEL_WATCHED);
    }
}

bool validate_naive_play(const model_plan *plan, const model_scenario *scenario,
                         const model_future *future, model_ledger *ledgers, sim_failure *why)
{
    const validate_twin twin = {plan, scenario, future, ledgers, why};
    watch(&twin, false);
    for (size_t i = 0; i < scenario->n_architectures; i++)
        for (size_t workload = 0; workload < scenario->n_workloads; workload++) {
            validate_service service;
            if (!validate_naive_service_new(&twin, i, workload, &service))
                return false;
            const model_workload *w = &scenario->workloads[workload];
            bool is_played = w->is_replay ? validate_naive_play_replay(&twin, &service)
                             : w->session.is_agent
                                 ? validate_naive_play_agents(&twin, &service)
                                 : validate_naive_play_sessions(&twin, &service);
            if (!is_played)
                return false;
        }
    watch(&twin, true);
    return true;
}
