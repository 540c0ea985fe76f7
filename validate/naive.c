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
            bool is_replay = scenario->workloads[workload].is_replay;
            if (!(is_replay ? validate_naive_play_replay(&twin, &service)
                            : validate_naive_play_sessions(&twin, &service)))
                return false;
        }
    return true;
}
