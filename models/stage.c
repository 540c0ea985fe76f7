/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "models/stage.h"

static double given_or_0(model_number number, const double *resolved)
{
    return number.is_given ? model_number_value(number, resolved) : 0;
}

model_worth model_worth_of(const model_workload *workload, const double *resolved)
{
    return (model_worth){given_or_0(workload->value_per_success, resolved),
                         given_or_0(workload->human_cost, resolved)};
}

bool model_stage_set(const model_plan *plan, size_t index, const model_future *future,
                     model_ledger *ledgers, model_stage *out, sim_failure *why)
{
    const model_scenario *scenario = plan->scenario;
    const model_workload *workload = &scenario->workloads[index];
    *out = (model_stage){.n_apis = scenario->n_architectures,
                         .worth = model_worth_of(workload, future->resolved),
                         .is_judged = workload->success.is_given};
    out->apis = sim_arena_alloc(future->arena, out->n_apis, sizeof *out->apis);
    model_block_init(&out->block, future->arena);
    for (size_t i = 0; i < out->n_apis; i++) {
        const model_meterage *meterage = &plan->architectures[i].meterage[index];
        if (!model_endpoint_is_shared(meterage->endpoint) &&
            !model_api_init(&out->apis[i], meterage, workload, future, &ledgers[i], why))
            return false;
    }
    return model_drawer_init(&out->drawer, workload, &plan->ready[index], future, why);
}

void model_stage_play(model_stage *stage)
{
    for (size_t i = 0; i < stage->n_apis; i++)
        if (stage->apis[i].meterage) {
            model_api_play(&stage->apis[i], &stage->block, stage->worth);
            stage->apis[i].ledger->counters[MODEL_JUDGED] +=
                stage->is_judged ? stage->block.n_sessions : 0;
        }
}

void model_stage_flush(model_stage *stage)
{
    for (size_t i = 0; i < stage->n_apis; i++)
        if (stage->apis[i].meterage)
            model_api_flush(&stage->apis[i]);
}
