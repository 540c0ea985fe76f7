/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "validate/naive.h"

#include "validate/naive_parts.h"

bool validate_naive_play(const model_plan *plan, const model_scenario *scenario,
                         const model_future *future, model_ledger *ledgers, sim_failure *why)
{
    const validate_twin twin = {plan, scenario, future, ledgers, why};
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
    return true;
}
